// SPDX-License-Identifier: Apache-2.0
// What the tests of gradients and rows share: how far a result is from a truth that MPFR encloses.
#pragma once
#ifdef HILLOCK_MPFR
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "activations/list.hpp"
#include "functions_support.hpp"
#include "kernel/formula.hpp"
#include "verify/exact.hpp"
#include "verify/format.hpp"
#include "verify/magnitude.hpp"
#include "verify/oracle.hpp"
#include "verify/real.hpp"

namespace hillock::verify {

struct distance {
  double ulps;    ///< in units in the last place of the truth
  double beyond;  ///< what is beyond half a unit, in 2^-53 of the terms that the result is made of
};

/// Whether a truth of that sign rounds to infinity: half a unit beyond the largest number.
inline bool overflows(const real& truth, bool negative, const format& to) {
  const real size = negative ? -truth : truth;
  mpfr_t limit;
  mpfr_init2(limit, 64);
  mpfr_set_ui_2exp(limit, (1ULL << (to.digits + 1)) - 1, to.limit - to.digits - 1, MPFR_RNDN);
  const bool yes = mpfr_greaterequal_p(size.low(), limit) != 0;
  mpfr_clear(limit);
  return yes;
}

/// Of `got`, a number of the format, from a truth whose enclosure is so narrow that its width does not
/// matter.
inline distance distance_from(const real& truth, double got, const format& to, const real& terms) {
  if (std::isinf(got) && overflows(truth, std::signbit(got), to)) return {0, 0};
  mpfr_t off, rest;
  mpfr_inits2(128, off, rest, static_cast<mpfr_ptr>(nullptr));
  mpfr_sub_d(off, truth.low(), got, MPFR_RNDN);
  mpfr_abs(off, off, MPFR_RNDN);
  const mpfr_exp_t exponent = mpfr_zero_p(truth.high()) ? to.quantum : mpfr_get_exp(truth.high()) - to.digits;
  const auto quantum = static_cast<long>(std::max<mpfr_exp_t>(exponent, to.quantum));
  mpfr_set_ui_2exp(rest, 1, quantum - 1, MPFR_RNDN);
  mpfr_sub(rest, off, rest, MPFR_RNDN);
  mpfr_mul_2si(off, off, -quantum, MPFR_RNDN);
  distance d{mpfr_get_d(off, MPFR_RNDN), 0};
  if (mpfr_sgn(rest) > 0) {
    mpfr_div(rest, rest, terms.high(), MPFR_RNDN);
    mpfr_mul_2si(rest, rest, 53, MPFR_RNDN);
    d.beyond = mpfr_get_d(rest, MPFR_RNDN);
  }
  mpfr_clears(off, rest, static_cast<mpfr_ptr>(nullptr));
  return d;
}

/// Whether `got` is the number of the format nearest to the truth, of two equally near ones the even one.
template <class T>
bool is_nearest(const real& truth, T got) {
  const auto odd = [](T v) { return (functions_test::to_bits(v) & 1) != 0; };
  const double number = functions_test::value_of(got);
  if (std::isinf(number)) return overflows(truth, std::signbit(number), format_of<T>);
  if (mpfr_zero_p(truth.low()) && mpfr_zero_p(truth.high())) return number == 0;
  const double size = std::fabs(number);
  const T positive = functions_test::make<T>(size);
  // Half-way to both neighbours; the last step, to infinity, is as wide as the one before.
  const double above =
      positive == functions_test::largest<T>()
          ? size -
                functions_test::value_of(functions_test::from_bits<T>(functions_test::to_bits(positive) - 1))
          : functions_test::value_of(functions_test::from_bits<T>(functions_test::to_bits(positive) + 1)) -
                size;
  const double below = size == 0 ? above
                                 : size - functions_test::value_of(functions_test::from_bits<T>(
                                              functions_test::to_bits(positive) - 1));
  const real off = std::signbit(number) ? -truth - real(size) : truth - real(size);
  // Straddling the middle with 320 bits is being the middle: no other product comes so close (2^-170 of
  // itself).
  const auto allowed = [&](const real& beyond) {
    return mpfr_sgn(beyond.low()) > 0 ? false : mpfr_sgn(beyond.high()) < 0 ? true : !odd(got);
  };
  return allowed(off - real(above / 2)) && allowed(-off - real(below / 2));
}

/// Bits of the enclosures: enough for differences of any two doubles of ordinary size.
inline constexpr mpfr_prec_t truth_bits = 320;

/// A factor that was rounded to a double before it was multiplied counts as at least the smallest normal one:
/// below, its error is not relative to it.
inline real size_of_factor(const real& v) { return abs(v) + real(0x1p-1022); }

enum class row_formula { forward, backward, backward_from_output };

/// Sums, threshold and kin of one row of a function of rows, by its definition.
struct row_truth {
  bool logarithm, sparse, from_output;
  real temperature, largest{0.0}, log{0.0},
      threshold{0.0};        ///< of z = ±x / temperature; log of the sum beside it
  std::vector<real> z, p;    ///< p: the weights that backward has
  std::vector<bool> inside;  ///< whether an element is in the support

