// SPDX-License-Identifier: Apache-2.0
// Scores of every seed, learning curves, decisions over the plane.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "report/aggregate.hpp"
#include "report/page.hpp"
#include "report/png.hpp"
#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

strip scores_of(const page& p, std::size_t place) {
  const lab::candidate_summary& c = p.candidate(place);
  const score_format& f = p.format;
  strip row{.name = c.name,
            .points = {},
            .mean = c.test.mean,
            .low = c.test.low,
            .high = c.test.high,
            .colour = static_cast<int>(p.order[place]),
            .note = f.value(c.test.mean) + "  " + f.interval(c.test.low, c.test.high, c.runs.size())};
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
  strip row{.name = c.name,
            .points = {},
            .mean = unit * v.difference,
            .low = unit * v.low,
            .high = unit * v.high,
            .colour = static_cast<int>(p.order[place]),
            .note = f.difference(v.difference) + "  " + f.interval(v.low, v.high, c.runs.size())};
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

// The range is that of the candidates within five points (0.05) of the baseline, single outliers left out:
// one that fails must not press the close ones, about which the question is, into a line. What lies beyond
// becomes an arrow.
axis difference_axis(const page& p, const std::vector<strip>& rows) {
  const double unit = p.format.percent ? 100 : 1;
  double widest = 0, all = 0;
  for (const strip& row : rows) {
    const double q1 = quantile(row.points, 0.25), q3 = quantile(row.points, 0.75), fence = 1.5 * (q3 - q1);
    double own = 0;
    for (const double d : row.points) {
      if (d >= q1 - fence && d <= q3 + fence) own = std::max(own, std::abs(d));  // Tukey's fences
    }
    all = std::max(all, own);
    if (std::abs(quantile(row.points, 0.5)) <= 0.05 * unit) widest = std::max(widest, own);
  }
  if (widest == 0) widest = all;
  widest = std::max(1.1 * widest, unit * 0.005);
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
  if (baseline) x.marks.push_back({baseline->test.mean, baseline->name});
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
      return std::any_of(s.points.begin(), s.points.end(),
                         [&](double d) { return d < range.low || d > range.high; });
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
                   (beyond ? " An arrow stands for seeds beyond the axis." : ""));
  }
  return section("scores", "Scores", out + "</div>\n");
}

std::string curves_section(const page& p) {
  const lab::result& r = p.result;
  std::vector<series> scores, losses;
  for (std::size_t i = 0; i < r.candidates.size(); ++i) {
    const lab::candidate_summary& c = r.candidates[i];
    series score = along_epochs(c, [](const lab::epoch_record& e) { return e.validation_score; });
    series loss = along_epochs(c, [](const lab::epoch_record& e) {
      return e.train_loss > 0 ? e.train_loss : std::numeric_limits<double>::quiet_NaN();
    });
    if (score.x.empty()) continue;
    score.name = loss.name = c.name;
    score.colour = loss.colour = static_cast<int>(i);
    scores.push_back(std::move(score));
    losses.push_back(std::move(loss));
  }
  if (scores.empty()) return "";
  const std::string what =
      "The line is the median over seeds, the band its quartiles. A line ends where fewer than half of the "
      "seeds still train.";
  const axis epochs{.title = "epoch", .whole = true};
  axis score{.title = std::string(r.metric->label) + ", validation", .percent = p.format.percent};
  const axis loss{.title = "loss, training (log scale)", .log10 = true};
  std::string out = "<div class=\"pair\">\n";
  out += figure(
      "Validation score",
      line_chart(scores, epochs, score,
                 {.width = 440, .height = 300, .title = "Validation score by epoch", .description = what}));
  out += figure(
      "Training loss",
      line_chart(losses, epochs, loss,
                 {.width = 440, .height = 300, .title = "Training loss by epoch", .description = what}));
  return section("curves", "Learning curves", out + "</div>\n" + paragraph(what, "note"));
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

std::string value_picture(const lab::decision_map& map) {
  const auto [low, high] = std::minmax_element(map.values.begin(), map.values.end());
  const float range = *high > *low ? *high - *low : 1;
  std::vector<rgba> palette;
  for (int i = 0; i < 256; ++i) palette.push_back({213, 94, 0, static_cast<std::uint8_t>(i * 220 / 255)});
  std::vector<std::uint8_t> indices;
  for (const float v : map.values)
    indices.push_back(
        static_cast<std::uint8_t>(std::lround(255 * std::clamp((v - *low) / range, 0.0F, 1.0F))));
  return png_data_uri(indices, map.side, map.side, palette);
}

constexpr double map_pixels = 220;

// Shape tells the class as well as colour: circles, squares, triangles, diamonds in turn.
std::string point(double x, double y, int label) {
  std::string shape = marker(label % 4, x, y, 2.3);
  const std::size_t css = shape.find("m k");
  return shape.replace(css, 4, fmt::format("p p{}", label % 8));
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

std::string class_legend(const data::split_data& d) {
  if (d.class_names.empty() || d.task == data::task::regression) return "";
  std::string out = "<p class=\"legend\">";
  for (std::size_t i = 0; i < d.class_names.size() && i < 8; ++i) {
    out += fmt::format(
        "<span><svg viewBox=\"0 0 10 10\" width=\"12\" height=\"12\" aria-hidden=\"true\">{}</svg> {}</span>",
        point(5, 5, static_cast<int>(i)).insert(0, "<g transform=\"translate(-5 -5) scale(2)\">") + "</g>",
        escape(d.class_names[i]));
  }
  return out + "</p>\n";
}

}  // namespace

std::string maps_section(const page& p) {
  const lab::result& r = p.result;
  std::string out;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    if (!c.map || c.map->side == 0 || c.map->values.size() != c.map->side * c.map->side) continue;
    const std::string picture = r.data.task == data::task::binary    ? binary_picture(*c.map)
                                : r.data.task == data::task::classes ? class_picture(*c.map)
                                                                     : value_picture(*c.map);
    std::string chart =
        open_svg({static_cast<int>(map_pixels), static_cast<int>(map_pixels),
                  "Decisions of " + c.name + " over the plane",
                  "Colour: what the first seed's network predicts; points: rows of the test part."});
    chart += fmt::format("<image href=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"/>",
                         picture, map_pixels, map_pixels);
    chart += test_points(r, *c.map) +
             fmt::format("<rect class=\"edge\" width=\"{}\" height=\"{}\"/></svg>", map_pixels, map_pixels);
    out += figure(c.name, chart, p.format.value(c.runs.empty() ? c.test.mean : c.runs.front().test));
  }
  if (out.empty()) return "";
  const std::string axes =
      r.data.feature_names.size() == 2
          ? fmt::format("{} to the right, {} up", r.data.feature_names[0], r.data.feature_names[1])
          : "the two features";
  return section("maps", "Decisions over the plane",
                 paragraph("What each activation’s first seed predicts at every point: stronger colour is "
                           "surer. Points are rows of the test part.") +
                     class_legend(r.data) + "<div class=\"maps\">\n" + out + "</div>\n" +
                     paragraph(fmt::format("Axes: {}, standardised. Below each: that seed’s test {}.", axes,
                                           r.metric->label),
                               "note"));
}

}  // namespace hillock::report
