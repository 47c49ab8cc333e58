// SPDX-License-Identifier: Apache-2.0
// Columns that are left out, and test parts that are given: a second file, or a column that names the parts.
#include <gtest/gtest.h>

#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::contains;
using testing::csv;
using testing::csv_error;
using testing::has_note;
using testing::message_of;
using testing::replaced;
using testing::table;
using testing::text;
using words = std::vector<std::string>;
using numbers = std::vector<double>;

dataset both(std::string_view data, std::string_view test, const load_options& options = {}) {
  const csv_file second{test, "some/test.csv"};
  return read_csv({data, "some/x.csv"}, options, &second);
}

std::string both_error(std::string_view data, std::string_view test, const load_options& options = {}) {
  return message_of([&] { both(data, test, options); });
}

TEST(Exclude, ByNameByNumberAndSeveral) {
  const std::string file = "a,b,\"c,d\",y\n1,2,3,u\n4,7,6,v\n7,1,9,u\n";
  EXPECT_EQ(csv(file, {.exclude = "b"}).feature_names, (words{"a", "c,d"}));
  EXPECT_EQ(csv(file, {.exclude = "1, b"}).feature_names, words{"c,d"});
  EXPECT_EQ(csv(file, {.exclude = "a,c,d"}).feature_names, words{"b"}) << "a name may hold a comma";
  EXPECT_EQ(csv(file, {.exclude = "-2,a"}).feature_names, words{"b"});
  EXPECT_TRUE(has_note(csv(file, {.exclude = "b,1"}).notes, "Columns left out as asked: 'b', 'a'."));
  EXPECT_EQ(csv(file, {.exclude = "b"}).hash, csv("a,\"c,d\",y\n1,3,u\n4,6,v\n7,9,u\n").hash);
}

TEST(Exclude, TheTargetIsFoundAmongTheOthers) {
  EXPECT_TRUE(has_note(csv("a,b,y\n1,2,3\n4,7,6\n7,1,9\n", {.task = task::regression, .exclude = "y"}).notes,
                       "The target is 'b' (the last column; --target chooses another)."));
  const auto refused = [](const load_options& options) {
    return message_of<usage_error>([&] { csv("weight,b,y\n1,2,3\n4,7,6\n7,1,9\n", options); });
  };
  EXPECT_EQ(refused({.target = "y", .exclude = "y"}), "some/x.csv: the target 'y' is excluded");
  EXPECT_EQ(refused({.exclude = "b,wieght"}),
            "some/x.csv: no column to exclude called 'wieght'; expected 1 … 3, -3 … -1 or a name of the "
            "header (did you "
            "mean 'weight'?)");
  EXPECT_EQ(refused({.exclude = "1,2,3"}), "some/x.csv: every column is excluded");
}

TEST(Exclude, BadCellsOfAnExcludedColumnDoNotMatter) {
  EXPECT_EQ(csv("a,b,y\n1,2,u\ninf,7,v\n7,1,u\nx,1,u\n", {.exclude = "a"}).columns, 1u);
}

TEST(TestFile, ItsRowsAreTheTestPart) {
  const dataset whole = both("a,b,y\n1,2,u\n4,7,v\n7,1,u\n", "a,b,y\n9,8,w\n5,5,u\n");
  EXPECT_EQ(whole.rows, 5u);
  EXPECT_EQ(whole.test_rows, 2u);
  EXPECT_EQ(whole.name, "x.csv");
  EXPECT_EQ(whole.features, (numbers{1, 2, 4, 7, 7, 1, 9, 8, 5, 5}));
  EXPECT_EQ(whole.class_names, (words{"u", "v", "w"}));
  EXPECT_TRUE(
      has_note(whole.notes, "The 2 rows of test.csv are the test part; columns were matched by name."));
  EXPECT_NE(whole.hash, csv("a,b,y\n1,2,u\n4,7,v\n7,1,u\n9,8,w\n5,5,u\n").hash);
}

