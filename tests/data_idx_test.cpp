// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>

#include "data/bytes.hpp"
#include "data/idx.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::has_note;
using testing::message_of;
using testing::temporary_folder;

std::string idx(std::initializer_list<std::uint32_t> sizes, const std::string& values) {
  std::string bytes{0, 0, 8, static_cast<char>(sizes.size())};
  for (const std::uint32_t size : sizes)
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 0xFF);
  return bytes + values;
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string input = bytes, packed(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

const std::string images = idx({3, 2, 2}, "\x01\x02\x03\x04\xff\xfe\xfd\xfc\x10\x20\x30\x40");
const std::string labels = idx({3}, "\x07\x02\x07");

std::string error_of(const std::string& images_bytes, const std::string& labels_bytes) {
  return message_of([&] { parse_idx(images_bytes, "i", labels_bytes, "l"); });
}

std::string load_error(const std::string& source) {
  return message_of([&] { load({.source = source}); });
}

TEST(Idx, ImagesAndLabels) {
  const dataset whole = parse_idx(images, "some/i", labels, "l");
  EXPECT_EQ(whole.name, "i");
  EXPECT_EQ(whole.rows, 3u);
  EXPECT_EQ(whole.columns, 4u);
  EXPECT_EQ(whole.features, (std::vector<double>{1, 2, 3, 4, 255, 254, 253, 252, 16, 32, 48, 64}));
  EXPECT_EQ(whole.feature_names,
            (std::vector<std::string>{"pixel 1,1", "pixel 1,2", "pixel 2,1", "pixel 2,2"}));
  EXPECT_EQ(whole.class_names, (std::vector<std::string>{"2", "7"}));
  EXPECT_EQ(whole.labels, (std::vector<std::int32_t>{1, 0, 1}));
  EXPECT_EQ(whole.task, task::binary);
}

TEST(Idx, BadBytes) {
  EXPECT_EQ(error_of("\x01\x02", labels), "i: cut short: 2 bytes, expected an IDX header");
  EXPECT_EQ(error_of("\x89PNG....", labels),
            "i: wrong magic number 0x89504e47 at byte 0, expected 0x00000803 (unsigned bytes, images × rows "
            "× columns)");
  EXPECT_EQ(error_of(images, images),
            "l: wrong magic number 0x00000803 at byte 0, expected 0x00000801 (unsigned bytes, one label per "
            "image)");
  std::string floats = images;
  floats[2] = 0x0D;
  EXPECT_EQ(error_of(floats, labels).substr(0, 36), "i: wrong magic number 0x00000d03 at ");
  EXPECT_EQ(error_of(images.substr(0, 9), labels), "i: cut short: 9 bytes, expected a header of 16");
  EXPECT_EQ(error_of(images.substr(0, 20), labels),
            "i: cut short: 4 bytes after the header, expected 3 × 2 × 2 = 12");
  EXPECT_EQ(error_of(images + "x", labels),
            "i: bytes too many: 13 bytes after the header, expected 3 × 2 × 2 = 12");
  EXPECT_EQ(error_of(images, labels + "x"), "l: bytes too many: 4 bytes after the header, expected 3 = 3");
  EXPECT_EQ(error_of(idx({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}, "abc"), labels),
            "i: the sizes up to byte 12 multiply past 2^63, but 3 bytes of values follow");
  EXPECT_EQ(
      error_of(idx({0xFFFFFFFF, 0x7FFFFFFF, 1}, "abc"), labels),
      "i: cut short: 3 bytes after the header, expected 4294967295 × 2147483647 × 1 = 9223372030412324865");
  EXPECT_EQ(error_of(idx({0, 2, 2}, ""), labels), "i: a size of 0 at byte 4, expected at least 1");
  EXPECT_EQ(error_of(images, idx({4}, "\x01\x02\x03\x04")),
            "i: 3 images, but l holds 4 labels; expected as many");
  EXPECT_EQ(error_of(images, idx({3}, "\x01\x01\x01")),
            "l: one class only, '1' in all 3 rows; expected at least two classes");
}

TEST(Idx, FolderWithMnistsNames) {
  const temporary_folder folder;
  EXPECT_EQ(load_error(folder.path()), folder.path() +
                                           ": no data set in this folder; looked for train-images-idx3-ubyte "
                                           "and t10k-images-idx3-ubyte, plain "
                                           "or .gz (for a table, name the CSV file itself)");
  folder.write("t10k-images-idx3-ubyte.gz", gzip(images));
  EXPECT_EQ(load_error(folder.path()),
            folder.path() +
                ": t10k-images-idx3-ubyte.gz is there, but not its labels; looked for "
                "t10k-labels-idx1-ubyte, plain or .gz");
  folder.write("t10k-labels-idx1-ubyte", labels);  // gzip or plain, each by its bytes
  const dataset test_part = load({.source = folder.path()});
  EXPECT_EQ(test_part.hash, parse_idx(images, "i", labels, "l").hash);
  EXPECT_EQ(test_part.name, "t10k-images-idx3-ubyte.gz");

  folder.write("train-images.idx3-ubyte", idx({2, 2, 2}, "abcdefgh"));
  folder.write("train-labels.idx1-ubyte", idx({2}, "\x01\x02"));
  const dataset train = load({.source = folder.path()});
  EXPECT_EQ(train.rows, 2u);
  EXPECT_TRUE(
      has_note(train.notes,
               "The folder holds t10k-images-idx3-ubyte.gz as well; only train-images.idx3-ubyte was read."));
}

TEST(Idx, AFileFindsItsLabels) {
  const temporary_folder folder;
  const std::string file = folder.write("a-images-idx3-ubyte", images);
  EXPECT_EQ(
      load_error(file),
      file +
          ": IDX images without labels; expected a file of the same name with 'labels' for 'images' and "
          "'idx1' for 'idx3' beside it");
  const std::string beside = folder.write("a-labels-idx1-ubyte.gz", gzip(labels));
  EXPECT_EQ(load({.source = file}).hash, parse_idx(images, "i", labels, "l").hash);
  EXPECT_EQ(load_error(folder.write("b-labels-idx1-ubyte", labels)),
            folder.path() +
                "/b-labels-idx1-ubyte: an IDX file of labels (magic number 0x00000801), expected the images");
}

TEST(Gzip, UndoneWhateverItsPieces) {
  std::string long_text;
  for (int i = 0; i < 50'000; ++i) long_text += std::to_string(i * 7919 % 10007);
  EXPECT_EQ(gunzip(gzip(long_text), "g"), long_text);
  EXPECT_EQ(gunzip(gzip("ab") + gzip("cd"), "g"), "abcd");
  EXPECT_EQ(gunzip(gzip(""), "g"), "");
}

TEST(Gzip, Broken) {
  const auto broken = [](const std::string& bytes) { return message_of([&] { gunzip(bytes, "g"); }); };
  const std::string good = gzip("some text that is long enough to be cut");
  for (std::size_t size = 2; size < good.size(); ++size)
    ASSERT_EQ(broken(good.substr(0, size)), "g: the gzip data is cut short at byte " + std::to_string(size));
  EXPECT_EQ(broken(good + "tail"), "g: 4 bytes after the end of the gzip data at byte " +
                                       std::to_string(good.size()) + ", expected none");
  const std::string text = gunzip(good, "g");
  std::size_t noticed = 0;
  for (std::size_t at = 12; at < good.size(); ++at) {
    std::string flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    try {
      EXPECT_EQ(gunzip(flipped, "g"), text);  // a padding bit
    } catch (const data_error& thrown) {
      ++noticed;
      EXPECT_TRUE(std::string(thrown.what()).starts_with("g: the gzip data is ")) << thrown.what();
    }
  }
  EXPECT_GE(noticed, good.size() - 13);
  EXPECT_EQ(message_of([&] { gunzip(gzip(std::string(1000, 'x')), "g", 999); }),
            "g: more than 999 bytes when gzip is undone, expected at most that");
}

TEST(Load, CsvMayBeGzipped) {
  const temporary_folder folder;
  const std::string text = "1,2,u\n3,4,v\n5,6,u\n";
  EXPECT_EQ(load({.source = folder.write("x.csv.gz", gzip(text))}).hash,
            load({.source = folder.write("x.csv", text)}).hash);
}

TEST(Load, MissingEmptyAndUnknown) {
  const temporary_folder folder;
  const std::string file = folder.write("flowers.csv", "");
  EXPECT_EQ(load_error(file), file + ": the file is empty");
  EXPECT_EQ(load_error(folder.path() + "/flowres.csv"),
            folder.path() + "/flowres.csv: no such file (did you mean flowers.csv?)");
  EXPECT_EQ(load_error("no-such-file.csv"), "no-such-file.csv: no such file");
  EXPECT_EQ(message_of<usage_error>([] { load({.source = "sprials"}); }),
            "unknown data set 'sprials': neither a file nor a folder nor one of spirals, moons, circles, "
            "xor, checkerboard, "
            "friedman1, glyphs (did you mean spirals?)");
  EXPECT_EQ(message_of<usage_error>([] { load({.source = ""}); }),
            "no data set named: expected a generator's name, a file or a folder");
  EXPECT_EQ(message_of<usage_error>([] { load({.source = "spirals", .target = "y"}); }),
            "the target column cannot be chosen: spirals is generated");
  EXPECT_EQ(message_of<usage_error>([] { load({.source = "spirals", .task = task::regression}); }),
            "spirals is a classification task with 2 classes, so it cannot be taken as regression");
  EXPECT_EQ(message_of<usage_error>([] { load({.source = "friedman1", .task = task::classes}); }),
            "friedman1 is a regression task, so it cannot be taken as classification");
  EXPECT_EQ(load({.source = "moons", .task = task::classes}).task, task::binary);
}

}  // namespace
}  // namespace hillock::data
