// SPDX-License-Identifier: Apache-2.0
// The normal distribution on lanes of double with spare bits and of double-double: its tail as e^(−t²/2)
// times a ratio that neither cancels nor underflows.
#pragma once
#include "math/constant.hpp"
#include "math/double_double.hpp"
#include "math/exp.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// (t + 1)·M(t) for M(t) = ∫ e^(−ts − s²/2) ds, s from 0 to ∞ (Mills, Biometrika 18, 1926), in powers of
/// u = (t − 5)/(t + 5), highest first, for 0 ≤ t ≤ 60. Off by 2^-54.9 and 2^-109.
/// tools/coefficients/mills.py.
inline constexpr double mills_series[] = {
    -0x1.fabb2232fc8f2p-31, -0x1.377d6fa1168a2p-31, 0x1.7bcd511d61fa6p-27, 0x1.26e9f793e4a1dp-27,
    -0x1.4ee68e2042913p-24, -0x1.17b20357e809ep-24, 0x1.0894f25ff4bdap-21, 0x1.578448b4dd4b1p-22,
    -0x1.b7fc31974943dp-19, -0x1.7a12a90389068p-23, 0x1.7d0349334c306p-16, -0x1.a02c893bacfaap-16,
    -0x1.19cdbf40c3602p-13, 0x1.df3ecb6b45700p-12,  0x1.47aba673f710ap-16, -0x1.1355f48e24efbp-8,
    0x1.0bd973ab02f8dp-6,   -0x1.37838b3a31ed1p-5,  0x1.f7d96e0d96d17p-5,  -0x1.0f103e712e47ep-4,
    0x1.9ac85788f45e5p-6,   0x1.3e97eaf5f2f3dp-4,   -0x1.d5fd8ffd0f1a4p-3, 0x1.28273b50efa76p+0};
inline constexpr two_parts<double> precise_mills_series[] = {
    {-0x1.02f58a476b801p-58, -0x1.323d4efdc1470p-113}, {-0x1.bb6412fc5d602p-59, 0x1.5bc9d027f5a36p-113},
    {0x1.61764d8460a71p-54, -0x1.e34b5d01217e2p-108},  {0x1.8493443ddde13p-53, 0x1.8b2ddf05f3497p-107},
    {-0x1.ff41b1077c9fdp-52, -0x1.e3e4f8699e7c1p-106}, {-0x1.f2a0eaaabfc57p-50, 0x1.2fd83e023c4f7p-105},
    {0x1.e7a4116ef74e5p-52, 0x1.443bfaa0db186p-107},   {0x1.469fbb57d5de8p-47, 0x1.ebc909eef5464p-101},
    {0x1.432fa308b33e3p-47, 0x1.04203db50ed7ep-102},   {-0x1.eacd01e2428d7p-46, -0x1.2f74f4f15e543p-102},
    {-0x1.3fcbe72c30b9ep-44, 0x1.39ff81d3cb4f4p-101},  {0x1.54baef6df0640p-46, 0x1.4ed7fae3451f4p-101},
    {0x1.622d2cebf4199p-42, -0x1.3ce0fa1740a38p-99},   {0x1.74290c27b1bb5p-42, 0x1.fa09cfeb3b43cp-98},
    {-0x1.fc52de6eb5db5p-41, 0x1.3e426c692c295p-96},   {-0x1.65f73f0c8439fp-39, 0x1.46f002768d4fcp-93},
    {0x1.ea4b8e6a2f05cp-41, -0x1.a053a9a234ad2p-95},   {0x1.b04f9968705e5p-37, 0x1.5877e6ff39797p-91},
    {0x1.54bd2b82a4f4cp-37, -0x1.7ed48f35f68dbp-93},   {-0x1.960b0bc411890p-35, -0x1.2fdce6dac78a9p-89},
    {-0x1.905c8e1023b2fp-34, -0x1.33d1dca08eb4dp-89},  {0x1.291014f2f6a0cp-33, 0x1.e110766fb9a69p-88},
    {0x1.327416387d859p-31, 0x1.7706c8a850be5p-86},    {-0x1.ffbb717702daap-33, -0x1.47e316e36cc62p-88},
    {-0x1.99ea020c3474bp-29, -0x1.91043dbe33b22p-83},  {-0x1.50bd5f077529ap-31, 0x1.b250171f75aa1p-85},
    {0x1.0a3c47450d018p-26, -0x1.681224f4b3439p-82},   {0x1.47a4fee5e3d88p-27, 0x1.c5586d6366cb0p-81},
    {-0x1.686449056da5fp-24, 0x1.b3932b2817784p-79},   {-0x1.1f6efb9052af5p-24, 0x1.be064ab7f0d0bp-79},
    {0x1.0b5c57fbb22a7p-21, -0x1.7d21bae450831p-75},   {0x1.5969ebd7ff0c4p-22, 0x1.e7ec426693c2ap-76},
    {-0x1.b864998dc8a3ap-19, -0x1.729095d9b56edp-73},  {-0x1.7c588a80eec05p-23, -0x1.9f41053e92e93p-77},
    {0x1.7d087fd249799p-16, -0x1.227cdcf886997p-70},   {-0x1.a02acb463afedp-16, 0x1.cead01348e07bp-71},
    {-0x1.19cdec460c54dp-13, 0x1.be575bd2b4485p-67},   {0x1.df3ec4933e46fp-12, -0x1.6e463e142be06p-69},
    {0x1.47abe65cc8bdap-16, -0x1.0a83d2fd81255p-71},   {-0x1.1355f47d6dd72p-8, 0x1.200ff98399b0fp-64},
    {0x1.0bd973a93eabbp-6, -0x1.085adc03ddfe4p-61},    {-0x1.37838b3a615aap-5, -0x1.cdf5c0e5400b6p-59},
    {0x1.f7d96e0da4f4cp-5, -0x1.b0a00e218c4fep-59},    {-0x1.0f103e712d359p-4, 0x1.c6b1024518dd6p-59},
    {0x1.9ac85788f38a3p-6, -0x1.29d6693a2ad20p-62},    {0x1.3e97eaf5f2ef0p-4, 0x1.337d3abedc043p-58},
    {-0x1.d5fd8ffd0f1a0p-3, -0x1.9396b89fcc2b5p-57},   {0x1.28273b50efa76p+0, -0x1.75ddf2ec13516p-56}};

