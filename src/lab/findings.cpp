// SPDX-License-Identifier: Apache-2.0
#include "lab/findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "lab/medians.hpp"
#include "lab/statistics.hpp"

namespace hillock::lab {
namespace {

// AUTOTRAINER (Zhang et al., ICSE 2021): the first layer's gradient below 10^-3 of the last one's vanishes,
// above 70 times explodes.
constexpr double vanishes = 1e-3, explodes = 70;
// A shrinkage that AUTOTRAINER's absolute threshold misses is named where theory predicts a deep one for this
// depth and initialisation, and the other candidates do not share it.
constexpr double shrinks = 1e-2, shrinks_relative = 0.1;
// SageMaker Debugger (DeadRelu, SaturatedActivation): a layer fails with more than half of its units; above a
// tenth is worth a line.
constexpr double layer_fails = 0.5, worth_a_line = 0.1;
// The mean is larger than the spread: all of the next layer's weights get gradients of one sign more often
// than not.
constexpr double off_centre = 1;
// At chance: within two points of the best constant guess, or a tenth of the way from there to the best
// candidate.
constexpr double chance_points = 0.02, chance_share = 0.1;

struct case_file {
  const candidate_summary& candidate;
  std::vector<symptoms> runs;
  bool badly = false;
  double ratio = 1;  // median over runs
  double predicted = 1;
  double others = 1;  // median ratio of the other candidates
  std::size_t layers = 0;
};

/// A symptom in the layer that shows it most: medians over the runs, layer by layer.
struct worst_layer {
  double value = 0;
  std::size_t layer = 1;  // from 1
};

worst_layer worst_of(const case_file& c, double layer_probe::*what) {
  worst_layer worst;
  for (std::size_t i = 0; i < c.runs.front().hidden.size(); ++i) {
    std::vector<double> values;
    for (const symptoms& s : c.runs) values.push_back(s.hidden[i].*what);
    const double value = median(std::move(values));
    if (i == 0 || value > worst.value) worst = {value, i + 1};
  }
  return worst;
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

/// 10^5-fold, 320-fold, 30-fold, 1.8-fold.
std::string fold(double factor) {
  if (!std::isfinite(factor)) return "infinitely";
  if (factor < 9.95) return fmt::format("{:.1f}-fold", factor);
  if (factor < 99.5) return fmt::format("{:.0f}-fold", factor);
  if (factor < 995) return fmt::format("{:.0f}-fold", 10 * std::round(factor / 10));
  return fmt::format("10^{:.0f}-fold", std::log10(factor));
}

std::string change(double ratio) {
  if (ratio > 0.67 && ratio < 1.5) return "keeps its size";
  return ratio > 1 ? "grows " + fold(ratio) : "shrinks " + fold(1 / ratio);
}

/// What theory predicts and what the others show, for comparison.
std::string against(const case_file& c) {
  std::vector<std::string> parts;
  if (std::isfinite(c.predicted) && c.predicted > 0)
    parts.push_back(
        fmt::format("mean-field theory for this depth and initialisation: {}", change(c.predicted)));
  if (c.others > 0) parts.push_back(fmt::format("in the other candidates it {}", change(c.others)));
  return parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, "; "));
}

void add_gradient(const case_file& c, std::vector<finding>& out) {
  if (c.layers < 2) return;
  const bool stands_out = c.predicted < shrinks && c.ratio < shrinks && c.ratio < shrinks_relative * c.others;
  if (c.ratio < vanishes || stands_out)
    out.push_back({"vanishing", c.badly,
                   fmt::format("its gradient {} from layer {} to layer 1{}",
                               c.ratio > 0 ? change(c.ratio) : "dies out", c.layers, against(c))});
  else if (c.ratio > explodes)
    out.push_back({"exploding", c.badly,
                   fmt::format("its gradient grows {} from layer {} to layer 1{}", fold(c.ratio), c.layers,
                               against(c))});
}

void add_units(const case_file& c, std::vector<finding>& out) {
  const worst_layer dead = worst_of(c, &layer_probe::dead), nearly = worst_of(c, &layer_probe::nearly_dead);
  if (dead.value > worth_a_line)
    out.push_back(
        {"dead", c.badly && dead.value > layer_fails,
         fmt::format("{} of the units in layer {} are dead: their slope is zero on every probe example",
                     percent(dead.value), dead.layer)});
  else if (nearly.value > worth_a_line)
    out.push_back({"nearly_dead", c.badly && nearly.value > layer_fails,
                   fmt::format("{} of the units in layer {} are active on at most 1 % of the probe examples",
                               percent(nearly.value), nearly.layer)});
  const worst_layer saturated = worst_of(c, &layer_probe::saturated);
  if (saturated.value > worth_a_line)
    out.push_back(
        {"saturated", c.badly && saturated.value > layer_fails,
         fmt::format("{} of the units in layer {} are saturated: slope below 1 % of its maximum on most "
                     "probe examples",
                     percent(saturated.value), saturated.layer)});
}

void add_information(const case_file& c, std::vector<finding>& out) {
  const worst_layer centre = worst_of(c, &layer_probe::zero_centredness),
                    zeros = worst_of(c, &layer_probe::zeros);
  if (centre.value > off_centre)
    out.push_back(
        {"not_centred", false,
         fmt::format("its outputs in layer {} are not centred: |mean| is {:.1f} times the deviation",
                     centre.layer, centre.value)});
  if (zeros.value > 0.5)
    out.push_back(
        {"sparse", false,
         fmt::format("{} of its outputs in layer {} are exact zeros, which is information, not a fault",
                     percent(zeros.value), zeros.layer)});
}

void add_divergence(const candidate_summary& c, std::vector<finding>& out) {
  if (c.diverged == 0) return;
  out.push_back(
      {"diverged", true,
       fmt::format("{} of {} runs diverged (a loss or weight was not finite); they count with the score of "
                   "chance",
                   c.diverged, c.runs.size())});
}

std::vector<finding> findings_of(const case_file& c) {
  std::vector<finding> out;
  add_divergence(c.candidate, out);
  if (!c.runs.empty()) {
    add_gradient(c, out);
    add_units(c, out);
    add_information(c, out);
  }
  const bool fault = std::any_of(out.begin(), out.end(), [](const finding& f) { return f.fault; });
  const bool hint = std::any_of(
      out.begin(), out.end(), [](const finding& f) { return f.kind != "not_centred" && f.kind != "sparse"; });
  if (!fault)
    out.insert(out.begin(),
               {"healthy", false,
                hint      ? "nothing its layers show is grave enough to be called a fault"
                : c.badly ? "it falls behind, though its layers show no cause: what it lacks is not signal"
                          : "its layers show no fault"});
  return out;
}

}  // namespace

