// SPDX-License-Identifier: Apache-2.0
#include "face/compute.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "face/checks.hpp"
#include "face/choice.hpp"
#include "face/fuse.hpp"
#include "face/gather.hpp"
#include "face/kernels.hpp"
#include "face/refuse.hpp"
#include "face/share.hpp"
#include "hillock/runtime.hpp"

namespace hillock::face {

namespace {

// What the caller's arrays are called in messages.
struct names {
  std::string_view x, out;
};
names names_for(operation what) {
  switch (what) {
    case operation::forward:
      return {"x", "y"};
    case operation::slope:
      return {"x", "d"};
    case operation::backward:
      return {"x", "dx"};
    case operation::backward_from_output:
      break;
  }
  return {"y", "dx"};
}

bool is_backward(operation what) {
  return what == operation::backward || what == operation::backward_from_output;
}

void check_parameters(const detail::function& f, operation what, std::span<const double> given,
                      std::size_t channels) {
  const card& about = *f.about;
  if (given.empty()) return;
  const std::size_t each = about.parameters.size();
  if (about.of_rows || each == 0) refuse(std::string(about.name) + " has no parameters for each channel");
  if (channels > given.size() || given.size() != channels * each) {
    refuse(std::string(about.name) + ": " + std::to_string(given.size()) + " parameters for " +
           std::to_string(channels) + " channels, expected " + std::to_string(each) + " for each");
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    check_value(about, about.parameters[i % each], given[i], " of channel " + std::to_string(i / each));
  }
  for (std::size_t i = 0; i < channels && what == operation::backward_from_output; ++i) {
    if (!f.has_backward_from_output(&given[i * each])) {
      refuse(std::string(about.name) + " has no backward from the output with the parameters of channel " +
             std::to_string(i) + "; use backward");
    }
  }
}

// One call that has passed its checks.
template <class T>
struct checked {
  const call<T>& c;
  extent shape;
  operation what;
  kernel::loop<T> loop;
  const double* parameters;
  std::size_t parameter_stride;  // from one channel to the next
  const kernel::block_kernels* kernels;
  bool of_rows;
  T masked_input, masked_output;

  const T* dy_at(std::size_t i) const { return c.dy.empty() ? nullptr : c.dy.data() + i; }
  void run(std::size_t at, std::size_t rows, std::size_t columns, const double* p) const {
    loop({c.x.data() + at, dy_at(at), c.out.data() + at, rows, columns, p, kernels});
  }

  // One array, or whole rows of neighbouring elements.
  void contiguous() const {
    if (!of_rows) {
      share<T>(c.x.size(), 1,
               [&](std::size_t begin, std::size_t end) { run(begin, 1, end - begin, parameters); });
    } else {
      share<T>(shape.outer, shape.length, [&](std::size_t begin, std::size_t end) {
        run(begin * shape.length, end - begin, shape.length, parameters);
      });
    }
  }

  // A channel's neighbours are enough for a call of their own.
  void by_channel() const {
    if (shape.inner * sizeof(T) >= 2 * grain_bytes) {  // and for several threads
      for (std::size_t i = 0; i < shape.outer * shape.length; ++i) {
        share<T>(shape.inner, 1, [&](std::size_t begin, std::size_t end) {
          run(i * shape.inner + begin, 1, end - begin, parameters + i % shape.length * parameter_stride);
        });
      }
      return;
    }
    share<T>(shape.outer * shape.length, shape.inner, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        run(i * shape.inner, 1, shape.inner, parameters + i % shape.length * parameter_stride);
    });
  }

  // Elements that belong together stand apart: patches of them are copied together.
  void gathered(const patches& p) const {
    gather_buffers<T> buffers(is_backward(what) ? 2 : 1, p.largest(),
                              std::min<std::size_t>(threads(), p.count()));
    share<T>(p.count(), p.largest(), [&](std::size_t begin, std::size_t end) {
      const auto lent = buffers.lend();
      for (std::size_t i = begin; i < end; ++i) one(p.at(i), lent.x(), lent.dy());
    });
  }

