// SPDX-License-Identifier: Apache-2.0
#include "lab/settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/names.hpp"
#include "base/nearest.hpp"
#include "lab/metrics/metric.hpp"
#include "lab/model.hpp"
#include "lab/statistics.hpp"
#include "lab/wording.hpp"
#include "nn/initializer.hpp"
#include "nn/optimizer.hpp"

namespace hillock::lab {
namespace {

// A budget of optimiser steps rather than of epochs: small data get many passes, large data few. 2500 steps
// keep a run of a small net near a second; no fewer than ten passes, no more than 400.
constexpr double step_budget = 2500;
constexpr double fewest_epochs = 10, most_epochs = 400;

// Learning rates to choose from, half a decade apart. Adam's usual 1e-3 is the lowest because the step budget
// is small: on spirals three of the five default candidates did best at 1e-2, none below 3e-3. Plain SGD
// needs steps about ten times larger.
const std::vector<double> adaptive_grid{1e-3, 3e-3, 1e-2, 3e-2}, plain_grid{0.01, 0.03, 0.1, 0.3};

// Each rate is tried for a quarter of the epochs and the best goes on, so a search over four costs at most
// three quarters as much again as the run itself.
constexpr unsigned search_share = 4;

// One class with more than this share: accuracy hardly sees the others any more.
constexpr double dominant = 0.8;

// A look of the probes costs about 1.3 training passes over the examples it looks at (measured, slopes and
// statistics included); this share of the training time is what they may take.
constexpr double probe_cost = 1.3, probe_budget = 0.07;

activation find_candidate(const std::string& name) {
  try {
    const activation f = find(name);
    if (!f.card().of_rows) return f;
  } catch (const std::invalid_argument& problem) {
    throw usage_error(problem.what());
  }
  throw usage_error(fmt::format(
      "activation '{}' acts on whole rows and cannot stand between layers; expected one of single "
      "numbers, as relu (hillock list shows all)",
      printable(name)));
}

void require_name(const std::string& what, const std::string& name, const std::vector<std::string>& valid) {
  if (std::find(valid.begin(), valid.end(), name) != valid.end()) return;
  const std::vector<std::string> near = nearest(name, valid);
  throw usage_error(fmt::format("unknown {} '{}'; expected one of {}{}", what, printable(name),
                                fmt::join(valid, ", "),
                                near.empty() ? "" : "; did you mean " + near.front() + "?"));
}

void require(bool holds, const char* option, const std::string& value, const char* expected) {
  if (!holds) throw usage_error(fmt::format("{} is {}; expected {}", option, value, expected));
}

void check_numbers(const experiment_options& o) {
  require(o.seeds >= 1 && o.seeds <= 100'000, "seeds", std::to_string(o.seeds),
          "a whole number from 1 to 100000");
  require(o.first_seed >= 1 && o.first_seed <= 1'000'000'000'000, "first_seed", std::to_string(o.first_seed),
          "a whole number from 1 to 10^12");
  if (o.margin)
    require(std::isfinite(*o.margin) && *o.margin >= 0, "margin", fmt::format("{}", *o.margin),
            "a number of at least 0, or auto");
  require(o.batch >= 1, "batch", "0", "at least 1");
  require(o.epochs <= 1'000'000, "epochs", std::to_string(o.epochs),
          "at most 1000000 (0: chosen from the data's size)");
  require(o.threads <= 1024, "threads", std::to_string(o.threads), "at most 1024 (0: one per core)");
  if (o.learning_rate)
    require(std::isfinite(*o.learning_rate) && *o.learning_rate > 0, "lr",
            fmt::format("{}", *o.learning_rate), "a positive number, or auto");
  if (o.bias) require(std::isfinite(*o.bias), "bias", fmt::format("{}", *o.bias), "a finite number");
  require(std::isfinite(o.clip_norm) && o.clip_norm >= 0, "clip_norm", fmt::format("{}", o.clip_norm),
          "a number of at least 0 (0: no clipping)");
  // Written so that NaN fails too.
  const double train = o.split.train, validation = o.split.validation;
  require(train > 0 && validation > 0 && train + validation < 1, "split",
          fmt::format("{}, {}", train, validation),
          "two positive shares whose sum is below 1 (the rest is the test part)");
}

void settle_candidates(settings& s) {
  experiment_options& o = s.options;
  const activation baseline = find_candidate(o.baseline);
  o.baseline = baseline.to_string();
  for (const std::string& name : o.activations) {
    const activation f = find_candidate(name);
    if (std::find(s.candidates.begin(), s.candidates.end(), f) == s.candidates.end())
      s.candidates.push_back(f);
    else
      s.warnings.push_back(fmt::format("activation '{}' was given twice and is tried once", printable(name)));
  }
  if (std::find(s.candidates.begin(), s.candidates.end(), baseline) == s.candidates.end())
    s.candidates.push_back(baseline);
  o.activations.clear();
  for (const activation& f : s.candidates) o.activations.push_back(f.to_string());
}

// 2^(1-n) is the smallest p a two-sided sign-flip test of n pairs can give; Holm multiplies it by the number
// of comparisons. What can never decide is said before anything is trained.
void warn_of_few_seeds(settings& s) {
  const std::size_t others = s.candidates.size() - 1;
  if (others == 0) return;
  // Each with the baseline; and with the best, where that is another.
  const std::size_t comparisons = 2 * others - 1;
  const unsigned seeds = s.options.seeds, least = fewest_pairs(comparisons);
  if (seeds >= least) return;
  const double smallest =
      std::min(1.0, std::ldexp(static_cast<double>(comparisons), 1 - static_cast<int>(seeds)));
  const bool hopeless = seeds < fewest_pairs(others);
  s.warnings.push_back(fmt::format(
      "{} paired seed{} and {} comparison{} can decide nothing{}: the smallest p they can reach is {}{}; "
      "use at least {} seeds",
      seeds, seeds == 1 ? "" : "s", comparisons, comparisons == 1 ? "" : "s",
      hopeless ? "" : fmt::format(" (unless {} does best)", s.options.baseline), words::p_number(smallest),
      comparisons == 1 ? "" : " after Holm", least));
}

}  // namespace

settings settle(const experiment_options& options) {
  settings s;
  s.options = options;
  check_numbers(options);
  s.widths = parse_model(options.model);
  settle_candidates(s);

  require_name("optimizer", options.optimizer, nn::optimizer_names());
  std::vector<std::string> schemes{"auto"};
  schemes.insert(schemes.end(), nn::initializer_names().begin(), nn::initializer_names().end());
  require_name("init", options.init, schemes);
  if (options.init == "auto") s.options.init = "gain";
  s.scheme = s.options.init;

  const bool plain = options.optimizer == "sgd";
  s.learning_rates = plain ? plain_grid : adaptive_grid;
  if (options.learning_rate) s.learning_rates = {*options.learning_rate};
  if (options.optimizer == "adamw") s.weight_decay = 0.01;  // what sets it apart from adam; PyTorch's default

  std::vector<std::string> metrics{"auto"};
  for (const metrics::metric& each : metrics::all()) metrics.emplace_back(each.name);
  require_name("metric", options.metric, metrics);
  warn_of_few_seeds(s);
  return s;
}

void choose_metric(settings& s, data::task task, double largest_class) {
  const bool regression = task == data::task::regression;
  std::string name = s.options.metric;
  if (name == "auto") name = regression ? "r2" : largest_class > dominant ? "balanced_accuracy" : "accuracy";
  s.metric = metrics::find(name);
  if (s.metric->regression == regression) return;
  std::vector<std::string_view> usable;
  for (const metrics::metric* each : metrics::of(task)) usable.push_back(each->name);
  throw usage_error(fmt::format("metric '{}' is for {}, and this is a {} task; expected auto or one of {}",
                                name, regression ? "classification" : "regression",
                                regression ? "regression" : "classification", fmt::join(usable, ", ")));
}

void fit(settings& s, const data::split_data& data) {
  require_size(s.widths, data.columns, data.outputs);
  const std::size_t rows = data.train.rows;
  s.rows = rows + data.validation.rows + data.test.rows;
  s.batch = std::min<std::size_t>(s.options.batch, rows);
  s.steps_per_epoch = (rows + s.batch - 1) / s.batch;
  const double passes = step_budget / static_cast<double>(s.steps_per_epoch);
  if (s.options.epochs == 0)
    s.options.epochs = static_cast<unsigned>(std::clamp(std::ceil(passes), fewest_epochs, most_epochs));
  if (s.options.patience == 0) s.options.patience = std::max(5u, s.options.epochs / 5);
  s.tuning_epochs = (s.options.epochs + search_share - 1) / search_share;

  const double looked_at = static_cast<double>(std::min<std::size_t>(rows, 1000));
  const double passes_per_look = probe_cost * looked_at / static_cast<double>(rows);
  s.probe_every = static_cast<unsigned>(std::ceil(passes_per_look / probe_budget));
}

configuration identity_of(const settings& s) {
  const experiment_options& o = s.options;
  return {{"split", o.fixed_split ? fmt::format("fixed, by seed {}", o.split.seed) : "by each seed"},
          {"training share", fmt::format("{}", o.split.train)},
          {"validation share", fmt::format("{}", o.split.validation)},
          {"metric", std::string(s.metric->name)},
          {"model", model_name(s.widths)},
          {"epochs", std::to_string(o.epochs)},
          {"patience", std::to_string(o.patience)},
          {"batch", std::to_string(s.batch)},
          {"optimizer", o.optimizer},
          {"weight decay", fmt::format("{}", s.weight_decay)},
          {"learning rates", fmt::format("{}", fmt::join(s.learning_rates, ", "))},
          {"epochs of the search", s.tunes() ? std::to_string(s.tuning_epochs) : "none"},
          {"init", s.scheme},
          {"bias", o.bias ? fmt::format("{}", *o.bias) : "none"},
          {"clip_norm", fmt::format("{}", o.clip_norm)},
          {"epochs between probes", std::to_string(s.probe_every)}};
}

}  // namespace hillock::lab
