// SPDX-License-Identifier: Apache-2.0
// The IDX format of MNIST (LeCun et al., yann.lecun.com/exdb/mnist): two zero bytes, a type, the number of
// dimensions, each size as a big-endian 32-bit number, then the values.
#pragma once
#include <string>
#include <string_view>

#include "data/dataset.hpp"

namespace hillock::data {

/// Whether bytes begin as an IDX file of unsigned bytes does.
bool is_idx(std::string_view bytes) noexcept;

/// Whether they begin as IDX labels do: one dimension.
bool is_idx_labels(std::string_view bytes) noexcept;

/// Reads images and their labels from plain IDX bytes; the names are what messages call them.
/// Throws data_error: wrong magic, cut short, bytes too many, sizes too large, no images, counts that differ,
/// one class.
dataset parse_idx(std::string_view images, const std::string& images_name, std::string_view labels,
                  const std::string& labels_name);

}  // namespace hillock::data
