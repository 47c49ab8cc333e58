// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/environment.hpp"
#include "base/philox.hpp"
#include "data/content.hpp"
#include "data/csv_cell.hpp"
#include "data/load.hpp"
#include "data/standardise.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

constexpr std::size_t parts = 3;

// Shares `total` out in proportion to `sizes` by largest remainder, each share within [least, most].
std::vector<std::size_t> share_out(std::size_t total, const std::vector<std::size_t>& sizes,
                                   const std::vector<std::size_t>& least,
                                   const std::vector<std::size_t>& most) {
  const double all = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}));
  std::vector<double> quota;
  std::vector<std::size_t> share;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    quota.push_back(static_cast<double>(total) * static_cast<double>(sizes[i]) / all);
    share.push_back(std::clamp(static_cast<std::size_t>(quota[i]), least[i], most[i]));
  }
  std::size_t given = std::accumulate(share.begin(), share.end(), std::size_t{0});
  while (given != total) {
    const bool more = given < total;
    std::size_t best = sizes.size();
    double best_lack = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const double lack = (quota[i] - static_cast<double>(share[i])) * (more ? 1 : -1);
      if (more ? share[i] >= most[i] : share[i] <= least[i]) continue;
      if (best == sizes.size() || lack > best_lack) {
        best = i;
        best_lack = lack;
      }
    }
    if (best == sizes.size())
      break;  // every class is at its bound: the parts keep one row of each class instead
    share[best] += more ? 1 : std::size_t(-1);
    given += more ? 1 : std::size_t(-1);
  }
  return share;
}

void check_options(const split_options& options) {
  const double rest = 1 - options.train - options.validation;
  if (!(options.train > 0 && options.validation > 0 && rest > 1e-9))
    throw usage_error(fmt::format(
        "split: training share {} and validation share {}, expected both above 0 and their sum below 1",
        options.train, options.validation));
}

// Rows that are dealt out: all but those of a test part that was given.
std::size_t drawn_rows(const dataset& whole) { return whole.rows - whole.test_rows; }

// How many parts are drawn.
std::size_t drawn_parts(const dataset& whole) { return whole.test_rows > 0 ? parts - 1 : parts; }

std::string part_names(const dataset& whole) {
  return whole.test_rows > 0 ? "training and validation" : "training, validation and test";
}

// The rows of each class; all rows where there are none.
std::vector<std::vector<std::size_t>> groups_of(const dataset& whole) {
  if (whole.task == task::regression) {
    std::vector<std::size_t> all(drawn_rows(whole));
    std::iota(all.begin(), all.end(), std::size_t{0});
    return {all};
  }
  std::vector<std::vector<std::size_t>> groups(whole.classes());
  for (std::size_t row = 0; row < drawn_rows(whole); ++row)
    groups[static_cast<std::size_t>(whole.labels[row])].push_back(row);
  return groups;
}

// Which rows go to which part, in ascending order.
std::array<std::vector<std::size_t>, parts> deal(const dataset& whole, const split_options& options) {
  const auto groups = groups_of(whole);
  const std::size_t rows = drawn_rows(whole), count = groups.size(), later = drawn_parts(whole) - 1;
  const double all = whole.test_rows > 0 ? options.train + options.validation : 1;
  const auto nearest = [&](double share, std::size_t least, std::size_t most) {
    return std::clamp(static_cast<std::size_t>(std::floor(share / all * static_cast<double>(rows) + 0.5)),
                      least, most);
  };
  const std::size_t train_rows = nearest(options.train, count, rows - later * count);
  const std::size_t validation_rows =
      whole.test_rows > 0 ? rows - train_rows : nearest(options.validation, count, rows - train_rows - count);

  std::vector<std::size_t> sizes, most;
  for (const auto& group : groups) sizes.push_back(group.size());
  const std::vector<std::size_t> one(count, 1);
  for (const std::size_t size : sizes) most.push_back(size - later);
  const auto train = share_out(train_rows, sizes, one, most);
  for (std::size_t i = 0; i < count; ++i) most[i] = sizes[i] - train[i] - (later - 1);
  const auto validation = whole.test_rows > 0 ? most : share_out(validation_rows, sizes, one, most);

  std::array<std::vector<std::size_t>, parts> dealt;
  for (std::size_t i = 0; i < count; ++i) {
    const auto order = philox(options.seed, "split", i).permutation(sizes[i]);
    for (std::size_t k = 0; k < sizes[i]; ++k)
      dealt[k < train[i] ? 0 : k < train[i] + validation[i] ? 1 : 2].push_back(groups[i][order[k]]);
  }
  for (std::size_t row = rows; row < whole.rows; ++row) dealt[2].push_back(row);
  for (auto& part : dealt) std::sort(part.begin(), part.end());
  return dealt;
}

