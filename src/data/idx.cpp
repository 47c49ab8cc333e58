// SPDX-License-Identifier: Apache-2.0
#include "data/idx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <map>

#include "data/content.hpp"
#include "data/repeats.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

struct element {
  unsigned type;
  std::size_t size;  // bytes
  bool whole;
  std::string_view name;
  double (*read)(std::uint64_t bits);
};

constexpr element elements[] = {
    {0x08, 1, true, "unsigned bytes",
     [](std::uint64_t bits) -> double { return static_cast<std::uint8_t>(bits); }},
    {0x09, 1, true, "signed bytes",
     [](std::uint64_t bits) -> double { return static_cast<std::int8_t>(bits); }},
    {0x0B, 2, true, "16-bit numbers",
     [](std::uint64_t bits) -> double { return static_cast<std::int16_t>(bits); }},
    {0x0C, 4, true, "32-bit numbers",
     [](std::uint64_t bits) -> double { return static_cast<std::int32_t>(bits); }},
    {0x0D, 4, false, "32-bit floats",
     [](std::uint64_t bits) -> double { return std::bit_cast<float>(static_cast<std::uint32_t>(bits)); }},
    {0x0E, 8, false, "64-bit floats", [](std::uint64_t bits) { return std::bit_cast<double>(bits); }},
};

unsigned byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::uint64_t big_endian(std::string_view bytes, std::size_t begin, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = begin; i < begin + size; ++i) value = value << 8 | byte_at(bytes, i);
  return value;
}

const element* element_of(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != 0 || bytes[1] != 0) return nullptr;
  const auto* known = std::find_if(std::begin(elements), std::end(elements),
                                   [&](const element& e) { return e.type == byte_at(bytes, 2); });
  return known == std::end(elements) ? nullptr : known;
}

struct idx_file {
  std::vector<std::size_t> sizes;
  const element* type = nullptr;
  std::string_view values;  // the product of sizes, of that type

  double at(std::size_t i) const { return type->read(big_endian(values, i * type->size, type->size)); }
};

// Which dimensions a file may have and what they are.
struct expectation {
  unsigned least, most;
  std::string_view what;
};

constexpr expectation images_expected{2, 4, "images × rows × columns"};
constexpr expectation labels_expected{1, 1, "one label per image"};

idx_file parse(std::string_view bytes, const std::string& name, const expectation& expected) {
  if (bytes.size() < 4)
    throw data_error(fmt::format("{}: cut short: {} bytes, expected an IDX header", name, bytes.size()));
  idx_file file;
  file.type = element_of(bytes);
  const unsigned dimensions = byte_at(bytes, 3);
  if (file.type == nullptr || dimensions < expected.least || dimensions > expected.most)
    throw data_error(fmt::format(
        "{}: wrong magic number 0x{:08x} at byte 0, expected 0x0000080{} ({}), or 09, 0b, 0c, 0d, 0e for 08",
        name, big_endian(bytes, 0, 4), expected.least == 1 ? 1 : 3, expected.what));
  const std::size_t header = 4 + 4 * std::size_t{dimensions};
  if (bytes.size() < header)
    throw data_error(
        fmt::format("{}: cut short: {} bytes, expected a header of {}", name, bytes.size(), header));
  constexpr std::uint64_t most = std::uint64_t{1} << 60;  // so many values of 8 bytes still count in 64 bits
  std::uint64_t product = 1;
  for (std::size_t i = 4; i < header; i += 4) {
    const std::uint64_t size = big_endian(bytes, i, 4);
    file.sizes.push_back(size);
    if (size == 0) throw data_error(fmt::format("{}: a size of 0 at byte {}, expected at least 1", name, i));
    if (product > most / size)
      throw data_error(
          fmt::format("{}: the sizes up to byte {} multiply past 2^60, but {} bytes of values follow", name,
                      i + 4, bytes.size() - header));
    product *= size;
  }
  const std::uint64_t wanted = product * file.type->size;
  if (wanted != bytes.size() - header)
    throw data_error(
        fmt::format("{}: {}: {} bytes after the header, expected {} = {}{}", name,
                    wanted > bytes.size() - header ? "cut short" : "bytes too many", bytes.size() - header,
                    fmt::join(file.sizes, " × "), product,
                    file.type->size == 1 ? "" : fmt::format(" of {} bytes each", file.type->size)));
  file.values = bytes.substr(header);
  return file;
}

// A pair whose counts agree.
struct parsed_pair {
  const idx_pair& from;
  idx_file pixels, labels;

