// SPDX-License-Identifier: Apache-2.0
#include "lab/machine.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <fstream>
#include <thread>

#include "hillock/activation.hpp"

namespace hillock::lab {
namespace {

/// "model name" on x86; AArch64's /proc/cpuinfo has no name worth showing.
std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (line.starts_with("model name") && colon != std::string::npos && colon + 2 < line.size())
      return line.substr(colon + 2);
  }
#if defined(__aarch64__)
  return "AArch64 processor";
#else
  return "unknown processor";
#endif
}

}  // namespace

unsigned available_cores() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
    return static_cast<unsigned>(CPU_COUNT(&set));
  const unsigned cores = std::thread::hardware_concurrency();
  return cores == 0 ? 1 : cores;
}

std::string describe_machine() {
#if defined(__clang__)
  const std::string compiler =
      fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  const std::string compiler = fmt::format("gcc {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
  const unsigned cores = available_cores();
  return fmt::format("{}, {} core{}, {}, {}", processor(), cores, cores == 1 ? "" : "s", active_isa(),
                     compiler);
}

}  // namespace hillock::lab
