// SPDX-License-Identifier: Apache-2.0
// What list leaves out and how it groups, what info says of several functions and of parameters that are not
// the defaults, and the pages that are built from the cards.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli_program.hpp"
#include "hillock/activation.hpp"

namespace hillock::test {
namespace {

using nlohmann::json;

std::vector<std::string> listed(std::vector<std::string> options) {
  options.insert(options.begin(), "list");
  options.emplace_back("--json");
  const outcome o = run_program(options);
  EXPECT_EQ(o.code, 0) << o.err;
  std::vector<std::string> names;
  for (const json& card : json::parse(o.out)) names.push_back(card["name"]);
  return names;
}

std::vector<std::string> names_where(const std::function<bool(const card&)>& has) {
  std::vector<std::string> names;
  for (const activation& f : all())
    if (has(f.card())) names.emplace_back(f.card().name);
  return names;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(List, KeepsWhatHasThePropertiesAskedFor) {
  EXPECT_EQ(listed({"--bounded"}), names_where([](const card& c) { return c.bounded(); }));
  EXPECT_EQ(listed({"--monotone", "--zero-centred"}),
            names_where([](const card& c) { return c.monotone && c.zero_centred && !c.of_rows; }));
  EXPECT_EQ(listed({"--smooth", "--without", "monotone,of-rows"}), names_where([](const card& c) {
              return c.smoothness >= card::smooth && !c.monotone && !c.of_rows;
            }));
  EXPECT_EQ(listed({"--parametric"}), names_where([](const card& c) { return !c.parameters.empty(); }));
  const auto gentle = listed({"--one-lipschitz"});
  EXPECT_TRUE(has(gentle, "tanh") && !has(gentle, "gelu") && !has(gentle, "step")) << "step jumps";
  const auto onnx = listed({"--in", "onnx"});
  EXPECT_TRUE(has(onnx, "gelu") && !has(onnx, "quick_gelu"));
  EXPECT_TRUE(listed({"--bounded", "--without", "bounded"}).empty());
  const outcome none = run_program({"list", "--bounded", "--without", "bounded"});
  EXPECT_EQ(none.code, 0);
  EXPECT_EQ(none.out, "");
  EXPECT_FALSE(none.err.empty());
}

TEST(List, GroupsEveryFunctionOnce) {
  for (const char* by : {"range", "smoothness", "monotone"}) {
    const std::string out = run_program({"list", "--by", by}).out;
    for (const activation& f : all()) {
      // With what follows a name, so that relu is not found in relu6.
      const std::string start = "\n" + std::string(f.card().name) + (f.card().parameters.empty() ? " " : "(");
      const std::size_t at = out.find(start);
      ASSERT_NE(at, std::string::npos) << by << ' ' << f.card().name;
      EXPECT_EQ(out.find(start, at + 1), std::string::npos) << by << ' ' << f.card().name;
    }
  }
  const std::string out = run_program({"list", "--by", "range"}).out;
  EXPECT_LT(out.find("\nbounded:\n"), out.find("\ntanh "));
  EXPECT_LT(out.find("\ntanh "), out.find("\nbounded below:\n"));
  EXPECT_LT(out.find("\nbounded below:\n"), out.find("\nrelu "));
}

TEST(List, RefusesWhatIsNoPropertyAndNoLibrary) {
  const outcome property = run_program({"list", "--without", "monotne"});
  EXPECT_EQ(property.code, 2);
  EXPECT_TRUE(contains(property.err, "did you mean monotone?")) << property.err;
  const outcome library = run_program({"list", "--in", "Pytroch"});
  EXPECT_EQ(library.code, 2);
  EXPECT_TRUE(contains(library.err, "PyTorch")) << library.err;
}

TEST(Info, ShowsSeveralSideBySide) {
  const temporary_folder folder;
  const outcome wide =
      run_on_terminal({"info", "gelu", "relu"}, folder.path(), {"TERM=xterm", "NO_COLOR=1"}, 120, true);
  EXPECT_EQ(wide.code, 0);
  const std::size_t line = wide.err.find("  range ");
  ASSERT_NE(line, std::string::npos) << wide.err;
  const std::string range = wide.err.substr(line, wide.err.find('\n', line) - line);
  EXPECT_TRUE(contains(range, "[-0.169") && contains(range, "[0, inf)")) << range;
  // Where there is no room, one after the other.
  const std::string narrow = run_program({"info", "gelu", "relu", "elu", "selu"}).out;
  for (const char* name : {"gelu", "relu", "elu(alpha=1)", "selu"})
    EXPECT_TRUE(contains("\n" + narrow, "\n" + std::string(name) + "\n")) << name;
  const json cards = json::parse(run_program({"info", "gelu", "relu", "--json"}).out);
  ASSERT_EQ(cards.size(), 2U);
  EXPECT_EQ(cards[1]["name"], "relu");
}

json facts(const std::string& function) {
  return json::parse(run_program({"info", function, "--json"}).out)[0];
}

// The smoothness of the parameters at hand, not that of the defaults.
TEST(Info, SeesWhereParametersMakeAKinkAndWhereTheyTakeOneAway) {
  EXPECT_EQ(facts("elu")["smoothness"], 1);
  EXPECT_EQ(facts("elu(alpha=2)")["smoothness"], 0);
  EXPECT_EQ(facts("elu(alpha=1.0000001)")["smoothness"], 0);
  EXPECT_EQ(facts("celu(alpha=2)")["smoothness"], 1);
  EXPECT_EQ(facts("softplus(beta=3)")["smoothness"], "infinite");
  EXPECT_EQ(facts("hard_shrink(lambda=1)")["smoothness"], -1);
  EXPECT_EQ(facts("hard_shrink(lambda=0)")["smoothness"], 1);
  EXPECT_EQ(facts("hard_shrink(lambda=1e-310)")["smoothness"], -1);
  EXPECT_EQ(facts("threshold(threshold=2,value=2)")["smoothness"], 0) << "continuous there";
  EXPECT_TRUE(contains(run_program({"info", "hard_shrink(lambda=0)"}).out, "at least once continuously"));
}

// Numbers that a search found are told to the digits that it can find: the extrema of silu, whatever beta.
TEST(Info, ToldNumbersAreKnown) {
  for (const double beta : {0.01, 2.0, 1e6}) {
    const json card = facts("swish(beta=" + std::to_string(beta) + ")");
    EXPECT_EQ(card["lipschitz"], 1.09984) << beta;  // at 2.39936 / beta
    EXPECT_NEAR(card["range"][0].get<double>() * beta, -0.278464542761074, 1e-6) << beta;
    EXPECT_TRUE(card["range"][1].is_null());
  }
  const std::string sheet = run_program({"info", "swish(beta=2)"}).out;
  EXPECT_TRUE(contains(sheet, "range       [-0.139232, inf)") && contains(sheet, "these four are computed"))
      << sheet;
  EXPECT_EQ(facts("hard_tanh(min=-2)")["range"], json::array({-2.0, 1.0}));
}

TEST(Pages, AreWhatTheCardsSay) {
  const outcome o = run_program({"pages", "--check", std::string(HILLOCK_SOURCE_DIR) + "/docs"});
  EXPECT_EQ(o.code, 0) << o.err << "\nrun in the repository: " << HILLOCK_PROGRAM_FILE << " pages docs";
}

TEST(Pages, AreWrittenAndCompared) {
  const temporary_folder folder;
  EXPECT_EQ(run_program({"pages", "made"}, folder.path()).code, 0);
  EXPECT_EQ(run_program({"pages", "made", "--check"}, folder.path()).code, 0);
  const std::string page = read_text(folder / "made/functions/elu.md");
  for (const char* part : {"f'(x) = 1 for x > 0, alpha * exp(x) otherwise", "| -inf | -1 | 0 |",
                           "correctly rounded", "`ELU`", "1511.07289", "elu.svg"})
    EXPECT_TRUE(contains(page, part)) << part << "\n" << page;
  EXPECT_TRUE(contains(read_text(folder / "made/functions/elu.svg"), "</svg>"));
  const std::string coverage = read_text(folder / "made/coverage.md");
  EXPECT_TRUE(contains(coverage, "`LeakyReLU` with negative_slope=0.01; by default negative_slope=0.3"))
      << coverage;
  for (const activation& f : all())
    EXPECT_TRUE(contains(coverage, "[" + std::string(f.card().name) + "]")) << f.card().name;
  std::ofstream(folder / "made/coverage.md") << "changed";
  const outcome changed = run_program({"pages", "made", "--check"}, folder.path());
  EXPECT_EQ(changed.code, 1);
  EXPECT_TRUE(contains(changed.err, "coverage.md") && !contains(changed.err, "elu")) << changed.err;
}

}  // namespace
}  // namespace hillock::test
