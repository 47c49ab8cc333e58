// SPDX-License-Identifier: Apache-2.0
// Any two byte strings given to the IDX reader, plain or gzip, are either an error that names one of the
// files, or a data set whose every value is the number its bytes stand for. The first two bytes say how many
// of the others are the image file.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "data/bytes.hpp"
#include "data/idx.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace {

using namespace hillock;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

std::string plain(std::string_view bytes, const char* name) {
  constexpr std::size_t limit = 1 << 24;
  return data::is_gzip(bytes) ? data::gunzip(bytes, name, limit) : std::string(bytes);
}

// Value i of IDX bytes whose values begin at `begin`, read as this machine holds numbers.
template <class T>
double as(std::string_view bytes, std::size_t begin, std::size_t i) {
  std::string swapped(bytes.substr(begin + i * sizeof(T), sizeof(T)));
  std::reverse(swapped.begin(), swapped.end());
  T value;
  std::memcpy(&value, swapped.data(), sizeof value);
  return static_cast<double>(value);
}

struct values {
  std::string_view bytes;

  // The header of an IDX file is 4 bytes and 4 more per dimension.
  std::size_t begin() const { return 4 + 4 * static_cast<std::size_t>(static_cast<unsigned char>(bytes[3])); }
  std::size_t width() const {
    constexpr std::size_t widths[] = {1, 1, 0, 2, 4, 4, 8};
    return widths[static_cast<unsigned char>(bytes[2]) - 8];
  }
  double at(std::size_t i) const {
    switch (bytes[2]) {
      case 8:
        return as<std::uint8_t>(bytes, begin(), i);
      case 9:
        return as<std::int8_t>(bytes, begin(), i);
      case 0xB:
        return as<std::int16_t>(bytes, begin(), i);
      case 0xC:
        return as<std::int32_t>(bytes, begin(), i);
      case 0xD:
        return as<float>(bytes, begin(), i);
      default:
        return as<double>(bytes, begin(), i);
    }
  }
};

void check(const data::dataset& whole, std::string_view images, std::string_view labels) {
  require(whole.rows > 0 && whole.columns > 0, "rows and columns");
  require(whole.features.size() == whole.rows * whole.columns, "size of features");
  require(whole.labels.size() == whole.rows, "a label per row");
  require(whole.feature_names.size() == whole.columns, "a name per column");
  require(whole.classes() >= 2 && whole.targets.empty() && whole.missing.empty(),
          "a classification without gaps");
  require(data::is_idx(images) && data::is_idx_labels(labels), "what was read is recognised as IDX");
  const values pixels{images}, answers{labels};
  require(images.size() == pixels.begin() + pixels.width() * whole.features.size(),
          "every image byte is used");
  require(labels.size() == answers.begin() + answers.width() * whole.rows, "every label byte is used");
  for (std::size_t i = 0; i < whole.features.size(); ++i)
    require(whole.features[i] == pixels.at(i), "a pixel is what its bytes say");
  for (std::size_t row = 0; row < whole.rows; ++row) {
    const auto label = static_cast<std::size_t>(whole.labels[row]);
    require(label < whole.classes(), "labels in range");
    require(whole.class_names[label] == data::number_text(answers.at(row)), "a label is what its bytes say");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(bytes) + 2, size - 2);
  const std::size_t cut = std::size_t{bytes[0]} << 8 | bytes[1];
  const std::string_view first = rest.substr(0, cut), second = rest.substr(first.size());
  try {
    const std::string images = plain(first, "images"), labels = plain(second, "labels");
    check(data::parse_idx({images, "images", labels, "labels"}), images, labels);
  } catch (const data_error& thrown) {
    const std::string_view message = thrown.what();
    require(message.starts_with("images: ") || message.starts_with("labels: "), "the error names a file");
    require(message.find('\n') == std::string_view::npos, "the error is one line");
  }
  return 0;
}
