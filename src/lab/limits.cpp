// SPDX-License-Identifier: Apache-2.0
// What the evidence of one experiment cannot say, with its own numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>

#include "lab/verdict.hpp"
#include "lab/wording.hpp"

namespace hillock::lab {
namespace {

using sentences = std::vector<std::string>;

std::string setting(const result& r, std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : r.configuration)
    if (std::find(names.begin(), names.end(), name) != names.end()) return value;
  return "";
}

const candidate_summary* find(const result& r, const std::string& name) {
  const auto c =
      std::find_if(r.candidates.begin(), r.candidates.end(), [&](const auto& x) { return x.name == name; });
  return c == r.candidates.end() ? nullptr : &*c;
}

const candidate_summary* best_on_validation(const result& r) {
  const candidate_summary* best = nullptr;
  for (const candidate_summary& c : r.candidates)
    if (!c.runs.empty() && (best == nullptr || c.validation.mean > best->validation.mean)) best = &c;
  return best;
}

std::size_t fewest_runs(const result& r) {
  std::size_t fewest = r.candidates.empty() ? 0 : r.candidates.front().runs.size();
  for (const candidate_summary& c : r.candidates) fewest = std::min(fewest, c.runs.size());
  return fewest;
}

// The standard deviation of the differences by seed between a candidate and the baseline; nothing below two
// pairs.
std::optional<double> deviation_of_differences(const candidate_summary& a, const candidate_summary& b) {
  std::map<std::uint64_t, double> scores;
  for (const run& x : b.runs) scores[x.seed] = x.test;
  std::vector<double> differences;
  for (const run& x : a.runs)
    if (const auto y = scores.find(x.seed); y != scores.end()) differences.push_back(x.test - y->second);
  if (differences.size() < 2) return std::nullopt;
  double mean = 0, squares = 0;
  for (double d : differences) mean += d / static_cast<double>(differences.size());
  for (double d : differences) squares += (d - mean) * (d - mean);
  return std::sqrt(squares / static_cast<double>(differences.size() - 1));
}

void about_data(const result& r, sentences& out) {
  const std::size_t rows = r.data.train.rows + r.data.validation.rows + r.data.test.rows;
  out.push_back(
      fmt::format("This is one data set ({}, {} rows); another may order the activations differently.",
                  r.data.name, words::thousands(rows)));
  std::string text =
      "The seeds vary the initial weights and the order of the batches, not the split: the intervals leave "
      "out "
      "the chance in which rows became the test part";
  const candidate_summary* best = best_on_validation(r);
  const std::size_t test = r.data.test.rows;
  if (r.score_name == "accuracy" && best != nullptr && test > 0) {
    // Laplace's two extra rows keep an accuracy of 100 % from claiming an error of 0.
    const double n = static_cast<double>(test) + 2, p = (best->test.mean * static_cast<double>(test) + 1) / n;
    const words::scale scale(r.score_name);
    const double error = std::sqrt(p * (1 - p) / n);
    text += fmt::format(
        ". With {} test rows one row is {}, and {}'s accuracy of {} has a standard error of {} from the "
        "choice of rows alone",
        words::thousands(test), scale.amount(1 / static_cast<double>(test)), best->name,
        scale.score(best->test.mean), scale.amount(error));
  }
  out.push_back(text + ".");
}

void about_budget(const result& r, sentences& out) {
  sentences parts;
  if (const auto model = setting(r, {"model"}); !model.empty()) parts.push_back(model);
  if (const auto optimizer = setting(r, {"optimizer"}); !optimizer.empty()) parts.push_back(optimizer);
  if (const auto epochs = setting(r, {"epochs"}); !epochs.empty() && epochs != "0")
    parts.push_back("at most " + epochs + " epochs");
  const std::string what = parts.empty() ? "" : " (" + fmt::format("{}", fmt::join(parts, ", ")) + ")";
  out.push_back("It holds for this model and budget" + what +
                "; wider, deeper or longer-trained networks may order the activations differently.");
  std::set<std::size_t> grid;
  for (const candidate_summary& c : r.candidates) grid.insert(c.tuning.size());
  if (grid.empty()) return;
  if (*grid.rbegin() > 1)
    out.push_back(fmt::format(
        "Each candidate's learning rate is the best of {} on validation; a finer search may help some "
        "more than others.",
        *grid.rbegin()));
  else
    out.push_back("All candidates share one learning rate, which may suit some better than others.");
}

void about_seeds(const result& r, double margin, sentences& out) {
  const std::size_t n = fewest_runs(r), comparisons = r.candidates.size() - 1;
  const candidate_summary* baseline = find(r, r.baseline);
  if (comparisons == 0 || baseline == nullptr || n == 0) return;
  const unsigned least = fewest_pairs(comparisons);
  const words::scale scale(r.score_name);
  if (n < least) {
    out.push_back(
        fmt::format("With {} no difference can reach p<0.05{}; at least {} are needed.", words::seeds(n),
                    comparisons > 1 ? fmt::format(" after Holm over {} comparisons", comparisons) : "",
                    words::seeds(least)));
  } else {
    std::vector<double> deviations;
    for (const candidate_summary& c : r.candidates)
      if (&c != baseline)
        if (const auto d = deviation_of_differences(c, *baseline)) deviations.push_back(*d);
    std::sort(deviations.begin(), deviations.end());
    const double typical = deviations.empty() ? 0 : deviations[(deviations.size() - 1) / 2];
    if (typical > 0)
      out.push_back(
          fmt::format("{} find a difference from {} of {} with 80 % probability (for the candidate of median "
                      "spread); smaller ones may stay "
                      "open.",
                      words::seeds(n), r.baseline,
                      scale.amount(detectable_difference(typical, static_cast<unsigned>(n),
                                                         0.05 / static_cast<double>(comparisons)))));
  }
  // Of two seeds the interval reaches from one to the other, which holds the mean of any symmetric law every
  // second time. Measured (docs/statistics.md): 72 % at 3, 84 % at 5, 87 % at 6, 88 % at 8, 90 % at 10, 92 %
  // at 15, 93 % at 20.
  if (n == 1)
    out.push_back("One seed has no interval: nothing here tells luck from merit.");
  else if (n < 20)
    out.push_back(
        fmt::format("Bootstrap intervals of few seeds are somewhat narrow: with {}, those called 95 % hold "
                    "the true mean about "
                    "{} times in 100.",
                    words::seeds(n),
                    n < 3    ? "50"
                    : n < 5  ? "70"
                    : n < 8  ? "85"
                    : n < 15 ? "90"
                             : "92"));
  out.push_back(fmt::format(
      "\"Tied\" means that the whole 95 % interval of the difference lies within {}, not that the two are "
      "the same.",
      scale.within(margin)));
  out.push_back(
      "The p-values are adjusted for the candidates of this experiment, not for further experiments on the "
      "same test part: repeating until one looks good makes them too small.");
}

void about_runs(const result& r, sentences& out) {
  for (const candidate_summary& c : r.candidates) {
    const auto diverged =
        std::count_if(c.runs.begin(), c.runs.end(), [](const run& x) { return x.diverged; });
    if (diverged > 0)
      out.push_back(fmt::format(
          "{} of {} runs of {} diverged; they are kept and count as the best constant guess ({}).", diverged,
          c.runs.size(), c.name, words::scale(r.score_name).score(r.chance)));
  }
  if (!r.complete) out.push_back("The experiment is unfinished; the same command resumes it.");
  out.push_back("Times per step are this machine's.");
}

}  // namespace

std::vector<std::string> limits(const result& r, double margin) {
  sentences out;
  if (r.candidates.empty()) return out;
  about_data(r, out);
  about_budget(r, out);
  about_seeds(r, margin, out);
  about_runs(r, out);
  return out;
}

}  // namespace hillock::lab
