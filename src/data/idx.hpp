// SPDX-License-Identifier: Apache-2.0
// The IDX format of MNIST (LeCun et al., yann.lecun.com/exdb/mnist): two zero bytes, a type, the number of
// dimensions, each size as a big-endian 32-bit number, then the values, big-endian too.
#pragma once
#include <string>
#include <string_view>

#include "data/dataset.hpp"

namespace hillock::data {

/// Whether bytes begin as an IDX file does, of any element type.
bool is_idx(std::string_view bytes) noexcept;

/// Whether they begin as IDX labels do: one dimension.
bool is_idx_labels(std::string_view bytes) noexcept;

/// "40 × 4 × 4 32-bit floats": what bytes that are IDX hold, for messages.
std::string idx_summary(std::string_view bytes);

/// An image file and its labels: plain IDX bytes, and what messages call them.
struct idx_pair {
  std::string_view images;
  std::string images_name;
  std::string_view labels;
  std::string labels_name;
};

/// Reads images and their labels, and a test part from a second pair where that is given. Pixels may be of
/// any type, labels of any type of whole numbers. Throws data_error: wrong magic, cut short, bytes too many,
/// sizes too large, no images, a pixel that is not finite, counts or sizes that differ, one class.
dataset parse_idx(const idx_pair& data, const idx_pair* test = nullptr);

}  // namespace hillock::data