/// Mills' ratio of 0 ≤ t ≤ 60.
template <class V>
HILLOCK_INLINE V mills_ratio(V t) {
  const V u = (t - V(5)) / (t + V(5));
  V sum = V(0);
  if constexpr (is_double_double<V>) {
    for (const two_parts<double>& c : precise_mills_series) sum = fma(sum, u, constant<V>(c));
  } else {
    sum = horner(mills_series, u);
  }
  return sum / (t + V(1));
}

/// What the upper tail of the normal distribution is made of, for t ≥ 0: Q(t) = ratio·e^(−t²/2), and the
/// density 1/√(2π)·e^(−t²/2).
template <class V>
struct normal_tail {
  /// 1/√(2π)
  static HILLOCK_INLINE V density() { return constant<V>(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56); }

  V t, ratio;
  exponential<V> e;

  /// From t = 60 on it is what it is there: 0, also times any double.
  explicit HILLOCK_INLINE normal_tail(V at)
      : t(at_most(at, V(60))), ratio(mills_ratio(t) * density()), e(t * t * V(-0.5)) {}
};

/// Below this |x|·Φ(x) is x·(½ + x/√(2π)), off by less than 2^-102 of it, and the ratio's own error would
/// hide how far it is from x/2.
inline constexpr double normal_is_linear_to = 0x1p-34;

/// x·Φ(x).
template <class V>
HILLOCK_INLINE V times_normal(V x) {
  const normal_tail<V> tail(abs(x));
  const V y = select(x < V(0), tail.e.times(x * tail.ratio), x * (V(1) - tail.e.times(tail.ratio)));
  if constexpr (!is_double_double<V>) {
    return y;
  } else {
    return select(abs(x) < V(normal_is_linear_to), x * fma(x, tail.density(), V(0.5)), y);
  }
}

/// Its derivative Φ(x) + x·φ(x), which cancels next to its root.
template <class V>
HILLOCK_INLINE V times_normal_slope(V x) {
  const normal_tail<V> tail(abs(x));
  const V beyond = tail.e.times(fnma(tail.t, tail.density(), tail.ratio));
  const V y = select(x < V(0), beyond, V(1) - beyond);
  if constexpr (!is_double_double<V>) {
    return y;
  } else {
    return select(abs(x) < V(normal_is_linear_to), fma(x + x, tail.density(), V(0.5)), y);
  }
}

}  // namespace hillock::math
