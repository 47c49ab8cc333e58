// SPDX-License-Identifier: Apache-2.0
// One call of a loop, described whole, and the kernels that loops are given.
#pragma once
#include <cstddef>
#include <cstdint>

namespace hillock::kernel {

struct block_kernels;

/// What a loop works on. The public face makes it from whatever layout the caller has; here everything is
/// contiguous. Any length and any values will do, and the output may be an input.
template <class T>
struct task {
  const T* x;   ///< the input; of backward_from_output the output y
  const T* dy;  ///< of the backward passes; else null
  T* out;
  std::size_t rows, columns;     ///< elementwise functions treat rows × columns as one array
  const double* parameters;      ///< one value per parameter of the card, in order
  const block_kernels* kernels;  ///< what the loop's entry_points bring; null where they bring none

  std::size_t size() const noexcept { return rows * columns; }
};

template <class T>
using loop = void (*)(const task<T>&) noexcept;

/// y = value or slope of n numbers x: a multiple of block_step, at most block_capacity. `program` is the
/// function's own. Of doubles to doubles NaN stays NaN, quieted, and y may be x; else what becomes of NaN
/// does not matter.
template <class From, class To>
using block_kernel = void (*)(const void* program, const From* x, To* y, std::size_t n,
                              const double* parameters) noexcept;
/// A block's x and y lie in the first cache.
inline constexpr std::size_t block_capacity = 256, block_step = 16;

/// f(x) or dy·f'(x) for one finite x and dy (1: the slope itself), in double: it rounds to every narrower
/// type as the real number does.
using precise_result = double (*)(double x, double dy, const double* parameters) noexcept;
struct precise_results {
  precise_result value = nullptr, slope = nullptr, slope_from_output = nullptr;
  precise_result slope_in_double = nullptr;  ///< the product for double itself
  /// Of gates: a·f(x) and G·f'(x) for any finite doubles x, a and G.
  precise_result factor = nullptr, slope_of_any = nullptr;
};

/// y = the value of n floats, whole pairs of packs, where a bit of `sure` says that it is the nearest float.
/// By pairs of floats (src/math/float_pairs.hpp).
struct pairs_kernel {
  void (*run)(const float* x, float* y, std::size_t n, std::uint8_t* sure) noexcept = nullptr;
  float zero_below = 0;  ///< the value of what is below rounds to 0
};

/// A function on one instruction set, built in or made at run time: what the loops of blocks and those of
/// gates are given.
struct block_kernels {
  /// For float and narrower elements: results in double, whose last bits are to spare.
  block_kernel<float, double> value, slope, slope_from_output = nullptr;
  /// For double: the results themselves.
  block_kernel<double, double> double_value, double_slope, double_slope_from_output = nullptr;
  /// Of doubles, about as good as those for floats and as fast; null: double_value and double_slope are.
  block_kernel<double, double> rough_double_value = nullptr, rough_double_slope = nullptr;
  /// value for 16-bit elements, in floats; null: as for float.
  block_kernel<float, float> value_of_16_bits = nullptr;
  /// value as a factor of a product with any float; null: value.
  block_kernel<float, double> factor = nullptr;
  pairs_kernel pairs = {};
  /// Bounds on the relative error of value, slope and slope_from_output. value_error 0: one rounding of value
  /// and of slope gives the right bits, though products with a slope need a look.
  double value_error = 0, slope_error = 0, slope_from_output_error = 0, factor_error = 0;
  /// The |x| up to which double_slope is a normal number; null: it always is.
  double (*slope_is_normal_to)(const double* parameters) noexcept = nullptr;
  double slope_is_normal_from = 0;  ///< and from this |x| on
  bool flat = false;                ///< where the slope is 0 nothing passes back, not even infinity
  /// What decides where one rounding may be wrong; none: it is what is promised.
  const precise_results* precise = nullptr;
  const void* program = nullptr;
};

}  // namespace hillock::kernel
