// SPDX-License-Identifier: Apache-2.0
// Each kind of bad CSV: one clear line that names file, line, column, value and what was expected.
#include <gtest/gtest.h>

#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::csv;
using testing::csv_error;
using testing::message_of;

// What errors about a target end in that nobody named.
std::string guess(const std::string& column, const std::string& why) {
  return "; the target was taken to be '" + column + "' (" + why + "); choose another with --target";
}

// What errors end in that a wrong delimiter would explain.
const std::string comma = "(delimiter ',', detected; --delimiter chooses another)";

TEST(BadCsv, Empty) {
  EXPECT_EQ(csv_error(""), "some/x.csv: the file is empty, expected rows of values");
  EXPECT_EQ(csv_error("\xEF\xBB\xBF \r\n\n"), "some/x.csv: the file is empty, expected rows of values");
}

TEST(BadCsv, HeaderOnly) {
  EXPECT_EQ(csv_error("a,b,y\n", {.header = true}), "some/x.csv:1: a header and no rows below it");
  EXPECT_EQ(csv_error("a,b,y\n"),
            "some/x.csv:1: a header and no rows below it (detected; --no-header reads it as a row)")
      << "nothing but words";
  EXPECT_EQ(csv_error("a,2,y\n").find("header"), std::string::npos) << "a number: no header";
}

TEST(BadCsv, ADeviceIsNoFile) {
  EXPECT_EQ(message_of([] { load({.source = "/dev/zero"}); }), "/dev/zero: a device, expected a file");
}

TEST(BadCsv, Binary) {
  EXPECT_EQ(csv_error(std::string_view("1,2\n\0,3\n", 8)),
            "some/x.csv: byte 4 is zero, so this is no text (a binary file?)");
}

TEST(BadCsv, RaggedRow) {
  EXPECT_EQ(csv_error("1,2,0\n3,4,1\n5,6\n7,8,0\n"),
            "some/x.csv:3: 2 fields, expected 3 as in most lines " + comma);
  EXPECT_EQ(csv_error("1,2,0\n3,4,1\n\n5,6,0,9\n7,8,0\n"),
            "some/x.csv:4: 4 fields, expected 3 as in most lines " + comma);
  EXPECT_EQ(csv_error("|comment\n1,2,0\n3,4,1\n5,6,0\n"),
            "some/x.csv:1: 1 field, expected 3 as in most lines " + comma);
}

TEST(BadCsv, OneColumn) {
  EXPECT_EQ(csv_error("12\n13\n"), "some/x.csv:1: one column only " + comma +
                                       ", expected features and a target; '12' is the first cell");
}

TEST(BadCsv, TextInANumericColumn) {
  EXPECT_EQ(csv_error("a,y\n1,0\n2,1\nabc,0\n4,1\n5,0\n6,1\n"),
            "some/x.csv:4:1: 'abc' is not a number; 'a' holds numbers in 5 of its 6 filled rows; if that "
            "means missing, give --missing 'abc', else --exclude the column");
  EXPECT_EQ(csv_error("x,1,0\n2,2,1\n3,4,0\n4,6,1\n"),
            "some/x.csv:1:1: 'x' is not a number; 'column 1' holds numbers in 3 of its 4 filled rows (is the "
            "first line a header? then --header)");
  std::string many;  // 4 of 100, and not all the same: still a mistake
  for (int row = 0; row < 100; ++row)
    many += (row == 7 ? "low," : row % 25 == 7 ? "high," : "1.5,") + std::to_string(row % 2) + "\n";
  EXPECT_EQ(
      csv_error(many),
      "some/x.csv:8:1: 'low' is not a number; 'column 1' holds numbers in 96 of its 100 filled rows, 'high' "
      "in 3, 'low' in 1; if that means missing, give --missing 'high,low', else --exclude the column");
}

TEST(BadCsv, TheAdviceAboutTextInANumericColumnWorks) {
  const std::string slip = "a,b,y\n1,3,0\n2,5,1\n1.2.3,4,0\n4,9,1\n5,2,0\n6,6,1\n";
  EXPECT_TRUE(csv_error(slip).ends_with("give --missing '1.2.3', else --exclude the column"));
  EXPECT_EQ(csv(slip, {.missing = "1.2.3"}).missing, std::vector<std::size_t>{4});
  EXPECT_EQ(csv(slip, {.exclude = "a"}).columns, 1u);
  // A list of marks cannot hold a comma, nor a message a whole long word.
  for (const std::string& word : {std::string("\"no, none\""), std::string(50, 'x')})
    EXPECT_TRUE(csv_error("a,b,y\n1,3,0\n2,5,1\n" + word + ",4,0\n4,9,1\n5,2,0\n6,6,1\n")
                    .ends_with("; --exclude leaves 'a' out"));
  EXPECT_EQ(csv("1,1.5\n2,2.5\n3,x\n4,4.5\n", {.task = task::classes}).classes(), 4u);
}

