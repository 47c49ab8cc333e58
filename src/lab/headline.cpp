// SPDX-License-Identifier: Apache-2.0
// Which activation to use and how sure that is: chosen on validation scores, told with test scores.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "lab/verdict.hpp"
#include "lab/wording.hpp"

namespace hillock::lab {
namespace {

bool is(const verdict& v, judgement says) { return v.says == says; }

bool any_run(const result& r) {
  return std::any_of(r.candidates.begin(), r.candidates.end(),
                     [](const candidate_summary& c) { return !c.runs.empty(); });
}

bool is_linear(const std::string& name) { return name == "identity"; }

/// A comparison told from the other side.
verdict turned(verdict v) {
  std::swap(v.candidate, v.reference);
  v.difference = -v.difference;
  v.low = -std::exchange(v.high, -v.low);
  v.probability_better = 1 - v.probability_better;
  v.effect_size = -v.effect_size;
  if (v.says == judgement::better)
    v.says = judgement::worse;
  else if (v.says == judgement::worse)
    v.says = judgement::better;
  return v;
}

std::vector<std::string> names(const std::vector<verdict>& verdicts, judgement says) {
  std::vector<std::string> found;
  for (const verdict& v : verdicts)
    if (is(v, says)) found.push_back(v.candidate);
  return found;
}

/// What the sentences of a headline share. Its verdicts hold each other candidate against the best.
struct headline_writer {
  const result& r;
  const candidate_summary& best;
  std::vector<verdict> others;
  words::scale scale;
  std::size_t seeds;
  std::string where;

  headline_writer(const result& from, const candidate_summary& winner)
      : r(from),
        best(winner),
        others(against_best(from)),
        scale(*from.metric),
        seeds(winner.runs.size()),
        where(from.fixed_split ? " on this split" : "") {}

  /// The one of that judgement that comes nearest to the best.
  const verdict& nearest(judgement says) const {
    const double gain = gain_of(*r.metric);
    const verdict* found = nullptr;
    for (const verdict& v : others)
      if (is(v, says) && (found == nullptr || gain * v.difference > gain * found->difference)) found = &v;
    return *found;
  }

  /// "tanh by 1.2 points (95 % interval 1.0 to 1.4, p=0.004 after Holm) with 10 seeds": whom one of the two
  /// is ahead of, and how far.
  std::string lead(const std::string& loser, const verdict& v) const {
    const std::string p = words::p_of(v, r.verdicts.size());
    if (!v.has_size)
      return fmt::format("{}, which diverged with each of {} ({})", loser, words::seeds(seeds), p);
    return fmt::format("{} by {} with {}", loser, scale.lead(v, rules_of(r).alpha, p), words::seeds(seeds));
  }

