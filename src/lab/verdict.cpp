// SPDX-License-Identifier: Apache-2.0
// One candidate against another: the judgement's sentence, and all comparisons of an experiment.
#include "lab/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lab/wording.hpp"

namespace hillock::lab {
namespace {

/// What all sentences of one experiment share.
struct wording {
  const comparison_rules& rules;
  words::scale scale;
  std::string where;  ///< " on this split", or nothing

  explicit wording(const comparison_rules& by)
      : rules(by), scale(*by.by), where(by.fixed_split ? " on this split" : "") {}
};

std::string p_text(const verdict& v, const wording& w) { return words::p_of(v, w.rules.comparisons); }

/// "relu diverged with each of 8 seeds", "2 of snake's 10 runs diverged and count as the worst"; or nothing.
std::string divergence(const std::string& name, std::size_t diverged, std::size_t seeds) {
  if (diverged == 0) return "";
  if (diverged == seeds)
    return fmt::format("{} diverged with {}{}", name, seeds == 1 ? "" : "each of ", words::seeds(seeds));
  return fmt::format("{} of {}'s {} runs diverged and count{} as the worst", diverged, name, seeds,
                     diverged == 1 ? "s" : "");
}

std::string divergence(const verdict& v, const paired_scores& pairs) {
  const std::string mine = divergence(v.candidate, pairs.candidate_diverged, pairs.seeds()),
                    theirs = divergence(v.reference, pairs.reference_diverged, pairs.seeds());
  return mine + (mine.empty() || theirs.empty() ? "" : ", ") + theirs;
}

std::string clear_sentence(const verdict& v, const paired_scores& pairs, const wording& w) {
  const bool better = v.says == judgement::better;
  if (!v.has_size)
    return fmt::format("{} {} {}{}: {} ({})", v.candidate, better ? "beats" : "loses to", v.reference,
                       w.where, divergence(v, pairs), p_text(v, w));
  const std::string evidence = p_text(v, w) + ", " + words::seeds(pairs.seeds());
  std::string sentence = fmt::format("{} {} {}{} by {}", v.candidate, better ? "beats" : "loses to",
                                     v.reference, w.where, w.scale.lead(v, w.rules.alpha, evidence));
  if (const std::string worst = divergence(v, pairs); !worst.empty()) return sentence + "; " + worst;
  if (largest(v) <= w.rules.margin)
    return sentence + fmt::format("; the difference is real but within {}", w.scale.within(w.rules.margin));
  if (v.candidate == "identity" && !better) sentence += ": so much the non-linearity is worth here";
  return sentence;
}

// "leaky_relu minus relu: 0.3 points, 95 % interval −0.4 to 1.1"
std::string difference_text(const verdict& v, const wording& w) {
  return fmt::format("{} minus {}: {}, {} interval {}", v.candidate, v.reference,
                     w.scale.amount(v.difference, v.low, v.high), words::percent(1 - w.rules.alpha),
                     w.scale.range(v.low, v.high));
}

std::string tied_sentence(const verdict& v, std::size_t pairs, const wording& w) {
  if (v.low == 0 && v.high == 0)
    return fmt::format("{} and {} are tied{}: the same score with each of {}", v.reference, v.candidate,
                       w.where, words::seeds(pairs));
  return fmt::format("{} and {} are tied{}: {}, {}; the difference is within {} ({})", v.reference,
                     v.candidate, w.where, p_text(v, w), words::seeds(pairs), w.scale.within(w.rules.margin),
                     difference_text(v, w));
}

std::string way_out(const verdict& v, const wording& w) {
  return words::way_out(v.seeds_needed, v.rows_needed, w.rules.given_test) +
         (v.rows_needed > 0 ? fmt::format(" (there are {})", words::thousands(w.rules.rows)) : "");
}

/// How large the difference may still be: "at most 2.9 points either way".
std::string still_possible(const verdict& v, const wording& w) {
  const bool either = v.low < 0 && v.high > 0;
  return fmt::format("the difference is {}{}", w.scale.at_most(largest(v), v.high - v.low),
                     either ? " either way" : "");
}

std::string open_sentence(const verdict& v, const paired_scores& scores, const wording& w) {
  const std::size_t pairs = scores.seeds();
  if (pairs == 0)
    return fmt::format("{} and {} have no finished seed in common yet", v.reference, v.candidate);
  const std::string diverged = divergence(v, scores);
  if (scores.all_diverged())
    return fmt::format("{} and {} cannot be compared: {}", v.reference, v.candidate, diverged);
  const std::string start = fmt::format("{} and {} cannot be told apart{} with {}", v.reference, v.candidate,
                                        w.where, words::seeds(pairs));
  const std::size_t comparisons = w.rules.comparisons;
  const unsigned least = fewest_pairs(comparisons, w.rules.alpha);
  if (pairs < least) {
    // Sign flips of n differences: the smallest p is 2 of 2^n.
    const double smallest =
        std::min(1.0, static_cast<double>(comparisons) * std::ldexp(2.0, -static_cast<int>(pairs)));
    const std::string after =
        comparisons > 1 ? fmt::format(" after Holm over {} comparisons", comparisons) : "";
    const std::string numbers =
        !v.has_size  ? diverged
        : pairs == 1 ? fmt::format("{} minus {}: {}", v.candidate, v.reference, w.scale.amount(v.difference))
                     : difference_text(v, w);
    return fmt::format(
        "{} ({}): the smallest p they can reach{} is {}, and at least {} are needed for p<{:.4g}", start,
        numbers, after, words::p_number(smallest), words::seeds(least), w.rules.alpha);
  }
  if (!v.has_size) return fmt::format("{} ({}, {}); {}", start, diverged, p_text(v, w), way_out(v, w));
  // Sign flips and bootstrap are two methods; at the border they may differ.
  const std::string_view border = v.p_holm < w.rules.alpha ? ", but the interval holds 0" : "";
  return fmt::format("{} ({}, {}{}): {}{}{}; {}", start, difference_text(v, w), p_text(v, w), border,
                     still_possible(v, w), diverged.empty() ? "" : "; ", diverged, way_out(v, w));
}

std::string sentence(const verdict& v, const paired_scores& pairs, const wording& w) {
  switch (v.says) {
    case judgement::better:
    case judgement::worse:
      return clear_sentence(v, pairs, w);
    case judgement::equivalent:
      return tied_sentence(v, pairs.seeds(), w);
    case judgement::not_enough_evidence:
      break;
  }
  return open_sentence(v, pairs, w);
}

const candidate_summary& named(const result& r, const std::string& name) {
  const auto found = std::find_if(r.candidates.begin(), r.candidates.end(),
                                  [&](const candidate_summary& c) { return c.name == name; });
  if (found == r.candidates.end()) throw std::invalid_argument(name + " is not among the candidates");
  return *found;
}

}  // namespace

std::vector<verdict> compare_all(const result& r) {
  const candidate_summary& baseline = named(r, r.baseline);
  const candidate_summary* best = best_of(r);
  std::vector<verdict> verdicts;
  std::vector<paired_scores> pairs;
  std::vector<double> p;
  comparison_rules rules = rules_of(r);
  const auto hold = [&](const candidate_summary& candidate, const candidate_summary& reference) {
    pairs.push_back(pair_by_seed(candidate, reference, *r.metric));
    verdicts.push_back(measure(candidate.name, reference.name, pairs.back(), rules));
    p.push_back(verdicts.back().p);
  };
  for (const candidate_summary& c : r.candidates)
    if (&c != &baseline) hold(c, baseline);
  if (best != nullptr && best != &baseline)
    for (const candidate_summary& c : r.candidates)
      if (&c != &baseline && &c != best) hold(c, *best);

  rules.comparisons = std::max<std::size_t>(1, verdicts.size());
  const wording w(rules);
  const std::vector<double> adjusted = holm(p);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    verdict& v = verdicts[i];
    v.p_holm = adjusted[i];
    v.says = judge(v, pairs[i], rules);
    if (v.says == judgement::not_enough_evidence) look_ahead(v, pairs[i], rules);
    v.sentence = sentence(v, pairs[i], w);
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
