// SPDX-License-Identifier: Apache-2.0
// The public face of gates: their checks, and from one call to loops, on as many threads as pay. Names are in
// gate_names.cpp.
#include "hillock/gate.hpp"

#include <algorithm>

#include "face/checks.hpp"
#include "face/choice.hpp"
#include "face/kernels.hpp"
#include "face/refuse.hpp"
#include "face/share.hpp"
#include "kernel/gate_task.hpp"

namespace hillock {

namespace face {

namespace {

/// An activation, taken apart.
struct activation_parts {
  const detail::function& function;
  const double* parameters;
};

template <class T>
void compute(const activation_parts& f, const kernel::gate_task<T>& whole) {
  const isa::table& path = active();
  const kernel::gate_loops<T>& loops = path.gates->of<T>();
  const auto loop = whole.dy ? loops.backward : loops.forward;
  const auto run = [&](std::size_t row, std::size_t column, std::size_t rows, std::size_t columns) {
    kernel::gate_task<T> t = whole;
    const std::size_t operand = row * t.stride + column, result = row * t.columns + column;
    t.a += operand, t.b += operand, t.first += t.dy ? operand : result;
    if (t.dy) t.dy += result, t.db += operand;
    t.rows = rows, t.columns = columns;
    t.parameters = f.parameters, t.kernels = kernels_of(f.function, path);
    loop(t);
  };
  // Chunks begin and end anywhere: the rest of a row, whole rows, the beginning of one.
  share<T>(whole.rows * whole.columns, 1, [&](std::size_t begin, std::size_t end) {
    while (begin < end) {
      const std::size_t row = begin / whole.columns, column = begin % whole.columns, left = end - begin;
      const std::size_t rows = column == 0 ? left / whole.columns : 0;
      const std::size_t part = std::min(left, whole.columns - column);
      rows > 0 ? run(row, 0, rows, whole.columns) : run(row, column, 1, part);
      begin += rows > 0 ? rows * whole.columns : part;
    }
  });
}

template <class T>
void forward(const activation_parts& f, std::span<const T> a, std::span<const T> b, std::span<T> y) {
  same_size("a", a.size(), "b", b.size());
  same_size("a", a.size(), "y", y.size());
  same_or_apart<T>("a", a, "y", y);
  same_or_apart<T>("b", b, "y", y);
  compute<T>(f, {a.data(), b.data(), nullptr, y.data(), nullptr, 1, a.size(), a.size(), nullptr, nullptr});
}

template <class T>
void backward(const activation_parts& f, std::span<const T> a, std::span<const T> b, std::span<const T> dy,
              std::span<T> da, std::span<T> db) {
  same_size("a", a.size(), "b", b.size());
  same_size("a", a.size(), "dy", dy.size());
  same_size("a", a.size(), "da", da.size());
  same_size("a", a.size(), "db", db.size());
  for (const auto& [name, out] : {std::pair("da", da), std::pair("db", db)}) {
    same_or_apart<T>("a", a, name, out);
    same_or_apart<T>("b", b, name, out);
    same_or_apart<T>("dy", dy, name, out);
  }
  apart("da", std::span<const T>(da), "db", db);
  compute<T>(f,
             {a.data(), b.data(), dy.data(), da.data(), db.data(), 1, a.size(), a.size(), nullptr, nullptr});
}

/// Rows of two halves.
struct rows_of_halves {
  std::size_t rows, half, a, b;  ///< how many rows; elements of half of one; where each begins in it
};

rows_of_halves halves_of(const halves& of, std::size_t n) {
  const extent shape = shape_of(of.shape, n, "x");
  if (shape.length % 2 != 0) {
    refuse("halves of a row of " + std::to_string(shape.length) +
           " elements: expected an even number, a and b in one");
  }
  const std::size_t half = shape.length / 2 * shape.inner;
  const bool first = of.gate == gate_half::first;
  return {shape.outer, half, first ? half : 0, first ? 0 : half};
}

void half_size(std::size_t n, std::string_view y, std::size_t m) {
  if (n == 2 * m) return;
  refuse("x has " + std::to_string(n) + " elements, " + std::string(y) + " has " + std::to_string(m) +
         ": expected half as many");
}

/// What is read and written in halves: in one row it may be one of them, else it must be apart.
template <class T>
void half_or_apart(std::string_view whole, std::span<const T> x, std::string_view half, std::span<T> y,
                   std::size_t rows) {
  if (rows == 1 && (y.data() == x.data() || y.data() == x.data() + y.size())) return;
  apart(whole, x, half, y);
}

template <class T>
void forward(const activation_parts& f, std::span<const T> x, std::span<T> y, const halves& of) {
  const rows_of_halves r = halves_of(of, x.size());
  half_size(x.size(), "y", y.size());
  half_or_apart<T>("x", x, "y", y, r.rows);
  if (x.empty()) return;
  compute<T>(f, {x.data() + r.a, x.data() + r.b, nullptr, y.data(), nullptr, r.rows, r.half, 2 * r.half,
                 nullptr, nullptr});
}

template <class T>
void backward(const activation_parts& f, std::span<const T> x, std::span<const T> dy, std::span<T> dx,
              const halves& of) {
  const rows_of_halves r = halves_of(of, x.size());
  half_size(x.size(), "dy", dy.size());
  same_size("x", x.size(), "dx", dx.size());
  same_or_apart<T>("x", x, "dx", dx);
  if (r.rows != 1 || (dy.data() != dx.data() && dy.data() != dx.data() + dy.size()))
    apart("dy", dy, "dx", dx);
  if (x.empty()) return;
  compute<T>(f, {x.data() + r.a, x.data() + r.b, dy.data(), dx.data() + r.a, dx.data() + r.b, r.rows, r.half,
                 2 * r.half, nullptr, nullptr});
}

}  // namespace

}  // namespace face

// The four element types share these; the overloads only fix T.
#define HILLOCK_OVERLOADS(T)                                                                              \
  void gate::forward(std::span<const T> a, std::span<const T> b, std::span<T> y) const {                  \
    face::forward<T>({*function_.function_, function_.parameters_}, a, b, y);                             \
  }                                                                                                       \
  void gate::backward(std::span<const T> a, std::span<const T> b, std::span<const T> dy, std::span<T> da, \
                      std::span<T> db) const {                                                            \
    face::backward<T>({*function_.function_, function_.parameters_}, a, b, dy, da, db);                   \
  }                                                                                                       \
  void gate::forward(std::span<const T> x, std::span<T> y, const halves& of) const {                      \
    face::forward<T>({*function_.function_, function_.parameters_}, x, y, of);                            \
  }                                                                                                       \
  void gate::backward(std::span<const T> x, std::span<const T> dy, std::span<T> dx, const halves& of)     \
      const {                                                                                             \
    face::backward<T>({*function_.function_, function_.parameters_}, x, dy, dx, of);                      \
  }
HILLOCK_OVERLOADS(float)
HILLOCK_OVERLOADS(double)
HILLOCK_OVERLOADS(f16)
HILLOCK_OVERLOADS(bf16)
#undef HILLOCK_OVERLOADS

}  // namespace hillock
