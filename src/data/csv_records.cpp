// SPDX-License-Identifier: Apache-2.0
#include "data/csv_records.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "data/csv_cell.hpp"
#include "data/csv_tokens.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

// A record that begins with #, as it stands in the text.
struct hash_line {
  std::size_t record;
  std::string_view text;
};

csv_records cut(const csv_dialect& dialect, quoting quotes, const std::string& name,
                std::deque<std::string>& storage, std::vector<hash_line>& hashes) {
  csv_records all;
  hashes.clear();
  csv_tokens tokens({dialect.text, dialect.delimiter, quotes}, name, storage);
  for (std::size_t before = 0; tokens.next(all.cells); before = all.cells.size()) {
    if (tokens.is_comment()) hashes.push_back({all.widths.size(), tokens.comment()});
    all.widths.push_back(all.cells.size() - before);
    all.lines.push_back(tokens.line());
  }
  return all;
}

// Without the records that `dropped` names, ascending.
void drop(csv_records& all, const std::vector<std::size_t>& dropped) {
  csv_records kept;
  auto next = dropped.begin();
  for (std::size_t record = 0, begin = 0; record < all.widths.size(); begin += all.widths[record], ++record) {
    if (next != dropped.end() && *next == record) {
      ++next;
      continue;
    }
    const auto first = all.cells.begin() + static_cast<std::ptrdiff_t>(begin);
    kept.cells.insert(kept.cells.end(), first, first + static_cast<std::ptrdiff_t>(all.widths[record]));
    kept.widths.push_back(all.widths[record]);
    kept.lines.push_back(all.lines[record]);
  }
  kept.header_comment = std::move(all.header_comment);
  kept.comments = dropped.size() - !kept.header_comment.empty();
  all = std::move(kept);
}

std::size_t commonest(const std::map<std::size_t, std::size_t>& counts, std::size_t first) {
  std::size_t usual = first;
  for (const auto& [width, count] : counts)
    if (count > counts.at(usual)) usual = width;
  return usual;
}

// The number of fields most records have that do not begin with #.
std::size_t width_of_rows(const csv_records& all, const std::vector<hash_line>& hashes) {
  std::map<std::size_t, std::size_t> counts;
  std::optional<std::size_t> first;
  auto next = hashes.begin();
  for (std::size_t record = 0; record < all.widths.size(); ++record) {
    if (next != hashes.end() && next->record == record) {
      ++next;
      continue;
    }
    if (!first) first = all.widths[record];
    ++counts[all.widths[record]];
  }
  return commonest(counts, *first);
}

// The fields behind the # where they could be names.
std::vector<std::string_view> names_in(std::string_view line, const csv_dialect& dialect, std::size_t width,
                                       const std::string& name, std::deque<std::string>& storage) {
  std::vector<std::string_view> fields;
  try {
    csv_tokens tokens({trimmed(line.substr(1)), dialect.delimiter}, name, storage);
    tokens.next(fields);
  } catch (const data_error&) {
    return {};
  }
  const bool words = std::all_of(fields.begin(), fields.end(), [](std::string_view field) {
    return read_cell(field).kind == cell_kind::text;
  });
  return words && fields.size() == width ? fields : decltype(fields){};
}

void set_comments_aside(csv_records& all, const std::vector<hash_line>& hashes, const csv_dialect& dialect,
                        const std::string& name, std::deque<std::string>& storage) {
  if (hashes.empty() || 2 * hashes.size() > all.widths.size()) return;
  const std::size_t width = width_of_rows(all, hashes);
  std::size_t leading = 0;
  while (leading < hashes.size() && hashes[leading].record == leading) ++leading;
  if (leading > 0) all.header_comment = names_in(hashes[leading - 1].text, dialect, width, name, storage);
  std::vector<std::size_t> dropped;
  for (const hash_line& line : hashes) {
    const bool is_header = line.record + 1 == leading && !all.header_comment.empty();
    const bool blank_follows = line.text.size() < 2 || line.text[1] == ' ' || line.text[1] == '\t';
    if (is_header || blank_follows || all.widths[line.record] != width) dropped.push_back(line.record);
  }
  drop(all, dropped);
}

}  // namespace

std::size_t csv_records::usual_width() const {
  std::map<std::size_t, std::size_t> counts;
  for (const std::size_t width : widths) ++counts[width];
  return commonest(counts, widths.front());
}

csv_records read_records(const csv_dialect& dialect, const std::string& name,
                         std::deque<std::string>& storage) {
  csv_records all;
  std::vector<hash_line> hashes;
  try {
    all = cut(dialect, quoting::doubled, name, storage, hashes);
  } catch (const data_error& broken) {
    try {
      all = cut(dialect, quoting::backslash, name, storage, hashes);
    } catch (const data_error&) {
      throw data_error(broken.what());
    }
  }
  set_comments_aside(all, hashes, dialect, name, storage);
  return all;
}

}  // namespace hillock::data
