// SPDX-License-Identifier: Apache-2.0
// The C interface of losses.
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "face/c_api.hpp"
#include "hillock/loss.hpp"

namespace {

using hillock::face::guarded, hillock::face::input, hillock::face::require;

template <class T>
double cross_entropy(const hillock_cross_entropy& c) {
  std::size_t n = 0;
  if (__builtin_mul_overflow(c.rows, c.classes, &n))
    throw std::invalid_argument("hillock: rows * classes is more than there can be");
  return hillock::softmax_cross_entropy(
      hillock::cross_entropy<T>{input<T>(static_cast<const T*>(c.logits), n, "logits"),
                                input<std::int32_t>(c.labels, c.rows, "labels"),
                                {static_cast<T*>(c.dlogits), c.dlogits ? n : 0},
                                {c.losses, c.losses ? c.rows : 0},
                                c.label_smoothing,
                                {c.class_weights, c.class_weights ? c.classes : 0}});
}

}  // namespace

extern "C" {

hillock_status hillock_softmax_cross_entropy(const hillock_cross_entropy* call, double* mean) {
  return guarded([&] {
    require(call, "call");
    require(mean, "mean");
    if (call->size != sizeof *call) {
      throw std::invalid_argument("hillock: call.size is " + std::to_string(call->size) + ", expected " +
                                  std::to_string(sizeof *call) + ", the size of hillock_cross_entropy");
    }
    switch (call->type) {
      case HILLOCK_F32:
        *mean = cross_entropy<float>(*call);
        return;
      case HILLOCK_F64:
        *mean = cross_entropy<double>(*call);
        return;
      case HILLOCK_F16:
        *mean = cross_entropy<hillock::f16>(*call);
        return;
      case HILLOCK_BF16:
        *mean = cross_entropy<hillock::bf16>(*call);
        return;
    }
    throw std::invalid_argument("hillock: call.type is none of hillock_type");
  });
}

}  // extern "C"
