// SPDX-License-Identifier: Apache-2.0
// Candidates with made-up test scores, for the tests of verdicts and headline.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "lab/verdict.hpp"

namespace hillock::lab::made_up {

using scores = std::vector<double>;

inline candidate_summary candidate(const std::string& name, const scores& test, double validation = 0.5) {
  candidate_summary c;
  c.name = name;
  for (std::size_t i = 0; i < test.size(); ++i) {
    run& r = c.runs.emplace_back();
    r.candidate = name;
    r.seed = i + 1;
    r.test = test[i];
  }
  if (!test.empty()) c.test = bca_mean(test);
  c.validation = {validation, validation, validation};
  return c;
}

// Ten baseline scores around 0.95, and the same with per-seed differences added (in points).
inline const scores base{0.948, 0.953, 0.951, 0.946, 0.955, 0.949, 0.952, 0.95, 0.952, 0.954};

inline scores plus(const scores& points) {
  scores sum = base;
  sum.resize(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) sum[i] += points[i] / 100;
  return sum;
}

inline const scores ahead = plus({1.1, 1.4, 0.8, 1.6, 1.2, 0.9, 1.3, 1.0, 1.5, 1.2});
inline const scores far_behind = plus({-30, -32, -31, -29, -33, -30, -31, -32, -30, -31});
inline const scores tied = plus({0.12, -0.21, 0.35, -0.1, 0.24, 0, -0.3, 0.11, 0.2, -0.14});
inline const scores noisy = plus({2, -1.5, 3, -2, 1.1, 2.5, -1, 2.2, -2.5, 0.5});

inline result experiment(std::vector<candidate_summary> candidates, const std::string& baseline = "relu",
                         double margin = 0.01, const char* metric = "accuracy") {
  result r;
  r.metric = metrics::find(metric);
  r.margin = margin;
  r.chance = 0.5;
  r.baseline = baseline;
  r.complete = true;
  r.candidates = std::move(candidates);
  r.data.name = "spirals";
  r.data.train.rows = 600;
  r.data.validation.rows = r.data.test.rows = 200;
  r.configuration = {{"model", "mlp:64x4"}, {"optimizer", "adam"}, {"epochs", "60"}};
  r.verdicts = compare_all(r);
  return r;
}

/// The verdicts on all others against the baseline, which is the best on validation too unless told
/// otherwise.
inline std::vector<verdict> against(std::vector<candidate_summary> candidates,
                                    const std::string& baseline = "relu", double margin = 0.01,
                                    const char* metric = "accuracy") {
  return experiment(std::move(candidates), baseline, margin, metric).verdicts;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace hillock::lab::made_up
