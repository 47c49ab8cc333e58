// SPDX-License-Identifier: Apache-2.0
// A curve drawn with braille characters: 2 × 4 dots in every character cell.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace hillock::cli {

struct plot_size {
  std::size_t columns = 32;  ///< character cells of the picture, labels not counted
  std::size_t rows = 9;
};

/// The picture of f over [low, high], top line first: a label column of `label_width` characters, then the
/// cells, and a last line with the ends of the x axis. Every line has the same number of columns. Non-finite
/// values are left out.
std::vector<std::string> draw_curve(const std::function<double(double)>& f, double low, double high,
                                    plot_size size, std::size_t label_width = 6);

}  // namespace hillock::cli
