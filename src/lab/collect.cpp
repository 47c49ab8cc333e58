// SPDX-License-Identifier: Apache-2.0
#include "lab/collect.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/comparison.hpp"
#include "lab/medians.hpp"

namespace hillock::lab {
namespace {

estimate estimate_of(const candidate_summary& c, double run::*score) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (!c.has_score()) return {none, none, none};
  std::vector<double> values;
  for (const run& r : c.runs) values.push_back(r.*score);
  return bca_mean(values);
}

/// An interval widened by a normal error may reach beyond what a score can be.
estimate within_reach(estimate e, const metrics::metric& by) {
  const double worst = by.shown_as == metrics::unit::share ? 1 - by.best : -gain_of(by) * infinite;
  const auto [least, most] = std::minmax(by.best, worst);
  e.low = std::clamp(e.low, least, most), e.high = std::clamp(e.high, least, most);
  return e;
}

/// A summary's runs, by seed.
void take_runs(candidate_summary& c, const settings& s, std::span<const record> records) {
  const std::uint64_t first = s.options.first_seed;
  for (const record& r : records) {
    const run& f = r.finished;
    if (f.candidate != c.name || f.seed < first || f.seed - first >= s.options.seeds) continue;
    c.runs.push_back(f);
    c.diverged += f.diverged ? 1u : 0u;
    if (r.map && f.seed == first) c.map = r.map;
  }
  std::sort(c.runs.begin(), c.runs.end(), [](const run& a, const run& b) { return a.seed < b.seed; });
}

/// A diverged run scores no better than the worst run that did not, nor than a constant guess: it must not
/// gain from having no score where others have a bad one.
void score_diverged_runs(result& r) {
  const double gain = gain_of(*r.metric);
  double test = infinite, validation = infinite;  // gains
  for (const candidate_summary& c : r.candidates)
    for (const run& each : c.runs) {
      test = std::min(test, gain * each.chance), validation = std::min(validation, gain * each.chance);
      if (each.diverged) continue;
      test = std::min(test, gain * each.test), validation = std::min(validation, gain * each.validation);
    }
  for (candidate_summary& c : r.candidates)
    for (run& each : c.runs)
      if (each.diverged) each.test = gain * test, each.validation = gain * validation;
}

std::vector<named_score> mean_scores(const std::vector<run>& runs, std::vector<named_score> run::*scores) {
  std::vector<named_score> means;
  std::vector<double> counts;
  for (const run& each : runs)
    for (std::size_t i = 0; i < (each.*scores).size(); ++i) {
      const named_score& one = (each.*scores)[i];
      if (i == means.size()) means.push_back({one.name, 0}), counts.push_back(0);
      if (std::isfinite(one.score)) means[i].score += one.score, ++counts[i];
    }
  for (std::size_t i = 0; i < means.size(); ++i)
    means[i].score = counts[i] > 0 ? means[i].score / counts[i] : std::numeric_limits<double>::quiet_NaN();
  return means;
}

std::vector<std::vector<double>> mean_confusion(const std::vector<run>& runs, std::size_t classes) {
  std::vector<std::vector<double>> mean(classes, std::vector<double>(classes));
  double counted = 0;
  for (const run& each : runs) {
    if (each.confusion.size() != classes * classes) continue;
    ++counted;
    for (std::size_t i = 0; i < each.confusion.size(); ++i)
      mean[i / classes][i % classes] += each.confusion[i];
  }
  if (counted == 0) return {};
  for (auto& row : mean)
    for (double& cell : row) cell /= counted;
  return mean;
}

std::vector<rate_summary> rates_of(const std::vector<run>& runs) {
  std::vector<rate_summary> rates;
  for (const run& each : runs) {
    rates.resize(std::max(rates.size(), each.tried.size()));
    for (std::size_t i = 0; i < each.tried.size(); ++i) {
      const trial& t = each.tried[i];
      rates[i].learning_rate = t.learning_rate;
      rates[i].validation += t.validation;  // a sum as yet
      rates[i].chosen += t.learning_rate == each.learning_rate ? 1u : 0u;
      rates[i].diverged += t.diverged ? 1u : 0u;
    }
  }
  for (rate_summary& each : rates)
    if (each.diverged < runs.size()) each.validation /= static_cast<double>(runs.size() - each.diverged);
  return rates;
}

void estimate_scores(candidate_summary& c, const result& r) {
  const comparison_rules rules = rules_of(r);
  std::vector<row_scores> rows;
  for (const run& each : c.runs) rows.push_back(each.by_row);
  c.test = within_reach(widened(estimate_of(c, &run::test), deviation_from_rows(rows, rules)), *r.metric);
  c.validation = estimate_of(c, &run::validation);
  c.test_scores = mean_scores(c.runs, &run::test_scores);
  c.validation_scores = mean_scores(c.runs, &run::validation_scores);
  c.confusion = mean_confusion(c.runs, r.data.class_names.size());
  c.rates = rates_of(c.runs);
  std::vector<double> seconds, chosen;
  for (const run& r : c.runs) seconds.push_back(r.seconds_per_step), chosen.push_back(r.learning_rate);
  c.microseconds_per_step = 1e6 * median(std::move(seconds));
  if (!chosen.empty()) c.learning_rate = median(std::move(chosen));
}

}  // namespace

void collect(result& r, const settings& s, std::span<const record> records) {
  for (candidate_summary& c : r.candidates) take_runs(c, s, records);
  score_diverged_runs(r);
  for (candidate_summary& c : r.candidates) estimate_scores(c, r);
}

}  // namespace hillock::lab
