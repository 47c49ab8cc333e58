// SPDX-License-Identifier: Apache-2.0
#include "report/svg.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "report/aggregate.hpp"
#include "report/png.hpp"
#include "report/svg_parts.hpp"
#include "report_png_reader.hpp"
#include "report_sample.hpp"
#include "report_xml.hpp"

namespace hillock::report {
namespace {

using report_sample::element;
using report_sample::read_xml;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> labels(const axis& a, double low, double high, int wanted = 5) {
  std::vector<std::string> out;
  for (const tick& t : ticks(a, make_scale(a, low, high, 0, 100), wanted)) out.push_back(t.label);
  return out;
}

TEST(report_svg, ticks_are_round) {
  using list = std::vector<std::string>;
  EXPECT_EQ(labels({}, 0, 10), (list{"0", "2", "4", "6", "8", "10"}));
  EXPECT_EQ(labels({}, -0.013, 0.027), (list{"−0.02", "−0.01", "0.00", "0.01", "0.02", "0.03"}));
  EXPECT_EQ(labels({.percent = true}, 0.48, 1), (list{"40%", "60%", "80%", "100%"}));
  EXPECT_EQ(labels({.low = 1, .high = 5, .whole = true}, 1, 5), (list{"1", "2", "3", "4", "5"}));
  EXPECT_EQ(labels({.log10 = true}, 1e-6, 0.5), (list{"10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹"}));
  EXPECT_EQ(labels({.log10 = true}, 0.03, 0.7), (list{"0.05", "0.1", "0.2", "0.5"}));
}

TEST(report_svg, ticks_of_numbers_out_of_all_proportion_stay_short) {
  for (const auto& [low, high] :
       {std::pair(-1.2e40, 0.9), {0.0, 3e300}, {1e20, 1e20 * (1 + 1e-15)}, {0, 2e-9}})
    for (const std::string& label : labels({}, low, high)) EXPECT_LE(label.size(), 10U) << label;
}

TEST(report_svg, scales_survive_what_data_can_hold) {
  const scale flat = make_scale({}, 3, 3, 0, 100);
  EXPECT_NEAR(flat.at(3), 50, 1e-9);  // 3 ± 5 % is not exact in binary
  const scale nothing = make_scale({}, INFINITY, -INFINITY, 0, 100);
  EXPECT_TRUE(std::isfinite(nothing.at(0.5)));
  const scale decades = make_scale({.log10 = true}, 1e-3, 10, 0, 100);
  EXPECT_EQ(decades.at(0), 0) << "zero lies on the floor of a logarithmic axis";
  EXPECT_EQ(decades.at(1e-3), 0);
  EXPECT_NEAR(decades.at(0.1), 50, 1e-9);  // log10 of libm may differ in its last bit
}

TEST(report_svg, line_charts_break_at_gaps) {
  const std::string chart =
      line_chart({{.name = "a<b", .x = {0, 1, 2, 3}, .y = {1, nan, 3, 4}, .low = {}, .high = {}},
                  {.name = "c", .x = {}, .y = {}, .low = {}, .high = {}, .style = {1, 1, 1}}},
                 {.title = "x & y"}, {.title = "z"});
  const auto reading = read_xml(chart);
  EXPECT_EQ(reading.problem, "");
  EXPECT_NE(reading.text.find("a<b"), std::string::npos);
  EXPECT_EQ(chart.find("nan"), std::string::npos);
  for (const element& e : reading.elements) {
    if (e.attributes.contains("class") && e.attributes.at("class") == "s k0") {
      const std::string& d = e.attributes.at("d");
      EXPECT_EQ(std::count(d.begin(), d.end(), 'M'), 2) << d;
    }
  }
}

TEST(report_svg, charts_of_nothing_are_charts) {
  EXPECT_EQ(read_xml(line_chart({}, {}, {})).problem, "");
  EXPECT_EQ(read_xml(strip_chart({}, {})).problem, "");
  EXPECT_EQ(read_xml(heat_map({}, {}, {}, 0, 1)).problem, "");
  const std::string all_nan = line_chart(
      {{.name = "n", .x = {nan, nan}, .y = {nan, INFINITY}, .low = {}, .high = {}}}, {}, {.log10 = true});
  EXPECT_EQ(all_nan.find("nan"), std::string::npos);
  EXPECT_EQ(all_nan.find("inf"), std::string::npos);
}

TEST(report_svg, strips_show_each_point_once) {
  const strip row{.name = "relu",
                  .points = {0.1, 0.1, 0.1, 0.9, 5, nan},
                  .mean = 0.3,
                  .low = 0.2,
                  .high = 0.4,
                  .labels = {"p0", "p1", "p2", "p3", "p4", "p5"}};
  const auto reading = read_xml(strip_chart({row}, {.low = 0, .high = 1}));
  ASSERT_EQ(reading.problem, "");
  std::set<std::pair<std::string, std::string>> places;
  for (const element& e : reading.elements) {
    if (e.name == "circle") places.insert({e.attributes.at("cx"), e.attributes.at("cy")});
  }
  EXPECT_EQ(places.size(), 4U) << "equal points lie beside each other, not on top";
  EXPECT_NE(reading.text.find("p3"), std::string::npos);
  EXPECT_EQ(reading.text.find("p4"), std::string::npos) << "beyond the axis";
  EXPECT_NE(reading.text.find("1 further right"), std::string::npos);
}

TEST(report_svg, a_mean_beyond_the_axis_is_an_arrow) {
  const auto drawn = [](double mean) {
    const strip row{.name = "relu", .points = {0}, .mean = mean, .low = -9, .high = 9};
    return read_xml(strip_chart({row}, {.low = -1, .high = 1})).text;
  };
  EXPECT_NE(drawn(3).find("mean 3"), std::string::npos) << "else the bar would seem to lie in the middle";
  EXPECT_EQ(drawn(0.5).find("mean"), std::string::npos);
}

TEST(report_svg, a_line_leaves_a_frame_that_is_given) {
  const series steep{.name = "steep", .x = {0, 1}, .y = {0, 50}, .low = {}, .high = {}};
  const std::string free = line_chart({steep, steep}, {}, {}),
                    cut = line_chart({steep, steep}, {}, {.low = 0, .high = 1});
  EXPECT_EQ(free.find("<svg aria-hidden"), std::string::npos);
  EXPECT_NE(cut.find("<svg aria-hidden"), std::string::npos) << "cut off at the frame";
  EXPECT_NE(cut.find("steep ↑"), std::string::npos) << "its name says where it went";
}

TEST(report_svg, heat_maps_merge_equal_cells) {
  const auto cells = [](const std::string& chart) {
    std::size_t n = 0;
    for (const element& e : read_xml(chart).elements) n += e.name == "rect" ? 1 : 0;
    return n;
  };
  const std::size_t key = cells(heat_map({}, {}, {}, 0, 1));
  EXPECT_EQ(cells(heat_map({std::vector<double>(50, 0.5)}, {"1"}, {}, 0, 1)) - key, 1U);
  EXPECT_EQ(cells(heat_map({{0, 0.5, 0.5, 1, nan}}, {"1"}, {}, 0, 1)) - key, 3U)
      << "nothing is drawn where nothing was measured";
}

TEST(report_svg, standalone_documents_need_nothing_else) {
  const std::string chart =
      line_chart({{.name = "tanh", .x = {-1, 1}, .y = {-0.76, 0.76}, .low = {}, .high = {}}}, {}, {});
  const std::string svg = standalone({{"f(x)", chart}, {"slope", chart}}, "tanh & its <slope>");
  const auto reading = read_xml(svg);
  EXPECT_EQ(reading.problem, "");
  EXPECT_EQ(svg.find("var("), std::string::npos) << "not every program knows CSS variables";
  EXPECT_NE(svg.find("xmlns=\"http://www.w3.org/2000/svg\""), std::string::npos);
  EXPECT_NE(svg.find("prefers-color-scheme:dark"), std::string::npos);
  EXPECT_NE(reading.text.find("tanh & its <slope>"), std::string::npos);
}

std::string from_base64(const std::string& text) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned word = 0, bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    word = (word << 6) | static_cast<unsigned>(alphabet.find(c));
    bits += 6;
    if (bits >= 8) out += static_cast<char>((word >> (bits -= 8)) & 0xFF);
  }
  return out;
}

