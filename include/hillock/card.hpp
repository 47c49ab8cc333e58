// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <string_view>

#pragma GCC visibility push(default)
namespace hillock {

inline constexpr std::size_t max_parameters = 4;

/// A short list with value semantics that can live in a constant.
template <class T, std::size_t Capacity>
class short_list {
 public:
  constexpr short_list() = default;
  constexpr short_list(std::initializer_list<T> items) {
    for (const T& item : items)
      items_[size_++] = item;  // more than Capacity: not a constant expression, does not compile
  }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr const T* begin() const noexcept { return items_; }
  constexpr const T* end() const noexcept { return items_ + size_; }
  constexpr const T& operator[](std::size_t i) const noexcept { return items_[i]; }

 private:
  T items_[Capacity]{};
  std::size_t size_ = 0;
};

/// What a library calls a function, spelt as it does. find() takes it too, but for a name that is another
/// function's own here.
struct library_name {
  std::string_view library;
  std::string_view name;
  /// What theirs must be given to be ours with its default parameters; empty: nothing.
  std::string_view with{};
  /// What theirs is without `with`: "negative_slope=0.2"; "none" where it must be given.
  std::string_view by_default{};
};

/// What other libraries call a parameter, spelt as they do. with() and find() take it too.
struct alias {
  std::string_view name;
  short_list<std::string_view, 4> libraries{};
};

/// A number the formula leaves open, with its default and the closed interval of valid values.
struct parameter {
  std::string_view name;
  double standard = 0;
  double low = -std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::max();
  std::string_view about;
  short_list<alias, 4> aliases{};
};

/// A closed interval of the extended reals.
struct interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// The largest error measured in f64, in ulp, with the input that attains it: x, or for a function of rows
/// the row {0, at} (its second result).
struct measured {
  double ulp = 0;
  double at = 0;
};

/// The largest error of backward measured in f64, in ulp of dx, with the pair that attains it.
struct measured_gradient {
  double ulp = 0;  ///< 0.5: dx is one product, correctly rounded; 0: exact
  double x = 0;
  double dy = 0;
};

/// What is known about one activation function. Every field is a claim that a test proves.
struct card {
  std::string_view name;
  short_list<library_name, 10> names{};  ///< what PyTorch, Keras, JAX, ONNX, oneDNN, ggml and mlpack call it
  std::string_view formula;
  std::string_view derivative{};  ///< f'(x), written as the formula; of rows: dy_i/dx_j
  bool of_rows = false;           ///< acts on rows (softmax) instead of on single elements
  bool reduces = false;           ///< of rows: makes one number of a row (logsumexp)
  interval range{};               ///< smallest closed interval that holds every output
  bool monotone = false;      ///< never decreasing, with default parameters (in double: but for the last bit)
  bool zero_centred = false;  ///< odd: f(−x) = −f(x)
  /// How often continuously differentiable: 0 for a kink, `smooth` for ∞, `jump` for not even continuous.
  int smoothness = 0;
  /// May have a whole side where the slope is 0 (relu): nothing passes back there, not even infinity or NaN.
  bool flat = false;
  double lipschitz = 1;  ///< sup |f'| with default parameters; of rows: in the maximum norm
  short_list<parameter, max_parameters> parameters{};
  std::string_view good_for{};
  std::string_view bad_for{};
  short_list<std::string_view, 4> references{};
  measured f64{}, f64_slope{};
  measured_gradient
      f64_backward{};  ///< elementwise functions only: of rows, docs/accuracy.md says what holds
  /// Inputs where the kernel changes its formula or the outputs become constant. Samples (hillock verify)
  /// look at every neighbour of these.
  short_list<double, 12> regimes{};

  /// card::smoothness of a function that is infinitely often differentiable.
  static constexpr int smooth = 99;
  /// card::smoothness of a function that jumps.
  static constexpr int jump = -1;
  constexpr bool bounded() const noexcept {
    return range.low > -std::numeric_limits<double>::infinity() &&
           range.high < std::numeric_limits<double>::infinity();
  }
};

}  // namespace hillock
#pragma GCC visibility pop
