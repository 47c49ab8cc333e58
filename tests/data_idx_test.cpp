// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>
#include <limits>

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
  return message_of([&] { parse_idx({images_bytes, "i", labels_bytes, "l"}); });
}

std::string load_error(const std::string& source) {
  return message_of([&] { load({.source = source}); });
}

TEST(Idx, ImagesAndLabels) {
  const dataset whole = parse_idx({images, "some/i", labels, "l"});
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
            "i: wrong magic number 0x89504e47 at byte 0, expected 0x00000803 (images × rows × "
            "columns), or 09, 0b, 0c, 0d, 0e for 08");
  EXPECT_EQ(error_of(images, images),
            "l: wrong magic number 0x00000803 at byte 0, expected 0x00000801 (one label per image), or "
            "09, 0b, 0c, 0d, 0e for 08");
  std::string floats = images;
  floats[2] = 0x0A;
  EXPECT_EQ(error_of(floats, labels).substr(0, 36), "i: wrong magic number 0x00000a03 at ");
  floats[2] = 0x0D;
  EXPECT_EQ(error_of(floats, labels),
            "i: cut short: 12 bytes after the header, expected 3 × 2 × 2 = 12 of 4 bytes each");
  EXPECT_EQ(error_of(images.substr(0, 9), labels), "i: cut short: 9 bytes, expected a header of 16");
  EXPECT_EQ(error_of(images.substr(0, 20), labels),
            "i: cut short: 4 bytes after the header, expected 3 × 2 × 2 = 12");
  EXPECT_EQ(error_of(images + "x", labels),
            "i: bytes too many: 13 bytes after the header, expected 3 × 2 × 2 = 12");
  EXPECT_EQ(error_of(images, labels + "x"), "l: bytes too many: 4 bytes after the header, expected 3 = 3");
  EXPECT_EQ(error_of(idx({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}, "abc"), labels),
            "i: the sizes up to byte 12 multiply past 2^60, but 3 bytes of values follow");
  EXPECT_EQ(
      error_of(idx({0xFFFFFFFF, 0x0FFFFFFF, 1}, "abc"), labels),
      "i: cut short: 3 bytes after the header, expected 4294967295 × 268435455 × 1 = 1152921500043444225");
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
  EXPECT_EQ(test_part.hash, parse_idx({images, "i", labels, "l"}).hash);
  EXPECT_EQ(test_part.name, "t10k-images-idx3-ubyte.gz");

  folder.write("train-images.idx3-ubyte", idx({2, 2, 2}, "abcdefgh"));
  EXPECT_EQ(load_error(folder.path()), folder.path() +
                                           ": train-images.idx3-ubyte is there, but not its labels; looked "
                                           "for train-labels-idx1-ubyte, plain or "
                                           ".gz");
  folder.write("train-labels.idx1-ubyte", idx({2}, "\x01\x02"));
  const dataset both = load({.source = folder.path()});
  EXPECT_EQ(both.name, "train-images.idx3-ubyte");
  EXPECT_EQ(both.rows, 5u);
  EXPECT_EQ(both.test_rows, 3u);
  EXPECT_EQ(both.features[4 * 2], test_part.features[0]);
  EXPECT_EQ(both.class_names, (std::vector<std::string>{"1", "2", "7"}));
  EXPECT_EQ(both.labels, (std::vector<std::int32_t>{0, 1, 2, 1, 2}));
  EXPECT_TRUE(has_note(both.notes, "The 3 images of t10k-images-idx3-ubyte.gz are the test part."));
  EXPECT_EQ(message_of<usage_error>([&] { load({.source = folder.path(), .test = "x"}); }),
            "the test file cannot be chosen: " + folder.path() +
                " is a folder, whose t10k files are the test part");
}

TEST(Idx, ASecondFileIsTheTestPart) {
  const temporary_folder folder;
  const std::string file = folder.write("a-images-idx3-ubyte", images);
  folder.write("a-labels-idx1-ubyte", labels);
  const std::string other = folder.write("b-images-idx3-ubyte", idx({2, 2, 2}, "abcdefgh"));
  folder.write("b-labels-idx1-ubyte", idx({2}, "\x02\x07"));
  const dataset whole = load({.source = file, .test = other});
  EXPECT_EQ(whole.rows, 5u);
  EXPECT_EQ(whole.test_rows, 2u);
  EXPECT_EQ(whole.labels, (std::vector<std::int32_t>{1, 0, 1, 0, 1}));
  const std::string narrow = folder.write("c-images-idx3-ubyte", idx({2, 2, 1}, "abcd"));
  folder.write("c-labels-idx1-ubyte", idx({2}, "\x02\x07"));
  EXPECT_EQ(message_of([&] { load({.source = file, .test = narrow}); }),
            narrow + ": images of 2×1 pixels, but those of " + file + " are 2×2; expected the same size");
  const std::string table = folder.write("x.csv", "1,2,u\n3,4,v\n");
  EXPECT_EQ(message_of([&] { load({.source = file, .test = table}); }),
            table + ": no IDX file, expected one like " + file);
  EXPECT_EQ(message_of([&] { load({.source = table, .test = file}); }),
            file + ": an IDX file, expected a table like " + table);
}

