// SPDX-License-Identifier: Apache-2.0
// Any text either is a model, whose name then is the same model, or is refused with a message that no
// text makes long.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "hillock/error.hpp"
#include "lab/model.hpp"

namespace {

constexpr std::size_t longest_message = 600;  // two pieces of foreign text, escaped, and what was expected

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const std::vector<std::size_t> widths = hillock::lab::parse_model(text);
    require(!widths.empty());
    for (const std::size_t width : widths) require(width > 0);
    const std::string name = hillock::lab::model_name(widths);
    require(hillock::lab::parse_model(name) == widths);
  } catch (const hillock::usage_error& refusal) {
    const std::string_view message = refusal.what();
    require(message.size() <= longest_message && message.find('\n') == std::string_view::npos);
  }
  return 0;
}
