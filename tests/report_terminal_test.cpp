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
      for (const std::string& line : lines_of(to_terminal(r, {.colour = false, .width = width}))) {
        EXPECT_LE(display_width(line), width) << line;
      }
    }
  }
}

TEST(report_terminal, says_what_it_must) {
  const lab::result r = report_sample::make();
  const std::string wide = to_terminal(r, {.colour = false, .width = 400});
  for (const char* what : {"accuracy", "95 % interval", "steps", "µs/step", "health", "vs relu", "baseline",
                           "98.8 %", "vanishing", "(chance)", "50.0 %", "Against relu, the baseline"}) {
    EXPECT_NE(wide.find(what), std::string::npos) << what;
  }
  for (const lab::verdict& v : r.verdicts) EXPECT_NE(wide.find(v.sentence), std::string::npos) << v.sentence;
  for (const std::string& s : r.held_equal) EXPECT_NE(wide.find(s), std::string::npos) << s;
  EXPECT_TRUE(wide.ends_with("\n\n" + r.headline + "\n")) << "the answer comes last, where it is seen";
  EXPECT_LT(wide.find("Held equal"), wide.find(r.headline));
  EXPECT_EQ(where_the_page_is("out/here/report.html", {}), "\nReport: out/here/report.html\n");
}

TEST(report_terminal, tells_faults_that_no_verdict_names_and_what_was_done_to_the_data) {
  lab::result r = report_sample::make();
  const std::string text = to_terminal(r, {.colour = false, .width = 400});
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
  EXPECT_NE(to_terminal(r, {.width = 400}).find(", 2 seeds each\n"), std::string::npos);
  r.candidates.back().runs.pop_back();
  EXPECT_NE(to_terminal(r, {.width = 400}).find(", 1 to 2 seeds\n"), std::string::npos);
}

TEST(report_terminal, default_candidates_keep_both_scores_and_health_in_80_columns) {
  const auto lines = lines_of(to_terminal(report_sample::make(), {.colour = false, .width = 80}));
  const auto heading = std::find_if(lines.begin(), lines.end(),
                                    [](const std::string& l) { return l.find("activation") == 2; });
  ASSERT_NE(heading, lines.end());
  for (const char* column : {"validation", "test", "95 % interval", "health"}) {
    EXPECT_NE(heading->find(column), std::string::npos) << *heading;
  }
}

TEST(report_terminal, long_names_leave_room_for_the_comparison_in_80_columns) {
  lab::result r = report_sample::make();
  r.candidates[0].name = "leaky_relu(slope=0.00123456789)";
  r.candidates[1].name = "leaky_relu(slope=0.00123456780)";
  r.baseline = r.verdicts[0].reference = "leaky_relu(slope=0.2)";
  const auto lines = lines_of(to_terminal(r, {.colour = false, .width = 80}));
  const auto heading = std::find_if(lines.begin(), lines.end(),
                                    [](const std::string& l) { return l.find("activation") == 2; });
  ASSERT_NE(heading, lines.end());
  for (const char* column : {"validation", "test", "95 % interval", "vs baseline"})
    EXPECT_NE(heading->find(column), std::string::npos) << column << " is not in " << *heading;
  const std::string text = to_terminal(r, {.colour = false, .width = 80});
  EXPECT_NE(text.find("56789)"), std::string::npos) << "names differ at their end";
  EXPECT_NE(text.find("56780)"), std::string::npos);
}

TEST(report_terminal, the_legend_explains_only_columns_that_are_there) {
  const lab::result r = report_sample::make();
  for (const unsigned width : {40U, 60U, 80U, 120U, 200U}) {
    const std::string text = to_terminal(r, {.colour = false, .width = width});
    const std::string heading = text.substr(
        text.find("  activation"), text.find('\n', text.find("  activation")) - text.find("  activation"));
    EXPECT_EQ(text.find("p: after Holm") != std::string::npos, heading.find("  p  ") != std::string::npos)
        << heading;
    EXPECT_EQ(text.find("steps: median") != std::string::npos, heading.find(" steps") != std::string::npos)
        << heading;
  }
}

