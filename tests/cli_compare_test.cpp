// SPDX-License-Identifier: Apache-2.0
// hillock compare from end to end on small experiments: streams, files, exit codes, interruption, resumption.
#include <signal.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

using nlohmann::json;

// A second of work: two candidates, tiny nets, few epochs.
std::vector<std::string> small(std::vector<std::string> more = {}) {
  std::vector<std::string> words{"compare", "--data",        "moons",     "--rows",  "200", "--model",
                                 "mlp:8x2", "--activations", "relu,tanh", "--seeds", "6",   "--epochs",
                                 "4",       "--lr",          "0.01"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(Compare, WritesTheTableAndTheReport) {
  const temporary_folder folder;
  const outcome o = run_program(small(), folder.path(), {"TERM=xterm"});
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.err, "");  // too short for a line of progress, and nothing to warn of
  EXPECT_FALSE(contains(o.out, "\x1b"));
  EXPECT_TRUE(contains(o.out, "relu") && contains(o.out, "tanh"));
  EXPECT_TRUE(contains(o.out, "hillock-out"));
  for (const char* name : {"runs.jsonl", "results.json", "report.html"}) {
    EXPECT_GT(std::filesystem::file_size(folder / "hillock-out" / name), 0U) << name;
  }
}

TEST(Compare, PrintsTheSameJsonThatItWrites) {
  const temporary_folder folder;
  const outcome o = run_program(small({"--json", "--out", "here"}), folder.path());
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.out, read_text(folder / "here" / "results.json"));
  const json found = json::parse(o.out);
  EXPECT_EQ(found["baseline"], "relu");
  EXPECT_EQ(found["candidates"].size(), 2U);
  EXPECT_EQ(found["candidates"][0]["runs"].size(), 6U);
}

TEST(Compare, MapsEveryOptionToTheConfiguration) {
  const temporary_folder folder;
  const outcome o = run_program({"compare",
                                 "--data",
                                 "moons",
                                 "--rows",
                                 "120",
                                 "--data-seed",
                                 "7",
                                 "--split",
                                 "fixed",
                                 "--split-seed",
                                 "8",
                                 "--first-seed",
                                 "31",
                                 "--metric",
                                 "f1",
                                 "--margin",
                                 "0.125",
                                 "--task",
                                 "binary",
                                 "--model",
                                 "mlp:6-5",
                                 "--activations",
                                 "leaky_relu(slope=0.2), relu",
                                 "--baseline",
                                 "relu",
                                 "--seeds",
                                 "2",
                                 "--epochs",
                                 "3",
                                 "--patience",
                                 "2",
                                 "--batch",
                                 "16",
                                 "--optimizer",
                                 "sgd",
                                 "--lr",
                                 "0.05",
                                 "--init",
                                 "he",
                                 "--bias",
                                 "0.5",
                                 "--clip-norm",
                                 "2",
                                 "--threads",
                                 "1",
                                 "--out",
                                 "o",
                                 "--json",
                                 "--quiet"},
                                folder.path());
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.err, "");
  const json found = json::parse(o.out);
  const std::string text = found["config"].dump();
  for (const char* part : {"moons", "120", "\"7\"", "\"8\"", "mlp:6-5", "leaky_relu(slope=0.2)", "sgd",
                           "0.05", "\"he\"", "0.5", "16", "\"fixed\"", "\"31\"", "\"f1\"", "\"0.125\""}) {
    std::string bare = part;
    std::erase(bare, '"');
    EXPECT_TRUE(contains(text, part) || contains(text, ":" + bare)) << part << " is not in " << text;
  }
  EXPECT_EQ(found["candidates"][0]["name"], "leaky_relu(slope=0.2)");
  EXPECT_EQ(found["candidates"][0]["parameters"]["slope"], 0.2);
}

TEST(Compare, WarnsOfTooFewSeedsUnlessQuiet) {
  const temporary_folder folder;
  const outcome o = run_program(small({"--seeds", "3", "--out", "a"}), folder.path());
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_TRUE(contains(o.err, "hillock: warning: 3 paired seeds and 1 comparison can decide nothing"))
      << o.err;
  EXPECT_EQ(run_program(small({"--seeds", "3", "--out", "b", "--quiet"}), folder.path()).err, "");
}

