// SPDX-License-Identifier: Apache-2.0
// Columns that count the rows, and columns that determine what is to be predicted.
#include <gtest/gtest.h>

#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::csv;
using testing::csv_error;
using testing::has_note;
using testing::message_of;
using testing::table;
using testing::text;
using words = std::vector<std::string>;

// A column made by `first`, a feature, and a class or a quantity.
template <class First>
dataset counted(const std::string& name, First first, bool regression = false, int rows = 30) {
  const std::string header = name.empty() ? "" : name + ",b,label";
  return csv(table(header, rows, [&](int i) {
    return text(first(i)) + "," + text(i * 7 % 11) + "," +
           (regression   ? text(i * 5 % 13) + ".5"
            : i % 3 == 0 ? "u"
                         : "v");
  }));
}

bool is_left_out(const dataset& whole, const std::string& name) {
  return whole.columns == 1 &&
         has_note(whole.notes, "Columns left out: '" + name + "' (row numbers); --keep '");
}

TEST(Counters, AreLeftOutFromAnyStartInAnyStep) {
  const std::pair<int, int> sequences[] = {{0, 1}, {1, 1}, {100, 1}, {7, 3}, {500, -1}, {90, -4}, {-5, 10}};
  for (const auto& [start, step] : sequences)
    for (const bool regression : {false, true})
      for (const char* name : {"", "id", "PassengerId", "sample_no", "index", "Nr.", "row", "Unnamed: 0"}) {
        const auto count = [start = start, step = step](int i) { return start + step * i; };
        EXPECT_TRUE(is_left_out(counted(name, count, regression), *name == 0 ? "column 1" : name))
            << name << start;
      }
}

TEST(Keep, ColumnsAreFeaturesWhateverTheyLookLike) {
  const std::string file = table("year,id,name,b,y", 30, [](int i) {
    return text(1990 + i) + "," + text(i * 7 % 30) + ",n" + text(i) + "," + text(i * 7 % 11) + "," +
           text(i % 2);
  });
  const words left_out = csv(file).notes;
  EXPECT_EQ(csv(file).feature_names, words{"b"});
  EXPECT_TRUE(
      has_note(left_out,
               "Columns left out: 'name' (text, every value different), 'year' (row numbers), 'id' (an "
               "identifier, every value different); --keep 'name,year,id' keeps them."));
  const dataset year = csv(file, {.keep = "year"});
  EXPECT_EQ(year.feature_names, (words{"year", "b"}));
  EXPECT_EQ(year.features[2], 1991);
  EXPECT_TRUE(has_note(year.notes, "Columns kept as asked: 'year'."));
  EXPECT_EQ(csv(file, {.keep = "1,id"}).feature_names, (words{"year", "id", "b"}));
  EXPECT_EQ(csv(file, {.keep = "name"}).columns, 31u) << "one column per name";
  EXPECT_EQ(csv(table("", 30, [](int i) { return text(i) + "," + text(i * 7 % 11) + "," + text(i % 2); }),
                {.keep = "1"})
                .columns,
            2u);
}

TEST(Keep, TextInMoreThanAHundredWays) {
  const std::string file = table(
      "a,b,y", 400, [](int i) { return "n" + text(i % 150) + "," + text(i * 7 % 11) + "," + text(i % 2); });
  EXPECT_EQ(csv(file).columns, 1u);
  EXPECT_EQ(csv(file, {.keep = "a"}).columns, 151u);
}

TEST(Keep, WrongNamesAndContradictions) {
  const auto refused = [](const load_options& options) {
    return message_of<usage_error>([&] { csv("weight,b,y\n1,2,3\n4,7,6\n7,1,9\n", options); });
  };
  EXPECT_EQ(refused({.keep = "wieght"}),
            "some/x.csv: no column to keep called 'wieght'; expected 1 … 3, -3 … -1 or a name of the header "
            "(did you mean 'weight'?)");
  EXPECT_EQ(refused({.exclude = "b,1", .keep = "weight"}),
            "some/x.csv: the column 'weight' is both excluded and kept");
}

TEST(Keep, AColumnThatNamesTheParts) {
  const std::string file = table("a,split,y", 30, [](int i) {
    return text(i * 7 % 11) + (i % 3 == 0 ? ",test," : ",train,") + text(i % 2);
  });
  EXPECT_EQ(csv(file).test_rows, 10u);
  EXPECT_EQ(csv(file, {.keep = "split"}).test_rows, 0u);
  EXPECT_EQ(csv(file, {.keep = "split"}).feature_names, (words{"a", "split=test", "split=train"}));
}