// Each type of the format: what the bytes of three images of one pixel mean.
TEST(Idx, EveryElementTypeIsRead) {
  const auto read = [](char type, const std::string& values) {
    std::string bytes = idx({3, 1, 1}, values);
    bytes[2] = type;
    return parse_idx({bytes, "i", labels, "l"}).features;
  };
  using namespace std::string_literals;
  using numbers = std::vector<double>;
  EXPECT_EQ(read(0x08, "\x00\x7f\xff"s), (numbers{0, 127, 255}));
  EXPECT_EQ(read(0x09, "\x00\x7f\xff"s), (numbers{0, 127, -1}));
  EXPECT_EQ(read(0x0B, "\x00\x01\x01\x00\xff\xfe"s), (numbers{1, 256, -2}));
  EXPECT_EQ(read(0x0C, "\x00\x00\x00\x01\x00\x01\x00\x00\xff\xff\xff\xfe"s), (numbers{1, 65536, -2}));
  EXPECT_EQ(read(0x0D, "\x3f\x80\x00\x00\xbf\x00\x00\x00\x7f\x7f\xff\xff"s),
            (numbers{1, -0.5, std::numeric_limits<float>::max()}));
  EXPECT_EQ(read(0x0E, "\x3f\xf0\0\0\0\0\0\0\xbf\xe0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"s),
            (numbers{1, -0.5, std::numeric_limits<double>::denorm_min()}));
  EXPECT_EQ(message_of([&] { read(0x0D, "\x3f\x80\x00\x00\x7f\xc0\x00\x00\x7f\x80\x00\x00"s); }),
            "i: nan at pixel 1 of image 2, expected a finite number");

  std::string wide = idx({3}, "\x01\x00\xff\xff\x01\x00"s);
  wide[2] = 0x0B;
  EXPECT_EQ(parse_idx({images, "i", wide, "l"}).class_names, (std::vector<std::string>{"-1", "256"}));
  wide = idx({3}, "\x3f\x80\x00\x00\x3f\x80\x00\x00\x40\x00\x00\x00"s);
  wide[2] = 0x0D;
  EXPECT_EQ(error_of(images, wide), "l: labels of type 0x0d (32-bit floats), expected whole numbers");
}

TEST(Idx, AFileFindsItsLabels) {
  const temporary_folder folder;
  const std::string file = folder.write("a-images-idx3-ubyte", images);
  EXPECT_EQ(load_error(file), file +
                                  ": IDX images (3 × 2 × 2 unsigned bytes) without labels; expected a file "
                                  "of the same name with 'labels' for 'images' and "
                                  "'idx1' for 'idx3' beside it");
  const std::string beside = folder.write("a-labels-idx1-ubyte.gz", gzip(labels));
  EXPECT_EQ(load({.source = file}).hash, parse_idx({images, "i", labels, "l"}).hash);
  EXPECT_EQ(
      load_error(folder.write("b-labels-idx1-ubyte", labels)),
      folder.path() + "/b-labels-idx1-ubyte: an IDX file of labels (3 unsigned bytes), expected the images");
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
  for (const load_options& options :
       {load_options{.delimiter = ';'}, load_options{.header = true}, load_options{.decimal = ','},
        load_options{.missing = "x"}, load_options{.exclude = "x"}, load_options{.keep = "x"},
        load_options{.test = "x.csv"}})
    EXPECT_TRUE(
        message_of<usage_error>([&] { load(options); }).ends_with(" cannot be chosen: spirals is generated"));
  EXPECT_EQ(message_of<usage_error>([] { load({.source = "spirals", .task = task::regression}); }),
            "spirals is a classification task with 2 classes, so it cannot be taken as regression");
  EXPECT_EQ(message_of<usage_error>([] { load({.source = "friedman1", .task = task::classes}); }),
            "friedman1 is a regression task, so it cannot be taken as classification");
  EXPECT_EQ(load({.source = "moons", .task = task::classes}).task, task::binary);
}

}  // namespace
}  // namespace hillock::data
