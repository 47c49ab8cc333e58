// SPDX-License-Identifier: Apache-2.0
// How people write numbers, and what stands for a value that is missing.
#include <gtest/gtest.h>

#include "data/csv_cell.hpp"
#include "data/csv_written.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using numbers = std::vector<double>;
using testing::contains;
using testing::csv;
using testing::csv_error;
using testing::has_note;
using testing::replaced;
using testing::table;
using testing::text;
using words = std::vector<std::string>;

TEST(Notation, DelimiterAndDecimalMarkAreJudgedTogether) {
  const std::string hash = csv("1.5,2.25,u\n-3.5,4.125,v\n5,0.5,u\n").hash;
  for (const char* same : {"1,5;2,25;u\n-3,5;4,125;v\n5;0,5;u\n", "1,5\t2,25\tu\n-3,5\t4,125\tv\n5\t,5\tu\n",
                           "1,5|2,25|u\n-3,5|4,125|v\n5|0,5|u\n", "1,5 2,25 u\n-3,5 4,125 v\n5 0,5 u\n",
                           "\"1,5\",\"2,25\",u\n\"-3,5\",\"4,125\",v\n5,\"0,5\",u\n"}) {
    EXPECT_EQ(csv(same).hash, hash) << same;
    EXPECT_TRUE(has_note(csv(same).notes, "The decimal mark is the comma (detected; ")) << same;
  }
}

TEST(Notation, CommasBetweenWholeNumbersAreDelimiters) {
  for (const char* file : {"1,2\n3,5\n8,4\n1,3\n", "1, 2\n3, 5\n8, 4\n1, 3\n", "1 ,2\n3 ,5\n8 ,4\n1 ,3\n"}) {
    EXPECT_EQ(csv(file, {.task = task::regression}).features, (numbers{1, 3, 8, 1})) << file;
    EXPECT_FALSE(has_note(csv(file).notes, "decimal mark")) << file;
  }
}

TEST(Notation, CellsWithADecimalComma) {
  const notation reads(',');
  for (const char* number : {"1,5", "-1,5", "+,5", "1", "1,5e3"})
    EXPECT_EQ(reads.read(number).kind, cell_kind::number) << number;
  for (const char* text : {"1,", ",", "1.5", "1,5,5", "1.000,5", "a,5"})
    EXPECT_EQ(reads.read(text).kind, cell_kind::text) << text;
  EXPECT_EQ(reads.read("-1,5e1").value, -15);
  EXPECT_EQ(reads.read(std::string(70, '0') + "7").value, 7);
  EXPECT_EQ(reads.read("7," + std::string(70, '0')).value, 7);
}

TEST(Notation, ProseDoesNotDecideTheDecimalMark) {
  EXPECT_EQ(csv("a,note,y\n\"1,234\",\"3,5\",u\n\"5,678\",good,v\n\"9,012\",fair,u\n\"1,234\",good,v\n")
                .features[0],
            1234);
}

TEST(Notation, TheDecimalMarkMayBeGiven) {
  const std::string file = "a;y\n1,234;u\n5,678;v\n9,012;u\n";
  EXPECT_EQ(csv(file).features, (numbers{1.234, 5.678, 9.012}));
  EXPECT_TRUE(has_note(
      csv(file).notes,
      "The decimal mark is the comma (detected by the semicolons; --decimal point makes the comma in "
      "'9,012' a thousands mark)."));
  EXPECT_EQ(csv(file, {.decimal = '.'}).features, (numbers{1234, 5678, 9012}));
  EXPECT_EQ(csv(file, {.decimal = ','}).features, (numbers{1.234, 5.678, 9.012}));
  EXPECT_TRUE(has_note(csv(file, {.decimal = ','}).notes, "The decimal mark is the comma (as given)."));
}

TEST(Notation, NumbersBelowAThousandTellThatTheCommaMarksThousands) {
  const dataset whole = csv("a;y\n1,234;u\n950;v\n12,345;u\n");
  EXPECT_EQ(whole.features, (numbers{1234, 950, 12345}));
  EXPECT_TRUE(has_note(whole.notes, "The comma was taken for a thousands mark in 'a' (1,234 is 1234)"));
  EXPECT_EQ(csv("a;y\n1,234;u\n0;v\n12,345;u\n").features, (numbers{1.234, 0, 12.345}));
}

