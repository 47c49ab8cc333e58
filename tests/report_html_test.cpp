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

TEST(report_html, the_answer_comes_first_and_then_the_table) {
  const std::string page = to_html(report_sample::make());
  std::size_t last = 0;
  for (const char* id :
       {"<h1>", "id=\"table\"", "id=\"verdicts\"", "id=\"scores\"", "id=\"curves\"", "id=\"layers\"",
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
  const lab::result r = report_sample::make({.candidates = 3, .seeds = 3, .epochs = 10});
  const auto numbers = nlohmann::json::parse(embedded_numbers(to_html(r)));
  EXPECT_EQ(numbers, nlohmann::json::parse(to_json(r))) << "small enough: everything";
  const auto large = report_sample::make({.candidates = 10, .seeds = 10, .epochs = 100});
  const auto thin = nlohmann::json::parse(embedded_numbers(to_html(large)));
  EXPECT_EQ(thin["candidates"][9]["runs"][9]["test"].get<double>(), large.candidates[9].runs[9].test);
  const auto& curve = thin["candidates"][9]["runs"][9]["curve"];
  EXPECT_LE(curve["epoch"].size(), 22U);
  EXPECT_EQ(curve["epoch"].back(), large.candidates[9].runs[9].epochs) << "the end is kept";
}

TEST(report_html, carries_at_most_300_kilobytes) {
  const std::string csv = "data:text/csv;charset=utf-8;base64,";
  for (const unsigned seeds : {1U, 20U, 60U, 400U}) {
    const std::string page =
        to_html(report_sample::make({.candidates = 10, .seeds = seeds, .epochs = 60, .layers = 2}));
    const std::size_t table = page.find(csv);
    const std::size_t size = table == std::string::npos ? 0 : page.find('"', table) - table;
    EXPECT_LE(embedded_numbers(page).size() + size, 300'200U) << seeds;
    EXPECT_EQ(nlohmann::json::parse(embedded_numbers(page))["verdicts"].size(), 9U);
  }
}

TEST(report_html, folds_what_only_some_want) {
  lab::result r = report_sample::make({.candidates = 10});
  EXPECT_EQ(to_html(r).find("that cannot be told apart from"), std::string::npos) << "one is not many";
  for (lab::verdict& v : r.verdicts) v.says = lab::judgement::not_enough_evidence;
  const std::string page = to_html(r);
  EXPECT_EQ(read_xml(page).problem, "");
  EXPECT_NE(page.find("<details><summary>9 that cannot be told apart from relu</summary>"),
            std::string::npos);
  const auto curves = [&] {
    const std::string all = to_html(r);
    return all.substr(all.find("id=\"curves\""), all.find("id=\"layers\"") - all.find("id=\"curves\""));
  };
  EXPECT_EQ(count_of(curves(), "<g class=\"series\">"), 10U) << "score and loss of the best five";
  EXPECT_NE(curves().find("Drawn are the best five on validation and the baseline."), std::string::npos);
  r.baseline = "sigmoid";
  EXPECT_EQ(count_of(curves(), "<g class=\"series\">"), 12U) << "the baseline is drawn, however bad";
}

TEST(report_html, what_has_no_score_has_no_number) {
  lab::result r = report_sample::make();
  report_sample::diverge_everywhere(r, "sigmoid");
  const std::string page = to_html(r);
  EXPECT_EQ(read_xml(page).problem, "");
  const std::size_t cell = page.find("<code>sigmoid</code></th>");
  const std::string row = page.substr(cell, page.find("</tr>", cell) - cell);
  EXPECT_EQ(row.find(">0.0"), std::string::npos) << row;
  EXPECT_EQ(row.find(">50.0"), std::string::npos) << row;
  EXPECT_NE(page.rfind("–</td>", cell), std::string::npos) << "its rank";
  EXPECT_EQ(page.find("<title>sigmoid, seed 1:"), std::string::npos) << "no points that stand for none";
  EXPECT_NE(read_xml(page).text.find("All of its 10 runs diverged"), std::string::npos);
}

TEST(report_html, maps_name_their_axes_and_claim_sureness_only_where_they_hold_it) {
  lab::result r = report_sample::make();
  r.data.feature_names = {"petal length", "petal width"};
  const auto maps = [&] {
    const std::string page = to_html(r);
    return page.substr(page.find("id=\"maps\""), page.find("id=\"why\"") - page.find("id=\"maps\""));
  };
  EXPECT_NE(maps().find(">petal length</text>"), std::string::npos);
  EXPECT_NE(maps().find(">petal width</text>"), std::string::npos);
  EXPECT_NE(maps().find("stronger colour is surer"), std::string::npos);
  r.data.task = data::task::classes;
  EXPECT_EQ(maps().find("stronger colour is surer"), std::string::npos) << "classes hold no probability";
}

TEST(report_html, says_the_command_that_repeats_it) {
  const lab::result r = report_sample::make();
  EXPECT_EQ(to_command(r),
            "hillock compare --data spirals --activations 'identity,sigmoid,tanh,relu,leaky_relu(slope=0.2)' "
            "--epochs 30");
  EXPECT_NE(read_xml(to_html(r)).text.find(to_command(r)), std::string::npos);
  lab::result odd = r;
  odd.configuration = {{"data", "it's here.csv"}, {"header", "no"}, {"target", "-1"}, {"clip_norm", "0.5"}};
  EXPECT_EQ(to_command(odd),
            "hillock compare --data 'it'\\''s here.csv' --no-header --target=-1 --clip-norm 0.5");
  odd.configuration.push_back({"split_train", "0.5"});
  EXPECT_EQ(to_command(odd), "") << "no option says so";
}

TEST(report_html, labels_of_300_characters_are_cut_in_tables) {
  lab::result r = report_sample::make();
  r.data.class_names = {std::string(300, 'w'), "outer"};
  const std::string page = to_html(r);
  EXPECT_EQ(read_xml(page).problem, "");
  const std::string metrics =
      page.substr(page.find("id=\"metrics\""), page.find("id=\"curves\"") - page.find("id=\"metrics\""));
  EXPECT_EQ(metrics.find(">" + std::string(50, 'w')), std::string::npos);
  EXPECT_NE(metrics.find("title=\"" + std::string(300, 'w') + "\""), std::string::npos) << "whole on hover";
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
