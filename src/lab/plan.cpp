// SPDX-License-Identifier: Apache-2.0
#include "lab/plan.hpp"

#include <algorithm>

namespace hillock::lab {

std::vector<planned_run> make_plan(const settings& s, bool draw_maps) {
  std::vector<planned_run> plan;
  const std::uint64_t first = s.options.first_seed;
  for (std::uint64_t seed = first; seed < first + s.options.seeds; ++seed)
    for (std::size_t candidate = 0; candidate < s.candidates.size(); ++candidate)
      plan.push_back({candidate, seed, draw_maps && seed == first});
  return plan;
}

bool is_done(const settings& s, const planned_run& plan, std::span<const record> records) {
  const std::string name = s.candidates[plan.candidate].to_string();
  return std::any_of(records.begin(), records.end(), [&](const record& r) {
    return r.finished.candidate == name && r.finished.seed == plan.seed;
  });
}

}  // namespace hillock::lab
