// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace hillock::nn {

/// A dense row-major matrix that owns its values. `T` is float (training) or double (gradient tests).
template <class T>
struct matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<T> values;

  matrix() = default;
  matrix(std::size_t r, std::size_t c) : rows(r), columns(c), values(r * c) {}

  /// Changes the shape; keeps the memory where it suffices. The values afterwards are unspecified.
  void resize(std::size_t r, std::size_t c) {
    rows = r, columns = c;
    values.resize(r * c);
  }
  std::span<T> row(std::size_t i) noexcept { return {values.data() + i * columns, columns}; }
  std::span<const T> row(std::size_t i) const noexcept { return {values.data() + i * columns, columns}; }
  T& operator()(std::size_t i, std::size_t j) noexcept { return values[i * columns + j]; }
  const T& operator()(std::size_t i, std::size_t j) const noexcept { return values[i * columns + j]; }
};

}  // namespace hillock::nn
