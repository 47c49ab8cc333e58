// SPDX-License-Identifier: Apache-2.0
// The public face: the simple calls, each as one that is described whole (compute.cpp). Names and parameters
// are in names.cpp.
#include "hillock/activation.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <utility>

#include "face/compute.hpp"
#include "face/refuse.hpp"
#include "face/registry.hpp"

namespace hillock {

namespace {

using face::refuse;

// Rows of `columns` elements, 0 meaning one; elementwise functions see one long row.
extent shape_of(const card& about, std::size_t n, std::size_t columns) {
  if (!about.of_rows || n == 0) return {};
  if (columns == 0) columns = n;
  if (n % columns != 0) {
    refuse(std::string(about.name) + ": " + std::to_string(n) + " elements are not whole rows of " +
           std::to_string(columns) + " columns");
  }
  return {n / columns, columns, 1};
}

}  // namespace

activation::activation() noexcept : activation(face::functions[0]) {}

activation::activation(const detail::function& f) noexcept
    : activation(std::shared_ptr<const detail::function>(std::shared_ptr<void>(), &f)) {}

activation::activation(std::shared_ptr<const detail::function> f) noexcept
    : function_(std::move(f)), parameters_{} {
  for (std::size_t i = 0; i < function_->about->parameters.size(); ++i)
    parameters_[i] = function_->about->parameters[i].standard;
}

const card& activation::card() const noexcept { return *function_->about; }

namespace {

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
  return function_->has_backward_from_output(parameters_);
}

// The four element types share these; the overloads below only fix T.
namespace {

template <class T>
T value_of(const activation& f, T x) {
  if (f.card().of_rows) refuse(std::string(f.card().name) + " acts on rows: give it a row, not one number");
  f.forward(std::span<T>(&x, 1));
  return x;
}

template <class T>
std::vector<T> vector_of(const activation& f, std::span<const T> x, std::size_t columns) {
  const std::size_t n = x.size();
  const bool reduces = f.card().reduces && n > 0;
  std::vector<T> y(reduces ? shape_of(f.card(), n, columns).outer : n);
  f.forward(x, std::span<T>(y), columns);
  return y;
}

}  // namespace

#define HILLOCK_OVERLOADS(T)                                                                              \
  void activation::compute(operation what, const call<T>& c) const {                                      \
    if (what == operation::backward_from_output && c.parameters.empty() && !has_backward_from_output())   \
      refuse(to_string() + " has no backward from the output; use backward");                             \
    face::compute<T>(*function_, parameters_, what, c);                                                   \
  }                                                                                                       \
  void activation::forward(std::span<const T> x, std::span<T> y, std::size_t columns) const {             \
    compute(operation::forward, call<T>{.x = x, .out = y, .shape = shape_of(card(), x.size(), columns)}); \
  }                                                                                                       \
  void activation::forward(std::span<T> x, std::size_t columns) const { forward(x, x, columns); }         \
  std::vector<T> activation::operator()(std::span<const T> x, std::size_t columns) const {                \
    return vector_of<T>(*this, x, columns);                                                               \
  }                                                                                                       \
  T activation::operator()(T x) const { return value_of<T>(*this, x); }                                   \
  void activation::slope(std::span<const T> x, std::span<T> d) const {                                    \
    compute(operation::slope, call<T>{.x = x, .out = d});                                                 \
  }                                                                                                       \
  void activation::backward(std::span<const T> x, std::span<const T> dy, std::span<T> dx,                 \
                            std::size_t columns) const {                                                  \
    compute(operation::backward,                                                                          \
            call<T>{.x = x, .dy = dy, .out = dx, .shape = shape_of(card(), x.size(), columns)});          \
  }                                                                                                       \
  void activation::backward_from_output(std::span<const T> y, std::span<const T> dy, std::span<T> dx,     \
                                        std::size_t columns) const {                                      \
    compute(operation::backward_from_output,                                                              \
            call<T>{.x = y, .dy = dy, .out = dx, .shape = shape_of(card(), y.size(), columns)});          \
  }
HILLOCK_OVERLOADS(float)
HILLOCK_OVERLOADS(double)
HILLOCK_OVERLOADS(f16)
HILLOCK_OVERLOADS(bf16)
#undef HILLOCK_OVERLOADS

}  // namespace hillock

std::size_t std::hash<hillock::activation>::operator()(const hillock::activation& f) const noexcept {
  auto hash = reinterpret_cast<std::uintptr_t>(f.function_.get());
  for (const std::uint64_t bits : std::bit_cast<hillock::parameter_bits>(f.parameters_))
    hash = (hash ^ bits) * 0x9e3779b97f4a7c15;  // 2^64 / golden ratio, odd: spreads the bits (Knuth 1973)
  return hash ^ hash >> 32;
}
