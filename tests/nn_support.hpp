// SPDX-License-Identifier: Apache-2.0
// What the engine's tests share.
#pragma once
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "hillock/activation.hpp"
#include "nn/matrix.hpp"
#include "nn/philox.hpp"

namespace hillock::nn {

/// Puts instruction set and thread count back when a test ends.
struct restore_dispatch : testing::Test {
  const std::string isa{active_isa()};
  ~restore_dispatch() override {
    use(isa);
    use_threads(0);
  }
};

template <class T>
bool same_bits(T a, T b) {
  using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  if (std::isnan(a) || std::isnan(b))
    return std::isnan(a) && std::isnan(b);  // sign and payload: the machine's
  return std::bit_cast<bits>(a) == std::bit_cast<bits>(b);
}

/// The index of the first difference, or -1.
template <class T>
long first_difference(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_bits(a[i], b[i])) return static_cast<long>(i);
  }
  return -1;
}

template <class T>
std::vector<T> normals(philox& random, std::size_t n) {
  std::vector<T> values(n);
  for (T& v : values) v = static_cast<T>(random.normal());
  return values;
}

template <class T>
matrix<T> normal_matrix(philox& random, std::size_t rows, std::size_t columns) {
  matrix<T> m(rows, columns);
  m.values = normals<T>(random, rows * columns);
  return m;
}

inline std::vector<std::int32_t> labels_below(philox& random, std::size_t n, std::uint64_t classes) {
  std::vector<std::int32_t> labels(n);
  for (auto& label : labels) label = static_cast<std::int32_t>(random.below(classes));
  return labels;
}

}  // namespace hillock::nn
