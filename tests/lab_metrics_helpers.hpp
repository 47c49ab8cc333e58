// SPDX-License-Identifier: Apache-2.0
// Rows with outputs and answers, for the tests of metrics.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/philox.hpp"
#include "lab/metrics/metric.hpp"

namespace hillock::lab::metrics::testing {

using values = std::vector<double>;

struct sample {
  data::task task = data::task::binary;
  std::size_t classes = 2;
  nn::matrix<float> logits;
  std::vector<std::int32_t> labels;
  std::vector<float> targets;
  double target_deviation = 1;

  truth answers() const { return {task, classes, labels, targets, target_deviation}; }

  double score(std::string_view name) const { return find(name)->score(logits, answers()); }
  values by_row(std::string_view name) const { return find(name)->by_row(logits, answers()); }
  double chance(std::string_view name) const { return find(name)->chance(answers()); }

  /// Row chosen[i] of this sample as row i.
  sample rows(std::span<const std::uint32_t> chosen) const {
    sample out{task, classes, {chosen.size(), logits.columns}, {}, {}, target_deviation};
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      for (std::size_t j = 0; j < logits.columns; ++j) out.logits(i, j) = logits(chosen[i], j);
      if (!labels.empty()) out.labels.push_back(labels[chosen[i]]);
      if (!targets.empty()) out.targets.push_back(targets[chosen[i]]);
    }
    return out;
  }
};

inline nn::matrix<float> matrix_of(std::size_t columns, std::vector<float> entries) {
  nn::matrix<float> m(entries.size() / columns, columns);
  m.values = std::move(entries);
  return m;
}

inline sample binary(std::vector<float> logits, std::vector<std::int32_t> labels) {
  return {data::task::binary, 2, matrix_of(1, std::move(logits)), std::move(labels), {}, 1};
}
inline sample of_classes(std::size_t classes, std::vector<float> logits, std::vector<std::int32_t> labels) {
  return {data::task::classes, classes, matrix_of(classes, std::move(logits)), std::move(labels), {}, 1};
}
inline sample regression(std::vector<float> predictions, std::vector<float> targets, double deviation = 1) {
  return {data::task::regression, 0, matrix_of(1, std::move(predictions)), {}, std::move(targets), deviation};
}

inline constexpr data::task every_task[] = {data::task::binary, data::task::classes, data::task::regression};

inline std::string name_of(data::task task) {
  return task == data::task::binary ? "binary" : task == data::task::classes ? "classes" : "regression";
}

/// Rows of two classes (35 : 65), of four (40 : 25 : 20 : 15) or of a target, and a net that leans to the
/// larger classes and to the mean, as nets do. Answers depend on `seed` alone, outputs on `net` too.
inline sample drawn(data::task task, std::size_t rows, std::uint64_t seed, std::uint64_t net = 0) {
  philox truth(seed, "truth"), noise(seed, "outputs", net);
  const bool several = task == data::task::classes;
  sample s{task, several ? 4u : task == data::task::binary ? 2u : 0u, {rows, several ? 4u : 1u}, {}, {}, 2.5};
  for (std::size_t i = 0; i < rows; ++i) {
    const double u = truth.uniform();
    if (task == data::task::regression) {
      // Larger targets have larger errors, as prices and ages do.
      const double y = truth.normal();
      s.targets.push_back(static_cast<float>(y));
      s.logits(i, 0) = static_cast<float>(0.4 * y + (0.1 + 0.2 * std::fabs(y)) * noise.normal());
    } else if (several) {
      s.labels.push_back(u < 0.4 ? 0 : u < 0.65 ? 1 : u < 0.85 ? 2 : 3);
      for (std::size_t j = 0; j < 4; ++j)
        s.logits(i, j) = static_cast<float>((j == static_cast<std::size_t>(s.labels[i]) ? 1.5 : 0) -
                                            0.5 * static_cast<double>(j) + noise.normal());
    } else {
      s.labels.push_back(u < 0.35 ? 1 : 0);
      s.logits(i, 0) = static_cast<float>((s.labels[i] == 1 ? 0.4 : -1.2) + noise.normal());
    }
  }
  return s;
}

inline double mean_of(const values& v) {
  return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

/// What adding n numbers of at most the largest one's size can lose to rounding, in their mean.
inline double rounding_of(const values& v) {
  double largest = 0;
  for (const double x : v) largest = std::max(largest, std::fabs(x));
  return static_cast<double>(v.size()) * 0x1p-52 * largest;
}

/// Rows of every kind that the laws are to hold for.
inline std::vector<sample> samples() {
  std::vector<sample> all;
  for (const data::task task : every_task)
    for (const std::size_t rows : {1u, 2u, 5u, 64u, 500u}) all.push_back(drawn(task, rows, rows));
  for (const std::int32_t rare : {0, 1}) {  // one row of one of the classes
    sample s = drawn(data::task::binary, 30, 7);
    for (std::int32_t& label : s.labels) label = 1 - rare;
    s.labels[11] = rare;
    all.push_back(s);
  }
  sample tied = drawn(data::task::classes, 200, 8);
  for (float& z : tied.logits.values) z = std::round(z);
  all.push_back(tied);
  sample lacking = drawn(data::task::classes, 100, 9);  // classes 1 and 3: without rows, and never guessed
  for (std::int32_t& label : lacking.labels) label = label / 2 * 2;
  for (std::size_t i = 0; i < 100; ++i) lacking.logits(i, 3) = -20;
  all.push_back(lacking);
  return all;
}

inline void for_each_metric(const std::function<void(const metric&, const sample&)>& check) {
  for (const sample& s : samples()) {
    for (const metric* m : of(s.task)) {
      SCOPED_TRACE(name_of(s.task) + " " + std::string(m->name) + ", " + std::to_string(s.answers().rows()) +
                   " rows");
      check(*m, s);
    }
  }
}

}  // namespace hillock::lab::metrics::testing
