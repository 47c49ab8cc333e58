// SPDX-License-Identifier: Apache-2.0
// An experiment's options with every name checked and every "auto" decided.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hillock/activation.hpp"
#include "lab/experiment.hpp"
#include "lab/metrics/metric.hpp"

namespace hillock::lab {

/// Options as text, in a fixed order: what the journal's header and the report show, and what is hashed.
using configuration = std::vector<std::pair<std::string, std::string>>;

/// The value of that name; empty where there is none.
std::string value_of(const configuration& all, std::string_view name);

struct settings {
  experiment_options options;          ///< names in canonical form; epochs and patience decided by fit()
  std::vector<std::size_t> widths;     ///< of the hidden layers
  std::vector<activation> candidates;  ///< in the user's order, no duplicates, the baseline among them
  std::string scheme;                  ///< of nn::initializer_names()
  std::vector<double> learning_rates;  ///< the grid; one value: nothing to tune
  double weight_decay = 0;
  unsigned tuning_epochs = 0;               ///< how long each rate of a search is tried
  const metrics::metric* metric = nullptr;  ///< decides; set by choose_metric()
  std::size_t rows = 0;                     ///< of the whole data set
  std::size_t batch = 0;                    ///< options.batch, or the training part if that is smaller
  std::size_t steps_per_epoch = 0;
  unsigned probe_every = 1;  ///< epochs between two looks of the probes
  std::vector<std::string> warnings;

  bool tunes() const noexcept { return learning_rates.size() > 1; }
};

/// Checks everything that can be checked without the data. Throws usage_error.
settings settle(const experiment_options& options);

/// Decides the metric: the one that was asked for, R² for regression, accuracy, or balanced accuracy where
/// one class has more than 80 % of the rows. Throws usage_error: a metric of another task.
void choose_metric(settings& s, data::task task, double largest_class);

/// Decides what depends on the size of the data: epochs, patience, how often probes look.
void fit(settings& s, const data::split_data& data);

/// Everything a run depends on beside its candidate, its seed and the data, with every "auto" decided: runs
/// of equal identity may stand side by side, whatever else was asked of their experiments.
configuration identity_of(const settings& s);

/// The options as text; threads and out are left out, because no result depends on them.
configuration to_configuration(const experiment_options& options);

/// The options a configuration describes. Throws usage_error for unknown names or values.
experiment_options from_configuration(const configuration& text);

/// 128-bit XXH3 of a configuration and the data's hash, 32 hex digits.
std::string hash_of(const configuration& text, const std::string& data_hash);

}  // namespace hillock::lab
