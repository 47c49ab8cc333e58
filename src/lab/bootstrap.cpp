// SPDX-License-Identifier: Apache-2.0
// The BCa bootstrap interval of a mean: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987)
// 171–185; bias correction with ties counted half, acceleration from the jackknife (Efron & Tibshirani 1993,
// eq. 14.15).
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>
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

// C(19, 10) = 92,378 distinct resamples of 10 values take a millisecond or two; 11 values have four times as
// many.
constexpr std::size_t enumerable_resamples = 10;

// Means of different resamples that are equal as real numbers may differ in the last bits; scores are
// multiples of 1/rows, so this happens. Values are scaled to |x| ≤ 1 here.
constexpr double tie = 1e-9;

// All ways to draw values[i…] in `left` draws; `ways` counts the orders of what was drawn before.
void enumerate(std::span<const double> values, std::size_t i, std::size_t left, double sum,
               std::uint64_t ways, std::vector<point>& out) {
  const double n = static_cast<double>(values.size());
  if (i + 1 == values.size()) {
    out.emplace_back((sum + static_cast<double>(left) * values[i]) / n, ways);
    return;
  }
  std::uint64_t choices = 1;  // left over times
  for (std::size_t times = 0; times <= left; ++times) {
    enumerate(values, i + 1, left - times, sum + static_cast<double>(times) * values[i], ways * choices, out);
    choices = choices * (left - times) / (times + 1);
  }
}

std::vector<point> resampled_means(std::span<const double> values, unsigned resamples, std::uint64_t seed) {
  std::vector<point> means;
  if (values.size() <= enumerable_resamples) {
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
  return means;
}

// Resampled means of values within ±1, counted into bins so that a rank is found without sorting them all.
class distribution {
 public:
  explicit distribution(std::vector<point> points) : points_(std::move(points)), before_(bins + 1) {
    for (const auto& [mean, count] : points_) before_[bin(mean) + 1] += count;
    std::partial_sum(before_.begin(), before_.end(), before_.begin());
  }

  // The smallest mean that at least this share of all lie at or below. (Interpolating between neighbours, as
  // NumPy does by default, would pull the ends inward where a few values have few resamples.)
  double quantile(double share) const {
    const double rank = std::ceil(share * static_cast<double>(total())) - 1;
    return at(rank <= 0 ? 0 : std::min(static_cast<std::uint64_t>(rank), total() - 1));
  }

  // The share of means below 0, those equal to it counted half.
  double share_below_zero() const {
    std::uint64_t below = 0, equal = 0;
    for (const auto& [mean, count] : points_) {
      if (mean < -tie)
        below += count;
      else if (mean <= tie)
        equal += count;
    }
    const double all = static_cast<double>(total());
    // Kept off 0 and 1, which only a handful of draws can give and whose normal quantiles are infinite.
    return std::clamp((static_cast<double>(below) + 0.5 * static_cast<double>(equal)) / all, 0.5 / all,
                      1 - 0.5 / all);
  }

 private:
  static constexpr std::size_t bins = 4096;

  static std::size_t bin(double mean) {
    const double place = (mean + 1) * (bins / 2.0);
    return place <= 0 ? 0 : std::min(static_cast<std::size_t>(place), bins - 1);
  }

  std::uint64_t total() const { return before_.back(); }

  double at(std::uint64_t rank) const {
    const auto after = std::upper_bound(before_.begin(), before_.end(), rank);
    const auto home = static_cast<std::size_t>(after - before_.begin()) - 1;
    std::vector<point> here;
    for (const point& p : points_)
      if (bin(p.first) == home) here.push_back(p);
    std::sort(here.begin(), here.end());
    std::size_t i = 0;
    for (rank -= before_[home]; rank >= here[i].second; ++i) rank -= here[i].second;
    return here[i].first;
  }

  std::vector<point> points_;
  std::vector<std::uint64_t> before_;  // how many means lie in lower bins
};

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
  const distribution means(resampled_means(centred, resamples, seed));
  // Bias correction: the normal quantile of the share of resampled means below the mean itself, 0 after
  // centring.
  const double bias = boost::math::quantile(standard_normal(), means.share_below_zero());
  const double accel = acceleration(centred);
  const double z = boost::math::quantile(standard_normal(), 0.5 + confidence / 2);
  const auto extremes = std::minmax_element(values.begin(), values.end());
  // Undoing the centring leaves rounding: an end at 0 must be 0, since "excludes 0" is asked of it.
  const auto end = [&](double level) {
    const double x = mean + scale * means.quantile(level);
    return std::fabs(x) <= 1e-12 * largest ? 0.0 : std::clamp(x, *extremes.first, *extremes.second);
  };
  return {mean, end(adjusted_level(-z, bias, accel)), end(adjusted_level(z, bias, accel))};
}

estimate widened(const estimate& interval, double deviation, double confidence) {
  if (!(deviation >= 0) || !std::isfinite(deviation) || !(confidence > 0 && confidence < 1))
    throw std::invalid_argument("widened: needs a finite deviation of at least 0 and a confidence in (0, 1)");
  if (deviation == 0) return interval;
  const double more = deviation * boost::math::quantile(standard_normal(), 0.5 + confidence / 2);
  return {interval.mean, interval.mean - std::hypot(interval.mean - interval.low, more),
          interval.mean + std::hypot(interval.high - interval.mean, more)};
}

}  // namespace hillock::lab
