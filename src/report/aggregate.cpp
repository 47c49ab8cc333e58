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

series along_epochs(const lab::candidate_summary& c,
                    const std::function<double(const lab::epoch_record&)>& value) {
  std::map<unsigned, std::vector<double>> by_epoch;
  for (const lab::run& run : c.runs) {
    for (const lab::epoch_record& e : run.curve) by_epoch[e.epoch].push_back(value(e));
  }
  series s;
  for (const auto& [epoch, values] : by_epoch) {
    if (2 * values.size() >= c.runs.size()) add(s, epoch, values);
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
