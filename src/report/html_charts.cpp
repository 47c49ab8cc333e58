// SPDX-License-Identifier: Apache-2.0
// Scores of every seed, and learning curves.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "report/aggregate.hpp"
#include "report/page.hpp"
#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

std::string range_note(const std::string& interval) { return interval == "–" ? "" : "  " + interval; }

strip scores_of(const page& p, std::size_t place) {
  const lab::candidate_summary& c = p.candidate(place);
  const score_format& f = p.format;
  const lab::estimate test = known(c, c.test);
  strip row{.name = c.name,
            .points = {},
            .mean = test.mean,
            .low = test.low,
            .high = test.high,
            .style = style_of(c.name),
            .note = f.value(test.mean) + range_note(f.interval(test.low, test.high, c.runs.size()))};
  // The stand-in for a score where every run diverged would be drawn as one.
  if (!c.has_score()) return row;
  for (const lab::run& run : c.runs) {
    row.points.push_back(run.test);
    row.labels.push_back(fmt::format("{}, seed {}: {}{}", c.name, run.seed, f.value(run.test),
                                     run.diverged ? " (diverged: scored as the worst)" : ""));
  }
  return row;
}

const lab::candidate_summary* baseline_of(const lab::result& r) {
  const auto found = std::find_if(r.candidates.begin(), r.candidates.end(),
                                  [&](const auto& c) { return c.name == r.baseline; });
  return found == r.candidates.end() ? nullptr : &*found;
}

// In percentage points where the score is a percentage.
strip differences_of(const page& p, std::size_t place, const lab::candidate_summary& baseline,
                     const lab::verdict& v) {
  const lab::candidate_summary& c = p.candidate(place);
  const score_format& f = p.format;
  const double unit = f.percent ? 100 : 1;
  const lab::estimate d = known(v);
  strip row{.name = c.name,
            .points = {},
            .mean = unit * d.mean,
            .low = unit * d.low,
            .high = unit * d.high,
            .style = style_of(c.name),
            .note = f.difference(d.mean) + range_note(f.interval(d.low, d.high, c.runs.size()))};
  if (!v.has_size) return row;
  for (const lab::run& run : c.runs) {
    for (const lab::run& other : baseline.runs) {
      if (other.seed != run.seed) continue;
      const double difference = run.test - other.test;
      row.points.push_back(unit * difference);
      row.labels.push_back(fmt::format("{}, seed {}: {} against {}", c.name, run.seed,
                                       f.difference(difference), baseline.name));
    }
  }
  return row;
}

// The range is that of the candidates near the baseline, single outliers left out: one that fails must not
// press the close ones, about which the question is, into a line. Near is ten margins of equivalence; what
// lies beyond becomes an arrow. The margin itself always fits.
axis difference_axis(const page& p, const std::vector<strip>& rows) {
  const double unit = p.format.percent ? 100 : 1, margin = unit * p.result.margin;
  double widest = 0, all = 0;
  for (const strip& row : rows) {
    const double q1 = quantile(row.points, 0.25), q3 = quantile(row.points, 0.75), fence = 1.5 * (q3 - q1);
    double own = 0;
    for (const double d : row.points) {
      if (d >= q1 - fence && d <= q3 + fence) own = std::max(own, std::abs(d));  // Tukey's fences
    }
    all = std::max(all, own);
    if (std::abs(quantile(row.points, 0.5)) <= 10 * margin) widest = std::max(widest, own);
  }
  if (widest == 0) widest = all;
  widest = 1.1 * std::max(widest, margin);
  if (!(widest > 0)) widest = unit;  // nothing differs and nothing may: any frame will do
  return {.title = fmt::format("difference in {}{}, paired by seed", p.result.metric->label,
                               p.format.percent ? " (points)" : ""),
          .low = -widest,
          .high = widest,
          .marks = {{0, p.result.baseline}}};
}

}  // namespace