  row_truth(std::string_view name, double t, row_formula formula, std::span<const double> x)
      : logarithm(name == "log_softmax"),
        sparse(name == "sparsemax"),
        from_output(formula == row_formula::backward_from_output),
        temperature(t) {
    if (from_output) {
      for (const double y : x) p.push_back(logarithm ? exp(real(y)) : real(y)), inside.push_back(y > 0);
      return;
    }
    for (const double v : x) z.push_back((name == "softmin" ? -real(v) : real(v)) / temperature);
    const auto by_size = [&](std::size_t a, std::size_t b) {
      return name == "softmin" ? x[a] < x[b] : x[a] > x[b];
    };
    std::vector<std::size_t> order(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), by_size);
    largest = z[order[0]];
    if (sparse) {
      find_threshold(order);
      return;
    }
    real rest(0.0), ones(-1.0);
    if (name == "softmax_one") {  // its 1 is e^0
      if (mpfr_sgn(largest.high()) <= 0)
        largest = real(0.0), ones = real(0.0);
      else
        rest = exp(-largest);
    }
    for (const real& v : z) {
      p.push_back(exp(v - largest));
      real& sum = mpfr_equal_p(v.low(), largest.low()) ? ones : rest;
      sum = sum + p.back();
    }
    const real others = ones + rest, sum = others + real(1.0);
    log = log1p(others);
    for (real& v : p) v = v / sum;
  }

  /// y's element, but of logsumexp.
  real value(std::size_t i) const {
    if (sparse) return inside[i] ? z[i] - threshold : real(0.0);
    return logarithm ? (z[i] - largest) - log : p[i];
  }

 private:
  void find_threshold(const std::vector<std::size_t>& order) {
    real sum(0.0), k(0.0);
    std::size_t count = 0;
    for (const std::size_t i : order) {
      sum = sum + (z[i] - largest), k = k + real(1.0);
      if (mpfr_sgn((real(1.0) + k * (z[i] - largest) - sum).low()) <= 0) break;
      threshold = largest + (sum - real(1.0)) / k, ++count;
    }
    inside.assign(z.size(), false);
    for (std::size_t j = 0; j < count; ++j) inside[order[j]] = true;
    p.assign(z.size(), real(0.0));
  }
};

/// Of each of a row's results; x holds outputs for backward_from_output, dy is not read for forward. x is
/// finite and its elements are not further apart than 10^5 temperatures.
inline std::vector<distance> distances_of_row(std::string_view name, double temperature, row_formula formula,
                                              std::span<const double> x, std::span<const double> dy,
                                              std::span<const double> got, const format& to) {
  real::precision() = truth_bits;
  const row_truth row(name, temperature, formula, x);
  const real rate = real(1.0) / row.temperature;
  std::vector<distance> result;
  if (formula == row_formula::forward) {
    if (name == "logsumexp") {
      const real largest = row.largest * row.temperature, log = row.log * row.temperature;
      return {distance_from(largest + log, got[0], to, abs(largest) + log)};
    }
    for (std::size_t i = 0; i < x.size(); ++i)
      result.push_back(distance_from(row.value(i), got[i], to, abs(row.value(i)) + real(0x1p-50)));
    return result;
  }
  if (name == "logsumexp") {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const real product = row.p[i] * real(dy[0]);
      result.push_back(distance_from(product, got[i], to, abs(product)));
    }
    return result;
  }
  real total(0.0), size(0.0), inside(0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (row.sparse && row.inside[i]) inside = inside + real(1.0);
    const real term = row.logarithm ? real(dy[i])
                      : row.sparse  ? (row.inside[i] ? real(dy[i]) : real(0.0))
                                    : row.p[i] * real(dy[i]);
    total = total + term, size = size + abs(term);
  }
  const real sign(name == "softmin" ? -1.0 : 1.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const real d(dy[i]);
    if (row.sparse) {
      const real truth = row.inside[i] ? (d - total / inside) * rate : real(0.0);
      const real terms = row.inside[i] ? (abs(d) + size / inside) * rate : real(0x1p-1022);
      result.push_back(distance_from(truth, got[i], to, terms));
      continue;
    }
    const real weight = row.from_output ? size_of_factor(row.p[i]) : abs(row.p[i]);
    result.push_back(row.logarithm ? distance_from((d - row.p[i] * total) * rate, got[i], to,
                                                   (abs(d) + weight * size) * rate)
                                   : distance_from(sign * row.p[i] * (d - total) * rate, got[i], to,
                                                   weight * (abs(d) + size) * rate));
  }
  return result;
}

