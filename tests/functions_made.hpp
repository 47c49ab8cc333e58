// SPDX-License-Identifier: Apache-2.0
// An activation made at run time from its kernels, as a formula is.
#pragma once
#include <cstddef>
#include <vector>

#include "base/pins.hpp"
#include "face/registry.hpp"
#include "functions_support.hpp"
#include "isa/table.hpp"
#include "kernel/task.hpp"

namespace functions_test {

/// The same kernels on every path. `about` outlives it, and so does what the kernels point to; it outlives
/// the activations taken from it.
class made_activation {
 public:
  made_activation(const hillock::card& about, const hillock::kernel::block_kernels& kernels)
      : kernels_(static_cast<std::size_t>(hillock::isa::end_tables() - hillock::isa::begin_tables()),
                 kernels),
        function_{&about, &pinned_, 0, [](const double*) noexcept { return false; }, kernels_.data()} {}
  made_activation(const made_activation&) = delete;
  made_activation& operator=(const made_activation&) = delete;

  hillock::activation get() const { return hillock::activation(function_); }

 private:
  hillock::pins pinned_;
  std::vector<hillock::kernel::block_kernels> kernels_;
  hillock::detail::function function_;
};

}  // namespace functions_test
