// SPDX-License-Identifier: Apache-2.0
// What stands above, below and beside the rows of a table.
#include <gtest/gtest.h>

#include <algorithm>

#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::csv;
using testing::csv_error;
using testing::has_note;
using testing::table;
using testing::text;
using words = std::vector<std::string>;

// Three columns of numbers and a class.
std::string row(int i) {
  return text(i * 7 % 11) + "." + text(i % 5) + "," + text(i * 5 % 13) + ".5," + text(i * 3 % 7) + "," +
         (i % 2 == 0 ? "u" : "v");
}

TEST(Header, PandasIndexAndNumericNames) {
  const std::string index = table(",0,1,2,class", 20, [](int i) { return text(i) + "," + row(i); });
  EXPECT_EQ(csv(index).feature_names, (words{"0", "1", "2"}));
  EXPECT_EQ(csv(index).hash, csv(index, {.header = true}).hash);
  EXPECT_EQ(csv(table(",0,1,2,3", 20, [](int i) { return text(i) + "," + row(i); })).rows, 20u);
  // Any numbers name the columns of rows that are counted.
  EXPECT_EQ(csv(table(",10,20,50,99", 20, [](int i) { return text(i) + "," + row(i); })).rows, 20u);
  EXPECT_EQ(
      csv(table(",10,20,50,99", 20, [](int i) { return text(i * i) + "," + row(i); }), {.target = "5"}).rows,
      21u);
  EXPECT_EQ(csv(table("0,1,2,3", 20, row)).feature_names, (words{"0", "1", "2"}));
  EXPECT_EQ(csv(table("0,1,2,class", 20, row)).feature_names, (words{"0", "1", "2"}));
  EXPECT_EQ(csv(table("1990,1991,1992,class", 20, row)).feature_names, (words{"1990", "1991", "1992"}));
}

