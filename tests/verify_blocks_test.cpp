// SPDX-License-Identifier: Apache-2.0
// Work in blocks is done whatever the system grants.
#include <gtest/gtest.h>

#include <atomic>

#include "starved.hpp"
#include "verify/blocks.hpp"

namespace hillock::verify {
namespace {

#if defined(__x86_64__)  // starts fresh processes of this test, which an emulated one cannot
TEST(Blocks_DeathTest, AreDoneByTheThreadsThereAre) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto starve = [](rlim_t mebibytes) {
    leave_room_for(mebibytes);
    std::atomic<std::size_t> sum{0};
    job how;
    how.threads = 16;
    run_blocks(1000, how, [&](std::size_t i) { sum += i; });
    std::fprintf(stderr, "sum %zu.", sum.load());
    std::_Exit(0);
  };
  EXPECT_EXIT(starve(4), ::testing::ExitedWithCode(0), "sum 499500\\.");   // no thread
  EXPECT_EXIT(starve(30), ::testing::ExitedWithCode(0), "sum 499500\\.");  // a few
}
#endif

}  // namespace
}  // namespace hillock::verify