  explicit parsed_pair(const idx_pair& pair)
      : from(pair),
        pixels(parse(pair.images, pair.images_name, images_expected)),
        labels(parse(pair.labels, pair.labels_name, labels_expected)) {
    if (!labels.type->whole)
      throw data_error(fmt::format("{}: labels of type 0x{:02x} ({}), expected whole numbers",
                                   pair.labels_name, labels.type->type, labels.type->name));
    if (pixels.sizes[0] != labels.sizes[0])
      throw data_error(fmt::format("{}: {} images, but {} holds {} labels; expected as many",
                                   pair.images_name, pixels.sizes[0], pair.labels_name, labels.sizes[0]));
  }

  std::size_t rows() const { return pixels.sizes[0]; }
  bool has_sizes_of(const parsed_pair& other) const {
    return std::equal(pixels.sizes.begin() + 1, pixels.sizes.end(), other.pixels.sizes.begin() + 1,
                      other.pixels.sizes.end());
  }
  std::string sizes() const {
    return fmt::format("{}", fmt::join(pixels.sizes.begin() + 1, pixels.sizes.end(), "×"));
  }
};

void take_pixels(dataset& whole, const parsed_pair& pair) {
  const std::size_t count = pair.rows() * whole.columns;
  whole.features.reserve(whole.features.size() + count);
  for (std::size_t i = 0; i < count; ++i) {
    const double value = pair.pixels.at(i);
    if (!std::isfinite(value))
      throw data_error(fmt::format("{}: {} at pixel {} of image {}, expected a finite number",
                                   pair.from.images_name, std::isnan(value) ? "nan" : "inf",
                                   i % whole.columns + 1, i / whole.columns + 1));
    whole.features.push_back(value);
  }
}

void take_labels(dataset& whole, const std::vector<parsed_pair>& pairs) {
  std::map<double, std::int32_t> index;
  for (const parsed_pair& pair : pairs)
    for (std::size_t i = 0; i < pair.rows(); ++i) index.emplace(pair.labels.at(i), 0);
  for (auto& [value, label] : index) {
    label = static_cast<std::int32_t>(whole.classes());
    whole.class_names.push_back(number_text(value));
  }
  for (const parsed_pair& pair : pairs)
    for (std::size_t i = 0; i < pair.rows(); ++i)
      whole.labels.push_back(index.find(pair.labels.at(i))->second);
  whole.task = whole.classes() == 2 ? task::binary : task::classes;
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

}  // namespace

bool is_idx(std::string_view bytes) noexcept {
  return element_of(bytes) != nullptr && byte_at(bytes, 3) >= 1 && byte_at(bytes, 3) <= 8;
}

bool is_idx_labels(std::string_view bytes) noexcept { return is_idx(bytes) && byte_at(bytes, 3) == 1; }

std::string idx_summary(std::string_view bytes) {
  std::vector<std::uint64_t> sizes;
  for (std::size_t i = 4; i + 4 <= bytes.size() && i < 4 + 4 * std::size_t{byte_at(bytes, 3)}; i += 4)
    sizes.push_back(big_endian(bytes, i, 4));
  return fmt::format("{} {}", fmt::join(sizes, " × "), element_of(bytes)->name);
}

dataset parse_idx(const idx_pair& data, const idx_pair* test) {
  std::vector<parsed_pair> pairs{parsed_pair(data)};
  if (test != nullptr) pairs.emplace_back(*test);
  const idx_file& pixels = pairs[0].pixels;
  dataset whole;
  whole.name = file_name(data.images_name);
  whole.columns = 1;
  for (std::size_t i = 1; i < pixels.sizes.size(); ++i) whole.columns *= pixels.sizes[i];
  const std::size_t width = pixels.sizes.size() == 3 ? pixels.sizes[2] : 0;
  for (std::size_t i = 0; i < whole.columns; ++i)
    whole.feature_names.push_back(width > 0 ? fmt::format("pixel {},{}", i / width + 1, i % width + 1)
                                            : fmt::format("pixel {}", i + 1));
  for (const parsed_pair& pair : pairs) {
    if (!pair.has_sizes_of(pairs[0]))
      throw data_error(fmt::format("{}: images of {} pixels, but those of {} are {}; expected the same size",
                                   pair.from.images_name, pair.sizes(), data.images_name, pairs[0].sizes()));
    take_pixels(whole, pair);
    whole.rows += pair.rows();
  }
  take_labels(whole, pairs);
  require_two_classes(whole, data.labels_name);
  whole.one_scale = true;
  whole.notes.push_back(
      fmt::format("IDX images of {} pixels, labels from {}.", pairs[0].sizes(), file_name(data.labels_name)));
  if (test != nullptr) {
    whole.test_rows = pairs[1].rows();
    whole.notes.push_back(
        fmt::format("The {} images of {} are the test part.", whole.test_rows, file_name(test->images_name)));
  }
  whole.notes.push_back(fmt::format("The task is classification: {}.", class_summary(whole)));
  warn_of_repeats(whole);
  whole.hash = content_hash(whole);
  return whole;
}

}  // namespace hillock::data
