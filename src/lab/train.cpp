// SPDX-License-Identifier: Apache-2.0
#include "lab/train.hpp"

#include <memory>
#include <utility>

#include "lab/decision.hpp"
#include "lab/metrics/guesses.hpp"
#include "lab/stopwatch.hpp"

namespace hillock::lab {
namespace {

/// Whether a trainer's best epoch beats another's on validation: by score, then by loss. A run that diverged
/// loses; a tie goes to the one that was tried first, whose rate is smaller.
bool beats(const trainer& a, const trainer& b, const metrics::metric& by) {
  if (a.diverged() || b.diverged()) return !a.diverged() && b.diverged();
  const double mine = a.best().validation_score, theirs = b.best().validation_score;
  if (mine != theirs) return by.more_is_better ? mine > theirs : mine < theirs;
  return a.best().validation_loss < b.best().validation_loss;
}

trial outcome_of(const trainer& t) {
  if (t.diverged()) return {t.learning_rate(), 0, 0, true};
  return {t.learning_rate(), t.best().validation_score, t.best().validation_loss, false};
}

std::vector<named_score> scores_of(const nn::matrix<float>& logits, const metrics::truth& rows) {
  std::vector<named_score> scores;
  for (const metrics::metric* each : metrics::of(rows.task))
    scores.push_back({std::string(each->name), each->score(logits, rows)});
  return scores;
}

std::vector<std::uint32_t> confusion_of(const nn::matrix<float>& logits, const metrics::truth& rows) {
  if (rows.task == data::task::regression || rows.classes > most_confused_classes) return {};
  std::vector<std::uint32_t> counts(rows.classes * rows.classes);
  for (std::size_t i = 0; i < rows.rows(); ++i)
    if (const std::int32_t guess = metrics::guess_of(logits.row(i)); guess != metrics::no_guess)
      ++counts[static_cast<std::size_t>(rows.labels[i]) * rows.classes + static_cast<std::size_t>(guess)];
  return counts;
}

/// Every row's part in the score. Of large data a fixed share of the rows, the same for all runs, tells as
/// much.
row_scores rows_of(const std::vector<double>& values, const data::part& part, std::size_t all_rows) {
  const std::size_t every = (all_rows + most_tracked_rows - 1) / most_tracked_rows;
  row_scores kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (part.sources[i] % every != 0) continue;
    kept.rows.push_back(part.sources[i]);
    kept.values.push_back(static_cast<float>(values[i]));
  }
  return kept;
}

/// Scores the best epoch's weights: the only time the test part is seen.
void score(trainer& t, const settings& s, const data::split_data& data, run& f) {
  t.restore_best();
  evaluator evaluate(*s.metric, data);
  evaluate(t.net(), data.validation);
  f.validation = t.best().validation_score;
  f.validation_scores = scores_of(evaluate.logits(), truth_of(data, data.validation));
  f.test = evaluate(t.net(), data.test).score;
  const metrics::truth truth = truth_of(data, data.test);
  f.test_scores = scores_of(evaluate.logits(), truth);
  f.confusion = confusion_of(evaluate.logits(), truth);
  f.by_row = rows_of(s.metric->by_row(evaluate.logits(), truth), data.test, s.rows);
}

}  // namespace

std::unique_ptr<trainer> train_network(const settings& s, const ground& on, const planned_run& plan,
                                       const std::atomic<bool>& stop, search_account& told) {
  std::unique_ptr<trainer> best;
  for (const double rate : s.learning_rates) {
    auto next = std::make_unique<trainer>(s, on, plan, rate, stop);
    if (!next->run_to(s.tunes() ? s.tuning_epochs : s.options.epochs)) return nullptr;
    if (s.tunes()) told.tried.push_back(outcome_of(*next));
    if (!best || beats(*next, *best, *s.metric)) std::swap(best, next);
    if (next) told.probe_seconds += next->probe_seconds();  // the loser's
  }
  if (!best->run_to(s.options.epochs)) return nullptr;
  told.probe_seconds += best->probe_seconds();
  return best;
}

run finished_run(trainer& t, const settings& s, const ground& on, const planned_run& plan) {
  run f;
  f.candidate = s.candidates[plan.candidate].to_string();
  f.seed = plan.seed;
  f.learning_rate = t.learning_rate();
  f.diverged = t.diverged();
  f.epochs = t.curve().back().epoch;
  f.best_epoch = t.best_epoch();
  f.seconds_per_step = t.seconds_per_step();
  f.chance = s.metric->chance(truth_of(on.data, on.data.test));
  make_nans_equal(t.net());
  f.weights_hash = t.net().hash();
  if (!f.diverged) score(t, s, on.data, f);
  f.curve = std::move(t.curve());
  return f;
}

std::optional<record> train(const settings& s, const ground& on, const planned_run& plan,
                            const std::atomic<bool>& stop) {
  record out;
  search_account told;
  {
    const stopwatch time(out.seconds);
    const std::unique_ptr<trainer> trained = train_network(s, on, plan, stop, told);
    if (!trained) return std::nullopt;
    out.finished = finished_run(*trained, s, on, plan);
    if (plan.draws_map && !out.finished.diverged) out.map = draw_decision_map(trained->net(), on.data);
  }
  out.finished.tried = std::move(told.tried);
  if (out.seconds > 0) out.finished.probe_share = told.probe_seconds / out.seconds;
  return out;
}

}  // namespace hillock::lab
