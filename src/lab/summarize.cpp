// SPDX-License-Identifier: Apache-2.0
#include "lab/summarize.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include "lab/collect.hpp"
#include "lab/evaluate.hpp"
#include "lab/findings.hpp"
#include "lab/held_equal.hpp"
#include "lab/mean_field.hpp"
#include "lab/medians.hpp"
#include "lab/statistics.hpp"
#include "lab/train.hpp"
#include "lab/verdict.hpp"
#include "nn/initializer.hpp"

namespace hillock::lab {
namespace {

// What "steps to target" counts to, as a share of the way from chance to the best candidate's median
// validation score.
constexpr double target_share = 0.9;

double scale_of(const settings& s, const activation& f) {
  if (s.scheme == "gain") return nn::computed_gain(f);
  return s.scheme == "he" ? std::numbers::sqrt2 : 1;
}

/// Over the test parts of the seeds that have run; every candidate has the same.
double mean_chance(const result& r) {
  for (const candidate_summary& c : r.candidates) {
    if (c.runs.empty()) continue;
    double sum = 0;
    for (const run& each : c.runs) sum += each.chance;
    return sum / static_cast<double>(c.runs.size());
  }
  return r.chance;
}

/// Of a metric between chance and its best.
constexpr double margin_share = 0.01;

/// As a gain: more is better.
double best_validation_gain(const run& r, double gain) {
  double best = -infinite;
  for (const epoch_record& e : r.curve) best = std::max(best, gain * e.validation_score);  // NaN never is
  return best;
}

/// Chance + 90 % of what the best candidate's median seed gains over it on validation; as a gain, infinite
/// where nothing was gained.
double target_of(const result& r) {
  const double gain = gain_of(*r.metric), chance = gain * r.chance;
  double best = -infinite;
  for (const candidate_summary& c : r.candidates) {
    if (c.runs.empty()) continue;
    std::vector<double> gains;
    for (const run& each : c.runs) gains.push_back(best_validation_gain(each, gain));
    best = std::max(best, median(std::move(gains)));
  }
  return best > chance ? chance + target_share * (best - chance) : infinite;
}

void count_steps(result& r, const settings& s) {
  const double target = target_of(r), gain = gain_of(*r.metric);
  r.target_score = std::isfinite(target) ? gain * target : r.chance;
  for (candidate_summary& c : r.candidates) {
    std::vector<double> steps;
    for (run& each : c.runs) {
      for (const epoch_record& e : each.curve)
        if (!each.steps_to_target && gain * e.validation_score >= target)
          each.steps_to_target = e.epoch * static_cast<unsigned>(s.steps_per_epoch);
      steps.push_back(each.steps_to_target ? *each.steps_to_target : infinite);
      c.reached_target += each.steps_to_target ? 1u : 0u;
    }
    const double middle = median(std::move(steps));
    if (!c.runs.empty() && std::isfinite(middle)) c.median_steps_to_target = middle;
  }
}

void measure_costs(result& r, std::span<const record> records) {
  double all = 0, probes = 0;
  for (const record& each : records) {
    all += each.seconds;
    probes += each.seconds * each.finished.probe_share;
    r.seconds = std::max(r.seconds, each.elapsed);
  }
  r.probe_share = all > 0 ? probes / all : 0;
}

/// Candidates that were trained for an earlier question, by name.
std::vector<std::string> left_out(const result& r, std::span<const record> records) {
  std::set<std::string> names;
  for (const record& each : records) names.insert(each.finished.candidate);
  for (const candidate_summary& c : r.candidates) names.erase(c.name);
  return {names.begin(), names.end()};
}

/// Only those with fewer seeds can have led to asking for more.
void count_looks(result& r, unsigned seeds, std::vector<unsigned> looks) {
  std::erase_if(looks, [&](unsigned n) { return n >= seeds; });
  std::sort(looks.begin(), looks.end());
  looks.erase(std::unique(looks.begin(), looks.end()), looks.end());
  r.looks = looks;
  if (looks.empty()) return;
  looks.push_back(seeds);
  r.error_rate = error_of_looks(looks);
}

/// A verdict says that a candidate loses; where its layers show why, it says that first.
void explain(result& r) {
  for (verdict& v : r.verdicts) {
    if (v.says != judgement::worse) continue;
    for (const candidate_summary& c : r.candidates) {
      if (c.name != v.candidate) continue;
      const auto fault = std::find_if(c.health.begin(), c.health.end(),
                                      [](const finding& f) { return f.weight == severity::fault; });
      if (fault != c.health.end())
        v.sentence = fmt::format("{} fails: {}. {}", c.name, fault->sentence, v.sentence);
    }
  }
}

}  // namespace

result blank_result(const settings& s, const data::split_data& data) {
  result r;
  r.configuration = to_configuration(s.options);
  r.configuration_hash = hash_of(r.configuration, data.hash);
  r.data = data;
  r.fixed_split = s.options.fixed_split;
  r.first_seed = s.options.first_seed;
  r.metric = s.metric;
  r.metric_chosen = s.options.metric == "auto" && s.metric->name == "balanced_accuracy";
  r.chance = s.metric->chance(truth_of(data, data.test));
  r.target_score = r.chance;
  r.baseline = s.options.baseline;
  for (const activation& f : s.candidates) {
    candidate_summary c;
    c.name = f.to_string();
    for (const auto& p : f.card().parameters) c.parameters.emplace_back(p.name, f.parameter(p.name));
    c.init = s.scheme;
    c.gain = scale_of(s, f);
    c.learning_rate = s.learning_rates.front();
    r.candidates.push_back(std::move(c));
  }
  r.held_equal = held_equal(s, data);
  r.warnings = s.warnings;
  r.warnings.insert(r.warnings.end(), data.warnings.begin(), data.warnings.end());
  return r;
}

void summarize(result& r, const settings& s, std::span<const record> records, std::vector<unsigned> looks) {
  std::vector<double> predicted;
  collect(r, s, records);
  r.chance = mean_chance(r);
  r.margin = s.options.margin ? *s.options.margin : margin_share * std::fabs(r.metric->best - r.chance);
  for (std::size_t i = 0; i < r.candidates.size(); ++i)
    predicted.push_back(predict(initial_network(s, r.data, i, s.options.first_seed)).gradient_ratio);
  r.complete = std::all_of(r.candidates.begin(), r.candidates.end(),
                           [&](const candidate_summary& c) { return c.runs.size() == s.options.seeds; });
  count_looks(r, s.options.seeds, std::move(looks));
  r.left_out = left_out(r, records);
  count_steps(r, s);
  r.verdicts = compare_all(r);
  judge_health(r, predicted);
  explain(r);
  r.headline = headline(r);
  r.limits = limits(r);
  r.code = evidence_code(r);
  measure_costs(r, records);
}

}  // namespace hillock::lab
