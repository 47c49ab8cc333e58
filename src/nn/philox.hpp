// SPDX-License-Identifier: Apache-2.0
// The engine's name for the random numbers of base/philox.hpp.
#pragma once
#include "base/philox.hpp"

namespace hillock::nn {
using hillock::philox;
using hillock::philox4x32;
}  // namespace hillock::nn
