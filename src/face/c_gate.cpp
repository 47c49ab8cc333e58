// SPDX-License-Identifier: Apache-2.0
// The C interface of gates.
#include "face/c_api.hpp"
#include "hillock/gate.hpp"

struct hillock_gate {
  hillock::gate g;
};

namespace {

using hillock::face::guarded, hillock::face::input, hillock::face::output, hillock::face::require;

// An array of two halves with its shape.
struct array_of_halves {
  std::size_t size;
  hillock::halves of;

  explicit array_of_halves(const hillock_halves* given) {
    require(given, "of");
    const bool fits = !__builtin_mul_overflow(given->outer, given->length, &size) &&
                      !__builtin_mul_overflow(size, given->inner, &size);
    if (!fits) throw std::invalid_argument("hillock: outer * length * inner is more than there can be");
    if (given->gate != HILLOCK_FIRST && given->gate != HILLOCK_SECOND)
      throw std::invalid_argument("hillock: of.gate is neither HILLOCK_FIRST nor HILLOCK_SECOND");
    of = {{given->outer, given->length, given->inner},
          given->gate == HILLOCK_FIRST ? hillock::gate_half::first : hillock::gate_half::second};
  }
};

}  // namespace

extern "C" {

hillock_status hillock_find_gate(const char* name, hillock_gate** result) {
  if (result) *result = nullptr;
  return guarded([&] {
    require(name, "name");
    require(result, "result");
    *result = new hillock_gate{hillock::find_gate(name)};
  });
}

hillock_status hillock_gate_of(const hillock_activation* activation, hillock_gate** result) {
  if (result) *result = nullptr;
  return guarded([&] {
    require(activation, "activation");
    require(result, "result");
    *result = new hillock_gate{hillock::gate(activation->f)};
  });
}

void hillock_release_gate(hillock_gate* gate) { delete gate; }

#define HILLOCK_C_TYPE(suffix, C, T)                                                                         \
  hillock_status hillock_gate_forward_##suffix(const hillock_gate* g, const C* a, const C* b, C* y,          \
                                               size_t n) {                                                   \
    return guarded([&] {                                                                                     \
      require(g, "gate");                                                                                    \
      g->g.forward(input<T>(a, n, "a"), input<T>(b, n, "b"), output<T>(y, n, "y"));                          \
    });                                                                                                      \
  }                                                                                                          \
  hillock_status hillock_gate_backward_##suffix(const hillock_gate* g, const C* a, const C* b, const C* dy,  \
                                                C* da, C* db, size_t n) {                                    \
    return guarded([&] {                                                                                     \
      require(g, "gate");                                                                                    \
      g->g.backward(input<T>(a, n, "a"), input<T>(b, n, "b"), input<T>(dy, n, "dy"), output<T>(da, n, "da"), \
                    output<T>(db, n, "db"));                                                                 \
    });                                                                                                      \
  }                                                                                                          \
  hillock_status hillock_gate_halves_forward_##suffix(const hillock_gate* g, const C* x, C* y,               \
                                                      const hillock_halves* of) {                            \
    return guarded([&] {                                                                                     \
      require(g, "gate");                                                                                    \
      const array_of_halves h(of);                                                                           \
      g->g.forward(input<T>(x, h.size, "x"), output<T>(y, h.size / 2, "y"), h.of);                           \
    });                                                                                                      \
  }                                                                                                          \
  hillock_status hillock_gate_halves_backward_##suffix(const hillock_gate* g, const C* x, const C* dy,       \
                                                       C* dx, const hillock_halves* of) {                    \
    return guarded([&] {                                                                                     \
      require(g, "gate");                                                                                    \
      const array_of_halves h(of);                                                                           \
      g->g.backward(input<T>(x, h.size, "x"), input<T>(dy, h.size / 2, "dy"), output<T>(dx, h.size, "dx"),   \
                    h.of);                                                                                   \
    });                                                                                                      \
  }
HILLOCK_C_TYPE(f32, float, float)
HILLOCK_C_TYPE(f64, double, double)
HILLOCK_C_TYPE(f16, hillock_f16, hillock::f16)
HILLOCK_C_TYPE(bf16, hillock_bf16, hillock::bf16)
#undef HILLOCK_C_TYPE

}  // extern "C"
