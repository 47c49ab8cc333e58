// SPDX-License-Identifier: Apache-2.0
// The C interface: each function checks its pointers, calls the C++ interface, and turns what it throws into
// a status and a text.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "face/c_api.hpp"
#include "face/choice.hpp"
#include "face/formula.hpp"
#include "face/registry.hpp"
#include "hillock/version.hpp"

namespace {

// Constant at the start and never destroyed, so that it can be read at the thread's and the process's end.
constinit thread_local char last_error[HILLOCK_LAST_ERROR_SIZE] = "";

}  // namespace

namespace hillock::face {

hillock_status failed(hillock_status status, const char* text) noexcept {
  std::size_t n = 0;
  while (n + 1 < sizeof last_error && text[n] != 0) last_error[n] = text[n], ++n;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };  // UTF-8
  if (text[n] != 0)
    while (n > 0 && continues(text[n])) --n;  // no half of a character
  last_error[n] = 0;
  return status;
}

}  // namespace hillock::face

namespace {

using hillock::face::c_card, hillock::face::guarded, hillock::face::input, hillock::face::output,
    hillock::face::require;

const hillock_card& card_of(const hillock_activation& a) {
  if (a.own) return a.own->card;
  static const std::deque<hillock::face::c_card>& cards = *[] {  // never destroyed
    auto* const all = new std::deque<hillock::face::c_card>;
    for (const hillock::detail::function& f : hillock::face::functions) all->emplace_back(*f.about);
    return all;
  }();
  std::size_t i = 0;
  while (hillock::face::functions[i].about != &a.f.card()) ++i;
  return cards[i].card;
}

// How many numbers y has, and dy: one for each row where the function makes one of a row.
std::size_t results_of(const hillock::activation& f, std::size_t n, std::size_t columns) {
  if (!f.card().reduces || n == 0) return n;
  return columns == 0 ? 1 : n / columns;
}

template <class T>
void compute(const hillock_activation& f, const hillock_call& c) {
  const hillock::extent shape{c.outer, c.length, c.inner};
  std::size_t n = 0;
  if (__builtin_mul_overflow(c.outer, c.length, &n) || __builtin_mul_overflow(n, c.inner, &n))
    throw std::invalid_argument("hillock: outer * length * inner is more than there can be");
  const std::size_t channels = c.parameters ? c.length * f.f.card().parameters.size() : 0;
  const std::size_t results = f.f.card().reduces ? c.outer * c.inner : n;  // of y and dy
  f.f.compute(
      static_cast<hillock::operation>(c.operation),
      hillock::call<T>{input<T>(static_cast<const T*>(c.x), n, "x"),
                       {static_cast<const T*>(c.dy), c.dy ? results : 0},
                       output<T>(static_cast<T*>(c.out), c.operation == HILLOCK_FORWARD ? results : n, "out"),
                       shape,
                       {c.parameters, channels},
                       {c.mask, c.mask ? n : 0},
                       {static_cast<const T*>(c.additive_mask), c.additive_mask ? n : 0},
                       c.causal_rows,
                       c.causal_offset,
                       c.empty_rows_are_zero != 0,
                       {static_cast<const T*>(c.bias), c.bias ? c.length : 0},
                       {static_cast<const T*>(c.factor), c.factor ? n : 0}});
}

// A call in whatever version its caller knows: what came later is zero.
hillock_call as_of_today(const hillock_call& call) {
  constexpr std::size_t first = offsetof(hillock_call, additive_mask);
  if (call.size != sizeof call && call.size != first) {
    throw std::invalid_argument("hillock: call.size is " + std::to_string(call.size) + ", expected " +
                                std::to_string(sizeof call) + ", the size of hillock_call");
  }
  hillock_call whole{};
  std::memcpy(&whole, &call, call.size);
  return whole;
}

// What `work` returns, or `otherwise` where it throws.
template <class T, class Work>
T value_or(T otherwise, const Work& work) noexcept {
  T result = otherwise;
  return guarded([&] { result = work(); }) == HILLOCK_OK ? result : otherwise;
}

}  // namespace