TEST(Notation, ThousandsWhereNothingSaysOtherwise) {
  const std::string file = "a,y\n\"1,234\",u\n\"5,678\",v\n\"9,012\",u\n";
  EXPECT_EQ(csv(file).features, (numbers{1234, 5678, 9012}));
  EXPECT_TRUE(has_note(
      csv(file).notes,
      "The comma was taken for a thousands mark in 'a' (1,234 is 1234); --decimal comma makes it the "
      "decimal mark."));
  EXPECT_EQ(csv(file, {.decimal = ','}).features, (numbers{1.234, 5.678, 9.012}));
  // Another column has decimal commas, so this one has them, too.
  EXPECT_EQ(csv("a,b,y\n\"1,234\",\"0,5\",u\n\"5,678\",\"1,5\",v\n\"9,012\",\"2,5\",u\n").features,
            (numbers{1.234, 0.5, 5.678, 1.5, 9.012, 2.5}));
  // Another column has decimal points, so nothing is open.
  EXPECT_FALSE(
      has_note(csv("a,b,y\n\"1,234\",0.5,u\n\"5,678\",1.5,v\n\"9,012\",2.5,u\n").notes, "--decimal"));
  EXPECT_EQ(csv("a;b;y\n1.234;0,5;u\n5.678;1,5;v\n9.012;2,5;u\n").features,
            (numbers{1234, 0.5, 5678, 1.5, 9012, 2.5}));
}

TEST(Notation, SignsAroundNumbers) {
  const std::pair<const char*, numbers> same[] = {
      {"1 234,950,12 345 678", {1234, 950, 12345678}},
      {"1\u00A0234,950,12\u202F345\u2009678", {1234, 950, 12345678}},
      {"1'234,950,12\u2019345'678", {1234, 950, 12345678}},
      {"$1.50,-$2,$ 3", {1.5, -2, 3}},
      {"1.5 \u20AC,2\u20AC,-3 \u20AC", {1.5, 2, -3}},
      {"\u00A31,\u00A3 2.5,\u00A3-3", {1, 2.5, -3}},
      {"\u00A51,\u00A52,3\u00A5", {1, 2, 3}},
      {"12.5%,3 %,-1%", {12.5, 3, -1}},
      {"(1),2.5,(3.5)", {-1, 2.5, -3.5}},
      {"($1),$2.5,$ (3.5)", {-1, 2.5, -3.5}},
      {"(1 %),2.5%,3 %", {-1, 2.5, 3}},
      {"\u22121,2,\u22122.5", {-1, 2, -2.5}},
  };
  for (const auto& [cells, values] : same) {
    const std::string list = cells;
    const std::size_t first = list.find(','), second = list.find(',', first + 1);
    const dataset whole =
        csv("a;y\n" + list.substr(0, first) + ";u\n" + list.substr(first + 1, second - first - 1) + ";v\n" +
            list.substr(second + 1) + ";u\n");
    EXPECT_EQ(whole.features, values) << cells;
  }
  EXPECT_TRUE(has_note(csv("a,y\n$1,u\n$2,v\n$3,u\n").notes,
                       "Numbers are read without the signs they are written with: 'a' ($)."));
}

TEST(Notation, ThreeDigitsFollowEachThousandsMark) {
  for (const char* number : {"1,234", "12,345,678", "(1,234)", "-1,234.5", "$1,234", "1,234 %", "999,999.25"})
    EXPECT_TRUE(read_written(number, '.')) << number;
  for (const char* wrong : {"1,23",  "1,2345", "1234,567", "0,123", ",123", "1,234,56", "1,234 567",
                            "1..2",  "1,,234", "$1%",      "(-1)",  "1-",   "$",        "%",
                            "1.5.2", "1e",     "12 34",    "5 kg",  "5m",   "(1",       "1)"})
    EXPECT_FALSE(read_written(wrong, '.')) << wrong;
  EXPECT_EQ(read_written("1.234,5", ',')->value, 1234.5);
  EXPECT_FALSE(read_written("1.234.5", ','));
  EXPECT_EQ(read_written("1e3", '.')->value, 1000);
  EXPECT_EQ(read_written("(1,234)", '.')->value, -1234);
}

