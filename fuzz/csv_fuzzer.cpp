// SPDX-License-Identifier: Apache-2.0
// Any bytes given to the CSV reader are either an error that names the file, or a sound data set: consistent
// sizes, finite features, labels in range, the same when read again, and the same after its features were
// written as CSV and read back. The first two bytes choose the options.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "data/load.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace {

using namespace hillock;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

data::load_options options_of(unsigned first, unsigned second) {
  data::load_options options;
  constexpr std::string_view delimiters = ",;\t| ";
  if ((first & 7) < delimiters.size()) options.delimiter = delimiters[first & 7];
  if ((first & 8) != 0) options.header = (first & 16) != 0;
  constexpr const char* targets[] = {"", "1", "-1", "2", "y", "class"};
  options.target = targets[(first >> 5) % 6];
  if ((second & 3) != 3) options.task = static_cast<data::task>(second & 3);
  if ((second & 4) != 0) options.task.reset();
  return options;
}

std::string csv_cell(std::string_view text) {
  std::string cell = "\"";
  for (const char letter : text) cell += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return cell + "\"";
}

std::string as_csv(const data::dataset& whole) {
  std::string text;
  for (const std::string& name : whole.feature_names) text += csv_cell(name) + ",";
  text += "\"the target\"\n";
  std::size_t next_missing = 0;
  for (std::size_t row = 0; row < whole.rows; ++row) {
    for (std::size_t cell = row * whole.columns; cell < (row + 1) * whole.columns; ++cell) {
      const bool missing = next_missing < whole.missing.size() && whole.missing[next_missing] == cell;
      next_missing += missing;
      text += missing ? "," : data::number_text(whole.features[cell]) + ",";
    }
    text += whole.targets.empty() ? csv_cell(whole.class_names[static_cast<std::size_t>(whole.labels[row])])
                                  : data::number_text(whole.targets[row]);
    text += "\n";
  }
  return text;
}

void check_sound(const data::dataset& whole) {
  require(whole.rows > 0 && whole.columns > 0, "rows and columns");
  require(whole.features.size() == whole.rows * whole.columns, "size of features");
  require(whole.feature_names.size() == whole.columns, "a name per column");
  for (const double x : whole.features) require(std::isfinite(x), "finite features");
  for (std::size_t i = 0; i < whole.missing.size(); ++i) {
    require(whole.missing[i] < whole.features.size() && whole.features[whole.missing[i]] == 0,
            "missing cells hold 0");
    require(i == 0 || whole.missing[i - 1] < whole.missing[i], "missing cells ascend");
  }
  const bool regression = whole.task == data::task::regression;
  require(whole.targets.size() == (regression ? whole.rows : 0), "a target per row");
  require(whole.labels.size() == (regression ? 0 : whole.rows), "a label per row");
  require(regression ? whole.classes() == 0 : whole.classes() >= 2, "at least two classes");
  require((whole.task == data::task::binary) == (whole.classes() == 2), "binary means two classes");
  for (const double y : whole.targets) require(std::isfinite(y), "finite targets");
  std::vector<bool> seen(whole.classes());
  for (const std::int32_t label : whole.labels) {
    require(label >= 0 && static_cast<std::size_t>(label) < whole.classes(), "labels in range");
    seen[static_cast<std::size_t>(label)] = true;
  }
  for (const bool one : seen) require(one, "every class has a row");
  for (const auto* names : {&whole.feature_names, &whole.class_names})
    for (const std::string& name : *names)
      require(!name.empty() && data::is_utf8(name), "names are UTF-8 text");
}

void check_same(const data::dataset& a, const data::dataset& b, const char* what) {
  require(a.hash == b.hash && a.task == b.task && a.features == b.features &&
              a.feature_names == b.feature_names && a.labels == b.labels && a.class_names == b.class_names &&
              a.targets == b.targets && a.missing == b.missing,
          what);
}

// A split is sound too, or an error that names the data set.
void check_split(const data::dataset& whole) {
  try {
    const data::split_data result = data::split(whole, {});
    require(result.train.rows + result.validation.rows + result.test.rows == whole.rows,
            "every row in one part");
    for (const data::part* p : {&result.train, &result.validation, &result.test}) {
      require(p->rows > 0 && p->columns == result.columns, "no empty part");
      require(p->features.size() == p->rows * p->columns, "size of a part's features");
      for (const float x : p->features) require(std::isfinite(x), "finite standardised features");
      for (const float y : p->targets) require(std::isfinite(y), "finite standardised targets");
    }
  } catch (const data_error& thrown) {
    require(std::string_view(thrown.what()).starts_with("fuzz.csv: "),
            "the split's error names the data set");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  const data::load_options options = options_of(bytes[0], bytes[1]);
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 2, size - 2);
  data::dataset whole;
  try {
    whole = data::read_csv(text, "fuzz.csv", options);
  } catch (const data_error& thrown) {
    require(std::string_view(thrown.what()).starts_with("fuzz.csv:"), "the error names the file");
    require(std::string_view(thrown.what()).find('\n') == std::string_view::npos, "the error is one line");
    return 0;
  } catch (const usage_error&) {
    require(!options.target.empty(), "a usage error only where a target was named");
    return 0;
  }
  check_sound(whole);
  check_same(whole, data::read_csv(text, "fuzz.csv", options), "read twice, the same");
  const data::load_options again{.target = "-1", .task = whole.task, .delimiter = ',', .header = true};
  check_same(whole, data::read_csv(as_csv(whole), "fuzz.csv", again), "written and read back, the same");
  check_split(whole);
  return 0;
}
