// SPDX-License-Identifier: Apache-2.0
// Fills the products of one activation. Only its file of products includes this.
#pragma once
#include "isa/unit.hpp"
#include "kernel/products.hpp"

namespace hillock::isa {

template <class F>
constexpr kernel::products_with_slope make_products() {
  if constexpr (F::about.of_rows || kernel::roundings<F>() < 2) {
    return {};  // none are in doubt
  } else {
    return kernel::products_of<F>::table();
  }
}

template <class F>
constinit const kernel::products_with_slope products<F>::table = make_products<F>();

}  // namespace hillock::isa
