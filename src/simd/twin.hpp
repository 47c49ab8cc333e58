// SPDX-License-Identifier: Apache-2.0
// Several packs as one: a formula applied to a twin works on both packs side by side, so that one's
// operations run while the other's results are on their way. A chain of 30 dependent operations otherwise
// leaves a machine whose scheduler holds some 100 of them idle half of the time.
#pragma once
#include <cstddef>
#include <utility>

#include "simd/inline.hpp"

namespace hillock::simd {

/// A condition per lane of a twin.
template <class Mask>
struct twin_mask {
  Mask low, high;
};

/// Two packs, or two twins, with the vocabulary of a pack (src/simd/highway.hpp says what each word means).
template <class V>
struct twin {
  using lane = typename V::lane;
  using mask = twin_mask<decltype(std::declval<V>() < std::declval<V>())>;
  static constexpr bool spare_bits = V::spare_bits;
  static constexpr std::size_t size() { return 2 * V::size(); }

  V low, high;

  twin() = default;
  HILLOCK_INLINE twin(V first, V second) : low(first), high(second) {}
  HILLOCK_INLINE twin(double c) : low(c), high(c) {}
  HILLOCK_INLINE auto with_spare_bits() const {
    return twin<decltype(low.with_spare_bits())>(low.with_spare_bits(), high.with_spare_bits());
  }
  HILLOCK_INLINE auto without_spare_bits() const {
    return twin<decltype(low.without_spare_bits())>(low.without_spare_bits(), high.without_spare_bits());
  }

  static HILLOCK_INLINE twin load(const lane* p) { return {V::load(p), V::load(p + V::size())}; }
  HILLOCK_INLINE void store(lane* p) const { low.store(p), high.store(p + V::size()); }
  HILLOCK_INLINE void stream(lane* p) const { low.stream(p), high.stream(p + V::size()); }

  friend HILLOCK_INLINE twin operator+(twin a, twin b) { return {a.low + b.low, a.high + b.high}; }
  friend HILLOCK_INLINE twin operator-(twin a, twin b) { return {a.low - b.low, a.high - b.high}; }
  friend HILLOCK_INLINE twin operator*(twin a, twin b) { return {a.low * b.low, a.high * b.high}; }
  friend HILLOCK_INLINE twin operator/(twin a, twin b) { return {a.low / b.low, a.high / b.high}; }
  friend HILLOCK_INLINE twin operator-(twin a) { return {-a.low, -a.high}; }
  friend HILLOCK_INLINE mask operator<(twin a, twin b) { return {a.low < b.low, a.high < b.high}; }
  friend HILLOCK_INLINE mask operator<=(twin a, twin b) { return {a.low <= b.low, a.high <= b.high}; }
  friend HILLOCK_INLINE mask operator>(twin a, twin b) { return {a.low > b.low, a.high > b.high}; }
  friend HILLOCK_INLINE mask operator>=(twin a, twin b) { return {a.low >= b.low, a.high >= b.high}; }
  friend HILLOCK_INLINE mask operator==(twin a, twin b) { return {a.low == b.low, a.high == b.high}; }

  static HILLOCK_INLINE mask both(mask a, mask b) { return {V::both(a.low, b.low), V::both(a.high, b.high)}; }
  static HILLOCK_INLINE mask either(mask a, mask b) {
    return {V::either(a.low, b.low), V::either(a.high, b.high)};
  }
  static HILLOCK_INLINE bool any(mask a) { return V::any(V::either(a.low, a.high)); }
  static HILLOCK_INLINE bool all(mask a) { return V::all(V::both(a.low, a.high)); }
  static HILLOCK_INLINE std::size_t count(mask a) { return V::count(a.low) + V::count(a.high); }