 private:
  void one(const patch& p, T* x, T* dy) const {
    p.copy(c.x.data(), x);
    if (dy) p.copy(c.dy.data(), dy);
    if (!c.mask.empty()) leave_out(p, x, dy);
    if (parameter_stride == 0) {
      loop({x, dy, x, p.lines, p.positions, parameters, kernels});
    } else {
      for (std::size_t i = 0; i < p.lines; ++i) {
        const std::size_t channel = (p.offset + i * p.line_stride) / shape.inner % shape.length;
        const std::size_t at = i * p.positions;
        loop({x + at, dy ? dy + at : nullptr, x + at, 1, p.positions, parameters + channel * parameter_stride,
              kernels});
      }
    }
    if (!c.mask.empty()) put_left_out(p, x);
    p.copy_back(x, c.out.data());
  }
  void leave_out(const patch& p, T* x, T* dy) const {
    p.visit([&](std::size_t from, std::size_t to) {
      if (c.mask[from]) return;
      x[to] = what == operation::backward_from_output ? masked_output : masked_input;
      if (dy) dy[to] = T();
    });
  }
  void put_left_out(const patch& p, T* out) const {
    for (std::size_t i = 0; i < p.lines; ++i) {
      bool any = false;
      for (std::size_t j = 0; j < p.positions; ++j) any |= c.mask[p.from(i, j)] != 0;
      if (!any && !is_backward(what)) continue;  // NaN
      for (std::size_t j = 0; j < p.positions; ++j) {
        if (!c.mask[p.from(i, j)]) out[i * p.positions + j] = is_backward(what) ? T() : masked_output;
      }
    }
  }
};

template <class T>
kernel::loop<T> loop_for(const detail::function& f, const isa::table& path, operation what) {
  const kernel::entry_points<T>& e = (f.made ? *path.made : path.entry_of(f.index)).template of<T>();
  switch (what) {
    case operation::forward:
      return e.forward;
    case operation::slope:
      return e.slope;
    case operation::backward:
      return e.backward;
    case operation::backward_from_output:
      break;
  }
  return e.backward_from_output;
}

}  // namespace

template <class T>
void compute(const detail::function& f, const double* parameters, operation what, const call<T>& c) {
  const card& about = *f.about;
  const auto [x, out] = names_for(what);
  if (is_backward(what))
    same_size(x, c.x.size(), "dy", c.dy.size());
  else if (!c.dy.empty())
    refuse("dy is of the backward operations, forward and slope take none");
  same_size(x, c.x.size(), out, c.out.size());
  same_or_apart<T>(x, c.x, out, c.out);
  if (is_backward(what)) same_or_apart<T>("dy", c.dy, out, c.out);
  const extent shape = shape_of(c.shape, c.x.size(), x);
  check_parameters(f, what, c.parameters, shape.length);
  if (!c.mask.empty()) {
    if (!about.of_rows)
      refuse(std::string(about.name) + " acts on single elements: a mask is of functions of rows");
    same_size(x, c.x.size(), "mask", c.mask.size());
  }
  apart("parameters", c.parameters, out, c.out);
  apart("mask", c.mask, out, c.out);
  check_fused<T>(about, what, c, shape, out);
  const isa::table& path = active();
  const kernel::loop<T> loop = loop_for<T>(f, path, what);
  if (!loop) refuse(std::string(about.name) + " acts on rows: its derivative is a matrix, use backward");
  if (c.x.empty()) return;

  constexpr float inf = std::numeric_limits<float>::infinity();
  const bool own = c.parameters.empty();
  const checked<T> call{c,
                        shape,
                        what,
                        loop,
                        own ? parameters : c.parameters.data(),
                        own ? 0 : about.parameters.size(),
                        about.of_rows ? nullptr : kernels_of(f, path),
                        about.of_rows,
                        static_cast<T>(-inf),
                        static_cast<T>(static_cast<float>(about.range.low))};
  if (!c.bias.empty() || !c.factor.empty()) {
    return compute_fused<T>({c, shape, what, loop, call.parameters, call.parameter_stride, call.kernels},
                            path);
  }
  if (about.of_rows ? shape.inner == 1 && c.mask.empty() : own) return call.contiguous();
  if (about.of_rows) return call.gathered(patches::of_rows(shape, sizeof(T)));
  if (shape.inner >= neighbours_enough) return call.by_channel();
  call.gathered(patches::of_channels(shape, sizeof(T)));
}

template void compute<float>(const detail::function&, const double*, operation, const call<float>&);
template void compute<double>(const detail::function&, const double*, operation, const call<double>&);
template void compute<f16>(const detail::function&, const double*, operation, const call<f16>&);
template void compute<bf16>(const detail::function&, const double*, operation, const call<bf16>&);

}  // namespace hillock::face
