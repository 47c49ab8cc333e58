// SPDX-License-Identifier: Apache-2.0
// A checked call of a function of rows, cut up into loops over contiguous rows.
#pragma once
#include <algorithm>
#include <cstddef>

#include "face/gather.hpp"
#include "face/masks.hpp"
#include "face/share.hpp"
#include "kernel/task.hpp"

namespace hillock::face {

template <class T>
struct rows_of_call {
  const call<T>& c;
  extent shape;
  masks<T> left;  ///< what is left of it
  bool forward, from_output;
  kernel::loop<T> loop;
  const double* parameters;
  bool reduces;                       ///< one number of y, and of dy, for each row
  T left_out_input, left_out_output;  ///< what an element that is left out counts as, and gives

  void run() const {
    if (shape.length == 0 || (shape.inner == 1 && left.none())) {
      contiguous();
    } else if (shape.inner == 1 && left.only_causal()) {
      causal();
    } else {
      gathered(patches::of_rows(shape, sizeof(T)));
    }
  }

 private:
  void rows(std::size_t first, std::size_t count, std::size_t columns) const {
    const std::size_t at = first * shape.length, result = reduces ? first : at;
    const T* const dy = forward ? nullptr : c.dy.data() + result;
    loop({c.x.data() + at, dy, c.out.data() + (forward ? result : at), count, columns, parameters, nullptr});
  }
  void contiguous() const {
    share<T>(left.rows(), shape.length,
             [&](std::size_t begin, std::size_t end) { rows(begin, end - begin, shape.length); });
  }

  // Of each row the first columns alone: what is left out adds nothing to any sum, so the bits are the same.
  void causal() const {
    share<T>(shape.outer, shape.length, [&](std::size_t begin, std::size_t end) {
      const T nothing = of_nothing();
      for (std::size_t i = begin; i < end; ++i) {
        const std::size_t visible = left.visible(i);
        if (visible > 0) rows(i, 1, visible);
        if (forward && reduces) {
          if (visible == 0) c.out[i] = nothing;
        } else {
          const T rest = forward ? (visible == 0 ? nothing : left_out_output) : T();
          std::fill_n(c.out.data() + i * shape.length + visible, shape.length - visible, rest);
        }
      }
    });
  }
  // What a row with nothing left gives.
  T of_nothing() const {
    if (!forward) return T();
    if (c.empty_rows_are_zero && !reduces) return left_out_output;
    T one = left_out_input;
    loop({&one, nullptr, &one, 1, 1, parameters, nullptr});
    return one;
  }

  // Patches are copied together, what is left out of them replaced.
  void gathered(const patches& p) const {
    gather_buffers<T> buffers(forward || reduces ? 1 : 2, p.largest(),
                              std::min<std::size_t>(threads(), p.count()));
    share<T>(p.count(), p.largest(), [&](std::size_t begin, std::size_t end) {
      const auto lent = buffers.lend();
      for (std::size_t i = begin; i < end; ++i) one(p.at(i), lent.x(), lent.dy());
    });
  }
  void one(const patch& p, T* x, T* dy) const {
    const std::size_t part = shape.length * shape.inner,
                      first = p.offset / part * shape.inner + p.offset % shape.inner;
    p.copy(c.x.data(), x);
    if (dy) p.copy(c.dy.data(), dy);
    if (!left.none()) leave_out(p, first, x, dy);
    const T* const gradient = forward || !reduces ? dy : c.dy.data() + first;
    if (forward && reduces)
      return loop({x, nullptr, c.out.data() + first, p.lines, p.positions, parameters, nullptr});
    loop({x, gradient, x, p.lines, p.positions, parameters, nullptr});
    if (!left.none()) put_left_out(p, first, x);
    p.copy_back(x, c.out.data());
  }
  void leave_out(const patch& p, std::size_t first, T* x, T* dy) const {
    p.visit_places([&](std::size_t i, std::size_t j) {
      const std::size_t from = p.from(i, j), to = i * p.positions + j;
      if (left.keeps(from, first + i, j)) {
        if (!from_output) x[to] = left.sum(x[to], from);
        return;
      }
      x[to] = from_output ? left_out_output : left_out_input;
      if (dy) dy[to] = T();
    });
  }
  void put_left_out(const patch& p, std::size_t first, T* out) const {
    for (std::size_t i = 0; i < p.lines; ++i) {
      bool any = !forward || c.empty_rows_are_zero;  // else what the loop made of a row with nothing left
      for (std::size_t j = 0; j < p.positions && !any; ++j) any = left.keeps(p.from(i, j), first + i, j);
      for (std::size_t j = 0; j < p.positions && any; ++j) {
        if (!left.keeps(p.from(i, j), first + i, j))
          out[i * p.positions + j] = forward ? left_out_output : T();
      }
    }
  }
};

}  // namespace hillock::face
