// SPDX-License-Identifier: Apache-2.0
// The options about data, from the command line to the data set.
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

using nlohmann::json;

void write(const std::filesystem::path& file, int rows, const std::string& header = "id;size;junk;kind\n") {
  std::ofstream out(file);
  out << header;
  for (int i = 0; i < rows; ++i)
    out << 100 + i << ';' << (i * 7 % 19 == 4 ? "lost" : std::to_string(i * 7 % 19) + ",5") << ";0;"
        << (i * 5 % 7 < 3 ? "u" : "v") << '\n';
}

outcome compare(const temporary_folder& folder, std::vector<std::string> more) {
  std::vector<std::string> words{"compare", "--data",   "data.csv", "--activations", "relu", "--seeds",
                                 "1",       "--epochs", "1",        "--lr",          "0.01", "--model",
                                 "mlp:4x1", "--json",   "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return run_program(words, folder.path());
}

TEST(DataOptions, OptionsReachTheReader) {
  const temporary_folder folder;
  write(folder / "data.csv", 40);
  write(folder / "test.csv", 10);
  const outcome o = compare(
      folder, {"--decimal", "comma", "--missing", "lost", "--missing", "gone", "--exclude", "junk",
               "--exclude", "1", "--keep", "size", "--keep", "kind", "--test", "test.csv", "--target", "-1"});
  ASSERT_EQ(o.code, 0) << o.err;
  const json found = json::parse(o.out);
  EXPECT_EQ(found["config"]["decimal"], "comma");
  EXPECT_EQ(found["config"]["missing"], "lost,gone");
  EXPECT_EQ(found["config"]["exclude"], "junk,1");
  EXPECT_EQ(found["config"]["keep"], "size,kind");
  EXPECT_EQ(found["config"]["test"], "test.csv");
  const std::string notes = found["data"]["notes"].dump();
  for (const char* note :
       {"The decimal mark is the comma (as given).", "Columns left out as asked: 'junk', 'id'.",
        "The 10 rows of test.csv are the test part", "missing numbers in 'size'"})
    EXPECT_TRUE(contains(notes, note)) << note << " is not in " << notes;
}

TEST(DataOptions, WhatIsDetectedNeedsNoOption) {
  const temporary_folder folder;
  write(folder / "data.csv", 40);
  const outcome o = compare(folder, {});
  ASSERT_EQ(o.code, 0) << o.err;
  const std::string notes = json::parse(o.out)["data"]["notes"].dump();
  for (const char* note : {"The decimal mark is the comma (detected; --decimal point chooses the other).",
                           "'id' (row numbers); --keep 'id' keeps it.", ": 'lost' in 'size'"})
    EXPECT_TRUE(contains(notes, note)) << note << " is not in " << notes;
}

TEST(DataOptions, WrongOptionsAreUsageErrorsAndWrongFilesAreBadData) {
  const temporary_folder folder;
  write(folder / "data.csv", 40);
  write(folder / "other.csv", 10, "id;weight;junk;kind\n");
  const outcome mark = compare(folder, {"--decimal", "dot"});
  EXPECT_EQ(mark.code, 2);
  EXPECT_EQ(mark.err, "hillock: --decimal is \"dot\": expected point, comma or auto\n");
  EXPECT_EQ(compare(folder, {"--exclude", "jnk"}).code, 2);
  const outcome other = compare(folder, {"--test", "other.csv"});
  EXPECT_EQ(other.code, 3);
  EXPECT_TRUE(contains(other.err, "data.csv and other.csv have different columns: only data.csv has 'size'"))
      << other.err;
}

}  // namespace
}  // namespace hillock::test
