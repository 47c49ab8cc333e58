// SPDX-License-Identifier: Apache-2.0
#include "data/csv_dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "data/csv_cell.hpp"
#include "data/csv_tokens.hpp"
#include "data/csv_written.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

constexpr std::string_view delimiters = ",;\t| ";
constexpr std::size_t sampled_cells = 50'000;  // of wide tables fewer rows are looked at

// What a column of the sample holds, read either way.
struct column_sample {
  std::size_t filled = 0, with_point = 0, with_comma = 0;  // cells; numbers read with that decimal mark
  std::size_t only_point = 0, only_comma = 0;              // numbers that need that mark
  std::size_t open_point = 0, open_comma = 0;              // numbers that differ, by the mark they hold
  std::size_t below_thousand = 0;                          // whole numbers without a mark, from 1 to 999
  std::string_view example;                                // a cell with an open comma

  void add(std::string_view cell);
};

void column_sample::add(std::string_view cell) {
  if (read_cell(cell).kind == cell_kind::missing) return;
  ++filled;
  const auto point = read_written(cell, '.'), comma = read_written(cell, ',');
  with_point += point.has_value();
  with_comma += comma.has_value();
  only_point += point && !comma;
  only_comma += comma && !point;
  if (!point || !comma) return;
  if (point->value == comma->value) {
    const double magnitude = std::fabs(point->value);
    below_thousand += magnitude == std::floor(magnitude) && magnitude > 0 && magnitude < 1000;
    return;
  }
  const bool holds_comma = cell.find(',') != std::string_view::npos;
  ++(holds_comma ? open_comma : open_point);
  if (holds_comma) example = cell;
}

// The first rows as one delimiter cuts them.
struct sample {
  std::size_t records = 0;
  std::size_t commonest = 0;  // records of the commonest number of fields, at least two
  std::size_t cells = 0;
  std::vector<column_sample> columns;

  decimal_votes votes() const;
  std::tuple<double, double> score(char decimal) const;
};

// A column votes if most of its cells are numbers: prose may hold anything.
decimal_votes sample::votes() const {
  decimal_votes found;
  for (const column_sample& c : columns) {
    if (2 * std::max(c.with_point, c.with_comma) < c.filled || c.filled == 0) continue;
    const bool needs_comma = c.only_comma > c.only_point, needs_point = c.only_point > c.only_comma;
    found.comma += needs_comma;
    found.point += needs_point;
    if (needs_comma || needs_point) continue;
    found.open_point += c.open_point > 0;
    // Where "950" stands beside "1,234", and no other number of decimals does, the comma marks thousands.
    if (c.open_comma == 0 || c.below_thousand > 0) continue;
    ++found.open_comma;
    found.example = c.example;
  }
  return found;
}

// The share of records with the commonest number of fields, then the share of cells that are numbers.
std::tuple<double, double> sample::score(char decimal) const {
  if (commonest == 0) return {0, 0};
  std::size_t numbers = 0;
  for (const column_sample& c : columns) numbers += decimal == ',' ? c.with_comma : c.with_point;
  return {static_cast<double>(commonest) / static_cast<double>(records),
          static_cast<double>(numbers) / static_cast<double>(cells)};
}

sample take_sample(std::string_view text, char delimiter) {
  const std::string unnamed;
  std::deque<std::string> storage;
  std::map<std::size_t, std::size_t> widths;
  sample taken;
  const auto read = [&](quoting quotes, bool comments) {
    taken = {};
    widths.clear();
    csv_tokens tokens({text, delimiter, quotes}, unnamed, storage);
    for (std::vector<std::string_view> fields;
         taken.records < sampled_rows && taken.cells < sampled_cells && tokens.next(fields); fields.clear()) {
      if (tokens.is_comment() && !comments) continue;
      ++taken.records;
      ++widths[fields.size()];
      taken.cells += fields.size();
      taken.columns.resize(std::max(taken.columns.size(), fields.size()));
      for (std::size_t i = 0; i < fields.size(); ++i) taken.columns[i].add(fields[i]);
    }
  };
  try {
    read(quoting::doubled, false);
    if (taken.records == 0) read(quoting::doubled, true);
  } catch (const data_error&) {
    // What was cut up to the broken quote still tells how likely this delimiter is.
    const sample before = taken;
    const auto widths_before = widths;
    try {
      read(quoting::backslash, false);
    } catch (const data_error&) {
      taken = before;
      widths = widths_before;
    }
  }
  for (const auto& [width, count] : widths)
    if (width >= 2) taken.commonest = std::max(taken.commonest, count);
  return taken;
}

char decimal_of(const decimal_votes& votes, char delimiter) {
  if (votes.comma != votes.point) return votes.comma > votes.point ? ',' : '.';
  const bool open = votes.comma == 0 && votes.open_comma > 0 && votes.open_point == 0;
  return open && delimiter == ';' ? ',' : '.';
}

// "sep=;", with which Excel is told the delimiter of a file. The delimiter, or 0.
char take_separator_line(csv_dialect& dialect) {
  const std::size_t end = std::min(dialect.text.find_first_of("\r\n"), dialect.text.size());
  std::string_view line = dialect.text.substr(0, end);
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || lower_case(line.substr(0, 4)) != "sep=") return 0;
  dialect.text.remove_prefix(end);
  return line[4];
}

}  // namespace

csv_dialect detect_dialect(std::string_view text, const load_options& options) {
  csv_dialect found{.delimiter_source = "detected", .votes = {}, .text = text};
  const char separator = take_separator_line(found);
  if (options.delimiter || separator != 0) {
    found.delimiter = options.delimiter ? *options.delimiter : separator;
    found.delimiter_source = options.delimiter ? "as given" : "as the line sep= says";
    found.votes = take_sample(found.text, found.delimiter).votes();
    return found;
  }
  std::tuple<double, double> best{0, 0};
  for (const char delimiter : delimiters) {
    const sample cut = take_sample(found.text, delimiter);
    const decimal_votes votes = cut.votes();
    const auto score = cut.score(options.decimal.value_or(decimal_of(votes, delimiter)));
    if (score <= best) continue;
    best = score;
    found.delimiter = delimiter;
    found.votes = votes;
  }
  return found;
}

decimal_choice choose_decimal(const std::vector<csv_dialect>& files, const load_options& options) {
  if (options.decimal)
    return {
        *options.decimal, false,
        fmt::format("The decimal mark is the {} (as given).", *options.decimal == ',' ? "comma" : "point")};
  decimal_votes all;
  for (const csv_dialect& file : files) {
    all.point += file.votes.point;
    all.comma += file.votes.comma;
    all.open_point += file.votes.open_point;
    all.open_comma += file.votes.open_comma;
    if (all.example.empty()) all.example = file.votes.example;
  }
  decimal_choice choice{decimal_of(all, files.front().delimiter), all.point == 0 && all.comma == 0};
  if (choice.mark == ',')
    choice.note = choice.open
                      ? fmt::format(
                            "The decimal mark is the comma (detected by the semicolons; --decimal point "
                            "makes the comma in {} a thousands mark).",
                            shown(all.example))
                      : "The decimal mark is the comma (detected; --decimal point chooses the other).";
  return choice;
}

}  // namespace hillock::data
