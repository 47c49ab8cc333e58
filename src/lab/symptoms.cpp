// SPDX-License-Identifier: Apache-2.0
#include "lab/symptoms.hpp"

#include <algorithm>
#include <cmath>

namespace hillock::lab {
namespace {

/// The one of two numbers that is nearer to 1 on a logarithmic scale; NaN counts for nothing.
double nearer_to_one(double a, double b) {
  const auto distance = [](double x) { return x > 0 ? std::fabs(std::log(x)) : INFINITY; };
  if (std::isnan(a)) return b;
  return std::isnan(b) || distance(a) <= distance(b) ? a : b;
}

double geometric_mean(const std::vector<layer_probe>& hidden, double layer_probe::*what) {
  double logarithms = 0;
  for (const layer_probe& layer : hidden) logarithms += std::log(layer.*what);
  return std::exp(logarithms / static_cast<double>(hidden.size()));
}

void look_at_start(symptoms& s, const std::vector<layer_probe>& hidden, bool first) {
  const layer_probe &bottom = hidden.front(), &top = hidden.back();
  // 0/0: no gradient reaches even the last hidden layer; that is the dead units' finding, not a ratio.
  const double ratio = bottom.gradient_norm / top.gradient_norm;
  const double growth = top.post_deviation / bottom.post_deviation;
  const double size = geometric_mean(hidden, &layer_probe::gradient_norm);
  s.gradient_ratio = first ? ratio : nearer_to_one(s.gradient_ratio, ratio);
  s.signal_growth = first ? growth : nearer_to_one(s.signal_growth, growth);
  s.gradient_size = first ? size : std::min(s.gradient_size, size);
}

}  // namespace

symptoms symptoms_of(const run& r) {
  symptoms s;
  const std::vector<layer_probe>* last = nullptr;
  bool first = true;
  for (const epoch_record& e : r.curve) {
    if (e.layers.size() < 2) continue;
    last = &e.layers;
    if (e.epoch > 1) continue;
    look_at_start(s, {e.layers.begin(), e.layers.end() - 1}, first);
    first = false;
  }
  if (last != nullptr) s.hidden.assign(last->begin(), last->end() - 1);
  if (std::isnan(s.gradient_ratio)) s.gradient_ratio = 1;
  return s;
}

}  // namespace hillock::lab
