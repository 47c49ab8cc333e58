// SPDX-License-Identifier: Apache-2.0
// Names are read and written the same whatever the caller's rounding mode, FTZ and DAZ.
#include <utility>

#include "functions_support.hpp"
#include "strange_environment.hpp"

namespace functions_test {
namespace {

using environment_test::control, environment_test::set_control, environment_test::strange_environments;

// The results of `work` in the standard environment and, where another gives others, which.
template <class Work>
void expect_same_everywhere(const char* what, const Work& work) {
  const unsigned long before = control();
  const auto want = work();
  for (const unsigned long strange : strange_environments()) {
    set_control(strange);
    const auto got = work();
    const unsigned long after = control();
    set_control(before);
    EXPECT_EQ(after, strange) << what << " left another environment behind";
    EXPECT_EQ(got, want) << what << " under control word " << std::hex << strange;
  }
}

TEST(environment, does_not_change_what_find_reads) {
  for (const char* digits : {"0.1", "0.3", "1e-310", "-0.7", "1e23", "123456789012345678", "5e-324"}) {
    expect_same_everywhere(digits, [digits] {
      const double slope = hillock::find("leaky_relu(slope=" + std::string(digits) + ")").parameter("slope");
      return std::bit_cast<std::uint64_t>(slope);
    });
  }
  EXPECT_EQ(hillock::find("leaky_relu(slope=0.1)").parameter("slope"), 0.1);
}

TEST(environment, does_not_change_what_with_and_to_string_say) {
  expect_same_everywhere("with", [] {
    const hillock::activation f = hillock::find("leaky_relu").with("slope", 1e-310);
    return std::pair(f.to_string(), f == hillock::find("leaky_relu(slope=0)"));
  });
  EXPECT_EQ(hillock::find("leaky_relu(slope=1e-310)").to_string(), "leaky_relu(slope=1e-310)");
}

}  // namespace
}  // namespace functions_test
