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
  friend dual expm1(const dual& x) { return {expm1(x.value), exp(x.value) * x.slope}; }
  friend dual tanh(const dual& x) { return {tanh(x.value), tanh_slope(x.value) * x.slope}; }
  /// For derivatives of derivatives: (1/cosh²)' = −2·tanh/cosh².
  friend dual tanh_slope(const dual& x) {
    const R s = tanh_slope(x.value);
    return {s, R(-2.0) * tanh(x.value) * s * x.slope};
  }
  friend dual sqrt(const dual& x) {
    const R s = sqrt(x.value);
    return {s, x.slope / (s + s)};
  }
  friend dual min(const dual& a, const dual& b) { return b < a ? b : a; }
  friend dual max(const dual& a, const dual& b) { return a < b ? b : a; }
};

}  // namespace hillock::verify
