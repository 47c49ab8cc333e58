// SPDX-License-Identifier: Apache-2.0
#include "lab/held_equal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hillock::lab {
namespace {

std::string about_split(const settings& s, const data::split_data& d) {
  const std::string sizes = fmt::format("{} training, {} validation and {} test rows", d.train.rows,
                                        d.validation.rows, d.test.rows);
  const std::string scaling = "; features standardised with the training part's statistics.";
  if (s.options.fixed_split)
    return fmt::format("One split of the data for all{}: {} (split seed {}){}",
                       d.given_test ? ", the test part as given" : "", sizes, s.options.split.seed, scaling);
  return fmt::format("{}, the same for all candidates: {}{}{}",
                     d.given_test ? "The test part as given, and each seed's own training and validation part"
                                  : "Each seed's own split",
                     sizes, d.task == data::task::regression ? "" : ", stratified by class", scaling);
}

}  // namespace

std::vector<std::string> held_equal(const settings& s, const data::split_data& d) {
  const experiment_options& o = s.options;
  std::vector<std::string> out;
  out.push_back(about_split(s, d));
  out.push_back(
      fmt::format("The same {} seed{} ({} to {}): a seed gives every candidate the same random draws for its "
                  "initial weights and the same order of batches.",
                  o.seeds, o.seeds == 1 ? "" : "s", o.first_seed, o.first_seed + o.seeds - 1));
  out.push_back(s.scheme == "gain"
                    ? "The draws are scaled by the gain computed for each activation, which keeps the "
                      "signal's variance."
                    : fmt::format("The draws are scaled by the scheme {}, the same for all.", s.scheme));
  out.push_back(
      fmt::format("Model {}, {} in batches of {}{}, at most {} epochs of {} step{}; training stops after {} "
                  "epochs without a lower validation loss.",
                  o.model, o.optimizer, s.batch,
                  s.weight_decay > 0 ? fmt::format(" (weight decay {})", s.weight_decay) : "", o.epochs,
                  s.steps_per_epoch, s.steps_per_epoch == 1 ? "" : "s", o.patience));
  out.push_back(
      s.tunes() ? fmt::format(
                      "Each run's learning rate is the best of {} by {} on its own validation part: each is "
                      "tried for {} epochs and the best goes on. The search never sees the test part.",
                      fmt::join(s.learning_rates, ", "), s.metric->label, s.tuning_epochs)
                : fmt::format("Learning rate {} for all.", s.learning_rates.front()));
  out.push_back(
      "The test part was scored once per run, with the weights of the epoch whose validation loss was "
      "lowest; "
      "diverged runs are kept and score no better than the worst of the others or a constant guess.");
  return out;
}

}  // namespace hillock::lab
