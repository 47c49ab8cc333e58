// SPDX-License-Identifier: Apache-2.0
// What the functions of the C interface share: how their pointers are checked, and how what the C++ interface
// throws becomes a status and a text.
#pragma once
#include <exception>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>

#include "face/formula.hpp"
#include "hillock/activation.hpp"
#include "hillock/c.h"

namespace hillock::face {

/// A card for C. The texts of the list's are literals and those of formulas strings, so that their views end
/// in a zero.
struct c_card {
  hillock_parameter parameters[max_parameters];
  hillock_card card;

  explicit c_card(const hillock::card& about) {
    for (std::size_t i = 0; i < about.parameters.size(); ++i) {
      const hillock::parameter& p = about.parameters[i];
      parameters[i] = {p.name.data(), p.standard, p.low, p.high, p.about.data()};
    }
    card = {about.name.data(),       about.formula.data(),  about.of_rows,        about.range.low,
            about.range.high,        about.monotone,        about.zero_centred,   about.smoothness,
            about.lipschitz,         about.good_for.data(), about.bad_for.data(), parameters,
            about.parameters.size(), about.reduces};
  }
  c_card(const c_card&) = delete;
  c_card& operator=(const c_card&) = delete;
};

}  // namespace hillock::face

struct hillock_activation {
  hillock::activation f;
  std::unique_ptr<const hillock::face::c_card> own;  // of a formula

  explicit hillock_activation(const hillock::activation& of) : f(of) {
    if (hillock::face::is_formula(f)) own = std::make_unique<hillock::face::c_card>(f.card());
  }
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