TEST(TestFile, ColumnsAreMatchedByNameInAnyOrder) {
  const std::string data =
      table("a,b,y", 12, [](int i) { return text(i * 7 % 11) + "," + text(i * 5 % 7) + "," + text(i % 2); });
  const dataset same = both(data, "a,b,y\n3,4,1\n5,6,0\n");
  EXPECT_EQ(both(data, "y;b;a\n1;4;3\n0;6;5\n").hash, same.hash);
  EXPECT_EQ(both(data, "\"b\",\"y\",\"a\"\n4,1,3\n6,0,5\n").hash, same.hash);
  EXPECT_EQ(both(data, "b,y,extra,a\n4,1,9,3\n6,0,9,5\n", {.exclude = "extra"}).hash, same.hash);
  EXPECT_EQ(both(data, "3,4,1\n5,6,0\n").hash, same.hash) << "by number, where one file has no header";
  EXPECT_TRUE(has_note(both(data, "3,4,1\n5,6,0\n").notes, "columns were matched by number"));
  EXPECT_EQ(both(data, "a,b,y\n3,4,1\n").test_rows, 1u) << "one row below a header";
  EXPECT_EQ(both(data.substr(6), "3,4,1\n5,6,0\n").feature_names, (words{"column 1", "column 2"}));
}

TEST(TestFile, ColumnsThatDifferAreNamed) {
  const std::string data = "a,b,y\n1,2,u\n4,7,v\n7,1,u\n";
  EXPECT_EQ(both_error(data, "a,c\n9,8\n5,5\n"),
            "some/x.csv and some/test.csv have different columns: only some/x.csv has 'b', 'y', only "
            "some/test.csv has "
            "'c'; expected the same names in both (--exclude leaves columns out)");
  EXPECT_EQ(both_error("1,2,u\n4,7,v\n7,1,u\n", "9,8,4,u\n5,5,4,v\n"),
            "some/x.csv and some/test.csv have 3 and 4 columns, expected as many");
  EXPECT_TRUE(
      contains(both_error("a,a,y\n1,2,u\n4,7,v\n7,1,u\n", "a,y,a\n9,u,2\n"), "names that occur twice"));
  EXPECT_EQ(both("a,a,y\n1,2,u\n4,7,v\n7,1,u\n", "a,a,y\n9,2,u\n").rows, 4u);
}

TEST(TestFile, ErrorsNameTheFileTheLineAndTheColumnInIt) {
  const std::string data =
      table("a,b,y", 12, [](int i) { return text(i * 7 % 11) + "," + text(i * 5 % 7) + "," + text(i % 2); });
  EXPECT_TRUE(
      both_error(data, "y,b,a\n1,4,3\n0,low,5\n").starts_with("some/test.csv:3:2: 'low' is not a number"));
  EXPECT_TRUE(
      both_error(data, "y,b,a\n1,4,3\n,6,5\n").starts_with("some/test.csv:3:1: '': the label is missing"));
  EXPECT_EQ(both_error(data, " \n"), "some/test.csv: the file is empty, expected rows of values");
}

TEST(TestFile, NumbersAreReadAlikeInBoth) {
  // By itself, the first file's comma could mark thousands, and the second one's "low" could be text.
  const dataset whole = both("a,y\n\"1,234\",u\n\"4,567\",v\n\"7,890\",u\n",
                             "a,y\n\"0,5\",u\nlow,v\nlow,u\n\"2,5\",u\n\"9,5\",u\n\"1,5\",v\n");
  EXPECT_EQ(whole.features, (numbers{1.234, 4.567, 7.89, 0.5, 0, 0, 2.5, 9.5, 1.5}));
  EXPECT_EQ(whole.missing, (std::vector<std::size_t>{4, 5}));
  // Categories that only one file has.
  EXPECT_EQ(both("a,b,y\ns,1,u\nt,4,v\ns,2,u\n", "a,b,y\nr,5,u\n").feature_names,
            (words{"a=r", "a=s", "a=t", "b"}));
}

TEST(TestFile, LabelsWithAFullStopTooMany) {
  const std::string plain = "a,y\n1,<=50K\n2,>50K\n3,<=50K\n", dotted = "a,y\n4,<=50K.\n5,>50K.\n";
  const dataset whole = both(plain, dotted);
  EXPECT_EQ(whole.class_names, (words{"<=50K", ">50K"}));
  EXPECT_EQ(whole.hash, both(plain, replaced(dotted, ".", "")).hash);
  EXPECT_TRUE(has_note(whole.notes, "The full stop at the end of every label of test.csv is left out."));
  EXPECT_TRUE(has_note(both(dotted, plain).notes, "every label of x.csv is left out."));
  EXPECT_TRUE(has_note(both(dotted, dotted).notes, "The full stop at the end of every label is left out."));
  // Labels of their own stay as they are.
  EXPECT_EQ(both("a,y\n1,u\n2,v\n3,u\n", "a,y\n4,w.\n5,u.\n").classes(), 4u);
  EXPECT_EQ(both("a,y\n1,u\n2,v\n3,u\n", "a,y\n4,u\n5,u.\n").classes(), 3u);
}

