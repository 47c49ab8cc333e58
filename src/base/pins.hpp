// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace hillock {

/// 128-bit XXH3 hashes (32 hex digits) of all outputs with default parameters, written down after the proof:
/// a function's `pinned`. `hillock verify` recomputes them.
struct pins {
  std::string_view f32_sample{}, f32_slope_sample{};  ///< the stated sample that slow paths compare
  std::string_view f32{}, f32_slope{};                ///< 2^32 inputs; of rows: a stated set of rows
  std::string_view f16{}, f16_slope{};                ///< 65,536 inputs
  std::string_view bf16{}, bf16_slope{};
};

}  // namespace hillock