TEST(Compare, ASplitSeedWithoutAFixedSplitIsExplained) {
  const temporary_folder folder;
  const outcome o = run_program(small({"--split-seed", "4"}), folder.path());
  EXPECT_EQ(o.code, 2);
  EXPECT_EQ(o.err,
            "hillock: --split-seed chooses the split of --split fixed; without it every seed draws its own "
            "(--first-seed takes other seeds)\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "hillock-out"));
}

TEST(Compare, GrowsByWhatIsMissing) {
  const temporary_folder folder;
  ASSERT_EQ(run_program(small({"--json"}), folder.path()).code, 0);
  const std::string before = read_text(folder / "hillock-out" / "runs.jsonl");
  const outcome grown = run_program(small({"--seeds", "8", "--json"}), folder.path());
  ASSERT_EQ(grown.code, 0) << grown.err;
  EXPECT_TRUE(read_text(folder / "hillock-out" / "runs.jsonl").starts_with(before));
  const json found = json::parse(grown.out);
  EXPECT_EQ(found["candidates"][1]["runs"].size(), 8U);
  EXPECT_EQ(found["looks"], json::array({6}));
  EXPECT_TRUE(contains(found["limits"].dump(), "The experiment was read with 6, then with 8 seeds"));
}

TEST(Compare, ResumesAndReportRebuilds) {
  const temporary_folder folder;
  const outcome first = run_program(small({"--json"}), folder.path());
  ASSERT_EQ(first.code, 0) << first.err;
  const std::string journal = read_text(folder / "hillock-out" / "runs.jsonl");
  const outcome again = run_program(small({"--json"}), folder.path());
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(read_text(folder / "hillock-out" / "runs.jsonl"), journal);

  const std::string page = read_text(folder / "hillock-out" / "report.html");
  std::filesystem::remove(folder / "hillock-out" / "results.json");
  std::filesystem::remove(folder / "hillock-out" / "report.html");
  const outcome rebuilt = run_program({"report", "hillock-out", "--json"}, folder.path());
  EXPECT_EQ(rebuilt.code, first.code) << rebuilt.err;
  EXPECT_EQ(rebuilt.out, first.out);
  EXPECT_EQ(read_text(folder / "hillock-out" / "report.html"), page);
  const outcome table = run_program({"report", "hillock-out", "--csv"}, folder.path());
  EXPECT_GE(lines_of(table.out), 13U);  // a heading and 2 × 6 runs
}

TEST(Compare, RefusesAFolderOfAnotherExperiment) {
  const temporary_folder folder;
  ASSERT_EQ(run_program(small(), folder.path()).code, 0);
  const std::string journal = read_text(folder / "hillock-out" / "runs.jsonl");
  const outcome o = run_program(small({"--batch", "32"}), folder.path());
  EXPECT_EQ(o.code, 2) << o.err;
  EXPECT_TRUE(contains(o.err, "hillock-out")) << o.err;
  EXPECT_EQ(read_text(folder / "hillock-out" / "runs.jsonl"), journal);
}

TEST(Compare, CannotWriteWhereItMayNot) {
  const outcome o = run_program(small({"--out", "/proc/nowhere"}));
  EXPECT_EQ(o.code, 1) << o.err;
  EXPECT_EQ(o.out, "");
  EXPECT_TRUE(contains(o.err, "/proc/nowhere")) << o.err;
}

// Long enough for several pictures: they are at least 80 ms apart.
std::vector<std::string> longer(const std::string& out) {
  return small(
      {"--rows", "600", "--model", "mlp:32x3", "--epochs", "400", "--patience", "400", "--out", out});
}

TEST(Progress, IsLiveOnATerminalAndLeavesNothingBehind) {
  const temporary_folder folder;
  const outcome o = run_on_terminal(longer("a"), folder.path(), {"TERM=xterm", "NO_COLOR="});
  ASSERT_EQ(o.code, 0) << o.err;
  for (const char* part : {"reading moons", "relu", "tanh", "█", " of 1", "\x1b[36m"}) {
    EXPECT_TRUE(contains(o.err, part)) << part << " is not in " << o.err;
  }
  EXPECT_TRUE(o.err.ends_with("\r\x1b[J")) << o.err;  // wiped at the end
  EXPECT_FALSE(contains(o.out, "\x1b"));              // stdout is a file
}

TEST(Progress, HasNoColoursWithNoColorAndNothingOnADumbTerminal) {
  const temporary_folder folder;
  const outcome plain = run_on_terminal(longer("a"), folder.path(), {"TERM=xterm", "NO_COLOR=1"});
  ASSERT_EQ(plain.code, 0) << plain.err;
  EXPECT_TRUE(contains(plain.err, "█"));
  EXPECT_FALSE(std::regex_search(plain.err, std::regex("\x1b\\[[0-9;]*m"))) << plain.err;
  EXPECT_EQ(run_on_terminal(small({"--out", "b"}), folder.path(), {"TERM=dumb"}).err, "");
  EXPECT_EQ(run_on_terminal(small({"--out", "c", "--quiet"}), folder.path(), {"TERM=xterm"}).err, "");
}

TEST(Interrupt, StopsAtOnceKeepsRunsAndTheSameCommandGoesOn) {
  const temporary_folder folder;
  // Far more work than the test waits for.
  const std::vector<std::string> words{
      "compare", "--data",   "moons", "--model",    "mlp:32x3", "--activations", "relu,tanh", "--seeds",
      "40",      "--epochs", "60",    "--patience", "60",       "--lr",          "0.01"};
  const pid_t child = start_program(words, folder.path());
  const auto journal = folder / "hillock-out" / "runs.jsonl";
  for (int i = 0; i < 600 && lines_of(read_text(journal)) < 3; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto asked = std::chrono::steady_clock::now();
  kill(child, SIGINT);
  const outcome o = wait_for(child, folder.path());
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(5));
  EXPECT_EQ(o.code, 130) << o.err;
  EXPECT_EQ(o.out, "");
  EXPECT_TRUE(contains(o.err, "runs.jsonl")) << o.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "hillock-out" / "results.json"));
  const std::string kept = read_text(journal);
  EXPECT_GE(lines_of(kept), 3U);
  EXPECT_TRUE(kept.ends_with("\n"));

  const pid_t more = start_program(words, folder.path());
  for (int i = 0; i < 600 && lines_of(read_text(journal)) <= lines_of(kept); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  kill(more, SIGINT);
  EXPECT_EQ(wait_for(more, folder.path()).code, 130);
  EXPECT_TRUE(read_text(journal).starts_with(kept));
}

}  // namespace
}  // namespace hillock::test
