// SPDX-License-Identifier: Apache-2.0
// Encodings of text, and formats that are not read but named.
#include <gtest/gtest.h>

#include "data/encoding.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using namespace std::string_literals;
using testing::csv;
using testing::csv_error;
using testing::has_note;
using words = std::vector<std::string>;

// UTF-16 of text in the first plane, without a mark.
std::string utf16(std::u16string_view text, bool low_first) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
    bytes += low_first ? low : high;
    bytes += low_first ? high : low;
  }
  return bytes;
}

TEST(Encoding, Utf16WithItsMarkOrWhereItIsEvident) {
  const std::u16string_view text = u"größe,klasse\r\n1.5,grün\r\n2.5,rot\r\n3.5,grün\r\n";
  const std::string hash = csv("größe,klasse\n1.5,grün\n2.5,rot\n3.5,grün\n").hash;
  EXPECT_EQ(csv("\xFF\xFE" + utf16(text, true)).hash, hash);
  EXPECT_EQ(csv("\xFE\xFF" + utf16(text, false)).hash, hash);
  EXPECT_EQ(csv(utf16(text, true)).hash, hash);
  EXPECT_EQ(csv(utf16(text, false)).hash, hash);
  EXPECT_TRUE(has_note(csv(utf16(text, true)).notes, "The text is UTF-16, low byte first."));
  EXPECT_EQ(csv("\xFF\xFE" + utf16(u"a\ty\n1\t\xD83D\xDE00\n2\tx\n3\tx\n", true)).class_names,
            (words{"x", "\U0001F600"}));
}

TEST(Encoding, BrokenUtf16IsRefused) {
  EXPECT_EQ(csv_error("\xFF\xFE" + utf16(u"a,y\n1,2\n", true) + "x"),
            "some/x.csv: 19 bytes of UTF-16, expected an even number (is it cut short?)");
  EXPECT_EQ(csv_error("\xFF\xFE" + utf16(u"a,\xD83D", true)),
            "some/x.csv: half of a surrogate pair at byte 6, expected UTF-16");
  EXPECT_EQ(csv_error("\xFF\xFE" + utf16(u"\xDE00,y\n", true)),
            "some/x.csv: half of a surrogate pair at byte 2, expected UTF-16");
  EXPECT_EQ(csv_error("\xFF\xFE\0\0a\0\0\0"s),
            "some/x.csv: text in UTF-32, expected UTF-8, UTF-16 or Windows-1252");
}

TEST(Encoding, Windows1252HasTheEuroSign) {
  EXPECT_EQ(csv("a,y\n\x80 1,caf\xE9\n\x80 2,th\xE9\n\x80 3,th\xE9\n").features,
            (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(from_windows_1252("\x80\x81\x93\x9F\xA0\xFF"), "\u20AC\u0081\u201C\u0178\u00A0\u00FF");
}

TEST(Foreign, FormatsAreNamedByTheirBytes) {
  const std::pair<std::string, const char*> known[] = {
      {"\xFD"
       "7zXZ\0abc"s,
       "an xz file, which hillock does not read; unpack it first"},
      {"BZh91AY&SYabc", "a bzip2 file, which hillock does not read; unpack it first"},
      {"\x28\xB5\x2F\xFD"
       "abc",
       "a Zstandard file, which hillock does not read; unpack it first"},
      {"PK\x03\x04....xl/workbook.xml",
       "an Excel workbook (xlsx), which hillock does not read; save the sheet as CSV"},
      {"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
       "an OpenDocument spreadsheet (ods), which hillock does not read; save the sheet as CSV"},
      {"PK\x03\x04....x.npy", "NumPy arrays (NPZ), which hillock does not read; convert it to CSV"},
      {"PK\x03\x04....x.csv", "a zip archive, which hillock does not read; unpack it first"},
      {"\x93NUMPY\x01", "a NumPy array (NPY), which hillock does not read; convert it to CSV"},
      {"PAR1\x15", "a Parquet file, which hillock does not read; convert it to CSV"},
      {"\x89HDF\r\n\x1A\n", "an HDF5 file, which hillock does not read; convert it to CSV"},
      {"\x89PNG\r\n\x1A\n", "a PNG image, which hillock does not read; a set of images is read as IDX"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
       "an Excel workbook (xls) or another Office document, which hillock does not "
       "read; save the sheet as CSV"},
      {"SQLite format 3\0"s, "an SQLite database, which hillock does not read; export it as CSV"},
      {std::string(257, '\0') + "ustar", "a tar archive, which hillock does not read; unpack it first"},
      {"\n% about it\n%\n  @RELATION 'my data'\n@attribute a real\n",
       "an ARFF file (@RELATION 'my data'), which hillock "
       "does not read; convert it to CSV"},
      {"1 1:0.5 7:1\n-1 2:0.25\n+1 1:1 2:2 3:3\n",
       "a libsvm file (a label, then index:value), which hillock does not "
       "read; convert it to CSV"},
      {"[\n  {\"a\": 1}]", "a JSON file, which hillock does not read; convert it to CSV"},
      {"{\"a\": 1}\n{\"a\": 2}\n", "a JSON file, which hillock does not read; convert it to CSV"},
      {"<!DOCTYPE HTML>\n<html>",
       "an HTML page, which hillock does not read; was a page saved in place of the file?"},
      {"\xEF\xBB\xBF<?xml version=\"1.0\"?>", "an XML file, which hillock does not read; convert it to CSV"},
      {"%%MatrixMarket matrix", "a Matrix Market file, which hillock does not read; convert it to CSV"},
  };
  for (const auto& [bytes, expected] : known)
    EXPECT_EQ(csv_error(bytes), std::string("some/x.csv: ") + expected);
}

TEST(Foreign, TablesThatLookALittleLikeThemAreRead) {
  for (const char* text :
       {"BZh,y\n1,u\n2,v\n3,u\n", "PAR,y\n1,u\n2,v\n3,u\n", "[a],y\n1,u\n2,v\n3,u\n",
        "{x},y\n1,u\n2,v\n3,u\n", "%a,y\n1,u\n2,v\n3,u\n", "@a,y\n1,u\n2,v\n3,u\n", "<a>,y\n1,u\n2,v\n3,u\n"})
    EXPECT_EQ(csv(text).rows, 3u) << text;
  EXPECT_TRUE(csv_error("BZh").starts_with("some/x.csv:1: one column only")) << "shorter than a signature";
  EXPECT_EQ(csv("1 9:15 17:30\n2 9:15 17:40\n1 9:15 17:30\n2 9:15 17:40\n", {.target = "1"}).rows, 4u)
      << "times of day";
}

}  // namespace
}  // namespace hillock::data
