// SPDX-License-Identifier: Apache-2.0
// Scores of every seed, learning curves, decisions over the plane.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include "report/aggregate.hpp"
#include "report/page.hpp"
#include "report/png.hpp"
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

namespace {

// Okabe and Ito's colours as they were published: in the middle of the scale, they show on white and on
// black.
constexpr std::array<rgba, 8> class_colours{{{0, 114, 178, 255},
                                             {230, 159, 0, 255},
                                             {0, 158, 115, 255},
                                             {204, 121, 167, 255},
                                             {86, 180, 233, 255},
                                             {213, 94, 0, 255},
                                             {240, 228, 66, 255},
                                             {127, 127, 127, 255}}};

// The page shows through where the network is undecided, so one picture serves light and dark.
std::string binary_picture(const lab::decision_map& map) {
  std::vector<rgba> palette;
  for (int i = 0; i < 256; ++i) {
    rgba c = class_colours[i < 128 ? 0 : 1];
    c[3] = static_cast<std::uint8_t>(std::lround(170 * std::abs(i - 127.5) / 127.5));
    palette.push_back(c);
  }
  std::vector<std::uint8_t> indices;
  for (const float v : map.values) {
    indices.push_back(
        static_cast<std::uint8_t>(std::lround(255 * std::clamp(std::isfinite(v) ? v : 0.5F, 0.0F, 1.0F))));
  }
  return png_data_uri(indices, map.side, map.side, palette);
}

std::string class_picture(const lab::decision_map& map) {
  std::vector<rgba> palette(class_colours.begin(), class_colours.end());
  for (rgba& c : palette) c[3] = 120;
  std::vector<std::uint8_t> indices;
  for (const float v : map.values)
    indices.push_back(static_cast<std::uint8_t>(std::lround(std::max(0.0F, v)) % 8));
  return png_data_uri(indices, map.side, map.side, palette);
}

constexpr double map_pixels = 220;

// Shape tells the class as well as colour: circles, squares, triangles, diamonds in turn.
std::string point(double x, double y, int label) {
  return marker({.marker = label % 4}, x, y, 2.3, {}, fmt::format("p p{}", label % 8));
}

std::string test_points(const lab::result& r, const lab::decision_map& map) {
  const data::part& test = r.data.test;
  constexpr std::size_t most = 300;
  if (test.columns != 2 || test.features.size() < 2 * test.rows) return "";
  const std::size_t step = std::max<std::size_t>(1, (test.rows + most - 1) / most);
  std::string out;
  for (std::size_t i = 0; i < test.rows; i += step) {
    const double span = map.high - map.low;
    const double x = map_pixels * (test.features[2 * i] - map.low) / span;
    const double y = map_pixels * (map.high - test.features[2 * i + 1]) / span;
    if (!(x >= 0 && x <= map_pixels && y >= 0 && y <= map_pixels)) continue;
    out += point(x, y, i < test.labels.size() ? test.labels[i] : 0);
  }
  return out;
}

// More maps than two rows of a wide page are for those who ask.
constexpr std::size_t most_maps = 10;

// The picture with the features' names along its edges.
std::string map_chart(const lab::result& r, const lab::candidate_summary& c) {
  constexpr double margin = 20;
  const auto feature = [&](std::size_t i) {
    const auto& names = r.data.feature_names;
    return i < names.size() ? shorten(clean(names[i]), 28) : "";
  };
  std::string chart =
      open_svg({static_cast<int>(map_pixels + margin), static_cast<int>(map_pixels + margin),
                "Decisions of " + c.name + " over the plane",
                "Colour: what the first seed's network predicts; points: rows of the test part."});
  chart += fmt::format("<g transform=\"translate({} 0)\">", margin);
  chart += fmt::format("<image href=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"/>",
                       r.data.task == data::task::binary ? binary_picture(*c.map) : class_picture(*c.map),
                       map_pixels, map_pixels);
  chart += test_points(r, *c.map);
  chart += fmt::format("<rect class=\"edge\" width=\"{}\" height=\"{}\"/>", map_pixels, map_pixels);
  chart += text_at(map_pixels / 2, map_pixels + 15, "middle", "tick", feature(0));
  chart += fmt::format("<g transform=\"translate(-8 {}) rotate(-90)\">{}</g>", map_pixels / 2,
                       text_at(0, 0, "middle", "tick", feature(1)));
  return chart + "</g></svg>";
}

std::string class_legend(const data::split_data& d) {
  if (d.class_names.empty() || d.task == data::task::regression) return "";
  std::string out = "<p class=\"legend\">";
  for (std::size_t i = 0; i < d.class_names.size() && i < 8; ++i) {
    out += fmt::format(
        "<span><svg viewBox=\"0 0 10 10\" width=\"12\" height=\"12\" aria-hidden=\"true\">{}</svg> {}</span>",
        point(5, 5, static_cast<int>(i)).insert(0, "<g transform=\"translate(-5 -5) scale(2)\">") + "</g>",
        escape(shorten(d.class_names[i], 32)));
  }
  return out + "</p>\n";
}

}  // namespace

std::string maps_section(const page& p) {
  const lab::result& r = p.result;
  if (r.data.task == data::task::regression) return "";
  std::string out, folded;
  std::size_t shown = 0, hidden = 0;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    if (!c.map || c.map->side == 0 || c.map->values.size() != c.map->side * c.map->side) continue;
    const std::string one =
        figure(c.name, map_chart(r, c),
               p.format.value(c.runs.empty() ? known(c, c.test).mean : c.runs.front().test));
    const bool fold = shown >= most_maps;
    (fold ? folded : out) += one;
    ++(fold ? hidden : shown);
  }
  if (out.empty()) return "";
  const std::string_view sureness =
      r.data.task == data::task::binary
          ? "stronger colour is surer."
          : "the colour is the class it takes the point for; how sure it is, these maps do not hold.";
  const auto grid = [](const std::string& maps) { return "<div class=\"maps\">\n" + maps + "</div>\n"; };
  return section(
      "maps", "Decisions over the plane",
      paragraph(
          fmt::format("What each activation’s first seed predicts at every point: {} Points are rows of "
                      "the test part.",
                      sureness)) +
          class_legend(r.data) + grid(out) +
          (folded.empty() ? "" : folding(fmt::format("{} more maps", hidden), grid(folded))) +
          paragraph(fmt::format("Axes: the two features, standardised. Below each map: that seed’s test {}.",
                                r.metric->label),
                    "note"));
}

}  // namespace hillock::report