TEST(Counters, ABlankNameUnderAHeaderIsAnIndex) {
  EXPECT_TRUE(is_left_out(
      csv(table(",b,y", 20, [](int i) { return text(i + 5) + "," + text(i * 7 % 11) + "," + text(i % 2); })),
      "column 1"));
}

TEST(Counters, IdentifiersAreLeftOutInAnyOrder) {
  // Rows that were drawn or shuffled still carry the order of the file they came from.
  const auto shuffled = [](int i) { return i * 7 % 30; };
  for (const char* name : {"id", "customerID", "index", "Unnamed: 0"}) {
    const dataset whole = counted(name, shuffled);
    EXPECT_EQ(whole.columns, 1u) << name;
    EXPECT_TRUE(has_note(whole.notes, "'" + std::string(name) + "' (an identifier, every value different)"));
  }
  EXPECT_EQ(counted("acid", shuffled).columns, 2u);
  EXPECT_EQ(counted("id", shuffled, false, 9).columns, 2u) << "too few rows to be sure";
  EXPECT_EQ(counted("patient_id", [](int i) { return i * 7 % 15; }).columns, 2u) << "several rows each";
}

TEST(Counters, AnyOtherNameCountsInAClassification) {
  const auto count = [](int i) { return i + 1; };
  EXPECT_TRUE(is_left_out(counted("patient", count), "patient"));
  // A quantity in even steps is usual where a quantity is to be predicted, and under the names of variables.
  for (const auto& [name, regression] :
       {std::pair("dose", true), std::pair("x", true), std::pair("x", false), std::pair("x1", false),
        std::pair("feature_2", false), std::pair("t", true)}) {
    const dataset whole = counted(name, count, regression);
    EXPECT_EQ(whole.columns, 2u) << name;
    EXPECT_TRUE(has_note(whole.notes, "Columns that count the rows are kept where they may be quantities: '" +
                                          std::string(name) + "' (--exclude leaves it out)."))
        << name;
  }
  EXPECT_EQ(counted("patient", count, false, 9).columns, 2u) << "too few rows to be sure";
}

TEST(Counters, TheOnlyFeatureStays) {
  for (const char* header : {"x,y", "dose,y", "sample,y", ""}) {
    const dataset whole =
        csv(table(header, 30, [](int i) { return text(i) + "," + text(i * i % 17) + ".5"; }));
    EXPECT_EQ(whole.columns, 1u) << header;
    EXPECT_TRUE(has_note(whole.notes, "(the only feature)")) << header;
  }
  EXPECT_EQ(csv("x,y\n0,1.0\n1,3.5\n2,6.0\n3,8.5\n4,11.0\n").columns, 1u);
  // But nothing is learnt from an identifier.
  EXPECT_TRUE(testing::contains(
      csv_error(table("customer_id,y", 30, [](int i) { return text(i) + "," + text(i % 2); })),
      "no feature is left beside the target 'y'; left out: 'customer_id' (row numbers); --keep "
      "'customer_id' keeps it"));
}

TEST(Counters, NumbersInSmallTablesAreNumbers) {
  EXPECT_EQ(csv("a,b,y\n1,2,u\n2,4,v\n3,6,u\n4,8,v\n").columns, 2u);
  EXPECT_EQ(csv("2,5,u\n4,3,v\n6,1,u\n8,4,v\n").columns, 2u);
}

TEST(Counters, AValueThatIsMissingOrComesAgainStopsTheCount) {
  EXPECT_EQ(counted("id", [](int i) { return i < 20 ? i : i - 1; }).columns, 2u);
  EXPECT_EQ(
      csv(table("id,b,y", 20,
                [](int i) { return (i == 7 ? "" : text(i)) + "," + text(i * 7 % 11) + "," + text(i % 2); }))
          .columns,
      2u);
}

// Warnings.

// Thirty rows of two features, the first of which is told, and a label or a target.
template <class First, class Label>
words warnings(First first, Label label, int rows = 30) {
  return csv(table("told,b,label", rows,
                   [&](int i) { return std::string(first(i)) + "," + text(i * 7 % 11) + "," + label(i); }))
      .warnings;
}

const std::string exclude = " What is known only with the label must be left out (--exclude).";
std::string yes_no(int i) { return i * 5 % 13 < 6 ? "yes" : "no"; }

TEST(Determine, TheLabelTwice) {
  const words one_class{"'told' alone determines the label: every value goes with one class." + exclude};
  EXPECT_EQ(warnings(yes_no, yes_no), one_class);
  EXPECT_EQ(warnings([](int i) { return yes_no(i) == "yes" ? "1" : "0"; }, yes_no), one_class);
  EXPECT_EQ(warnings([](int i) { return yes_no(i) + text(i % 2); }, yes_no), one_class) << "in more detail";
  EXPECT_EQ(warnings([](int i) { return i == 4 ? "" : yes_no(i); }, yes_no), one_class) << "but for a gap";
  EXPECT_TRUE(warnings([](int i) { return i == 1 ? "no" : yes_no(i); }, yes_no).empty()) << "but for one row";
}

