// SPDX-License-Identifier: Apache-2.0
// From one call in whatever layout to loops over contiguous arrays, on as many threads as pay.
#pragma once
#include "face/registry.hpp"
#include "hillock/call.hpp"

namespace hillock::face {

/// Checks the call and computes it; `parameters` are the activation's own. Throws std::invalid_argument, and
/// std::bad_alloc where elements must be gathered and there is no memory for it; outputs are then untouched.
template <class T>
void compute(const detail::function& f, const double* parameters, operation what, const call<T>& c);

}  // namespace hillock::face