TEST(Header, RowsOfNumbersAreNoHeader) {
  for (const char* rows : {"0,1,2\n3,4,5\n6,7,8\n9,10,11\n",       // all rows count
                           "0,1,2\n1,2,0\n0,2,1\n2,1,0\n1,0,2\n",  // the same numbers come again
                           "0,1,u\n5,8,v\n7,3,u\n9,4,v\n",         // only two numbers
                           ",0\n3,1\n5,0\n3,1\n6,0\n",             // a value that is missing
                           ",0\n3,1\n5,0\n7,1\n6,0\n",             // a value that is missing
                           ",0,1\n3,1,0\n5,0,0\n3,1,1\n6,0,1\n",   // a value that is missing
                           "4,5,6\n1,9,3\n7,7,2\n5,3,1\n"}) {
    const std::string all = rows;
    EXPECT_EQ(csv(all, {.task = task::classes}).rows,
              static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n')))
        << rows;
  }
  EXPECT_TRUE(has_note(csv("0,1,2\n3,4,5\n6,7,9\n9,9,11\n", {.task = task::classes}).notes,
                       "no header line (detected; --header takes the first line for one)"));
}

TEST(Header, WordsAmongNumbersAreNoNames) {
  const auto row = [](int i) { return (i % 4 == 0 ? "high" : text(i * 7 % 11)) + "," + text(i % 2); };
  EXPECT_EQ(csv(table("", 20, row)).rows, 20u);
  EXPECT_EQ(csv(table("high,label", 20, row)).rows, 20u) << "another column tells";
}

TEST(Header, ItStandsInTheFileOnce) {
  const std::string once = table("a,b,c,y", 20, row);
  EXPECT_EQ(csv_error(once + once), "some/x.csv:22: the header stands here again, expected a row");
  EXPECT_EQ(
      csv_error("cap,smell,class\nflat,foul,p\nround,none,e\nflat,none,e\ncap,smell,class\nflat,foul,p\n"),
      "some/x.csv:5: the header stands here again, expected a row");
}

TEST(Header, ANameWinsOverANumber) {
  const std::string file = table("0,1,2,3", 20, row);
  EXPECT_EQ(csv(file, {.target = "2"}).feature_names, (words{"0", "1", "3=u", "3=v"}));
  EXPECT_EQ(csv(file, {.target = "-1"}).feature_names, (words{"0", "1", "2"}));
  EXPECT_EQ(csv(file, {.target = "4"}).feature_names, (words{"0", "1", "2"}));
}

TEST(Header, OneFieldShort) {
  const std::string hash = csv(table("a,b,c,y", 20, row)).hash;
  const dataset named = csv(table("a,b,c,y", 20, [](int i) { return "\"row " + text(i) + "\"," + row(i); }));
  EXPECT_EQ(named.hash, hash);
  EXPECT_TRUE(has_note(named.notes,
                       "The header is one field short: the first column holds row names and is left out."));
  EXPECT_TRUE(has_note(named.notes, "The first line is a header (detected; --no-header reads it as a row)."));
  EXPECT_EQ(csv(table("a,b,c,y", 20, [](int i) { return text(3 * i + 7) + "," + row(i); })).hash, hash);
  // The rows end in delimiters, but the header does not.
  EXPECT_EQ(csv(table("a,b,c,y", 20, [](int i) { return row(i) + ","; })).hash, hash);
  EXPECT_EQ(csv(table("a,b,c,y", 20, [](int i) { return row(i) + ",,"; })).hash, hash);
  // No row names: they come again, or are no whole numbers. Errors count columns as they stand in the file.
  EXPECT_TRUE(csv_error(table("a,b,c,y", 20, [](int i) {
                return text(i % 7) + "," + row(i);
              })).starts_with("some/x.csv:1: 4 fields, expected 5 as in most lines"));
  EXPECT_TRUE(csv_error(table("a,b,c,y", 20, [](int i) {
                return text(i) + ".5," + row(i);
              })).starts_with("some/x.csv:1: 4 fields, expected 5 as in most lines"));
  EXPECT_TRUE(csv_error(table("a,b,c,y", 20, row) + "99,bad,1,2,u\n").starts_with("some/x.csv:22: 5 fields"));
  EXPECT_TRUE(csv_error(table("a,b,c,y", 20, [](int i) {
                return text(i) + "," + (i == 9 ? "1,bad,3,u" : row(i));
              })).starts_with("some/x.csv:11:3: 'bad' is not a number"));
}

TEST(Header, EmptyColumnsAtTheEnd) {
  const std::string hash = csv(table("a,b,c,y", 20, row)).hash;
  const dataset two = csv(table("a,b,c,y,,", 20, [](int i) { return row(i) + ",,"; }));
  EXPECT_EQ(two.hash, hash);
  EXPECT_TRUE(
      has_note(two.notes, "Every line ends in 2 delimiters: the empty columns 5 and 6 are left out."));
  EXPECT_TRUE(has_note(csv(table("", 20, [](int i) { return row(i) + ",,,"; })).notes,
                       "the empty columns 5 to 7 are left out."));
  // A named column without values is no target.
  const dataset named = csv(table("a,b,kind,remarks", 20, [](int i) {
    return row(i).substr(0, row(i).find(',')) + "," + text(i % 5) + "," + text(i % 2) + ",";
  }));
  EXPECT_TRUE(has_note(
      named.notes, "The target is 'kind' (the last column that is not empty; --target chooses another)."));
  EXPECT_TRUE(has_note(named.notes, "'remarks' (empty)"));
}

TEST(Header, SeparatorLineOfExcel) {
  const std::string hash = csv(table("a,b,c,y", 20, row)).hash;
  const auto semicolons = [](const std::string& all) { return testing::replaced(all, ",", ";"); };
  for (const char* line : {"sep=;\n", "SEP=;\r\n", "\"sep=;\"\n", "\xEF\xBB\xBFsep=;\n"}) {
    const dataset whole = csv(line + semicolons(table("a,b,c,y", 20, row)));
    EXPECT_EQ(whole.hash, hash) << line;
    EXPECT_TRUE(
        has_note(whole.notes, "The delimiter is ';' (as the line sep= says; --delimiter chooses another)."));
  }
  EXPECT_TRUE(csv_error("sep=;\na;y\n1;2;3\n4;5\n6;7\n").starts_with("some/x.csv:3: 3 fields, expected 2"));
  EXPECT_EQ(csv("sep=|\n" + table("a,b,c,y", 20, row), {.delimiter = ','}).hash, hash) << "the option wins";
}

TEST(Comments, AreLeftOut) {
  const std::string hash = csv(table("a,b,c,y", 20, row)).hash;
  const dataset whole =
      csv("# made on a Monday, by \"someone\n#\n" + table("a,b,c,y", 20, row) + "#end\n# 1,2,3,u\n");
  EXPECT_EQ(whole.hash, hash);
  EXPECT_TRUE(has_note(whole.notes, "4 lines that begin with # are left out as comments."));
  EXPECT_TRUE(csv_error("#x\n" + table("a,b,c,y", 20, row) + "1,2\n").starts_with("some/x.csv:23: 2 fields"));
}

TEST(Comments, TheLastOneAboveMayBeTheHeader) {
  const std::string hash = csv(table("a,b,c,y", 20, row)).hash;
  for (const char* header : {"# a, b, c, y", "#a,b,c,y", "# about the rows\n# a,b,c,y"}) {
    const dataset whole = csv(table(header, 20, row));
    EXPECT_EQ(whole.hash, hash) << header;
    EXPECT_TRUE(has_note(whole.notes,
                         "The header is the line that begins with # (detected; --no-header does without)."))
        << header;
  }
  EXPECT_EQ(csv(table("# one, two, three, four\na,b,c,y", 20, row)).hash, hash) << "a header below wins";
  EXPECT_EQ(csv(table("# a,b,c,y", 20, row), {.header = true}).hash, hash);
  EXPECT_EQ(csv(table("# a,b,c,y", 20, row), {.header = false}).hash, csv(table("", 20, row)).hash);
}

TEST(Comments, ValuesMayBeginWithAHash) {
  const std::string file = table("colour,b,y", 20, [](int i) {
    return std::string("#") + "f0a"[i % 3] + "0," + text(i * 7 % 11) + "," + text(i % 2);
  });
  EXPECT_EQ(csv(file).feature_names, (words{"colour=#00", "colour=#a0", "colour=#f0", "b"}));
  EXPECT_EQ(
      csv(table("", 20,
                [](int i) { return (i % 4 == 1 ? "#f0," : "red,") + text(i * 7 % 11) + "," + text(i % 2); }))
          .rows,
      20u);
}

TEST(Comments, AreNotWhatMostLinesAre) {
  EXPECT_EQ(csv("# 1 u\n# 2 v\n# 3 u\n").rows, 3u);
  EXPECT_EQ(csv("# 1,5,u\n# 1,3,v\n# 2,8,u\n9,1,u\n").rows, 4u);
}

TEST(Quotes, BackslashesEscapeWhereNothingElseFits) {
  const std::string doubled = table("note,b,y", 20, [](int i) {
    return "\"a \"\"b\"\", " + text(i % 3) + "\"," + text(i * 7 % 11) + "," + text(i % 2);
  });
  EXPECT_EQ(csv(testing::replaced(doubled, "\"\"", "\\\"")).hash, csv(doubled).hash);
  // A backslash before a closing quote is one where doubled quotes make sense of the file.
  EXPECT_EQ(csv(table("note,b,y", 20,
                      [](int i) {
                        return "\"C:\\" + text(i % 3) + "\\\"," + text(i * 7 % 11) + "," + text(i % 2);
                      }))
                .feature_names[0],
            "note=C:\\0\\");
  EXPECT_EQ(csv("note,b,y\n\"C:\\\\a\",1,u\n\"C:\\\\a\",5,v\nb,2,u\n").feature_names[0], "note=C:\\\\a");
}

TEST(Quotes, TheErrorIsThatOfTheLikeliestDelimiter) {
  EXPECT_EQ(csv_error("id,note,label\n1,\"a b\",u\n2,\"c\" d,v\n3,\"e f\",u\n4,\"g h\",v\n"),
            "some/x.csv:3: 'd' follows a closing quote, expected the delimiter ',' or the end of the line");
  EXPECT_EQ(csv_error("id;note;label\n1;a b;u\n2;c d;v\n3;\"e f;u\n4;g h;v\n"),
            "some/x.csv:4: a quote (\") opens here and is never closed");
}

}  // namespace
}  // namespace hillock::data