TEST(Determine, ACutThroughTheValues) {
  const words cut{"'told' alone determines the label: the values of different classes do not overlap." +
                  exclude};
  const auto spread = [](int classes) {
    return [classes](int i) { return text(i * 5 % 13 * classes / 13 * 100 + i) + ".5"; };
  };
  EXPECT_EQ(warnings(
                spread(2), [](int i) { return text(i * 5 % 13 * 2 / 13); }, 40),
            cut);
  EXPECT_EQ(warnings(
                spread(3), [](int i) { return text(i * 5 % 13 * 3 / 13); }, 40),
            cut);
  EXPECT_TRUE(warnings(
                  spread(2), [](int i) { return text(i == 7 ? 0 : i * 5 % 13 * 2 / 13); }, 40)
                  .empty());
  // A counter that was kept, in a file sorted by label.
  EXPECT_EQ(
      csv(table("x,b,label", 30, [](int i) { return text(i) + "," + text(i * 7 % 11) + "," + text(i / 15); }))
          .warnings.size(),
      1u);
}

TEST(Determine, ALinearTarget) {
  const std::string sentence =
      "'told' alone determines the target: it is a linear function of the values. What is known "
      "only with the target must be left out (--exclude).";
  const auto quantity = [](int i) { return text(i * 5 % 29) + ".25"; };
  EXPECT_EQ(warnings(quantity, quantity), words{sentence});
  EXPECT_EQ(warnings([](int i) { return text(32 + 18 * (i * 5 % 29)); },
                     [](int i) { return text(i * 5 % 29 * 10) + ".5"; }),
            words{sentence});
  EXPECT_TRUE(warnings(quantity, [](int i) { return text(i == 3 ? 9 : i * 5 % 29) + ".25"; }).empty());
}

TEST(Determine, ANearlyLinearTargetIsPredicted) {
  EXPECT_TRUE(warnings([](int i) { return text(1000 + i * 5 % 29); },
                       [](int i) { return text(2000 + 2 * (i * 5 % 29) + i % 3) + ".5"; })
                  .empty());
}

TEST(Determine, ATargetThatFollowsTheValues) {
  const words sentence{
      "'told' alone determines the target: it rises or falls with the values throughout. What is known only "
      "with the target must be left out (--exclude)."};
  const auto value = [](int i) { return text(i * 5 % 31); };
  EXPECT_EQ(warnings(value, [](int i) { return text((i * 5 % 31) * (i * 5 % 31)) + ".5"; }), sentence);
  EXPECT_EQ(warnings(value, [](int i) { return text(-(i * 5 % 31) * (i * 5 % 31)) + ".5"; }), sentence);
  EXPECT_TRUE(
      warnings(value, [](int i) { return text((i * 5 % 31 - 4) * (i * 5 % 31 - 4)) + ".5"; }).empty());
  // A curve of one variable is no surprise.
  EXPECT_TRUE(
      csv(table("x,y", 30, [](int i) { return text(i) + "," + text(i * i) + ".5"; })).warnings.empty());
  // One row far from the others makes nothing linear.
  EXPECT_TRUE(warnings([](int i) { return i == 3 ? "1000000000" : text(i * 5 % 29); },
                       [](int i) { return i == 3 ? "500000000.5" : text(i * 11 % 29) + ".25"; })
                  .empty());
}

TEST(Determine, ChanceAndSmallDataGiveNoWarning) {
  EXPECT_TRUE(warnings([](int i) { return text(i * 17 % 31); }, yes_no).empty()) << "every value once";
  EXPECT_TRUE(csv("a,b,y\n0,0,0\n0,1,0\n1,0,1\n1,1,1\n").warnings.empty()) << "four rows";
  EXPECT_TRUE(csv("x,y\n0,1.0\n1,3.5\n2,6.0\n3,8.5\n4,11.0\n").warnings.empty()) << "five rows";
}

TEST(Determine, SeveralFeaturesAreOneSentence) {
  const dataset whole = csv(table("a,b,c,d,e,f,g,label", 30, [](int i) {
    std::string all;
    for (int k = 0; k < 6; ++k) all += yes_no(i) + ",";
    return all + text(i * 7 % 11) + "," + yes_no(i);
  }));
  EXPECT_EQ(whole.warnings, words{"'a', 'b', 'c', 'd', 'e' and 1 more alone determine, each by itself, the "
                                  "label: every value goes with one class." +
                                  exclude});
}

}  // namespace
}  // namespace hillock::data
