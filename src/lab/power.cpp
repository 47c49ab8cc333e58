// SPDX-License-Identifier: Apache-2.0
// How many seeds would settle a question: the power of the paired t-test by the noncentral t distribution
// (Cohen, Statistical Power Analysis, 1988, ch. 2), and of the interval-within-margin rule (Phillips, J.
// Pharmacokinet. Biopharm. 18 (1990) 137–144). The lab itself tests by sign flips, whose power is close to
// the t-test's.
#include <algorithm>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/philox.hpp"
#include "lab/statistics.hpp"

namespace hillock::lab {
namespace {

constexpr double wanted_power = 0.8;

using boost::math::policies::policy;
using in_double = policy<boost::math::policies::promote_double<false>>;
using students_t = boost::math::students_t_distribution<double, in_double>;
using non_central_t = boost::math::non_central_t_distribution<double, in_double>;

void require_levels(double mean, uncertainty u, double alpha, const char* who) {
  const double deviation = std::hypot(u.by_seed, u.by_rows);
  if (!std::isfinite(mean) || !(u.by_seed >= 0 && u.by_rows >= 0) || !std::isfinite(deviation) ||
      !(alpha > 0 && alpha < 1))
    throw std::invalid_argument(std::string(who) +
                                ": needs a finite mean, a deviation ≥ 0 and alpha in (0, 1)");
}

// The deviation between seeds that would give the mean of n of them the same variance without rows.
double deviation_at(uncertainty u, unsigned n) {
  return std::hypot(u.by_seed, std::sqrt(static_cast<double>(n)) * u.by_rows);
}

double critical_t(unsigned n, double alpha) {
  return boost::math::quantile(boost::math::complement(students_t(n - 1), alpha / 2));
}

// P(T > critical) where the true mean lies `effect` deviations above the tested one.
double upper_power(double effect, unsigned n, double critical) {
  // Beyond 1,000 the chance of the other outcome underflows, at any critical value an alpha ≥ 10^-6 and n ≥ 3
  // give.
  const double shift = std::clamp(effect * std::sqrt(static_cast<double>(n)), -1000.0, 1000.0);
  if (shift == 0) return boost::math::cdf(boost::math::complement(students_t(n - 1), critical));
  return boost::math::cdf(boost::math::complement(non_central_t(n - 1, shift), critical));
}

double t_test_power(double effect, unsigned n, double alpha) {
  const double critical = critical_t(n, alpha);
  return upper_power(effect, n, critical) + upper_power(-effect, n, critical);
}

// Smallest n in [2, limit] with power(n) ≥ 0.8, for a power that grows with n; 0: none.
template <class Power>
unsigned smallest(unsigned limit, const Power& power) {
  if (limit < 2 || power(limit) < wanted_power) return 0;
  unsigned low = 1, high = limit;  // power(low) is too small, power(high) is not
  while (high - low > 1) {
    const unsigned middle = low + (high - low) / 2;
    (power(middle) >= wanted_power ? high : low) = middle;
  }
  return high;
}

}  // namespace

unsigned seeds_needed(double mean_difference, uncertainty u, double alpha, unsigned limit) {
  require_levels(mean_difference, u, alpha, "seeds_needed");
  if (mean_difference == 0) return 0;
  if (u.by_seed == 0 && u.by_rows == 0) return std::min(limit, 2u);
  const double size = std::fabs(mean_difference);
  return smallest(limit, [&](unsigned n) { return t_test_power(size / deviation_at(u, n), n, alpha); });
}

unsigned seeds_for_equivalence(double mean_difference, uncertainty u, double margin, double alpha,
                               unsigned limit) {
  require_levels(mean_difference, u, alpha, "seeds_for_equivalence");
  const double room = margin - std::fabs(mean_difference);
  if (!(room > 0)) return 0;
  if (u.by_seed == 0 && u.by_rows == 0) return std::min(limit, 2u);
  // Both ends must lie inside; Bonferroni's bound on their joint probability is sharp where each is likely.
  return smallest(limit, [&](unsigned n) {
    const double critical = critical_t(n, alpha), deviation = deviation_at(u, n);
    return upper_power(room / deviation, n, critical) +
           upper_power((margin + std::fabs(mean_difference)) / deviation, n, critical) - 1;
  });
}

double rows_factor(double mean_difference, double deviation_of_mean, double margin, double alpha_difference,
                   double alpha_equivalence) {
  require_levels(mean_difference, {deviation_of_mean, 0}, alpha_difference, "rows_factor");
  require_levels(margin, {}, alpha_equivalence, "rows_factor");
  const double size = std::fabs(mean_difference), room = margin - size;
  // The normal law's counterpart of the t-tests above: rows are many.
  const auto factor = [&](double distance, double alpha) {
    const double steps = normal_quantile(1 - alpha / 2) + normal_quantile(wanted_power);
    const double needed = steps * deviation_of_mean / distance;
    return needed * needed;
  };
  double least = 0;
  if (size > 0) least = factor(size, alpha_difference);
  if (room > 0) {
    const double other = factor(room, alpha_equivalence);
    least = least > 0 ? std::min(least, other) : other;
  }
  return least;
}

double detectable_difference(double deviation, unsigned pairs, double alpha) {
  require_levels(0, {deviation, 0}, alpha, "detectable_difference");
  if (pairs < 2) throw std::invalid_argument("detectable_difference: needs at least 2 pairs");
  double low = 0, high = 1;
  while (t_test_power(high, pairs, alpha) < wanted_power && high < 1e6) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (t_test_power(middle, pairs, alpha) >= wanted_power ? high : low) = middle;
  }
  return high * deviation;
}

}  // namespace hillock::lab
