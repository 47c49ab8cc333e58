// SPDX-License-Identifier: Apache-2.0
// Completions work in bash (and parse in zsh and fish where these are installed); the man page knows every
// option.
#include <regex>
#include <set>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

// What bash would offer after typing the words; the last may be unfinished.
std::string offered(const std::string& words) {
  const temporary_folder folder;
  const outcome o =
      run_shell("source <($HILLOCK completions bash)\nCOMP_WORDS=(hillock " + words +
                    ")\nCOMP_CWORD=$((${#COMP_WORDS[@]}-1))\n_hillock\necho \"${COMPREPLY[*]}\"\n",
                folder.path());
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.err, "") << words;
  return o.out;
}

TEST(Completions, LoadInBash) {
  const temporary_folder folder;
  const outcome o = run_shell("source <($HILLOCK completions bash)\ncomplete -p hillock\n", folder.path());
  EXPECT_EQ(o.out, "complete -F _hillock hillock\n") << o.err;
}

TEST(Completions, OfferVerbsOptionsAndNames) {
  EXPECT_EQ(offered("comp"), "compare completions\n");
  EXPECT_EQ(offered("compare --opt"), "--optimizer\n");
  EXPECT_EQ(offered("compare --optimizer s"), "sgd\n");
  EXPECT_EQ(offered("compare --optimizer = s"), "sgd\n");
  EXPECT_EQ(offered("compare --data moo"), "moons\n");
  EXPECT_EQ(offered("info sig"), "sigmoid\n");
  EXPECT_EQ(offered("completions z"), "zsh\n");
}

TEST(Completions, GoOnAfterTheLastComma) {
  EXPECT_EQ(offered("compare --activations relu,softs"), "relu,softsign\n");
  EXPECT_FALSE(contains(offered("compare --activations so"), "softmax"));  // cannot stand between layers
}

TEST(Completions, ParseInZshAndFish) {
  for (const char* shell : {"zsh", "fish"}) {
    const temporary_folder folder;
    const std::string name = shell;
    EXPECT_FALSE(run_program({"completions", name}).out.empty());
    if (std::system(("command -v " + name + " > /dev/null").c_str()) != 0) continue;
    const outcome o = run_shell("$HILLOCK completions " + name + " > c && " + name + " -n c", folder.path());
    EXPECT_EQ(o.code, 0) << o.err;
  }
}

std::set<std::string> options_of(const std::string& help) {
  std::set<std::string> names;
  const std::regex option("(?:^|\\n)  (?:-[a-z], )?(--[a-z-]+)");
  for (std::sregex_iterator i(help.begin(), help.end(), option), end; i != end; ++i) names.insert((*i)[1]);
  return names;
}

TEST(ManPage, KnowsEveryVerbAndOption) {
  std::string page = read_text(std::filesystem::path(HILLOCK_SOURCE_DIR) / "docs" / "hillock.1");
  ASSERT_FALSE(page.empty());
  page = std::regex_replace(page, std::regex(R"(\\-)"), "-");
  std::string help = run_program({"--help"}).out;
  const std::regex entry("\\n  ([a-z]+) +[a-z]");
  const std::string verbs = help.substr(help.find("Verbs:"), help.find("Options:") - help.find("Verbs:"));
  unsigned seen = 0;
  for (std::sregex_iterator i(verbs.begin(), verbs.end(), entry), end; i != end; ++i) {
    const std::string verb = (*i)[1];
    if (verb == "help") continue;
    ++seen;
    const std::size_t begin = page.find("\n.SS " + verb);
    ASSERT_NE(begin, std::string::npos) << verb;
    const std::string section = page.substr(begin, page.find("\n.S", begin + 1) - begin);
    for (const std::string& option : options_of(run_program({verb, "--help"}).out)) {
      if (option != "--help") {
        EXPECT_TRUE(contains(section, option)) << verb << " " << option;
      }
    }
  }
  EXPECT_GE(seen, 8U);
}

}  // namespace
}  // namespace hillock::test
