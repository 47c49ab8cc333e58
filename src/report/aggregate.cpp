// SPDX-License-Identifier: Apache-2.0
#include "report/aggregate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "lab/medians.hpp"

namespace hillock::report {
namespace {

void add(series& s, double x, const std::vector<double>& values) {
  s.x.push_back(x);
  s.y.push_back(quantile(values, 0.5));
  s.low.push_back(quantile(values, 0.25));
  s.high.push_back(quantile(values, 0.75));
}

// The probes look at some epochs only; elsewhere `layers` is empty.
const lab::epoch_record* record_at(const lab::run& run, moment when) {
  const lab::epoch_record* found = nullptr;
  for (const lab::epoch_record& e : run.curve) {
    if (e.layers.empty() || e.epoch == 0) continue;
    found = &e;
    if (when == moment::first_trained) break;
  }
  return found;
}

// One value for each column a run reaches: that of the last probe in it or before it. A run that has ended
// keeps its last one, so that the last column holds every run's end.
void add_column_values(const lab::run& run, std::size_t layer, std::size_t per_column,
                       double lab::layer_probe::*value, std::vector<std::vector<double>>& columns) {
  std::vector<double> mine(columns.size(), std::numeric_limits<double>::quiet_NaN());
  for (const lab::epoch_record& e : run.curve)
    if (layer + 1 < e.layers.size()) mine[e.epoch / per_column] = e.layers[layer].*value;
  double known = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (std::isfinite(mine[k])) known = mine[k];
    if (std::isfinite(known)) columns[k].push_back(known);
  }
}

}  // namespace

double quantile(std::vector<double> values, double q) {
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  const double at = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double high = values[std::min(below + 1, values.size() - 1)];
  return values[below] + (at - static_cast<double>(below)) * (high - values[below]);
}

std::vector<double> recall_by_class(const std::vector<std::vector<double>>& confusion) {
  std::vector<double> recall;
  for (std::size_t i = 0; i < confusion.size(); ++i) {
    double all = 0;
    for (const double rows : confusion[i]) all += rows;
    recall.push_back(all > 0 ? confusion[i][i] / all : std::numeric_limits<double>::quiet_NaN());
  }
  return recall;
}

std::pair<double, double> worth_showing(const std::vector<series>& lines, const axis& y) {
  double first = std::numeric_limits<double>::infinity(), last = -first;
  for (const series& s : lines)
    for (const double x : s.x) first = std::min(first, x), last = std::max(last, x);
  const double warm = y.log10 ? first : first + 0.2 * (last - first);
  std::vector<double> values;
  for (const series& s : lines)
    for (std::size_t i = 0; i < s.y.size(); ++i)
      if (s.x[i] >= warm && std::isfinite(s.y[i]) && (!y.log10 || s.y[i] > 0))
        values.push_back(y.log10 ? std::log10(s.y[i]) : s.y[i]);
  if (values.empty()) return {0, 0};
  const double q1 = quantile(values, 0.25), q3 = quantile(values, 0.75), wide = 3 * (q3 - q1),
               fence = y.log10 ? std::max(wide, 3.0) : wide;
  if (!y.percent && fence > 0)
    std::erase_if(values, [&](double v) { return v < q1 - fence || v > q3 + fence; });
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double margin = 0.04 * (*high - *low);
  double from = *low - margin, to = *high + margin;
  if (y.log10) return {std::pow(10, from), std::pow(10, to)};
  if (y.percent && *low >= 0) from = std::max(from, 0.0);
  if (y.percent && *high <= 1) to = std::min(to, 1.0);
  return {from, to};
}

unsigned epochs_per_point(const lab::result& r) {
  constexpr unsigned most = 60;
  unsigned longest = 0;
  for (const lab::candidate_summary& c : r.candidates) {
    std::vector<unsigned> ends;
    for (const lab::run& run : c.runs)
      if (!run.curve.empty()) ends.push_back(run.curve.back().epoch);
    if (ends.empty()) continue;
    // Up to here half of the runs still train, and so far their curve goes.
    const auto half = ends.begin() + static_cast<std::ptrdiff_t>(ends.size() / 2);
    std::nth_element(ends.begin(), half, ends.end());
    longest = std::max(longest, *half);
  }
  return std::max(1U, (longest + most - 1) / most);
}

series along_epochs(const lab::candidate_summary& c,
                    const std::function<double(const lab::epoch_record&)>& value, unsigned per_point) {
  std::map<unsigned, std::vector<double>> by_point;
  for (const lab::run& run : c.runs) {
    std::map<unsigned, std::pair<double, double>> mine;  // sum and number of finite values
    for (const lab::epoch_record& e : run.curve) {
      auto& [sum, count] = mine[e.epoch / per_point];
      const double v = value(e);
      if (std::isfinite(v)) sum += v, ++count;
    }
    for (const auto& [point, sums] : mine)
      by_point[point].push_back(sums.second > 0 ? sums.first / sums.second
                                                : std::numeric_limits<double>::quiet_NaN());
  }
  series s;
  const double middle = (per_point - 1) / 2.0;
  for (const auto& [point, values] : by_point) {
    if (2 * values.size() >= c.runs.size()) add(s, point * per_point + middle, values);
  }
  return s;
}

series along_layers(const lab::candidate_summary& c, moment when, double lab::layer_probe::*value) {
  std::vector<std::vector<double>> by_layer;
  for (const lab::run& run : c.runs) {
    const lab::epoch_record* record = record_at(run, when);
    if (!record) continue;
    by_layer.resize(std::max(by_layer.size(), record->layers.size()));
    for (std::size_t i = 0; i < record->layers.size(); ++i) by_layer[i].push_back(record->layers[i].*value);
  }
  series s;
  s.points = true;
  for (std::size_t i = 0; i < by_layer.size(); ++i) add(s, static_cast<double>(i + 1), by_layer[i]);
  return s;
}

layer_epochs over_layers_and_epochs(const lab::candidate_summary& c, double lab::layer_probe::*value,
                                    std::size_t columns) {
  layer_epochs out;
  std::size_t layers = 0;
  for (const lab::run& run : c.runs) {
    for (const lab::epoch_record& e : run.curve) {
      out.last_epoch = std::max(out.last_epoch, e.epoch);
      if (!e.layers.empty())
        layers = std::max(layers, e.layers.size() - 1);  // the last one is the output layer
    }
  }
  const std::size_t epochs = out.last_epoch + std::size_t{1};
  const std::size_t per_column = (epochs + columns - 1) / columns;
  const std::size_t used = (epochs + per_column - 1) / per_column;
  out.cells.assign(layers, std::vector<double>(used, std::numeric_limits<double>::quiet_NaN()));
  for (std::size_t i = 0; i < layers; ++i) {
    std::vector<std::vector<double>> values(used);
    for (const lab::run& run : c.runs) add_column_values(run, i, per_column, value, values);
    for (std::size_t k = 0; k < used; ++k) {
      if (values[k].empty()) continue;
      out.cells[i][k] = lab::median(values[k]);
      out.largest = std::max(out.largest, out.cells[i][k]);
    }
  }
  return out;
}

}  // namespace hillock::report
