// SPDX-License-Identifier: Apache-2.0
// How the public face says no.
#pragma once
#include <stdexcept>
#include <string>

#include "hillock/card.hpp"

namespace hillock::face {

/// Throws std::invalid_argument.
[[noreturn]] inline void refuse(const std::string& message) {
  throw std::invalid_argument("hillock: " + message);
}

/// The shortest digits that are read as that number.
std::string shortest(double value);

/// Refuses a value outside the parameter's range, or NaN; `where`: what it was of, if that is to be said.
void check_value(const card& about, const parameter& p, double value, const std::string& where = {});

}  // namespace hillock::face
