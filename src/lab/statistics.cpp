// SPDX-License-Identifier: Apache-2.0
// Tests and effect sizes: the sign-flip test, Holm's adjustment, P(A > B), Cliff's delta.
#include "lab/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "base/philox.hpp"

namespace hillock::lab {
namespace {

constexpr std::size_t enumerable = 20;  // 2^19 sums, a few milliseconds
constexpr unsigned random_flips = 1'000'000;

// Counts, over all signs of values[i…], the sums whose absolute value is at least `bound`.
std::uint64_t count_extreme(std::span<const double> values, std::size_t i, double sum, double bound) {
  if (i == values.size()) return std::fabs(sum) >= bound ? 1 : 0;
  return count_extreme(values, i + 1, sum + values[i], bound) +
         count_extreme(values, i + 1, sum - values[i], bound);
}

double random_sign_flips(std::span<const double> values, double bound, std::uint64_t seed) {
  philox random(seed, "sign-flip");
  std::uint64_t extreme = 0;
  for (unsigned draw = 0; draw < random_flips; ++draw) {
    double sum = 0;
    std::uint32_t signs = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i % 32 == 0) signs = random.bits();
      sum += (signs & 1) != 0 ? values[i] : -values[i];
      signs >>= 1;
    }
    if (std::fabs(sum) >= bound) ++extreme;
  }
  // The observed signs count as one more draw, so p is never 0: Phipson & Smyth, Stat. Appl. Genet. Mol.
  // Biol. 9 (2010) 39.
  return (static_cast<double>(extreme) + 1) / (static_cast<double>(random_flips) + 1);
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

double sign_flip_test(std::span<const double> differences, std::uint64_t seed) {
  require_finite(differences, "sign_flip_test");
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
  const double bound = observed - 1e-9;
  if (values.size() > enumerable) return random_sign_flips(values, bound, seed);
  // The first sign stays: flipping all signs keeps |sum|.
  const std::uint64_t extreme = count_extreme(values, 1, values[0], bound);
  return static_cast<double>(extreme) / static_cast<double>(std::uint64_t{1} << (values.size() - 1));
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
