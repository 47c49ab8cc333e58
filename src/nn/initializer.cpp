// SPDX-License-Identifier: Apache-2.0
#include "nn/initializer.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <vector>

#include "base/environment.hpp"
#include "base/names.hpp"
#include "hillock/error.hpp"
#include "nn/philox.hpp"

namespace hillock::nn {
namespace {

double at(const activation& f, double x) {
  double y = 0;
  f.forward(std::span<const double>(&x, 1), std::span<double>(&y, 1));
  return y;
}

// How one layer's weights are drawn: uniform on ±limit, or normal with the deviation `limit`.
struct distribution {
  bool uniform;
  double limit;
  double draw(philox& random) const { return limit * (uniform ? 2 * random.uniform() - 1 : random.normal()); }
};

distribution distribution_of(const std::string& scheme, std::size_t inputs, std::size_t outputs,
                             double gain) {
  const double fan_in = static_cast<double>(inputs), fan_out = static_cast<double>(outputs);
  if (scheme == "xavier") return {true, std::sqrt(6 / (fan_in + fan_out))};
  if (scheme == "he") return {false, std::sqrt(2 / fan_in)};
  if (scheme == "lecun") return {false, std::sqrt(1 / fan_in)};
  if (scheme == "pytorch") return {true, std::sqrt(1 / fan_in)};
  return {false, gain * std::sqrt(1 / fan_in)};
}

void require_name(const std::string& scheme) {
  std::string valid;
  for (const std::string& known : initializer_names()) {
    if (known == scheme) return;
    valid += (valid.empty() ? "" : ", ") + known;
  }
  throw usage_error("unknown initialization '" + printable(scheme) + "'; valid: " + valid);
}

double gain_of(const activation& f) {
  const activation sigmoid = find("sigmoid");
  // e^(−z²/2) from the library's own sigmoid, whose bits are the same everywhere: e^−t = σ(−t) / (1 − σ(−t)).
  const auto integrand = [&](double z) {
    const double s = at(sigmoid, -z * z / 2), y = at(f, z);
    return y * y * (s / (1 - s));
  };
  // Beyond 12 the density is below e^−72. Kinks and jumps lie at 0 for most functions, others where a formula
  // changes; the halving of intervals finds those that a parameter moves.
  using rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  constexpr double end = 12, tolerance = 1e-13, root_two_pi = 0x1.40d931ff62706p+1;
  constexpr unsigned halvings = 15;
  std::vector<double> ends{-end, 0, end};
  if (f.card().smoothness <= 1) {
    for (const double at : f.card().regimes) {
      if (std::fabs(at) < end) ends.push_back(at);
    }
  }
  std::sort(ends.begin(), ends.end());
  double square = 0;
  for (std::size_t i = 1; i < ends.size(); ++i) {
    if (ends[i - 1] < ends[i])
      square += rule::integrate(integrand, ends[i - 1], ends[i], halvings, tolerance);
  }
  square /= root_two_pi;
  if (!(square > 0 && std::isfinite(square))) {
    throw usage_error(f.to_string() + " has no gain: the mean of f(z)² is " + std::to_string(square));
  }
  return 1 / std::sqrt(square);
}

template <class T>
void draw_weights(network<T>& net, const std::string& scheme, std::uint64_t seed) {
  const double hidden_gain = scheme == "gain" ? computed_gain(net.hidden_activation()) : 1;
  for (std::size_t l = 0; l < net.layers.size(); ++l) {
    dense<T>& layer = net.layers[l];
    const distribution d =
        distribution_of(scheme, layer.weights.rows, layer.weights.columns, layer.activated ? hidden_gain : 1);
    philox weights(seed, "weights", l), biases(seed, "biases", l);
    for (T& w : layer.weights.values) w = static_cast<T>(d.draw(weights));
    for (T& b : layer.bias) b = scheme == "pytorch" ? static_cast<T>(d.draw(biases)) : T(0);
  }
}

}  // namespace

const std::vector<std::string>& initializer_names() {
  static const std::vector<std::string> names{"xavier", "he", "lecun", "pytorch", "gain"};
  return names;
}

double computed_gain(const activation& f) {
  if (f.card().of_rows) return 1;
  return in_standard_environment([&] { return gain_of(f); });
}

template <class T>
void initialize(network<T>& net, const std::string& scheme, std::uint64_t seed) {
  require_name(scheme);
  in_standard_environment([&] { draw_weights(net, scheme, seed); });
}

template void initialize(network<float>&, const std::string&, std::uint64_t);
template void initialize(network<double>&, const std::string&, std::uint64_t);

}  // namespace hillock::nn
