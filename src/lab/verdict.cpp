// SPDX-License-Identifier: Apache-2.0
// One candidate against the baseline: the numbers, the judgement and its sentence.
#include "lab/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "lab/wording.hpp"

namespace hillock::lab {
namespace {

// An interval that ends at the margin lies within it, however the subtraction of two scores was rounded.
constexpr double rounding = 1 + 1e-9;

struct paired_scores {
  std::vector<double> candidate, baseline, differences;
};

std::map<std::uint64_t, double> test_scores(const candidate_summary& candidate) {
  std::map<std::uint64_t, double> scores;
  for (const run& r : candidate.runs)
    if (!scores.emplace(r.seed, r.test).second)
      throw std::invalid_argument(
          fmt::format("compare_with_baseline: {} has two runs with seed {}", candidate.name, r.seed));
  return scores;
}

paired_scores pair_by_seed(const candidate_summary& candidate, const candidate_summary& baseline) {
  const auto a = test_scores(candidate), b = test_scores(baseline);
  paired_scores pairs;
  for (const auto& [seed, score] : a) {
    const auto other = b.find(seed);
    if (other == b.end()) continue;
    pairs.candidate.push_back(score);
    pairs.baseline.push_back(other->second);
    pairs.differences.push_back(score - other->second);
  }
  return pairs;
}

/// What all comparisons of one call share.
struct rules {
  std::string baseline;
  double margin, alpha;
  std::size_t comparisons;
  words::scale scale;
};

judgement judge(const verdict& v, std::size_t pairs, const rules& by) {
  if (v.p_holm < by.alpha && v.low > 0) return judgement::better;
  if (v.p_holm < by.alpha && v.high < 0) return judgement::worse;
  // The interval of very few values is too narrow to trust; ask for as many pairs as a difference would need.
  const bool inside = v.low >= -by.margin * rounding && v.high <= by.margin * rounding;
  return inside && pairs >= fewest_pairs(1, by.alpha) ? judgement::equivalent
                                                      : judgement::not_enough_evidence;
}

// Pairs that would probably give some verdict: a difference found, or equivalence shown, whichever comes
// first.
unsigned seeds_to_settle(const paired_scores& pairs, const verdict& v, const rules& by) {
  const auto n = static_cast<unsigned>(pairs.differences.size());
  const unsigned least = fewest_pairs(by.comparisons, by.alpha);
  if (n < 2) return least;
  double squares = 0;
  for (double d : pairs.differences) squares += (d - v.difference) * (d - v.difference);
  const double deviation = std::sqrt(squares / (n - 1));
  // Holm's strictest step, so that the estimate does not depend on how the other candidates do.
  unsigned difference = seeds_needed(v.difference, deviation, by.alpha / static_cast<double>(by.comparisons));
  unsigned equivalence = seeds_for_equivalence(v.difference, deviation, by.margin, by.alpha);
  if (difference != 0) difference = std::max(difference, least);
  if (equivalence != 0) equivalence = std::max(equivalence, fewest_pairs(1, by.alpha));
  const unsigned needed = difference == 0 || equivalence == 0 ? std::max(difference, equivalence)
                                                              : std::min(difference, equivalence);
  // Where t-test theory says that the seeds at hand should do but the tests disagree: as many again.
  return needed != 0 && needed <= n ? 2 * n : needed;
}

std::string p_text(const verdict& v, const rules& by) {
  return words::p_value(v.p_holm) + (by.comparisons > 1 ? " after Holm" : "");
}

std::string clear_sentence(const verdict& v, std::size_t pairs, const rules& by) {
  const bool better = v.says == judgement::better;
  const double sign = better ? 1 : -1, low = better ? v.low : -v.high, high = better ? v.high : -v.low;
  std::string sentence =
      fmt::format("{} {} {} by {} ({} interval {}, {}, {})", v.candidate, better ? "beats" : "loses to",
                  by.baseline, by.scale.amount(sign * v.difference, low, high), words::percent(1 - by.alpha),
                  by.scale.range(low, high), p_text(v, by), words::seeds(pairs));
  if (high <= by.margin)
    return sentence + fmt::format("; the difference is real but within {}", by.scale.within(by.margin));
  if (v.candidate == "identity" && !better) sentence += ": so much the non-linearity is worth here";
  return sentence;
}

// "leaky_relu minus relu: 0.3 points, 95 % interval −0.4 to 1.1"
std::string difference_text(const verdict& v, const rules& by) {
  return fmt::format("{} minus {}: {}, {} interval {}", v.candidate, by.baseline,
                     by.scale.amount(v.difference, v.low, v.high), words::percent(1 - by.alpha),
                     by.scale.range(v.low, v.high));
}

std::string tied_sentence(const verdict& v, std::size_t pairs, const rules& by) {
  if (v.low == 0 && v.high == 0)
    return fmt::format("{} and {} are tied: the same score with each of {}", by.baseline, v.candidate,
                       words::seeds(pairs));
  return fmt::format("{} and {} are tied: {}, {}; the difference is within {} ({})", by.baseline, v.candidate,
                     p_text(v, by), words::seeds(pairs), by.scale.within(by.margin), difference_text(v, by));
}

std::string open_sentence(const verdict& v, std::size_t pairs, const rules& by) {
  const std::string start =
      fmt::format("{} and {} cannot be told apart with {}", by.baseline, v.candidate, words::seeds(pairs));
  if (pairs == 0)
    return fmt::format("{} and {} have no finished seed in common yet", by.baseline, v.candidate);
  const unsigned least = fewest_pairs(by.comparisons, by.alpha);
  if (pairs < least) {
    // Sign flips of n differences: the smallest p is 2 of 2^n.
    const double smallest =
        std::min(1.0, static_cast<double>(by.comparisons) * std::ldexp(2.0, -static_cast<int>(pairs)));
    const std::string after =
        by.comparisons > 1 ? fmt::format(" after Holm over {} comparisons", by.comparisons) : "";
    const std::string shown = pairs == 1 ? by.scale.amount(v.difference) : "";
    const std::string numbers =
        pairs == 1 ? fmt::format("{} minus {}: {}", v.candidate, by.baseline, shown) : difference_text(v, by);
    return fmt::format(
        "{} ({}): the smallest p they can reach{} is {:.2g}, and at least {} are needed for p<{:.4g}", start,
        numbers, after, smallest, words::seeds(least), by.alpha);
  }
  const std::string way_out = v.seeds_needed == 0 ? "even 10,000 seeds might not settle it"
                                                  : words::about_seeds(v.seeds_needed) + " would settle it";
  return fmt::format("{} ({}, {}); {}", start, difference_text(v, by), p_text(v, by), way_out);
}

std::string sentence(const verdict& v, std::size_t pairs, const rules& by) {
  switch (v.says) {
    case judgement::better:
    case judgement::worse:
      return clear_sentence(v, pairs, by);
    case judgement::equivalent:
      return tied_sentence(v, pairs, by);
    case judgement::not_enough_evidence:
      break;
  }
  return open_sentence(v, pairs, by);
}

verdict measure(const std::string& name, const paired_scores& pairs, double alpha) {
  verdict v;
  v.candidate = name;
  if (pairs.differences.empty()) return v;
  const estimate interval = bca_mean(pairs.differences, 1 - alpha);
  v.difference = interval.mean;
  v.low = interval.low;
  v.high = interval.high;
  v.p = sign_flip_test(pairs.differences);
  v.probability_better = probability_better(pairs.candidate, pairs.baseline);
  v.effect_size = cliffs_delta(pairs.candidate, pairs.baseline);
  return v;
}

}  // namespace

std::vector<verdict> compare_with_baseline(const std::vector<candidate_summary>& candidates,
                                           const std::string& baseline, double margin, double alpha,
                                           const std::string& score_name) {
  if (!(margin >= 0) || !(alpha > 0 && alpha < 1))
    throw std::invalid_argument("compare_with_baseline: needs a margin ≥ 0 and alpha in (0, 1)");
  const auto base = std::find_if(candidates.begin(), candidates.end(),
                                 [&](const candidate_summary& c) { return c.name == baseline; });
  if (base == candidates.end())
    throw std::invalid_argument("compare_with_baseline: the baseline " + baseline +
                                " is not among the candidates");

  std::vector<verdict> verdicts;
  std::vector<paired_scores> pairs;
  std::vector<double> p;
  for (const candidate_summary& candidate : candidates) {
    if (&candidate == &*base) continue;
    pairs.push_back(pair_by_seed(candidate, *base));
    verdicts.push_back(measure(candidate.name, pairs.back(), alpha));
    p.push_back(verdicts.back().p);
  }
  const rules by{baseline, margin, alpha, verdicts.size(), words::scale(score_name)};
  const std::vector<double> adjusted = holm(p);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    verdict& v = verdicts[i];
    const std::size_t n = pairs[i].differences.size();
    v.p_holm = adjusted[i];
    v.says = judge(v, n, by);
    if (v.says == judgement::not_enough_evidence) v.seeds_needed = seeds_to_settle(pairs[i], v, by);
    v.sentence = sentence(v, n, by);
  }
  return verdicts;
}

exit_code evidence_code(const result& r) {
  const bool open = !r.verdicts.empty() &&
                    std::all_of(r.verdicts.begin(), r.verdicts.end(),
                                [](const verdict& v) { return v.says == judgement::not_enough_evidence; });
  return open ? exit_code::not_enough_evidence : exit_code::ok;
}

}  // namespace hillock::lab
