// SPDX-License-Identifier: Apache-2.0
// Any two byte strings given to the IDX reader, plain or gzip, are either an error that names one of the
// files, or a data set whose every value is the byte it came from. The first two bytes say how many of the
// others are the image file.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "data/bytes.hpp"
#include "data/idx.hpp"
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

void check(const data::dataset& whole, std::string_view images, std::string_view labels) {
  require(whole.rows > 0 && whole.columns > 0, "rows and columns");
  require(whole.features.size() == whole.rows * whole.columns, "size of features");
  require(whole.labels.size() == whole.rows, "a label per row");
  require(whole.feature_names.size() == whole.columns, "a name per column");
  require(whole.classes() >= 2 && whole.targets.empty() && whole.missing.empty(),
          "a classification without gaps");
  // The header of an IDX file is 4 bytes and 4 more per dimension.
  require(images.size() == 4 + 4 * static_cast<unsigned char>(images[3]) + whole.features.size(),
          "every image byte is used");
  require(labels.size() == 8 + whole.rows, "every label byte is used");
  const std::string_view pixels = images.substr(images.size() - whole.features.size());
  for (std::size_t i = 0; i < pixels.size(); ++i)
    require(whole.features[i] == static_cast<unsigned char>(pixels[i]), "a pixel is its byte");
  for (std::size_t row = 0; row < whole.rows; ++row) {
    const auto label = static_cast<std::size_t>(whole.labels[row]);
    require(label < whole.classes(), "labels in range");
    require(whole.class_names[label] == std::to_string(static_cast<unsigned char>(labels[8 + row])),
            "a label is its byte");
  }
  require(data::is_idx(images) && data::is_idx_labels(labels), "what was read is recognised as IDX");
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
