// SPDX-License-Identifier: Apache-2.0
// The sections of report.html. Every function returns well-formed markup (valid as XML too), or nothing where
// there is nothing to show. All foreign text in it is escaped.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lab/result.hpp"
#include "report/format.hpp"

namespace hillock::report {

/// What every section needs at hand.
struct page {
  const lab::result& result;
  score_format format;
  std::vector<std::size_t> order;  ///< candidates, best first

  explicit page(const lab::result& r) : result(r), format(format_of(r, "\u00a0")), order(ranking(r)) {}
  const lab::candidate_summary& candidate(std::size_t place) const { return result.candidates[order[place]]; }
  std::size_t seeds() const;
  /// Places of the candidates whose curves are drawn: the best five and the baseline, or all of six.
  std::vector<std::size_t> drawn() const;
  /// " Drawn are the best five on validation and the baseline."; nothing where all are.
  std::string left_out() const;
};

std::string heading_section(const page& p);  ///< the answer, and the facts in one line
std::string verdict_section(const page& p);  ///< a sentence per candidate with its evidence
std::string table_section(const page& p);    ///< activation × score, difference, p, speed, health
std::string scores_section(const page& p);   ///< every seed's score, and differences to the baseline
std::string metrics_section(const page& p);  ///< every other score; confusions and recall by class
std::string curves_section(const page& p);   ///< validation score and training loss along epochs
std::string layers_section(const page& p);   ///< gradients by layer; zeros, dead and saturated units
std::string maps_section(const page& p);     ///< decisions over the plane, for two features
std::string why_not_section(const page& p);  ///< a paragraph for each candidate that lost
std::string method_section(const page& p);   ///< held equal, learning rates, limits
std::string exactly_section(const page& p);  ///< configuration, data, hashes, machine
std::string raw_section(const page& p);      ///< the numbers themselves

/// `<section id=…><h2>…</h2>…</section>`; nothing when the content is empty.
std::string section(std::string_view id, std::string_view heading, const std::string& content);
/// `<figure>` with a caption below a short heading; the heading is escaped here, the caption is prose.
std::string figure(std::string_view heading, const std::string& chart, std::string_view caption = {});
/// Escaped, with powers such as 10^5 as superscripts and "95 %" unbroken: for sentences.
std::string prose(std::string_view text);
/// `<p>` of prose.
std::string paragraph(std::string_view text, std::string_view css = {});
/// `<details>` with its summary, for what only some readers want.
std::string folding(std::string_view summary, const std::string& content);
/// `<ul>` of prose; nothing for none.
std::string bullets(const std::vector<std::string>& sentences);

/// The style sheet of the page, without the charts' part.
std::string_view page_style();
/// A few lines of plain script: values on hover, download of the embedded numbers. The page reads without it.
std::string_view page_script();

}  // namespace hillock::report
