// SPDX-License-Identifier: Apache-2.0
#include "report/format.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "report_sample.hpp"

namespace hillock::report {
namespace {

TEST(report_format, numbers_read_well) {
  EXPECT_EQ(fixed(-1.25, 1), "−1.2");
  EXPECT_EQ(fixed(-0.004, 2), "0.00") << "no negative zero";
  EXPECT_EQ(fixed(std::numeric_limits<double>::quiet_NaN(), 2), "–");
  EXPECT_EQ(significant(0), "0");
  EXPECT_EQ(significant(0.003), "0.003");
  EXPECT_EQ(significant(52.13), "52.1");
  EXPECT_EQ(significant(-1234.6), "−1235");
  EXPECT_EQ(significant(2.5e-7), "2.5e-7");
  EXPECT_EQ(count(999), "999");
  EXPECT_EQ(count(1000), "1,000");
  EXPECT_EQ(count(1234567), "1,234,567");
  EXPECT_EQ(duration(4.21), "4.2 s");
  EXPECT_EQ(duration(59.4), "59 s");
  EXPECT_EQ(duration(200), "3 min 20 s");
  EXPECT_EQ(duration(7500), "2 h 5 min");
  EXPECT_EQ(share(0.004), "<1 %");
  EXPECT_EQ(share(0.57, ""), "57%");
}

TEST(report_format, p_values_never_claim_zero) {
  EXPECT_EQ(p_value(0.62), "p=0.62");
  EXPECT_EQ(p_value(0.004), "p=0.004");
  EXPECT_EQ(p_value(0.0499), "p=0.050");
  EXPECT_EQ(p_value(0.0004), "p<0.001");
  EXPECT_EQ(p_value(0), "p<0.001");
  EXPECT_EQ(p_value(0.09949), "p=0.099");
  EXPECT_EQ(p_value(0.0999), "p=0.10") << "0.100 would claim a third digit";
  EXPECT_EQ(p_value(1), "p=1");
  EXPECT_EQ(p_value(0.9999), "p=1");
  EXPECT_EQ(p_number(0.0004), "<0.001");
}

TEST(report_format, scores_have_a_sign_and_a_unit) {
  const score_format accuracy{.percent = true, .decimals = 1, .gap = " "};
  EXPECT_EQ(accuracy.value(0.9893), "98.9 %");
  EXPECT_EQ(accuracy.interval(0.985, 0.9917, 10), "[98.5, 99.2]");
  EXPECT_EQ(accuracy.interval(0.985, 0.985, 1), "–");
  EXPECT_EQ(accuracy.interval(NAN, NAN, 10), "–");
  EXPECT_EQ(accuracy.difference(0.004), "+0.4");
  EXPECT_EQ(accuracy.difference(-0.012), "−1.2");
  EXPECT_EQ(accuracy.difference(0.0001), "0.0");
  EXPECT_EQ(accuracy.distance(-0.012), "1.2 points");
  EXPECT_EQ(accuracy.distance(-0.01), "1.0 point");
  const score_format r2 = format_of(report_sample::make({.task = data::task::regression}));
  EXPECT_EQ(r2.value(0.8123), "0.812");
  EXPECT_EQ(r2.value(-0.2), "−0.200");
  EXPECT_EQ(r2.distance(-0.05), "0.050");
}

TEST(report_format, large_test_parts_carry_two_decimals) {
  lab::result r = report_sample::make({.candidates = 0});
  EXPECT_EQ(format_of(r).value(0.98765), "98.8 %");
  r.data.test.rows = 2000;
  EXPECT_EQ(format_of(r).value(0.98765), "98.77 %");
}

TEST(report_text, foreign_bytes_become_harmless) {
  EXPECT_EQ(escape("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(clean("a\x1b[31mb\r\nc\x7f"), "a [31mb  c ");
  EXPECT_EQ(clean("\xff|\xc3|\xc0\xaf|\xed\xa0\x80|\xf5\x80\x80\x80"), "�|�|��|���|����");
  EXPECT_EQ(clean("\xe2\x80\xae"
                  "evil"),
            " evil")
      << "a right-to-left override could disguise a name";
  EXPECT_EQ(clean("R² ± 深い 🙂"), "R² ± 深い 🙂");
}

TEST(report_text, width_counts_cells_not_bytes) {
  EXPECT_EQ(display_width("R²"), 2U);
  EXPECT_EQ(display_width("± − …"), 5U);
  EXPECT_EQ(display_width("深い"), 4U);
  EXPECT_EQ(display_width("e\xcc\x81"), 1U) << "e with a combining acute";
  EXPECT_EQ(shorten("leaky_relu", 10), "leaky_relu");
  EXPECT_EQ(shorten("leaky_relu", 6), "leaky…");
  EXPECT_EQ(shorten("深い深い", 6), "深い…");
  EXPECT_EQ(shorten("abc", 0), "");
  EXPECT_EQ(shorten_middle("leaky_relu(slope=0.001)", 16), "leaky_r…e=0.001)");
  EXPECT_EQ(shorten_middle("深い深い", 6), "深…い") << "half of a wide character is not shown";
  EXPECT_EQ(shorten_middle("abc", 3), "abc");
}

TEST(report_format, ranking_is_by_validation_and_stable_but_for_the_baseline) {
  lab::result r;
  r.metric = lab::metrics::find("accuracy");
  for (const double mean : {0.5, 0.9, std::numeric_limits<double>::quiet_NaN(), 0.9}) {
    lab::candidate_summary& c = r.candidates.emplace_back();
    c.name = std::to_string(r.candidates.size());
    c.validation.mean = mean;
    c.test.mean = 1 - mean;
    c.runs.resize(1);
  }
  EXPECT_EQ(ranking(r), (std::vector<std::size_t>{1, 3, 0, 2}));
  r.baseline = "4";
  EXPECT_EQ(ranking(r), (std::vector<std::size_t>{3, 1, 0, 2}));
  r.metric = lab::metrics::find("log_loss");
  EXPECT_EQ(ranking(r), (std::vector<std::size_t>{0, 3, 1, 2}));
}

TEST(report_format, targets_have_four_digits) {
  lab::result r = report_sample::make({.task = data::task::regression});
  const lab::metrics::metric& rmse = *lab::metrics::find("rmse");
  EXPECT_EQ(format_of(r, rmse, 34567.8).value(34567.8), "34568");
  EXPECT_EQ(format_of(r, rmse, 4.73).value(4.7312), "4.731");
  EXPECT_EQ(format_of(r, rmse, 0.00123).value(0.0012345), "0.001234");
}

}  // namespace
}  // namespace hillock::report
