// SPDX-License-Identifier: Apache-2.0
// Any bytes given to the CSV reader are either an error that names the file, or a sound data set: consistent
// sizes, finite features, labels in range; the same when read again, when read in UTF-16, and after its
// features were written as CSV, with decimal points or commas, and read back. The first three bytes choose
// the options; a record separator begins a second file, the test part.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "data/encoding.hpp"
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

data::load_options options_of(const std::uint8_t* bytes) {
  data::load_options options;
  constexpr std::string_view delimiters = ",;\t| ";
  const unsigned first = bytes[0], second = bytes[1], third = bytes[2];
  if ((first & 7) < delimiters.size()) options.delimiter = delimiters[first & 7];
  if ((first & 8) != 0) options.header = (first & 16) != 0;
  constexpr const char* targets[] = {"", "1", "-1", "2", "y", "class"};
  options.target = targets[(first >> 5) % 6];
  if ((second & 3) != 3) options.task = static_cast<data::task>(second & 3);
  if ((second & 4) != 0) options.task.reset();
  if ((second & 8) != 0) options.decimal = (second & 16) != 0 ? ',' : '.';
  constexpr const char* marks[] = {"", "x,-999", "=", "=?,0"};
  options.missing = marks[third & 3];
  constexpr const char* columns[] = {"", "1", "a", "b,-2"};
  options.exclude = columns[third >> 2 & 3];
  options.keep = columns[third >> 4 & 3];
  return options;
}

std::string csv_cell(std::string_view text) {
  std::string cell = "\"";
  for (const char letter : text) cell += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return cell + "\"";
}

std::string number(double value, char decimal) {
  std::string text = data::number_text(value);
  if (const std::size_t point = text.find('.'); point != std::string::npos) text[point] = decimal;
  return text;
}

constexpr const char* target_name = "the target of the fuzzer";

// Rows of a data set as CSV text, every number plain.
std::string as_csv(const data::dataset& whole, std::size_t begin, std::size_t end, char delimiter,
                   char decimal) {
  std::string text;
  for (const std::string& name : whole.feature_names) text += csv_cell(name) + delimiter;
  text += csv_cell(target_name) + "\n";
  for (std::size_t row = begin; row < end; ++row) {
    for (std::size_t cell = row * whole.columns; cell < (row + 1) * whole.columns; ++cell) {
      if (!std::binary_search(whole.missing.begin(), whole.missing.end(), cell))
        text += number(whole.features[cell], decimal);
      text += delimiter;
    }
    text += whole.targets.empty() ? csv_cell(whole.class_names[static_cast<std::size_t>(whole.labels[row])])
                                  : number(whole.targets[row], decimal);
    text += "\n";
  }
  return text;
}

// Well-formed UTF-8 as UTF-16 with its mark.
std::string as_utf16(std::string_view text) {
  std::string bytes = "\xFF\xFE";
  const auto unit = [&](std::uint32_t code) {
    bytes += static_cast<char>(code & 0xFF);
    bytes += static_cast<char>(code >> 8);
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = data::utf8_length(text.substr(i));
    std::uint32_t code = static_cast<unsigned char>(text[i]);
    if (length > 1) code &= 0xFFu >> (length + 1);
    for (std::size_t k = 1; k < length; ++k)
      code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    if (code < 0x10000) {
      unit(code);
    } else {
      unit(0xD800 + ((code - 0x10000) >> 10));
      unit(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
    i += length;
  }
  return bytes;
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
  for (const auto* sentences : {&whole.notes, &whole.warnings})
    for (const std::string& sentence : *sentences)
      require(data::is_utf8(sentence) && sentence.find('\n') == std::string::npos,
              "a note is a line of UTF-8");
}

void check_same(const data::dataset& a, const data::dataset& b, const char* what) {
  require(a.hash == b.hash && a.task == b.task && a.features == b.features &&
              a.feature_names == b.feature_names && a.labels == b.labels && a.class_names == b.class_names &&
              a.targets == b.targets && a.missing == b.missing && a.test_rows == b.test_rows,
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

// Whether a class is called what is a number with one decimal mark and text with the other.
bool names_hold_marks(const data::dataset& whole) {
  return std::any_of(whole.class_names.begin(), whole.class_names.end(),
                     [](const std::string& name) { return name.find_first_of(".,") != std::string::npos; });
}

// The decimal mark that the notes tell of.
char decimal_of(const data::dataset& whole) {
  return std::any_of(
             whole.notes.begin(), whole.notes.end(),
             [](const std::string& note) { return note.starts_with("The decimal mark is the comma"); })
             ? ','
             : '.';
}

// What was read, written plainly and read back, is the same. A part column has moved rows, so that a column
// may count them now; and which columns were kept although they count them is not written.
void check_written(const data::dataset& whole, const data::load_options& options, bool has_test_file) {
  if ((whole.test_rows > 0 && !has_test_file) || !options.keep.empty()) return;
  const char decimal_read = decimal_of(whole);
  const std::size_t data_rows = whole.rows - whole.test_rows;
  for (const auto& [delimiter, decimal] : {std::pair(',', '.'), std::pair(';', ',')}) {
    if ((decimal == ',' || decimal_read == ',') && names_hold_marks(whole)) continue;
    const std::string text = as_csv(whole, 0, data_rows, delimiter, decimal);
    const std::string test_text = as_csv(whole, data_rows, whole.rows, delimiter, decimal);
    const data::csv_file test{test_text, "test.csv"};
    const data::load_options again{.target = target_name,
                                   .task = whole.task,
                                   .delimiter = delimiter,
                                   .header = true,
                                   .decimal = decimal,
                                   .missing = "="};
    check_same(whole, data::read_csv({text, "fuzz.csv"}, again, has_test_file ? &test : nullptr),
               "written and read back, the same");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 3) return 0;
  const data::load_options options = options_of(bytes);
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 3, size - 3);
  const std::size_t cut = text.find('\x1E');  // the second file begins behind a record separator
  const bool has_test_file = cut != std::string_view::npos;
  const data::csv_file file{text.substr(0, cut), "fuzz.csv"};
  const data::csv_file test{has_test_file ? text.substr(cut + 1) : std::string_view(), "test.csv"};
  const data::csv_file* const second = has_test_file ? &test : nullptr;
  data::dataset whole;
  try {
    whole = data::read_csv(file, options, second);
  } catch (const data_error& thrown) {
    const std::string_view message = thrown.what();
    require(message.starts_with("fuzz.csv:") || message.starts_with("fuzz.csv and test.csv have ") ||
                (has_test_file && message.starts_with("test.csv:")),
            "the error names the file");
    require(message.find('\n') == std::string_view::npos && data::is_utf8(message),
            "the error is a line of UTF-8");
    return 0;
  } catch (const usage_error&) {
    require(!options.target.empty() || !options.exclude.empty() || !options.keep.empty() || has_test_file,
            "a usage error only where asked");
    return 0;
  }
  check_sound(whole);
  check_same(whole, data::read_csv(file, options, second), "read twice, the same");
  check_written(whole, options, has_test_file);
  if (data::is_utf8(text) && text.find('\0') == std::string_view::npos) {
    const std::string wide = as_utf16(file.bytes), wide_test = as_utf16(test.bytes);
    const data::csv_file test_file{wide_test, "test.csv"};
    check_same(whole, data::read_csv({wide, "fuzz.csv"}, options, has_test_file ? &test_file : nullptr),
               "in UTF-16, the same");
  }
  check_split(whole);
  return 0;
}