TEST(report_png, base64_is_rfc_4648) {  // the standard's own examples
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(report_png, decodes_to_what_was_given) {
  const std::vector<std::uint8_t> pixels{0, 1, 2, 1, 0, 2};
  const std::string uri = png_data_uri(pixels, 3, 2, {{1, 2, 3, 255}, {4, 5, 6, 128}, {7, 8, 9, 0}});
  const std::string head = "data:image/png;base64,";
  ASSERT_TRUE(uri.starts_with(head));
  const report_sample::picture read = report_sample::read_png(from_base64(uri.substr(head.size())));
  EXPECT_EQ(read.width, 3U);
  EXPECT_EQ(read.height, 2U);
  EXPECT_EQ(read.bytes, pixels);
  EXPECT_EQ(read.palette, "\1\2\3\4\5\6\7\10\11");
  EXPECT_EQ(read.opacity, std::string("\377\200\0", 3));
}

TEST(report_aggregate, quantiles_are_type_7) {
  EXPECT_EQ(quantile({4, 1, 3, 2}, 0.5), 2.5);
  EXPECT_EQ(quantile({1, 2, 3, 4}, 0.25), 1.75);  // R: quantile(1:4, 0.25) is 1.75
  EXPECT_EQ(quantile({nan, 7}, 0.75), 7);
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
}

TEST(report_aggregate, axes_show_what_the_curves_come_to) {
  series line{.name = "a", .x = {}, .y = {}, .low = {}, .high = {}};
  for (int i = 0; i <= 100; ++i) line.x.push_back(i), line.y.push_back(i < 10 ? 0.3 : 0.9 + 0.0005 * i);
  const auto [low, high] = worth_showing({line}, {.percent = true});
  EXPECT_GT(low, 0.89) << "the first epochs would press the rest into a line";
  EXPECT_LE(high, 1);
  series diverging = line;
  diverging.y.back() = -1e40;
  EXPECT_GT(worth_showing({line, diverging}, {}).first, 0.8) << "R² has no end";
  EXPECT_EQ(worth_showing({}, {}), std::pair(0.0, 0.0));
}

TEST(report_aggregate, curves_end_where_most_runs_have_stopped) {
  lab::candidate_summary c;
  for (const unsigned epochs : {2U, 4U, 6U, 6U}) {
    c.runs.emplace_back();
    for (unsigned e = 0; e <= epochs; ++e) {
      c.runs.back().curve.emplace_back();
      c.runs.back().curve.back().epoch = e;
      c.runs.back().curve.back().train_loss = 10.0 * epochs + e;
    }
  }
  const series s = along_epochs(c, [](const lab::epoch_record& e) { return e.train_loss; });
  EXPECT_EQ(s.x, (std::vector<double>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(s.y[0], 50) << "the median of 20, 40, 60, 60";
  EXPECT_EQ(s.y[6], 66);
  c.runs.pop_back();
  EXPECT_EQ(along_epochs(c, [](const lab::epoch_record& e) { return e.train_loss; }).x.size(), 5U);
}

TEST(report_aggregate, long_curves_have_sixty_points) {
  const lab::result r = report_sample::make({.candidates = 1, .seeds = 3, .epochs = 400});
  const unsigned each = epochs_per_point(r);
  const auto epoch = [](const lab::epoch_record& e) { return static_cast<double>(e.epoch); };
  const series s = along_epochs(r.candidates[0], epoch, each);
  EXPECT_GT(each, 4U);
  EXPECT_LE(s.x.size(), 61U);
  EXPECT_EQ(s.y[3], s.x[3]) << "the mean of the epochs it stands for, drawn in their middle";
}

TEST(report_aggregate, heat_maps_leave_the_output_layer_out) {
  const lab::result r = report_sample::make({.candidates = 4, .epochs = 100});
  const layer_epochs zeros = over_layers_and_epochs(r.candidates[3], &lab::layer_probe::zeros, 30);
  ASSERT_EQ(zeros.cells.size(), 4U);
  EXPECT_LE(zeros.cells[0].size(), 30U);
  EXPECT_GT(zeros.largest, 0.5);
  for (const double v : zeros.cells[0]) EXPECT_TRUE(std::isfinite(v)) << "a probe holds until the next one";
  EXPECT_EQ(over_layers_and_epochs(r.candidates[2], &lab::layer_probe::zeros).largest, 0);
}

}  // namespace
}  // namespace hillock::report
