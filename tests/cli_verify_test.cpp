// SPDX-License-Identifier: Apache-2.0
// hillock verify: which instruction set is proven and measured.
#include <nlohmann/json.hpp>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

TEST(Verify, ProvesAndMeasuresThePathThatHillockIsaNames) {
  const temporary_folder folder;
  const outcome proven =
      run_program({"verify", "relu", "--prove", "--sample"}, folder.path(), {"HILLOCK_ISA=portable"});
  if (contains(proven.err, "this build has no MPFR")) GTEST_SKIP() << proven.err;
  EXPECT_EQ(proven.code, 0) << proven.err;
  EXPECT_TRUE(proven.out.starts_with("relu on portable, a quick sample\n")) << proven.out;
  EXPECT_TRUE(contains(proven.out, "  f32   backward ")) << proven.out;
  const outcome measured =
      run_program({"verify", "relu", "--f64", "--sample", "--json"}, folder.path(), {"HILLOCK_ISA=portable"});
  EXPECT_EQ(measured.code, 0) << measured.err;
  EXPECT_EQ(nlohmann::json::parse(measured.out)[0]["path"], "portable");
}

TEST(Verify, ProvesBackwardInStepsThatAreOdd) {
  const temporary_folder folder;
  const outcome proven = run_program({"verify", "identity", "--prove", "--sample", "--json"}, folder.path());
  if (contains(proven.err, "this build has no MPFR")) GTEST_SKIP() << proven.err;
  const auto json = nlohmann::json::parse(proven.out);
  const auto& last = json.back();
  EXPECT_EQ(last["formula"], "backward");
  EXPECT_EQ(last["type"], "f32");
  EXPECT_EQ(last["misrounded"], 0);
  EXPECT_GT(last["pairs"], last["inputs"]);

  const outcome even = run_program({"verify", "identity", "--prove", "--stride", "8"}, folder.path());
  EXPECT_EQ(even.code, 2);
  EXPECT_TRUE(contains(even.err, "--stride")) << even.err;
  EXPECT_TRUE(contains(even.err, "expected an odd number from 1 to 65535")) << even.err;
  const outcome alone = run_program({"verify", "identity", "--stride", "7"}, folder.path());
  EXPECT_EQ(alone.code, 2);
  EXPECT_TRUE(contains(alone.err, "--stride goes with --prove")) << alone.err;
}

}  // namespace
}  // namespace hillock::test
