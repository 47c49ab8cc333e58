// SPDX-License-Identifier: Apache-2.0
// Names of activations on the command line: written as people write them, shown in one spelling.
#include <nlohmann/json.hpp>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

using nlohmann::json;

TEST(Names, EveryVerbTakesThemInAnySpelling) {
  EXPECT_TRUE(run_program({"info", "LeakyReLU(alpha=0.3)"}).out.starts_with("leaky_relu(slope=0.3)\n"));
  EXPECT_EQ(run_program({"info", "logistic"}).out, run_program({"info", "sigmoid"}).out);
  EXPECT_EQ(run_program({"plot", "ReLU", "leaky relu (negative_slope = 0.2)"}).out,
            run_program({"plot", "relu", "leaky_relu(slope=0.2)"}).out);
  const outcome verified = run_program({"verify", "Soft-Sign", "--sample", "--isa", "portable", "--json"});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_TRUE(contains(verified.out, "\"softsign\"")) << verified.out;
  const outcome timed =
      run_program({"bench", "ReLU", "--sizes", "256", "--types", "f32", "--rounds", "1", "--json"});
  EXPECT_EQ(timed.code, 0) << timed.err;
  EXPECT_EQ(json::parse(timed.out)["timings"][1]["function"], "relu");
}

TEST(Names, InfoSaysWhatOtherLibrariesCallTheFunction) {
  const std::string sheet = run_program({"info", "leaky_relu"}).out;
  EXPECT_TRUE(
      contains(sheet, "  elsewhere   LeakyReLU (PyTorch, Keras with negative_slope=0.01, mlpack with"))
      << sheet;
  EXPECT_TRUE(contains(sheet, "negative_slope (PyTorch, Keras, JAX, ggml), alpha (")) << sheet;
  const json card = json::parse(run_program({"info", "leaky_relu", "--json"}).out)[0];
  EXPECT_EQ(card["names"][1],
            json::parse(R"({"library": "Keras", "name": "leaky_relu", "with": "negative_slope=0.01",
                            "by_default": "negative_slope=0.2"})"));
  EXPECT_EQ(card["parameters"][0]["aliases"][1]["name"], "alpha");
}

TEST(Names, ACandidateInTwoSpellingsIsTriedOnceAndRecordedInOne) {
  const temporary_folder folder;
  const outcome o = run_program(
      {"compare", "--data", "xor", "--rows", "60", "--model", "mlp:4x1", "--epochs", "1", "--seeds", "6",
       "--lr", "0.01", "--activations", "relu, ReLU, LeakyReLU(alpha=0.3), leaky-relu(negative_slope=0.3)",
       "--baseline", "RELU", "--json"},
      folder.path());
  ASSERT_TRUE(o.code == 0 || o.code == 4) << o.err;  // 4: too little to tell them apart
  EXPECT_TRUE(contains(o.err, "activation 'relu' was given twice and is tried once")) << o.err;
  EXPECT_TRUE(contains(o.err, "activation 'leaky_relu(slope=0.3)' was given twice")) << o.err;
  const json document = json::parse(o.out);
  std::vector<std::string> names;
  for (const json& candidate : document["candidates"]) names.push_back(candidate["name"]);
  EXPECT_EQ(names, (std::vector<std::string>{"relu", "leaky_relu(slope=0.3)"}));
  const std::string journal = read_text(folder / "hillock-out" / "runs.jsonl");
  EXPECT_TRUE(contains(journal, "leaky_relu(slope=0.3)")) << journal;
  for (const char* other : {"ReLU", "RELU", "alpha", "negative"})
    EXPECT_FALSE(contains(journal, other)) << other;
}

TEST(Names, VerifyChecksFunctionsWithTheirDefaults) {
  EXPECT_EQ(run_program({"verify", "leaky_relu(slope=0.01)", "--sample", "--isa", "portable"}).code, 0);
  const outcome o = run_program({"verify", "LeakyReLU(alpha=0.3)", "--sample"});
  EXPECT_EQ(o.code, 2);
  EXPECT_EQ(o.err,
            "hillock: leaky_relu(slope=0.3): only functions with their default parameters are pinned and "
            "proven; expected leaky_relu\n");
}

TEST(Names, WrongOnesGiveOneShortLine) {
  const std::string huge(100'000, 'q'), shown = std::string(40, 'q') + "…";
  const std::string all_are_in = " ('hillock list' shows all)";
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes{
      {{"info", huge}, "unknown activation '" + shown + "'" + all_are_in},
      {{"verify", huge}, "unknown activation '" + shown + "'" + all_are_in},
      {{"plot", "\x1b[2Jtahn"}, "unknown activation '\\x1b[2Jtahn'" + all_are_in},
      {{"verify", "lgistic"}, "unknown activation 'lgistic'; did you mean sigmoid?"},
      {{"compare", "--activations", "relu,LeakyReLU(alpha=1,slope=2)"},
       "leaky_relu: slope is given twice: 1 and 2"},
      {{"compare", "--baseline", "ReLU(slope=2)"}, "unknown parameter 'slope': relu has no parameters"},
      {{"compare", "--activations", "relu,,\x1b[2J" + huge},
       "--activations is \"relu,,\\x1b[2J" + std::string(27, 'q') +
           "…\": expected activation names separated by single commas"},
  };
  for (const auto& [words, says] : mistakes) {
    const temporary_folder folder;
    const outcome o = run_program(words, folder.path());
    EXPECT_EQ(o.code, 2) << says;
    EXPECT_EQ(o.out, "") << says;
    EXPECT_EQ(o.err, "hillock: " + says + "\n");
    EXPECT_FALSE(std::filesystem::exists(folder / "hillock-out")) << says;
  }
}

TEST(Names, AreNamedInMessagesAsTheyAreCalledHere) {
  const outcome o = run_program({"compare", "--activations", "Soft" + std::string(100'000, ' ') + "Max"});
  EXPECT_EQ(o.code, 2);
  EXPECT_TRUE(o.err.starts_with("hillock: activation 'softmax' acts on whole rows")) << o.err;
}

}  // namespace
}  // namespace hillock::test
