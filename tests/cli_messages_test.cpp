// SPDX-License-Identifier: Apache-2.0
// Help, wrong command lines and exit codes, as a user meets them.
#include <sys/resource.h>

#include <regex>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

std::vector<std::string> verbs() {
  std::vector<std::string> names;
  const std::string help = run_program({"--help"}).out;
  const std::size_t begin = help.find("Verbs:\n"), end = help.find("\n\n", begin);
  std::istringstream lines(help.substr(begin, end - begin));
  const std::regex entry("^  ([a-z]+) .*");
  std::smatch found;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, found, entry) && found[1] != "help") names.push_back(found[1]);
  }
  return names;
}

TEST(Help, BeginsWithExamplesAndNamesEveryVerb) {
  const outcome whole = run_program({"--help"});
  EXPECT_EQ(whole.code, 0);
  EXPECT_EQ(whole.err, "");
  EXPECT_LT(whole.out.find("Examples:"), whole.out.find("Usage:"));
  for (const char* name : {"compare", "report", "list", "info", "plot", "verify", "bench", "completions"}) {
    EXPECT_TRUE(contains(whole.out, std::string("\n  ") + name + " ")) << name;
  }
  EXPECT_EQ(run_program({}).out, whole.out);
  EXPECT_EQ(run_program({"help"}).out, whole.out);
}

TEST(Help, OfEachVerbBeginsWithExamples) {
  ASSERT_GE(verbs().size(), 8U);
  for (const std::string& verb : verbs()) {
    const outcome help = run_program({verb, "--help"});
    EXPECT_EQ(help.code, 0) << verb;
    EXPECT_TRUE(help.out.starts_with("hillock " + verb + ": ")) << verb;
    EXPECT_LT(help.out.find("Examples:\n  hillock " + verb), help.out.find("Usage:")) << verb;
    EXPECT_EQ(run_program({"help", verb}).out, help.out) << verb;
  }
}

TEST(Help, WinsOverABadValue) { EXPECT_EQ(run_program({"compare", "--seeds", "0", "--help"}).code, 0); }

TEST(Help, FitsEightyColumns) {
  for (const std::string& verb : verbs()) {
    std::istringstream lines(run_program({verb, "--help"}).out);
    std::string line;
    while (std::getline(lines, line) && line != "Options:") {
    }
    while (std::getline(lines, line)) EXPECT_LE(line.size(), 80U) << verb << ": " << line;
  }
}

TEST(Version, IsOneLine) {
  const outcome o = run_program({"--version"});
  EXPECT_EQ(o.code, 0);
  EXPECT_TRUE(std::regex_match(o.out, std::regex("hillock [0-9]+\\.[0-9]+\\.[0-9]+\n"))) << o.out;
}

struct mistake {
  std::vector<std::string> words;
  std::string says;
};

TEST(Usage, MistakesGiveCodeTwoAndSayWhatWasExpected) {
  const std::vector<mistake> mistakes{
      {{"compar"}, "unknown verb \"compar\"; did you mean compare?"},
      {{"frobnicate"}, "unknown verb \"frobnicate\""},
      {{"test"}, "./hillock test"},
      {{"compare", "--sede", "3"}, "unknown option --sede; did you mean --seeds?"},
      {{"compare", "--sede=3"}, "unknown option --sede; did you mean --seeds?"},
      {{"--frobnicate"}, "unknown option --frobnicate"},
      {{"--json", "list"}, "--json belongs behind the verb: hillock list --json"},
      {{"compare", "--out", ""}, "--out is \"\": expected a name"},
      {{"plot", "relu", "-o", ""}, "--out is \"\": expected a name"},
      {{"report", ""}, "DIR is \"\": expected a name"},
      {{"compare", "--quiet=3"}, "--quiet takes no value"},
      {{"compare", "--seeds"}, "--seeds needs a value"},
      {{"list", "foo"}, "unexpected argument \"foo\""},
      {{"info"}, "NAME is required"},
      {{"info", "tahn"}, "tanh"},
      {{"info", "frobnicate"}, "hillock list"},
      {{"plot", "rleu"}, "relu"},
      {{"plot", "relu", "--from", "3", "--to", "-3"}, "expected less than --to"},
      {{"plot", "relu", "--from", "inf"}, "--from is \"inf\": expected a finite number"},
      {{"bench", "--sizes", "3X"}, "--sizes is \"3X\": expected"},
      {{"bench", "--types", "f23"}, "--types is \"f23\": expected f32, f64, f16 or bf16; did you mean"},
      {{"bench", "--isa", "sse9"}, "portable"},
      {{"completions", "powershell"}, "expected bash, zsh or fish"},
      {{"report", "a", "--json", "--csv"}, "exclude each other"},
      {{"compare", "--data"}, "--data"},
      {{"compare", "--seeds", "0"}, "--seeds is \"0\": expected a whole number from 1"},
      {{"compare", "--seeds", "-3"}, "--seeds is \"-3\""},
      {{"compare", "--seeds", "3x"}, "--seeds is \"3x\""},
      {{"compare", "--seeds", "99999999999999999999"}, "--seeds is \"99999999999999999999\""},
      {{"compare", "--epochs", "0"}, "--epochs is \"0\""},
      {{"compare", "--batch", "0"}, "--batch is \"0\""},
      {{"compare", "--lr", "0"}, "--lr is \"0\": expected a number greater than 0"},
      {{"compare", "--lr", "-0.1"}, "--lr is \"-0.1\""},
      {{"compare", "--lr", "nan"}, "--lr is \"nan\""},
      {{"compare", "--lr", "inf"}, "--lr is \"inf\""},
      {{"compare", "--clip-norm", "-1"}, "--clip-norm is \"-1\": expected a number of at least 0"},
      {{"compare", "--bias", "nan"}, "--bias is \"nan\": expected a finite number"},
      {{"compare", "--optimizer", "adamm"}, "did you mean adam"},
      {{"compare", "--init", "xaver"}, "did you mean xavier?"},
      {{"compare", "--task", "clases"}, "did you mean classes?"},
      {{"compare", "--model", "cnn:3"}, "mlp"},
      {{"compare", "--delimiter", "ab"}, "expected one character"},
      {{"compare", "--header", "--no-header"}, "exclude each other"},
      {{"compare", "--activations", "relu,tahn"}, "tanh"},
      {{"compare", "--activations", "relu,,tanh"}, "separated by single commas"},
      {{"compare", "--activations", "leaky_relu(slope=nan)"}, "slope"},
      {{"compare", "--activations", "relu,softmax"}, "softmax"},
      {{"compare", "--baseline", "rleu"}, "relu"},
      {{"compare", "--data", "spirls"}, "spirals"},
  };
  for (const mistake& m : mistakes) {
    const temporary_folder folder;
    const outcome o = run_program(m.words, folder.path());
    const std::string line = m.words.back();
    EXPECT_EQ(o.code, 2) << line << "\n" << o.err;
    EXPECT_EQ(o.out, "") << line;
    EXPECT_TRUE(contains(o.err, m.says)) << line << "\n" << o.err;
    EXPECT_TRUE(o.err.starts_with("hillock: ") && !o.err.starts_with("hillock: hillock:")) << o.err;
    EXPECT_LE(lines_of(o.err), 2U) << o.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "hillock-out")) << line;
  }
}

