// SPDX-License-Identifier: Apache-2.0
// What good CSV becomes: detection, encodings, missing values, tasks.
#include <gtest/gtest.h>

#include "data/csv_cell.hpp"
#include "data/encoding.hpp"
#include "data/text.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using numbers = std::vector<double>;
using words = std::vector<std::string>;
using testing::csv;
using testing::has_note;

TEST(Csv, NumbersAndTextLabels) {
  const dataset whole = csv("5.1,3.5,setosa\n4.9,-3e-1,virginica\n+7, .5 ,setosa\n");
  EXPECT_EQ(whole.name, "x.csv");
  EXPECT_EQ(whole.rows, 3u);
  EXPECT_EQ(whole.columns, 2u);
  EXPECT_EQ(whole.features, (numbers{5.1, 3.5, 4.9, -0.3, 7, 0.5}));
  EXPECT_EQ(whole.feature_names, (words{"column 1", "column 2"}));
  EXPECT_EQ(whole.class_names, (words{"setosa", "virginica"}));
  EXPECT_EQ(whole.labels, (std::vector<std::int32_t>{0, 1, 0}));
  EXPECT_EQ(whole.task, task::binary);
  EXPECT_TRUE(whole.targets.empty());
  EXPECT_EQ(whole.hash.size(), 32u);
}

TEST(Csv, DelimitersAreDetectedAndStated) {
  const std::string hash = csv("1.5,2,u\n3,4,v\n5,6,u\n").hash;
  const std::pair<const char*, const char*> same[] = {
      {"1.5;2;u\n3;4;v\n5;6;u\n", "delimiter is ';' (detected; --delimiter chooses another)"},
      {"1.5\t2\tu\n3\t4\tv\n5\t6\tu\n", "delimiter is tab (detected; --delimiter chooses another)"},
      {"1.5|2|u\n3|4|v\n5|6|u\n", "delimiter is '|' (detected; --delimiter chooses another)"},
      {"  1.5   2 u\n3 4\tv  \n 5 6 u\n", "delimiter is space (detected; --delimiter chooses another)"},
      {"1.5, 2, u\n3, 4, v\n5, 6, u\n", "delimiter is ',' (detected; --delimiter chooses another)"},
  };
  for (const auto& [text, note] : same) {
    EXPECT_EQ(csv(text).hash, hash) << text;
    EXPECT_TRUE(has_note(csv(text).notes, note)) << text;
  }
  const dataset given = csv("1;2,u\n3;4,v\n5;6,u\n", {.delimiter = ';', .header = false});
  EXPECT_TRUE(has_note(given.notes, "delimiter is ';' (as given)"));
  EXPECT_EQ(given.class_names, (words{"2,u", "4,v", "6,u"}));
}

TEST(Csv, LineEndsMarksAndBlanksDoNotMatter) {
  const std::string hash = csv("a,b,y\n1,2,u\n3,4,v\n").hash;
  for (const char* text : {"a,b,y\r\n1,2,u\r\n3,4,v\r\n", "a,b,y\r1,2,u\r3,4,v",
                           "\xEF\xBB\xBF"
                           "a,b,y\n1,2,u\n3,4,v",
                           "\n\na, b ,y\n\n1 ,2,\tu\n   \n3,4,v\n\n", "a,b,y,\n1,2,u,\n3,4,v,\n",
                           "\"a\",\"b\", \"y\"\n\"1\",2,\"u\" \n3,4,v\n"})
    EXPECT_EQ(csv(text).hash, hash) << text;
}

TEST(Csv, QuotesHoldDelimitersQuotesAndLineEnds) {
  const dataset whole = csv("\"a \"\"b\"\"\",\"y,\nz\"\n1,\"u, v\"\n2,\"w\nx\"\n3,\"u, v\"\n");
  EXPECT_EQ(whole.feature_names, words{"a \"b\""});
  EXPECT_EQ(whole.class_names, (words{"u, v", "w\nx"}));
  EXPECT_TRUE(has_note(whole.notes, "'y,\\x0az'"));
  EXPECT_EQ(testing::csv_error("a,y\n1,\"u\nv\"\n2,w\nx,u\n3,u\n").substr(0, 16), "some/x.csv:5:1: ");
}

