// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>

#include "face/registry.hpp"
#include "isa/table.hpp"

namespace hillock::face {

/// The kernels of an elementwise function on one instruction set.
inline const kernel::block_kernels* kernels_of(const detail::function& f, const isa::table& path) {
  if (!f.made) return path.entry_of(f.index).f32.kernels;  // the same for every type
  return f.made + (std::find(isa::begin_tables(), isa::end_tables(), &path) - isa::begin_tables());
}

}  // namespace hillock::face