std::string scores_section(const page& p) {
  const lab::result& r = p.result;
  if (r.candidates.empty()) return "";
  std::vector<strip> scores, differences;
  const lab::candidate_summary* baseline = baseline_of(r);
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    scores.push_back(scores_of(p, place));
    const lab::verdict* v = verdict_of(r, p.candidate(place).name);
    if (v && baseline) differences.push_back(differences_of(p, place, *baseline, *v));
  }
  axis x{.title = std::string(r.metric->label) + " on the test part", .percent = p.format.percent};
  if (baseline && baseline->has_score()) x.marks.push_back({baseline->test.mean, baseline->name});
  std::string out = "<div class=\"pair\">\n";
  out += figure(
      "Every seed’s score",
      strip_chart(scores, x,
                  {.width = 440,
                   .height = 0,
                   .title = fmt::format("{} of every seed, by activation", r.metric->label),
                   .description =
                       "One point per seed; the bar above the points is the mean with its 95 % interval."}),
      "One point per seed; above them the mean with its 95 % interval.");
  if (!differences.empty()) {
    const axis range = difference_axis(p, differences);
    const bool beyond = std::any_of(differences.begin(), differences.end(), [&](const strip& s) {
      const auto outside = [&](double d) { return d < range.low || d > range.high; };
      return outside(s.mean) || std::any_of(s.points.begin(), s.points.end(), outside);
    });
    out +=
        figure(fmt::format("Against {}, seed by seed", r.baseline),
               strip_chart(differences, range,
                           {.width = 440,
                            .height = 0,
                            .title = fmt::format("Difference to {} of every seed, by activation", r.baseline),
                            .description = "One point per seed: the score minus the baseline's with the same "
                                           "seed."}),
               fmt::format("Same seed, same split, same draws: {} of the dotted line is better.",
                           r.metric->more_is_better ? "right" : "left") +
                   (beyond ? " An arrow stands for seeds, or a mean, beyond the axis." : ""));
  }
  return section("scores", "Scores", out + "</div>\n");
}

std::string curves_section(const page& p) {
  const lab::result& r = p.result;
  std::vector<series> scores, losses;
  const unsigned per_point = epochs_per_point(r);
  for (const std::size_t place : p.drawn()) {
    const lab::candidate_summary& c = p.candidate(place);
    series score = along_epochs(
        c, [](const lab::epoch_record& e) { return e.validation_score; }, per_point);
    series loss = along_epochs(
        c,
        [](const lab::epoch_record& e) {
          return e.train_loss > 0 ? e.train_loss : std::numeric_limits<double>::quiet_NaN();
        },
        per_point);
    if (score.x.empty()) continue;
    score.name = loss.name = c.name;
    score.style = loss.style = style_of(c.name);
    scores.push_back(std::move(score));
    losses.push_back(std::move(loss));
  }
  if (scores.empty()) return "";
  const std::string what =
      "The line is the median over seeds, the band its quartiles. A line ends where fewer than half of the "
      "seeds still train." +
      (per_point > 1 ? fmt::format(" Each point is a run’s mean over {} epochs.", per_point) : "");
  const axis epochs{.title = "epoch", .whole = true};
  axis score{.title = std::string(r.metric->label) + ", validation", .percent = p.format.percent};
  axis loss{.title = "loss, training (log scale)", .log10 = true};
  std::tie(score.low, score.high) = worth_showing(scores, score);
  std::tie(loss.low, loss.high) = worth_showing(losses, loss);
  std::string out = "<div class=\"pair\">\n";
  out += figure(
      "Validation score",
      line_chart(scores, epochs, score,
                 {.width = 440, .height = 300, .title = "Validation score by epoch", .description = what}));
  out += figure(
      "Training loss",
      line_chart(losses, epochs, loss,
                 {.width = 440, .height = 300, .title = "Training loss by epoch", .description = what}));
  const std::string frame =
      " The axes fit what the lines do after the first fifth of the epochs; what lies far from the others "
      "may "
      "leave the frame.";
  return section("curves", "Learning curves",
                 out + "</div>\n" + paragraph(what + frame + p.left_out(), "note"));
}

}  // namespace hillock::report