// Taking a number for a quantity helps where a class is small because there are many values, not because
// there are few rows.
bool could_be_quantity(const dataset& whole, std::size_t label) {
  constexpr std::size_t few_rows = 20;
  return whole.rows >= few_rows && whole.classes() > 2 &&
         read_cell(whole.class_names[label]).kind == cell_kind::number;
}

void check_rows(const dataset& whole) {
  require_two_classes(whole, whole.name);
  const std::size_t least = drawn_parts(whole);
  if (whole.test_rows >= whole.rows)
    throw data_error(fmt::format("{}: all {} rows are the test part, expected others to train with",
                                 whole.name, whole.rows));
  if (whole.task == task::regression && drawn_rows(whole) < least)
    throw data_error(fmt::format("{}: {} row{}, expected at least {} for {}", whole.name, drawn_rows(whole),
                                 drawn_rows(whole) == 1 ? "" : "s", least, part_names(whole)));
  if (whole.task == task::regression) return;
  const auto groups = groups_of(whole);
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (const std::size_t size = groups[i].size(); size < least)
      throw data_error(fmt::format(
          "{}: class {} has {} row{}{}, expected at least {}: one each for {}{}{}", whole.name,
          shown(whole.class_names[i]), size, size == 1 ? "" : "s",
          whole.test_rows > 0 ? " outside the test part" : "", least, part_names(whole),
          could_be_quantity(whole, i) ? "; if the target is a quantity, choose --task regression" : "",
          drawn_rows(whole) < 2 * least ? "" : guess_suffix(whole)));  // too few for any two classes
}

bool is_constant(const dataset& whole, std::size_t column) {
  for (std::size_t row = 1; row < whole.rows; ++row)
    if (whole.features[row * whole.columns + column] != whole.features[column]) return false;
  return true;
}

// `where`: "" for columns that are constant in every training part there can be.
std::string dropped_note(const std::vector<std::string>& dropped, const std::string& where) {
  constexpr std::size_t listed = 20;
  const bool pixels = std::all_of(dropped.begin(), dropped.end(),
                                  [](const auto& name) { return name.starts_with("pixel "); });
  if (pixels || dropped.size() > listed)
    return fmt::format("{} {} dropped: constant in the training part{}.", dropped.size(),
                       pixels ? "pixels" : "columns", where);
  std::vector<std::string> names;
  for (const std::string& name : dropped) names.push_back(shown(name));
  return fmt::format("Dropped, because constant in the training part{}: {}.", where, fmt::join(names, ", "));
}

split_data split_rows(const dataset& whole, const split_options& options) {
  check_options(options);
  check_rows(whole);
  const auto rows = deal(whole, options);

  split_data result;
  result.name = whole.name;
  result.task = whole.task;
  result.class_names = whole.class_names;
  result.outputs = whole.task == task::classes ? whole.classes() : 1;
  result.notes = whole.notes;
  result.warnings = whole.warnings;
  result.hash = whole.hash;
  result.given_test = whole.test_rows > 0;
  const scaling scale = measure(whole, rows[0]);
  std::vector<std::string> dropped;
  bool everywhere = true;
  for (std::size_t column = 0, next = 0; column < whole.columns; ++column) {
    if (next == scale.columns.size() || scale.columns[next] != column) {
      dropped.push_back(whole.feature_names[column]);
      everywhere = everywhere && is_constant(whole, column);
      continue;
    }
    result.feature_names.push_back(whole.feature_names[column]);
    ++next;
  }
  if (result.feature_names.empty())
    throw data_error(
        fmt::format("{}: no feature is left: every column is constant in the training part", whole.name));
  if (!dropped.empty())
    result.notes.push_back(dropped_note(
        dropped,
        everywhere ? "" : fmt::format(" of seed {} (another seed's may vary in them)", options.seed)));
  if (whole.one_scale)
    result.notes.emplace_back(
        "All features share one scale: the mean and deviation of the whole training part.");
  result.columns = result.feature_names.size();
  result.means = scale.means;
  result.deviations = scale.deviations;
  result.target_mean = scale.target_mean;
  result.target_deviation = scale.target_deviation;
  part* const filled[parts] = {&result.train, &result.validation, &result.test};
  for (std::size_t i = 0; i < parts; ++i) *filled[i] = standardised(whole, rows[i], scale);
  return result;
}

}  // namespace

split_data split(const dataset& whole, const split_options& options) {
  return in_standard_environment([&] { return split_rows(whole, options); });
}

}  // namespace hillock::data
