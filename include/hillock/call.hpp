// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#pragma GCC visibility push(default)
namespace hillock {

/// What is computed: y = f(x); f'(x); dx = dy·f'(x), from the input or from the output.
enum class operation { forward, slope, backward, backward_from_output };

/// An array of any number of dimensions as three: outer × length × inner elements, the last index running
/// fastest. Functions of rows act along `length`, and channels are counted along it. A tensor of shape
/// (2, 3, 5, 7) seen along its second axis is {2, 3, 35}; a matrix seen along its rows is {rows, columns, 1}.
struct extent {
  std::size_t outer = 1;
  std::size_t length = 0;
  std::size_t inner = 1;
};

/// One call, described whole: what the simple calls say, and what they cannot. activation::compute takes it.
///
/// T is float, double, hillock::f16 or hillock::bf16. All arrays are contiguous and have the shape's number
/// of elements, but for `parameters` and `bias`, and y and dy of a function that makes one number of a row
/// (logsumexp): those have outer × inner, in the rows' order. `out` may be x, dy or factor of the same size;
/// any other overlap with what is read is refused.
///
/// x + bias, f(x)·factor and dy·factor are each rounded to T, so that one call gives the bits that the steps
/// give one after the other, in one pass over memory. (A gate rounds a·f(b) once: hillock/gate.hpp.)
///
/// Example: softmax over the channels of an image, a leaky_relu with a slope of its own for each channel, and
/// attention weights.
/// ```cpp
/// using hillock::call, hillock::find, hillock::operation;
/// const hillock::extent image{batch, channels, height * width};
///
/// const call<float> over_channels{.x = x, .out = y, .shape = image};
/// find("softmax").compute(operation::forward, over_channels);
///
/// const call<float> by_channel{.x = x, .dy = dy, .out = dx, .shape = image, .parameters = slopes};
/// find("leaky_relu").compute(operation::backward, by_channel);
///
/// // Attention: `heads` matrices of queries × keys scores, each query sees the keys up to its own.
/// const call<float> causal{
///     .x = scores, .out = weights, .shape = {heads * queries, keys, 1}, .causal_rows = queries};
/// find("softmax").with("temperature", std::sqrt(width)).compute(operation::forward, causal);
/// ```
template <class T>
struct call {
  std::span<const T> x{};   ///< the input; of backward_from_output the output y
  std::span<const T> dy{};  ///< of the backward operations; else empty
  std::span<T> out{};       ///< y, f'(x) or dx
  extent shape{};           ///< length 0, the default: one long row, {1, x.size(), 1}
  /// Parameters of each channel in place of the activation's own: for every channel, one value per parameter
  /// of the card, in its order. Empty: the activation's own everywhere. Elementwise functions only.
  std::span<const double> parameters{};
  /// Functions of rows: one byte per element; where it is 0 the element is left out of its row. What is left
  /// out gives 0 (log_softmax: −inf) and a gradient of 0, whatever it holds; a row with nothing left gives
  /// NaN (softmax_one: 0, logsumexp: −inf), and a gradient of 0. Empty: nothing is left out.
  std::span<const std::uint8_t> mask{};
  /// Functions of rows: one number per element, added to x before anything else is done with it, and rounded
  /// to T (so before x is divided by a temperature). Where it is −inf the element is left out, as above.
  /// backward gives the gradient of x, which is its own too; backward_from_output asks only what is left out.
  std::span<const T> additive_mask{};
  /// Functions of rows, not 0: rows are those of causal matrices with this many rows each, one matrix after
  /// the other in the order of the rows (outer, then inner). Row i of a matrix sees the columns up to
  /// i + causal_offset; the rest is left out, as above, without being read. All masks may be given at once.
  std::size_t causal_rows = 0;
  /// 0: row 0 sees column 0. With keys of a cache before the first query it is their number; negative: the
  /// first rows see nothing.
  std::ptrdiff_t causal_offset = 0;
  /// Whether a row with nothing left gives what is left out gives, 0 (log_softmax: −inf), in place of NaN.
  bool empty_rows_are_zero = false;
  /// Elementwise functions: a number for each channel, along `length`, which is added to x first: f(x +
  /// bias), and the same backward and for the slope. Empty: nothing is added.
  std::span<const T> bias{};
  /// Elementwise functions: as many numbers as x. Forward and slope give f(x)·factor and f'(x)·factor,
  /// backward takes dy·factor for dy; the gradient of `factor` is forward with dy in its place. Empty: no
  /// factor.
  std::span<const T> factor{};
};

}  // namespace hillock
#pragma GCC visibility pop