TEST(BadCsv, TextInANumericTarget) {
  EXPECT_EQ(csv_error("1,1.5\n2,2.5\n3,x\n4,4.5\n"),
            "some/x.csv:3:2: 'x' is not a number; 'column 2' holds numbers in 3 of its 4 filled rows; if the "
            "column holds labels, give --task classes" +
                guess("column 2", "the last column"));
  EXPECT_EQ(csv_error("1,a\n2,b\n3,a\n", {.task = task::regression}),
            "some/x.csv:1:2: 'a' is not a number, expected one in 'column 2'; if the column holds labels, "
            "give --task "
            "classes" +
                guess("column 2", "the last column"));
}

TEST(BadCsv, LabelMissing) {
  EXPECT_EQ(csv_error("a,y\n1,u\n2,v\n3,\n4,u\n"),
            "some/x.csv:4:2: '': the label is missing, expected a value in the target column 'y'" +
                guess("y", "by its name"));
  for (const std::string missing : {"?", "NA", "N/A", "null", "NaN", "nan", "None", "-", ".", "#N/A"})
    EXPECT_EQ(csv_error("a,y\n1,u\n2,v\n3, " + missing + " \n4,u\n"),
              "some/x.csv:4:2: '" + missing +
                  "': the label is missing, expected a value in the target column 'y' (--missing = takes "
                  "such marks "
                  "for values)" +
                  guess("y", "by its name"));
  EXPECT_EQ(csv("a,y\n1,u\n2,v\n3,None\n4,u\n", {.missing = "="}).classes(), 3u);
}

TEST(BadCsv, OneClassOnly) {
  EXPECT_EQ(csv_error("1,a\n2,a\n3,a\n"),
            "some/x.csv: target column 'column 2': one class only, 'a' in all 3 rows; expected at least two "
            "classes" +
                guess("column 2", "the last column"));
  EXPECT_EQ(
      csv_error("a,class\n1,0\n2,0\n3,0\n"),
      "some/x.csv: target column 'class': one class only, '0' in all 3 rows; expected at least two classes" +
          guess("class", "by its name"));
  EXPECT_EQ(
      csv_error("a,class\n1,0\n2,0\n3,0\n", {.target = "class"}),
      "some/x.csv: target column 'class': one class only, '0' in all 3 rows; expected at least two classes");
}

TEST(BadCsv, ThreeClassesForABinaryTask) {
  EXPECT_EQ(csv_error("1,a\n2,b\n3,c\n", {.task = task::binary}),
            "some/x.csv: target column 'column 2' holds 3 classes: a (1 row), b (1), c (1), expected two "
            "for a binary task" +
                guess("column 2", "the last column"));
}

TEST(BadCsv, NotFinite) {
  for (const std::string value : {"inf", "-Infinity", "1e999", "-1e999"})
    EXPECT_EQ(
        csv_error("a,y\n1,0\n2,1\n" + value + ",0\n4,1\n"),
        "some/x.csv:4:1: '" + value +
            "' is not finite, expected a finite number in 'a'; if that means missing, give --missing '" +
            value + "', else --exclude the column");
  EXPECT_EQ(
      csv_error("a,y\n1,0.5\n2,inf\n3,1.5\n", {.task = task::regression}),
      "some/x.csv:3:2: 'inf' is not a finite number, expected one in 'y'; if the column holds labels, give "
      "--task classes" +
          guess("y", "by its name"));
}

TEST(BadCsv, Quotes) {
  EXPECT_EQ(csv_error("a,y\n1,u\n2,\"v\n3,u\n"), "some/x.csv:3: a quote (\") opens here and is never closed");
  EXPECT_EQ(csv_error("\"a\" b,y\n1,u\n", {.delimiter = ','}),
            "some/x.csv:1: 'b' follows a closing quote, expected the delimiter ',' or the end of the line");
}

TEST(BadCsv, ForeignTextStaysOnOneLine) {
  const std::string message =
      csv_error("a,y\n1,0\n2,1\n\"x\ny\x01" + std::string(100, 'z') + "\",0\n4,1\n5,0\n");
  EXPECT_NE(message.find("'x\\x0ay\\x01zzz"), std::string::npos) << message;
  EXPECT_NE(message.find("…'"), std::string::npos) << message;
}

TEST(BadCsv, NoFeatureLeft) {
  EXPECT_EQ(
      csv_error("name,y\nu,0\nv,1\nw,0\n"),
      "some/x.csv: no feature is left beside the target 'y'; left out: 'name' (text, every value different); "
      "--keep 'name' keeps it" +
          guess("y", "by its name"));
}

TEST(BadCsv, NoSuchTarget) {
  const auto message = [](std::string text, std::string target) {
    return message_of<usage_error>([&] { csv(text, {.target = target}); });
  };
  EXPECT_EQ(message("weight,length,kind\n1,2,u\n3,4,v\n", "wieght"),
            "some/x.csv: no target column 'wieght'; expected 1 … 3, -3 … -1 or a name of the header (did you "
            "mean 'weight'?)");
  EXPECT_EQ(message("1,2,u\n3,4,v\n", "4"), "some/x.csv: no target column '4'; expected 1 … 3, -3 … -1");
  EXPECT_EQ(message("1,2,u\n3,4,v\n", "0"), "some/x.csv: no target column '0'; expected 1 … 3, -3 … -1");
  EXPECT_EQ(message("a,a,b\n3,4,v\n5,6,u\n", "a"),
            "some/x.csv: two columns are called 'a'; give the number of one");
}

}  // namespace
}  // namespace hillock::data
