// SPDX-License-Identifier: Apache-2.0
#include "lab/settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/nearest.hpp"
#include "lab/model.hpp"
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
// needs steps about ten times larger. Eight short tuning runs cost each candidate four tenths of what its ten
// runs do.
const std::vector<double> adaptive_grid{1e-3, 3e-3, 1e-2, 3e-2}, plain_grid{0.01, 0.03, 0.1, 0.3};

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
  std::vector<std::string_view> usable;
  for (const activation& f : all())
    if (!f.card().of_rows) usable.push_back(f.card().name);
  throw usage_error(
      fmt::format("activation '{}' acts on whole rows and cannot stand between layers; expected one of {}",
                  name, fmt::join(usable, ", ")));
}

void require_name(const std::string& what, const std::string& name, const std::vector<std::string>& valid) {
  if (std::find(valid.begin(), valid.end(), name) != valid.end()) return;
  const std::vector<std::string> near = nearest(name, valid);
  throw usage_error(fmt::format("unknown {} '{}'; expected one of {}{}", what, name, fmt::join(valid, ", "),
                                near.empty() ? "" : "; did you mean " + near.front() + "?"));
}

void require(bool holds, const char* option, const std::string& value, const char* expected) {
  if (!holds) throw usage_error(fmt::format("{} is {}; expected {}", option, value, expected));
}

void check_numbers(const experiment_options& o) {
  require(o.seeds >= 1 && o.seeds <= 100'000, "seeds", std::to_string(o.seeds),
          "a whole number from 1 to 100000");
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
      s.warnings.push_back(fmt::format("activation '{}' was given twice and is tried once", name));
  }
  if (std::find(s.candidates.begin(), s.candidates.end(), baseline) == s.candidates.end())
    s.candidates.push_back(baseline);
  o.activations.clear();
  for (const activation& f : s.candidates) o.activations.push_back(f.to_string());
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

  // 2^(1-n) is the smallest p a two-sided sign-flip test of n pairs can give.
  if (options.seeds < 6)
    s.warnings.push_back(fmt::format(
        "with {} paired seed{} no difference can reach p < 0.05 (the smallest p possible is {:.3g}); use at "
        "least 6",
        options.seeds, options.seeds == 1 ? "" : "s", std::ldexp(1.0, 1 - static_cast<int>(options.seeds))));
  return s;
}

void fit(settings& s, const data::split_data& data) {
  const std::size_t rows = data.train.rows;
  s.batch = std::min<std::size_t>(s.options.batch, rows);
  s.steps_per_epoch = (rows + s.batch - 1) / s.batch;
  const double passes = step_budget / static_cast<double>(s.steps_per_epoch);
  if (s.options.epochs == 0)
    s.options.epochs = static_cast<unsigned>(std::clamp(std::ceil(passes), fewest_epochs, most_epochs));
  if (s.options.patience == 0) s.options.patience = std::max(5u, s.options.epochs / 5);
  s.tuning_epochs = (s.options.epochs + 1) / 2;

  const double looked_at = static_cast<double>(std::min<std::size_t>(rows, 1000));
  const double passes_per_look = probe_cost * looked_at / static_cast<double>(rows);
  s.probe_every = static_cast<unsigned>(std::ceil(passes_per_look / probe_budget));
}

}  // namespace hillock::lab
