// SPDX-License-Identifier: Apache-2.0
// Any text either is a formula or is refused with a message that no text makes long. What is one reads back
// from its own spelling; blocks of numbers through it and its derivative have the bits of the plain
// interpreter, which takes one number through one operation after the other; and interval arithmetic holds
// what comes out.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "face/choice.hpp"
#include "face/names.hpp"
#include "formula/enclose.hpp"
#include "formula/evaluate.hpp"
#include "formula/parse.hpp"
#include "formula/program.hpp"
#include "hillock/activation.hpp"
#include "isa/table.hpp"

namespace {

namespace formulas = hillock::formulas;

// The formula's beginning and two pieces of it, escaped, and a card's parameters.
constexpr std::size_t longest_message = 600;

void require(bool holds) {
  if (!holds) std::abort();
}

const formulas::dictionary known{&hillock::face::function_called, &hillock::face::parameter_called, [] {
                                   std::vector<std::string> names;
                                   for (const hillock::activation& f : hillock::all())
                                     names.emplace_back(f.card().name);
                                   return names;
                                 }};

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double numbers[] = {0.0,   -0.0,  1,      -1,     0.5,    -0.5,    2,    -2,    3,   -3,   7.5,
                              -7.5,  20,    -20,    100,    -100,   709,     -709, 746,   1e5, 1e-5, 1e30,
                              -1e30, 1e300, -1e300, 1e-300, 5e-324, -5e-324, 1.25, -1.75, inf, -inf};
constexpr std::size_t count = sizeof numbers / sizeof *numbers;
static_assert(count % hillock::kernel::block_step == 0);

bool same(double a, double b) { return (a != a && b != b) || std::memcmp(&a, &b, sizeof a) == 0; }

void check(const formulas::tree& tree) {
  formulas::graph parts;
  const formulas::place value = formulas::lower(tree, tree.root, parts);
  const formulas::place slope = formulas::derivative(parts, value);
  const formulas::code code{formulas::compile(parts, value), formulas::compile(parts, slope),
                            tree.parameters.size()};
  std::vector<double> parameters;
  for (const formulas::named_value& p : tree.parameters) parameters.push_back(p.value);
  parameters.resize(hillock::max_parameters);
  const hillock::isa::table& path = hillock::face::active();
  const formulas::bound_code bound{&code, path.entries};
  hillock::kernel::block_kernels kernels = *path.formula;
  kernels.program = &bound;
  const formulas::subject whole{parts, value, slope, parameters.data(), kernels};
  for (const bool of_slope : {false, true}) {
    double y[count];
    (of_slope ? kernels.double_slope : kernels.double_value)(&bound, numbers, y, count, parameters.data());
    const formulas::place what = of_slope ? slope : value;
    for (std::size_t i = 0; i < count; ++i) {
      const double x = numbers[i],
                   plain = formulas::evaluate(parts, what, x, parameters.data(), path.entries);
      if (std::isinf(x) && plain != plain) continue;  // blocks look for a limit there
      require(same(y[i], plain));
      if (plain != plain || std::isinf(x)) continue;
      const formulas::enclosure at = formulas::enclose(whole, what, {x, x});
      require(at.low <= plain && plain <= at.high);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // What stands behind a line's end is a definition.
  const std::size_t end = text.find('\n');
  try {
    std::vector<formulas::definition> definitions;
    if (end != std::string_view::npos)
      definitions.push_back({"mine", formulas::parse(text.substr(end + 1), known)});
    const formulas::tree written = formulas::parse(text.substr(0, end), known, definitions);
    const std::string printed = formulas::text_of(written);
    require(printed.size() <= 2 * formulas::longest_text);
    const formulas::tree tree = formulas::parse(printed, known);
    require(formulas::text_of(tree) == printed);
    check(tree);
  } catch (const std::invalid_argument& refusal) {
    const std::string_view message = refusal.what();
    require(message.starts_with("hillock: ") && message.size() <= longest_message);
    require(message.find('\n') == std::string_view::npos);
  }
  return 0;
}
