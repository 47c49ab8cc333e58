// SPDX-License-Identifier: Apache-2.0
// Test rows that stand among the other rows, too.
#include <gtest/gtest.h>

#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::csv;
using testing::table;
using testing::text;
using words = std::vector<std::string>;

std::string measured(int i) { return text(i * 37 % 101) + "." + text(i) + "," + text(i * i % 29); }

// Rows from `begin` on, none like another.
std::string rows(int begin, int count) {
  return table("a,b,y", count, [=](int i) { return measured(begin + i) + "," + text(i % 2); });
}

words warnings(const std::string& data, const std::string& test, const load_options& options = {}) {
  const csv_file second{test, "some/test.csv"};
  return read_csv({data, "some/x.csv"}, options, &second).warnings;
}

words repeated(const std::string& count, const std::string& of, const std::string& what = "label") {
  return {count + " of the " + of + " test rows stand among the other rows too, features and " + what +
          " alike: their scores say nothing about new rows."};
}

TEST(RepeatedTestRows, AreWarnedOf) {
  const std::string data = rows(0, 60);
  EXPECT_EQ(warnings(data, data), repeated("60", "60"));
  EXPECT_EQ(warnings(data, data, {.task = task::regression}), repeated("60", "60", "target"));
  EXPECT_EQ(warnings(data, rows(10, 12)), repeated("12", "12")) << "some of the training rows";
  EXPECT_EQ(warnings(data, rows(54, 50)), repeated("6", "50"));
  EXPECT_EQ(warnings(data, rows(55, 50)), words{}) << "a tenth";
  EXPECT_EQ(warnings(data, rows(60, 50)), words{});
}

TEST(RepeatedTestRows, AreAlikeInAllThatIsUsed) {
  const std::string data = rows(0, 60);
  // The other label: a quarrel, not a repetition.
  EXPECT_EQ(warnings(data, table("a,b,y", 60, [](int i) { return measured(i) + "," + text(1 - i % 2); })),
            words{});
  const auto numbered = [](int first) {
    return table("id,a,b,y", 60,
                 [=](int i) { return text(first + i) + "," + measured(i) + "," + text(i % 2); });
  };
  EXPECT_EQ(warnings(numbered(0), numbered(1000)), repeated("60", "60")) << "row numbers are left out";
  const auto gaps = [](const char* gap) {
    return table("a,b,y", 60, [=](int i) {
      return measured(i) + "," + text(i % 2) + "\n" + gap + "," + text(1000 + i) + "," + text(i % 2);
    });
  };
  EXPECT_EQ(warnings(gaps("0"), gaps("")), repeated("60", "120")) << "what is missing is not 0";
}

TEST(RepeatedTestRows, OfAColumnThatNamesTheParts) {
  const auto parted = [](int distinct) {
    return csv(table("a,b,split,y", 80,
                     [=](int i) {
                       return measured(i % distinct) + "," + (i < 60 ? "train" : "test") + "," + text(i % 2);
                     }))
        .warnings;
  };
  EXPECT_EQ(parted(60), repeated("20", "20"));
  EXPECT_EQ(parted(80), words{});
}

// Where few different rows are possible, new rows repeat old ones, and these each other.
TEST(RepeatedTestRows, ByChanceAreNoFault) {
  const auto coarse = [](int begin, int count) {
    return table("a,b,y", count, [=](int i) {
      const int n = (begin + i) * 7919 % 1009;
      return text(n % 3) + "," + text(n / 3 % 3) + "," + text(n / 9 % 2);
    });
  };
  EXPECT_EQ(warnings(coarse(0, 200), coarse(200, 100)), words{});
}

TEST(RepeatedTestRows, OfImages) {
  const auto idx = [](const char* kind, int first, int count) {
    std::string bytes{'\0', '\0', '\x08', *kind == 'i' ? '\x03' : '\x01', '\0', '\0', '\0'};
    bytes += static_cast<char>(count);
    if (*kind == 'i') bytes += std::string("\0\0\0\x01\0\0\0\x02", 8);
    for (int i = first; i < first + count; ++i)
      bytes += *kind == 'i' ? std::string{static_cast<char>(i), static_cast<char>(i * 7)}
                            : std::string(1, static_cast<char>(i % 2));
    return bytes;
  };
  for (const bool same : {false, true}) {
    const testing::temporary_folder folder;
    for (const auto& [kind, file] :
         {std::pair("images", "images-idx3-ubyte"), std::pair("labels", "labels-idx1-ubyte")}) {
      folder.write("train-" + std::string(file), idx(kind, 0, 50));
      folder.write("t10k-" + std::string(file), idx(kind, same ? 10 : 60, 30));
    }
    EXPECT_EQ(load({.source = folder.path()}).warnings, same ? repeated("30", "30") : words{});
  }
}

}  // namespace
}  // namespace hillock::data
