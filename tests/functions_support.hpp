// SPDX-License-Identifier: Apache-2.0
// What the tests of the elementwise functions share: every function with several parameters, every operation,
// inputs of every kind, comparison of bits. Nothing here names a function: a new one is tested as it is
// added.
#pragma once
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/philox.hpp"
#include "hillock/hillock.hpp"

namespace functions_test {

using element_types = ::testing::Types<float, double, hillock::f16, hillock::bf16>;

template <class T>
using bits_of = std::conditional_t<sizeof(T) == 2, std::uint16_t,
                                   std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>;

template <class T>
bits_of<T> to_bits(T x) {
  return std::bit_cast<bits_of<T>>(x);
}
template <class T>
T from_bits(std::uint64_t bits) {
  return std::bit_cast<T>(static_cast<bits_of<T>>(bits));
}

/// Exact, but for a double that does not fit.
template <class T>
T make(double x) {
  if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(x);
  } else {
    return T(static_cast<float>(x));
  }
}
template <class T>
double value_of(T x) {
  if constexpr (std::is_floating_point_v<T>) {
    return x;
  } else {
    return static_cast<float>(x);
  }
}
template <class T>
bool is_nan(T x) {
  return std::isnan(value_of(x));
}
template <class T>
T infinity() {
  return make<T>(std::numeric_limits<double>::infinity());
}

/// y rounded once to T, to nearest, ties to even; of 16-bit types within what a float holds.
template <class T>
T rounded_once(long double y) {
  if constexpr (sizeof(T) > 2) {
    return static_cast<T>(y);
  } else {  // the conversions go through float: to odd first
    float f = static_cast<float>(y);
    if (std::isfinite(f) && f != 0 && static_cast<long double>(f) != y) {
      auto bits = std::bit_cast<std::uint32_t>(f);
      if (std::fabs(static_cast<long double>(f)) > std::fabs(y)) bits -= 1;
      f = std::bit_cast<float>(bits | 1);
    }
    return T(f);
  }
}

/// The largest finite number of T.
template <class T>
T largest() {
  return from_bits<T>(to_bits(infinity<T>()) - 1);
}

/// Elementwise functions with their default parameters, and with each parameter set to a few other values.
inline std::vector<hillock::activation> elementwise() {
  std::vector<hillock::activation> result;
  for (const hillock::activation& f : hillock::all()) {
    if (f.card().of_rows) continue;
    result.push_back(f);
    for (const hillock::parameter& p : f.card().parameters) {
      // 0.175: as the slope of leaky_relu it meets many ties of f16 and bf16, subnormal or not.
      for (const double v : {0.175, 0.2, -0.5, 0.0, 3.0, 0.7071067811865476}) {
        if (v >= p.low && v <= p.high) result.push_back(f.with(p.name, v));
      }
    }
  }
  return result;
}

using hillock::operation;

inline std::vector<operation> operations_of(const hillock::activation& f) {
  std::vector<operation> all{operation::forward, operation::backward};
  if (!f.card().of_rows) all.insert(all.begin() + 1, operation::slope);
  if (f.has_backward_from_output()) all.push_back(operation::backward_from_output);
  return all;
}

inline std::string name_of(const hillock::activation& f, operation op) {
  static const char* const names[] = {"forward", "slope", "backward", "backward_from_output"};
  return f.to_string() + " " + names[static_cast<int>(op)];
}

/// out = op(x[, dy]); forward and slope ignore dy. Of a function that makes one number of a row, only the
/// first of y and dy counts.
template <class T>
void apply(const hillock::activation& f, operation op, std::span<const T> x, std::span<const T> dy,
           std::span<T> out) {
  if (f.card().reduces && !x.empty()) {
    if (op == operation::forward)
      out = out.first(1);
    else
      dy = dy.first(1);
  }
  switch (op) {
    case operation::forward:
      return f.forward(x, out);
    case operation::slope:
      return f.slope(x, out);
    case operation::backward:
      return f.backward(x, dy, out);
    case operation::backward_from_output:
      return f.backward_from_output(x, dy, out);
  }
}

template <class T>
std::vector<T> result_of(const hillock::activation& f, operation op, const std::vector<T>& x,
                         const std::vector<T>& dy) {
  std::vector<T> out(x.size());
  apply<T>(f, op, x, dy, out);
  return out;
}

/// Numbers of every size, both signs, infinities, NaNs with payloads, zeros, subnormals: all patterns of a
/// 16-bit type, else patterns all over the range and every neighbourhood of powers of two.
template <class T>
std::vector<T> all_kinds() {
  std::vector<T> x;
  if constexpr (sizeof(T) == 2) {
    for (unsigned b = 0; b < 65536; ++b) x.push_back(from_bits<T>(b));
  } else {
    constexpr int mantissa = sizeof(T) == 4 ? 23 : 52, exponents = sizeof(T) == 4 ? 256 : 2048;
    constexpr int draws = sizeof(T) == 4 ? 12 : 2;  // doubles have eight times as many exponents
    hillock::philox random(1, "all kinds");
    for (std::uint64_t e = 0; e < exponents; ++e) {
      for (const std::uint64_t sign : {0, 1}) {
        const std::uint64_t power = (sign * exponents + e) << mantissa;
        for (int k = 0; k < draws; ++k) {
          x.push_back(from_bits<T>(power | (((std::uint64_t{random.bits()} << 32) + random.bits()) &
                                            ((std::uint64_t{1} << mantissa) - 1))));
        }
        for (const std::uint64_t near : {power - 1, power, power + 1}) x.push_back(from_bits<T>(near));
      }
    }
    for (int i = -2000; i <= 2000; ++i) x.push_back(make<T>(i / 128.0));
  }
  return x;
}

/// As many ordinary numbers, for dy; some are infinite, NaN, zero or tiny.
template <class T>
std::vector<T> gradients(std::size_t n) {
  std::vector<T> dy(n);
  hillock::philox random(2, "gradients");
  for (std::size_t i = 0; i < n; ++i) dy[i] = make<T>(random.normal());
  for (std::size_t i = 7; i < n; i += 97) dy[i] = infinity<T>();
  for (std::size_t i = 11; i < n; i += 101) dy[i] = from_bits<T>(to_bits(infinity<T>()) + 5);
  for (std::size_t i = 13; i < n; i += 103) dy[i] = from_bits<T>(3);
  for (std::size_t i = 17; i < n; i += 107) dy[i] = make<T>(-0.0);
  return dy;
}

/// Which element differs first, or nothing.
template <class T>
::testing::AssertionResult same_bits(const std::vector<T>& got, const std::vector<T>& want,
                                     const std::vector<T>& x) {
  for (std::size_t i = 0; i < want.size(); ++i) {
    if (to_bits(got[i]) == to_bits(want[i])) continue;
    return ::testing::AssertionFailure() << std::hexfloat << "element " << i << ", x = " << value_of(x[i])
                                         << ": " << value_of(got[i]) << " instead of " << value_of(want[i]);
  }
  return ::testing::AssertionSuccess();
}

/// Forces an instruction set while it lives.
class on_path {
 public:
  explicit on_path(std::string_view isa) : before_(hillock::active_isa()) { hillock::use(isa); }
  ~on_path() { hillock::use(before_); }
  on_path(const on_path&) = delete;
  on_path& operator=(const on_path&) = delete;

 private:
  std::string_view before_;
};

}  // namespace functions_test
