// SPDX-License-Identifier: Apache-2.0
// The answer: headline, a sentence per candidate, the table, and why the losers lost.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "report/page.hpp"
#include "report/svg.hpp"

namespace hillock::report {
namespace {

std::string_view css_of(lab::judgement says) {
  switch (says) {
    case lab::judgement::better:
      return "better";
    case lab::judgement::worse:
      return "worse";
    case lab::judgement::equivalent:
      return "equivalent";
    case lab::judgement::not_enough_evidence:
      break;
  }
  return "open";
}

std::string_view sign_of(lab::judgement says) {
  switch (says) {
    case lab::judgement::better:
      return "▲";
    case lab::judgement::worse:
      return "▼";
    case lab::judgement::equivalent:
      return "=";
    case lab::judgement::not_enough_evidence:
      break;
  }
  return "?";
}

std::string task_of(const data::split_data& d) {
  if (d.task == data::task::regression) return "regression";
  return fmt::format("{} classes",
                     std::max<std::size_t>(d.class_names.size(), d.task == data::task::binary ? 2 : 0));
}

std::string fact(std::string_view name, std::string_view value) {
  return value.empty() ? "" : fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", escape(name), escape(value));
}

// What the sentence, which has the difference, its interval and the seeds that would settle it, leaves out.
std::string evidence_of(const lab::verdict& v) {
  if (std::isnan(known_p(v))) return "";
  return fmt::format("sign-flip {}, after Holm {} · ahead in {} of all pairings of their runs · Cliff’s δ {}",
                     p_value(v.p), p_value(v.p_holm), share(v.probability_better, "\u00a0"),
                     fixed(v.effect_size, 2));
}

std::string badge(std::string_view css, std::string_view text, std::string_view note) {
  return fmt::format("<span class=\"badge {}\" title=\"{}\">{}</span>", css, escape(note), escape(text));
}

std::string badges_of(const lab::candidate_summary& c) {
  std::string out;
  std::set<std::string> seen;
  bool healthy = !c.health.empty();
  for (const lab::finding& f : c.health) {
    if (f.kind == "healthy" || !seen.insert(f.kind).second) continue;
    const bool fault = f.weight == lab::severity::fault, look = f.weight == lab::severity::worth_a_look;
    out += badge(fault ? "fault" : "note", (fault ? "✕ " : look ? "look: " : "") + words(f.kind), f.sentence);
    healthy = healthy && !fault && !look;
  }
  return healthy ? badge("fine", "✓ healthy", "The probes found nothing unusual.") + out : out;
}

std::string labelled_cell(std::string_view label, const std::string& markup, std::string_view css = {}) {
  return fmt::format("<td data-label=\"{}\" class=\"{}\">{}</td>", escape(label), css, markup);
}

std::string row_of(const page& p, std::size_t place) {
  const lab::result& r = p.result;
  const lab::candidate_summary& c = p.candidate(place);
  const score_format& f = p.format;
  const lab::verdict* v = verdict_of(r, c.name);
  const auto small = [](const std::string& text) { return "<small>" + escape(text) + "</small>"; };
  std::string out = c.name == r.baseline ? "<tr class=\"baseline\">" : "<tr>";
  const lab::estimate test = known(c, c.test);
  out += labelled_cell("rank", c.has_score() ? std::to_string(place + 1) : "–", "rank");
  out += fmt::format("<th scope=\"row\" title=\"{}\">{}<code>{}</code></th>", escape(clean(c.name)),
                     swatch(style_of(c.name)), escape(shorten_middle(clean(c.name), 26)));
  out += labelled_cell("validation", escape(f.value(known(c, c.validation).mean)), "number");
  out += labelled_cell(
      "test", escape(f.value(test.mean)) + small(f.interval(test.low, test.high, c.runs.size())), "number");
  if (v) {
    const lab::estimate d = known(*v);
    out += labelled_cell("against " + r.baseline,
                         escape(f.difference(d.mean)) + small(f.interval(d.low, d.high, c.runs.size())),
                         "number");
    out += labelled_cell(
        "verdict",
        badge(css_of(v->says), fmt::format("{} {}", sign_of(v->says), words(v->says)), v->sentence) +
            small(std::isnan(known_p(*v)) ? "" : p_value(v->p_holm)));
  } else {
    out += labelled_cell("against " + r.baseline, c.name == r.baseline ? "baseline" : "–", "number quiet");
    out += labelled_cell("verdict", "", "empty");
  }
  const std::string reached = fmt::format("{} of {}", c.reached_target, c.runs.size());
  out += labelled_cell("steps to target",
                       escape(c.median_steps_to_target ? count(*c.median_steps_to_target) : "not reached") +
                           small(reached + " seeds"),
                       "number");
  out += labelled_cell("µs/step", escape(significant(c.microseconds_per_step, 3)), "number");
  out += labelled_cell("health", badges_of(c), "health");
  return out + "</tr>\n";
}

std::string sentences_of(const lab::candidate_summary& c, lab::severity weight) {
  std::string out;
  for (const lab::finding& f : c.health) {
    if (f.weight == weight && !f.sentence.empty()) out += (out.empty() ? "" : "; ") + f.sentence;
  }
  return out.empty() || out.ends_with('.') ? out : out + ".";
}

std::string why_not(const page& p, const lab::candidate_summary& c, const lab::verdict& v) {
  const score_format& f = p.format;
  std::string out = fmt::format("<article><h3>Why not <code>{}</code>?</h3>", escape(c.name));
  std::string text;
  if (v.has_size)
    text = fmt::format(
        "It scored {} {} on average, {} {} {} (95 % interval of the difference {}, {} after Holm).",
        f.value(c.test.mean), f.interval(c.test.low, c.test.high, c.runs.size()), f.distance(v.difference),
        v.difference < 0 ? "below" : "above", v.reference, f.interval(v.low, v.high, c.runs.size()),
        p_value(v.p_holm));
  if (!c.has_score()) {
    text += fmt::format("All of its {} runs diverged, so it has no score ({} after Holm).", c.runs.size(),
                        p_value(v.p_holm));
  } else if (c.diverged) {
    text += fmt::format(" {} of its {} runs diverged and score{} no better than the worst of the others.",
                        c.diverged, c.runs.size(), c.diverged == 1 ? "s" : "");
  }
  out += paragraph(text);
  const std::string faults = sentences_of(c, lab::severity::fault),
                    looks = sentences_of(c, lab::severity::worth_a_look);
  if (!faults.empty())
    out += paragraph("Inside its layers: " + faults);
  else if (!looks.empty())
    out += paragraph("Its layers show no clear fault, but are worth a look: " + looks);
  else
    out += paragraph(
        "Its layers show no fault that would explain it: with this data and model it simply scores lower.",
        "quiet");
  return out + "</article>\n";
}

}  // namespace

std::string heading_section(const page& p) {
  const lab::result& r = p.result;
  const data::split_data& d = r.data;
  const auto rows = static_cast<double>(d.train.rows + d.validation.rows + d.test.rows);
  std::string out = "<header>\n<p class=\"brand\">Hillock <span>activation functions compared</span></p>\n";
  const std::string headline = r.headline.empty() ? "Activation functions on " + d.name : r.headline;
  // A long sentence in large type is a wall.
  out +=
      fmt::format("<h1{}>{}</h1>\n", display_width(headline) > 110 ? " class=\"long\"" : "", prose(headline));
  if (!r.complete) {
    out += paragraph(
        "This experiment is not complete: the numbers below cover the runs that are finished. Running the "
        "same command again goes on where it stopped.",
        "warning");
  }
  for (const std::string& w : r.warnings) out += paragraph(w, "warning");
  out += "<dl class=\"facts\">" + fact("data", d.name) + fact("task", task_of(d)) +
         fact("rows", fmt::format("{} × {}", count(rows), count(static_cast<double>(d.columns)))) +
         fact("seeds each", count(static_cast<double>(p.seeds()))) + fact("score", r.metric->label) +
         fact("chance", p.format.value(r.chance)) + fact("baseline", r.baseline) +
         fact("took", duration(r.seconds)) + "</dl>\n</header>\n";
  return out;
}

namespace {

std::string item_of(const lab::verdict& v) {
  return fmt::format(
      "<li class=\"{}\"><span class=\"sign\" aria-hidden=\"true\">{}</span><div><p>{}</p><p "
      "class=\"evidence\">{}</p></div><span class=\"says\">{}</span></li>\n",
      css_of(v.says), sign_of(v.says), prose(v.sentence), escape(evidence_of(v)), words(v.says));
}

std::string list_of(const std::vector<std::string>& items) {
  if (items.empty()) return "";
  return fmt::format("<ul class=\"verdicts\">\n{}</ul>\n", fmt::join(items, ""));
}

// Those that decide something; of the undecided more than a few are folded away.
std::string verdicts_against(const page& p, const std::string& reference) {
  constexpr std::size_t few = 4;
  std::vector<std::string> decided, open;
  for (std::size_t place = 0; place < p.order.size(); ++place)
    for (const lab::verdict& v : p.result.verdicts)
      if (v.candidate == p.candidate(place).name && v.reference == reference)
        (v.says == lab::judgement::not_enough_evidence ? open : decided).push_back(item_of(v));
  if (open.size() <= few) {
    decided.insert(decided.end(), open.begin(), open.end());
    return list_of(decided);
  }
  return list_of(decided) +
         folding(fmt::format("{} that cannot be told apart from {}", open.size(), reference), list_of(open));
}

}  // namespace

std::string verdict_section(const page& p) {
  std::vector<std::string> references{p.result.baseline};
  for (const lab::verdict& v : p.result.verdicts)
    if (v.reference != p.result.baseline && references.size() == 1) references.push_back(v.reference);
  std::string content;
  for (const std::string& reference : references) {
    const std::string verdicts = verdicts_against(p, reference);
    if (!verdicts.empty())
      content +=
          fmt::format("<h3>Against <code>{}</code>, {}</h3>\n{}", escape(reference),
                      reference == p.result.baseline ? "the baseline" : "the best on validation", verdicts);
  }
  return section("verdicts", "Verdicts", content);
}

std::string table_section(const page& p) {
  const lab::result& r = p.result;
  if (r.candidates.empty()) return "";
  std::string out =
      "<div class=\"scroll\"><table class=\"results\"><thead><tr><th scope=\"col\">#</th><th "
      "scope=\"col\">activation</th>";
  for (const std::string& name : {std::string("validation"), std::string("test"), "against " + r.baseline}) {
    out += "<th scope=\"col\" class=\"number\">" + escape(name) + "</th>";
  }
  out +=
      "<th scope=\"col\">verdict</th><th scope=\"col\" class=\"number\">steps to target</th>"
      "<th scope=\"col\" class=\"number\">µs/step</th><th "
      "scope=\"col\">health</th></tr></thead>\n<tbody>\n";
  for (std::size_t place = 0; place < p.order.size(); ++place) out += row_of(p, place);
  out += "</tbody></table></div>\n";
  out += paragraph(
      fmt::format(
          "Means of {} over seeds with 95 % intervals{}; chance, the best constant guess, is {}. Ranked by "
          "validation, which decides; the test part reports. Differences are paired by seed; p from the "
          "sign-flip test, corrected by Holm. Steps: the median over seeds of optimiser steps until {} on "
          "validation.",
          r.metric->label, p.format.percent ? "; differences in percentage points" : "",
          p.format.value(r.chance), p.format.value(r.target_score)),
      "note");
  if (r.metric_chosen)
    out += paragraph(
        "One class has more than 80 % of the rows, where accuracy hides how few of the others are found: "
        "balanced accuracy decides. Choose another with --metric.",
        "note");
  return section("table", "Results", out);
}

std::string why_not_section(const page& p) {
  std::string out;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    const lab::verdict* v = verdict_of(p.result, c.name);
    if (v && v->says == lab::judgement::worse) out += why_not(p, c, *v);
  }
  return section("why", "Why not the others", out);
}

}  // namespace hillock::report