TEST(Csv, HeaderIsDetectedOrGiven) {
  EXPECT_EQ(csv("w,h,y\n1,2,0\n3,4,1\n").feature_names, (words{"w", "h"}));
  EXPECT_EQ(csv("1,2,0\n3,4,1\n").rows, 2u);
  EXPECT_EQ(csv("1,2,0\n3,4,1\n5,6,0\n", {.header = true}).feature_names, (words{"1", "2"}));
  EXPECT_TRUE(has_note(csv("1,2,0\n3,4,1\n5,6,0\n", {.header = true}).notes, "is a header (as given)"));
  // All text: a header where its words never come again.
  EXPECT_EQ(csv("cap,smell,class\nflat,foul,p\nround,none,e\nflat,none,e\nflat,foul,p\n").rows, 4u);
  EXPECT_EQ(csv("flat,foul,p\nround,none,e\nflat,none,e\nflat,foul,p\n").rows, 4u);
}

TEST(Csv, TargetByNameNumberOrCustom) {
  const std::string text = "class,size,length\nu,2,3\nv,4,5\nu,6,7\n";
  EXPECT_EQ(csv(text).feature_names, (words{"size", "length"}));  // a usual name
  EXPECT_TRUE(has_note(csv(text).notes, "The target is 'class' (by its name; --target chooses another)."));
  EXPECT_EQ(csv(text, {.target = "2"}).feature_names.back(), "length");
  EXPECT_EQ(csv(text, {.target = "-1"}).feature_names.back(), "size");
  EXPECT_EQ(csv(text, {.target = "length"}).targets, csv(text, {.target = "3"}).targets);
  EXPECT_TRUE(has_note(csv("1,u\n2,v\n").notes,
                       "The target is 'column 2' (the last column; --target chooses another)."));
}

TEST(Csv, TaskIsDetectedOrForced) {
  std::string few = "x,y\n", many = few, real = few;
  for (int row = 0; row < 60; ++row) {
    few += std::to_string(row) + "," + std::to_string(row % 3) + "\n";
    many += std::to_string(row) + "," + std::to_string(row) + "\n";
    real += std::to_string(row) + "," + std::to_string(row % 2) + ".5\n";
  }
  EXPECT_EQ(csv(few).task, task::classes);
  EXPECT_EQ(csv(few).class_names, (words{"0", "1", "2"}));
  EXPECT_TRUE(has_note(csv(few).notes,
                       "The task is classification (detected; --task chooses another): 3 classes: 0 (20 "
                       "rows), 1 (20), 2 (20)."));
  EXPECT_EQ(csv(many).task, task::regression);
  EXPECT_EQ(csv(real).task, task::regression);
  EXPECT_TRUE(has_note(csv(real).notes, "The task is regression (detected; --task chooses another)."));
  EXPECT_EQ(csv(few, {.task = task::regression}).targets.at(4), 1);
  EXPECT_TRUE(csv(few, {.task = task::regression}).labels.empty());
  EXPECT_EQ(csv(real, {.task = task::classes}).class_names, (words{"0.5", "1.5"}));
  EXPECT_EQ(csv(real, {.task = task::classes}).task, task::binary);
}

TEST(Csv, NumericClassesSortByValue) {
  const dataset whole = csv("1,10\n2,9\n3,10.0\n4,-1\n5,9\n6,1e1\n7,-1\n8,-1\n9,9\n");
  EXPECT_EQ(whole.class_names, (words{"-1", "9", "10"}));
  EXPECT_EQ(whole.labels, (std::vector<std::int32_t>{2, 1, 2, 0, 1, 2, 0, 0, 1}));
}

TEST(Csv, CategoriesBecomeOneColumnEach) {
  const dataset whole = csv("work,age,y\nstate,30,a\nprivate,40,b\n?,50,a\nstate,60,b\n");
  EXPECT_EQ(whole.feature_names, (words{"work=missing", "work=private", "work=state", "age"}));
  EXPECT_EQ(whole.features, (numbers{0, 0, 1, 30, 0, 1, 0, 40, 1, 0, 0, 50, 0, 0, 1, 60}));
  EXPECT_TRUE(whole.missing.empty());
  EXPECT_TRUE(has_note(whole.notes, "Text became one column per category: 'work' (3)."));
}