symptoms symptoms_of(const run& r) {
  symptoms s;
  const std::vector<layer_probe>*first = nullptr, *last = nullptr;
  double nearest = -1;
  for (const epoch_record& e : r.curve) {
    if (e.layers.size() < 2) continue;
    if (first == nullptr) first = &e.layers;
    last = &e.layers;
    if (e.epoch > 1 || e.layers.size() < 3) continue;
    const double ratio = e.layers.front().gradient_norm / e.layers[e.layers.size() - 2].gradient_norm;
    const double distance = ratio > 0 ? std::fabs(std::log(ratio)) : INFINITY;
    // 0/0: no gradient reaches even the last hidden layer; that is the dead units' finding, not a ratio.
    if (!std::isnan(ratio) && (nearest < 0 || distance < nearest))
      s.gradient_ratio = ratio, nearest = distance;
  }
  if (last == nullptr) return s;
  s.hidden.assign(last->begin(), last->end() - 1);
  return s;
}

bool does_badly(const candidate_summary& candidate, const candidate_summary& best, double chance) {
  const double above = candidate.test.mean - chance;
  if (above <= std::max(chance_points, chance_share * (best.test.mean - chance))) return true;
  if (&candidate == &best) return false;
  std::vector<double> differences;
  for (const run& mine : candidate.runs)
    for (const run& theirs : best.runs)
      if (mine.seed == theirs.seed) differences.push_back(mine.test - theirs.test);
  if (differences.empty()) return false;
  const estimate difference = bca_mean(differences);
  return difference.high < 0 && difference.mean < -default_margin;
}

void judge_health(std::vector<candidate_summary>& candidates, std::span<const double> predicted,
                  double chance) {
  const candidate_summary* best = nullptr;
  for (const candidate_summary& c : candidates)
    if (!c.runs.empty() && (best == nullptr || c.test.mean > best->test.mean)) best = &c;
  if (best == nullptr) return;

  std::vector<case_file> cases;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    case_file c{candidates[i], {}};
    std::vector<double> ratios;
    for (const run& r : candidates[i].runs) {
      if (r.diverged || r.curve.empty() || r.curve.back().layers.size() < 2) continue;
      c.runs.push_back(symptoms_of(r));
      c.layers = r.curve.back().layers.size() - 1;
      ratios.push_back(c.runs.back().gradient_ratio);
    }
    c.badly = !candidates[i].runs.empty() && does_badly(candidates[i], *best, chance);
    c.ratio = ratios.empty() ? 1 : median(std::move(ratios));
    c.predicted = predicted[i];
    cases.push_back(std::move(c));
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    std::vector<double> others;
    for (std::size_t j = 0; j < cases.size(); ++j)
      if (j != i && !cases[j].runs.empty()) others.push_back(cases[j].ratio);
    cases[i].others = others.empty() ? 0 : median(std::move(others));
  }
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (!candidates[i].runs.empty()) candidates[i].health = findings_of(cases[i]);
}

}  // namespace hillock::lab
