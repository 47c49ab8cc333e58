// SPDX-License-Identifier: Apache-2.0
#include "kernel/choice.hpp"

#include <algorithm>

#include "hillock/runtime.hpp"

namespace hillock {

constinit thread_local kernel::choice kernel::chosen_here{};

namespace detail {

thread_choice::thread_choice(std::string_view isa, std::optional<unsigned> threads)
    : path_(kernel::chosen_here.path), threads_(kernel::chosen_here.threads) {
  if (!isa.empty()) kernel::chosen_here.path = &kernel::path_named(isa, "a scope");
  if (threads) kernel::chosen_here.threads = std::min(*threads, HILLOCK_AS_PROCESS - 1);
}

thread_choice::~thread_choice() {
  kernel::chosen_here = {static_cast<const kernel::table*>(path_), threads_};
}

}  // namespace detail
}  // namespace hillock
