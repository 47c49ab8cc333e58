// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace hillock::kernel {

/// While it lives the floating-point environment is IEEE 754's default (to nearest, subnormals honoured, no
/// traps), whatever the caller set; afterwards it is the caller's again. Status flags may be raised, as by
/// any arithmetic. Writing the control register costs more than reading it, so only who changed it pays.
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
  standard_environment() noexcept {
    asm volatile("mrs %0, fpcr" : "=r"(saved_));
    if (saved_ != 0) asm volatile("msr fpcr, %0" : : "r"(std::uint64_t{0}));
  }
  ~standard_environment() {
    if (saved_ != 0) asm volatile("msr fpcr, %0" : : "r"(saved_));
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

}  // namespace hillock::kernel
