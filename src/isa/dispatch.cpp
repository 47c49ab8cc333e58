// SPDX-License-Identifier: Apache-2.0
// Picks one instruction set at run time: the best this machine has, unless a scope, use() or HILLOCK_ISA says
// otherwise.
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "base/names.hpp"
#include "hillock/runtime.hpp"
#include "isa/x86.hpp"
#include "kernel/choice.hpp"
#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace hillock::isa {

#if !HILLOCK_VECTOR_PATHS
#elif defined(__x86_64__)
extern const kernel::table avx512, avx2;
#elif defined(__aarch64__)
extern const kernel::table neon;
#endif
extern const kernel::table portable;

#if defined(__x86_64__)
namespace x86 {
namespace {
bool has_f16c() {  // clang 14's builtin does not know it: CPUID leaf 1, ECX bit 29
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c >> 29 & 1u) != 0;
}
}  // namespace
bool has_avx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && has_f16c() &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("aes") && __builtin_cpu_supports("pclmul");
}
bool has_avx512() {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}
}  // namespace x86
#endif

namespace {

const kernel::table* const tables[] = {
#if !HILLOCK_VECTOR_PATHS
#elif defined(__x86_64__)
    &avx512, &avx2,
#elif defined(__aarch64__)
    &neon,
#endif
    &portable};

const kernel::table& named(std::string_view name, std::string_view origin) {
  for (const kernel::table* t : tables) {
    if (t->isa == name && t->runs_here()) return *t;
  }
  std::string message = "hillock: " + std::string(origin) + " asks for the instruction set '" +
                        printable(name) + "', which is unknown or not on this machine; valid here:";
  for (std::string_view valid : isas()) message += " " + std::string(valid);
  throw std::invalid_argument(message + " auto");
}

const kernel::table& automatic() {
  const char* const wanted = std::getenv("HILLOCK_ISA");
  if (wanted && *wanted && wanted != std::string_view("auto")) return named(wanted, "HILLOCK_ISA");
  return named(isas().front(), "default");
}

std::atomic<const kernel::table*> chosen{nullptr};

}  // namespace
}  // namespace hillock::isa

namespace hillock {

namespace kernel {

const table* const* begin_tables() noexcept { return std::begin(isa::tables); }
const table* const* end_tables() noexcept { return std::end(isa::tables); }

const table& path_named(std::string_view name, std::string_view origin) {
  return name == "auto" ? isa::automatic() : isa::named(name, origin);
}

const table& active() {
  if (chosen_here.path) return *chosen_here.path;
  if (const table* t = isa::chosen.load(std::memory_order_acquire)) return *t;
  const table& t = isa::automatic();
  const table* meanwhile = nullptr;  // another thread's use() must not be lost
  return isa::chosen.compare_exchange_strong(meanwhile, &t, std::memory_order_acq_rel) ? t : *meanwhile;
}

}  // namespace kernel

// Never destroyed: calls from destructors of other objects find it at the process's end.
const std::vector<std::string_view>& isas() {
  static const std::vector<std::string_view>& names = *[] {
    auto* const result = new std::vector<std::string_view>;
    for (const kernel::table* t : isa::tables) {
      if (t->runs_here()) result->push_back(t->isa);
    }
    return result;
  }();
  return names;
}

std::string_view active_isa() { return kernel::active().isa; }

void use(std::string_view name) {
  isa::chosen.store(&kernel::path_named(name, "use()"), std::memory_order_release);
}

}  // namespace hillock
