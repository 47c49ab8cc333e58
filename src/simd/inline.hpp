// SPDX-License-Identifier: Apache-2.0
#pragma once

/// For everything a kernel's loop calls: a call in the loop would cost more than the work, and a function
/// that stays on its own could be shared at link time by files compiled for different machines. The portable
/// path leaves it to the compiler, which needs a sixth of the time then.
#ifndef HILLOCK_INLINE
#define HILLOCK_INLINE inline __attribute__((always_inline))
#define HILLOCK_INLINE_LAMBDA __attribute__((always_inline))
#endif

/// Before a loop whose bounds are constants, 16 at most: unrolled whole, so that arrays it indexes live in
/// registers.
#if defined(__clang__)
#define HILLOCK_UNROLL _Pragma("clang loop unroll(full)")
#else
#define HILLOCK_UNROLL _Pragma("GCC unroll 16")
#endif
