// SPDX-License-Identifier: Apache-2.0
// What a user sees while an experiment runs and takes away from its page.
#include <nlohmann/json.hpp>
#include <regex>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

using nlohmann::json;

std::string unescaped(std::string text) {
  for (const auto& [from, to] : {std::pair("&#39;", "'"), {"&quot;", "\""}, {"&amp;", "&"}})
    text = std::regex_replace(text, std::regex(from), to);
  return text;
}

TEST(Display, TheCommandOnThePageRepeatsTheExperiment) {
  const temporary_folder folder;
  const std::string first =
      R"("$HILLOCK" compare -q --data moons --rows 150 --model mlp:6x2 --epochs 5 )"
      R"(--activations 'tanh,leaky_relu(slope=-0.5)' --baseline tanh --seeds 2 )"
      R"(--lr 0.01 --bias -0.25 --split fixed --split-seed 3 --margin 0.02 --out 'a b')";
  ASSERT_LE(run_shell(first, folder.path()).code, 4);
  const std::string page = read_text(folder / "a b" / "report.html"), open = "<code id=\"command\">";
  const std::size_t from = page.find(open);
  ASSERT_NE(from, std::string::npos);
  std::string command =
      unescaped(page.substr(from + open.size(), page.find("</code>", from) - from - open.size()));
  ASSERT_TRUE(command.starts_with("hillock compare --data moons ")) << command;
  command.replace(0, 7, "\"$HILLOCK\"");
  const outcome again = run_shell(command + " -q --out again", folder.path());
  ASSERT_LE(again.code, 4) << command << again.err;
  const json before = json::parse(read_text(folder / "a b" / "results.json")),
             after = json::parse(read_text(folder / "again" / "results.json"));
  EXPECT_EQ(before["config"], after["config"]);
  EXPECT_EQ(before["config_hash"], after["config_hash"]);
  EXPECT_EQ(before["candidates"][1]["runs"][1]["weights_hash"],
            after["candidates"][1]["runs"][1]["weights_hash"]);
}

TEST(Display, ProgressWithLongNamesStaysOnItsLines) {
  for (const unsigned wide : {40U, 50U, 80U}) {
    const temporary_folder folder;
    const outcome o =
        run_on_terminal({"compare", "--data", "moons", "--rows", "600", "--model", "mlp:32x3", "--seeds", "6",
                         "--epochs", "200", "--patience", "200", "--lr", "0.01", "--activations",
                         "leaky_relu(slope=0.12345678901234567),leaky_relu(slope=1e-300)"},
                        folder.path(), {"TERM=xterm", "NO_COLOR=1"}, wide);
    EXPECT_LE(o.code, 4) << o.err;
    ASSERT_TRUE(contains(o.err, "training")) << "the picture was drawn";
    // Every line of every picture, without the codes that move the cursor and wipe.
    const std::string plain = std::regex_replace(o.err, std::regex("\x1b\\[[0-9]*[A-Za-z]"), "");
    std::istringstream lines(std::regex_replace(plain, std::regex("\r"), "\n"));
    for (std::string line; std::getline(lines, line);) {
      std::size_t cells = 0;
      for (const char c : line) cells += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
      if (line.starts_with("hillock: ")) continue;  // a message is a sentence and wraps
      EXPECT_LT(cells, wide) << line;
    }
  }
}

}  // namespace
}  // namespace hillock::test
