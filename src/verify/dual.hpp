// SPDX-License-Identifier: Apache-2.0
// Forward-mode automatic differentiation over any kind of real number: `exact` evaluated on dual numbers
// gives the function and its derivative from the one definition.
#pragma once

namespace hillock::verify {

/// value + slope·ε. Comparisons look at the value alone, so a branch is differentiated as it stands: that is
/// where the conventions at kinks come from.
template <class R>
struct dual {
  R value, slope;

  explicit dual(double constant) : value(constant), slope(0.0) {}
  dual(R v, R s) : value(v), slope(s) {}

  friend dual operator+(const dual& a, const dual& b) { return {a.value + b.value, a.slope + b.slope}; }
  friend dual operator-(const dual& a, const dual& b) { return {a.value - b.value, a.slope - b.slope}; }
  friend dual operator-(const dual& a) { return {-a.value, -a.slope}; }
  friend dual operator*(const dual& a, const dual& b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  friend dual operator/(const dual& a, const dual& b) {
    const R q = a.value / b.value;
    return {q, (a.slope - q * b.slope) / b.value};
  }

  friend bool operator<(const dual& a, const dual& b) { return a.value < b.value; }
  friend bool operator>(const dual& a, const dual& b) { return a.value > b.value; }
  friend bool operator<=(const dual& a, const dual& b) { return a.value <= b.value; }
  friend bool operator>=(const dual& a, const dual& b) { return a.value >= b.value; }

  friend dual abs(const dual& x) { return {abs(x.value), x.value < R(0.0) ? -x.slope : x.slope}; }
  friend dual exp(const dual& x) {
    const R e = exp(x.value);
    return {e, e * x.slope};
  }
  /// t·e^x. Its slope keeps e^x as a factor, so that its sign shows where e^x is beyond every exponent.
  friend dual times_exp(const dual& t, const dual& x) {
    const R e = exp(x.value);
    return {t.value * e, e * (t.slope + t.value * x.slope)};
  }
  friend dual log1p(const dual& x) { return {log1p(x.value), x.slope / (R(1.0) + x.value)}; }
  friend dual expm1(const dual& x) { return {expm1(x.value), exp(x.value) * x.slope}; }
  friend dual tanh(const dual& x) { return {tanh(x.value), tanh_slope(x.value) * x.slope}; }
  /// For derivatives of derivatives: (1/cosh²)' = −2·tanh/cosh².
  friend dual tanh_slope(const dual& x) {
    const R s = tanh_slope(x.value);
    return {s, R(-2.0) * tanh(x.value) * s * x.slope};
  }
  /// x − tanh(x), whose derivative is tanh².
  friend dual minus_tanh(const dual& x) {
    const R t = tanh(x.value);
    return {minus_tanh(x.value), t * t * x.slope};
  }
  friend dual erf(const dual& x) { return {erf(x.value), erf_slope(x.value) * x.slope}; }
  friend dual erf_slope(const dual& x) {
    const R s = erf_slope(x.value);
    return {s, R(-2.0) * x.value * s * x.slope};
  }
  friend dual atan(const dual& x) { return {atan(x.value), x.slope / (R(1.0) + x.value * x.value)}; }
  /// x·Φ(x), its derivative Φ(x) + x·φ(x), and that one's (2 − x²)·φ(x).
  friend dual times_normal(const dual& x) {
    return {times_normal(x.value), times_normal_slope(x.value) * x.slope};
  }
  friend dual times_normal_slope(const dual& x) {
    return {times_normal_slope(x.value), (R(2.0) - x.value * x.value) * normal_density(x.value) * x.slope};
  }
  friend dual normal_density(const dual& x) {
    const R d = normal_density(x.value);
    return {d, -x.value * d * x.slope};
  }
  friend dual sqrt(const dual& x) {
    const R s = sqrt(x.value);
    return {s, x.slope / (s + s)};
  }
  friend dual min(const dual& a, const dual& b) { return b < a ? b : a; }
  friend dual max(const dual& a, const dual& b) { return a < b ? b : a; }
};

}  // namespace hillock::verify
