// SPDX-License-Identifier: Apache-2.0
#include "data/repeats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace hillock::data {
namespace {

// A row's features, which of them are missing, and its label or target. Two of n rows that differ have the
// same hash with probability n² / 2^65: 1 in 4 million for a data set of three million rows.
std::vector<std::uint64_t> hash_rows(const dataset& whole) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(whole.rows);
  auto missing = whole.missing.begin();
  for (std::size_t row = 0; row < whole.rows; ++row) {
    std::uint64_t seed = whole.task == task::regression ? std::bit_cast<std::uint64_t>(whole.targets[row])
                                                        : static_cast<std::uint64_t>(whole.labels[row]);
    for (; missing != whole.missing.end() && *missing / whole.columns == row; ++missing) {
      const std::uint64_t column = *missing % whole.columns;
      seed = XXH3_64bits_withSeed(&column, sizeof column, seed);
    }
    hashes.push_back(XXH3_64bits_withSeed(whole.features.data() + row * whole.columns,
                                          whole.columns * sizeof(double), seed));
  }
  return hashes;
}

// How many of the others, which are sorted, occur among them more than once.
std::size_t count_repeated(const std::vector<std::uint64_t>& sorted) {
  std::size_t repeated = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    repeated +=
        (i > 0 && sorted[i] == sorted[i - 1]) || (i + 1 < sorted.size() && sorted[i] == sorted[i + 1]);
  return repeated;
}

}  // namespace

void warn_of_repeats(dataset& whole) {
  if (whole.test_rows == 0 || whole.test_rows >= whole.rows) return;
  std::vector<std::uint64_t> others = hash_rows(whole);
  const auto first_test = others.end() - static_cast<std::ptrdiff_t>(whole.test_rows);
  const std::vector<std::uint64_t> test(first_test, others.end());
  others.erase(first_test, others.end());
  std::sort(others.begin(), others.end());
  const auto found =
      static_cast<std::size_t>(std::count_if(test.begin(), test.end(), [&](std::uint64_t hash) {
        return std::binary_search(others.begin(), others.end(), hash);
      }));
  if (10 * found <= whole.test_rows) return;
  // New rows would be found as often as a row of the others is found among the rest of them, give or take
  // three standard deviations of that count.
  const auto rows = static_cast<double>(whole.test_rows);
  const double share = static_cast<double>(count_repeated(others)) / static_cast<double>(others.size());
  if (static_cast<double>(found) <= rows * share + 3 * std::sqrt(rows * share * (1 - share))) return;
  whole.warnings.push_back(fmt::format(
      "{} of the {} test rows stand among the other rows too, features and {} alike: their scores say "
      "nothing about new rows.",
      found, whole.test_rows, whole.task == task::regression ? "target" : "label"));
}

}  // namespace hillock::data
