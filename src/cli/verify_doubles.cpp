// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/terminal.hpp"
#include "cli/verify.hpp"

#ifdef HILLOCK_MPFR
#include "verify/doubles.hpp"
#endif

namespace hillock::cli {

#ifndef HILLOCK_MPFR

exit_code verify_doubles(const verify_request&) {
  throw usage_error("this build has no MPFR, which --f64 needs: install libmpfr-dev and build again");
}

#else

namespace {

// A bound may be rounded up on the card, never down.
bool exceeds(const measured& found, const measured& on_card) { return found.ulp > on_card.ulp; }

std::string line(std::string_view name, std::string_view formula, const measured& found, const measured& card,
                 std::size_t name_width) {
  return fmt::format("{}  {:<7}  {:>8.4f} ulp at {:<24a} {}\n", pad(name, name_width), formula, found.ulp,
                     found.at,
                     card.ulp == 0 && found.ulp > 0 ? "(not on the card yet)"
                     : exceeds(found, card)         ? fmt::format("✗ the card says {}", card.ulp)
                                                    : fmt::format("✓ the card says {}", card.ulp));
}

}  // namespace

exit_code verify_doubles(const verify_request& r) {
  verify_display display(r.threads);
  const isa::table& path = chosen_path(r);
  const std::uint64_t random = r.sample ? std::uint64_t{1} << 20 : std::uint64_t{1} << 26;
  std::size_t name_width = 8;
  for (const auto* f : r.functions) name_width = std::max(name_width, f->about->name.size());
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  bool fine = true;
  for (const auto* f : r.functions) {
    if (f->about->of_rows) {
      if (!r.json)
        print(fmt::format("{}  acts on rows, which are not measured here; the card says {}\n",
                          pad(f->about->name, name_width), f->about->f64.ulp));
      continue;
    }
    display.started(fmt::format("{} f64 against the truth", f->about->name));
    const verify::measurement m = verify::measure_doubles(path, *f, random, display.how());
    display.wipe();
    fine = fine && !exceeds(m.value, f->about->f64) && !exceeds(m.slope, f->about->f64_slope);
    if (r.json) {
      array.push_back({{"function", f->about->name},
                       {"path", path.isa},
                       {"inputs", m.inputs},
                       {"ulp", m.value.ulp},
                       {"at", fmt::format("{:a}", m.value.at)},
                       {"slope_ulp", m.slope.ulp},
                       {"slope_at", fmt::format("{:a}", m.slope.at)}});
    } else {
      print(line(f->about->name, "forward", m.value, f->about->f64, name_width));
      print(line(f->about->name, "slope", m.slope, f->about->f64_slope, name_width));
    }
  }
  if (r.json) print(array.dump(2) + "\n");
  if (!r.json)
    print(fmt::format("on {}, {:.0f} million random inputs and hard ones each\n", path.isa,
                      static_cast<double>(random) / 1e6));
  return fine ? exit_code::ok : exit_code::failed;
}

#endif

}  // namespace hillock::cli
