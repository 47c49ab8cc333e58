// SPDX-License-Identifier: Apache-2.0
// Any text either names an activation, whose own spelling then names the same one, or is refused with a
// message that no name makes long.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "hillock/activation.hpp"

namespace {

// Two pieces of foreign text, escaped, and all names and parameters of a card.
constexpr std::size_t longest_message = 600;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const hillock::activation found = hillock::find(text);
    const std::string name = found.to_string();
    require(hillock::find(name) == found);
    require(hillock::find(name).to_string() == name);
  } catch (const std::invalid_argument& refusal) {
    const std::string_view message = refusal.what();
    require(message.starts_with("hillock: ") && message.size() <= longest_message);
    require(message.find('\n') == std::string_view::npos);
  }
  return 0;
}
