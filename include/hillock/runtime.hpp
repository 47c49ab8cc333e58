// SPDX-License-Identifier: Apache-2.0
// Which instruction set computes and on how many threads: for the process, or for one thread while it is in a
// scope. Results are the same bits whatever is chosen.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#pragma GCC visibility push(default)
namespace hillock {

/// Instruction sets this build contains and this machine can run, best first: "avx512", "avx2", "neon",
/// "portable".
const std::vector<std::string_view>& isas();
/// The one that calls from this thread use: what its scope says, else what use() said, else HILLOCK_ISA of
/// the environment, else the best. Throws std::invalid_argument where HILLOCK_ISA is unknown or not on this
/// machine.
std::string_view active_isa();
/// Chooses an instruction set for the process; "auto" is HILLOCK_ISA of the environment, else the best.
/// Throws std::invalid_argument (listing the valid names) for an unknown one or one this machine lacks.
void use(std::string_view isa);

/// How many threads a call from this thread may use: what its scope says, else what use_threads() said, else
/// one per core. Calls on small arrays never use more than one.
unsigned threads();
/// Chooses that number for the process; 0 is "auto", one per core. More than four per core count as four per
/// core: more threads only take memory. Threads are made when a large call first wants them, fewer where the
/// system gives fewer, and stay until the process ends: a plug-in that holds the static library must not be
/// unloaded after such a call.
void use_threads(unsigned count);

namespace detail {

/// What this thread chose before a scope, put back at its end.
class thread_choice {
 public:
  thread_choice(std::string_view isa, std::optional<unsigned> threads);
  ~thread_choice();
  thread_choice(const thread_choice&) = delete;
  thread_choice& operator=(const thread_choice&) = delete;

 private:
  const void* path_;
  unsigned threads_;
};

}  // namespace detail

/// While it lives, calls from this thread (with the worker threads they use) go by its choices; other
/// threads, and what the process chose, are not touched. Scopes nest; what an inner one leaves out is the
/// outer's.
///
/// Example:
/// ```cpp
/// std::vector<float> x(1000, 0.5f), y(1000);
/// {
///   const hillock::scope here{.isa = "portable", .threads = 1};
///   hillock::find("tanh").forward(x, y);
/// }  // as before
/// ```
struct [[nodiscard]] scope {
  /// As for use(); empty: no choice. Unknown ones throw std::invalid_argument.
  const std::string_view isa{};
  /// As for use_threads(); empty: no choice.
  const std::optional<unsigned> threads{};
  /// Not to be given.
  const detail::thread_choice chosen{isa, threads};
  static void* operator new(std::size_t) = delete;  // scopes end in the order of their blocks
};

}  // namespace hillock
#pragma GCC visibility pop
