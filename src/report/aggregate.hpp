// SPDX-License-Identifier: Apache-2.0
// What a chart draws of many runs: medians and quartiles along epochs or layers. For drawing only; no verdict
// rests on it.
#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "lab/result.hpp"
#include "report/svg.hpp"

namespace hillock::report {

/// The quantile by linear interpolation of the order statistics (R's type 7) of the finite values; NaN if
/// there are none.
double quantile(std::vector<double> values, double q);

/// The values that a chart of these lines has to show, for its axis; both 0: the lines say nothing. Shares:
/// all but the first fifth of the epochs, which would press the rest into a line. Other numbers have no end,
/// so those beyond Tukey's outer fences (three times the distance of the quartiles) may leave the frame; on a
/// logarithmic axis the first epochs count too, and three decades always have room.
std::pair<double, double> worth_showing(const std::vector<series>& lines, const axis& y);

/// How many epochs one point of a curve stands for, so that it has some sixty.
unsigned epochs_per_point(const lab::result& r);

/// Median and quartiles over the seeds, epoch by epoch, as long as at least half of the runs are still
/// training. Of several epochs for a point, each run's mean counts.
series along_epochs(const lab::candidate_summary& c,
                    const std::function<double(const lab::epoch_record&)>& value, unsigned per_point = 1);

/// The share of each class's rows that was guessed right, from rows by true class; NaN for a class without
/// rows.
std::vector<double> recall_by_class(const std::vector<std::vector<double>>& confusion);

enum class moment { first_trained, last };
/// Median and quartiles over the seeds, layer by layer (1, 2 …), at the first probed epoch after the start,
/// or at the last one of each run.
series along_layers(const lab::candidate_summary& c, moment when, double lab::layer_probe::*value);

/// Lower median over the seeds, hidden layer × epoch, in at most `columns` columns of equally many epochs.
/// Between two probes of a run, and after its end, the earlier one holds: the last column is the number that
/// the findings speak of.
struct layer_epochs {
  std::vector<std::vector<double>> cells;
  unsigned last_epoch = 0;
  double largest = 0;  ///< 0 where nothing was measured
};
layer_epochs over_layers_and_epochs(const lab::candidate_summary& c, double lab::layer_probe::*value,
                                    std::size_t columns = 60);

}  // namespace hillock::report
