// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verify.hpp"
#include "verify/agreement.hpp"

namespace hillock::cli {

namespace {

using verify::agreement;
using verify::comparison;
using verify::output;
using verify::path_result;

const comparison* find_output(const path_result& r, output what) {
  const auto found =
      std::find_if(r.outputs.begin(), r.outputs.end(), [&](const comparison& c) { return c.what == what; });
  return found == r.outputs.end() ? nullptr : &*found;
}

// The mark of one column. f32 stands for all inputs and the sample: the worse of the two, or the one there
// is.
std::string mark(const path_result& r, output what) {
  const comparison* shown = find_output(r, what);
  if (what == output::f32 || what == output::f32_slope) {
    const comparison* sample =
        find_output(r, what == output::f32 ? output::f32_sample : output::f32_slope_sample);
    if (!shown || (sample && !sample->agrees())) shown = sample;
  }
  if (!shown) return "-";
  return !shown->agrees() ? "✗" : shown->is_pinned ? "✓" : "=";
}

std::string inputs_text(const path_result& r, const card& about) {
  if (about.of_rows) return "256 rows × 6 lengths";
  const comparison* sample = find_output(r, output::f32_sample);
  if (!r.sampled || !sample) return "all 2^32";
  return fmt::format("sample of {:.1f} M", static_cast<double>(sample->found.inputs) / 1e6);
}

constexpr const char* row_format = "{}  {}  {} {} {} {} {} {}   {}  {:>7}\n";

std::string header(std::size_t name_width) {
  return fmt::format(row_format, pad("function", name_width), pad("path", 8), pad("f32", 4), pad("f32'", 4),
                     pad("f16", 4), pad("f16'", 4), pad("bf16", 4), pad("bf16'", 5), pad("f32 inputs", 21),
                     "seconds");
}

std::string lines(const agreement& a, std::size_t name_width) {
  std::string text;
  for (const path_result& r : a.paths) {
    const auto cell = [&](output what, std::size_t wide) { return pad(mark(r, what), wide); };
    text += fmt::format(row_format, pad(a.function->about->name, name_width), pad(r.path, 8),
                        cell(output::f32, 4), cell(output::f32_slope, 4), cell(output::f16, 4),
                        cell(output::f16_slope, 4), cell(output::bf16, 4), cell(output::bf16_slope, 5),
                        pad(inputs_text(r, *a.function->about), 21), fmt::format("{:.2f}", r.seconds));
  }
  return text;
}

std::string summary(const std::vector<agreement>& all) {
  std::string text =
      "\n✓ the pinned bits   = not pinned yet, the same bits on every path   ✗ other bits   ' slope (rows: "
      "backward)\n";
  std::vector<std::string> wrong, loose;
  for (const agreement& a : all) {
    if (!a.agrees()) wrong.emplace_back(a.function->about->name);
    if (!a.is_pinned()) loose.emplace_back(a.function->about->name);
  }
  if (!loose.empty()) text += fmt::format("Not pinned yet, or not all: {}.\n", join(loose, " and "));
  text += wrong.empty()
              ? fmt::format("{0} of {0} function{1}.\n", all.size(), all.size() == 1 ? " agrees" : "s agree")
              : fmt::format("Other bits: {}.\n", join(wrong, " and "));
  return text;
}

// What goes into the function's file after a proof.
std::string pins_source(const agreement& a) {
  const std::string indent = "                               ";
  std::string fields;
  for (const comparison& c : a.paths.front().outputs) {
    fields +=
        fmt::format("{}.{} = \"{}\"", fields.empty() ? "" : ",\n" + indent, name_of(c.what), c.found.hex);
  }
  return fmt::format("// {}\n  static constexpr pins pinned{{{}}};\n", a.function->about->name, fields);
}

std::string agreements_json(const std::vector<agreement>& all) {
  using nlohmann::ordered_json;
  ordered_json array = ordered_json::array();
  for (const agreement& a : all) {
    for (const path_result& r : a.paths) {
      ordered_json one{{"function", a.function->about->name}, {"path", r.path}, {"seconds", r.seconds}};
      one["outputs"] = ordered_json::array();
      for (const comparison& c : r.outputs) {
        const std::string_view pin = pinned(*a.function, c.what);
        one["outputs"].push_back({{"name", name_of(c.what)},
                                  {"inputs", c.found.inputs},
                                  {"hash", c.found.hex},
                                  {"pin", c.is_pinned ? ordered_json(pin) : ordered_json(nullptr)},
                                  {"agrees", c.agrees()},
                                  {"seconds", c.found.seconds}});
      }
      array.push_back(std::move(one));
    }
  }
  return array.dump(2) + "\n";
}

std::vector<const isa::table*> paths_of(const verify_request& r) {
  std::vector<const isa::table*> paths;
  for (auto t = isa::begin_tables(); t != isa::end_tables(); ++t) {
    if ((*t)->runs_here() && (r.isa.empty() || r.isa == (*t)->isa)) paths.push_back(*t);
  }
  return paths;
}

}  // namespace

exit_code verify_paths(const verify_request& r) {
  verify_display display(r.threads);
  std::size_t name_width = 8;
  for (const auto* f : r.functions) name_width = std::max(name_width, f->about->name.size());
  const bool table = !r.json && !r.pins;
  if (table) print(header(name_width));
  const auto inputs = r.full     ? verify::extent::all
                      : r.sample ? verify::extent::sample
                                 : verify::extent::automatic;
  std::vector<agreement> all;
  for (const auto* f : r.functions) {
    all.push_back(verify::compare_paths(*f, paths_of(r), inputs, display.how(),
                                        [&](const std::string& what) { display.started(what); }));
    display.wipe();
    if (table) print(lines(all.back(), name_width));
    if (r.pins) {
      if (!all.back().paths_agree()) {
        throw error(exit_code::failed, fmt::format("{}: the paths disagree, nothing to pin", f->about->name));
      }
      print(pins_source(all.back()));
    }
  }
  if (table) print(summary(all));
  if (r.json) print(agreements_json(all));
  if (r.pins) return exit_code::ok;
  return std::all_of(all.begin(), all.end(), [](const agreement& a) { return a.agrees(); })
             ? exit_code::ok
             : exit_code::failed;
}

}  // namespace hillock::cli
