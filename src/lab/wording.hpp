// SPDX-License-Identifier: Apache-2.0
// How the lab writes numbers in sentences; shared by verdicts, headline and limits.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/result.hpp"

namespace hillock::lab::words {

/// Writes scores of one kind: "accuracy" as percentages and its differences in percentage points, anything
/// else as numbers.
class scale {
 public:
  explicit scale(std::string_view score_name);

  std::string score(double value) const;        ///< "97.1 %" or "0.853"
  std::string amount(double difference) const;  ///< "1.2 points" or "0.012 in R²"
  std::string amount(double difference, double low,
                     double high) const;             ///< with as many digits as the interval supports
  std::string range(double low, double high) const;  ///< "−0.4 to 1.1", same digits, no unit
  std::string within(double margin) const;           ///< "±1 point" or "±0.01"

 private:
  std::string number(double value, double resolution) const;
  std::string name_;
  bool points_;
};

std::string p_value(double p);                           ///< "p=0.62", "p=0.004", "p<0.001"
std::string seeds(std::size_t count);                    ///< "1 seed", "10 seeds"
std::string about_seeds(unsigned count);                 ///< "about 35 seeds", "about 1,300 seeds"
std::string thousands(std::size_t count);                ///< "10,000"
std::string listed(std::span<const std::string> names);  ///< "a", "a and b", "a, b and c"
std::string percent(double share);                       ///< "95 %", "0.5 %"

}  // namespace hillock::lab::words
