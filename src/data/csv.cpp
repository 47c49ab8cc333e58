// SPDX-License-Identifier: Apache-2.0
// From the bytes of a table to a data set, step by step.
#include <fmt/format.h>

#include <filesystem>

#include "base/environment.hpp"
#include "data/content.hpp"
#include "data/csv_columns.hpp"
#include "data/csv_files.hpp"
#include "data/csv_table.hpp"
#include "data/determine.hpp"
#include "data/encoding.hpp"
#include "data/foreign.hpp"
#include "data/repeats.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

// A file on its way to a table. What was decoded is kept here, for cells point into it.
struct source {
  const csv_file& file;
  std::deque<std::string> storage{};
  std::vector<std::string> notes{};
  csv_dialect dialect{};

  source(const csv_file& from, const load_options& options) : file(from) {
    refuse_foreign_bytes(file.bytes, file.name);
    const std::string_view text = to_utf8(file.bytes, file.name, storage, notes);
    if (trimmed(text).empty())
      throw data_error(fmt::format("{}: the file is empty, expected rows of values", file.name));
    refuse_foreign_text(text, file.name);
    dialect = detect_dialect(text, options);
  }
};

void append(std::vector<std::string>& notes, const std::vector<std::string>& more) {
  notes.insert(notes.end(), more.begin(), more.end());
}

// Errors about a target that nobody named say so.
template <class Act>
void with_guess(const std::string& guess, Act act) {
  try {
    act();
  } catch (const data_error& wrong) {
    if (guess.empty()) throw;
    throw data_error(fmt::format("{}; {}", wrong.what(), guess));
  }
}

// What the columns are for, and, where one of them says so, which rows are the test part.
struct layout {
  column_choice columns;
  std::vector<bool> test;
};

layout assign_columns(csv_table& table, const column_list& excluded, const column_list& kept,
                      const load_options& options) {
  layout found{{excluded.columns, kept.columns}, {}};
  found.columns.usable.flip();
  std::vector<bool> may_name_parts = found.columns.usable;
  for (std::size_t column = 0; column < table.columns; ++column) {
    if (excluded.columns[column] && kept.columns[column])
      throw usage_error(fmt::format("{}: the column {} is both excluded and kept", table.file(),
                                    shown(table.names[column])));
    if (kept.columns[column]) may_name_parts[column] = false;
  }
  const auto part = find_part_column(table, may_name_parts);
  if (!part || (!options.target.empty() && find_column(table, options.target) == part)) return found;
  if (table.origins.size() > 1)
    throw usage_error(
        fmt::format("{}: the column {} names a test part, and {} is another; leave out one (--exclude "
                    "leaves columns out)",
                    table.file(), shown(table.names[*part]), table.origins[1].file));
  found.columns.usable[*part] = false;
  found.test = marked_test_rows(table, *part);
  return found;
}

dataset read_tables(const csv_file& file, const load_options& options, const csv_file* test) {
  source first(file, options);
  std::optional<source> second;
  std::vector<csv_dialect> dialects{first.dialect};
  if (test != nullptr) dialects.push_back(second.emplace(*test, options).dialect);

  const decimal_choice decimal = choose_decimal(dialects, options);
  const notation reads(decimal.mark, options.missing);
  csv_table table = read_table(dialects[0], reads, file.name, options), test_table;
  if (test != nullptr) test_table = read_table(dialects[1], reads, test->name, options, &table);
  if (!decimal.note.empty()) table.notes.insert(table.notes.begin() + 1, decimal.note);
  table.decimal_is_open = decimal.open;
  table.decimal_is_given = options.decimal.has_value();
  const csv_table* const beside = test != nullptr ? &test_table : nullptr;
  const column_list excluded = find_columns(table, beside, options.exclude, list_use::exclude);
  const column_list kept = find_columns(table, beside, options.keep, list_use::keep);
  if (test != nullptr) append_rows(table, test_table, excluded);
  const auto [columns, marked_for_test] = assign_columns(table, excluded, kept, options);

  dataset whole;
  whole.name = std::filesystem::path(file.name).filename().string();
  whole.rows = table.rows();
  whole.notes = first.notes;
  append(whole.notes, table.notes);
  const csv_target target = find_target(table, columns.usable, options.target, whole.notes);
  whole.target_guess = target.guess;
  column_reader reader(table, columns.usable);
  account told;
  with_guess(target.guess, [&] { take_target(whole, table, target.column, reader, options, told); });
  const auto features = take_features(whole, table, columns, target, reader, told);
  told.tell(table, whole.notes);
  append(whole.warnings, determining_features(whole, features));
  if (test != nullptr) whole.test_rows = test_table.rows();
  if (!marked_for_test.empty()) move_to_test(whole, marked_for_test);
  warn_of_repeats(whole);
  whole.hash = content_hash(whole);
  return whole;
}

}  // namespace

dataset read_csv(const csv_file& file, const load_options& options, const csv_file* test) {
  return in_standard_environment([&] { return read_tables(file, options, test); });
}

dataset read_csv(std::string_view bytes, const std::string& name, const load_options& options) {
  return read_csv({bytes, name}, options);
}

}  // namespace hillock::data
