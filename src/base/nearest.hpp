// SPDX-License-Identifier: Apache-2.0
// "Did you mean": the names closest to a word someone typed.
#pragma once
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hillock {

/// How many single-character insertions, deletions, replacements and swaps of neighbours turn `a` into `b`
/// (optimal string alignment; Damerau 1964).
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

/// The names most like `word`, at most three that are equally near; those further off than a third of the
/// word are left out, so the list may be empty. A name that `word` begins, or that begins `word`, counts as
/// one edit. `names` is any range of things that convert to std::string_view.
template <class Names>
std::vector<std::string> nearest(std::string_view word, const Names& names) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto& each : names) {
    const std::string_view name(each);
    const auto [shared, longer] = std::minmax({word.size(), name.size()});
    const bool begins = shared >= 3 && word.substr(0, shared) == name.substr(0, shared);
    const std::size_t limit = std::max<std::size_t>(1, (word.size() + 2) / 3);
    // There are at least as many edits as one is longer: this spares a huge word its table.
    if (!begins && longer - shared > limit) continue;
    const std::size_t distance = begins ? std::size_t{shared != longer} : edit_distance(word, name);
    if (distance <= limit) ranked.emplace_back(distance, name);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> best;
  for (const auto& [distance, name] : ranked)
    if (best.size() < 3 && distance == ranked.front().first) best.push_back(name);
  return best;
}

}  // namespace hillock
