// SPDX-License-Identifier: Apache-2.0
// The public face: sizes checked at the edge, then one call through the active table. Names and parameters
// are in names.cpp.
#include "hillock/activation.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <stdexcept>

#include "base/environment.hpp"
#include "face/choice.hpp"
#include "face/parallel.hpp"
#include "face/registry.hpp"

namespace hillock {

namespace {

[[noreturn]] void refuse(const std::string& message) { throw std::invalid_argument("hillock: " + message); }

void same_size(std::string_view a, std::size_t n, std::string_view b, std::size_t m) {
  if (n == m) return;
  refuse(std::string(a) + " has " + std::to_string(n) + " elements, " + std::string(b) + " has " +
         std::to_string(m));
}

// Kernels read an element before they write it, and no other: in place is right, shifted is not.
template <class T>
void same_or_apart(std::string_view a, std::span<const T> in, std::string_view b, std::span<T> out) {
  const auto from = reinterpret_cast<std::uintptr_t>(in.data()),
             to = reinterpret_cast<std::uintptr_t>(out.data());
  const std::uintptr_t distance = from < to ? to - from : from - to;
  if (distance == 0 || distance >= out.size_bytes()) return;
  refuse(std::string(a) + " and " + std::string(b) + " overlap, " + std::to_string(distance) +
         " bytes apart: they must be the same elements or have none in common");
}

// How a call is laid out: elementwise functions see one long row.
struct layout {
  std::size_t rows, columns;
};

layout layout_of(const card& about, std::size_t n, std::size_t columns) {
  if (!about.of_rows) return {1, n};
  if (columns == 0) columns = n;
  if (n == 0) return {0, columns};
  if (n % columns != 0) {
    refuse(std::string(about.name) + ": " + std::to_string(n) + " elements are not whole rows of " +
           std::to_string(columns) + " columns");
  }
  return {n / columns, columns};
}

// From about 256 KiB per thread on, waking a second thread pays.
constexpr std::size_t grain_bytes = std::size_t{1} << 18;

// Arrays far beyond the caches are cut into one piece per thread, so that the loop sees how large they are
// and writes past the caches.
std::size_t grain_of(std::size_t n, std::size_t element_bytes) {
  const std::size_t usual = grain_bytes / element_bytes;
  if (n < 64 * usual) return usual;
  return std::max(usual, n / hillock::threads() / usual * usual);
}

// Runs compute(offset, rows, columns) over chunks: elements for elementwise functions, whole rows for
// functions of rows.
template <class T, class Kernel>
void run(const card& about, layout l, const Kernel& compute) {
  if (l.rows == 0 || l.columns == 0) return;
  if (!about.of_rows) {
    face::parallel_chunks(l.columns, grain_of(l.columns, sizeof(T)), [&](std::size_t begin, std::size_t end) {
      const standard_environment environment;
      compute(begin, std::size_t{1}, end - begin);
    });
  } else {
    const std::size_t grain = std::max<std::size_t>(1, grain_bytes / sizeof(T) / l.columns);
    face::parallel_chunks(l.rows, grain, [&](std::size_t begin, std::size_t end) {
      const standard_environment environment;
      compute(begin * l.columns, end - begin, l.columns);
    });
  }
}

template <class T>
const kernel::entry_points<T>& entry_of(const detail::function& f) {
  return face::active().entry_of(f.index).template of<T>();
}

}  // namespace

activation::activation() noexcept : activation(face::functions[0]) {}

activation::activation(const detail::function& f) noexcept : function_(&f), parameters_{} {
  for (std::size_t i = 0; i < f.about->parameters.size(); ++i)
    parameters_[i] = f.about->parameters[i].standard;
}

const card& activation::card() const noexcept { return *function_->about; }

namespace {

static_assert(face::functions[0].about->name == "identity", "what activation() is");

using parameter_bits = std::array<std::uint64_t, max_parameters>;

}  // namespace

bool operator==(const activation& a, const activation& b) noexcept {
  return a.function_ == b.function_ &&
         std::bit_cast<parameter_bits>(a.parameters_) == std::bit_cast<parameter_bits>(b.parameters_);
}

// Never destroyed: calls from destructors of other objects find it at the process's end.
const std::vector<activation>& all() {
  static const std::vector<activation>& list = *[] {
    auto* const result = new std::vector<activation>;
    for (const detail::function& f : face::functions) result->emplace_back(f);
    return result;
  }();
  return list;
}

bool activation::has_backward_from_output() const noexcept {
  return face::functions[function_->index].has_backward_from_output(parameters_);
}

// The four element types share these; the overloads below only fix T.
namespace {

template <class T>
void forward_any(const detail::function& f, const double* parameters, std::span<const T> x, std::span<T> y,
                 std::size_t columns) {
  same_size("x", x.size(), "y", y.size());
  same_or_apart<T>("x", x, "y", y);
  const layout l = layout_of(*f.about, x.size(), columns);
  const auto compute = entry_of<T>(f).forward;
  run<T>(*f.about, l, [&](std::size_t at, std::size_t r, std::size_t c) {
    compute({x.data() + at, nullptr, y.data() + at, r, c, parameters});
  });
}

template <class T>
void slope_any(const detail::function& f, const double* parameters, std::span<const T> x, std::span<T> d) {
  same_size("x", x.size(), "d", d.size());
  same_or_apart<T>("x", x, "d", d);
  const auto compute = entry_of<T>(f).slope;
  if (!compute)
    refuse(std::string(f.about->name) + " acts on rows: its derivative is a matrix, use backward");
  run<T>(*f.about, {1, x.size()}, [&](std::size_t at, std::size_t r, std::size_t c) {
    compute({x.data() + at, nullptr, d.data() + at, r, c, parameters});
  });
}

template <class T>
void backward_any(const detail::function& f, kernel::loop<T> compute, const double* parameters,
                  std::string_view name, std::span<const T> x, std::span<const T> dy, std::span<T> dx,
                  std::size_t columns) {
  same_size(name, x.size(), "dy", dy.size());
  same_size(name, x.size(), "dx", dx.size());
  same_or_apart<T>(name, x, "dx", dx);
  same_or_apart<T>("dy", dy, "dx", dx);
  const layout l = layout_of(*f.about, x.size(), columns);
  run<T>(*f.about, l, [&](std::size_t at, std::size_t r, std::size_t c) {
    compute({x.data() + at, dy.data() + at, dx.data() + at, r, c, parameters});
  });
}

template <class T>
T value_of(const activation& f, T x) {
  if (f.card().of_rows) refuse(std::string(f.card().name) + " acts on rows: give it a row, not one number");
  f.forward(std::span<T>(&x, 1));
  return x;
}

template <class T>
std::vector<T> vector_of(const activation& f, std::span<const T> x, std::size_t columns) {
  std::vector<T> y(x.size());
  f.forward(x, std::span<T>(y), columns);
  return y;
}

}  // namespace

#define HILLOCK_OVERLOADS(T)                                                                                 \
  void activation::forward(std::span<const T> x, std::span<T> y, std::size_t columns) const {                \
    forward_any<T>(*function_, parameters_, x, y, columns);                                                  \
  }                                                                                                          \
  void activation::forward(std::span<T> x, std::size_t columns) const {                                      \
    forward_any<T>(*function_, parameters_, x, x, columns);                                                  \
  }                                                                                                          \
  std::vector<T> activation::operator()(std::span<const T> x, std::size_t columns) const {                   \
    return vector_of<T>(*this, x, columns);                                                                  \
  }                                                                                                          \
  T activation::operator()(T x) const { return value_of<T>(*this, x); }                                      \
  void activation::slope(std::span<const T> x, std::span<T> d) const {                                       \
    slope_any<T>(*function_, parameters_, x, d);                                                             \
  }                                                                                                          \
  void activation::backward(std::span<const T> x, std::span<const T> dy, std::span<T> dx,                    \
                            std::size_t columns) const {                                                     \
    backward_any<T>(*function_, entry_of<T>(*function_).backward, parameters_, "x", x, dy, dx, columns);     \
  }                                                                                                          \
  void activation::backward_from_output(std::span<const T> y, std::span<const T> dy, std::span<T> dx,        \
                                        std::size_t columns) const {                                         \
    if (!has_backward_from_output()) refuse(to_string() + " has no backward from the output; use backward"); \
    backward_any<T>(*function_, entry_of<T>(*function_).backward_from_output, parameters_, "y", y, dy, dx,   \
                    columns);                                                                                \
  }
HILLOCK_OVERLOADS(float)
HILLOCK_OVERLOADS(double)
HILLOCK_OVERLOADS(f16)
HILLOCK_OVERLOADS(bf16)
#undef HILLOCK_OVERLOADS

}  // namespace hillock

std::size_t std::hash<hillock::activation>::operator()(const hillock::activation& f) const noexcept {
  auto hash = reinterpret_cast<std::uintptr_t>(f.function_);
  for (const std::uint64_t bits : std::bit_cast<hillock::parameter_bits>(f.parameters_))
    hash = (hash ^ bits) * 0x9e3779b97f4a7c15;  // 2^64 / golden ratio, odd: spreads the bits (Knuth 1973)
  return hash ^ hash >> 32;
}
