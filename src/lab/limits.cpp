// SPDX-License-Identifier: Apache-2.0
// What the evidence of one experiment cannot say, with its own numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "lab/settings.hpp"
#include "lab/verdict.hpp"
#include "lab/wording.hpp"

namespace hillock::lab {
namespace {

using sentences = std::vector<std::string>;

std::size_t fewest_runs(const result& r) {
  std::size_t fewest = r.candidates.empty() ? 0 : r.candidates.front().runs.size();
  for (const candidate_summary& c : r.candidates) fewest = std::min(fewest, c.runs.size());
  return fewest;
}

// Of the candidate's verdicts against the baseline, the one of median uncertainty.
std::optional<verdict> typical(const result& r) {
  std::vector<verdict> known;
  for (const verdict& v : r.verdicts)
    if (v.reference == r.baseline && v.deviation > 0) known.push_back(v);
  if (known.empty()) return std::nullopt;
  const auto middle = known.begin() + static_cast<std::ptrdiff_t>((known.size() - 1) / 2);
  std::nth_element(known.begin(), middle, known.end(),
                   [](const verdict& a, const verdict& b) { return a.deviation < b.deviation; });
  return *middle;
}

// "With 200 test rows one row is 0.5 points."
std::string one_row(const result& r) {
  if (r.metric->name != "accuracy" || r.data.test.rows == 0) return "";
  return fmt::format(" With {} test rows one row is {}.", words::thousands(r.data.test.rows),
                     words::scale(*r.metric).amount(1 / static_cast<double>(r.data.test.rows)));
}

void about_data(const result& r, sentences& out) {
  const std::size_t rows = r.data.train.rows + r.data.validation.rows + r.data.test.rows;
  out.push_back(
      fmt::format("This is one data set ({}, {} rows); another may order the activations differently.",
                  r.data.name, words::thousands(rows)));
  if (r.fixed_split)
    out.push_back(
        "All seeds share one split, so everything here is said of this split: another may turn verdicts "
        "round. The seeds vary the initial weights and the order of the batches, and the intervals leave out "
        "the chance in which rows became the test part." +
        one_row(r));
  else if (r.data.given_test)
    out.push_back(
        "The test part was given, and each seed drew its own training and validation part, weights and "
        "order. The intervals carry the choice of the test rows as well as the seeds'." +
        one_row(r));
  else
    out.push_back(
        "Each seed drew its own split, weights and order; the intervals carry all three, and how single rows "
        "favour one candidate whatever the split. They are about new rows of the same kind, not about rows "
        "of another origin." +
        one_row(r));
}

void about_budget(const result& r, sentences& out) {
  sentences parts;
  if (const auto model = value_of(r.configuration, "model"); !model.empty()) parts.push_back(model);
  if (const auto optimizer = value_of(r.configuration, "optimizer"); !optimizer.empty())
    parts.push_back(optimizer);
  if (const auto epochs = value_of(r.configuration, "epochs"); !epochs.empty() && epochs != "0")
    parts.push_back("at most " + epochs + " epochs");
  const std::string what = parts.empty() ? "" : " (" + fmt::format("{}", fmt::join(parts, ", ")) + ")";
  out.push_back("It holds for this model and budget" + what +
                "; wider, deeper or longer-trained networks may order the activations differently.");
  std::set<std::size_t> grid;
  for (const candidate_summary& c : r.candidates) grid.insert(c.rates.size());
  if (grid.empty()) return;
  if (*grid.rbegin() > 1)
    out.push_back(fmt::format(
        "Each run's learning rate is the best of {} on its validation part; a finer search may help some "
        "candidates more than others.",
        *grid.rbegin()));
  else
    out.push_back("All candidates share one learning rate, which may suit some better than others.");
}

void about_seeds(const result& r, sentences& out) {
  const std::size_t n = fewest_runs(r), comparisons = r.verdicts.size();
  if (comparisons == 0 || n == 0) return;
  const unsigned least = fewest_pairs(comparisons);
  const words::scale scale(*r.metric);
  if (n < least) {
    out.push_back(
        fmt::format("With {} no difference can reach p<0.05{}; at least {} are needed.", words::seeds(n),
                    comparisons > 1 ? fmt::format(" after Holm over {} comparisons", comparisons) : "",
                    words::seeds(least)));
  } else if (const auto v = typical(r)) {
    const double deviation = std::hypot(v->deviation, std::sqrt(static_cast<double>(n)) * v->rows_deviation);
    out.push_back(
        fmt::format("{} find a difference from {} of {} with 80 % probability (for the candidate of median "
                    "spread); smaller ones may stay open.",
                    words::seeds(n), r.baseline,
                    scale.amount(detectable_difference(deviation, static_cast<unsigned>(n),
                                                       0.05 / static_cast<double>(comparisons)))));
  }
  if (!r.looks.empty()) {
    std::string counts;
    for (const unsigned look : r.looks) counts += fmt::format("{}, ", look);
    out.push_back(fmt::format(
        "The experiment was read with {}then with {}: who looks again until something is decided finds a "
        "difference between two equals in about {:.0f} % of cases instead of 5 %.",
        counts, words::seeds(n), 100 * r.error_rate));
  }
  if (!r.left_out.empty())
    out.push_back(fmt::format(
        "The journal also has runs of {}, which this question leaves out: p-values are adjusted for the "
        "comparisons shown, not for those that were seen and dropped.",
        words::listed(r.left_out)));
  // Of two seeds the interval reaches from one to the other, which holds the mean of any symmetric law every
  // second time. Measured (docs/statistics.md): 72 % at 3, 84 % at 5, 87 % at 6, 88 % at 8, 90 % at 10, 92 %
  // at 15, 93 % at 20.
  if (n == 1)
    out.push_back("One seed has no interval: nothing here tells luck from merit.");
  else if (n < 20)
    out.push_back(
        fmt::format("Bootstrap intervals of few seeds are somewhat narrow: with {}, those called 95 % hold "
                    "the true mean about {} times in 100.",
                    words::seeds(n),
                    n < 3    ? "50"
                    : n < 5  ? "70"
                    : n < 8  ? "85"
                    : n < 15 ? "90"
                             : "92"));
  out.push_back(fmt::format(
      "\"Tied\" means that the whole 95 % interval of the difference lies within {}, not that the two are "
      "the same.",
      scale.within(r.margin)));
  out.push_back(
      "The p-values are adjusted for the comparisons of this experiment, not for further experiments on the "
      "same data: repeating until one looks good makes them too small.");
}

void about_runs(const result& r, sentences& out) {
  for (const candidate_summary& c : r.candidates)
    if (c.diverged > 0)
      out.push_back(
          fmt::format("{} of {} runs of {} diverged; they are kept and score no better than the worst run or "
                      "a constant guess.",
                      c.diverged, c.runs.size(), c.name));
  if (!r.complete) out.push_back("The experiment is unfinished; the same command resumes it.");
  out.push_back("Times per step are this machine's.");
}

}  // namespace

std::vector<std::string> limits(const result& r) {
  sentences out;
  if (r.candidates.empty()) return out;
  about_data(r, out);
  about_budget(r, out);
  about_seeds(r, out);
  about_runs(r, out);
  return out;
}

}  // namespace hillock::lab