TEST(Csv, IdentifiersFreeTextAndRowNumbersAreLeftOut) {
  std::string text = ",PassengerId,name,note,empty,x,y\n";
  for (int row = 0; row < 300; ++row)
    text += std::to_string(row) + "," + std::to_string(row + 1) + ",n" + std::to_string(row) + ",t" +
            std::to_string(row % 150) + ",," + std::to_string(row % 7) + "," + (row % 2 == 0 ? "u" : "v") +
            "\n";
  const dataset whole = csv(text);
  EXPECT_EQ(whole.feature_names, words{"x"});
  for (const char* part : {"'column 1' (row numbers), 'PassengerId' (row numbers)",
                           "'name' (text, more than 100 different values)",
                           "'note' (text, more than 100 different values)", "'empty' (empty)"})
    EXPECT_TRUE(has_note(whole.notes, part)) << part;
}

TEST(Csv, MissingNumbersWaitForTheSplit) {
  const dataset whole = csv("a,b,y\n1,2,u\n?,4,v\n3,,u\n4,NA,v\n");
  EXPECT_EQ(whole.missing, (std::vector<std::size_t>{2, 5, 7}));
  EXPECT_EQ(whole.features, (numbers{1, 2, 0, 4, 3, 0, 4, 0}));
  EXPECT_TRUE(
      has_note(whole.notes, "3 missing numbers in 'a', 'b': the median of the training part stands in."));
  EXPECT_NE(whole.hash, csv("a,b,y\n1,2,u\n0,4,v\n3,0,u\n4,0,v\n").hash);
}

TEST(Csv, AdultsLabelsLoseTheirFullStop) {
  EXPECT_EQ(csv("1, <=50K.\n2, >50K.\n3, <=50K.\n").class_names, (words{"<=50K", ">50K"}));
  EXPECT_EQ(csv("1,a.\n2,b\n3,a.\n").class_names, (words{"a.", "b"}));  // not in every label
  EXPECT_EQ(csv("1,a..\n2,b.\n3,b.\n").class_names, (words{"a..", "b."}));
  EXPECT_EQ(csv("1,a.\n2,a-.\n3,a.\n").class_names, (words{"a", "a-"}));  // in order without it
}

TEST(Csv, TheHashIsThatOfTheContent) {
  const std::string hash = csv("a,b,y\n1,2,u\n3,4,v\n").hash;
  EXPECT_EQ(read_csv("a;b;y\n1.0;2e0;u\n3;4;v\n", "other.csv", {}).hash, hash);
  for (const char* other : {"a,c,y\n1,2,u\n3,4,v\n", "a,b,y\n1,2,u\n3,5,v\n", "a,b,y\n1,2,u\n3,4,w\n",
                            "a,b,y\n1,2,v\n3,4,u\n", "a,b,y\n3,4,v\n1,2,u\n"})
    EXPECT_NE(csv(other).hash, hash) << other;
}

TEST(Csv, Latin1IsReadAsText) {
  const dataset whole = csv("a,y\n1,caf\xE9\n2,th\xE9\n3,th\xE9\n");
  EXPECT_EQ(whole.class_names, (words{"caf\xC3\xA9", "th\xC3\xA9"}));
  EXPECT_TRUE(has_note(whole.notes, "Latin-1"));
}

TEST(Csv, CellsAreReadAsPeopleWriteNumbers) {
  const auto kind = [](std::string_view text) { return read_cell(text).kind; };
  for (const char* number : {"1", "-1", "+1", "1.", ".5", "1e5", "1E-5", "-0", "00.0303", "1e-999"})
    EXPECT_EQ(kind(number), cell_kind::number) << number;
  for (const char* text : {"+", "e5", "1,5", "0x10", "1 2", "--1", "+-1", "1e", "12a"})
    EXPECT_EQ(kind(text), cell_kind::text) << text;
  for (const char* text : {"-inf", "1e999", "INF", "-1e400"})
    EXPECT_EQ(kind(text), cell_kind::not_finite) << text;
  for (const char* text : {"", "?", "NA", "nan", "-", "."}) EXPECT_EQ(kind(text), cell_kind::missing) << text;
  EXPECT_EQ(read_cell("0.1").value, 0.1);
  EXPECT_EQ(read_cell("1e-999").value, 0);
  EXPECT_EQ(number_text(0.1), "0.1");
}

TEST(Csv, Utf8IsCheckedByTheStandard) {
  for (const char* good :
       {"abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad :
       {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xE2\x82"})
    EXPECT_FALSE(is_utf8(bad));
}

}  // namespace
}  // namespace hillock::data
