// SPDX-License-Identifier: Apache-2.0
// hillock choose as a user meets it: flags, data, questions on a terminal, and the command that checks it.
#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

#include "advice/situation.hpp"
#include "cli_program.hpp"

namespace hillock::test {
namespace {

using nlohmann::json;

json chosen(std::vector<std::string> options) {
  options.insert(options.begin(), {"choose", "--json", "--no-cost"});
  const outcome o = run_program(options);
  EXPECT_EQ(o.code, 0) << o.err;
  return json::parse(o.out);
}

TEST(Choose, AnswersForHiddenLayersOutputWeightsAndRate) {
  const json a = chosen({"--task", "classes", "--architecture", "convolutional", "--normalisation", "none"});
  EXPECT_EQ(a["hidden"]["first"]["name"], "elu");
  EXPECT_EQ(a["hidden"]["rule"]["id"], "C2");
  EXPECT_EQ(a["output"]["first"]["name"], "identity");
  EXPECT_TRUE(contains(a["output"]["rule"]["advice"], "softmax cross-entropy"));
  EXPECT_TRUE(a["gates"].is_null());
  EXPECT_FALSE(a["first_weights"]["rule"]["advice"].empty());
  EXPECT_FALSE(a["learning_rate"]["rule"]["advice"].empty());
  EXPECT_EQ(a["check"]["command"], "");
  EXPECT_TRUE(contains(a["check"]["cannot"], "dense nets only"));
  for (const auto& [key, source] : a["references"].items()) EXPECT_FALSE(source["text"].empty()) << key;
  EXPECT_EQ(chosen({"--architecture", "recurrent"})["gates"]["first"]["name"], "sigmoid");
}

TEST(Choose, TellsTheSheetWithSourcesCostsAndDoubts) {
  const outcome o = run_program({"choose", "--architecture", "dense", "--task", "binary", "--width", "8"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.err, "");
  for (const char* part : {"Hidden layers   relu", "worth trying  gelu", "not the best", "because",
                           "how sure", "cost here     relu", "ns for each", "changes with", "First weights",
                           "Learning rate", "the gain of relu is 1.414", "Sources",
                           "hillock compare --data FILE --activations relu,gelu,leaky_relu,tanh --baseline "
                           "relu --model mlp:8x4"})
    EXPECT_TRUE(contains(o.out, part)) << part << "\n" << o.out;
  std::istringstream lines(o.out);
  for (std::string line; std::getline(lines, line);) {
    if (contains(line, "hillock compare --data")) continue;  // to be copied whole
    EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(Choose, TakesANumberOfLayers) {
  const std::vector<std::string> bare{"--architecture", "dense",      "--normalisation",
                                      "none",           "--residual", "no"};
  const auto with = [&](const std::string& depth) {
    std::vector<std::string> all = bare;
    all.insert(all.end(), {"--depth", depth});
    return chosen(all);
  };
  EXPECT_EQ(with("3")["hidden"]["first"]["name"], "relu");
  EXPECT_EQ(with("8")["hidden"]["first"]["name"], "selu");
  EXPECT_EQ(with("50")["hidden"]["rule"]["id"], "D1");
  const std::string command = with("8")["check"]["command"];
  EXPECT_TRUE(contains(command, "--model mlp:64x8") && contains(command, "--init lecun")) << command;
}

TEST(Choose, ReadsTheTaskFromData) {
  const temporary_folder folder;
  {
    std::ofstream file(folder / "rare.csv");
    file << "a,b,class\n";
    for (int i = 0; i < 200; ++i)
      file << i % 13 << ',' << i % 7 << ',' << (i % 40 == 0 ? "yes" : "no") << '\n';
  }
  const outcome o = run_program({"choose", "--data", "rare.csv", "--json", "--no-cost"}, folder.path());
  ASSERT_EQ(o.code, 0) << o.err;
  const json a = json::parse(o.out);
  EXPECT_EQ(a["situation"]["task"], "binary");
  EXPECT_EQ(a["situation"]["architecture"], "dense");
  EXPECT_EQ(a["situation"]["rows"], "few");
  EXPECT_EQ(a["situation"]["rarity"], "rare");
  EXPECT_EQ(a["output"]["rule"]["id"], "O5");
  EXPECT_EQ(a["hidden"]["rule"]["id"], "H4");
  EXPECT_TRUE(contains(a["check"]["command"], "--data rare.csv"));
  const outcome missing = run_program({"choose", "--data", "nowhere.csv"}, folder.path());
  EXPECT_EQ(missing.code, 3);
  EXPECT_EQ(missing.out, "");
}

TEST(Choose, RunsTheCommandItPrints) {
  const temporary_folder folder;
  {
    std::ofstream file(folder / "few.csv");
    file << "a,b,class\n";
    for (int i = 0; i < 20; ++i) file << i % 13 << ',' << i % 7 << ',' << (i % 2 == 0 ? "yes" : "no") << '\n';
  }
  const outcome o = run_program(
      {"choose", "--data", "few.csv", "--depth", "1", "--width", "2", "--no-cost", "--run"}, folder.path());
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_TRUE(contains(
      o.out, "hillock compare --data few.csv --activations relu,tanh --baseline relu --model mlp:2x1"))
      << o.out;
  EXPECT_TRUE(std::filesystem::exists(folder / "hillock-out/report.html"));
}

// docs/choose.md tells ten situations; those without a table of one's own are asked again.
TEST(Choose, AnswersAsThePageSays) {
  std::istringstream page(read_text(std::filesystem::path(HILLOCK_SOURCE_DIR) / "docs/choose.md"));
  const std::regex row("\\| `(--[^`]*)` \\| (\\w+) \\((\\w+)\\)[^|]*\\| (\\w+) \\((\\w+)\\) \\|.*");
  std::size_t rows = 0, asked = 0;
  for (std::string line; std::getline(page, line);) {
    std::smatch cell;
    if (!std::regex_match(line, cell, row)) continue;
    ++rows;
    if (contains(cell[1], ".csv")) continue;
    ++asked;
    std::istringstream words(cell[1]);
    const json a = chosen({std::istream_iterator<std::string>(words), std::istream_iterator<std::string>()});
    EXPECT_EQ(a["hidden"]["first"]["name"], std::string(cell[2])) << line;
    EXPECT_EQ(a["hidden"]["rule"]["id"], std::string(cell[3])) << line;
    EXPECT_EQ(a["output"]["first"]["name"], std::string(cell[4])) << line;
    EXPECT_EQ(a["output"]["rule"]["id"], std::string(cell[5])) << line;
  }
  EXPECT_EQ(rows, 10U);
  EXPECT_EQ(asked, 7U);
}

TEST(Choose, RefusesWhatCannotBeDone) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes{
      {{"--task", "clases"}, "did you mean classes?"},
      {{"--depth", "0"}, "--depth is \"0\""},
      {{"--depth", "shalow"}, "did you mean shallow?"},
      {{"--run"}, "--run needs --data"},
      {{"--run", "--json", "--data", "xor"}, "exclude each other"},
      {{"--target", "y"}, "--target needs --data"},
      {{"--data", "xor", "--task", "image"}, "cannot be read from a table"},
      {{"--data", "xor", "--architecture", "convolutional", "--run"}, "dense nets only"},
      {{"--why-not", "geluu"}, "gelu"},
  };
  for (const auto& [options, says] : mistakes) {
    const temporary_folder folder;
    std::vector<std::string> words{"choose"};
    words.insert(words.end(), options.begin(), options.end());
    const outcome o = run_program(words, folder.path());
    EXPECT_EQ(o.code, 2) << says << "\n" << o.err;
    EXPECT_EQ(o.out, "") << says;
    EXPECT_TRUE(contains(o.err, says)) << o.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "hillock-out"));
  }
}

TEST(Choose, WhyNotIsOneAnswer) {
  const outcome o = run_program({"choose", "--task", "equation", "--why-not", "relu"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_TRUE(o.out.starts_with("P1 rules it out: ")) << o.out;
  EXPECT_EQ(chosen({"--task", "equation", "--why-not", "ReLU"})["why_not"].empty(), false);
}

// What a person typed, and how many questions there were.
std::pair<outcome, std::size_t> asked(const std::string& typed) {
  const temporary_folder folder;
  const outcome o = run_on_terminal({"choose", "--no-cost"}, folder.path(), {"TERM=xterm", "NO_COLOR=1"}, 100,
                                    false, typed);
  std::size_t questions = 0;
  for (std::size_t at = 0; (at = o.err.find("Enter: don't know", at)) != std::string::npos; ++at) ++questions;
  return {o, questions};
}

TEST(Choose, AsksFiveQuestionsAtMostAndNotWhatCannotMatter) {
  const auto [dense, five] = asked("2\ndense\nfive\ndeep\n1\n3\n");  // "five" is asked again
  EXPECT_EQ(dense.code, 0) << dense.err;
  EXPECT_EQ(five, 5U) << dense.err;
  EXPECT_TRUE(contains(dense.err, "expected a number from 1 to 3")) << dense.err;
  for (const char* known : {"task classes", "architecture dense", "depth deep", "normalisation none",
                            "residual no", "trouble diverging"})
    EXPECT_TRUE(contains(dense.out, known)) << known << "\n" << dense.out;
  const auto [cell, three] = asked("1\nrecurrent\n\n");
  EXPECT_EQ(three, 3U) << cell.err;  // neither depth nor normalisation changes an LSTM's advice
  const auto [nothing, all] = asked("\n\n\n\n\n");
  EXPECT_EQ(nothing.code, 0) << nothing.err;
  EXPECT_LE(all, 5U) << nothing.err;
  EXPECT_TRUE(contains(nothing.out, "Nothing is known")) << nothing.out;
}

}  // namespace
}  // namespace hillock::test
