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
#include "face/masks.hpp"
#include "face/refuse.hpp"
#include "face/rows.hpp"
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

  const T* dy_at(std::size_t i) const { return c.dy.empty() ? nullptr : c.dy.data() + i; }
  void run(std::size_t at, std::size_t count, const double* p) const {
    loop({c.x.data() + at, dy_at(at), c.out.data() + at, 1, count, p, kernels});
  }

  void contiguous() const {
    share<T>(c.x.size(), 1, [&](std::size_t begin, std::size_t end) { run(begin, end - begin, parameters); });
  }

  // A channel's neighbours are enough for a call of their own.
  void by_channel() const {
    if (shape.inner * sizeof(T) >= 2 * grain_bytes) {  // and for several threads
      for (std::size_t i = 0; i < shape.outer * shape.length; ++i) {
        share<T>(shape.inner, 1, [&](std::size_t begin, std::size_t end) {
          run(i * shape.inner + begin, end - begin, parameters + i % shape.length * parameter_stride);
        });
      }
      return;
    }
    share<T>(shape.outer * shape.length, shape.inner, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        run(i * shape.inner, shape.inner, parameters + i % shape.length * parameter_stride);
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
    for (std::size_t i = 0; i < p.lines; ++i) {
      const std::size_t channel = (p.offset + i * p.line_stride) / shape.inner % shape.length;
      const std::size_t at = i * p.positions;
      loop({x + at, dy ? dy + at : nullptr, x + at, 1, p.positions, parameters + channel * parameter_stride,
            kernels});
    }
    p.copy_back(x, c.out.data());
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

// The arrays have the size that they should have, and overlap no further than is allowed. Of functions that
// make one number of a row, y and dy have as many as there are rows.
template <class T>
void check_arrays(const card& about, operation what, const call<T>& c, const extent& shape) {
  const auto [x, out] = names_for(what);
  const bool backward = is_backward(what);
  if (!backward && !c.dy.empty()) refuse("dy is of the backward operations, forward and slope take none");
  if (!about.reduces) {
    if (backward) same_size(x, c.x.size(), "dy", c.dy.size());
    same_size(x, c.x.size(), out, c.out.size());
    same_or_apart<T>(x, c.x, out, c.out);
    if (backward) same_or_apart<T>("dy", c.dy, out, c.out);
    return;
  }
  const auto each_row = [&](std::string_view name, std::size_t size) {
    const std::size_t rows = shape.outer * shape.inner;
    if (size == rows || (size == 0 && c.x.empty())) return;
    refuse(std::string(name) + " has " + std::to_string(size) + " elements, expected one for each of the " +
           std::to_string(rows) + " rows: " + std::string(about.name) + " makes one number of a row");
  };
  if (backward) {
    each_row("dy", c.dy.size());
    same_size(x, c.x.size(), out, c.out.size());
    same_or_apart<T>(x, c.x, out, c.out);
    apart("dy", c.dy, out, c.out);
  } else {
    each_row(out, c.out.size());
    apart(x, c.x, out, c.out);
  }
}

}  // namespace

template <class T>
void compute(const detail::function& f, const double* parameters, operation what, const call<T>& c) {
  const card& about = *f.about;
  const auto [x, out] = names_for(what);
  const extent shape = shape_of(c.shape, c.x.size(), x);
  check_arrays(about, what, c, shape);
  check_parameters(f, what, c.parameters, shape.length);
  const masks<T> left{c, shape};
  left.check(about.name, about.of_rows, x, out);
  apart("parameters", c.parameters, out, c.out);
  check_fused<T>(about, what, c, shape, out);
  const isa::table& path = active();
  const kernel::loop<T> loop = loop_for<T>(f, path, what);
  if (!loop) refuse(std::string(about.name) + " acts on rows: its derivative is a matrix, use backward");
  if (c.x.empty() && (!about.reduces || c.out.empty())) return;

  if (about.of_rows) {
    constexpr float inf = std::numeric_limits<float>::infinity();
    return rows_of_call<T>{c,
                           shape,
                           left,
                           what == operation::forward,
                           what == operation::backward_from_output,
                           loop,
                           parameters,
                           about.reduces,
                           static_cast<T>(f.negates ? inf : -inf),
                           static_cast<T>(static_cast<float>(about.range.low))}
        .run();
  }
  const bool own = c.parameters.empty();
  const checked<T> call{c,
                        shape,
                        what,
                        loop,
                        own ? parameters : c.parameters.data(),
                        own ? 0 : about.parameters.size(),
                        kernels_of(f, path)};
  if (!c.bias.empty() || !c.factor.empty()) {
    return compute_fused<T>({c, shape, what, loop, call.parameters, call.parameter_stride, call.kernels},
                            path);
  }
  if (own) return call.contiguous();
  if (shape.inner >= neighbours_enough) return call.by_channel();
  call.gathered(patches::of_channels(shape, sizeof(T)));
}

template void compute<float>(const detail::function&, const double*, operation, const call<float>&);
template void compute<double>(const detail::function&, const double*, operation, const call<double>&);
template void compute<f16>(const detail::function&, const double*, operation, const call<f16>&);
template void compute<bf16>(const detail::function&, const double*, operation, const call<bf16>&);

}  // namespace hillock::face