TEST(Usage, WhatWasTypedNeitherSteersTheTerminalNorFillsIt) {
  const std::string bell = "\x1b[31m\a", flood(100'000, 'q');
  for (const std::string& typed : {bell, flood}) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"re" + typed},
                                               {"list", typed},
                                               {"list", "--" + typed},
                                               {"info", typed},
                                               {"compare", "--metric", typed},
                                               {"compare", "--seeds", typed},
                                               {"compare", "--data", typed},
                                               {"compare", "--delimiter", typed},
                                               {"bench", "--sizes", typed},
                                               {"completions", typed},
                                               {"report", typed},
                                               {"plot", "relu", "-o", typed + "/x.svg"}}) {
      const outcome o = run_program(words);
      EXPECT_NE(o.code, 0) << words[0];
      EXPECT_LT(o.err.size(), 4500U) << words[0] << ' ' << o.err.substr(0, 200);
      EXPECT_EQ(o.err.find_first_of("\x1b\a"), std::string::npos) << o.err.substr(0, 200);
    }
  }
}

TEST(Usage, AnUnknownInstructionSetIsRefusedByEveryVerb) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"compare"},
                                                {"info", "relu"},
                                                {"plot", "relu"},
                                                {"bench"},
                                                {"list"},
                                                {"verify", "relu", "--sample"}}) {
    const temporary_folder folder;
    const outcome o = run_program(words, folder.path(), {"HILLOCK_ISA=sse9"});
    EXPECT_EQ(o.code, 2) << words[0];
    EXPECT_EQ(o.out, "") << words[0];
    EXPECT_TRUE(contains(o.err, "sse9") && contains(o.err, "portable")) << o.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "hillock-out"));
  }
}

TEST(Output, AFileAtItsLimitIsAnErrorWithAMessage) {
  const temporary_folder folder;
  struct ::rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const struct ::rlimit small { 4096, before.rlim_max };
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const outcome o =
      run_program({"compare", "--data", "xor", "--seeds", "2", "--epochs", "5", "--quiet"}, folder.path());
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(o.code, 1);
  EXPECT_TRUE(contains(o.err, "hillock-out") && contains(o.err, "File too large")) << o.err;
}

TEST(Data, WhatCannotBeReadGivesCodeThreeAndLeavesNothing) {
  const temporary_folder folder;
  std::ofstream(folder / "empty.csv");
  std::ofstream(folder / "ragged.csv") << "a,b\n1,2\n3\n";
  for (const char* file : {"missing.csv", "empty.csv", "ragged.csv"}) {
    const outcome o = run_program({"compare", "--data", file}, folder.path());
    EXPECT_EQ(o.code, 3) << file << "\n" << o.err;
    EXPECT_EQ(o.out, "");
    EXPECT_TRUE(contains(o.err, file)) << o.err;
    EXPECT_EQ(lines_of(o.err), 1U) << o.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "hillock-out"));
  }
  const outcome report = run_program({"report", "nowhere"}, folder.path());
  EXPECT_EQ(report.code, 2) << report.err;
  EXPECT_TRUE(contains(report.err, "nowhere"));
}

TEST(Output, AFullDiskIsAnError) {
  const temporary_folder folder;
  const outcome o = run_shell("$HILLOCK list > /dev/full", folder.path());
  EXPECT_EQ(o.code, 1);
  EXPECT_TRUE(contains(o.err, "standard output")) << o.err;
}

}  // namespace
}  // namespace hillock::test
