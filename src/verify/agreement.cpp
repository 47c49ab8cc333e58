// SPDX-License-Identifier: Apache-2.0
#include "verify/agreement.hpp"

#include <algorithm>

namespace hillock::verify {

namespace {

constexpr double patience_seconds = 20;

bool is_sample(output o) { return o == output::f32_sample || o == output::f32_slope_sample; }
bool is_full(output o) { return o == output::f32 || o == output::f32_slope; }

const comparison* find_output(const path_result& r, output what) {
  const auto found =
      std::find_if(r.outputs.begin(), r.outputs.end(), [&](const comparison& c) { return c.what == what; });
  return found == r.outputs.end() ? nullptr : &*found;
}

// The first path that computed these outputs, if any did.
const comparison* earlier(const agreement& a, output what) {
  for (const path_result& r : a.paths) {
    if (const comparison* c = find_output(r, what)) return c;
  }
  return nullptr;
}

template <class Condition>
bool holds_everywhere(const agreement& a, const Condition& condition) {
  return std::all_of(a.paths.begin(), a.paths.end(), [&](const path_result& r) {
    return std::all_of(r.outputs.begin(), r.outputs.end(), condition);
  });
}

}  // namespace

bool agreement::agrees() const {
  return holds_everywhere(*this, [](const comparison& c) { return c.agrees(); });
}

bool agreement::paths_agree() const {
  return holds_everywhere(*this, [](const comparison& c) { return c.agrees_with_paths; });
}

bool agreement::is_pinned() const {
  return holds_everywhere(*this, [](const comparison& c) { return c.is_pinned; });
}

agreement compare_paths(const detail::function& f, const std::vector<const isa::table*>& paths, extent inputs,
                        const job& how, const std::function<void(const std::string&)>& started) {
  agreement a{&f, {}};
  for (const isa::table* path : paths) {
    path_result r{path->isa, {}, false, 0};
    const auto hash = [&](output what) {
      if (started) started(std::string(f.about->name) + ' ' + path->isa + ' ' + std::string(name_of(what)));
      comparison c{what, hash_outputs(*path, f, what, how), false, true, true};
      const std::string_view pin = pinned(f, what);
      c.is_pinned = !pin.empty();
      if (c.is_pinned) c.agrees_with_pin = pin == c.found.hex;
      if (const comparison* other = earlier(a, what)) c.agrees_with_paths = other->found.hex == c.found.hex;
      r.seconds += c.found.seconds;
      r.outputs.push_back(std::move(c));
    };
    // The samples first: they tell how long all inputs would take.
    if (!f.about->of_rows) {
      for (const output what : every_output) {
        if (is_sample(what)) hash(what);
      }
      double share = 0;
      for (const comparison& c : r.outputs) {
        share += c.found.seconds / static_cast<double>(c.found.inputs);
      }
      r.sampled =
          inputs == extent::sample || (inputs == extent::automatic && share * 0x1p32 > patience_seconds);
    }
    for (const output what : every_output) {
      if (!is_sample(what) && !(r.sampled && is_full(what))) hash(what);
    }
    a.paths.push_back(std::move(r));
  }
  return a;
}

}  // namespace hillock::verify