  /// What would settle the open questions: for each kind of answer, the one that needs the most.
  std::string way_out() const {
    const unsigned least = fewest_pairs(std::max<std::size_t>(1, r.verdicts.size()));
    if (seeds < least) return fmt::format("at least {} are needed", words::seeds(least));
    const auto more = [](const verdict& a, const verdict& b) {
      return std::pair(a.rows_needed, a.seeds_needed) < std::pair(b.rows_needed, b.seeds_needed);
    };
    std::vector<verdict> by_seeds, by_rows;
    for (const verdict& v : others) {
      if (!is(v, judgement::not_enough_evidence)) continue;
      if (v.seeds_needed == 0 && v.rows_needed == 0) return words::way_out(0, 0, false);
      (v.rows_needed > 0 ? by_rows : by_seeds).push_back(v);
    }
    std::vector<std::string> parts;
    for (const auto* part : {&by_seeds, &by_rows}) {
      if (part->empty()) continue;
      const verdict& most = *std::max_element(part->begin(), part->end(), more);
      const std::string whom =
          by_seeds.empty() || by_rows.empty()
              ? ""
              : "for " + words::listed_briefly(names(*part, judgement::not_enough_evidence)) + " ";
      parts.push_back(whom + words::way_out(most.seeds_needed, most.rows_needed, r.data.given_test));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  std::string nothing_learnt() const;
  std::string beaten() const;
  std::string tied(const std::string& choice) const;
  std::string open() const;
  std::string decided() const;
};

std::string headline_writer::nothing_learnt() const {
  return fmt::format(
      "No candidate does reliably better{} than the best constant guess ({} {}): {}, the best on validation, "
      "scores {} on the test part, so nothing can be said about activations here",
      where, r.metric->label, scale.score(r.chance), best.name, scale.score(best.test.mean));
}

std::string headline_writer::beaten() const {
  const verdict& rival = nearest(judgement::better);
  return fmt::format(
      "{} is best on validation, yet on the test part{} {} is ahead of {}: the two disagree, so more rows or "
      "seeds are needed before choosing",
      best.name, where, rival.candidate, lead("it", rival));
}

std::string headline_writer::tied(const std::string& choice) const {
  const std::vector<std::string> equals = names(others, judgement::equivalent);
  std::string reason = choice == r.baseline ? "the baseline" : "the best on validation";
  if (is_linear(choice)) reason = "these data do not need a non-linearity";
  std::string text = fmt::format("{} {} tied with {}, the best on validation{} (within {}, {}): take {}",
                                 words::listed_briefly(equals), equals.size() == 1 ? "is" : "are", best.name,
                                 where, scale.within(r.margin), words::seeds(seeds), choice);
  if (choice != best.name || is_linear(choice) || choice == r.baseline) text += ", " + reason;
  const std::vector<std::string> open = names(others, judgement::not_enough_evidence);
  if (!open.empty())
    text += fmt::format("; {} cannot be told apart from {} yet ({})", words::listed_briefly(open), best.name,
                        way_out());
  return text;
}

std::string headline_writer::open() const {
  if (seeds < fewest_pairs(std::max<std::size_t>(1, r.verdicts.size())))
    return fmt::format("{} is best on validation, but {} cannot show any difference{} ({}): take {} for now",
                       best.name, words::seeds(seeds), where, way_out(), best.name);
  return fmt::format("{} is best on validation, but {} cannot tell it from {}{}: take {} for now; {}",
                     best.name, words::seeds(seeds),
                     words::listed_briefly(names(others, judgement::not_enough_evidence)), where, best.name,
                     way_out());
}

std::string headline_writer::decided() const {
  const verdict& second = nearest(judgement::worse);
  std::string text = fmt::format("Use {}: best{}, ahead of {}", best.name,
                                 r.fixed_split ? where : " on this data", lead(second.candidate, second));
  if (is_linear(best.name))
    text += "; these data do not need a non-linearity";
  else if (second.has_size && largest(second) <= r.margin)
    text += fmt::format("; the lead is real but within {}", scale.within(r.margin));
  return text;
}

std::string choose(const candidate_summary& best, const std::vector<verdict>& others,
                   const std::string& baseline) {
  if (is_linear(best.name)) return best.name;
  std::string choice = best.name;
  for (const verdict& v : others) {
    if (!is(v, judgement::equivalent)) continue;
    if (is_linear(v.candidate)) return v.candidate;
    if (v.candidate == baseline) choice = v.candidate;
  }
  return choice;
}

}  // namespace

std::vector<std::size_t> ranking(const result& r) {
  std::vector<std::size_t> order(r.candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const double gain = gain_of(*r.metric);
  const auto score = [&](std::size_t i) {
    const candidate_summary& c = r.candidates[i];
    return c.has_score() && std::isfinite(c.validation.mean) ? gain * c.validation.mean : -INFINITY;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (score(a) != score(b)) return score(a) > score(b);
    // Equal validation scores: nothing speaks for leaving the baseline.
    return r.candidates[a].name == r.baseline && r.candidates[b].name != r.baseline;
  });
  return order;
}

const candidate_summary* best_of(const result& r) {
  const std::vector<std::size_t> order = ranking(r);
  if (order.empty() || !r.candidates[order.front()].has_score()) return nullptr;
  return &r.candidates[order.front()];
}

std::vector<verdict> against_best(const result& r) {
  const candidate_summary* best = best_of(r);
  std::vector<verdict> others;
  if (best == nullptr) return others;
  for (const verdict& v : r.verdicts) {
    if (v.reference == best->name)
      others.push_back(v);
    else if (v.candidate == best->name)
      others.push_back(turned(v));
  }
  return others;
}

bool all_at_chance(const result& r) {
  return any_run(r) && std::all_of(r.candidates.begin(), r.candidates.end(), [&](const auto& c) {
           // NaN, without a score, is no better either.
           return !(r.metric->more_is_better ? c.test.low > r.chance : c.test.high < r.chance);
         });
}

std::string recommended(const result& r) {
  const candidate_summary* best = best_of(r);
  return best == nullptr ? "" : choose(*best, against_best(r), r.baseline);
}

std::string headline(const result& r) {
  const candidate_summary* best = best_of(r);
  if (best == nullptr) {
    return any_run(r) ? "Every run diverged: a smaller learning rate (--lr) may help"
                      : "No run has finished yet";
  }
  const headline_writer write(r, *best);
  const std::string start = r.complete ? "" : "So far, with runs still missing: ";
  if (all_at_chance(r)) return start + write.nothing_learnt();
  if (write.others.empty())
    return start + fmt::format("Only {} was trained: test {} {}{}, {}; there is nothing to compare it with",
                               best->name, r.metric->label, write.scale.score(best->test.mean), write.where,
                               words::seeds(write.seeds));
  if (!names(write.others, judgement::better).empty()) return start + write.beaten();
  if (!names(write.others, judgement::equivalent).empty())
    return start + write.tied(choose(*best, write.others, r.baseline));
  if (!names(write.others, judgement::not_enough_evidence).empty()) return start + write.open();
  return start + write.decided();
}

}  // namespace hillock::lab
