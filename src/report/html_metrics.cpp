// SPDX-License-Identifier: Apache-2.0
// The scores beside the one that decides, and which classes are taken for which.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/aggregate.hpp"
#include "report/page.hpp"

namespace hillock::report {
namespace {

// More classes than this are numbers nobody reads; results.json has them all.
constexpr std::size_t most_classes = 12;

std::string open_table(std::string_view corner) {
  return fmt::format("<div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">{}</th>",
                     escape(corner));
}

// A long label of a class is told in full where the pointer rests on it.
std::string heading(std::string_view text) {
  const std::string label = shorten(text, 24);
  const std::string whole = label == text ? "" : fmt::format(" title=\"{}\"", escape(text));
  return fmt::format("<th scope=\"col\" class=\"number\"{}>{}</th>", whole, escape(label));
}

std::string number_cell(const std::string& text) {
  return fmt::format("<td class=\"number\">{}</td>", escape(text));
}

std::string row_heading(std::string_view name) {
  return fmt::format("<tr><th scope=\"row\"><code>{}</code></th>", escape(name));
}

std::string all_scores(const page& p) {
  const auto measured = std::find_if(p.result.candidates.begin(), p.result.candidates.end(),
                                     [](const lab::candidate_summary& c) { return !c.test_scores.empty(); });
  if (measured == p.result.candidates.end() || measured->test_scores.size() < 2) return "";
  std::string out = open_table("activation");
  for (const lab::named_score& each : measured->test_scores)
    out += heading(lab::metrics::find(each.name)->label);
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    out += row_heading(c.name);
    for (std::size_t i = 0; i < measured->test_scores.size(); ++i) {
      const lab::metrics::metric& by = *lab::metrics::find(measured->test_scores[i].name);
      const score_format format = format_of(p.result, by, measured->test_scores[i].score, "\u00a0");
      out += number_cell(i < c.test_scores.size() ? format.value(c.test_scores[i].score) : "–");
    }
    out += "</tr>\n";
  }
  return "<h3>Every score on the test part</h3>\n" + out + "</tbody></table></div>\n" +
         paragraph(
             fmt::format("Means over the seeds that did not diverge. What decided, of each run’s learning "
                         "rate, the ranking and every verdict, is {}.",
                         p.result.metric->label),
             "note");
}

std::string class_name(const data::split_data& d, std::size_t i) {
  return i < d.class_names.size() ? d.class_names[i] : fmt::to_string(i);
}

std::string recall(const page& p, std::size_t classes) {
  std::string out = open_table("activation");
  for (std::size_t i = 0; i < classes; ++i) out += heading(class_name(p.result.data, i));
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    if (c.confusion.size() != classes) continue;
    out += row_heading(c.name);
    for (const double share : recall_by_class(c.confusion))
      out += number_cell(std::isfinite(share) ? fixed(100 * share, 1) + "\u00a0%" : "–");
    out += "</tr>\n";
  }
  return "<h3>Recall by class</h3>\n" + out + "</tbody></table></div>\n" +
         paragraph("The share of each class’s test rows that was recognised, over all seeds.", "note");
}

std::string confusion(const page& p, const lab::candidate_summary& c) {
  const std::size_t classes = c.confusion.size();
  std::string out = open_table("is ↓ taken for →");
  for (std::size_t i = 0; i < classes; ++i) out += heading(class_name(p.result.data, i));
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < classes; ++i) {
    out += row_heading(shorten(class_name(p.result.data, i), 40));
    for (std::size_t j = 0; j < classes; ++j) {
      const std::string text = fixed(c.confusion[i][j], 1);
      out += i == j ? fmt::format("<td class=\"number\"><strong>{}</strong></td>", text) : number_cell(text);
    }
    out += "</tr>\n";
  }
  return fmt::format("<h3>What <code>{}</code> takes for what</h3>\n", escape(c.name)) + out +
         "</tbody></table></div>\n" + paragraph("Test rows per seed, the mean over seeds.", "note");
}

}  // namespace

std::string metrics_section(const page& p) {
  std::string out = all_scores(p);
  const std::size_t classes = p.order.empty() ? 0 : p.candidate(0).confusion.size();
  if (classes > 1 && classes <= most_classes) out += recall(p, classes) + confusion(p, p.candidate(0));
  return section("metrics", classes > 1 ? "Other scores and confusions" : "Other scores", out);
}

}  // namespace hillock::report
