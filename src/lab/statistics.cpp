// SPDX-License-Identifier: Apache-2.0
// Tests and effect sizes: the sign-flip test, Holm's adjustment, P(A > B), Cliff's delta.
#include "lab/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <unordered_map>

#include "base/philox.hpp"

namespace hillock::lab {
namespace {

constexpr std::size_t enumerable_flips = 20;  // 2^19 sums, a few milliseconds
constexpr unsigned random_flips = 200'000;    // p = 0.05 to within 0.0005

// The chance that a sum and a normal error of deviation sigma together reach the bound on either side.
double reaches(double sum, double bound, double sigma) {
  const double size = std::fabs(sum);
  if (sigma == 0) return size >= bound ? 1 : 0;
  const double scale = sigma * std::numbers::sqrt2;
  return 0.5 * (std::erfc((bound - size) / scale) + std::erfc((bound + size) / scale));
}

/// How likely sums are to reach the bound, added up: alone, and with the normal error.
struct extremes {
  double alone = 0, with_error = 0;
};

extremes operator+(const extremes& a, const extremes& b) {
  return {a.alone + b.alone, a.with_error + b.with_error};
}

extremes extreme(double sum, double bound, double sigma) {
  return {reaches(sum, bound, 0), reaches(sum, bound, sigma)};
}

// Over all signs of values[i…].
extremes count_extreme(std::span<const double> values, std::size_t i, double sum, double bound,
                       double sigma) {
  if (i == values.size()) return extreme(sum, bound, sigma);
  return count_extreme(values, i + 1, sum + values[i], bound, sigma) +
         count_extreme(values, i + 1, sum - values[i], bound, sigma);
}

extremes random_sign_flips(std::span<const double> values, double bound, double sigma, std::uint64_t seed) {
  philox random(seed, "sign-flip");
  extremes counted;
  for (unsigned draw = 0; draw < random_flips; ++draw) {
    double sum = 0;
    std::uint32_t signs = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i % 32 == 0) signs = random.bits();
      sum += (signs & 1) != 0 ? values[i] : -values[i];
      signs >>= 1;
    }
    counted = counted + extreme(sum, bound, sigma);
  }
  // The observed signs count as one more draw, so p is never 0: Phipson & Smyth, Stat. Appl. Genet. Mol.
  // Biol. 9 (2010) 39.
  return counted + extremes{1, 1};
}

void require_finite(std::span<const double> values, const char* who) {
  if (values.empty()) throw std::invalid_argument(std::string(who) + ": no values");
  for (double x : values)
    if (!std::isfinite(x)) throw std::invalid_argument(std::string(who) + ": a value is not finite");
}

struct pair_counts {
  double above = 0, below = 0, all = 0;
};

pair_counts count_pairs(std::span<const double> a, std::span<const double> b, const char* who) {
  require_finite(a, who);
  require_finite(b, who);
  std::uint64_t above = 0, below = 0;
  for (double x : a)
    for (double y : b) {
      above += x > y;
      below += x < y;
    }
  return {static_cast<double>(above), static_cast<double>(below),
          static_cast<double>(a.size()) * static_cast<double>(b.size())};
}

}  // namespace

double sign_flip_test(std::span<const double> differences, double deviation, std::uint64_t seed) {
  require_finite(differences, "sign_flip_test");
  if (!(deviation >= 0) || !std::isfinite(deviation))
    throw std::invalid_argument("sign_flip_test: needs a finite deviation of at least 0");
  double largest = 0;
  for (double d : differences) largest = std::max(largest, std::fabs(d));
  if (largest == 0) return 1;
  // Scaled so that sums cannot overflow; zeros dropped, since flipping them changes nothing.
  std::vector<double> values;
  for (double d : differences)
    if (d != 0) values.push_back(d / largest);
  const double observed = std::fabs(std::accumulate(values.begin(), values.end(), 0.0));
  // Accuracies are multiples of 1/rows: sums that are equal as real numbers may differ in their last bits and
  // must count.
  const double bound = std::max(0.0, observed - 1e-9);
  const double sigma = deviation * static_cast<double>(differences.size()) / largest;
  const bool draw = values.size() > enumerable_flips;
  // All signs but the first one's: flipping every sign keeps |sum|.
  const double signs = draw ? random_flips + 1.0 : std::ldexp(1.0, static_cast<int>(values.size()) - 1);
  const extremes count = draw ? random_sign_flips(values, bound, sigma, seed)
                              : count_extreme(values, 1, values[0], bound, sigma);
  // An error half of the time carries a sum that just reaches the bound below it: p must not fall for that.
  return std::min(1.0, std::max(count.alone, count.with_error) / signs);
}

row_spread spread_of_rows(std::span<const row_scores> differences) {
  struct tally {
    double sum = 0, squares = 0, times = 0;
  };
  std::unordered_map<std::uint32_t, tally> rows;
  double seeds = 0, tested = 0;
  for (const row_scores& seed : differences) {
    if (seed.rows.empty()) continue;
    const double count = static_cast<double>(seed.values.size());
    double mean = 0;
    for (const float x : seed.values) mean += x / count;
    for (std::size_t i = 0; i < seed.rows.size(); ++i) {
      tally& row = rows[seed.rows[i]];
      const double centred = seed.values[i] - mean;
      row.sum += centred, row.squares += centred * centred, row.times += 1;
    }
    ++seeds, tested += count;
  }
  double products = 0, pairs = 0;
  // In the order of rows, so that the sum has one shape.
  std::vector<std::uint32_t> order;
  for (const auto& [row, unused] : rows) order.push_back(row);
  std::sort(order.begin(), order.end());
  for (const std::uint32_t row : order) {
    const tally& t = rows.at(row);
    products += (t.sum * t.sum - t.squares) / 2;
    pairs += t.times * (t.times - 1) / 2;
  }
  if (pairs == 0) return {};
  // Centring takes a part of the rows' own variance away: of M rows each, m of them common, the expected
  // product is the variance times 1 − 2/M + m/M².
  const double each = tested / seeds, common = pairs / (seeds * (seeds - 1) / 2);
  const double kept = 1 - 2 / each + common / (each * each);
  return {kept > 0 ? std::max(0.0, products / pairs / kept) : 0, pairs};
}

unsigned fewest_pairs(std::size_t comparisons, double alpha) {
  if (comparisons == 0 || !(alpha > 0 && alpha < 1))
    throw std::invalid_argument("fewest_pairs: needs a comparison and alpha in (0, 1)");
  unsigned pairs = 1;
  for (double p = static_cast<double>(comparisons); p >= alpha; p /= 2) ++pairs;
  return pairs;
}

std::vector<double> holm(std::span<const double> p) {
  for (double x : p)
    if (!(x >= 0 && x <= 1)) throw std::invalid_argument("holm: a p-value lies outside [0, 1]");
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double so_far = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    so_far = std::max(so_far, std::min(1.0, static_cast<double>(p.size() - rank) * p[order[rank]]));
    adjusted[order[rank]] = so_far;
  }
  return adjusted;
}

double probability_better(std::span<const double> a, std::span<const double> b) {
  const pair_counts pairs = count_pairs(a, b, "probability_better");
  return 0.5 + 0.5 * (pairs.above - pairs.below) / pairs.all;
}

double cliffs_delta(std::span<const double> a, std::span<const double> b) {
  const pair_counts pairs = count_pairs(a, b, "cliffs_delta");
  return (pairs.above - pairs.below) / pairs.all;
}

}  // namespace hillock::lab
