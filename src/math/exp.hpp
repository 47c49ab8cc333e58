// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <type_traits>

namespace hillock::math {

/// e^x on lanes of float or double, for −700 ≤ x ≤ 700 (double) or −87 ≤ x ≤ 87 (float). NaN is not handled:
/// callers select it. x = k·ln 2 + r, |r| ≤ ln 2 / 2; e^r by its Taylor polynomial of degree 13 (double) or 7
/// (float); then 2^k by the exponent bits.
template <class V>
inline V exp(V x) {
  constexpr bool wide = std::is_same_v<typename V::lane, double>;
  constexpr double magic =
      wide ? 0x1.8p52 : 0x1.8p23;  // adding it rounds to an integer and leaves that in the low bits
  const V shifted = fma(x, V(0x1.71547652b82fep0), V(magic));  // 1 / ln 2
  const V k = shifted - V(magic);
  V r;
  if constexpr (wide) {
    r = fnma(k, V(0x1.62e42fefa0000p-1), x);   // ln 2, upper 38 bits: k·high is exact
    r = fnma(k, V(0x1.cf79abc9e3b3ap-40), r);  // ln 2 − high
    constexpr double c[] = {1.0 / 6227020800,
                            1.0 / 479001600,
                            1.0 / 39916800,
                            1.0 / 3628800,
                            1.0 / 362880,
                            1.0 / 40320,
                            1.0 / 5040,
                            1.0 / 720,
                            1.0 / 120,
                            1.0 / 24,
                            1.0 / 6,
                            0.5,
                            1.0,
                            1.0};
    V p = V(c[0]);
    for (std::size_t i = 1; i < sizeof c / sizeof c[0]; ++i) p = fma(p, r, V(c[i]));
    return add_bits_shifted<52>(p, shifted);
  } else {
    r = fnma(k, V(0x1.62e4p-1), x);
    r = fnma(k, V(0x1.7f7d1cp-20), r);
    constexpr double c[] = {1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1.0, 1.0};
    V p = V(c[0]);
    for (std::size_t i = 1; i < sizeof c / sizeof c[0]; ++i) p = fma(p, r, V(c[i]));
    return add_bits_shifted<23>(p, shifted);
  }
}

}  // namespace hillock::math
