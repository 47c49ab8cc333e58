// SPDX-License-Identifier: Apache-2.0
// One table written in every way that is read: always the same data set.
#include <gtest/gtest.h>

#include "base/philox.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::csv;

struct dialect {
  char delimiter;
  char decimal;
  std::string_view thousands, missing, line_end, comment;
  bool quoted, header, row_names, trailing;
};

// A number that is a short decimal fraction, with up to seven digits before the mark.
std::string plain(std::int64_t hundredths) {
  const std::string digits = std::to_string(hundredths < 0 ? -hundredths : hundredths);
  const std::string padded = std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
  return (hundredths < 0 ? "-" : "") + padded.substr(0, padded.size() - 2) + "." +
         padded.substr(padded.size() - 2);
}

std::string written(std::int64_t hundredths, const dialect& how) {
  std::string text = plain(hundredths);
  const std::size_t point = text.find('.'), first = text[0] == '-' ? 1 : 0;
  text[point] = how.decimal;
  for (std::size_t at = point; at > first + 3; at -= 3) text.insert(at - 3, how.thousands);
  return text;
}

// Rows of two numbers, a word and a label; about one number in five is missing.
class made_table {
 public:
  explicit made_table(std::uint64_t seed) : draws_(seed, "dialects", 0) {
    for (int row = 0; row < 24; ++row) {
      values_.push_back({draw(2'000'000'000) - 1'000'000'000, draw(2000) - 1000, draw(3), draw(2)});
      missing_.push_back({draw(5) == 0, draw(5) == 0});
    }
  }

  std::string text(const dialect& how) {
    std::string all(how.comment);
    const auto line = [&](const std::vector<std::string>& fields, bool named) {
      std::string joined = how.row_names && named
                               ? "\"r" + std::to_string(all.size()) + "\"" + std::string(1, how.delimiter)
                               : "";
      for (std::size_t i = 0; i < fields.size(); ++i)
        joined += (i == 0 ? "" : std::string(1, how.delimiter)) +
                  (how.quoted ? "\"" + fields[i] + "\"" : fields[i]);
      all += joined + (how.trailing ? std::string(2, how.delimiter) : "") + std::string(how.line_end);
    };
    if (how.header) line({"size", "weight", "colour", "class"}, false);
    constexpr const char* words[] = {"red", "green", "blue"};
    for (std::size_t row = 0; row < values_.size(); ++row) {
      const auto& [size, weight, colour, label] = values_[row];
      line({missing_[row][0] ? std::string(how.missing) : written(size, how),
            missing_[row][1] ? std::string(how.missing) : written(weight, how), words[colour],
            label == 0 ? "no" : "yes"},
           true);
    }
    return all;
  }

 private:
  std::int64_t draw(std::uint64_t below) { return static_cast<std::int64_t>(draws_.below(below)); }

  philox draws_;
  std::vector<std::array<std::int64_t, 4>> values_;
  std::vector<std::array<bool, 2>> missing_;
};

TEST(Dialects, OneTableWrittenInManyWays) {
  constexpr std::string_view missing[] = {"", "NA", "-", "unknown"};
  std::size_t tried = 0;
  made_table made(1);
  for (const bool header : {true, false}) {
    const std::string hash = csv(made.text({',', '.', "", "", "\n", "", false, header, false, false})).hash;
    for (const char delimiter : {',', ';', '\t', '|', ' '})
      for (const char decimal : {'.', ','})
        for (const std::string_view thousands : {"", ".", ",", " ", "'", "\u00A0"})
          for (const bool quoted : {false, true})
            for (const bool more : {false, true}) {
              const std::string mark(1, decimal), separator(1, delimiter);
              const bool merged = delimiter == ' ';  // blanks that follow one another are one delimiter
              if (thousands == mark || (!quoted && (separator == mark || separator == thousands))) continue;
              const std::size_t turn = tried++ % (merged ? 3 : 4) + (merged ? 1 : 0);
              const dialect how{delimiter,
                                decimal,
                                thousands,
                                missing[turn],
                                more ? "\r\n" : "\n",
                                more ? "# a comment\n" : "",
                                quoted,
                                header,
                                more && header,
                                more && !merged};
              ASSERT_EQ(csv(made.text(how)).hash, hash) << made.text(how);
            }
  }
  EXPECT_GT(tried, 300u);
}

}  // namespace
}  // namespace hillock::data
