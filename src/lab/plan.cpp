// SPDX-License-Identifier: Apache-2.0
#include "lab/plan.hpp"

#include <algorithm>

namespace hillock::lab {

std::vector<planned_run> make_plan(const settings& s, bool draw_maps) {
  std::vector<planned_run> plan;
  if (s.tunes())
    for (std::size_t candidate = 0; candidate < s.candidates.size(); ++candidate)
      for (const double rate : s.learning_rates)
        for (const std::uint64_t seed : tuning_seeds) plan.push_back({candidate, seed, rate, true, false});
  for (std::uint64_t seed = 1; seed <= s.options.seeds; ++seed)
    for (std::size_t candidate = 0; candidate < s.candidates.size(); ++candidate)
      plan.push_back(
          {candidate, seed, s.tunes() ? 0 : s.learning_rates.front(), false, draw_maps && seed == 1});
  return plan;
}

bool is_done(const settings& s, const planned_run& plan, std::span<const record> records) {
  const std::string name = s.candidates[plan.candidate].to_string();
  return std::any_of(records.begin(), records.end(), [&](const record& r) {
    const run& f = r.finished;
    // A comparison run's rate follows from the tuning runs, so it is not part of its name.
    return f.candidate == name && f.seed == plan.seed && f.tuning == plan.tuning &&
           (!plan.tuning || f.learning_rate == plan.learning_rate);
  });
}

}  // namespace hillock::lab
