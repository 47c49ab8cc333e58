// SPDX-License-Identifier: Apache-2.0
// Picks one instruction set at run time: the best this machine has, unless a scope, use() or HILLOCK_ISA says
// otherwise.
#include "face/choice.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "base/names.hpp"
#include "hillock/runtime.hpp"

namespace hillock {

namespace face {

constinit thread_local choice chosen_here{};

namespace {

const isa::table& valid_path(std::string_view name, std::string_view origin) {
  for (auto t = isa::begin_tables(); t != isa::end_tables(); ++t) {
    if ((*t)->isa == name && (*t)->runs_here()) return **t;
  }
  std::string message = "hillock: " + std::string(origin) + " asks for the instruction set '" +
                        printable(name) + "', which is unknown or not on this machine; valid here:";
  for (std::string_view valid : isas()) message += " " + std::string(valid);
  throw std::invalid_argument(message + " auto");
}

const isa::table& automatic() {
  const char* const wanted = std::getenv("HILLOCK_ISA");
  if (wanted && *wanted && wanted != std::string_view("auto")) return valid_path(wanted, "HILLOCK_ISA");
  return valid_path(isas().front(), "default");
}

std::atomic<const isa::table*> chosen{nullptr};

}  // namespace

const isa::table& path_named(std::string_view name, std::string_view origin) {
  return name == "auto" ? automatic() : valid_path(name, origin);
}

const isa::table& active() {
  if (chosen_here.path) return *chosen_here.path;
  if (const isa::table* t = chosen.load(std::memory_order_acquire)) return *t;
  const isa::table& t = automatic();
  const isa::table* meanwhile = nullptr;  // another thread's use() must not be lost
  return chosen.compare_exchange_strong(meanwhile, &t, std::memory_order_acq_rel) ? t : *meanwhile;
}

}  // namespace face

// Never destroyed: calls from destructors of other objects find it at the process's end.
const std::vector<std::string_view>& isas() {
  static const std::vector<std::string_view>& names = *[] {
    auto* const result = new std::vector<std::string_view>;
    for (auto t = isa::begin_tables(); t != isa::end_tables(); ++t) {
      if ((*t)->runs_here()) result->push_back((*t)->isa);
    }
    return result;
  }();
  return names;
}

std::string_view active_isa() { return face::active().isa; }

void use(std::string_view name) {
  face::chosen.store(&face::path_named(name, "use"), std::memory_order_release);
}

namespace detail {

thread_choice::thread_choice(std::string_view isa, std::optional<unsigned> threads)
    : path_(face::chosen_here.path), threads_(face::chosen_here.threads) {
  if (!isa.empty()) face::chosen_here.path = &face::path_named(isa, "a scope");
  if (threads) face::chosen_here.threads = std::min(*threads, HILLOCK_AS_PROCESS - 1);
}

thread_choice::~thread_choice() { face::chosen_here = {static_cast<const isa::table*>(path_), threads_}; }

}  // namespace detail
}  // namespace hillock
