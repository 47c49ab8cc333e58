// SPDX-License-Identifier: Apache-2.0
// Which activation to use and how sure that is: chosen on validation scores, told with test scores.
#include <fmt/format.h>

#include <algorithm>

#include "lab/verdict.hpp"
#include "lab/wording.hpp"

namespace hillock::lab {
namespace {

/// All candidates held against the one that is best on validation.
struct standing {
  const candidate_summary* best = nullptr;
  std::vector<verdict> others;  ///< each other candidate against the best
};

bool is(const verdict& v, judgement says) { return v.says == says; }

bool is_linear(const std::string& name) { return name == "identity"; }

// With the baseline there is already a verdict, adjusted over the comparisons the user sees: the headline
// must not contradict it.
void take_over_verdict(std::vector<verdict>& others, const result& r, const std::string& best) {
  const auto known = std::find_if(r.verdicts.begin(), r.verdicts.end(),
                                  [&](const verdict& v) { return v.candidate == best; });
  if (known == r.verdicts.end()) return;
  for (verdict& v : others) {
    if (v.candidate != r.baseline) continue;
    v.p_holm = known->p_holm;
    v.seeds_needed = known->seeds_needed;
    v.says = known->says == judgement::better  ? judgement::worse
             : known->says == judgement::worse ? judgement::better
                                               : known->says;
  }
}

// Runs without their learning curves, which are large.
candidate_summary test_scores_of(const candidate_summary& c) {
  candidate_summary light;
  light.name = c.name;
  for (const run& full : c.runs) {
    run& one = light.runs.emplace_back();
    one.seed = full.seed;
    one.test = full.test;
  }
  return light;
}

standing stand(const result& r, double margin) {
  standing s;
  std::vector<candidate_summary> running;
  for (const candidate_summary& c : r.candidates) {
    if (c.runs.empty()) continue;
    running.push_back(test_scores_of(c));
    if (s.best == nullptr || c.validation.mean > s.best->validation.mean) s.best = &c;
  }
  if (s.best == nullptr) return s;
  // Equal validation scores: nothing speaks for leaving the baseline.
  for (const candidate_summary& c : r.candidates)
    if (c.name == r.baseline && !c.runs.empty() && c.validation.mean == s.best->validation.mean) s.best = &c;
  s.others = compare_with_baseline(running, s.best->name, margin, 0.05, r.score_name);
  take_over_verdict(s.others, r, s.best->name);
  return s;
}

std::vector<std::string> names(const std::vector<verdict>& verdicts, judgement says) {
  std::vector<std::string> found;
  for (const verdict& v : verdicts)
    if (is(v, says)) found.push_back(v.candidate);
  return found;
}

std::string choose(const standing& s, const std::string& baseline) {
  if (s.best == nullptr) return "";
  std::string choice = s.best->name;
  for (const verdict& v : s.others)
    if (is(v, judgement::equivalent) &&
        (is_linear(v.candidate) || (v.candidate == baseline && !is_linear(choice))))
      choice = v.candidate;
  return is_linear(s.best->name) ? s.best->name : choice;
}

// The open verdict that is nearest to the best, or the beaten one that is.
const verdict& nearest(const std::vector<verdict>& others, judgement says) {
  const verdict* found = nullptr;
  for (const verdict& v : others)
    if (is(v, says) && (found == nullptr || v.difference > found->difference)) found = &v;
  return *found;
}

std::string p_text(const verdict& v, const standing& s) {
  return words::p_value(v.p_holm) + (s.others.size() > 1 ? " after Holm" : "");
}

std::string lead(const verdict& v, const standing& s, const words::scale& scale) {
  return fmt::format("{} (95 % interval {}, {})", scale.amount(-v.difference, -v.high, -v.low),
                     scale.range(-v.high, -v.low), p_text(v, s));
}

// "about 35 seeds would settle it", for the open question that needs the most.
std::string way_out(const standing& s, std::size_t seeds) {
  unsigned most = 0;
  for (const verdict& v : s.others) {
    if (!is(v, judgement::not_enough_evidence)) continue;
    if (v.seeds_needed == 0) return "even 10,000 seeds might not settle it";
    most = std::max(most, v.seeds_needed);
  }
  const unsigned least = fewest_pairs(s.others.size());
  if (seeds < least) return fmt::format("at least {} are needed", words::seeds(least));
  return words::about_seeds(most) + " would settle it";
}

std::string tied_headline(const result& r, const standing& s, const std::string& choice, std::size_t seeds,
                          double margin) {
  std::vector<std::string> top;
  for (const candidate_summary& c : r.candidates) {
    const auto v = std::find_if(s.others.begin(), s.others.end(),
                                [&](const verdict& o) { return o.candidate == c.name; });
    if (&c == s.best || (v != s.others.end() && is(*v, judgement::equivalent))) top.push_back(c.name);
  }
  const words::scale scale(r.score_name);
  std::string reason = choice == r.baseline ? "the baseline" : "the best on validation";
  if (is_linear(choice)) reason = "these data do not need a non-linearity";
  std::string text =
      fmt::format("{} are tied at the top (within {} of {}, {}): take {}, {}", words::listed(top),
                  scale.within(margin), s.best->name, words::seeds(seeds), choice, reason);
  const std::vector<std::string> open = names(s.others, judgement::not_enough_evidence);
  if (!open.empty())
    text += fmt::format("; {} cannot be told apart from {} yet ({})", words::listed(open), s.best->name,
                        way_out(s, seeds));
  return text;
}

std::string decided_headline(const result& r, const standing& s, std::size_t seeds, double margin) {
  const words::scale scale(r.score_name);
  const verdict& second = nearest(s.others, judgement::worse);
  std::string text = fmt::format("Use {}: best on this data, ahead of {} by {} with {}", s.best->name,
                                 second.candidate, lead(second, s, scale), words::seeds(seeds));
  if (is_linear(s.best->name))
    text += "; these data do not need a non-linearity";
  else if (-second.low <= margin)
    text += fmt::format("; the lead is real but within {}", scale.within(margin));
  return text;
}

}  // namespace

std::string recommended(const result& r, double margin) { return choose(stand(r, margin), r.baseline); }

std::string headline(const result& r, double margin) {
  const standing s = stand(r, margin);
  if (s.best == nullptr) return "No run has finished yet";
  const words::scale scale(r.score_name);
  const std::string& best = s.best->name;
  const std::size_t seeds = s.best->runs.size();
  const std::string start = r.complete ? "" : "So far, with runs still missing: ";
  if (s.best->test.low <= r.chance)
    return start +
           fmt::format(
               "No candidate does reliably better than the best constant guess ({} {}): {}, the best on "
               "validation, scores {} on the test part, so nothing can be said about activations here",
               r.score_name, scale.score(r.chance), best, scale.score(s.best->test.mean));
  if (s.others.empty())
    return start + fmt::format("Only {} was trained: test {} {}, {}; there is nothing to compare it with",
                               best, r.score_name, scale.score(s.best->test.mean), words::seeds(seeds));
  const auto open = names(s.others, judgement::not_enough_evidence);
  if (!names(s.others, judgement::better).empty()) {
    const verdict& rival = nearest(s.others, judgement::better);
    return start +
           fmt::format(
               "{} is best on validation, yet {} beats it on the test part by {} ({}, {}): the two parts "
               "disagree, so try other splits before choosing",
               best, rival.candidate, scale.amount(rival.difference, rival.low, rival.high), p_text(rival, s),
               words::seeds(seeds));
  }
  if (!names(s.others, judgement::equivalent).empty())
    return start + tied_headline(r, s, choose(s, r.baseline), seeds, margin);
  if (seeds < fewest_pairs(s.others.size()))
    return start +
           fmt::format("{} is best on validation, but {} cannot show any difference ({}): take {} for now",
                       best, words::seeds(seeds), way_out(s, seeds), best);
  if (!open.empty())
    return start + fmt::format("{} is best on validation, but {} cannot tell it from {}: take {} for now; {}",
                               best, words::seeds(seeds), words::listed(open), best, way_out(s, seeds));
  return start + decided_headline(r, s, seeds, margin);
}

}  // namespace hillock::lab
