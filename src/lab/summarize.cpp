// SPDX-License-Identifier: Apache-2.0
#include "lab/summarize.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "lab/evaluate.hpp"
#include "lab/findings.hpp"
#include "lab/mean_field.hpp"
#include "lab/medians.hpp"
#include "lab/statistics.hpp"
#include "lab/train.hpp"
#include "lab/verdict.hpp"
#include "nn/initializer.hpp"

namespace hillock::lab {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
// What "steps to target" counts to, as a share of the way from chance to the best candidate's median
// validation score.
constexpr double target_share = 0.9;

/// Score and loss on validation of one tuning run; a diverged one has the score of chance and no loss worth
/// comparing.
struct trial {
  double score = 0, loss = 0;
};

/// Mean over the tuning seeds, empty while runs are missing.
std::optional<trial> trial_of(const std::string& candidate, double rate, std::span<const record> records) {
  trial mean;
  for (const std::uint64_t seed : tuning_seeds) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const record& r) {
      const run& f = r.finished;
      return f.tuning && f.candidate == candidate && f.seed == seed && f.learning_rate == rate;
    });
    if (found == records.end()) return std::nullopt;
    const run& f = found->finished;
    mean.score += f.validation / std::size(tuning_seeds);
    mean.loss += (f.diverged || f.curve.empty() ? infinite : f.curve.front().validation_loss) /
                 std::size(tuning_seeds);
  }
  return mean;
}

estimate estimate_of(const std::vector<run>& runs, double run::*score) {
  std::vector<double> values;
  for (const run& r : runs) values.push_back(r.*score);
  return values.empty() ? estimate{} : bca_mean(values);
}

double gain_of(const settings& s, const activation& f) {
  if (s.scheme == "gain") return nn::computed_gain(f);
  return s.scheme == "he" ? std::numbers::sqrt2 : 1;
}

/// A summary's runs, by seed.
void collect(candidate_summary& c, std::span<const record> records) {
  for (const record& r : records) {
    if (r.finished.tuning || r.finished.candidate != c.name) continue;
    c.runs.push_back(r.finished);
    c.diverged += r.finished.diverged ? 1u : 0u;
    if (r.map) c.map = r.map;
  }
  std::sort(c.runs.begin(), c.runs.end(), [](const run& a, const run& b) { return a.seed < b.seed; });
}

void estimate_scores(candidate_summary& c) {
  c.test = estimate_of(c.runs, &run::test);
  c.validation = estimate_of(c.runs, &run::validation);
  std::vector<double> seconds;
  for (const run& r : c.runs) seconds.push_back(r.seconds_per_step);
  c.microseconds_per_step = 1e6 * median(std::move(seconds));
}

double best_validation_score(const run& r) {
  double best = -infinite;
  for (const epoch_record& e : r.curve) best = std::max(best, e.validation_score);
  return best;
}

/// Chance + 90 % of what the best candidate's median seed gains over it on validation.
double target_of(const result& r) {
  double best = -infinite;
  for (const candidate_summary& c : r.candidates) {
    if (c.runs.empty()) continue;
    std::vector<double> scores;
    for (const run& each : c.runs) scores.push_back(best_validation_score(each));
    best = std::max(best, median(std::move(scores)));
  }
  return best > r.chance ? r.chance + target_share * (best - r.chance) : infinite;
}

