// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/format.hpp"
#include "report/report.hpp"
#include "report/terminal_parts.hpp"

namespace hillock::report {
namespace {

// A long list of sentences is not for the terminal's reader in full; the page has them all.
std::string list(const std::string& heading, const std::vector<std::string>& sentences,
                 const terminal_options& o) {
  if (sentences.empty()) return "";
  std::string out = "\n" + paint(heading, style::bold, o.colour) + "\n";
  for (const std::string& s : sentences) out += wrap(s, o.width, "  · ", "    ");
  return out;
}

// The gravest finding, and how many of its weight there are besides: the verdicts below tell the rest.
cell health_of(const lab::candidate_summary& c) {
  lab::severity gravest = lab::severity::information;
  for (const lab::finding& f : c.health) gravest = std::max(gravest, f.weight);
  if (gravest == lab::severity::information) return {c.health.empty() ? "" : "healthy", style::good};
  std::vector<std::string> kinds;
  for (const lab::finding& f : c.health)
    if (f.weight == gravest) kinds.push_back(clean(words(f.kind)));
  const std::string more = kinds.size() > 1 ? fmt::format(" +{}", kinds.size() - 1) : "";
  const bool fault = gravest == lab::severity::fault;
  return {(fault ? "" : "look: ") + kinds.front() + more, fault ? style::bad : style::plain};
}

// A long name of the baseline would widen its column beyond every number in it.
std::string against(const std::string& baseline) {
  return display_width(clean(baseline)) <= 12 ? "vs " + clean(baseline) : "vs baseline";
}

std::vector<column> columns_of(const lab::result& r, const score_format& f) {
  column name{"activation", false, 100},
      validation{"validation", true, 85, "validation decides, test reports"};
  column score{"test", true, 99}, interval{"95 % interval", false, 90};
  column difference{against(r.baseline), true, 88}, p{"p", true, 60, "p: after Holm's correction"};
  column steps{
      "steps", true, 40,
      fmt::format("steps: median optimiser steps to {} {} on validation (–: not reached by half of the "
                  "seeds)",
                  r.metric->label, f.value(r.target_score))};
  column time{"µs/step", true, 30}, health{"health", false, 80};
  for (const std::size_t i : ranking(r)) {
    const lab::candidate_summary& c = r.candidates[i];
    const lab::verdict* v = verdict_of(r, c.name);
    const style look = !v                                  ? style::plain
                       : v->says == lab::judgement::better ? style::good
                       : v->says == lab::judgement::worse  ? style::bad
                                                           : style::plain;
    const lab::estimate test = known(c, c.test);
    name.cells.push_back({clean(c.name), c.name == r.baseline ? style::bold : style::plain});
    score.cells.push_back({f.value(test.mean)});
    interval.cells.push_back({f.interval(test.low, test.high, c.runs.size()), style::dim});
    validation.cells.push_back({f.value(known(c, c.validation).mean)});
    difference.cells.push_back(v ? cell{f.difference(known(*v).mean), look} : cell{"baseline", style::dim});
    p.cells.push_back({v ? p_number(known_p(*v)) : ""});
    steps.cells.push_back({c.median_steps_to_target ? count(*c.median_steps_to_target) : "–"});
    time.cells.push_back({c.runs.empty() ? "–" : significant(c.microseconds_per_step, 3)});
    health.cells.push_back(health_of(c));
  }
  name.cells.push_back({"(chance)", style::dim});
  score.cells.push_back({f.value(r.chance), style::dim});
  for (column* empty : {&validation, &interval, &difference, &p, &steps, &time, &health})
    empty->cells.push_back({});
  return {name, validation, score, interval, difference, p, steps, time, health};
}

std::string table_with_legend(const lab::result& r, const score_format& f, const terminal_options& o) {
  const std::vector<column> columns = fitting(columns_of(r, f), o.width);
  std::string legend;
  for (const column& c : columns)
    if (!c.legend.empty()) legend += c.legend + "; ";
  return table(columns, o.colour) +
         paint(wrap(legend + "chance: the best constant guess", o.width, "  ", "  "), style::dim, o.colour);
}

// Those against the baseline first, each group in the table's order.
std::vector<const lab::verdict*> in_order(const lab::result& r) {
  std::vector<const lab::verdict*> out;
  for (const bool baseline : {true, false})
    for (const std::size_t i : ranking(r))
      for (const lab::verdict& v : r.verdicts)
        if (v.candidate == r.candidates[i].name && (v.reference == r.baseline) == baseline) out.push_back(&v);
  return out;
}

std::string bullet(const lab::verdict& v, const terminal_options& o) {
  const bool better = v.says == lab::judgement::better, worse = v.says == lab::judgement::worse;
  const std::string sign = better ? "+" : worse ? "−" : v.says == lab::judgement::equivalent ? "=" : "?";
  std::string text = wrap(v.sentence, o.width, "  " + sign + " ", "    ");
  if (o.colour && (better || worse))
    text.replace(2, sign.size(), paint(sign, better ? style::good : style::bad, true));
  return text;
}

// Of more undecided ones than a few, the names are told; the page has their sentences.
std::string undecided(const std::vector<const lab::verdict*>& open, std::size_t others,
                      const terminal_options& o) {
  constexpr std::size_t few = 5;
  std::string out;
  if (open.size() <= few) {
    for (const lab::verdict* v : open) out += bullet(*v, o);
    return out;
  }
  if (open.size() == others)
    return wrap(fmt::format("none of the {} others can be told apart from {} (report.html says of each what "
                            "would settle it)",
                            others, open.front()->reference),
                o.width, "  ? ", "    ");
  std::vector<std::string> names;
  for (const lab::verdict* v : open) names.push_back(v->candidate);
  return wrap(fmt::format("{} cannot be told apart from {} (report.html says of each what would settle it)",
                          open.front()->reference, lab::words::listed(names)),
              o.width, "  ? ", "    ");
}

std::string verdicts(const lab::result& r, const terminal_options& o) {
  const std::vector<const lab::verdict*> all = in_order(r);
  std::string out;
  for (auto from = all.begin(); from != all.end();) {
    const std::string& reference = (*from)->reference;
    out += "\n" + paint(wrap(fmt::format("Against {}, {}", reference,
                                         reference == r.baseline ? "the baseline" : "the best on validation"),
                             o.width, "", ""),
                        style::bold, o.colour);
    std::vector<const lab::verdict*> open;
    const auto first = from;
    for (; from != all.end() && (*from)->reference == reference; ++from) {
      if ((*from)->says == lab::judgement::not_enough_evidence)
        open.push_back(*from);
      else
        out += bullet(**from, o);
    }
    out += undecided(open, static_cast<std::size_t>(from - first), o);
  }
  return out;
}

// Faults that no verdict's sentence names.
std::vector<std::string> faults(const lab::result& r) {
  std::vector<std::string> out;
  for (const std::size_t i : ranking(r)) {
    const lab::candidate_summary& c = r.candidates[i];
    const auto told = [&](const lab::finding& f) {
      return std::any_of(r.verdicts.begin(), r.verdicts.end(), [&](const lab::verdict& v) {
        return v.candidate == c.name && v.sentence.find(f.sentence) != std::string::npos;
      });
    };
    for (const lab::finding& f : c.health)
      if (f.weight == lab::severity::fault && !told(f))
        out.push_back(fmt::format("{}: {}.", c.name, f.sentence));
  }
  return out;
}

std::string seeds_text(const lab::result& r) {
  std::size_t least = r.candidates.empty() ? 0 : r.candidates.front().runs.size(), most = least;
  for (const lab::candidate_summary& c : r.candidates) {
    least = std::min(least, c.runs.size());
    most = std::max(most, c.runs.size());
  }
  if (least < most) return fmt::format("{} to {} seeds", least, most);
  return fmt::format("{} seed{} each", most, most == 1 ? "" : "s");
}

std::string parts(const lab::result& r) {
  const data::split_data& d = r.data;
  return fmt::format("{}: {} training, {} validation and {} test rows, {}; {}, {}{}", d.name,
                     count(static_cast<double>(d.train.rows)), count(static_cast<double>(d.validation.rows)),
                     count(static_cast<double>(d.test.rows)),
                     r.fixed_split  ? "one split for all seeds"
                     : d.given_test ? "the test part as given, the others drawn by each seed"
                                    : "drawn anew by each seed",
                     r.metric->label, seeds_text(r),
                     r.metric_chosen
                         ? " (one class has more than 80 % of the rows, so accuracy would hide the "
                           "others)"
                         : "");
}

}  // namespace

std::string to_terminal(const lab::result& r, const terminal_options& asked) {
  terminal_options o = asked;
  o.width = std::max(o.width, 40U);
  std::string out = wrap(parts(r), o.width, "", "") + "\n";
  if (!r.candidates.empty()) out += table_with_legend(r, format_of(r), o);
  out += verdicts(r, o);
  out += list("Faults", faults(r), o);
  out += list("Data", r.data.notes, o);
  out += list("Held equal", r.held_equal, o);
  out += list("Warnings", r.warnings, o);
  out += "\n" + wrap(fmt::format("{} on {}; probes took {} of it", duration(r.seconds), r.machine,
                                 share(r.probe_share, " ")),
                     o.width, "", "");
  if (!r.complete)
    out +=
        "\n" + wrap("The experiment is not complete: run the same command again to go on.", o.width, "", "");
  if (!r.headline.empty()) out += "\n" + paint(wrap(r.headline, o.width, "", ""), style::bold, o.colour);
  return out;
}

std::string where_the_page_is(const std::filesystem::path& page, const terminal_options& o) {
  return "\n" + paint("Report: ", style::bold, o.colour) + clean(page.string()) + "\n";
}

}  // namespace hillock::report
