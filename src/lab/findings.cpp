// SPDX-License-Identifier: Apache-2.0
#include "lab/findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "lab/medians.hpp"
#include "lab/symptoms.hpp"
#include "lab/verdict.hpp"

namespace hillock::lab {
namespace {

// AUTOTRAINER (Zhang et al., ICSE 2021): the first layer's gradient below 10^-3 of the last one's vanishes,
// above 70 times explodes. The same factor serves for a signal that grows on its way forward, and for
// gradients that are out of all proportion to the other candidates': where signal and gradient both grow,
// every layer's weights have the same huge gradient and the ratio of first to last sees nothing.
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

struct case_file {
  const candidate_summary& candidate;
  std::vector<symptoms> runs;
  bool badly = false;
  double ratio = 1, growth = 1, size = 0;  // medians over runs
  double predicted = 1;
  double other_ratio = 0;  // median over the other candidates; 0: there are none
  double other_size = 0;   // the largest among those whose own gradient does not vanish; 0: there are none
  std::size_t layers = 0;

  severity fault_if(bool grave = true) const {
    return badly && grave ? severity::fault : severity::worth_a_look;
  }
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

/// "10^5", "320", "30", "1.8".
std::string factor(double f) {
  if (!std::isfinite(f)) return "infinitely many";
  if (f < 9.95) return fmt::format("{:.1f}", f);
  if (f < 99.5) return fmt::format("{:.0f}", f);
  if (f < 995) return fmt::format("{:.0f}", 10 * std::round(f / 10));
  return fmt::format("10^{:.0f}", std::log10(f));
}

std::string fold(double f) { return std::isfinite(f) ? factor(f) + "-fold" : "infinitely"; }

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
  if (c.other_ratio > 0) parts.push_back(fmt::format("in the other candidates it {}", change(c.other_ratio)));
  return parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, "; "));
}

void add_gradient(const case_file& c, std::vector<finding>& out) {
  if (c.layers < 2) return;
  const bool stands_out =
      c.predicted < shrinks && c.ratio < shrinks && c.ratio < shrinks_relative * c.other_ratio;
  if (c.ratio < vanishes || stands_out)
    out.push_back({"vanishing", c.fault_if(),
                   fmt::format("its gradient {} from layer {} to layer 1{}",
                               c.ratio > 0 ? change(c.ratio) : "dies out", c.layers, against(c))});
  else if (c.ratio > explodes)
    out.push_back({"exploding", c.fault_if(),
                   fmt::format("its gradient grows {} from layer {} to layer 1{}", fold(c.ratio), c.layers,
                               against(c))});
  else if (c.growth > explodes)
    out.push_back(
        {"exploding", c.fault_if(),
         fmt::format("its signal grows {} from layer 1 to layer {}{}", fold(c.growth), c.layers,
                     c.other_size > 0 && c.size > c.other_size
                         ? fmt::format(", and its gradients are {} times the largest of the other candidates",
                                       factor(c.size / c.other_size))
                         : "")});
  else if (c.other_size > 0 && c.size > explodes * c.other_size)
    out.push_back({"exploding", c.fault_if(),
                   fmt::format("its gradients are {} times the largest of the other candidates at the start",
                               factor(c.size / c.other_size))});
}

void add_units(const case_file& c, std::vector<finding>& out) {
  const worst_layer dead = worst_of(c, &layer_probe::dead), nearly = worst_of(c, &layer_probe::nearly_dead);
  if (dead.value > worth_a_line)
    out.push_back(
        {"dead", c.fault_if(dead.value > layer_fails),
         fmt::format("{} of the units in layer {} are dead: their slope is zero on every probe example",
                     percent(dead.value), dead.layer)});
  else if (nearly.value > worth_a_line)
    out.push_back({"nearly_dead", c.fault_if(nearly.value > layer_fails),
                   fmt::format("{} of the units in layer {} are active on at most 1 % of the probe examples",
                               percent(nearly.value), nearly.layer)});
  const worst_layer saturated = worst_of(c, &layer_probe::saturated);
  if (saturated.value > worth_a_line)
    out.push_back(
        {"saturated", c.fault_if(saturated.value > layer_fails),
         fmt::format("{} of the units in layer {} are saturated: slope below 1 % of its maximum on most "
                     "probe examples",
                     percent(saturated.value), saturated.layer)});
}

