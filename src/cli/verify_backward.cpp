// SPDX-License-Identifier: Apache-2.0
#ifdef HILLOCK_MPFR
#include "cli/verify_backward.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace hillock::cli {

namespace {

using verify::misrounded_pair;

constexpr std::size_t pairs_shown = 10;

std::string pair_text(const misrounded_pair& m, std::string_view type) {
  return fmt::format("x = {}  dy = {}  got {}  {}", hex(m.x, type), hex(m.dy, type), hex(m.got, type),
                     m.undecided ? "not decided with 8192 bits" : "want " + hex(m.want, type));
}

// How near a tie anything comes, of f32: the number that the argument for all dy rests on.
std::string nearest_text(const checked_backward& c) {
  const verify::backward_finding& f = c.found;
  std::string text;
  if (f.least < 1) {
    text =
        fmt::format("        no dy nearer to a tie than 2^{:.2f} of the product, at x = {}, dy = {:#x}·2^k\n",
                    std::floor(std::log2(f.least) * 100) / 100, hex(f.x_at_least, c.type), f.dy_at_least);
  }
  if (f.closer > 0) {
    text += fmt::format("        {}{} inputs with a dy on a tie or nearer than 2^{:.0f}\n",
                        f.least < 1 ? "but for " : "", grouped(f.closer), std::log2(verify::near_tie));
  }
  return text;
}

}  // namespace

std::string grouped(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string hex(std::uint32_t bits, std::string_view type) {
  return type == "f32" ? fmt::format("0x{:08x}", bits) : fmt::format("0x{:04x}", bits);
}

std::string lines(const checked_backward& c) {
  const verify::backward_finding& f = c.found;
  std::string text =
      fmt::format("  {:<4}  backward {:>13} inputs{}  {:>15} pairs  {:>9} asked  {} misrounded\n", c.type,
                  grouped(f.inputs), c.which, grouped(f.pairs), grouped(f.asked), grouped(f.misrounded));
  for (std::size_t i = 0; i < std::min(pairs_shown, f.wrong.size()); ++i)
    text += fmt::format("        {}\n", pair_text(f.wrong[i], c.type));
  if (f.misrounded > pairs_shown)
    text += fmt::format("        … and {} more\n", grouped(f.misrounded - pairs_shown));
  return text + nearest_text(c);
}

nlohmann::ordered_json json_of(const checked_backward& c) {
  const verify::backward_finding& f = c.found;
  nlohmann::ordered_json one{{"function", c.function->about->name},
                             {"type", c.type},
                             {"formula", "backward"},
                             {"inputs", f.inputs},
                             {"pairs", f.pairs},
                             {"asked", f.asked},
                             {"misrounded", f.misrounded},
                             {"closer", f.closer},
                             {"seconds", f.seconds}};
  if (f.least < 1) {
    one["nearest"] = {
        {"log2", std::log2(f.least)}, {"x", hex(f.x_at_least, c.type)}, {"significand", f.dy_at_least}};
  }
  one["first"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < std::min(pairs_shown, f.wrong.size()); ++i) {
    const misrounded_pair& m = f.wrong[i];
    one["first"].push_back(
        {{"x", hex(m.x, c.type)},
         {"dy", hex(m.dy, c.type)},
         {"got", hex(m.got, c.type)},
         {"want", m.undecided ? nlohmann::ordered_json() : nlohmann::ordered_json(hex(m.want, c.type))}});
  }
  return one;
}

std::string list_of(const checked_backward& c) {
  std::string text;
  for (const misrounded_pair& m : c.found.wrong) {
    text += fmt::format("{} {} backward x {} dy {} got {} want {}\n", c.function->about->name, c.type,
                        hex(m.x, c.type), hex(m.dy, c.type), hex(m.got, c.type),
                        m.undecided ? "?" : hex(m.want, c.type));
  }
  return text;
}

}  // namespace hillock::cli
#endif
