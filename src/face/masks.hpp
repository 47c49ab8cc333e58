// SPDX-License-Identifier: Apache-2.0
// Which elements of a call are left out of their rows, and what is added to the others.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include "face/checks.hpp"
#include "face/refuse.hpp"
#include "hillock/call.hpp"

namespace hillock::face {

template <class T>
struct masks {
  const call<T>& c;
  extent shape;

  std::size_t rows() const { return shape.outer * shape.inner; }
  bool none() const { return c.causal_rows == 0 && c.mask.empty() && c.additive_mask.empty(); }
  /// Whether what is left of a row is its first elements, so that nothing has to be copied.
  bool only_causal() const { return c.causal_rows > 0 && c.mask.empty() && c.additive_mask.empty(); }

  /// How many of its first columns a row may see.
  std::size_t visible(std::size_t row) const {
    if (c.causal_rows == 0) return shape.length;
    const std::size_t i = row % c.causal_rows;
    if (c.causal_offset < 0) {
      const auto back = static_cast<std::size_t>(-(c.causal_offset + 1));
      return i < back ? 0 : std::min(i - back, shape.length);
    }
    const auto forth = static_cast<std::size_t>(c.causal_offset);
    return forth >= shape.length ? shape.length : std::min(i + 1 + forth, shape.length);
  }
  /// Whether the element in that row and column stays in its row.
  bool keeps(std::size_t element, std::size_t row, std::size_t column) const {
    if (!c.mask.empty() && c.mask[element] == 0) return false;
    if (!c.additive_mask.empty() && static_cast<double>(c.additive_mask[element]) == minus_infinity)
      return false;
    return c.causal_rows == 0 || column < visible(row);
  }
  /// x of an element that stays, and what is added to it, rounded once.
  T sum(T x, std::size_t element) const {
    if (c.additive_mask.empty()) return x;
    if constexpr (std::is_floating_point_v<T>) {
      return x + c.additive_mask[element];
    } else {
      return static_cast<T>(static_cast<double>(x) + static_cast<double>(c.additive_mask[element]));
    }
  }

  /// Throws std::invalid_argument where they are no function's of that name, or do not fit the call.
  void check(std::string_view name, bool of_rows, std::string_view x, std::string_view out) const {
    if (!of_rows && (!none() || c.causal_offset != 0 || c.empty_rows_are_zero))
      refuse(std::string(name) + " acts on single elements: a mask is of functions of rows");
    if (!c.mask.empty()) same_size(x, c.x.size(), "mask", c.mask.size());
    if (!c.additive_mask.empty()) same_size(x, c.x.size(), "additive_mask", c.additive_mask.size());
    if (c.causal_rows > 0 && rows() % c.causal_rows != 0) {
      refuse("causal_rows is " + std::to_string(c.causal_rows) + ", which does not divide the " +
             std::to_string(rows()) + " rows");
    }
    if (c.causal_rows == 0 && c.causal_offset != 0) {
      refuse("causal_offset is " + std::to_string(c.causal_offset) +
             ", but causal_rows is 0: nothing is causal");
    }
    apart("mask", c.mask, out, c.out);
    apart("additive_mask", c.additive_mask, out, c.out);
  }

 private:
  static constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
};

}  // namespace hillock::face
