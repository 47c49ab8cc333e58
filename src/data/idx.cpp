// SPDX-License-Identifier: Apache-2.0
#include "data/idx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>

#include "data/bytes.hpp"
#include "data/content.hpp"
#include "data/load.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

struct idx_file {
  std::vector<std::size_t> sizes;
  std::string_view values;  // product of sizes, unsigned bytes
};

unsigned byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

idx_file parse(std::string_view bytes, const std::string& name, unsigned least, unsigned most,
               std::string_view what) {
  if (bytes.size() < 4)
    throw data_error(fmt::format("{}: cut short: {} bytes, expected an IDX header", name, bytes.size()));
  const unsigned zeros = byte_at(bytes, 0) << 8 | byte_at(bytes, 1), type = byte_at(bytes, 2),
                 dimensions = byte_at(bytes, 3);
  if (zeros != 0 || type != 8 || dimensions < least || dimensions > most)
    throw data_error(
        fmt::format("{}: wrong magic number 0x{:02x}{:02x}{:02x}{:02x} at byte 0, expected 0x0000080{} ({})",
                    name, byte_at(bytes, 0), byte_at(bytes, 1), type, dimensions, least == 1 ? 1 : 3, what));
  const std::size_t header = 4 + 4 * std::size_t{dimensions};
  if (bytes.size() < header)
    throw data_error(
        fmt::format("{}: cut short: {} bytes, expected a header of {}", name, bytes.size(), header));
  idx_file file;
  std::uint64_t product = 1;
  for (std::size_t i = 4; i < header; i += 4) {
    const std::uint64_t size = std::uint64_t{byte_at(bytes, i)} << 24 | byte_at(bytes, i + 1) << 16 |
                               byte_at(bytes, i + 2) << 8 | byte_at(bytes, i + 3);
    file.sizes.push_back(size);
    if (size == 0) throw data_error(fmt::format("{}: a size of 0 at byte {}, expected at least 1", name, i));
    if (product > (std::uint64_t{1} << 63) / size)
      throw data_error(
          fmt::format("{}: the sizes up to byte {} multiply past 2^63, but {} bytes of values follow", name,
                      i + 4, bytes.size() - header));
    product *= size;
  }
  if (product != bytes.size() - header)
    throw data_error(fmt::format("{}: {}: {} bytes after the header, expected {} = {}", name,
                                 product > bytes.size() - header ? "cut short" : "bytes too many",
                                 bytes.size() - header, fmt::join(file.sizes, " × "), product));
  file.values = bytes.substr(header);
  return file;
}

}  // namespace

bool is_idx(std::string_view bytes) noexcept {
  return bytes.size() >= 4 && bytes.substr(0, 3) == std::string_view("\0\0\x08", 3) && byte_at(bytes, 3) <= 8;
}

bool is_idx_labels(std::string_view bytes) noexcept { return is_idx(bytes) && byte_at(bytes, 3) == 1; }

dataset parse_idx(std::string_view images, const std::string& images_name, std::string_view labels,
                  const std::string& labels_name) {
  const idx_file pixels = parse(images, images_name, 2, 4, "unsigned bytes, images × rows × columns");
  const idx_file answers = parse(labels, labels_name, 1, 1, "unsigned bytes, one label per image");
  if (pixels.sizes[0] != answers.sizes[0])
    throw data_error(fmt::format("{}: {} images, but {} holds {} labels; expected as many", images_name,
                                 pixels.sizes[0], labels_name, answers.sizes[0]));

  dataset whole;
  whole.name = std::filesystem::path(images_name).filename().string();
  whole.rows = pixels.sizes[0];
  whole.columns = pixels.values.size() / whole.rows;
  const std::size_t width = pixels.sizes.size() == 3 ? pixels.sizes[2] : 0;
  for (std::size_t i = 0; i < whole.columns; ++i)
    whole.feature_names.push_back(width > 0 ? fmt::format("pixel {},{}", i / width + 1, i % width + 1)
                                            : fmt::format("pixel {}", i + 1));
  whole.features.reserve(pixels.values.size());
  for (const char value : pixels.values) whole.features.push_back(static_cast<unsigned char>(value));

  std::array<std::int32_t, 256> index;
  index.fill(-1);
  for (const char label : answers.values) index[static_cast<unsigned char>(label)] = 0;
  for (std::size_t label = 0; label < index.size(); ++label) {
    if (index[label] < 0) continue;
    index[label] = static_cast<std::int32_t>(whole.classes());
    whole.class_names.push_back(std::to_string(label));
  }
  for (const char label : answers.values) whole.labels.push_back(index[static_cast<unsigned char>(label)]);
  whole.task = whole.classes() == 2 ? task::binary : task::classes;
  require_two_classes(whole, labels_name);
  whole.one_scale = true;
  whole.notes.push_back(fmt::format("IDX images of {} pixels, labels from {}.",
                                    fmt::join(pixels.sizes.begin() + 1, pixels.sizes.end(), "×"),
                                    std::filesystem::path(labels_name).filename().string()));
  whole.notes.push_back(fmt::format("The task is classification: {}.", class_summary(whole)));
  whole.hash = content_hash(whole);
  return whole;
}

dataset read_idx(const std::filesystem::path& images, const std::filesystem::path& labels) {
  return parse_idx(read_plain(images), images.string(), read_plain(labels), labels.string());
}

}  // namespace hillock::data
