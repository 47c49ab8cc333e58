// SPDX-License-Identifier: Apache-2.0
// The portable path: packs of one lane in plain C++, the same vocabulary and the same bits as
// src/simd/highway.hpp. fma is the C library's: in hardware where the machine has it, in software (slow, same
// bits) where not.
#pragma once
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "hillock/types.hpp"
#include "simd/twin.hpp"

namespace hillock::simd {

/// `spare`: as in src/simd/highway.hpp.
template <class T, bool spare = false>
struct scalar {
  using lane = T;
  static constexpr bool spare_bits = spare;
  using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  static constexpr std::size_t size() { return 1; }

  T v;

  scalar() = default;
  template <class U>
  requires std::is_arithmetic_v<U> scalar(U c) : v(static_cast<T>(c)) {}

  scalar<T, true> with_spare_bits() const { return v; }
  scalar<T> without_spare_bits() const { return v; }

  static scalar load(const T* p) { return *p; }
  void store(T* p) const { *p = v; }
  void stream(T* p) const { *p = v; }

  friend scalar operator+(scalar a, scalar b) { return a.v + b.v; }
  friend scalar operator-(scalar a, scalar b) { return a.v - b.v; }
  friend scalar operator*(scalar a, scalar b) { return a.v * b.v; }
  friend scalar operator/(scalar a, scalar b) { return a.v / b.v; }
  friend scalar operator-(scalar a) { return -a.v; }
  friend bool operator<(scalar a, scalar b) { return a.v < b.v; }
  friend bool operator<=(scalar a, scalar b) { return a.v <= b.v; }
  friend bool operator>(scalar a, scalar b) { return a.v > b.v; }
  friend bool operator>=(scalar a, scalar b) { return a.v >= b.v; }
  friend bool operator==(scalar a, scalar b) { return a.v == b.v; }

  static bool both(bool a, bool b) { return a && b; }
  static bool either(bool a, bool b) { return a || b; }
  static bool any(bool condition) { return condition; }
  static bool all(bool condition) { return condition; }
  static std::size_t count(bool condition) { return condition ? 1 : 0; }

  friend bool is_nan(scalar a) { return a.v != a.v; }
  friend scalar abs(scalar a) { return std::fabs(a.v); }
  friend scalar sqrt(scalar a) { return std::sqrt(a.v); }
  friend scalar fma(scalar a, scalar b, scalar c) { return std::fma(a.v, b.v, c.v); }
  friend scalar fnma(scalar a, scalar b, scalar c) { return std::fma(-a.v, b.v, c.v); }
  friend scalar select(bool m, scalar yes, scalar no) { return m ? yes : no; }
  friend scalar copysign(scalar a, scalar b) { return std::copysign(a.v, b.v); }
  friend scalar min(scalar a, scalar b) { return a.v < b.v ? a : b; }
  friend scalar max(scalar a, scalar b) { return a.v > b.v ? a : b; }
  friend scalar at_most(scalar x, scalar high) { return high.v < x.v ? high : x; }
  friend scalar at_least(scalar x, scalar low) { return x.v < low.v ? low : x; }
  friend scalar positive_part(scalar x) { return (x.v <= 0 ? T(0) : x.v) + T(0); }
  friend scalar reciprocal_in_float(scalar a) { return 1.0F / static_cast<float>(a.v); }
  friend scalar exponent_bits(scalar a) {
    return static_cast<T>(std::bit_cast<bits>(a.v) >> (sizeof(T) == 4 ? 23 : 52));
  }
  template <int n>
  friend scalar add_bits_shifted(scalar a, scalar b) {
    return std::bit_cast<T>(static_cast<bits>(std::bit_cast<bits>(a.v) + (std::bit_cast<bits>(b.v) << n)));
  }
  template <int n>
  friend bool low_bits_are(scalar a, bits low) {
    return (std::bit_cast<bits>(a.v) & ((bits{1} << n) - 1)) == low;
  }
  template <std::size_t entries>
  struct table {
    const T* entry;
    explicit table(const T* p) : entry(p) {}
  };
  template <std::size_t entries>
  static scalar look_up(const table<entries>& t, scalar index) {
    return t.entry[std::bit_cast<bits>(index.v) % entries];
  }
  friend scalar to_odd_13_bits(scalar a) {
    constexpr bits lost = (bits{1} << 40) - 1;
    const bits b = std::bit_cast<bits>(a.v);
    return std::bit_cast<T>(static_cast<bits>((b | ((b & lost) + lost)) & ~lost));
  }
};

struct scalar_lanes {
  using f32 = scalar<float>;
  using f64 = scalar<double>;
  static constexpr bool can_stream = false;
  static constexpr std::size_t table_entries = 0;  // as in src/simd/highway.hpp
  static constexpr std::size_t side_by_side = 1;
  using wide = scalar<double, true>;
  static wide widen(f32 x) { return wide(x.v); }
  static f32 narrow(wide x) { return f32(x.v); }
  template <int n>
  static bool near_short(wide x, unsigned slack) {
    const std::uint64_t others = (std::uint64_t{1} << n) - 2 * std::uint64_t{slack};
    return ((std::bit_cast<std::uint64_t>(x.v) + slack) & others) == 0;
  }
  static f32 load(const f16* p) { return f32(static_cast<float>(*p)); }
  static void store(f32 x, f16* p) { *p = f16(x.v); }
  static f32 load(const bf16* p) { return f32(static_cast<float>(*p)); }
  static void store(f32 x, bf16* p) { *p = bf16(x.v); }
  static f32 load(const float* p) { return *p; }
  static void store(f32 x, float* p) { *p = x.v; }
  static f64 load(const double* p) { return *p; }
  static void store(f64 x, double* p) { *p = x.v; }
};

}  // namespace hillock::simd
