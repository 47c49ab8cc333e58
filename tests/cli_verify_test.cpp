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
  const outcome measured =
      run_program({"verify", "relu", "--f64", "--sample", "--json"}, folder.path(), {"HILLOCK_ISA=portable"});
  EXPECT_EQ(measured.code, 0) << measured.err;
  EXPECT_EQ(nlohmann::json::parse(measured.out)[0]["path"], "portable");
}

}  // namespace
}  // namespace hillock::test
