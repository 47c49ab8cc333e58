// SPDX-License-Identifier: Apache-2.0
// Inputs that went wrong, as people reported them: each gives what its correctly converted file gives, or one
// clear error.
#include <gtest/gtest.h>

#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::contains;
using testing::csv;
using testing::has_note;
using testing::message_of;
using testing::replaced;

class Faults : public ::testing::Test {
 protected:
  static std::filesystem::path folder() {
    return std::filesystem::path(HILLOCK_SOURCE_DIR) / "tests" / "faults";
  }
  static dataset file(const char* name, load_options options = {}) {
    options.source = (folder() / name).string();
    return load(options);
  }
  static std::string error(const char* name) {
    return message_of([&] { split(file(name), {}); });
  }
  static std::string text(const char* name) {
    std::ifstream in(folder() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // The lines of a text, each without what comes up to its first `mark`, from the line `first` on.
  static std::string without_first_field(const std::string& lines, char mark, int first) {
    std::string left;
    for (std::size_t begin = 0; begin < lines.size(); --first) {
      const std::size_t end = std::min(lines.find('\n', begin), lines.size());
      if (first <= 0) begin = lines.find(mark, begin) + 1;
      left += lines.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
    return left;
  }
};

TEST_F(Faults, DecimalCommas) {
  const char* const name = "01b_decimal_comma_header.csv";
  const std::string converted = replaced(replaced(text(name), ",", "."), ";", ",");
  EXPECT_EQ(file(name).hash, csv(converted).hash);
  EXPECT_EQ(file(name).columns, 3u);
  EXPECT_TRUE(has_note(file(name).notes,
                       "The decimal mark is the comma (detected; --decimal point chooses the other)."));
  // The same without its header, where commas cut every line into as many fields as semicolons do.
  const auto body = [](const std::string& all) { return all.substr(all.find('\n') + 1); };
  EXPECT_EQ(csv(body(text(name))).hash, csv(body(converted)).hash);
}

TEST_F(Faults, PandasIndex) {
  const dataset whole = file("02_pandas_to_csv.csv");
  EXPECT_EQ(whole.rows, 60u);
  EXPECT_EQ(whole.feature_names, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(whole.hash, file("02_pandas_to_csv.csv", {.header = true}).hash);
  EXPECT_EQ(whole.hash,
            csv(without_first_field(text("02_pandas_to_csv.csv"), ',', 0), {.header = true}).hash);
}

TEST_F(Faults, RowNumberFromAHundred) {
  const dataset whole = file("03b_id_from_100.csv");
  EXPECT_EQ(whole.feature_names, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(has_note(whole.notes, "Columns left out: 'id' (row numbers); --keep 'id' keeps it."));
  EXPECT_TRUE(whole.warnings.empty());
}

TEST_F(Faults, LabelNaN) {
  EXPECT_TRUE(contains(error("04_label_nan.csv"), "04_label_nan.csv:2:3: 'NaN': the label is missing"));
}

TEST_F(Faults, DashForMissing) {
  const dataset whole = file("05_dash_missing.csv");
  EXPECT_EQ(whole.columns, 1u);
  EXPECT_EQ(whole.hash, csv(replaced(text("05_dash_missing.csv"), "-,", ",")).hash);
}

TEST_F(Faults, Thousands) {
  std::string plain = text("06_thousands.csv");
  for (std::size_t at = 0; (at = plain.find('"', at)) != std::string::npos;) {
    const std::size_t end = plain.find('"', at + 1);
    plain.replace(at, end + 1 - at, replaced(plain.substr(at + 1, end - at - 1), ",", ""));
  }
  EXPECT_EQ(file("06_thousands.csv").hash, csv(plain).hash);
  EXPECT_EQ(file("06_thousands.csv").feature_names, (std::vector<std::string>{"income", "noise"}));
  EXPECT_TRUE(has_note(file("06_thousands.csv").notes, "'income' (thousands marked with ',')"));
}

TEST_F(Faults, FourRowsAreTooFew) {
  EXPECT_EQ(error("08c_xor4.csv"),
            "08c_xor4.csv: class '0' has 2 rows, expected at least 3: one each for training, validation and "
            "test");
}

TEST_F(Faults, TwoTrailingDelimiters) {
  const dataset whole = file("09_two_trailing.csv");
  EXPECT_EQ(whole.hash, csv(replaced(text("09_two_trailing.csv"), ";;\n", "\n")).hash);
  EXPECT_TRUE(has_note(whole.notes, "the empty columns 4 and 5 are left out"));
}

TEST_F(Faults, BackslashBeforeQuotes) {
  const dataset whole = file("10_backslash_quote.csv");
  EXPECT_EQ(whole.hash, csv(replaced(text("10_backslash_quote.csv"), "\\\"", "\"\"")).hash);
  EXPECT_EQ(whole.feature_names[1], "note=size \"big\", red");
}

TEST_F(Faults, RowNamesOfR) {
  const dataset whole = file("11_r_write_table.tsv");
  EXPECT_EQ(whole.hash, csv(without_first_field(text("11_r_write_table.tsv"), '\t', 1)).hash);
  EXPECT_EQ(whole.feature_names, (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(Faults, ExcelsSeparatorLine) {
  const std::string all = text("12_excel_sep.csv");
  EXPECT_EQ(file("12_excel_sep.csv").hash, csv(all.substr(all.find('\n') + 1)).hash);
}

TEST_F(Faults, TheTargetThatWasTakenIsSaid) {
  EXPECT_TRUE(has_note(file("13_class_is_a_feature.csv").notes,
                       "The target is 'class' (by its name; --target chooses another)."));
}

TEST_F(Faults, ImagesOfFloats) {
  const std::string images = text("14_float-images-idx3");
  const testing::temporary_folder copy;
  const std::string name = copy.write("14_float-images-idx3", images);
  EXPECT_TRUE(contains(message_of([&] { load({.source = name}); }),
                       "IDX images (40 × 4 × 4 32-bit floats) without labels"));
  std::string labels{'\0', '\0', '\x08', '\x01', '\0', '\0', '\0', '\x28'};
  for (int i = 0; i < 40; ++i) labels += static_cast<char>(i % 2);
  copy.write("14_float-labels-idx1", labels);
  const dataset whole = load({.source = name});
  EXPECT_EQ(whole.rows, 40u);
  EXPECT_EQ(whole.columns, 16u);
  // The first four bytes are those of the float.
  EXPECT_EQ(images.substr(16, 4), "\x3e\xfa\xfa\xfb");
  EXPECT_EQ(whole.features[0], static_cast<double>(0x1.f5f5f6p-2f));
}

TEST_F(Faults, TheTargetStandsTwice) {
  const dataset whole = file("15_target_twice.csv");
  ASSERT_EQ(whole.warnings.size(), 1u);
  EXPECT_TRUE(whole.warnings[0].starts_with("'alive' alone determines the label: ")) << whole.warnings[0];
  EXPECT_EQ(split(whole, {}).warnings, whole.warnings);
  EXPECT_TRUE(file("15_target_twice.csv", {.exclude = "alive"}).warnings.empty());
}

TEST_F(Faults, ArffIsNamed) {
  EXPECT_TRUE(error("16.arff").ends_with(
      "16.arff: an ARFF file (@relation toy), which hillock does not read; convert it to CSV"));
}

}  // namespace
}  // namespace hillock::data
