// SPDX-License-Identifier: Apache-2.0
// Formulas on the command line: wherever a name works, in one spelling everywhere.
#include <nlohmann/json.hpp>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

using formula_json = nlohmann::json;

TEST(Formulas, AreShownWithWhatIsComputedAndHowSureThatIs) {
  const outcome o = run_program({"info", "x*sigmoid(1.702*x)"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_TRUE(o.out.starts_with("x*sigmoid(1.702*x)\n")) << o.out;
  for (const char* part : {"range       [-0.16361018", "not monotone", "infinitely often differentiable",
                           "Lipschitz   1.0998393", "range proven",
                           "limits      -0 at -inf (saturates), inf at inf", "init gain   1.539"})
    EXPECT_TRUE(contains(o.out, part)) << part << o.out;
  EXPECT_TRUE(contains(run_program({"info", "log(x)"}).out, "NaN for some x, as for -1"));
  const formula_json card = formula_json::parse(run_program({"info", "a*tanh(x); a=3", "--json"}).out)[0];
  EXPECT_EQ(card["name"], "a*tanh(x)");
  EXPECT_EQ(card["range"], formula_json::parse("[-3.0, 3.0]"));
  EXPECT_EQ(card["computed"]["zero_centred"], "proven");
  EXPECT_EQ(card["saturates"], formula_json::parse("[true, true]"));
  EXPECT_EQ(card["parameters"][0]["value"], 3);
  EXPECT_FALSE(card.contains("f64"));
}

TEST(Formulas, WorkInPlotAndBenchAndNotInVerify) {
  EXPECT_TRUE(contains(run_program({"plot", "max(0,x)^2", "relu"}).out, "max(0, x)^2"));
  const outcome timed =
      run_program({"bench", "x*x", "--sizes", "256", "--types", "f32", "--rounds", "1", "--json"});
  EXPECT_EQ(timed.code, 0) << timed.err;
  EXPECT_EQ(formula_json::parse(timed.out)["timings"][1]["function"], "x*x");
  const outcome o = run_program({"verify", "x*x"});
  EXPECT_EQ(o.code, 2);
  EXPECT_TRUE(contains(o.err, "formulas are neither pinned nor proven")) << o.err;
}

// A definition ends with its word; what follows is a name.
TEST(Formulas, AreNamedByOneWordEach) {
  const outcome o = run_program({"info", "relu", "--define", "mine=x*2", "mine", "--json"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(formula_json::parse(o.out)[1]["name"], "x*2");
}

TEST(Formulas, AreGivenNames) {
  const std::vector<std::string> defined{"--define", "soft=a*x/(1 + abs(x)); a=2", "--define",
                                         "mine=x*max(0, soft(x))"};
  const auto info = [&](const std::string& name) {
    std::vector<std::string> words{"info", name};
    words.insert(words.end(), defined.begin(), defined.end());
    return run_program(words);
  };
  EXPECT_EQ(info("mine").out, run_program({"info", "x*max(0, 2*x/(1 + abs(x)))"}).out);
  EXPECT_EQ(info("soft").out, run_program({"info", "a*x/(1 + abs(x)); a=2"}).out);
  EXPECT_EQ(info("soft(a=3)").out, run_program({"info", "a*x/(1 + abs(x)); a=3"}).out);
  EXPECT_EQ(info("soft(2*x, a=3)").out, run_program({"info", "3*(2*x)/(1 + abs(2*x))"}).out);
  EXPECT_EQ(info("soft(b=3)").code, 2);
  const outcome o = run_program({"info", "relu", "--define", "f=x*"});
  EXPECT_EQ(o.code, 2);
  EXPECT_TRUE(contains(o.err, "formula 'x*', column 3: expected a number")) << o.err;
  EXPECT_EQ(run_program({"info", "relu", "--define", "f"}).code, 2);
}

TEST(Formulas, AreCandidatesWhoseTextTheJournalHas) {
  const temporary_folder folder;
  const std::vector<std::string> words{"compare",
                                       "--data",
                                       "xor",
                                       "--rows",
                                       "60",
                                       "--model",
                                       "mlp:4x1",
                                       "--epochs",
                                       "2",
                                       "--seeds",
                                       "6",
                                       "--lr",
                                       "0.01",
                                       "--define",
                                       "mine=x*tanh(log1p(exp(x)))",
                                       "--activations",
                                       "relu,max(0,x)^2,mine,a*x if x<0 else x; a=0.1,mish",
                                       "--json"};
  const outcome o = run_program(words, folder.path());
  ASSERT_TRUE(o.code == 0 || o.code == 4) << o.err;
  const formula_json document = formula_json::parse(o.out);
  std::vector<std::string> names;
  for (const auto& candidate : document["candidates"]) names.push_back(candidate["name"]);
  EXPECT_EQ(names, (std::vector<std::string>{"relu", "max(0, x)^2", "x*tanh(log1p(exp(x)))",
                                             "where(x < 0, a*x, x); a=0.1", "mish"}));
  const std::string journal = read_text(folder / "hillock-out" / "runs.jsonl");
  EXPECT_TRUE(contains(journal, "x*tanh(log1p(exp(x)))")) << journal;
  EXPECT_FALSE(contains(journal, "mine")) << journal;
  // The same mathematics learn the same, to every digit of the mean score.
  const auto& all = document["candidates"];
  EXPECT_EQ(all[2]["test_scores"], all[4]["test_scores"]) << all[2];
  // Nothing is left to train, and the report has the text as it was written.
  const outcome again = run_program(words, folder.path());
  EXPECT_EQ(again.code, o.code) << again.err;
  EXPECT_TRUE(contains(read_text(folder / "hillock-out" / "report.html"), "where(x &lt; 0, a*x, x); a=0.1"));
}

}  // namespace
}  // namespace hillock::test
