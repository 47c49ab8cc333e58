// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "hillock/call.hpp"
#include "hillock/card.hpp"
#include "hillock/runtime.hpp"
#include "hillock/types.hpp"

#pragma GCC visibility push(default)
namespace hillock {

namespace detail {

struct function;  // one entry of the registry, private to the library

template <class T, class Output, class... Inputs>
concept spans_of = std::convertible_to<Output, std::span<T>> &&
    (std::convertible_to<Inputs, std::span<const T>>&&...);
/// Whether the overloads take these: an output and inputs, all of one of the four element types.
template <class Output, class... Inputs>
concept spans = spans_of<float, Output, Inputs...> || spans_of<double, Output, Inputs...> ||
    spans_of<f16, Output, Inputs...> || spans_of<bf16, Output, Inputs...>;
template <class Input>
concept input_span = std::convertible_to<Input, std::span<const float>> ||
    std::convertible_to<Input, std::span<const double>> || std::convertible_to<Input, std::span<const f16>> ||
    std::convertible_to<Input, std::span<const bf16>>;

template <class...>
inline constexpr bool never = false;

}  // namespace detail

/// An activation function with its parameters set. A small value type: copy it freely, share it between
/// threads. Those of one formula share it, and it ends with the last of them.
///
/// Every result depends on its element alone (rows: on its row alone): not on position, length, alignment,
/// threads, instruction set, or the caller's rounding mode and FTZ/DAZ flags. An output may be an input (in
/// place); any other overlap of an output with an input throws std::invalid_argument. Empty spans are no-ops.
///
/// Example:
/// ```cpp
/// std::vector<float> x{-1, 0, 2}, y(3);
/// const hillock::activation f = hillock::find("leaky_relu").with("slope", 0.2);
/// f.forward(x, y);  // y = {-0.2, 0, 2}
/// f.forward(x);     // in place
/// y = f(x);         // a new vector
/// y[0] = f(-1.0f);  // one number
/// ```
class activation {
 public:
  /// identity.
  activation() noexcept;
  explicit activation(const detail::function& f) noexcept;
  explicit activation(std::shared_ptr<const detail::function> f) noexcept;

  // Copied where it could be moved, so that there is none without a function.
  activation(const activation& other) noexcept = default;
  activation& operator=(const activation& other) noexcept = default;

  /// The function's facts: name, formula, range, parameters, references. They last as long as the process; of
  /// a formula as long as an activation of it.
  const hillock::card& card() const noexcept;

  /// A copy with one parameter changed, by its name or one of its aliases, written as for find(). Throws
  /// std::invalid_argument for an unknown name (listing the valid ones) or a value outside the parameter's
  /// range or NaN.
  activation with(std::string_view parameter, double value) const;
  /// The value of a parameter. Throws std::invalid_argument for an unknown name.
  double parameter(std::string_view name) const;
  /// Name and changed parameters in their canonical spelling: "relu", "leaky_relu(slope=0.2)"; of a formula
  /// its text: "a*x*sigmoid(b*x); a=2". find() takes it.
  std::string to_string() const;

  /// y = f(x). Functions of rows (softmax): x holds rows of `columns` elements, 0 means one row; elementwise
  /// functions ignore `columns`. y has x's size; of a function that makes one number of a row (logsumexp) one
  /// element for each row, and so has dy below. Throws std::invalid_argument when sizes do not fit or
  /// `columns` does not divide x.size().
  void forward(std::span<const float> x, std::span<float> y, std::size_t columns = 0) const;
  void forward(std::span<const double> x, std::span<double> y, std::size_t columns = 0) const;
  void forward(std::span<const f16> x, std::span<f16> y, std::size_t columns = 0) const;
  void forward(std::span<const bf16> x, std::span<bf16> y, std::size_t columns = 0) const;

  /// The same in place; not of a function that makes one number of a row.
  void forward(std::span<float> x, std::size_t columns = 0) const;
  void forward(std::span<double> x, std::size_t columns = 0) const;
  void forward(std::span<f16> x, std::size_t columns = 0) const;
  void forward(std::span<bf16> x, std::size_t columns = 0) const;

  /// f(x) as a new vector, sizes as for forward.
  std::vector<float> operator()(std::span<const float> x, std::size_t columns = 0) const;
  std::vector<double> operator()(std::span<const double> x, std::size_t columns = 0) const;
  std::vector<f16> operator()(std::span<const f16> x, std::size_t columns = 0) const;
  std::vector<bf16> operator()(std::span<const bf16> x, std::size_t columns = 0) const;

  /// f(x) of one number, elementwise functions only (throws std::invalid_argument for functions of rows).
  /// Arrays are faster.
  float operator()(float x) const;
  double operator()(double x) const;
  f16 operator()(f16 x) const;
  bf16 operator()(bf16 x) const;

  /// d = f'(x), elementwise functions only (throws std::invalid_argument for functions of rows).
  void slope(std::span<const float> x, std::span<float> d) const;
  void slope(std::span<const double> x, std::span<double> d) const;
  void slope(std::span<const f16> x, std::span<f16> d) const;
  void slope(std::span<const bf16> x, std::span<bf16> d) const;

  /// dx = dy·f'(x), from the input. In float, f16 and bf16 elementwise functions round the exact product
  /// once; in double they are within the card's f64_backward. Rows: dx_j = Σ dy_i·∂y_i/∂x_j, summed in
  /// double.
  void backward(std::span<const float> x, std::span<const float> dy, std::span<float> dx,
                std::size_t columns = 0) const;
  void backward(std::span<const double> x, std::span<const double> dy, std::span<double> dx,
                std::size_t columns = 0) const;
  void backward(std::span<const f16> x, std::span<const f16> dy, std::span<f16> dx,
                std::size_t columns = 0) const;
  void backward(std::span<const bf16> x, std::span<const bf16> dy, std::span<bf16> dx,
                std::size_t columns = 0) const;

