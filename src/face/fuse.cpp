// SPDX-License-Identifier: Apache-2.0
#include "face/fuse.hpp"

#include <algorithm>
#include <string>

#include "face/checks.hpp"
#include "face/gather.hpp"
#include "face/share.hpp"
#include "hillock/card.hpp"

namespace hillock::face {

namespace {

// Elements of one piece: four arrays of them fit the first cache.
constexpr std::size_t piece_size = 1024;

template <class T>
class pieces {
 public:
  pieces(const fused_call<T>& f, const isa::table& path)
      : f_(f), c_(f.c), arithmetic_(path.arithmetic->of<T>()) {}

  /// Elements begin … end of the array.
  void run(std::size_t begin, std::size_t end) const {
    for (std::size_t at = begin; at < end; at += piece_size) one(at, std::min(piece_size, end - at));
  }

 private:
  void one(std::size_t at, std::size_t n) const {
    alignas(64) T bias[piece_size], x[piece_size], dy[piece_size];
    const T* input = c_.x.data() + at;
    const T* gradient = c_.dy.empty() ? nullptr : c_.dy.data() + at;
    if (!c_.bias.empty()) {
      each_channel(at, n, [&](std::size_t i, std::size_t count, std::size_t channel) {
        if (f_.shape.inner == 1)
          std::copy_n(c_.bias.data() + channel, count, bias + i);
        else
          std::fill_n(bias + i, count, c_.bias[channel]);
      });
      arithmetic_.add(input, bias, x, n);
      input = x;
    }
    const T* const factor = c_.factor.empty() ? nullptr : c_.factor.data() + at;
    if (factor && gradient) {
      arithmetic_.multiply(gradient, factor, dy, n);
      gradient = dy;
    }
    const bool then_multiply = factor && !gradient;
    apply(input, gradient, then_multiply ? x : c_.out.data() + at, at, n);
    if (then_multiply) arithmetic_.multiply(x, factor, c_.out.data() + at, n);
  }

  void apply(const T* x, const T* dy, T* out, std::size_t at, std::size_t n) const {
    if (f_.parameter_stride == 0) return f_.loop({x, dy, out, 1, n, f_.parameters, f_.kernels});
    each_channel(at, n, [&](std::size_t i, std::size_t count, std::size_t channel) {
      for (std::size_t j = i; j < i + count; j += f_.shape.inner == 1 ? 1 : count) {
        const double* const own = f_.parameters + (channel + j - i) % f_.shape.length * f_.parameter_stride;
        f_.loop({x + j, dy ? dy + j : nullptr, out + j, 1, f_.shape.inner == 1 ? 1 : count, own, f_.kernels});
      }
    });
  }

  // use(i, count, channel) for runs of the n elements from `at` on: of one channel, or, where each element
  // has the next one, of neighbouring channels.
  template <class Use>
  void each_channel(std::size_t at, std::size_t n, const Use& use) const {
    const std::size_t inner = f_.shape.inner, length = f_.shape.length;
    for (std::size_t i = 0; i < n;) {
      const std::size_t channel = (at + i) / inner % length;
      const std::size_t left = inner == 1 ? length - channel : inner - (at + i) % inner;
      const std::size_t count = std::min(left, n - i);
      use(i, count, channel);
      i += count;
    }
  }

  const fused_call<T>& f_;
  const call<T>& c_;
  const kernel::arithmetic_loops<T>& arithmetic_;
};

}  // namespace

template <class T>
void check_fused(const card& about, operation what, const call<T>& c, const extent& shape,
                 std::string_view out) {
  if (c.bias.empty() && c.factor.empty()) return;
  if (about.of_rows)
    refuse(std::string(about.name) + " acts on rows: bias and factor are of functions of single elements");
  if (!c.bias.empty()) {
    if (what == operation::backward_from_output)
      refuse("bias is added to an input, and backward from the output has none");
    if (c.bias.size() != shape.length) {
      refuse("bias has " + std::to_string(c.bias.size()) + " elements, expected one for each of " +
             std::to_string(shape.length) + " channels");
    }
    apart("bias", c.bias, out, c.out);
  }
  if (!c.factor.empty()) {
    same_size("x", c.x.size(), "factor", c.factor.size());
    same_or_apart<T>("factor", c.factor, out, c.out);
  }
}

template <class T>
void compute_fused(const fused_call<T>& f, const isa::table& path) {
  const pieces<T> all(f, path);
  share<T>(f.c.x.size(), 1, [&](std::size_t begin, std::size_t end) { all.run(begin, end); });
}

#define HILLOCK_FUSED(T)                                                                                 \
  template void check_fused<T>(const card&, operation, const call<T>&, const extent&, std::string_view); \
  template void compute_fused<T>(const fused_call<T>&, const isa::table&);
HILLOCK_FUSED(float)
HILLOCK_FUSED(double)
HILLOCK_FUSED(f16)
HILLOCK_FUSED(bf16)
#undef HILLOCK_FUSED

}  // namespace hillock::face