/// The definition of the elementwise activation at `index` of the list, on enclosures.
inline dual<real> exact_at(std::size_t index, double x, const double* parameters,
                           mpfr_prec_t bits = truth_bits) {
  static constexpr auto evaluations = exact_functions<real>(activations::list{});
  real::precision() = bits;
  return evaluations[index](real(x), parameters);
}

/// The exact value and slope at a finite x by their logarithms, where these are enough to tell signs.
inline std::optional<dual<magnitude>> sizes_at(std::size_t index, double x, const double* parameters) {
  static constexpr auto estimates = exact_functions<magnitude>(activations::list{});
  if (x == 0) return {};
  try {
    return estimates[index](magnitude(x), parameters);
  } catch (const undecided&) {
    return {};
  }
}
inline std::optional<magnitude> size_of_slope(std::size_t index, double x, const double* parameters) {
  const auto sizes = sizes_at(index, x, parameters);
  return sizes ? std::optional(sizes->slope) : std::nullopt;
}

/// Whether the exact slope is so small that its product with any double is 0.
inline bool fades_at(std::size_t index, double x, const double* parameters) {
  const auto size = size_of_slope(index, x, parameters);
  return size && size->high < -4000;
}

/// The sign of the exact slope at a finite x: −1, 0 or 1, however small it is.
inline int sign_of_slope(std::size_t index, double x, const double* parameters) {
  if (const auto size = size_of_slope(index, x, parameters)) return size->is_zero() ? 0 : size->sign;
  const real slope = exact_at(index, x, parameters).slope;
  if (mpfr_sgn(slope.low()) > 0) return 1;
  if (mpfr_sgn(slope.high()) < 0) return -1;
  if (mpfr_zero_p(slope.low()) && mpfr_zero_p(slope.high())) return 0;
  throw undecided();
}

/// Enclosures as a pack, for slope_from_output.
struct enclosure {
  real r;
  enclosure(double v) : r(v) {}
  enclosure(real v) : r(std::move(v)) {}
  friend enclosure operator+(const enclosure& a, const enclosure& b) { return a.r + b.r; }
  friend enclosure operator-(const enclosure& a, const enclosure& b) { return a.r - b.r; }
  friend enclosure operator*(const enclosure& a, const enclosure& b) { return a.r * b.r; }
  friend enclosure fma(const enclosure& a, const enclosure& b, const enclosure& c) { return a.r * b.r + c.r; }
  friend enclosure fnma(const enclosure& a, const enclosure& b, const enclosure& c) {
    return c.r - a.r * b.r;
  }
  friend bool operator>(const enclosure& a, const enclosure& b) { return a.r > b.r; }
  friend bool operator<(const enclosure& a, const enclosure& b) { return a.r < b.r; }
  friend enclosure select(bool condition, const enclosure& yes, const enclosure& no) {
    return condition ? yes : no;
  }
};

/// F's slope_from_output by its place in the list; null where there is none.
template <class... F>
auto slopes_from_output(activations::type_list<F...>) {
  using pointer = enclosure (*)(enclosure, const double*);
  const auto one = []<class G>() -> pointer {
    if constexpr (!G::about.of_rows && kernel::has_slope_from_output<G>) {
      return [](enclosure y, const double* p) {
        return kernel::apply<double, G, kernel::formula::slope_from_output>(y, p);
      };
    } else {
      return nullptr;
    }
  };
  return std::vector<pointer>{one.template operator()<F>()...};
}

}  // namespace hillock::verify
#endif
