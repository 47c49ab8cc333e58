// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/format.hpp"
#include "report/report.hpp"
#include "report_sample.hpp"
#include "report_xml.hpp"

namespace hillock::report {
namespace {

using report_sample::element;
using report_sample::read_xml;

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
  return n;
}

std::string embedded_numbers(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"numbers\">";
  const std::size_t from = page.find(open) + open.size();
  return page.substr(from, page.find("</script>", from) - from);
}

TEST(report_html, the_strict_reader_is_strict) {
  EXPECT_EQ(read_xml("<a b=\"1\"><c/>x &lt; y</a>").problem, "");
  for (const char* bad : {"<a>", "<a></b>", "</a>", "<a b=1></a>", "<a b=\"1\"c=\"2\"/>", "<a>&nbsp;</a>",
                          "<a>& </a>", "<a b=\"1\" b=\"2\"/>", "<a b=\"<\"/>", "<a b></a>"}) {
    EXPECT_NE(read_xml(bad).problem, "") << bad;
  }
}

TEST(report_html, is_well_formed_for_every_kind_of_result) {
  for (const bool nasty : {false, true}) {
    for (const data::task task : {data::task::binary, data::task::classes, data::task::regression}) {
      const auto reading = read_xml(to_html(report_sample::make({.nasty_names = nasty, .task = task})));
      EXPECT_EQ(reading.problem, "");
    }
  }
  EXPECT_EQ(read_xml(to_html(lab::result{})).problem, "");
  EXPECT_EQ(read_xml(to_html(report_sample::make({.candidates = 1, .seeds = 1, .epochs = 5}))).problem, "");
}

TEST(report_html, a_result_without_curves_or_runs_is_shown) {
  lab::result r = report_sample::make();
  for (lab::candidate_summary& c : r.candidates) {
    for (lab::run& run : c.runs) run.curve.clear();
    c.map.reset();
  }
  EXPECT_EQ(read_xml(to_html(r)).problem, "");
  EXPECT_EQ(to_html(r).find("Learning curves"), std::string::npos) << "no empty frames";
  for (lab::candidate_summary& c : r.candidates) c.runs.clear();
  EXPECT_EQ(read_xml(to_html(r)).problem, "");
}

TEST(report_html, shows_every_seed) {
  const lab::result r = report_sample::make();
  const std::string page = to_html(r);
  const score_format f = format_of(r, "\u00a0");
  for (const lab::candidate_summary& c : r.candidates) {
    for (const lab::run& run : c.runs) {
      EXPECT_NE(page.find("<title>" + escape(c.name) + ", seed " + std::to_string(run.seed) + ": " +
                          f.value(run.test)),
                std::string::npos)
          << c.name << " seed " << run.seed;
      EXPECT_NE(page.find(run.weights_hash), std::string::npos);
    }
  }
}

TEST(report_html, says_everything_there_is_to_say) {
  const lab::result r = report_sample::make();
  const std::string text = read_xml(to_html(r)).text;
  std::vector<std::string> expected{r.headline,           r.data.name, r.data.hash,
                                    r.configuration_hash, r.machine,   r.baseline};
  for (const lab::verdict& v : r.verdicts) expected.push_back(v.candidate);
  for (const auto& list : {r.held_equal, r.limits, r.data.notes})
    expected.insert(expected.end(), list.begin(), list.end());
  for (const auto& [name, value] : r.configuration) expected.insert(expected.end(), {name, value});
  for (std::string s : expected) {
    for (std::size_t at; (at = s.find(" %")) != std::string::npos;) s.replace(at, 1, "\u00a0");
    EXPECT_NE(text.find(s), std::string::npos) << s;
  }
  EXPECT_NE(text.find("sigmoid fails: its gradient shrinks 105-fold"), std::string::npos)
      << "10^5 is set with a superscript";
  EXPECT_NE(text.find("Why not sigmoid?"), std::string::npos);
  EXPECT_EQ(text.find("Why not tanh?"), std::string::npos) << "not worse, so nothing to explain";
}

TEST(report_html, the_verdict_comes_first) {
  const std::string page = to_html(report_sample::make());
  std::size_t last = 0;
  for (const char* id :
       {"<h1>", "id=\"verdicts\"", "id=\"table\"", "id=\"scores\"", "id=\"curves\"", "id=\"layers\"",
        "id=\"maps\"", "id=\"why\"", "id=\"method\"", "id=\"exactly\"", "id=\"raw\""}) {
    const std::size_t at = page.find(id);
    ASSERT_NE(at, std::string::npos) << id;
    EXPECT_GT(at, last) << id;
    last = at;
  }
}

TEST(report_html, loads_nothing_from_anywhere) {
  const std::string page = to_html(report_sample::make());
  EXPECT_EQ(page.find("http://"), std::string::npos);
  EXPECT_EQ(page.find("https://"), std::string::npos);
  EXPECT_EQ(page.find("url("), std::string::npos);
  EXPECT_EQ(page.find("@import"), std::string::npos);
  for (const element& e : read_xml(page).elements) {
    EXPECT_FALSE(e.attributes.contains("src")) << e.name;
    const auto href = e.attributes.find("href");
    if (href != e.attributes.end()) {
      EXPECT_TRUE(href->second.starts_with("data:") || href->second == "results.json")
          << href->second.substr(0, 60);
    }
    for (const auto& [name, value] : e.attributes) EXPECT_FALSE(name.starts_with("on")) << name;
  }
}

TEST(report_html, names_cannot_break_out) {
  const std::string page = to_html(report_sample::make({.nasty_names = true}));
  const auto reading = read_xml(page);
  EXPECT_EQ(count_of(page, "</script>"), 2U)
      << "the numbers and the script end themselves, nothing else does";
  for (const element& e : reading.elements)
    EXPECT_TRUE(e.name != "b" && e.name != "i" && e.name != "spirals") << e.name;
  EXPECT_NE(reading.text.find("</script><b>\"leaky\" & 'co'"), std::string::npos) << "shown as it is written";
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  const auto numbers = nlohmann::json::parse(embedded_numbers(page));
  EXPECT_EQ(numbers["data"]["name"], "<spirals> & \"friends\".csv");
}

TEST(report_html, carries_its_numbers) {
  const lab::result r = report_sample::make({.candidates = 3, .seeds = 6, .epochs = 10});
  const auto numbers = nlohmann::json::parse(embedded_numbers(to_html(r)));
  EXPECT_EQ(numbers, nlohmann::json::parse(to_json(r))) << "small enough: everything";
  const auto large = report_sample::make({.candidates = 10, .seeds = 10, .epochs = 100});
  const auto scores = nlohmann::json::parse(embedded_numbers(to_html(large)));
  EXPECT_EQ(scores["candidates"][9]["runs"][9]["test"].get<double>(), large.candidates[9].runs[9].test);
  EXPECT_EQ(scores["candidates"][9]["runs"][9]["curve"]["train_loss"][40].get<double>(),
            large.candidates[9].runs[9].curve[40].train_loss);
}

TEST(report_html, stays_below_two_megabytes) {
  EXPECT_LT(to_html(report_sample::make({.candidates = 10, .seeds = 10, .epochs = 100})).size(), 2'000'000U);
}

TEST(report_html, pictures_have_names_for_those_who_do_not_see_them) {
  for (const element& e : read_xml(to_html(report_sample::make())).elements) {
    if (e.name != "svg") continue;
    const bool decoration = e.attributes.contains("aria-hidden");
    EXPECT_TRUE(decoration || (e.attributes.at("role") == "img" && !e.attributes.at("aria-label").empty()));
  }
}

TEST(report_html, says_when_the_experiment_is_not_complete) {
  lab::result r = report_sample::make();
  EXPECT_EQ(to_html(r).find("not complete"), std::string::npos);
  r.complete = false;
  r.warnings = {"Fewer than 6 seeds: no difference can reach p<0.05."};
  EXPECT_NE(to_html(r).find("not complete"), std::string::npos);
  EXPECT_NE(to_html(r).find("no difference can reach p&lt;0.05"), std::string::npos);
}

TEST(report_html, is_the_same_every_time) {
  EXPECT_EQ(to_html(report_sample::make()), to_html(report_sample::make()));
}

}  // namespace
}  // namespace hillock::report