TEST(Notation, AColumnIsWrittenInOneWay) {
  EXPECT_EQ(csv_error("a,y\n$1,u\n$2,v\n\u20AC3,u\n"),
            "some/x.csv:4:1: '\u20AC3' is written otherwise than '$1' in line 2, expected one way of writing "
            "numbers in "
            "'a'; --exclude leaves 'a' out");
  EXPECT_EQ(csv_error("a,y\n1,u\n2%,v\n3%,u\n"),
            "some/x.csv:2:1: '1' is written otherwise than '2%' in line 3, expected one way of writing "
            "numbers in 'a'; --exclude leaves 'a' out");
  EXPECT_EQ(csv_error("a;y\n1 234;u\n5'678;v\n3;u\n"),
            "some/x.csv:3:1: '5'678' is written otherwise than '1 234' in line 2, expected one way of "
            "writing numbers "
            "in 'a'; --exclude leaves 'a' out");
}

TEST(Notation, ZeroNeedsNoSign) {
  const auto file = [](const char* zero) {
    return table("a,y", 20, [&](int i) { return (i % 5 == 2 ? zero : text(i) + "%") + ",c" + text(i % 2); });
  };
  EXPECT_EQ(csv(file("0")).hash, csv(file("0%")).hash);
  EXPECT_EQ(csv(file("0.0")).hash, csv(file("0%")).hash);
  EXPECT_EQ(csv("a,y\n0,u\n$2,v\n$3,u\n").features[0], 0);
  EXPECT_EQ(csv_error("a,y\n5 %,u\n0,v\n0.05,u\n"),
            "some/x.csv:4:1: '0.05' is written otherwise than '5 %' in line 2, expected one way of writing "
            "numbers in 'a'; --exclude leaves 'a' out");
}

TEST(Notation, NumbersWithTheOtherDecimalMarkAreRefused) {
  const std::string file = table("a;b;y", 20, [](int i) {
    return text(i % 7) + "," + text(i % 9) + ";" + text(i) + ".5;" + text(i % 2);
  });
  EXPECT_EQ(csv_error(file, {.decimal = '.'}),
            "some/x.csv:2:1: '0,0' is a number with a decimal comma, but the decimal mark is, as "
            "--decimal says, the point; --decimal comma reads it, --exclude leaves 'a' out");
  EXPECT_EQ(csv(file, {.decimal = '.', .exclude = "a"}).columns, 1u);
  EXPECT_EQ(csv_error("a;b;y\n1,5;0.5;u\n2,5;0.5;v\n3,5;0.7;u\n1,7;3;u\n"),
            "some/x.csv:2:1: '1,5' is a number with a decimal comma, but the decimal mark of this file was "
            "taken to be the point; --decimal comma reads it, --exclude leaves 'a' out");
}

TEST(Missing, OneVocabularyForNumbersAndText) {
  for (const char* mark :
       {"", "?", "NA", "N/A", "n/a", "nan", "NaN", "null", "None", "-", "--", ".", "#N/A", "<NA>"}) {
    const std::string m = mark;
    EXPECT_EQ(csv("a,y\n1,u\n" + m + ",v\n3,u\n4,v\n").missing, std::vector<std::size_t>{1}) << mark;
    EXPECT_EQ(csv("a,b,y\n1,s,u\n2," + m + ",v\n3,s,u\n4,t,v\n").feature_names,
              (std::vector<std::string>{"a", "b=missing", "b=s", "b=t"}))
        << mark;
  }
  for (const char* word : {"none", "unknown", "missing", "x"})
    EXPECT_EQ(csv("a,b,y\n1,s,u\n2," + std::string(word) + ",v\n3,s,u\n4,t,v\n").columns, 4u) << word;
}

TEST(Missing, MarksAreAddedOrReplaced) {
  const std::string file = "a,b,y\n1,s,u\n-999,lost,v\n3,NA,u\n4,t,v\n5,t,u\n";
  EXPECT_EQ(csv(file).feature_names, (std::vector<std::string>{"a", "b=lost", "b=missing", "b=s", "b=t"}));
  const dataset added = csv(file, {.missing = "lost, -999.0"});
  EXPECT_EQ(added.feature_names, (std::vector<std::string>{"a", "b=missing", "b=s", "b=t"}));
  EXPECT_EQ(added.missing, std::vector<std::size_t>{4});
  EXPECT_EQ(csv(file, {.missing = "=lost"}).feature_names,
            (std::vector<std::string>{"a", "b=NA", "b=missing", "b=s", "b=t"}));
  EXPECT_EQ(csv("a,y\n1,u\n,v\n3,u\n4,v\n", {.missing = "="}).missing, std::vector<std::size_t>{1})
      << "empty";
}

