// SPDX-License-Identifier: Apache-2.0
// Every path of this machine gives the pinned bits: f16 and bf16 on all inputs, f32 on the stated sample.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <ostream>
#include <set>
#include <string>
#include <thread>

#include "face/registry.hpp"
#include "hillock/error.hpp"
#include "verify/agreement.hpp"
#include "verify/patterns.hpp"

namespace hillock::verify {
namespace {

struct place {
  const detail::function* function;
  const isa::table* path;
};

void PrintTo(const place& p, std::ostream* out) { *out << p.function->about->name << " on " << p.path->isa; }

std::vector<place> places() {
  std::vector<place> all;
  for (const detail::function& f : face::functions) {
    for (auto t = isa::begin_tables(); t != isa::end_tables(); ++t) {
      if ((*t)->runs_here()) all.push_back({&f, *t});
    }
  }
  return all;
}

job on_all_cores() {
  job how;
  how.threads = std::max(1U, std::thread::hardware_concurrency());
  return how;
}

const detail::function& listed(std::string_view name) {
  for (const detail::function& f : face::functions) {
    if (f.about->name == name) return f;
  }
  throw std::invalid_argument(std::string(name));
}

class Outputs : public testing::TestWithParam<place> {};

TEST_P(Outputs, HaveThePinnedBits) {
  const auto [f, path] = GetParam();
  const agreement a = compare_paths(*f, {path}, extent::sample, on_all_cores(), {});
  for (const comparison& c : a.paths.front().outputs) {
    EXPECT_TRUE(c.is_pinned) << "no pin for " << name_of(c.what)
                             << ": run hillock verify --prove, then --pins";
    EXPECT_EQ(c.found.hex, pinned(*f, c.what)) << name_of(c.what);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryPath, Outputs, testing::ValuesIn(places()), [](const auto& info) {
  return std::string(info.param.function->about->name) + "_" + info.param.path->isa;
});

TEST(Hashes, DoNotDependOnThreads) {
  const detail::function& f = listed("tanh");
  const auto fastest =
      std::find_if(isa::begin_tables(), isa::end_tables(), [](auto* t) { return t->runs_here(); });
  const isa::table& path = **fastest;
  job one, three;
  three.threads = 3;
  EXPECT_EQ(hash_outputs(path, f, output::f16, one).hex, hash_outputs(path, f, output::f16, three).hex);
}

TEST(Hashes, TellFunctionsAndOutputsApart) {
  std::set<std::string> seen;
  const isa::table& portable = **(isa::end_tables() - 1);
  for (const char* name : {"relu", "leaky_relu", "tanh"}) {
    for (const output o : {output::f16, output::f16_slope, output::bf16, output::bf16_slope}) {
      EXPECT_TRUE(seen.insert(hash_outputs(portable, listed(name), o, {}).hex).second) << name;
    }
  }
}

TEST(Samples, AreLargeAndHoldTheDifficultPlaces) {
  const card& about = *listed("sigmoid").about;
  const auto runs = sample_patterns(about);
  EXPECT_GE(count_of(runs), std::uint64_t{1} << 24);
  const auto holds = [&](std::uint32_t bits) {
    for (const pattern_run& r : runs) {
      const std::uint32_t offset = bits - r.first;
      if (offset % r.stride == 0 && offset / r.stride < r.count) return true;
    }
    return false;
  };
  for (const float x : {1.0F, -2.0F, 0x1p-126F, 0x1p127F}) {
    for (std::uint32_t near = 0; near <= 64; ++near) {
      EXPECT_TRUE(holds(std::bit_cast<std::uint32_t>(x) + near)) << x;
      EXPECT_TRUE(holds(std::bit_cast<std::uint32_t>(x) - near)) << x;
    }
  }
  EXPECT_TRUE(holds(0) && holds(1) && holds(0x80000000) && holds(0x80000001));
  EXPECT_TRUE(holds(0x7f800000) && holds(0xff800000) && holds(0x7f800001) && holds(0xff800001));
  ASSERT_FALSE(about.regimes.empty());
  for (const double x : about.regimes) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(x));
    EXPECT_TRUE(holds(bits + 4096) && holds(bits - 4096)) << x;
  }
}

TEST(Blocks, StopWhenAsked) {
  std::atomic<bool> stop{true};
  job how;
  how.stop = &stop;
  EXPECT_THROW(run_blocks(10, how, [](std::size_t) {}), error);
}

TEST(Blocks, PassOnWhatWorkersThrow) {
  job how;
  how.threads = 2;
  EXPECT_THROW(run_blocks(10, how,
                          [](std::size_t i) {
                            if (i == 3) throw std::out_of_range("3");
                          }),
               std::out_of_range);
}

}  // namespace
}  // namespace hillock::verify
