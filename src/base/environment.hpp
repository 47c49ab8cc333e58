// SPDX-License-Identifier: Apache-2.0
// The floating-point environment in which everything here computes, whatever the caller set.
#pragma once
#include <cstdint>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace hillock {

/// While it lives the floating-point environment is IEEE 754's default (to nearest, subnormals honoured, no
/// traps), whatever the caller set; afterwards it is the caller's again. Status flags may be raised, as by
/// any arithmetic. Writing the control register costs more than reading it, so only who changed it pays.
///
/// To a compiler these writes are no barrier: it knows nothing of the register and moves arithmetic that it
/// can see across them. Only a call that it cannot look through stays where it is, so what computes beside
/// this object is a call through a table's pointer, or goes through in_standard_environment.
class standard_environment {
 public:
#if defined(__x86_64__)
  standard_environment() noexcept : saved_(_mm_getcsr()) {
    if ((saved_ & ~status_flags) != standard) _mm_setcsr(standard);
  }
  ~standard_environment() {
    if ((saved_ & ~status_flags) != standard) _mm_setcsr(saved_);
  }

 private:
  static constexpr unsigned status_flags = 0x3f;
  static constexpr unsigned standard = 0x1f80;  // all exceptions masked, to nearest, no FTZ, no DAZ
  unsigned saved_;
#elif defined(__aarch64__)
  // "memory" keeps loads, stores and calls on their side, as _mm_setcsr does; arithmetic in registers needs
  // the call.
  standard_environment() noexcept {
    asm volatile("mrs %0, fpcr" : "=r"(saved_));
    if (saved_ != 0) asm volatile("msr fpcr, %0" : : "r"(std::uint64_t{0}) : "memory");
  }
  ~standard_environment() {
    if (saved_ != 0) asm volatile("msr fpcr, %0" : : "r"(saved_) : "memory");
  }

 private:
  std::uint64_t saved_;
#else
#error "state how to save and set the floating-point environment on this machine"
#endif
 public:
  standard_environment(const standard_environment&) = delete;
  standard_environment& operator=(const standard_environment&) = delete;
};

/// The same for x86's older registers, in which long double computes (Boost's quantiles are such): to
/// nearest, 64 significant bits, no traps. Nothing elsewhere.
class standard_long_double {
#if defined(__x86_64__)
 public:
  standard_long_double() noexcept {
    asm volatile("fnstcw %0" : "=m"(saved_));
    if (saved_ != standard) set(standard);
  }
  ~standard_long_double() {
    if (saved_ == standard) return;
    asm volatile("fnclex" ::: "memory");  // what was raised inside must not trap in the caller's environment
    set(saved_);
  }
  standard_long_double(const standard_long_double&) = delete;
  standard_long_double& operator=(const standard_long_double&) = delete;

 private:
  static constexpr std::uint16_t standard = 0x037f;
  static void set(std::uint16_t word) noexcept { asm volatile("fldcw %0" : : "m"(word) : "memory"); }
  std::uint16_t saved_;
#endif
};

/// What `work` returns or throws, computed in the standard environment behind a call that no compiler looks
/// through: the pointer is volatile, so it may be any function's.
template <class Work>
auto in_standard_environment(const Work& work) {
  using result = decltype(work());
  result (*volatile call)(const Work&) = [](const Work& w) -> result { return w(); };
  [[maybe_unused]] const standard_long_double older;
  const standard_environment environment;
  return call(work);
}

}  // namespace hillock