extern "C" {

const char* hillock_version(void) { return hillock::version.data(); }
const char* hillock_last_error(void) { return last_error; }

// Names are string literals, so their views end in a zero.
size_t hillock_count(void) {
  return value_or<size_t>(0, [] { return hillock::all().size(); });
}
const char* hillock_name(size_t i) {
  return value_or<const char*>(
      nullptr, [i] { return i < hillock::all().size() ? hillock::all()[i].card().name.data() : nullptr; });
}

hillock_status hillock_find(const char* name, hillock_activation** result) {
  if (result) *result = nullptr;
  return guarded([&] {
    require(name, "name");
    require(result, "result");
    *result = new hillock_activation(hillock::find(name));
  });
}

hillock_status hillock_formula(const char* text, const hillock_definition* definitions, size_t count,
                               hillock_activation** result) {
  if (result) *result = nullptr;
  return guarded([&] {
    require(text, "text");
    require(result, "result");
    if (count > 0) require(definitions, "definitions");
    std::vector<hillock::formula_definition> all;
    for (size_t i = 0; i < count; ++i) {
      require(definitions[i].name, "a definition's name");
      require(definitions[i].formula, "a definition's formula");
      all.push_back({definitions[i].name, definitions[i].formula});
    }
    *result = new hillock_activation(hillock::formula(text, all));
  });
}

hillock_status hillock_clone(const hillock_activation* activation, hillock_activation** result) {
  if (result) *result = nullptr;
  return guarded([&] {
    require(activation, "activation");
    require(result, "result");
    *result = new hillock_activation(activation->f);
  });
}

void hillock_release(hillock_activation* activation) { delete activation; }

int hillock_equal(const hillock_activation* a, const hillock_activation* b) {
  return a && b && a->f == b->f ? 1 : 0;
}

const hillock_card* hillock_card_of(const hillock_activation* activation) {
  return value_or<const hillock_card*>(nullptr,
                                       [activation] { return activation ? &card_of(*activation) : nullptr; });
}

hillock_status hillock_set(hillock_activation* activation, const char* parameter, double value) {
  return guarded([&] {
    require(activation, "activation");
    require(parameter, "parameter");
    activation->f = activation->f.with(parameter, value);
  });
}

hillock_status hillock_get(const hillock_activation* activation, const char* parameter, double* value) {
  return guarded([&] {
    require(activation, "activation");
    require(parameter, "parameter");
    require(value, "value");
    *value = activation->f.parameter(parameter);
  });
}

size_t hillock_isa_count(void) {
  return value_or<size_t>(0, [] { return hillock::isas().size(); });
}
const char* hillock_isa_name(size_t i) {
  return value_or<const char*>(
      nullptr, [i] { return i < hillock::isas().size() ? hillock::isas()[i].data() : nullptr; });
}
hillock_status hillock_use(const char* isa) {
  return guarded([&] {
    require(isa, "isa");
    hillock::use(isa);
  });
}
const char* hillock_active_isa(void) {
  return value_or<const char*>(nullptr, [] { return hillock::active_isa().data(); });
}
hillock_status hillock_use_here(const char* isa) {
  return guarded([&] {
    hillock::face::chosen_here.path = isa ? &hillock::face::path_named(isa, "hillock_use_here") : nullptr;
  });
}
void hillock_use_threads(unsigned count) { hillock::use_threads(count); }
void hillock_use_threads_here(unsigned count) { hillock::face::chosen_here.threads = count; }
unsigned hillock_threads(void) { return hillock::threads(); }

int hillock_has_backward_from_output(const hillock_activation* f) {
  return f && f->f.has_backward_from_output() ? 1 : 0;
}

#define HILLOCK_C_TYPE(suffix, C, T)                                                                         \
  hillock_status hillock_forward_##suffix(const hillock_activation* f, const C* x, C* y, size_t n,           \
                                          size_t columns) {                                                  \
    return guarded([&] {                                                                                     \
      require(f, "activation");                                                                              \
      f->f.forward(input<T>(x, n, "x"), output<T>(y, results_of(f->f, n, columns), "y"), columns);           \
    });                                                                                                      \
  }                                                                                                          \
  hillock_status hillock_slope_##suffix(const hillock_activation* f, const C* x, C* d, size_t n) {           \
    return guarded([&] {                                                                                     \
      require(f, "activation");                                                                              \
      f->f.slope(input<T>(x, n, "x"), output<T>(d, n, "d"));                                                 \
    });                                                                                                      \
  }                                                                                                          \
  hillock_status hillock_backward_##suffix(const hillock_activation* f, const C* x, const C* dy, C* dx,      \
                                           size_t n, size_t columns) {                                       \
    return guarded([&] {                                                                                     \
      require(f, "activation");                                                                              \
      f->f.backward(input<T>(x, n, "x"), input<T>(dy, results_of(f->f, n, columns), "dy"),                   \
                    output<T>(dx, n, "dx"), columns);                                                        \
    });                                                                                                      \
  }                                                                                                          \
  hillock_status hillock_backward_from_output_##suffix(const hillock_activation* f, const C* y, const C* dy, \
                                                       C* dx, size_t n, size_t columns) {                    \
    return guarded([&] {                                                                                     \
      require(f, "activation");                                                                              \
      f->f.backward_from_output(input<T>(y, n, "y"), input<T>(dy, n, "dy"), output<T>(dx, n, "dx"),          \
                                columns);                                                                    \
    });                                                                                                      \
  }
HILLOCK_C_TYPE(f32, float, float)
HILLOCK_C_TYPE(f64, double, double)
HILLOCK_C_TYPE(f16, hillock_f16, hillock::f16)
HILLOCK_C_TYPE(bf16, hillock_bf16, hillock::bf16)
#undef HILLOCK_C_TYPE

hillock_status hillock_compute(const hillock_activation* f, const hillock_call* call) {
  return guarded([&] {
    require(f, "activation");
    require(call, "call");
    const hillock_call whole = as_of_today(*call);
    call = &whole;
    if (call->operation < HILLOCK_FORWARD || call->operation > HILLOCK_BACKWARD_FROM_OUTPUT)
      throw std::invalid_argument("hillock: call.operation is none of hillock_operation");
    switch (call->type) {
      case HILLOCK_F32:
        return compute<float>(*f, *call);
      case HILLOCK_F64:
        return compute<double>(*f, *call);
      case HILLOCK_F16:
        return compute<hillock::f16>(*f, *call);
      case HILLOCK_BF16:
        return compute<hillock::bf16>(*f, *call);
    }
    throw std::invalid_argument("hillock: call.type is none of hillock_type");
  });
}

}  // extern "C"