  /// Whether backward_from_output exists (sigmoid, tanh, relu, leaky_relu with slope ≥ 0, identity, and the
  /// functions of rows but logsumexp).
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

  /// A call that says what the simple ones cannot: rows along any axis, parameters for each channel, masks.
  /// See hillock::call; the bits are those of the simple calls on the same rows, or elements, alone. Throws
  /// std::invalid_argument where sizes or parameters do not fit, and std::bad_alloc where elements that stand
  /// apart must be gathered and there is no memory for it; `out` is then untouched.
  void compute(operation what, const call<float>& c) const;
  void compute(operation what, const call<double>& c) const;
  void compute(operation what, const call<f16>& c) const;
  void compute(operation what, const call<bf16>& c) const;

  // What no overload takes says so in one line.
  template <class X, class Y>
  requires(!detail::spans<Y, X> &&
           !std::integral<std::remove_cvref_t<Y>>) void forward(X&&, Y&&, std::size_t = 0) const {
    static_assert(detail::never<X, Y>,
                  "hillock: forward(x, y) takes contiguous x and y of one element type, float, double, "
                  "hillock::f16 or hillock::bf16, and y must be writable");
  }
  template <class X>
  requires(!detail::spans<X>) void forward(X&&, std::size_t = 0) const {
    static_assert(detail::never<X>,
                  "hillock: forward(x) works in place: x must be contiguous, writable and of float, double, "
                  "hillock::f16 or hillock::bf16");
  }
  template <class X>
  requires(!detail::input_span<X>) void operator()(X&&, std::size_t = 0) const {
    static_assert(detail::never<X>,
                  "hillock: f(x) takes a float, double, hillock::f16 or hillock::bf16, or a contiguous range "
                  "of one of them (an integer must be converted: f(1.0f))");
  }
  template <class X, class D>
  requires(!detail::spans<D, X>) void slope(X&&, D&&) const {
    static_assert(detail::never<X, D>,
                  "hillock: slope(x, d) takes contiguous x and d of one element type, float, double, "
                  "hillock::f16 or hillock::bf16, and d must be writable");
  }
  template <class X, class DY, class DX>
  requires(!detail::spans<DX, X, DY>) void backward(X&&, DY&&, DX&&, std::size_t = 0) const {
    static_assert(detail::never<X, DY, DX>,
                  "hillock: backward(x, dy, dx) takes contiguous x, dy and dx of one element type, float, "
                  "double, hillock::f16 or hillock::bf16, and dx must be writable");
  }
  template <class Y, class DY, class DX>
  requires(!detail::spans<DX, Y, DY>) void backward_from_output(Y&&, DY&&, DX&&, std::size_t = 0) const {
    static_assert(
        detail::never<Y, DY, DX>,
        "hillock: backward_from_output(y, dy, dx) takes contiguous y, dy and dx of one element type, "
        "float, double, hillock::f16 or hillock::bf16, and dx must be writable");
  }

  /// The same function with the same parameters, bit for bit: what is equal prints and computes the same.
  friend bool operator==(const activation& a, const activation& b) noexcept;
  /// Prints to_string().
  friend std::ostream& operator<<(std::ostream& out, const activation& f);

 private:
  friend struct std::hash<activation>;
  friend class gate;

  std::shared_ptr<const detail::function> function_;  // owns nothing but formulas
  double parameters_[max_parameters];
};

// Here too, for their visibility.
bool operator==(const activation& a, const activation& b) noexcept;
std::ostream& operator<<(std::ostream& out, const activation& f);

/// The activation of that name, with default parameters or those given: "relu", "leaky_relu(slope=0.2)".
/// Names of functions and parameters may be the aliases of the card, and letter case, `_`, `-` and blanks do
/// not count: "LeakyReLU(alpha=0.3)" is "leaky_relu(slope=0.3)". Defaults are those of the card, whoever's
/// name it is. Throws std::invalid_argument for an unknown name; the message lists the nearest names. A text
/// in which the word x stands is no name but a formula: "x*sigmoid(1.702*x)".
activation find(std::string_view name);

/// A name given to a formula, for use in others as a function of one number.
struct formula_definition {
  std::string name;     ///< letters, digits and _
  std::string formula;  ///< may use the definitions before it
};

/// The activation that a formula of x describes: "x*sigmoid(1.702*x)", "max(0, x)^2", "a*x if x < 0 else x;
/// a=0.1". Operators + - * / ^ and comparisons, `where(c, a, b)` or `a if c else b`, abs, min, max, sqrt,
/// exp, expm1, log, log1p, sin, cos, tanh, erf, erfc, every elementwise function of the list by its names, pi
/// and e. Other names are parameters, four at most, which are 1 where the text gives no value behind a
/// semicolon. docs/formulas.md has the grammar and says how it is differentiated and computed: in double,
/// rounded once. Throws std::invalid_argument, whose message names the column and what was expected there.
///
/// Example:
/// ```cpp
/// const hillock::activation f = hillock::formula("a*x*sigmoid(b*x)").with("a", 2);
/// const hillock::activation g = hillock::formula("x*soft(x)", {{"soft", "x/(1 + abs(x))"}});
/// ```
activation formula(std::string_view text, const std::vector<formula_definition>& definitions = {});

/// All activations, always in the same order, identity first.
const std::vector<activation>& all();

}  // namespace hillock

/// Equal activations have equal hashes.
template <>
struct std::hash<hillock::activation> {
  std::size_t operator()(const hillock::activation& f) const noexcept;
};
#pragma GCC visibility pop
