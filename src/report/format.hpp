// SPDX-License-Identifier: Apache-2.0
// Numbers and names as people read them, shared by the exporters for terminal and page.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lab/result.hpp"
#include "lab/verdict.hpp"
#include "lab/wording.hpp"

namespace hillock::report {

/// How the scores of one metric are written: shares in percent, others as plain numbers, all with equal
/// decimals.
struct score_format {
  bool percent = true;
  int decimals = 1;
  std::string gap = " ";  ///< between a number and its percent sign

  std::string value(double v) const;  ///< "98.9 %", "0.812"
  std::string bare(double v) const;   ///< without the percent sign
  /// "[98.5, 99.2]"; "–" of one run, which has none, and of no score.
  std::string interval(double low, double high, std::size_t runs) const;
  std::string difference(double d) const;  ///< signed, without a unit: "+0.4", "−1.2"
  std::string distance(double d) const;    ///< unsigned with its unit: "1.2 points", "0.012"
};

/// Of the metric that decides. Shares: two decimals where the test part is large enough to carry them.
/// Numbers in the target's own unit: four digits.
score_format format_of(const lab::result& r, std::string gap = " ");
/// Of any metric, for a score of this size.
score_format format_of(const lab::result& r, const lab::metrics::metric& by, double size,
                       std::string gap = " ");

using lab::ranking;
using lab::words::fixed;
/// `digits` significant digits without an exponent between 1e-4 and 1e6: "0.003", "52.1".
std::string significant(double v, int digits = 3);
using lab::words::p_number;
using lab::words::p_value;
/// 12345 → "12,345".
std::string count(double n);
/// "48 s", "3 min 20 s", "2 h 5 min".
std::string duration(double seconds);
/// A share in percent: "4 %", "<1 %", "0 %".
std::string share(double v, std::string_view gap = " ");
/// The word for people: "better", "not enough evidence" …
std::string_view words(lab::judgement says);
/// "nearly_dead" → "nearly dead".
std::string words(std::string_view kind);

/// Foreign text made safe: invalid UTF-8 becomes U+FFFD, control characters (escape sequences of terminals
/// too) become spaces.
std::string clean(std::string_view text);
/// clean(), then & < > " ' as character references: safe in HTML and XML text and in quoted attributes.
std::string escape(std::string_view text);

/// Terminal cells a text takes: combining marks 0, East Asian wide characters 2, others 1.
std::size_t display_width(std::string_view text);
/// At most `cells` wide; a longer text ends in "…".
std::string shorten(std::string_view text, std::size_t cells);
/// At most `cells` wide; a longer text has "…" in its middle, because names with parameters differ at their
/// end.
std::string shorten_middle(std::string_view text, std::size_t cells);
/// How many bytes of the text's beginning take at most `cells`.
std::size_t bytes_within(std::string_view text, std::size_t cells);

/// Its score on the test part or on validation; three NaN, which are shown as "–", where it has none.
lab::estimate known(const lab::candidate_summary& c, const lab::estimate& score);
/// The difference with its interval as mean, low and high; three NaN where it has no size.
lab::estimate known(const lab::verdict& v);
/// p after Holm; NaN where there was nothing to compare.
double known_p(const lab::verdict& v);

/// The verdict on a candidate against the baseline, or null: the baseline has none.
const lab::verdict* verdict_of(const lab::result& r, const std::string& candidate);
/// The word for people: "fault", "worth a look", "".
std::string_view words(lab::severity weight);

}  // namespace hillock::report
