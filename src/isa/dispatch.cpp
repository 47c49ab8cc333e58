// SPDX-License-Identifier: Apache-2.0
// Which instruction sets this build has and this machine can run.
#include <iterator>

#include "isa/table.hpp"
#include "isa/x86.hpp"
#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace hillock::isa {

#if !HILLOCK_VECTOR_PATHS
#elif defined(__x86_64__)
extern const table avx512, avx2;
#elif defined(__aarch64__)
extern const table neon;
#endif
extern const table portable;

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

const table* const tables[] = {
#if !HILLOCK_VECTOR_PATHS
#elif defined(__x86_64__)
    &avx512, &avx2,
#elif defined(__aarch64__)
    &neon,
#endif
    &portable};

}  // namespace

const table* const* begin_tables() noexcept { return std::begin(tables); }
const table* const* end_tables() noexcept { return std::end(tables); }

}  // namespace hillock::isa
