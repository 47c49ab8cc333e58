// SPDX-License-Identifier: Apache-2.0
// What verify --prove says about backward.
#pragma once
#ifdef HILLOCK_MPFR
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "verify/backward.hpp"

namespace hillock::cli {

/// Backward of one function on one element type.
struct checked_backward {
  const detail::function* function;
  std::string_view type;
  std::string which;  ///< "", or which inputs: " in steps of 61"
  verify::backward_finding found;
};

std::string lines(const checked_backward& c);
nlohmann::ordered_json json_of(const checked_backward& c);
/// One line for every misrounded pair that was kept.
std::string list_of(const checked_backward& c);

/// "4,294,967,296".
std::string grouped(std::uint64_t n);
/// Bits of a number of that type: "0x3c00".
std::string hex(std::uint32_t bits, std::string_view type);

}  // namespace hillock::cli
#endif
