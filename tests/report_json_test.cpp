// SPDX-License-Identifier: Apache-2.0
#include "report/json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "report/report.hpp"
#include "report_sample.hpp"

namespace hillock::report {
namespace {

using nlohmann::json;

TEST(report_json, has_the_documented_keys) {
  const lab::result r = report_sample::make();
  const json j = json::parse(to_json(r));
  for (const char* key :
       {"version",  "config",     "config_hash", "data",        "split",      "first_seed",
        "metric",   "margin",     "looks",       "error_rate",  "chance",     "target_score",
        "baseline", "candidates", "verdicts",    "headline",    "held_equal", "limits",
        "warnings", "machine",    "seconds",     "probe_share", "complete",   "exit_code"}) {
    EXPECT_TRUE(j.contains(key)) << key;
  }
  for (const char* key : {"name", "hash", "task", "rows", "columns", "parts", "notes"})
    EXPECT_TRUE(j["data"].contains(key)) << key;
  ASSERT_EQ(j["candidates"].size(), 5U);
  for (const char* key :
       {"name", "parameters", "learning_rate", "rates", "test_scores", "confusion", "recall", "init", "gain",
        "test", "validation", "health", "diverged", "median_steps_to_target", "reached_target",
        "microseconds_per_step", "runs", "map"}) {
    EXPECT_TRUE(j["candidates"][0].contains(key)) << key;
  }
  for (const char* key : {"seed", "test", "validation", "diverged", "weights_hash", "best_epoch", "epochs",
                          "steps_to_target", "learning_rate", "tried", "test_scores", "validation_scores",
                          "chance", "seconds_per_step", "curve"}) {
    EXPECT_TRUE(j["candidates"][0]["runs"][0].contains(key)) << key;
  }
  for (const char* key :
       {"candidate", "judgement", "sentence", "p", "p_holm", "reference", "deviation", "rows_deviation",
        "rows_needed", "difference", "low", "high", "probability_better", "effect_size", "seeds_needed"}) {
    EXPECT_TRUE(j["verdicts"][0].contains(key)) << key;
  }
}

TEST(report_json, scores_are_exact_and_curves_have_the_digits_that_matter) {
  const lab::result r = report_sample::make();
  const json j = json::parse(to_json(r));
  for (std::size_t c = 0; c < r.candidates.size(); ++c) {
    EXPECT_EQ(j["candidates"][c]["test"]["mean"].get<double>(), r.candidates[c].test.mean);
    for (std::size_t i = 0; i < r.candidates[c].runs.size(); ++i) {
      const lab::run& run = r.candidates[c].runs[i];
      const json& read = j["candidates"][c]["runs"][i];
      EXPECT_EQ(read["test"].get<double>(), run.test);
      EXPECT_EQ(read["weights_hash"], run.weights_hash);
      ASSERT_EQ(read["curve"]["epoch"].size(), run.curve.size());
      // Half of the fifth and the fourth digit.
      const double loss = run.curve[3].validation_loss, gradient = run.curve[3].layers[1].gradient_norm;
      EXPECT_NEAR(read["curve"]["validation_loss"][3].get<double>(), loss, 0.5e-4 * std::abs(loss));
      const json& probed = read["curve"]["probed"];
      ASSERT_EQ(probed[2], 3) << "epochs 0, 1 and 3 were looked at";
      EXPECT_NEAR(read["curve"]["layers"][1]["gradient_norm"][2].get<double>(), gradient,
                  0.5e-3 * std::abs(gradient));
      EXPECT_EQ(read["curve"]["layers"][1]["gradient_norm"].size(), probed.size());
    }
    EXPECT_EQ(j["candidates"][c]["map"]["values"][5].get<float>(), r.candidates[c].map->values[5]);
  }
}

TEST(report_json, what_is_not_a_number_is_null) {
  const json j = json::parse(to_json(report_sample::make()));
  const json& diverged = j["candidates"][2]["runs"][6];
  ASSERT_TRUE(diverged["diverged"].get<bool>());
  EXPECT_TRUE(diverged["curve"]["train_loss"].back().is_null());
  EXPECT_TRUE(j["candidates"][1]["median_steps_to_target"].is_null()) << "sigmoid never reached it";
  EXPECT_TRUE(j["verdicts"][0]["seeds_needed"].is_null()) << "0 means unknown";
  EXPECT_TRUE(j["candidates"][0]["test_scores"]["auc"].is_null()) << "undefined";
}

TEST(report_json, what_has_no_score_is_null) {
  lab::result r = report_sample::make();
  report_sample::diverge_everywhere(r, "identity");
  const json j = json::parse(to_json(r));
  for (const char* part : {"test", "validation"})
    for (const char* key : {"mean", "low", "high"})
      EXPECT_TRUE(j["candidates"][0][part][key].is_null()) << part << ' ' << key;
  for (const char* key : {"difference", "low", "high"}) EXPECT_TRUE(j["verdicts"][0][key].is_null()) << key;
  EXPECT_TRUE(j["verdicts"][0]["p_holm"].is_number()) << "who diverged with which seed was counted";
  for (lab::candidate_summary& c : r.candidates) c.runs.clear(), c.diverged = 0, c.test = {};
  for (lab::verdict& v : r.verdicts) v.has_size = false, v.p = v.p_holm = 1;
  const json unfinished = json::parse(to_json(r));
  EXPECT_TRUE(unfinished["candidates"][0]["test"]["mean"].is_null());
  EXPECT_TRUE(unfinished["verdicts"][0]["p"].is_null());
}

TEST(report_json, of_400_runs_has_at_most_five_megabytes) {
  // As iris with the options' defaults: some 155 epochs, of which 11 are probed, and five layers.
  lab::result r = report_sample::make({.candidates = 10, .seeds = 40, .epochs = 190});
  for (lab::candidate_summary& c : r.candidates)
    for (lab::run& run : c.runs)
      for (lab::epoch_record& e : run.curve)
        if (e.epoch % 18 != 0) e.layers.clear();
  EXPECT_LE(to_json(r).size(), 5'000'000U);
}

TEST(report_json, nasty_names_survive) {
  const lab::result r = report_sample::make({.nasty_names = true});
  const json j = json::parse(to_json(r));
  EXPECT_EQ(j["data"]["name"], "<spirals> & \"friends\".csv");
  EXPECT_EQ(j["candidates"][4]["name"], "</script><b>\"leaky\" & 'co'\x1b[31m,\xEF\xBF\xBD")
      << "only the invalid byte is replaced";
}

TEST(report_json, an_empty_result_is_a_document_too) {
  const json j = json::parse(to_json(lab::result{}));
  EXPECT_TRUE(j["candidates"].is_array());
  EXPECT_TRUE(j["verdicts"].is_array());
  EXPECT_TRUE(j["config"].is_object());
}

TEST(report_json, a_curve_is_one_line) {
  const std::string text = to_json(report_sample::make());
  EXPECT_EQ(text.back(), '\n');
  // 5 candidates × 10 runs × 5 layers × 11 quantities are 2,750 lines; a line per number would be 70,000.
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 8000);
}

TEST(report_csv, one_line_per_run) {
  const lab::result r = report_sample::make({.nasty_names = true});
  std::istringstream in(to_csv(r));
  std::string line;
  std::size_t lines = 0;
  std::getline(in, line);
  EXPECT_TRUE(line.starts_with("candidate,seed,learning_rate,test,"));
  const auto columns = std::count(line.begin(), line.end(), ',');
  std::string quoted;
  while (std::getline(in, line)) {
    ++lines;
    if (line.starts_with("\"")) {
      quoted = line;
    } else {
      EXPECT_EQ(std::count(line.begin(), line.end(), ','), columns) << line;
    }
  }
  EXPECT_EQ(lines, 50U);
  EXPECT_TRUE(quoted.starts_with("\"</script><b>\"\"leaky\"\" & 'co'")) << quoted;
}

}  // namespace
}  // namespace hillock::report
