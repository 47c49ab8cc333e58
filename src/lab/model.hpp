// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace hillock::lab {

/// The hidden widths a model's name describes: "mlp:64x4" is four layers of 64 units, "mlp:64-32" one of 64
/// and one of 32. Throws usage_error saying what was expected.
std::vector<std::size_t> parse_model(const std::string& model);

/// Throws usage_error where a net of these hidden widths would have more weights than memory is meant to
/// hold.
void require_size(const std::vector<std::size_t>& widths, std::size_t inputs, std::size_t outputs);

/// The shortest name of hidden widths: "mlp:64x4", "mlp:64-32".
std::string model_name(const std::vector<std::size_t>& widths);

}  // namespace hillock::lab
