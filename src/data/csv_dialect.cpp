// SPDX-License-Identifier: Apache-2.0
#include "data/csv_dialect.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "data/csv_tokens.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

constexpr std::string_view delimiters = ",;\t| ";

// How well a delimiter explains the first rows: the share of records with the commonest number of fields (at
// least two), then the share of cells that are numbers.
std::tuple<double, double> score(std::string_view text, char delimiter) {
  const std::string unnamed;
  std::deque<std::string> storage;
  std::map<std::size_t, std::size_t> widths;
  std::size_t records = 0, cells = 0, numbers = 0, line = 0;
  try {
    csv_tokens tokens(text, delimiter, unnamed, storage);
    for (std::vector<std::string_view> fields; records < sampled_rows && tokens.next(fields, line);
         fields.clear()) {
      ++records;
      ++widths[fields.size()];
      cells += fields.size();
      for (const auto field : fields) numbers += read_cell(field).kind == cell_kind::number;
    }
  } catch (const data_error&) {  // quotes that make no sense with this delimiter
    return {0, 0};
  }
  std::size_t commonest = 0;
  for (const auto& [width, count] : widths)
    if (width >= 2) commonest = std::max(commonest, count);
  if (commonest == 0) return {0, 0};
  return {static_cast<double>(commonest) / static_cast<double>(records),
          static_cast<double>(numbers) / static_cast<double>(cells)};
}

}  // namespace

char detect_delimiter(std::string_view text) {
  char best = delimiters[0];
  std::tuple<double, double> best_score{0, 0};
  for (const char delimiter : delimiters) {
    const auto candidate = score(text, delimiter);
    if (candidate > best_score) {
      best_score = candidate;
      best = delimiter;
    }
  }
  return best;
}

}  // namespace hillock::data
