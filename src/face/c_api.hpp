// SPDX-License-Identifier: Apache-2.0
// What the functions of the C interface share: how their pointers are checked, and how what the C++ interface
// throws becomes a status and a text.
#pragma once
#include <exception>
#include <new>
#include <span>
#include <stdexcept>
#include <string>

#include "hillock/activation.hpp"
#include "hillock/c.h"

struct hillock_activation {
  hillock::activation f;
};

static_assert(sizeof(hillock::f16) == sizeof(hillock_f16) && sizeof(hillock::bf16) == sizeof(hillock_bf16));

namespace hillock::face {

/// Keeps the text for hillock_last_error, and returns the status.
hillock_status failed(hillock_status status, const char* text) noexcept;

template <class Work>
hillock_status guarded(const Work& work) noexcept {
  try {
    work();
    return HILLOCK_OK;
  } catch (const std::invalid_argument& problem) {
    return failed(HILLOCK_INVALID_ARGUMENT, problem.what());
  } catch (const std::bad_alloc&) {
    return failed(HILLOCK_OUT_OF_MEMORY, "hillock: out of memory");
  } catch (const std::exception& problem) {
    return failed(HILLOCK_FAILED, problem.what());
  } catch (...) {
    return failed(HILLOCK_FAILED, "hillock: unknown failure");
  }
}

inline void require(const void* pointer, const char* name) {
  if (!pointer) throw std::invalid_argument(std::string("hillock: ") + name + " is a null pointer");
}

/// C's 16-bit numbers are their bits; the C++ types have the same size and hold nothing else.
template <class T, class C>
std::span<const T> input(const C* p, std::size_t n, const char* name) {
  if (n) require(p, name);
  return {reinterpret_cast<const T*>(p), n};
}
template <class T, class C>
std::span<T> output(C* p, std::size_t n, const char* name) {
  if (n) require(p, name);
  return {reinterpret_cast<T*>(p), n};
}

}  // namespace hillock::face
