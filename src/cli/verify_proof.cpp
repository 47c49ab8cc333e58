// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/terminal.hpp"
#include "cli/verify.hpp"

#ifdef HILLOCK_MPFR
#include "cli/verify_backward.hpp"
#include "verify/outputs.hpp"
#include "verify/proof.hpp"
#endif

namespace hillock::cli {

#ifndef HILLOCK_MPFR

exit_code verify_proof(const verify_request&) {
  throw usage_error("this build has no MPFR, which --prove needs: install libmpfr-dev and build again");
}

#else

namespace {

using verify::finding;
using verify::misrounded;

// One line of the answer: what was checked and what was found.
struct checked {
  const detail::function* function;
  std::string_view type, formula;
  finding found;
  std::string_view pin;  ///< of these outputs; empty: none, or a sample
};

std::string verdict(const checked& c) {
  if (c.found.gave_up) {
    return fmt::format("gave up: more than {} inputs in doubt", grouped(verify::doubtful_limit));
  }
  return fmt::format("{} misrounded", grouped(c.found.wrong.size()));
}

constexpr std::size_t shown = 10;

std::string lines(const checked& c) {
  std::string text =
      fmt::format("  {:<4}  {:<7}  {:>13} inputs  {:>13} constant  {:>9} doubtful  {}\n", c.type, c.formula,
                  grouped(c.found.inputs), grouped(c.found.constant), grouped(c.found.doubtful), verdict(c));
  for (std::size_t i = 0; i < std::min(shown, c.found.wrong.size()); ++i) {
    const misrounded& m = c.found.wrong[i];
    text += fmt::format("        x = {}  got {}  {}\n", hex(m.x, c.type), hex(m.got, c.type),
                        m.undecided ? "not decided with 8192 bits" : "want " + hex(m.want, c.type));
  }
  if (c.found.wrong.size() > shown)
    text += fmt::format("        … and {} more\n", grouped(c.found.wrong.size() - shown));
  if (!c.found.hash.empty()) {
    text += fmt::format("        hash {}{}\n", c.found.hash,
                        c.pin.empty()           ? ""
                        : c.pin == c.found.hash ? ", as pinned"
                                                : fmt::format(", pinned is {}", c.pin));
  }
  return text;
}

nlohmann::ordered_json json_of(const checked& c) {
  nlohmann::ordered_json one{{"function", c.function->about->name},
                             {"type", c.type},
                             {"formula", c.formula},
                             {"inputs", c.found.inputs},
                             {"constant", c.found.constant},
                             {"doubtful", c.found.doubtful},
                             {"misrounded", c.found.wrong.size()},
                             {"gave_up", c.found.gave_up},
                             {"hash", c.found.hash}};
  one["first"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < std::min(shown, c.found.wrong.size()); ++i) {
    const misrounded& m = c.found.wrong[i];
    one["first"].push_back(
        {{"x", hex(m.x, c.type)},
         {"got", hex(m.got, c.type)},
         {"want", m.undecided ? nlohmann::ordered_json() : nlohmann::ordered_json(hex(m.want, c.type))}});
  }
  return one;
}

void write_list(const std::string& file, const std::vector<checked>& all,
                const std::vector<checked_backward>& backward) {
  std::ofstream out(file);
  for (const checked& c : all) {
    for (const misrounded& m : c.found.wrong) {
      out << fmt::format("{} {} {} x {} got {} want {}\n", c.function->about->name, c.type, c.formula,
                         hex(m.x, c.type), hex(m.got, c.type), m.undecided ? "?" : hex(m.want, c.type));
    }
  }
  for (const checked_backward& c : backward) out << list_of(c);
  if (!out.flush()) throw system_error(fmt::format("cannot write {}", file));
}

// f16 and bf16 inputs of a quick look at backward; all their gradients are taken.
constexpr std::uint32_t quick_step = 61;

// The patterns of `all` inputs in steps.
std::vector<verify::pattern_run> in_steps(std::uint64_t all, std::uint32_t step) {
  return {{0, step, (all + step - 1) / step}};
}

// f32 inputs of backward: --sample looks around the difficult places, and at few others.
std::vector<verify::pattern_run> backward_inputs(const verify_request& r, const card& about) {
  if (!r.sample) return in_steps(std::uint64_t{1} << 32, r.stride);
  std::vector<verify::pattern_run> runs = verify::quick_patterns(about);
  runs.front() = in_steps(std::uint64_t{1} << 32, 65521).front();
  return runs;
}

std::string_view pin_of(const detail::function& f, std::string_view type, bool slope) {
  const pins& p = *f.pinned;
  if (type == "f16") return slope ? p.f16_slope : p.f16;
  if (type == "bf16") return slope ? p.bf16_slope : p.bf16;
  return slope ? p.f32_slope : p.f32;
}

}  // namespace

exit_code verify_proof(const verify_request& r) {
  verify_display display(r.threads);
  const isa::table& path = chosen_path(r);
  std::vector<checked> all;
  std::vector<checked_backward> backward;
  for (const auto* f : r.functions) {
    if (f->about->of_rows) {
      if (!r.json)
        print(fmt::format("{}: acts on rows, which are too many to check; see its tests\n", f->about->name));
      continue;
    }
    if (!r.json)
      print(fmt::format("{} on {}{}\n", f->about->name, path.isa, r.sample ? ", a quick sample" : ""));
    double seconds = 0;
    const auto check = [&](std::string_view type, const auto& prove) {
      display.started(fmt::format("{} {} against MPFR", f->about->name, type));
      verify::proof p = prove();
      display.wipe();
      seconds += p.seconds;
      const bool whole = !(r.sample && type == "f32");
      if (!whole) p.forward.hash.clear(), p.slope.hash.clear();
      for (const bool slope : {false, true}) {
        all.push_back({f, type, slope ? "slope" : "forward", std::move(slope ? p.slope : p.forward),
                       whole ? pin_of(*f, type, slope) : std::string_view{}});
        if (!r.json) print(lines(all.back()));
      }
    };
    check("bf16", [&] { return verify::prove_bf16(path, *f, display.how()); });
    check("f16", [&] { return verify::prove_f16(path, *f, display.how()); });
    check("f32", [&] {
      return verify::prove_f32(
          path, *f, r.sample ? verify::quick_patterns(*f->about) : verify::all_patterns(), display.how());
    });
    const auto check_backward = [&](std::string_view type, std::uint32_t step, const auto& prove) {
      display.started(fmt::format("{} {} backward", f->about->name, type));
      backward.push_back({f, type, step > 1 ? fmt::format(" in steps of {}", step) : "", prove()});
      display.wipe();
      seconds += backward.back().found.seconds;
      if (!r.json) print(lines(backward.back()));
    };
    const std::uint32_t step = r.sample ? quick_step : 1;
    const auto inputs = in_steps(65536, step);
    check_backward("bf16", step,
                   [&] { return verify::prove_backward<bf16>(path, *f, inputs, display.how()); });
    check_backward("f16", step, [&] { return verify::prove_backward<f16>(path, *f, inputs, display.how()); });
    check_backward("f32", r.sample ? 1 : r.stride, [&] {
      return verify::prove_backward<float>(path, *f, backward_inputs(r, *f->about), display.how());
    });
    if (!r.json) print(fmt::format("  {:.0f} s\n", seconds));
  }
  if (!r.list.empty()) write_list(r.list, all, backward);
  if (r.json) {
    nlohmann::ordered_json array = nlohmann::ordered_json::array();
    for (const checked& c : all) array.push_back(json_of(c));
    for (const checked_backward& c : backward) array.push_back(json_of(c));
    print(array.dump(2) + "\n");
  }
  const auto is_right = [](const auto& c) { return c.found.is_right(); };
  const bool right = std::all_of(all.begin(), all.end(), is_right) &&
                     std::all_of(backward.begin(), backward.end(), is_right);
  return right ? exit_code::ok : exit_code::failed;
}

#endif

}  // namespace hillock::cli
