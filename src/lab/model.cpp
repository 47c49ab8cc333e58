// SPDX-License-Identifier: Apache-2.0
#include "lab/model.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "base/names.hpp"
#include "hillock/error.hpp"

namespace hillock::lab {
namespace {

// Generous bounds whose only purpose is to turn a slip of the finger into a message instead of an exhausted
// memory.
constexpr std::size_t widest = 16384, deepest = 1000, most_weights = 100'000'000;

[[noreturn]] void reject(const std::string& model, const std::string& why) {
  throw usage_error(
      fmt::format("model '{}': {}; expected mlp:WIDTHxDEPTH (mlp:64x4: four layers of 64 units) or "
                  "mlp:W1-W2-… (mlp:64-32)",
                  printable(model), why));
}

std::size_t parse_count(std::string_view text, std::size_t limit, const char* what,
                        const std::string& model) {
  std::size_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value == 0 || value > limit)
    reject(model,
           fmt::format("the {} is '{}', not a whole number from 1 to {}", what, printable(text), limit));
  return value;
}

bool has_too_many_weights(const std::vector<std::size_t>& widths, std::size_t inputs, std::size_t outputs) {
  std::size_t weights = 0, before = inputs;
  const auto too_many = [&](std::size_t width) {
    if (before > 0 && width > most_weights / before) return true;  // the product may exceed 64 bits
    weights += before * width;
    before = width;
    return weights > most_weights;
  };
  return std::any_of(widths.begin(), widths.end(), too_many) || too_many(outputs);
}

}  // namespace

std::vector<std::size_t> parse_model(const std::string& model) {
  constexpr std::string_view kind = "mlp:";
  std::string_view rest = model;
  if (!rest.starts_with(kind)) reject(model, "unknown kind");
  rest.remove_prefix(kind.size());

  std::vector<std::size_t> widths;
  if (const std::size_t x = rest.find('x'); x != std::string_view::npos) {
    const std::size_t width = parse_count(rest.substr(0, x), widest, "width", model);
    widths.assign(parse_count(rest.substr(x + 1), deepest, "depth", model), width);
  } else {
    for (std::size_t from = 0; from <= rest.size();) {
      const std::size_t dash = std::min(rest.find('-', from), rest.size());
      widths.push_back(parse_count(rest.substr(from, dash - from), widest, "width", model));
      if (widths.size() > deepest) reject(model, fmt::format("more than {} layers", deepest));
      from = dash + 1;
    }
  }

  if (has_too_many_weights(widths, 1, 1)) reject(model, fmt::format("more than {} weights", most_weights));
  return widths;
}

void require_size(const std::vector<std::size_t>& widths, std::size_t inputs, std::size_t outputs) {
  if (!has_too_many_weights(widths, inputs, outputs)) return;
  throw usage_error(fmt::format("model '{}': more than {} weights with {} input{} and {} output{}",
                                printable(model_name(widths)), most_weights, inputs, inputs == 1 ? "" : "s",
                                outputs, outputs == 1 ? "" : "s"));
}

std::string model_name(const std::vector<std::size_t>& widths) {
  if (std::equal(widths.begin() + 1, widths.end(), widths.begin()))
    return fmt::format("mlp:{}x{}", widths.front(), widths.size());
  return fmt::format("mlp:{}", fmt::join(widths, "-"));
}

}  // namespace hillock::lab