  friend HILLOCK_INLINE mask is_nan(twin a) { return {is_nan(a.low), is_nan(a.high)}; }
  friend HILLOCK_INLINE twin abs(twin a) { return {abs(a.low), abs(a.high)}; }
  friend HILLOCK_INLINE twin sqrt(twin a) { return {sqrt(a.low), sqrt(a.high)}; }
  friend HILLOCK_INLINE twin fma(twin a, twin b, twin c) {
    return {fma(a.low, b.low, c.low), fma(a.high, b.high, c.high)};
  }
  friend HILLOCK_INLINE twin fnma(twin a, twin b, twin c) {
    return {fnma(a.low, b.low, c.low), fnma(a.high, b.high, c.high)};
  }
  friend HILLOCK_INLINE twin select(mask m, twin yes, twin no) {
    return {select(m.low, yes.low, no.low), select(m.high, yes.high, no.high)};
  }
  friend HILLOCK_INLINE twin copysign(twin a, twin b) {
    return {copysign(a.low, b.low), copysign(a.high, b.high)};
  }
  friend HILLOCK_INLINE twin min(twin a, twin b) { return {min(a.low, b.low), min(a.high, b.high)}; }
  friend HILLOCK_INLINE twin max(twin a, twin b) { return {max(a.low, b.low), max(a.high, b.high)}; }
  friend HILLOCK_INLINE twin at_most(twin x, twin limit) {
    return {at_most(x.low, limit.low), at_most(x.high, limit.high)};
  }
  friend HILLOCK_INLINE twin at_least(twin x, twin limit) {
    return {at_least(x.low, limit.low), at_least(x.high, limit.high)};
  }
  friend HILLOCK_INLINE twin positive_part(twin a) { return {positive_part(a.low), positive_part(a.high)}; }
  friend HILLOCK_INLINE twin reciprocal_in_float(twin a) {
    return {reciprocal_in_float(a.low), reciprocal_in_float(a.high)};
  }
  friend HILLOCK_INLINE twin exponent_bits(twin a) { return {exponent_bits(a.low), exponent_bits(a.high)}; }
  template <int n>
  friend HILLOCK_INLINE twin add_bits_shifted(twin a, twin b) {
    return {add_bits_shifted<n>(a.low, b.low), add_bits_shifted<n>(a.high, b.high)};
  }
  template <int n>
  friend HILLOCK_INLINE mask low_bits_are(twin a, unsigned low) {
    return {low_bits_are<n>(a.low, low), low_bits_are<n>(a.high, low)};
  }
  friend HILLOCK_INLINE twin to_odd_13_bits(twin a) {
    return {to_odd_13_bits(a.low), to_odd_13_bits(a.high)};
  }
};

template <class V>
inline constexpr bool is_twin = false;
template <class V>
inline constexpr bool is_twin<twin<V>> = true;

/// `count` packs V as twins of twins; count is a power of two.
template <class V, std::size_t count>
struct spread_of {
  using type = twin<typename spread_of<V, count / 2>::type>;
};
template <class V>
struct spread_of<V, 1> {
  using type = V;
};
template <class V, std::size_t count>
using spread = typename spread_of<V, count>::type;

// What an instruction set's lanes L do with one pack, on any number of them.

/// V from consecutive elements of any type.
template <class L, class V, class T>
HILLOCK_INLINE V load(const T* p) {
  if constexpr (is_twin<V>) {
    using half = decltype(V::low);
    return {load<L, half>(p), load<L, half>(p + half::size())};
  } else {
    return L::load(p);
  }
}

template <class L, class V, class T>
HILLOCK_INLINE void store(V v, T* p) {
  if constexpr (is_twin<V>) {
    store<L>(v.low, p), store<L>(v.high, p + decltype(v.low)::size());
  } else {
    L::store(v, p);
  }
}

/// Lanes of float as lanes of double with spare bits.
template <class L, class V>
HILLOCK_INLINE auto widen(V v) {
  if constexpr (is_twin<V>) {
    return twin<decltype(widen<L>(v.low))>(widen<L>(v.low), widen<L>(v.high));
  } else {
    return L::widen(v);
  }
}

/// The way back, with one rounding.
template <class L, class W>
HILLOCK_INLINE auto narrow(W w) {
  if constexpr (requires { L::narrow(w); }) {
    return L::narrow(w);
  } else {
    return twin<decltype(narrow<L>(w.low))>(narrow<L>(w.low), narrow<L>(w.high));
  }
}

/// L::near_short of any number of packs.
template <class L, int n, class W>
HILLOCK_INLINE auto near_short(W w, unsigned slack) {
  if constexpr (requires { L::narrow(w); }) {
    return L::template near_short<n>(w, slack);
  } else {
    return twin_mask<decltype(near_short<L, n>(w.low, slack))>{near_short<L, n>(w.low, slack),
                                                               near_short<L, n>(w.high, slack)};
  }
}

}  // namespace hillock::simd
