// SPDX-License-Identifier: Apache-2.0
// The BCa bootstrap interval of a mean: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987)
// 171–185; bias correction with ties counted half, acceleration from the jackknife (Efron & Tibshirani 1993,
// eq. 14.15).
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/philox.hpp"
#include "lab/statistics.hpp"

namespace hillock::lab {
namespace {

// The mean of one resample and how many of all resamples have it.
using point = std::pair<double, std::uint64_t>;
using boost::math::policies::policy;
using standard_normal =
    boost::math::normal_distribution<double, policy<boost::math::policies::promote_double<false>>>;

// C(19, 10) = 92,378 distinct resamples of 10 values are sorted in milliseconds; 11 values have four times as
// many.
constexpr std::size_t enumerable = 10;

// Means of different resamples that are equal as real numbers may differ in the last bits; scores are
// multiples of 1/rows, so this happens. Values are scaled to |x| ≤ 1 here.
constexpr double tie = 1e-9;

std::uint64_t choose(std::uint64_t n, std::uint64_t k) {
  std::uint64_t result = 1;
  for (std::uint64_t i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}

// All ways to draw values[i…] in `left` draws; `ways` counts the orders of what was drawn before.
void enumerate(std::span<const double> values, std::size_t i, std::size_t left, double sum,
               std::uint64_t ways, std::vector<point>& out) {
  const double n = static_cast<double>(values.size());
  if (i + 1 == values.size()) {
    out.emplace_back((sum + static_cast<double>(left) * values[i]) / n, ways);
    return;
  }
  for (std::size_t times = 0; times <= left; ++times)
    enumerate(values, i + 1, left - times, sum + static_cast<double>(times) * values[i],
              ways * choose(left, times), out);
}

std::vector<point> resampled_means(std::span<const double> values, unsigned resamples, std::uint64_t seed) {
  std::vector<point> means;
  if (values.size() <= enumerable) {
    enumerate(values, 0, values.size(), 0, 1, means);
  } else {
    philox random(seed, "bootstrap");
    means.reserve(resamples);
    for (unsigned r = 0; r < resamples; ++r) {
      double sum = 0;
      for (std::size_t i = 0; i < values.size(); ++i) sum += values[random.below(values.size())];
      means.emplace_back(sum / static_cast<double>(values.size()), 1);
    }
  }
  std::sort(means.begin(), means.end());
  return means;
}

// The quantile by linear interpolation between order statistics (Hyndman & Fan's type 7, NumPy's and SciPy's
// default).
double quantile(const std::vector<point>& sorted, std::uint64_t total, double probability) {
  const double position = probability * static_cast<double>(total - 1);
  const auto rank = std::min(static_cast<std::uint64_t>(position), total - 1);
  std::uint64_t upto = 0;
  std::size_t i = 0;
  while (upto + sorted[i].second <= rank) upto += sorted[i++].second;
  const bool next_is_other = rank + 1 == upto + sorted[i].second && i + 1 < sorted.size();
  const double next = next_is_other ? sorted[i + 1].first : sorted[i].first;
  return sorted[i].first + (position - static_cast<double>(rank)) * (next - sorted[i].first);
}

// Bias correction: the normal quantile of the share of resampled means below the mean itself (0 after
// centring).
double bias_correction(const std::vector<point>& means, std::uint64_t total) {
  std::uint64_t below = 0, equal = 0;
  for (const auto& [mean, count] : means) {
    if (mean < -tie)
      below += count;
    else if (mean <= tie)
      equal += count;
  }
  const double share =
      (static_cast<double>(below) + 0.5 * static_cast<double>(equal)) / static_cast<double>(total);
  return boost::math::quantile(standard_normal(), share);
}

// Acceleration: a sixth of the jackknife's skewness; for a mean, of the centred values themselves.
double acceleration(std::span<const double> centred) {
  double squares = 0, cubes = 0;
  for (double x : centred) {
    squares += x * x;
    cubes += x * x * x;
  }
  return cubes / (6 * squares * std::sqrt(squares));
}

// The level at which to read the bootstrap distribution in place of the normal quantile z.
double adjusted_level(double z, double bias, double accel) {
  const double shift = bias + z, denominator = 1 - accel * shift;
  if (denominator <= 0) return shift > 0 ? 1 : 0;  // the limit; only at confidences beyond 1 − 10^-8
  return boost::math::cdf(standard_normal(), bias + shift / denominator);
}

}  // namespace

estimate bca_mean(std::span<const double> values, double confidence, unsigned resamples, std::uint64_t seed) {
  if (values.empty()) throw std::invalid_argument("bca_mean: no values");
  if (!(confidence > 0 && confidence < 1))
    throw std::invalid_argument("bca_mean: confidence must lie in (0, 1)");
  if (resamples == 0) throw std::invalid_argument("bca_mean: resamples must be at least 1");
  double sum = 0, largest = 0;
  for (double x : values) {
    if (!std::isfinite(x)) throw std::invalid_argument("bca_mean: a value is not finite");
    sum += x;
    largest = std::max(largest, std::fabs(x));
  }
  const double mean = sum / static_cast<double>(values.size());
  double scale = 0;
  for (double x : values) scale = std::max(scale, std::fabs(x - mean));
  // All equal up to the rounding of the mean: no spread to resample.
  if (values.size() == 1 || scale <= 1e-14 * largest) return {mean, mean, mean};

  std::vector<double> centred;
  for (double x : values) centred.push_back((x - mean) / scale);
  const std::vector<point> means = resampled_means(centred, resamples, seed);
  std::uint64_t total = 0;
  for (const point& p : means) total += p.second;
  const double bias = bias_correction(means, total), accel = acceleration(centred);
  const double z = boost::math::quantile(standard_normal(), 0.5 + confidence / 2);
  const double low = quantile(means, total, adjusted_level(-z, bias, accel));
  const double high = quantile(means, total, adjusted_level(z, bias, accel));
  return {mean, mean + scale * low, mean + scale * high};
}

}  // namespace hillock::lab
