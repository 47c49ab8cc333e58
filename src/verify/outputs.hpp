// SPDX-License-Identifier: Apache-2.0
// One 128-bit hash for all outputs of a function on one path: what is pinned.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "face/registry.hpp"
#include "isa/table.hpp"
#include "verify/blocks.hpp"

namespace hillock::verify {

/// The outputs that are pinned, in the order of the fields of `pins`.
enum class output { f32, f32_slope, f16, f16_slope, bf16, bf16_slope, f32_sample, f32_slope_sample };
inline constexpr output every_output[] = {
    output::f32,  output::f32_slope,  output::f16,        output::f16_slope,
    output::bf16, output::bf16_slope, output::f32_sample, output::f32_slope_sample};

/// The field's name: "f32_slope".
std::string_view name_of(output o);
/// The pinned hash; empty: not pinned yet.
std::string_view pinned(const detail::function& f, output o);

struct digest {
  std::string hex;           ///< 32 hex digits
  std::uint64_t inputs = 0;  ///< elements hashed
  double seconds = 0;
};

/// Hashes the outputs of a function with default parameters, NaN included, on one path.
///
/// Elementwise: f32 takes all 2^32 bit patterns in order (…_sample: sample_patterns), f16 and bf16 all
/// 65,536. Functions of rows have too many inputs: they take 256 fixed rows each of lengths 1 … 4099, forward
/// and, for the slopes, backward with fixed dy; their samples are the same rows. XXH3 of every block of 2^16
/// outputs, then XXH3 of the sequence of those hashes, so threads share the work and their count does not
/// matter.
///
/// Throws error(exit_code::interrupted) when the job is stopped.
digest hash_outputs(const isa::table& path, const detail::function& f, output what, const job& how);

}  // namespace hillock::verify
