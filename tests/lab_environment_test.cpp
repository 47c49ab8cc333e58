// SPDX-License-Identifier: Apache-2.0
// Data, splits, runs and statistics are the same bits whatever the caller's rounding mode, FTZ and DAZ.
#include <gtest/gtest.h>

#include "base/environment.hpp"
#include "lab/statistics.hpp"
#include "lab_experiment_helpers.hpp"
#include "strange_environment.hpp"

namespace hillock::lab {
namespace {

using environment_test::under_upward_and_flushing;
using testing::fingerprint;
using testing::fresh_folder;
using testing::tiny_experiment;

/// A table whose numbers a reader must round, subnormal ones among them.
const char* const table =
    "a,b,y\n0.1,1e-310,0.7\n0.3,2e-310,1.9\n1.7,3e-310,2.3\n2.9,4.4e-320,3.1\n123456789012345678,0.2,4.7\n"
    "0.6,0.1,5.3\n0.7,1.1,6.1\n0.8,2.3,7.9\n0.9,3.7,8.3\n1.1,0.3,9.7\n";

std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
  std::vector<std::uint64_t> bits;
  for (const double v : values) bits.push_back(std::bit_cast<std::uint64_t>(v));
  return bits;
}

TEST(Environment, DoesNotChangeWhatIsReadAndHowItIsSplit) {
  const auto read = [] { return data::read_csv(table, "x.csv", {}); };
  const data::dataset want = read(), got = under_upward_and_flushing(read);
  EXPECT_EQ(got.hash, want.hash);
  EXPECT_EQ(bits_of(got.features), bits_of(want.features));
  EXPECT_EQ(got.notes, want.notes);
  const auto divide = [&] { return data::split(want, {}); };
  const data::split_data here = divide(), there = under_upward_and_flushing(divide);
  EXPECT_EQ(there.train.features, here.train.features);
  EXPECT_EQ(bits_of(there.means), bits_of(here.means));
  EXPECT_EQ(bits_of(there.deviations), bits_of(here.deviations));
  EXPECT_EQ(there.train.targets, here.train.targets);
}

#if defined(__x86_64__)
// Traps of the caller's are off inside, and what would have sprung them is forgotten.
TEST(Environment, TrapsOfTheCallersStayOutside) {
  feclearexcept(FE_ALL_EXCEPT);
  feenableexcept(FE_INEXACT | FE_UNDERFLOW | FE_OVERFLOW | FE_INVALID);
  const std::vector<double> values{0.1, 0.3, 0.35, 1.7, 2.2, 2.9, 3.1};
  const estimate e = in_standard_environment([&] {
    volatile long double third = 1;
    third = third / 3;  // inexact
    return bca_mean(values);
  });
  volatile long double one = 1;
  one = one + one;  // an instruction of the older registers
  fedisableexcept(FE_ALL_EXCEPT);
  EXPECT_LT(e.low, e.high);
}
#endif

TEST(Environment, DoesNotChangeGenerators) {
  for (const data::generator& g : data::generators()) {
    const auto make = [&] { return g.make(40, 3).hash; };
    EXPECT_EQ(under_upward_and_flushing(make), make()) << g.name;
  }
}

TEST(Environment, DoesNotChangeAnExperiment) {
  const auto run = [] {
    experiment_options o = tiny_experiment(fresh_folder());
    o.seeds = 4;
    return fingerprint(run_experiment(o));
  };
  const std::string want = run(), got = under_upward_and_flushing(run);
  EXPECT_EQ(got, want);
}

TEST(Environment, DoesNotChangeWhatAFolderSays) {
  const experiment_options o = tiny_experiment(fresh_folder());
  run_experiment(o);
  const auto read = [&] { return fingerprint(read_experiment(o.out)); };
  EXPECT_EQ(under_upward_and_flushing(read), read());
}

}  // namespace
}  // namespace hillock::lab
