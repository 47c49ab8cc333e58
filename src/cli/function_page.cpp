// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "cli/card_text.hpp"
#include "cli/curves.hpp"
#include "cli/pages.hpp"
#include "cli/samples.hpp"

namespace hillock::cli {

namespace {

std::string name_of(const activation& f) { return std::string(f.card().name); }

// Fewer points than `hillock plot` takes: every tenth, on which the kinks of the list lie.
page picture_page(const activation& f) {
  constexpr std::size_t samples = 121;
  std::vector<report::series> lines{curve(f, -6, 6, samples, value_at)};
  lines[0].name = f.card().of_rows ? "first of (x, 0)" : "value";
  lines[0].style = {0, 0, 0};
  if (!f.card().of_rows) {
    lines.push_back(curve(f, -6, 6, samples, slope_at));
    lines[1].name = "slope", lines[1].style = {1, 1, 1};
  }
  report::axis x;
  x.title = "x";
  report::chart_size size;
  size.width = 560, size.height = 320,
  size.title = (f.card().of_rows ? "first result of " : "value and slope of ") + name_of(f);
  const std::string heading = f.card().of_rows ? "f(x, 0)" : "f(x) and its slope";
  return {"functions/" + name_of(f) + ".svg",
          report::standalone({{heading, report::line_chart(lines, x, {}, size)}}, signature(f))};
}

// Outputs in f32, which are correctly rounded, as short as they read back.
std::string shown(float v) {
  if (std::isnan(v)) return "NaN";
  return std::isinf(v) ? (v < 0 ? "-inf" : "inf") : fmt::format("{}", v);
}

std::string special_values(const activation& f) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const std::array<float, 12> x{-infinity, -100, -10, -1,  -0.0F,    0.0F,
                                1e-3F,     1,    10,  100, infinity, std::numeric_limits<float>::quiet_NaN()};
  std::array<float, x.size()> y{}, slope{};
  f.forward(std::span<const float>(x), std::span<float>(y));
  f.slope(std::span<const float>(x), std::span<float>(slope));
  std::string text = "| x | f(x) | slope |\n|---|---|---|\n";
  for (std::size_t i = 0; i < x.size(); ++i)
    text += fmt::format("| {} | {} | {} |\n", shown(x[i]), shown(y[i]), shown(slope[i]));
  return text;
}

std::vector<float> results_of(const activation& f, std::span<const float> row) {
  std::vector<float> y(f.card().reduces ? 1 : row.size());
  f.forward(row, std::span<float>(y), row.size());
  return y;
}

std::string special_rows(const activation& f) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const std::array<std::array<float, 3>, 5> rows{
      {{0, 0, 0}, {1, 2, 3}, {100, 0, -100}, {-infinity, 0, 0}, {-infinity, -infinity, -infinity}}};
  const auto told = [](std::span<const float> row) {
    std::string text;
    for (const float v : row) text += (text.empty() ? "" : ", ") + shown(v);
    return text;
  };
  std::string text = "| row | result |\n|---|---|\n";
  for (const std::array<float, 3>& row : rows)
    text += fmt::format("| {} | {} |\n", told(row), told(results_of(f, row)));
  return text;
}

std::string parameters_table(const activation& f) {
  if (f.card().parameters.empty()) return "";
  std::string text =
      "\n## Parameters\n\n| name | default | from | to | what it is | elsewhere "
      "|\n|---|---|---|---|---|---|\n";
  for (const parameter& p : f.card().parameters)
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", p.name, short_number(p.standard),
                        short_number(p.low), short_number(p.high), p.about, aliases_text(p.aliases));
  return text;
}

std::string names_list(const card& c) {
  std::string text;
  for (const library_name& n : c.names) {
    text += fmt::format("- {}: `{}`", n.library, n.name);
    if (!n.with.empty()) text += fmt::format(" with {}", n.with);
    if (n.by_default == "none")
      text += " (must be given)";
    else if (!n.by_default.empty())
      text += fmt::format(" (by default {})", n.by_default);
    text += "\n";
  }
  return text.empty() ? "Nobody among PyTorch, Keras, JAX, ONNX, oneDNN, ggml and mlpack has it.\n" : text;
}

}  // namespace

std::vector<page> function_pages(const activation& f) {
  const card& c = f.card();
  std::string text = fmt::format(
      "# {0}\n\nBuilt from the card in `src/activations/{0}.hpp` by `hillock pages docs`.\n\n"
      "![picture of {0}]({0}.svg)\n\n```text\nf(x)  = {1}\n",
      c.name, c.formula);
  if (!c.derivative.empty())
    text += fmt::format("{} = {}\n", c.of_rows ? "dy_i/dx_j" : "f'(x)", c.derivative);
  text += "```\n\n";
  text += fmt::format("- good for {}\n- bad for {}\n", c.good_for, c.bad_for);
  text += fmt::format("- range {}; {}; {}\n", range_text(c, 6), properties_text(c), smoothness_text(c));
  text += fmt::format("- largest slope {:.6g}{}\n", c.lipschitz,
                      c.parameters.empty() ? "" : ", with default parameters");
  if (!c.of_rows) {
    const auto gain = gain_of(f);
    text += gain ? fmt::format("- gain for initialisation {:.6g}: 1 / sqrt E[f(z)^2], z normal\n", *gain)
                 : "- gain for initialisation: none, E[f(z)^2] is 0 or infinite\n";
  }
  text += parameters_table(f);
  text += "\n## Special values\n\nIn f32. NaN comes out quiet with its payload.\n\n" +
          (c.of_rows ? special_rows(f) : special_values(f));
  text += "\n## Accuracy\n\n" + accuracy_text(c) + ".\n";
  text += "\n## Elsewhere\n\n" + names_list(c);
  text += "\n## References\n\n";
  for (const std::string_view reference : c.references) text += fmt::format("- {}\n", reference);
  return {{"functions/" + name_of(f) + ".md", std::move(text)}, picture_page(f)};
}

page function_index() {
  std::string text =
      "# The activations\n\nBuilt from the functions' cards by `hillock pages docs`. Who else has them: "
      "[coverage](../coverage.md).\n\n| name | range | smoothness | good for |\n|---|---|---|---|\n";
  for (const activation& f : all())
    text += fmt::format("| [{0}]({0}.md) | {1} | {2} | {3} |\n", f.card().name, range_text(f.card(), 4),
                        smoothness_text(f.card()), f.card().good_for);
  return {"functions/README.md", std::move(text)};
}

}  // namespace hillock::cli
