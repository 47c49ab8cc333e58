// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hillock/card.hpp"
#include "hillock/types.hpp"

#pragma GCC visibility push(default)
namespace hillock {

namespace detail {
struct function;  // one entry of the registry
}

/// An activation function with its parameters set. A small value type: copy it freely, share it between
/// threads.
///
/// Every result depends on its element alone (rows: on its row alone): not on position, length, alignment,
/// threads, instruction set, or the caller's rounding mode and FTZ/DAZ flags. Outputs may be the inputs (in
/// place); other overlaps are not allowed. Empty spans are no-ops.
///
/// Example:
/// ```cpp
/// std::vector<float> x{-1, 0, 2}, y(3);
/// hillock::find("leaky_relu").with("slope", 0.2).forward(x, y);   // y = {-0.2, 0, 2}
/// ```
class activation {
 public:
  explicit activation(const detail::function& f);

  /// The function's facts: name, formula, range, parameters, references.
  const hillock::card& card() const noexcept;

  /// A copy with one parameter changed, by its name or one of its aliases, written as for find(). Throws
  /// std::invalid_argument for an unknown name (listing the valid ones) or a value outside the parameter's
  /// range or NaN.
  activation with(std::string_view parameter, double value) const;
  /// The value of a parameter. Throws std::invalid_argument for an unknown name.
  double parameter(std::string_view name) const;
  /// Name and changed parameters in their canonical spelling: "relu", "leaky_relu(slope=0.2)".
  std::string to_string() const;

  /// y = f(x). Functions of rows (softmax): x holds rows of `columns` elements, 0 means one row; elementwise
  /// functions ignore `columns`. Throws std::invalid_argument when sizes differ or `columns` does not divide
  /// x.size().
  void forward(std::span<const float> x, std::span<float> y, std::size_t columns = 0) const;
  void forward(std::span<const double> x, std::span<double> y, std::size_t columns = 0) const;
  void forward(std::span<const f16> x, std::span<f16> y, std::size_t columns = 0) const;
  void forward(std::span<const bf16> x, std::span<bf16> y, std::size_t columns = 0) const;

  /// d = f'(x), elementwise functions only (throws std::invalid_argument for functions of rows).
  void slope(std::span<const float> x, std::span<float> d) const;
  void slope(std::span<const double> x, std::span<double> d) const;
  void slope(std::span<const f16> x, std::span<f16> d) const;
  void slope(std::span<const bf16> x, std::span<bf16> d) const;

  /// dx = dy·f'(x), from the input: exact f', one rounding of the product.
  void backward(std::span<const float> x, std::span<const float> dy, std::span<float> dx,
                std::size_t columns = 0) const;
  void backward(std::span<const double> x, std::span<const double> dy, std::span<double> dx,
                std::size_t columns = 0) const;
  void backward(std::span<const f16> x, std::span<const f16> dy, std::span<f16> dx,
                std::size_t columns = 0) const;
  void backward(std::span<const bf16> x, std::span<const bf16> dy, std::span<bf16> dx,
                std::size_t columns = 0) const;

  /// Whether backward_from_output exists (sigmoid, tanh, relu, leaky_relu with slope ≥ 0, identity, softmax,
  /// log_softmax).
  bool has_backward_from_output() const noexcept;
  /// dx = dy·f'(f⁻¹(y)), from the rounded output: less memory, but 1 − y² cancels where |y| → 1.
  /// Throws std::invalid_argument where the function has no such form.
  void backward_from_output(std::span<const float> y, std::span<const float> dy, std::span<float> dx,
                            std::size_t columns = 0) const;
  void backward_from_output(std::span<const double> y, std::span<const double> dy, std::span<double> dx,
                            std::size_t columns = 0) const;
  void backward_from_output(std::span<const f16> y, std::span<const f16> dy, std::span<f16> dx,
                            std::size_t columns = 0) const;
  void backward_from_output(std::span<const bf16> y, std::span<const bf16> dy, std::span<bf16> dx,
                            std::size_t columns = 0) const;

  friend bool operator==(const activation& a, const activation& b) noexcept;

 private:
  const detail::function* function_;
  double parameters_[max_parameters];
};

bool operator==(const activation& a, const activation& b) noexcept;  // here too, for its visibility

/// The activation of that name, with default parameters or those given: "relu", "leaky_relu(slope=0.2)".
/// Names of functions and parameters may be the aliases of the card, and letter case, `_`, `-` and blanks do
/// not count: "LeakyReLU(alpha=0.3)" is "leaky_relu(slope=0.3)". Defaults are those of the card, whoever's
/// name it is. Throws std::invalid_argument for an unknown name; the message lists the nearest names.
activation find(std::string_view name);

/// All activations, always in the same order.
const std::vector<activation>& all();

/// Instruction sets this build contains and this machine can run, best first: "avx512", "avx2", "neon",
/// "portable".
const std::vector<std::string_view>& isas();
/// The one in use: the best, unless HILLOCK_ISA or use() says otherwise.
std::string_view active_isa();
/// Forces an instruction set for the whole process. Results are the same bits; only speed changes.
/// Throws std::invalid_argument (listing the valid names) for an unknown one or one this machine lacks.
/// HILLOCK_ISA does the same from the environment, checked at the first call that computes.
void use(std::string_view isa);

/// How many threads one call may use (default: all cores). Calls on small arrays never use more than one.
void use_threads(unsigned count);

}  // namespace hillock
#pragma GCC visibility pop
