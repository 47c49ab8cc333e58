// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "report/format.hpp"
#include "report/report.hpp"
#include "report_sample.hpp"

namespace hillock::report {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string without_colour(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (text[i] != 'm') ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

TEST(report_terminal, fits_the_width) {
  for (const bool nasty : {false, true}) {
    const lab::result r = report_sample::make({.candidates = 10, .nasty_names = nasty});
    for (const unsigned width : {40U, 60U, 80U, 120U}) {
      for (const std::string& line : lines_of(to_terminal(r, {.colour = false, .width = width}, {}))) {
        // A single word longer than the line, such as a name, cannot be broken.
        if (line.find(' ', 4) == std::string::npos) continue;
        EXPECT_LE(display_width(line), width) << line;
      }
    }
  }
}

TEST(report_terminal, says_what_it_must) {
  const lab::result r = report_sample::make();
  const std::string wide = to_terminal(r, {.colour = false, .width = 400}, "out/here");
  for (const char* what : {"accuracy", "95 % interval", "steps", "µs/step", "health", "vs relu", "baseline",
                           "98.8 %", "vanishing", "(chance)", "50.0 %", "Against relu, the baseline"}) {
    EXPECT_NE(wide.find(what), std::string::npos) << what;
  }
  for (const lab::verdict& v : r.verdicts) EXPECT_NE(wide.find(v.sentence), std::string::npos) << v.sentence;
  for (const std::string& s : r.held_equal) EXPECT_NE(wide.find(s), std::string::npos) << s;
  EXPECT_NE(wide.find(r.headline), std::string::npos);
  EXPECT_TRUE(wide.ends_with("Report: out/here/report.html\n")) << "the last line, where it is seen";
  EXPECT_EQ(to_terminal(r, {}, {}).find("report.html"), std::string::npos);
}

TEST(report_terminal, tells_faults_that_no_verdict_names_and_what_was_done_to_the_data) {
  lab::result r = report_sample::make();
  const std::string text = to_terminal(r, {.colour = false, .width = 400}, {});
  const std::string faults =
      text.substr(text.find("\nFaults\n"), text.find("\nData\n") - text.find("\nFaults\n"));
  EXPECT_NE(faults.find("  · sigmoid: 72 % of the units of layer 1 are saturated.\n"), std::string::npos)
      << faults;
  EXPECT_NE(faults.find("  · tanh: 1 of 10 runs diverged"), std::string::npos) << faults;
  EXPECT_EQ(faults.find("shrinks"), std::string::npos)
      << "its verdict's sentence says so already: " << faults;
  EXPECT_EQ(faults.find("sparse"), std::string::npos) << "information, not a fault: " << faults;
  for (const std::string& note : r.data.notes)
    EXPECT_NE(text.find("  · " + note + "\n"), std::string::npos) << note;
  EXPECT_NE(text.find("  validation  "), std::string::npos);
}

TEST(report_terminal, counts_the_seeds_of_an_experiment_that_was_stopped) {
  lab::result r = report_sample::make({.seeds = 2});
  EXPECT_NE(to_terminal(r, {.width = 400}, {}).find(", 2 seeds each\n"), std::string::npos);
  r.candidates.back().runs.pop_back();
  EXPECT_NE(to_terminal(r, {.width = 400}, {}).find(", 1 to 2 seeds\n"), std::string::npos);
}

TEST(report_terminal, default_candidates_keep_both_scores_and_health_in_80_columns) {
  const auto lines = lines_of(to_terminal(report_sample::make(), {.colour = false, .width = 80}, {}));
  const auto heading = std::find_if(lines.begin(), lines.end(),
                                    [](const std::string& l) { return l.find("activation") == 2; });
  ASSERT_NE(heading, lines.end());
  for (const char* column : {"validation", "test", "95 % interval", "health"}) {
    EXPECT_NE(heading->find(column), std::string::npos) << *heading;
  }
}

TEST(report_terminal, columns_line_up_for_wide_characters) {
  lab::result r = report_sample::make({.task = data::task::regression});
  r.candidates[0].name = "深い";
  const auto lines = lines_of(to_terminal(r, {.colour = false, .width = 80}, {}));
  const auto heading = std::find_if(lines.begin(), lines.end(),
                                    [](const std::string& l) { return l.find("activation") == 2; });
  ASSERT_NE(heading, lines.end());
  EXPECT_NE(heading->find("test"), std::string::npos);
  const std::size_t end = display_width(heading->substr(0, heading->find("test"))) + 4;
  for (auto line = heading + 1; line != heading + 6; ++line) {
    const std::size_t bracket = line->find('[');
    ASSERT_NE(bracket, std::string::npos) << *line;
    const std::string before = line->substr(0, line->find_last_not_of(' ', bracket - 1) + 1);
    EXPECT_EQ(display_width(before), end) << *line;
  }
}

TEST(report_terminal, colour_only_when_asked_and_never_the_only_sign) {
  const lab::result r = report_sample::make({.candidates = 10});
  const std::string plain = to_terminal(r, {.colour = false, .width = 80}, "x");
  const std::string coloured = to_terminal(r, {.colour = true, .width = 80}, "x");
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  EXPECT_NE(coloured.find('\x1b'), std::string::npos);
  EXPECT_EQ(without_colour(coloured), plain);
}

TEST(report_terminal, names_cannot_control_the_terminal) {
  const std::string text = to_terminal(report_sample::make({.nasty_names = true}), {}, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
}

TEST(report_terminal, an_empty_result_says_that_it_is_not_complete) {
  EXPECT_NE(to_terminal(lab::result{}, {}, {}).find("not complete"), std::string::npos);
}

}  // namespace
}  // namespace hillock::report