void count_steps(result& r, const settings& s) {
  const double target = target_of(r);
  r.target_score = std::isfinite(target) ? target : r.chance;
  for (candidate_summary& c : r.candidates) {
    std::vector<double> steps;
    for (run& each : c.runs) {
      for (const epoch_record& e : each.curve)
        if (!each.steps_to_target && e.validation_score >= target)
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

/// A verdict says that a candidate loses; where its layers show why, it says that first.
void explain(result& r) {
  for (verdict& v : r.verdicts) {
    if (v.says != judgement::worse) continue;
    for (const candidate_summary& c : r.candidates) {
      if (c.name != v.candidate) continue;
      const auto fault =
          std::find_if(c.health.begin(), c.health.end(), [](const finding& f) { return f.fault; });
      if (fault != c.health.end())
        v.sentence = fmt::format("{} fails: {}. {}", c.name, fault->sentence, v.sentence);
    }
  }
}

std::vector<std::string> held_equal(const settings& s, const data::split_data& d) {
  const experiment_options& o = s.options;
  std::vector<std::string> out;
  out.push_back(fmt::format(
      "One split of the data for all: {} training, {} validation and {} test rows (split seed {}); "
      "features standardised with the training part's statistics.",
      d.train.rows, d.validation.rows, d.test.rows, o.split.seed));
  out.push_back(
      fmt::format("The same {} seed{} (1 to {}): a seed gives every candidate the same random draws for its "
                  "initial weights and the same order of batches.",
                  o.seeds, o.seeds == 1 ? "" : "s", o.seeds));
  out.push_back(s.scheme == "gain"
                    ? "The draws are scaled by the gain computed for each activation, which keeps the "
                      "signal's variance."
                    : fmt::format("The draws are scaled by the scheme {}, the same for all.", s.scheme));
  out.push_back(
      fmt::format("Model {}, {} in batches of {}{}, at most {} epochs of {} steps; training stops after {} "
                  "epochs without a better validation loss.",
                  o.model, o.optimizer, s.batch,
                  s.weight_decay > 0 ? fmt::format(" (weight decay {})", s.weight_decay) : "", o.epochs,
                  s.steps_per_epoch, o.patience));
  out.push_back(
      s.tunes()
          ? fmt::format("Each candidate's learning rate is the best of {} by mean validation score over {} "
                        "tuning seeds of {} epochs; tuning never sees the test part.",
                        fmt::join(s.learning_rates, ", "), std::size(tuning_seeds), s.tuning_epochs)
          : fmt::format("Learning rate {} for all.", s.learning_rates.front()));
  out.push_back(
      "The test part was scored once per run, with the weights of the best validation epoch; diverged runs "
      "are "
      "kept and count as the best constant guess.");
  return out;
}

}  // namespace

result blank_result(const settings& s, const data::split_data& data) {
  result r;
  r.configuration = to_configuration(s.options);
  r.configuration_hash = hash_of(r.configuration, data.hash);
  r.data = data;
  r.score_name = data.task == data::task::regression ? "R²" : "accuracy";
  r.chance = chance_score(data.test, data.task);
  r.target_score = r.chance;
  r.baseline = s.options.baseline;
  for (const activation& f : s.candidates) {
    candidate_summary c;
    c.name = f.to_string();
    for (const auto& p : f.card().parameters) c.parameters.emplace_back(p.name, f.parameter(p.name));
    c.init = s.scheme;
    c.gain = gain_of(s, f);
    if (!s.tunes()) c.learning_rate = s.learning_rates.front();
    r.candidates.push_back(std::move(c));
  }
  r.held_equal = held_equal(s, data);
  r.warnings = s.warnings;
  return r;
}

std::vector<std::pair<double, double>> tuning_scores(const settings& s, const std::string& candidate,
                                                     std::span<const record> records) {
  std::vector<std::pair<double, double>> scores;
  if (!s.tunes()) return scores;
  for (const double rate : s.learning_rates)
    if (const auto mean = trial_of(candidate, rate, records)) scores.emplace_back(rate, mean->score);
  return scores;
}

double choose_learning_rate(const settings& s, const std::string& candidate,
                            std::span<const record> records) {
  if (!s.tunes()) return s.learning_rates.front();
  double chosen = 0;
  trial best{-infinite, infinite};
  for (const double rate : s.learning_rates) {
    const auto mean = trial_of(candidate, rate, records);
    if (!mean) continue;
    if (mean->score > best.score || (mean->score == best.score && mean->loss < best.loss))
      chosen = rate, best = *mean;
  }
  return chosen;
}

void summarize(result& r, const settings& s, std::span<const record> records) {
  std::vector<double> predicted;
  for (std::size_t i = 0; i < r.candidates.size(); ++i) {
    candidate_summary& c = r.candidates[i];
    collect(c, records);
    c.tuning = tuning_scores(s, c.name, records);
    c.learning_rate = choose_learning_rate(s, c.name, records);
    estimate_scores(c);
    predicted.push_back(predict(initial_network(s, r.data, i, 1)).gradient_ratio);
  }
  r.complete = std::all_of(r.candidates.begin(), r.candidates.end(),
                           [&](const candidate_summary& c) { return c.runs.size() == s.options.seeds; });
  count_steps(r, s);
  judge_health(r.candidates, predicted, r.chance);
  r.verdicts = compare_with_baseline(r.candidates, r.baseline, default_margin, 0.05, r.score_name);
  explain(r);
  r.headline = headline(r);
  r.limits = limits(r);
  r.code = evidence_code(r);
  measure_costs(r, records);
}

}  // namespace hillock::lab