TEST(TestFile, EachFileMayCountItsRows) {
  const auto rows = [](int start, int count) {
    return table("id,b,y", count,
                 [=](int i) { return text(start + i) + "," + text(i * 7 % 11) + "," + text(i % 2); });
  };
  for (const int start : {0, 20, 500})
    EXPECT_EQ(both(rows(0, 20), rows(start, 5)).feature_names, words{"b"}) << start;
}

TEST(TestFile, AMissingFileIsNamed) {
  const testing::temporary_folder folder;
  const std::string data = folder.write("x.csv", "a,b,y\n1,2,u\n4,7,v\n7,1,u\n");
  const std::string test = folder.write("t.csv", "a,b,y\n1,2,u\n");
  EXPECT_EQ(load({.source = data, .test = test}).test_rows, 1u);
  EXPECT_EQ(message_of([&] { load({.source = data, .test = test + "x"}); }),
            test + "x: no such file (did you mean t.csv?)");
}

std::string parted(const std::string& name) {
  constexpr const char* parts[] = {"train", "Test", "training", "val"};
  return table("a,b," + name, 40, [&](int i) {
    return text(i) + "." + text(i % 7) + "," + (i % 3 == 0 ? "u" : "v") + "," + parts[i % 4];
  });
}

TEST(PartColumn, ItsTestRowsGoToTheEnd) {
  const dataset whole = csv(parted("split"));
  EXPECT_EQ(whole.rows, 40u);
  EXPECT_EQ(whole.test_rows, 10u);
  EXPECT_EQ(whole.feature_names, words{"a"});
  EXPECT_EQ(whole.class_names, (words{"u", "v"})) << "the last column that is left is the target";
  EXPECT_EQ((numbers(whole.features.begin(), whole.features.begin() + 4)), (numbers{0, 2.2, 3.3, 4.4}));
  EXPECT_EQ((numbers(whole.features.end() - 3, whole.features.end())), (numbers{29.1, 33.5, 37.2}));
  EXPECT_EQ(whole.labels[30], 1);
  EXPECT_TRUE(has_note(whole.notes,
                       "'split' names the parts (--exclude it to have all rows drawn): its 10 test rows are "
                       "the test part; its 10 validation rows go to "
                       "training, because every seed draws its own validation part."));
  for (const char* name : {"Set", "data_set", "Partition", "subset", "fold", "part"})
    EXPECT_EQ(csv(parted(name)).test_rows, 10u) << name;
  EXPECT_EQ(csv(parted("kind"), {.target = "2"}).test_rows, 0u) << "only the name tells";
}

TEST(PartColumn, MissingCellsMoveWithTheirRows) {
  const dataset whole = csv("a,b,split,y\n1,,test,u\n,3,train,v\n4,,test,u\n5,6,train,v\n7,8,train,u\n");
  EXPECT_EQ(whole.features, (numbers{0, 3, 5, 6, 7, 8, 1, 0, 4, 0}));
  EXPECT_EQ(whole.missing, (std::vector<std::size_t>{0, 7, 9}));
  EXPECT_EQ(whole.labels, (std::vector<std::int32_t>{1, 1, 0, 0, 0}));
}

TEST(PartColumn, OtherColumnsOfThatNameStay) {
  EXPECT_EQ(csv("a,split,y\n1,left,u\n2,right,v\n3,left,u\n").test_rows, 0u);
  EXPECT_EQ(csv("a,split,y\n1,train,u\n2,train,v\n3,val,u\n").test_rows, 0u) << "no test row";
  EXPECT_EQ(csv(parted("split"), {.target = "split"}).test_rows, 0u) << "to be predicted";
  EXPECT_EQ(csv(parted("split"), {.exclude = "split"}).test_rows, 0u);
  EXPECT_EQ(csv_error("a,split,y\n1,train,u\n2,,v\n3,test,u\n"),
            "some/x.csv:3:2: '': the part is missing, expected train or test as in the other rows of "
            "'split'; --exclude "
            "leaves the column out");
}

TEST(PartColumn, NotBesideATestFile) {
  EXPECT_EQ(message_of<usage_error>([] { both(parted("split"), parted("split")); }),
            "some/x.csv: the column 'split' names a test part, and some/test.csv is another; leave out one "
            "(--exclude "
            "leaves columns out)");
  EXPECT_EQ(both(parted("split"), parted("split"), {.exclude = "split"}).test_rows, 40u);
}

}  // namespace
}  // namespace hillock::data
