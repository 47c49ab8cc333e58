// SPDX-License-Identifier: Apache-2.0
// Which instruction set and how many threads: for the process, for one thread, from several threads at once.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <thread>

#include "functions_support.hpp"
#include "starved.hpp"

namespace functions_test {
namespace {

using hillock::active_isa, hillock::scope, hillock::threads, hillock::use, hillock::use_threads;

/// Puts the process's choices back.
struct runtime : ::testing::Test {
  const std::string isa{active_isa()};
  ~runtime() override {
    use(isa);
    use_threads(0);
  }
};

template <class Call>
auto on_another_thread(const Call& call) {
  decltype(call()) result{};
  std::thread([&] { result = call(); }).join();
  return result;
}

TEST_F(runtime, auto_is_what_is_chosen_at_the_start) {
  unsetenv("HILLOCK_ISA");
  use("portable");
  EXPECT_EQ(active_isa(), "portable");
  use("auto");
  EXPECT_EQ(active_isa(), hillock::isas().front());
  setenv("HILLOCK_ISA", "portable", 1);
  use("auto");
  EXPECT_EQ(active_isa(), "portable");
  setenv("HILLOCK_ISA", "auto", 1);
  use("auto");
  EXPECT_EQ(active_isa(), hillock::isas().front());
  setenv("HILLOCK_ISA", "pentium", 1);
  EXPECT_THROW(use("auto"), std::invalid_argument);
  EXPECT_EQ(active_isa(), hillock::isas().front());
  unsetenv("HILLOCK_ISA");
}

TEST_F(runtime, a_scope_counts_for_its_thread_alone_and_ends) {
  use("auto");
  use_threads(2);
  const std::string_view best = active_isa();
  {
    const scope outer{.isa = "portable", .threads = 3};
    EXPECT_EQ(active_isa(), "portable");
    EXPECT_EQ(threads(), 3u);
    EXPECT_EQ(on_another_thread([] { return active_isa(); }), best);
    EXPECT_EQ(on_another_thread([] { return threads(); }), 2u);
    {
      const scope inner{.threads = 1};
      EXPECT_EQ(active_isa(), "portable");
      EXPECT_EQ(threads(), 1u);
      use_threads(4);  // of the process: this thread's choice stays
      EXPECT_EQ(threads(), 1u);
      EXPECT_EQ(on_another_thread([] { return threads(); }), 4u);
    }
    EXPECT_EQ(threads(), 3u);
    const scope best_again{.isa = "auto"};
    EXPECT_EQ(active_isa(), best);
  }
  EXPECT_EQ(active_isa(), best);
  EXPECT_EQ(threads(), 4u);
}

TEST_F(runtime, a_scope_of_an_unknown_path_changes_nothing) {
  const std::string before(active_isa());
  const unsigned count = threads();
  try {
    const scope wrong{.isa = "avx1024", .threads = 1};
    FAIL() << "accepted";
  } catch (const std::invalid_argument& e) {
    EXPECT_NE(std::string(e.what()).find("'avx1024'"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("portable"), std::string::npos) << e.what();
  }
  EXPECT_EQ(active_isa(), before);
  EXPECT_EQ(threads(), count);
}

TEST_F(runtime, a_scope_computes_the_same_bits) {
  const std::vector<float> x = all_kinds<float>();
  for (const hillock::activation& f : elementwise()) {
    const std::vector<float> want = f(x);
    for (const std::string_view path : hillock::isas()) {
      const scope here{.isa = path, .threads = 2};
      EXPECT_TRUE(same_bits(f(x), want, x)) << f << " on " << path;
    }
  }
}

TEST_F(runtime, threads_are_at_most_four_per_core) {
  use_threads(0);
  const unsigned cores = threads();
  EXPECT_EQ(cores, std::max(1u, std::thread::hardware_concurrency()));
  const std::vector<double> x(std::size_t{1} << 18, 0.25);
  const hillock::activation f = hillock::find("sigmoid");
  const std::vector<double> want = f(x);
  for (const unsigned many : {4 * cores, 4 * cores + 1, 2147483647u, 2147483648u, ~0u - 1, ~0u}) {
    use_threads(many);
    EXPECT_EQ(threads(), 4 * cores) << many;
    EXPECT_EQ(f(x), want) << many;  // took all memory, or threw bad_alloc
    use_threads(1);
    const scope here{.threads = many};
    EXPECT_EQ(threads(), 4 * cores) << many;
  }
}

#if HILLOCK_THREADS
TEST_F(runtime, a_limit_that_changes_during_calls_says_nothing_on_stderr) {
  ::testing::internal::CaptureStderr();
  const std::vector<float> x(std::size_t{1} << 18, 0.5f);
  const hillock::activation f = hillock::find("tanh");
  std::vector<std::thread> callers;
  for (unsigned k = 0; k < 4; ++k) {
    callers.emplace_back([&, k] {
      for (unsigned i = 0; i < 40; ++i) {
        use_threads(1 + (i * 7 + k * 3) % 8);
        f(x);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}
#endif

#if defined(__x86_64__)  // starts fresh processes of this test, which an emulated one cannot

TEST(runtime_DeathTest, calls_are_computed_where_threads_cannot_be_made) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto starve = [](rlim_t mebibytes, unsigned before) {
    std::vector<double> x(std::size_t{1} << 20);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i % 4099) / 256 - 8;
    const hillock::activation f = hillock::find("sigmoid");
    std::vector<double> want = x;
    for (std::size_t i = 0; i < x.size(); i += 4096) f.forward(std::span(want).subspan(i, 4096));
    use_threads(before);  // threads that are there already
    f(x);
    leave_room_for(mebibytes);
    use_threads(8);
    f.forward(x);
    std::fprintf(stderr, x == want ? "right" : "wrong");
    std::_Exit(0);
  };
  for (const rlim_t mebibytes : {3u, 12u, 24u}) {  // none, one, two
    EXPECT_EXIT(starve(mebibytes, 1), ::testing::ExitedWithCode(0), "right") << mebibytes << " MiB";
    EXPECT_EXIT(starve(mebibytes, 2), ::testing::ExitedWithCode(0), "right") << mebibytes << " MiB, 2 before";
  }
}

TEST(runtime_DeathTest, a_forked_child_computes) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto in_child = [] {
    use_threads(3);
    const std::vector<double> x(std::size_t{1} << 20, 0.25);
    const hillock::activation f = hillock::find("tanh");
    const std::vector<double> want = f(x);
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < 20; ++i)
        if (f(x) != want) std::_Exit(1);
      // Threads of its own: the parent's are not there.
      const auto threads_here = std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                                              std::filesystem::directory_iterator());
      std::_Exit(threads_here > 1 ? 0 : 3);
    }
    int status = 0;
    waitpid(child, &status, 0);
    std::_Exit(WIFEXITED(status) && f(x) == want ? WEXITSTATUS(status) : 2);
  };
  EXPECT_EXIT(in_child(), ::testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace functions_test
