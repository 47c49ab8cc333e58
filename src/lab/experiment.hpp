// SPDX-License-Identifier: Apache-2.0
// An experiment: all candidates × seeds under equal conditions. docs/lab.md has the vocabulary.
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/load.hpp"
#include "lab/result.hpp"

namespace hillock::lab {

/// Everything a user can choose. Defaults are those of `hillock compare`.
struct experiment_options {
  data::load_options data;
  data::split_options split;       ///< shares of the parts; the seed counts only where the split is fixed
  bool fixed_split = false;        ///< one split for all seeds, by split.seed; else each seed draws its own
  std::string model = "mlp:64x4";  ///< mlp:WIDTHxDEPTH or mlp:W1-W2-W3 (hidden layers)
  std::vector<std::string> activations{"identity", "sigmoid", "tanh", "relu", "leaky_relu"};
  std::string baseline = "relu";  ///< added to the candidates when missing
  std::uint64_t first_seed = 1;   ///< seeds first_seed … first_seed + seeds − 1
  unsigned seeds = 10;
  std::string metric = "auto";   ///< a name of metrics::all(); auto: accuracy, balanced accuracy or R²
  std::optional<double> margin;  ///< of practical equivalence, in the metric's own unit; empty: one hundredth
                                 ///< of the way from chance to the best possible score
  unsigned epochs = 0;           ///< 0: chosen from the data's size; early stopping on validation in any case
  unsigned patience =
      0;  ///< epochs without a better validation loss before a run stops; 0: chosen from epochs
  unsigned batch = 64;
  std::string optimizer = "adam";
  std::optional<double>
      learning_rate;  ///< empty: chosen in each run on validation from a small grid, equal budget
  std::string init =
      "auto";  ///< auto: gain, computed for each activation; or a name of nn::initializer_names()
  std::optional<double> bias;  ///< experiments on dead units: every hidden bias starts here
  double clip_norm = 0;
  unsigned threads = 0;                       ///< runs side by side; 0: one per core
  std::filesystem::path out = "hillock-out";  ///< folder for runs.jsonl, results.json and report.html
};

/// Told about progress, from any thread, one call at a time.
struct progress {
  std::size_t candidate = 0;  ///< index in the list of candidates
  std::size_t done = 0;       ///< runs finished of this candidate, earlier sessions included
  std::size_t total = 0;      ///< runs of this candidate
};

struct experiment_hooks {
  std::function<void(const result& so_far)>
      started;  ///< data loaded and split, candidates known, nothing run yet
  std::function<void(const progress&)> progressed;
  std::function<void(const std::string&)> warned;  ///< one sentence each
  const std::atomic<bool>* stop =
      nullptr;  ///< set (by a signal handler) to stop soon; finished runs are in the journal
};

/// Runs, resumes or extends the experiment: every finished run is one line of `out`/runs.jsonl, flushed to
/// disk before the next. Runs that are there already, from an interrupted experiment or one with fewer seeds
/// or other candidates, are not run again. Throws usage_error, data_error or system_error; throws interrupted
/// when hooks.stop became true.
result run_experiment(const experiment_options& options, const experiment_hooks& hooks = {});

/// Rebuilds the result of an experiment from the journal in `folder` without running anything.
result read_experiment(const std::filesystem::path& folder);

/// Thrown when the user interrupted an experiment.
struct interrupted : error {
  explicit interrupted(const std::string& message) : error(exit_code::interrupted, message) {}
};

}  // namespace hillock::lab
