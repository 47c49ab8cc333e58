// SPDX-License-Identifier: Apache-2.0
#include "lab/decision.hpp"

#include <algorithm>
#include <cmath>

namespace hillock::lab {
namespace {

constexpr std::size_t most_classes =
    1000;                         // more colours than anyone can tell apart, and what the journal can hold
constexpr std::size_t side = 64;  // as fine as a plot a few centimetres wide can show

float farthest(const data::split_data& data) {
  float reach = 0;
  for (const data::part* part : {&data.train, &data.validation, &data.test})
    for (const float x : part->features) reach = std::max(reach, std::fabs(x));
  return reach;
}

}  // namespace

bool has_decision_map(const data::split_data& data) noexcept {
  return data.columns == 2 && data.task != data::task::regression && data.outputs <= most_classes;
}

decision_map draw_decision_map(nn::network<float>& net, const data::split_data& data) {
  decision_map map;
  map.side = side;
  map.high = std::ceil(static_cast<double>(farthest(data)) * 10.5) / 10;  // a margin of 5 %, to one decimal
  map.low = -map.high;
  const double cell = (map.high - map.low) / side;
  const auto centre = [&](std::size_t i) {
    return static_cast<float>(map.low + (static_cast<double>(i) + 0.5) * cell);
  };

  nn::matrix<float> row(side, 2);
  std::vector<float> scores(side);
  for (std::size_t i = 0; i < side; ++i) {
    for (std::size_t j = 0; j < side; ++j) row(j, 0) = centre(j), row(j, 1) = centre(side - 1 - i);
    const nn::matrix<float>& logits = net.forward(row);
    if (data.task == data::task::binary) {
      find("sigmoid").forward(std::span<const float>(logits.values), std::span<float>(scores));
    } else {
      for (std::size_t j = 0; j < side; ++j) {
        const auto of = logits.row(j);
        scores[j] = static_cast<float>(std::max_element(of.begin(), of.end()) - of.begin());
      }
    }
    for (const float score : scores) map.values.push_back(std::round(score * 1000) / 1000);
  }
  return map;
}

}  // namespace hillock::lab
