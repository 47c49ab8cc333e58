// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct squared_relu {
  static constexpr card about{
      .name = "squared_relu",
      .formula = "max(0, x)^2",
      .derivative = "2 * max(0, x)",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 1,  // the second derivative jumps from 0 to 2 at 0
      .flat = true,
      .lipschitz = std::numeric_limits<double>::infinity(),
      .good_for = "feed-forward layers of transformers: sparse as relu, and large activations count more",
      .bad_for = "nets without normalisation: it grows as x^2, its slope without bound; units can die",
      .references = {"So and others, Primer, NeurIPS 2021"},
      .f64 = {0.5, 0x1.77be9e4p-57},
      .f64_backward = {0.5}};
  static constexpr pins pinned{.f32_sample = "88acc92850ef299d04972d9ad5e1e837",
                               .f32_slope_sample = "437037edc22299c0cb206b73b5d593d9",
                               .f32 = "88fcfd664f190b565ba2b1f39bd75c57",
                               .f32_slope = "c62c6346f5339141fcef43a035cf1b12",
                               .f16 = "0c64f7e9f8935a0182a0c5f650fbe2b3",
                               .f16_slope = "032a06f2bbd824ee7816f54004b661cd",
                               .bf16 = "e0b6c2f86ab87bf373ecb7d2310fd726",
                               .bf16_slope = "bc219b1f282d68d98e102c1d49e972b6"};
  static constexpr int roundings = 1;

  template <class R>
  static R exact(R x) {
    return x > R(0) ? x * x : R(0);
  }
  template <class V>
  static V value(V x) {
    const V r = positive_part(x);
    return r * r;
  }
  template <class V>
  static V slope(V x) {
    const V r = positive_part(x);
    return r + r;
  }
  /// dy·2r with one rounding: whichever factor is doubled does not overflow where the product does not.
  template <class V>
  static V gradient(V x, V dy) {
    const V r = positive_part(x);
    return select(r == V(0), V(0), select(r < V(1), (r + r) * dy, r * (dy + dy)));
  }
};

}  // namespace hillock::activations