TEST(report_terminal, what_has_no_score_has_no_number) {
  lab::result r = report_sample::make();
  report_sample::diverge_everywhere(r, "identity");
  const auto lines = lines_of(to_terminal(r, {.colour = false, .width = 200}));
  const auto row =
      std::find_if(lines.begin(), lines.end(), [](const std::string& l) { return l.find("identity ") == 2; });
  ASSERT_NE(row, lines.end());
  EXPECT_EQ(row->find('%'), std::string::npos) << *row;
  EXPECT_EQ(row->find("0.0 "), std::string::npos) << *row;
  for (lab::candidate_summary& c : r.candidates) c.runs.clear(), c.diverged = 0, c.test = c.validation = {};
  for (lab::verdict& v : r.verdicts) v.has_size = false, v.p = v.p_holm = 1;
  const std::string nothing = to_terminal(r, {.colour = false, .width = 200});
  EXPECT_EQ(nothing.find(" 0.0 %"), std::string::npos) << nothing;
  EXPECT_EQ(nothing.find("[–"), std::string::npos) << nothing;
}

TEST(report_terminal, many_undecided_are_named_and_not_told_one_by_one) {
  lab::result r = report_sample::make({.candidates = 10});
  for (lab::verdict& v : r.verdicts)
    v.says = lab::judgement::not_enough_evidence, v.sentence = v.candidate + " is open.";
  const std::string text = to_terminal(r, {.colour = false, .width = 400});
  EXPECT_EQ(text.find("gelu is open"), std::string::npos);
  EXPECT_NE(text.find("  ? none of the 9 others can be told apart from relu"), std::string::npos) << text;
  r.verdicts.back().says = lab::judgement::better;
  EXPECT_NE(to_terminal(r, {.colour = false, .width = 400}).find("  ? relu cannot be told apart from "),
            std::string::npos);
  r.verdicts.resize(3);
  EXPECT_NE(to_terminal(r, {.colour = false, .width = 400}).find("tanh is open."), std::string::npos);
}

TEST(report_terminal, labels_of_300_characters_are_broken) {
  lab::result r = report_sample::make();
  r.data.name = std::string(300, 'd') + ".csv";
  r.data.notes = {"'" + std::string(300, 'x') + "' is constant."};
  r.warnings = r.data.notes;
  for (const std::string& line : lines_of(to_terminal(r, {.colour = false, .width = 80})))
    EXPECT_LE(display_width(line), 80U) << line;
}

TEST(report_terminal, a_number_keeps_its_percent_sign) {
  lab::result r = report_sample::make();
  for (unsigned width = 40; width < 90; ++width)
    for (const std::string& line : lines_of(to_terminal(r, {.colour = false, .width = width})))
      EXPECT_NE(
          line.substr(line.find_first_not_of(' ') == std::string::npos ? 0 : line.find_first_not_of(' '))
              .substr(0, 1),
          "%")
          << line;
}

TEST(report_terminal, columns_line_up_for_wide_characters) {
  lab::result r = report_sample::make({.task = data::task::regression});
  r.candidates[0].name = "深い";
  const auto lines = lines_of(to_terminal(r, {.colour = false, .width = 80}));
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
  const std::string plain = to_terminal(r, {.colour = false, .width = 80});
  const std::string coloured = to_terminal(r, {.colour = true, .width = 80});
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  EXPECT_NE(coloured.find('\x1b'), std::string::npos);
  EXPECT_EQ(without_colour(coloured), plain);
}

TEST(report_terminal, names_cannot_control_the_terminal) {
  const std::string text = to_terminal(report_sample::make({.nasty_names = true}), {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
}

TEST(report_terminal, an_empty_result_says_that_it_is_not_complete) {
  EXPECT_NE(to_terminal(lab::result{}, {}).find("not complete"), std::string::npos);
}

}  // namespace
}  // namespace hillock::report
