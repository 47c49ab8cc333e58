// SPDX-License-Identifier: Apache-2.0
// How numbers are written: in sentences of verdicts, headline and limits, and by the exporters.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/result.hpp"

namespace hillock::lab::words {

/// Writes scores of one metric: shares as percentages and their differences in percentage points, anything
/// else as numbers.
class scale {
 public:
  explicit scale(const metrics::metric& by) : metric_(by) {}

  std::string score(double value) const;        ///< "97.1 %", "0.853" or "4.73"
  std::string amount(double difference) const;  ///< "1.2 points" or "0.012 in R²"
  std::string amount(double difference, double low,
                     double high) const;             ///< with as many digits as the interval supports
  std::string range(double low, double high) const;  ///< "−0.4 to 1.1", same digits, no unit
  /// How far one of two is ahead, whichever way the metric counts:
  /// "1.2 points (95 % interval 1.0 to 1.4, EVIDENCE)".
  std::string lead(const verdict& v, double alpha, std::string_view evidence) const;
  std::string at_most(double size, double resolution) const;  ///< "at most 2.9 points"
  std::string within(double margin) const;                    ///< "±1 point" or "±0.01"

 private:
  bool points() const { return metric_.shown_as == metrics::unit::share; }
  std::string unit() const;
  std::string number(double value, double resolution) const;
  const metrics::metric& metric_;
};

/// That many decimals and a true minus sign; "–" where it is not finite, never "−0.0".
std::string fixed(double value, int decimals);
std::string p_number(double p);                                  ///< "0.62", "0.004", "<0.001", "1"
std::string p_value(double p);                                   ///< "p=0.62", "p=0.004", "p<0.001", "p=1"
std::string p_of(const verdict& v, std::size_t comparisons);     ///< "p=0.004 after Holm"
std::string seeds(std::size_t count);                            ///< "1 seed", "10 seeds"
std::string about(double count);                                 ///< two digits, rounded up: "35", "1,300"
std::string about_seeds(unsigned count);                         ///< "about 35 seeds", "about 1,300 seeds"
std::string thousands(std::size_t count);                        ///< "10,000"
std::string listed(std::span<const std::string> names);          ///< "a", "a and b", "a, b and c"
std::string listed_briefly(std::span<const std::string> names);  ///< "a, b, c and 16 others"
std::string percent(double share);                               ///< "95 %", "0.5 %"

/// What would settle an open question: "about 35 seeds would settle it", "what is missing is rows, not seeds:
/// about 1,300 would settle it".
std::string way_out(unsigned seeds_needed, std::size_t rows_needed, bool given_test);

}  // namespace hillock::lab::words
