// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>

#include "hillock/types.hpp"

namespace hillock {

/// One of something for each element type.
template <template <class> class Each>
struct by_type {
  Each<float> f32;
  Each<double> f64;
  Each<hillock::f16> f16;
  Each<hillock::bf16> bf16;

  template <class T>
  const Each<T>& of() const noexcept {
    if constexpr (std::is_same_v<T, float>) {
      return f32;
    } else if constexpr (std::is_same_v<T, double>) {
      return f64;
    } else if constexpr (std::is_same_v<T, hillock::f16>) {
      return f16;
    } else {
      return bf16;
    }
  }
};

}  // namespace hillock
