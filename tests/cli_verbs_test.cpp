// SPDX-License-Identifier: Apache-2.0
// What list, info, plot and bench print.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli_program.hpp"
#include "hillock/gate.hpp"

namespace hillock::test {
namespace {

using nlohmann::json;

TEST(List, HasOneLineForEachActivationInAPipe) {
  const outcome o = run_program({"list"});
  EXPECT_EQ(o.code, 0);
  EXPECT_EQ(lines_of(o.out), all().size() + 1);
  for (const activation& f : all()) {
    EXPECT_TRUE(contains(o.out, "\n" + std::string(f.card().name))) << f.card().name;
    EXPECT_TRUE(contains(o.out, std::string(f.card().formula))) << f.card().name;
  }
}

TEST(List, ShowsGatesWhereTheyAreAskedFor) {
  const outcome o = run_program({"list", "--gates"});
  EXPECT_EQ(lines_of(o.out), all_gates().size() + 1) << o.err;
  EXPECT_TRUE(contains(o.out, "\nswiglu") && contains(o.out, "a * swish(b)")) << o.out;
  const json cards = json::parse(run_program({"list", "--gates", "--json"}).out);
  ASSERT_EQ(cards.size(), all_gates().size());
  EXPECT_EQ(cards[1]["name"], "glu");
  EXPECT_EQ(cards[1]["names"][0]["library"], "PyTorch");
}

TEST(Info, KnowsGates) {
  const outcome o = run_program({"info", "SwiGLU(beta=2)"});
  EXPECT_EQ(o.code, 0) << o.err;
  for (const char* part :
       {"swiglu(beta=2)\n", "a * swish(b)", "swish(beta=2)", "SWIGLU (ggml with gate = first)"})
    EXPECT_TRUE(contains(o.out, part)) << o.out;
  const json card = json::parse(run_program({"info", "glu", "--json"}).out)[0];
  EXPECT_EQ(card["name"], "glu");
  EXPECT_EQ(card["function"], "sigmoid");
  const json timed = json::parse(
      run_program({"bench", "glu", "relu", "--sizes", "64", "--types", "bf16", "--rounds", "1", "--json"})
          .out);
  EXPECT_EQ(timed["timings"].size(), 5U);
  EXPECT_EQ(timed["timings"][3]["function"], "glu");
  EXPECT_EQ(timed["timings"][4]["pass"], "backward");
  const outcome plot = run_program({"plot", "GLU"});
  EXPECT_EQ(plot.code, 2);
  EXPECT_TRUE(contains(plot.err, "'GLU' is a gate, which takes two operands: expected an activation"))
      << plot.err;
}

TEST(List, JsonHasEveryCard) {
  const json cards = json::parse(run_program({"list", "--json"}).out);
  ASSERT_EQ(cards.size(), all().size());
  for (std::size_t i = 0; i < cards.size(); ++i)
    EXPECT_EQ(cards[i]["name"], std::string(all()[i].card().name));
  const auto leaky =
      std::find_if(cards.begin(), cards.end(), [](const json& c) { return c["name"] == "leaky_relu"; });
  ASSERT_NE(leaky, cards.end());
  EXPECT_EQ((*leaky)["parameters"][0]["default"], 0.01);
  EXPECT_TRUE((*leaky)["range"][0].is_null());
}

TEST(Info, ShowsTheCardAndAPicture) {
  for (const activation& f : all()) {
    const outcome o = run_program({"info", std::string(f.card().name)});
    EXPECT_EQ(o.code, 0) << o.err;
    for (const char* part :
         {"formula", "range", "properties", "accuracy", "good for", "bad for", "reference"}) {
      EXPECT_TRUE(contains(o.out, part)) << f.card().name << " lacks " << part;
    }
    EXPECT_EQ(contains(o.out, "init gain"), !f.card().of_rows);
    // Braille patterns are U+2801 to U+28FF: E2 A0 … to E2 A3 … in UTF-8.
    EXPECT_GT(std::count(o.out.begin(), o.out.end(), '\xE2'), 40) << f.card().name;
  }
}

TEST(Info, TakesParametersAndComputesWithThem) {
  const json card = json::parse(run_program({"info", "leaky_relu(slope=0.5)", "--json"}).out)[0];
  EXPECT_EQ(card["parameters"][0]["value"], 0.5);
  // E[f(z)²] = (1 + slope²)/2 for standard normal z.
  EXPECT_NEAR(card["gain"], 1 / std::sqrt(0.625), 1e-9);
  EXPECT_TRUE(contains(run_program({"info", "leaky_relu(slope=0.5)"}).out, "leaky_relu(slope=0.5)"));
}

// Next to all inputs lie below the threshold, so that outputs have no variance to keep.
TEST(Info, ShowsFunctionsWithoutAGain) {
  const outcome text = run_program({"info", "threshold(threshold=1e30)"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_TRUE(contains(text.out, "init gain   none")) << text.out;
  const outcome card = run_program({"info", "threshold(threshold=1e30)", "--json"});
  EXPECT_EQ(card.code, 0) << card.err;
  EXPECT_TRUE(json::parse(card.out)[0]["gain"].is_null()) << card.out;
}

TEST(Info, SaysWhatHoldsForTheParametersAtHand) {
  const std::string steep = run_program({"info", "leaky_relu(slope=5)"}).out;
  EXPECT_TRUE(contains(steep, "Lipschitz   5 (the largest slope)")) << steep;
  EXPECT_TRUE(contains(steep, "range       (-inf, inf)")) << steep;
  const std::string falling = run_program({"info", "leaky_relu(slope=-0.5)"}).out;
  EXPECT_TRUE(contains(falling, "range       [0, inf)")) << falling;
  EXPECT_TRUE(contains(falling, "not monotone, not zero-centred")) << falling;
  const std::string straight = run_program({"info", "leaky_relu(slope=1)"}).out;
  EXPECT_TRUE(contains(straight, "zero-centred (odd)") && !contains(straight, "kink")) << straight;
  const json card = json::parse(run_program({"info", "leaky_relu(slope=-3)", "--json"}).out)[0];
  EXPECT_EQ(card["lipschitz"], 3.0);
  EXPECT_EQ(card["range"][0], 0.0);
  EXPECT_EQ(card["smoothness"], 0);
  EXPECT_EQ(card["monotone"], false);
  for (const activation& f : all()) {
    const std::string usual = run_program({"info", std::string(f.card().name)}).out;
    EXPECT_FALSE(contains(usual, "are computed")) << "the card says it: " << usual;
  }
}

TEST(Info, TheSlopesAxisReachesItsPeak) {
  // softsign's slope is 1 at 0 and 0.83 at the next dot.
  const std::string out = run_program({"info", "softsign"}).out;
  const std::size_t top = out.find('\n', out.find("   slope\n")) + 1;
  const std::string line = out.substr(top, out.find('\n', top) - top);
  const std::size_t first = line.find("     1 ");
  ASSERT_NE(first, std::string::npos) << "the value's axis: " << line;
  EXPECT_NE(line.find("     1 ", first + 1), std::string::npos) << "the slope's: " << line;
}

TEST(List, FitsTheTerminal) {
  for (const unsigned wide : {50U, 80U, 120U, 200U}) {
    const temporary_folder folder;
    const outcome o = run_on_terminal({"list"}, folder.path(), {"TERM=xterm", "NO_COLOR=1"}, wide, true);
    EXPECT_EQ(o.code, 0);
    std::istringstream lines(o.err);
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      EXPECT_LE(line.size(), wide) << line;  // ASCII
    }
    // A long formula goes on in the next line.
    const std::string unwrapped = std::regex_replace(o.err, std::regex("\\s+"), " ");
    for (const activation& f : all())
      EXPECT_TRUE(contains(unwrapped, std::string(f.card().formula))) << f << " at " << wide;
  }
}

TEST(Plot, WritesAnSvgWithEveryNameAndSlopesInTheirOwnPanel) {
  const temporary_folder folder;
  const outcome o = run_program({"plot", "tanh", "leaky_relu(slope=0.2)", "-o", "x.svg"}, folder.path());
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.out, "");
  const std::string svg = read_text(folder / "x.svg");
  EXPECT_TRUE(contains(svg, "<svg") && contains(svg, "</svg>"));
  EXPECT_TRUE(contains(svg, "tanh") && contains(svg, "leaky_relu(slope=0.2)") && contains(svg, "slope"));
  EXPECT_EQ(run_program({"plot", "tanh", "leaky_relu(slope=0.2)"}).out, svg);
  EXPECT_TRUE(contains(svg, ">f(x)</text>") && contains(svg, ">slope f′(x)</text>")) << "a panel each";
  EXPECT_FALSE(contains(run_program({"plot", "tanh", "softsign", "--no-slope"}).out, "slope"));
}

TEST(Plot, SaysWhichFileCannotBeWritten) {
  const outcome o = run_program({"plot", "tanh", "-o", "/nowhere/at/all/x.svg"});
  EXPECT_EQ(o.code, 1);
  EXPECT_TRUE(contains(o.err, "/nowhere/at/all/x.svg")) << o.err;
}

TEST(Bench, TimesEveryFunctionAgainstTheCopy) {
  const outcome o = run_program(
      {"bench", "relu", "softmax", "--sizes", "1K,512", "--types", "f32,bf16", "--rounds", "2", "--json"});
  ASSERT_EQ(o.code, 0) << o.err;
  const json document = json::parse(o.out);
  // Two sizes × two types × (copy + two functions × two passes).
  ASSERT_EQ(document["timings"].size(), 20U);
  for (const json& t : document["timings"]) {
    EXPECT_GT(t["ns_per_element"], 0);
    EXPECT_GT(t["gb_per_s"], 0);
    if (t["function"] == "copy") {
      EXPECT_EQ(t["of_copy"], 1.0);
    }
  }
  EXPECT_EQ(document["timings"][0]["elements"], 1024);
}

TEST(Bench, RunsOnTheInstructionSetAskedFor) {
  const outcome o = run_program(
      {"bench", "relu", "--sizes", "256", "--types", "f64", "--rounds", "1", "--isa", "portable"});
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_TRUE(contains(o.out, "portable"));
}

TEST(Colour, ThereIsNoEscapeCodeInAPipe) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--help"},
                                                {"list"},
                                                {"info", "relu"},
                                                {"bench", "relu", "--sizes", "256", "--rounds", "1"}}) {
    const temporary_folder folder;
    const outcome o = run_program(words, folder.path(), {"TERM=xterm-256color"});
    EXPECT_FALSE(contains(o.out + o.err, "\x1b")) << words[0];
  }
}

}  // namespace
}  // namespace hillock::test
