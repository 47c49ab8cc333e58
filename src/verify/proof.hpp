// SPDX-License-Identifier: Apache-2.0
// Whether every output of a function is the correctly rounded one.
//
// Each input goes through up to three steps. (1) Where a whole stretch of 512 inputs provably rounds to one
// constant (magnitude.hpp), outputs are compared with it. (2) Else the definition is evaluated on balls of
// about 95 bits (ball.hpp), and the output is accepted if the ball lies strictly inside the set of numbers
// that round to it. (3) Whatever is left is doubtful and goes to MPFR (oracle.hpp), which decides. Steps 1
// and 2 share nothing with the kernels but the instruction set's arithmetic.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "face/registry.hpp"
#include "isa/table.hpp"
#include "verify/blocks.hpp"
#include "verify/patterns.hpp"

namespace hillock::verify {

struct misrounded {
  std::uint32_t x = 0, got = 0, want = 0;  ///< bit patterns of the element type
  bool undecided = false;                  ///< MPFR could not tell: `want` means nothing
};

/// What was found about the outputs of one formula for one element type.
struct finding {
  std::uint64_t inputs = 0;
  std::uint64_t constant = 0;     ///< settled by step 1
  std::uint64_t doubtful = 0;     ///< asked of MPFR
  std::vector<misrounded> wrong;  ///< in increasing order of x; at most `wrong_limit`
  std::string hash;               ///< of the outputs checked, as pinned (f16, bf16, f32 with all inputs)
  bool gave_up = false;           ///< more than doubtful_limit inputs in doubt: stopped early
  bool is_right() const noexcept { return wrong.empty() && !gave_up; }
};

struct proof {
  finding forward, slope;
  double seconds = 0;
};

/// Functions of few operations have millions of exact ties (leaky_relu with a slope of 1/4 at half of the
/// subnormal numbers), each a matter of microseconds; a definition that cancels has hundreds of millions.
inline constexpr std::uint64_t doubtful_limit = 64'000'000;

/// f32: the inputs of `runs` (all_patterns() for a proof). Default parameters; not for functions of rows.
proof prove_f32(const isa::table& path, const detail::function& f, const std::vector<pattern_run>& runs,
                const job& how);
/// All 65,536 inputs, straight against MPFR.
proof prove_f16(const isa::table& path, const detail::function& f, const job& how);
proof prove_bf16(const isa::table& path, const detail::function& f, const job& how);

/// As prove_f32 for any kernel, for tests: f32 outputs come from `forward` and `slope`, which take x, y, n.
using float_kernel = std::function<void(const float*, float*, std::size_t)>;
proof prove_kernels(std::size_t index, const double* parameters, const float_kernel& forward,
                    const float_kernel& slope, const std::vector<pattern_run>& runs, const job& how);

}  // namespace hillock::verify
