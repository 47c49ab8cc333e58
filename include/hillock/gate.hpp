// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hillock/activation.hpp"

#pragma GCC visibility push(default)
namespace hillock {

/// What is known about one gate that has a name: a·f(b) for one activation f.
struct gate_card {
  std::string_view name;
  short_list<library_name, 10> names{};  ///< what PyTorch, Keras, JAX and ggml call it
  std::string_view formula;              ///< of the operands a and b
  std::string_view function;             ///< f's name: its parameters are the gate's, its card says the rest
  std::string_view good_for{};
  std::string_view bad_for{};
  short_list<std::string_view, 4> references{};
};

/// Which half of x is b, the one that goes through the activation: the second in PyTorch, Keras and JAX, the
/// first in ggml and in nets of Llama's kind.
enum class gate_half { first, second };

/// Where the two operands lie in one array x: a and b are halves along `length` of its shape. Of a matrix of
/// rows that is {rows, columns}; of a tensor of shape (2, 6, 5, 7) along its second axis {2, 6, 35}.
struct halves {
  extent shape{};  ///< of x, as in hillock::call; the default is one long row
  gate_half gate = gate_half::second;
};

/// A gated linear unit: y = a·f(b), f an elementwise activation with its parameters set. A small value type:
/// copy it freely, share it between threads.
///
/// In float, f16 and bf16 every result is one rounding of the exact product: of y = a·f(b), of da = dy·f(b)
/// and of db = dy·a·f'(b), three factors. In double y and da are within 2 ulp and db within 3 (y and da where
/// f(b) itself is a normal double). Bits do not depend on position, length,
/// alignment, threads, instruction set or the caller's floating-point environment. NaN comes out as NaN: b's
/// before dy's before a's; ∞·0 is NaN, where f(b) counts as 0 when it is 0 in double. Nothing passes back to
/// b where f is flat, as everywhere in the library.
///
/// Outputs may be inputs (in place), but may overlap them in no other way, nor each other; that throws
/// std::invalid_argument. Empty spans are no-ops.
///
/// Example:
/// ```cpp
/// const hillock::gate g = hillock::find_gate("swiglu");
/// std::vector<float> a{1, 2}, b{0.5f, -1}, y(2), dy{1, 1};
/// g.forward(a, b, y);           // y = a · swish(b)
/// g.backward(a, b, dy, a, b);   // the gradients of a and b, in their places
///
/// const std::vector<float> x{1, 2, 0.5f, -1};  // one row of two halves
/// g.forward(x, y);                             // the same y: the second half gates
/// g.forward(x, y, {.shape = {2, 2}, .gate = hillock::gate_half::first});  // two rows: y = {swish(1)·2, …}
/// ```
class gate {
 public:
  /// The gate of an activation, any that acts on single elements: gate(find("mish")). Throws
  /// std::invalid_argument for functions of rows.
  explicit gate(const activation& function);

  /// f.
  const activation& function() const noexcept { return function_; }
  /// The facts of a gate with a name; null where f's gate has none.
  const gate_card* card() const noexcept;
  /// Name and changed parameters: "glu", "swiglu(beta=2)"; f's own where the gate has no name: "mish".
  /// find_gate reads it.
  std::string to_string() const;

  /// y = a·f(b).
  void forward(std::span<const float> a, std::span<const float> b, std::span<float> y) const;
  void forward(std::span<const double> a, std::span<const double> b, std::span<double> y) const;
  void forward(std::span<const f16> a, std::span<const f16> b, std::span<f16> y) const;
  void forward(std::span<const bf16> a, std::span<const bf16> b, std::span<bf16> y) const;

  /// da = dy·f(b) and db = dy·a·f'(b).
  void backward(std::span<const float> a, std::span<const float> b, std::span<const float> dy,
                std::span<float> da, std::span<float> db) const;
  void backward(std::span<const double> a, std::span<const double> b, std::span<const double> dy,
                std::span<double> da, std::span<double> db) const;
  void backward(std::span<const f16> a, std::span<const f16> b, std::span<const f16> dy, std::span<f16> da,
                std::span<f16> db) const;
  void backward(std::span<const bf16> a, std::span<const bf16> b, std::span<const bf16> dy,
                std::span<bf16> da, std::span<bf16> db) const;

  /// y = a·f(b) of the halves of x; y has half as many elements. Throws std::invalid_argument where x is not
  /// what the shape says, or its length is odd. In one row y may be a half of x.
  void forward(std::span<const float> x, std::span<float> y, const halves& of = {}) const;
  void forward(std::span<const double> x, std::span<double> y, const halves& of = {}) const;
  void forward(std::span<const f16> x, std::span<f16> y, const halves& of = {}) const;
  void forward(std::span<const bf16> x, std::span<bf16> y, const halves& of = {}) const;

  /// dx, whose halves are da and db where those of x are a and b. dx may be x.
  void backward(std::span<const float> x, std::span<const float> dy, std::span<float> dx,
                const halves& of = {}) const;
  void backward(std::span<const double> x, std::span<const double> dy, std::span<double> dx,
                const halves& of = {}) const;
  void backward(std::span<const f16> x, std::span<const f16> dy, std::span<f16> dx,
                const halves& of = {}) const;
  void backward(std::span<const bf16> x, std::span<const bf16> dy, std::span<bf16> dx,
                const halves& of = {}) const;

  /// The same activation with the same parameters, bit for bit.
  friend bool operator==(const gate& a, const gate& b) noexcept { return a.function_ == b.function_; }
  /// Prints to_string().
  friend std::ostream& operator<<(std::ostream& out, const gate& g);

 private:
  activation function_;
};

// Here too, for its visibility.
std::ostream& operator<<(std::ostream& out, const gate& g);

/// The gate of that name, with default parameters or those given: "glu", "swiglu(beta=2)". An activation's
/// name is the name of its gate: "mish". Names are read as find() reads them, other libraries' too. Throws
/// std::invalid_argument for an unknown name; the message lists the nearest names.
gate find_gate(std::string_view name);

/// All gates that have a name, always in the same order, bilinear first.
const std::vector<gate>& all_gates();

}  // namespace hillock
#pragma GCC visibility pop