void add_information(const case_file& c, std::vector<finding>& out) {
  const worst_layer centre = worst_of(c, &layer_probe::zero_centredness),
                    zeros = worst_of(c, &layer_probe::zeros);
  if (centre.value > off_centre)
    out.push_back(
        {"not_centred", severity::information,
         fmt::format("its outputs in layer {} are not centred: |mean| is {:.1f} times the deviation",
                     centre.layer, centre.value)});
  if (zeros.value > 0.5)
    out.push_back(
        {"sparse", severity::information,
         fmt::format("{} of its outputs in layer {} are exact zeros, which is information, not a fault",
                     percent(zeros.value), zeros.layer)});
}

void add_divergence(const case_file& c, std::vector<finding>& out) {
  if (c.candidate.diverged == 0) return;
  if (!c.candidate.has_score()) {
    out.push_back(
        {"diverged", c.fault_if(),
         fmt::format("every run diverged ({}): a loss or weight was not finite", c.candidate.runs.size())});
    return;
  }
  out.push_back(
      {"diverged", c.fault_if(),
       fmt::format("{} of {} runs diverged (a loss or weight was not finite); they score no better than "
                   "the worst of the others",
                   c.candidate.diverged, c.candidate.runs.size())});
}

std::vector<finding> findings_of(const case_file& c) {
  std::vector<finding> out;
  add_divergence(c, out);
  if (!c.runs.empty()) {
    add_gradient(c, out);
    add_units(c, out);
    add_information(c, out);
  }
  const auto worst = std::max_element(out.begin(), out.end(),
                                      [](const finding& a, const finding& b) { return a.weight < b.weight; });
  if (worst == out.end() || worst->weight == severity::information)
    out.insert(out.begin(),
               {"healthy", severity::information,
                c.badly ? "it falls behind, though its layers show no cause: what it lacks is not signal"
                        : "its layers show nothing unusual"});
  return out;
}

/// By more than does not matter.
bool is_worse_than_best(const std::string& candidate, const std::vector<verdict>& against_best,
                        double margin) {
  return std::any_of(against_best.begin(), against_best.end(), [&](const verdict& v) {
    return v.candidate == candidate && v.says == judgement::worse && std::fabs(v.difference) > margin;
  });
}

void look_at_others(std::vector<case_file>& cases) {
  for (case_file& mine : cases) {
    std::vector<double> ratios;
    for (const case_file& other : cases) {
      if (&other == &mine || other.runs.empty()) continue;
      ratios.push_back(other.ratio);
      if (other.ratio >= shrinks) mine.other_size = std::max(mine.other_size, other.size);
    }
    if (!ratios.empty()) mine.other_ratio = median(std::move(ratios));
  }
}

double median_of(const std::vector<symptoms>& runs, double symptoms::*what, double none) {
  std::vector<double> values;
  for (const symptoms& s : runs)
    if (!std::isnan(s.*what)) values.push_back(s.*what);
  return values.empty() ? none : median(std::move(values));
}

}  // namespace

void judge_health(result& r, std::span<const double> predicted) {
  const bool hopeless = all_at_chance(r);
  const std::vector<verdict> verdicts = against_best(r);
  std::vector<case_file> cases;
  for (std::size_t i = 0; i < r.candidates.size(); ++i) {
    case_file c{r.candidates[i], {}};
    for (const run& each : r.candidates[i].runs) {
      if (each.diverged || each.curve.empty() || each.curve.back().layers.size() < 2) continue;
      c.runs.push_back(symptoms_of(each));
      c.layers = each.curve.back().layers.size() - 1;
    }
    c.badly = hopeless || is_worse_than_best(r.candidates[i].name, verdicts, r.margin);
    c.ratio = median_of(c.runs, &symptoms::gradient_ratio, 1);
    c.growth = median_of(c.runs, &symptoms::signal_growth, 1);
    c.size = median_of(c.runs, &symptoms::gradient_size, 0);
    c.predicted = predicted[i];
    cases.push_back(std::move(c));
  }
  look_at_others(cases);
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (!r.candidates[i].runs.empty()) r.candidates[i].health = findings_of(cases[i]);
}

}  // namespace hillock::lab
