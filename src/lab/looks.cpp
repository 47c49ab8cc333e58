// SPDX-License-Identifier: Apache-2.0
// What looking at an experiment more than once does to its error rate: P. Armitage, C. K. McPherson, B. C.
// Rowe, "Repeated significance tests on accumulating data", JRSS A 132 (1969) 235–244.
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "lab/statistics.hpp"

namespace hillock::lab {
namespace {

// Simpson's rule on so many intervals gives six digits for any looks at least one seed in a hundred apart.
constexpr std::size_t intervals = 400;

// Points from −end to end, and Simpson's weights.
struct grid {
  std::vector<double> at, weight;

  explicit grid(double end) {
    const double step = 2 * end / intervals;
    for (std::size_t i = 0; i <= intervals; ++i) {
      at.push_back(-end + static_cast<double>(i) * step);
      weight.push_back(step / 3 * (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2));
    }
  }
};

double density(double x, double variance) {
  return std::exp(-x * x / (2 * variance)) / std::sqrt(2 * std::numbers::pi * variance);
}

}  // namespace

double error_of_looks(std::span<const unsigned> seeds, double alpha) {
  if (seeds.empty() || seeds.front() == 0 || !std::is_sorted(seeds.begin(), seeds.end()) ||
      !(alpha > 0 && alpha < 1))
    throw std::invalid_argument("error_of_looks: needs ascending numbers of seeds and alpha in (0, 1)");
  const double critical = boost::math::quantile(boost::math::normal_distribution<>(), 1 - alpha / 2);
  // The sum of standard normal differences after each look, as long as no look found anything.
  grid now(critical * std::sqrt(seeds.front()));
  std::vector<double> undecided;
  for (const double x : now.at) undecided.push_back(density(x, seeds.front()));
  for (std::size_t look = 1; look < seeds.size(); ++look) {
    if (seeds[look] == seeds[look - 1]) continue;
    const grid next(critical * std::sqrt(seeds[look]));
    const double added = seeds[look] - seeds[look - 1];
    std::vector<double> later;
    for (const double y : next.at) {
      double sum = 0;
      for (std::size_t i = 0; i < now.at.size(); ++i)
        sum += now.weight[i] * undecided[i] * density(y - now.at[i], added);
      later.push_back(sum);
    }
    now = next, undecided = std::move(later);
  }
  double left = 0;
  for (std::size_t i = 0; i < now.at.size(); ++i) left += now.weight[i] * undecided[i];
  return 1 - left;
}

}  // namespace hillock::lab
