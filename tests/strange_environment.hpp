// SPDX-License-Identifier: Apache-2.0
// Floating-point environments that a caller may have set.
#pragma once
#include <cfenv>
#include <vector>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace environment_test {

/// Control bits of the machine's floating-point environment.
inline unsigned long control() {
#if defined(__x86_64__)
  return _mm_getcsr() & ~0x3fu;  // without the status flags
#else
  unsigned long fpcr;
  asm volatile("mrs %0, fpcr" : "=r"(fpcr));
  return fpcr;
#endif
}

inline void set_control(unsigned long value) {
#if defined(__x86_64__)
  _mm_setcsr(static_cast<unsigned>(value));
#else
  asm volatile("msr fpcr, %0" : : "r"(value) : "memory");
#endif
}

/// Every rounding mode, with subnormals honoured and flushed.
inline std::vector<unsigned long> strange_environments() {
  std::vector<unsigned long> result;
#if defined(__x86_64__)
  for (const unsigned long flush : {0x0000ul, 0x8000ul, 0x0040ul, 0x8040ul}) {  // FTZ, DAZ
    for (const unsigned long rounding : {0x0000ul, 0x2000ul, 0x4000ul, 0x6000ul})
      result.push_back(0x1f80 | flush | rounding);
  }
#else
  for (const unsigned long flush : {0ul, 1ul << 24}) {
    for (const unsigned long rounding : {0ul, 1ul << 22, 2ul << 22, 3ul << 22})
      result.push_back(flush | rounding);
  }
#endif
  return result;
}

/// While it lives: rounding upward, also of long double, and subnormals flushed to zero in and out.
class upward_and_flushing {
 public:
  upward_and_flushing() : before_(control()) {
    std::fesetround(FE_UPWARD);
#if defined(__x86_64__)
    set_control(control() | 0x8040ul);
#else
    set_control(control() | 1ul << 24);
#endif
  }
  ~upward_and_flushing() {
    std::fesetround(FE_TONEAREST);
    set_control(before_);
  }
  upward_and_flushing(const upward_and_flushing&) = delete;
  upward_and_flushing& operator=(const upward_and_flushing&) = delete;

 private:
  unsigned long before_;
};

/// What `work` returns under upward_and_flushing.
template <class Work>
auto under_upward_and_flushing(const Work& work) {
  using result = decltype(work());
  result (*volatile call)(const Work&) = [](const Work& w) -> result {
    return w();
  };  // the compiler stays out
  const upward_and_flushing strange;
  return call(work);
}

}  // namespace environment_test