TEST(Missing, AWordThatComesAgainAmongNumbers) {
  const auto file = [](const std::string& word) {
    return table("load,y", 60,
                 [&](int i) { return (i % 9 == 0 ? word : text(i * 7 % 60)) + "," + text(i % 2); });
  };
  const dataset whole = csv(file("unknown"));
  EXPECT_EQ(whole.columns, 1u);
  EXPECT_EQ(whole.hash, csv(file("")).hash);
  EXPECT_TRUE(has_note(whole.notes,
                       "A word among numbers is taken for a missing value (--exclude leaves its column out): "
                       "'unknown' in 'load' (7 rows)."));
  // What holds a digit says something about the number.
  EXPECT_EQ(csv_error(file("<0.5")),
            "some/x.csv:2:1: '<0.5' is not a number; 'load' holds numbers in 53 of its 60 filled rows, "
            "'<0.5' in 7; if "
            "that means missing, give --missing '<0.5', else --exclude the column");
  EXPECT_EQ(csv(file("<0.5"), {.missing = "<0.5"}).hash, whole.hash);
}

TEST(Missing, FewWordsAmongManyNumbersAreRefused) {
  const std::string file = table("load,y", 90, [](int i) {
    return (i % 9 == 0 ? "unknown" : i % 7 == 0 ? "low" : text(i)) + "," + text(i % 2);
  });
  EXPECT_EQ(
      csv_error(file),
      "some/x.csv:2:1: 'unknown' is not a number; 'load' holds numbers in 69 of its 90 filled rows, 'low' in "
      "11, "
      "'unknown' in 10; if that means missing, give --missing 'low,unknown', else --exclude the column");
}

TEST(Missing, NumbersAndTextAreTextWithANote) {
  const std::string file = table("children,b,y", 60, [](int i) {
    return (i % 4 == 3 ? "3+" : text(i % 4)) + "," + text(i * 7 % 13) + "," + (i % 3 == 0 ? "Y" : "N");
  });
  EXPECT_EQ(csv(file).feature_names,
            (std::vector<std::string>{"children=0", "children=1", "children=2", "children=3+", "b"}));
  EXPECT_TRUE(has_note(csv(file).notes,
                       "Columns that hold numbers and text were read as text (--missing takes words for "
                       "missing values): 'children' (15 of 60 rows are text, the "
                       "first '3+' in line 5)."));
}

TEST(Missing, PlusAndMinusAreAPair) {
  const std::string file = table("a,b,y", 20, [](int i) {
    return text(i * 7 % 20) + "," + (i % 3 == 0 ? "-" : "+") + "," + (i % 2 == 0 ? "+" : "-");
  });
  const dataset whole = csv(file);
  EXPECT_EQ(whole.class_names, (std::vector<std::string>{"+", "-"}));
  EXPECT_EQ(whole.feature_names, (std::vector<std::string>{"a", "b=+", "b=-"}));
  EXPECT_EQ(csv(file, {.target = "a", .missing = "-"}).feature_names,
            (std::vector<std::string>{"b=+", "b=missing", "y=+", "y=missing"}));
}

// Zeros that stand for nothing measured, beside a label 0.
TEST(Notation, MarksThatAreNumbersCountInFeaturesOnly) {
  const std::string file =
      table("a,y", 20, [](int i) { return (i % 5 == 2 ? "0" : text(i + 7)) + "," + text(i % 2); });
  const dataset whole = csv(file, {.missing = "0"});
  EXPECT_EQ(whole.missing, (std::vector<std::size_t>{2, 7, 12, 17}));
  EXPECT_EQ(whole.class_names, (words{"0", "1"}));
  EXPECT_TRUE(
      has_note(whole.notes,
               "'0' is a value in the target 'y' (10 rows): of the marks that --missing names, numbers "
               "count in features only."));
  EXPECT_TRUE(whole.warnings.empty());
  EXPECT_EQ(csv(replaced(file, ",1\n", ",u\n"), {.missing = "0"}).class_names, (words{"0", "u"}));
  // Among quantities nobody would see it.
  const auto sizes = [](const char* mark) {
    return table("a,y", 20, [&](int i) { return text(i * 7 % 11) + "," + (i == 4 ? mark : text(i) + ".5"); });
  };
  EXPECT_EQ(csv(sizes("-999.0"), {.missing = "-999"}).targets[4], -999);
  EXPECT_TRUE(has_note(csv(sizes("-999.0"), {.missing = "-999"}).warnings,
                       "'-999.0' is a value in the target 'y' (1 row)"));
  EXPECT_TRUE(contains(csv_error(sizes("lost"), {.missing = "lost"}), "'lost': the label is missing"));
}

}  // namespace
}  // namespace hillock::data
