// SPDX-License-Identifier: Apache-2.0
// A formula as a graph: every different part of it once, however often it is written.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "formula/words.hpp"
#include "hillock/card.hpp"

namespace hillock::formulas {

/// A function of the list as a graph needs to know it.
struct listed {
  std::size_t index;
  const card* about;
};

/// A node's place in its graph.
using place = std::uint32_t;
inline constexpr place nowhere = ~place{0};

struct node {
  op what = op::number;
  std::size_t which = 0;  ///< of a parameter, or the function's index in the list
  double number = 0;
  place a = nowhere, b = nowhere, c = nowhere;
  std::array<place, max_parameters> parameters{nowhere, nowhere, nowhere, nowhere};  ///< of a function
  const card* about = nullptr;                                                       ///< of a function
  bool depends_on_x = false;
};

/// Operands stand before what uses them. Operations on numbers are done at once.
class graph {
 public:
  /// More parts than this are refused.
  static constexpr std::size_t most_nodes = 4000;

  place number(double value);
  place parameter(std::size_t which);
  place x();
  /// Throws std::invalid_argument where there would be too many nodes.
  place make(op what, place a, place b = nowhere, place c = nowhere);
  /// value_of or slope_of a function of the list, a place for each of its parameters.
  place call(op what, const listed& function, place a, const std::array<place, max_parameters>& parameters);

  const node& at(place p) const { return nodes_[p]; }
  std::size_t size() const { return nodes_.size(); }
  bool is_number(place p, double value) const;

 private:
  place insert(const node& n);

  using key =
      std::tuple<op, std::size_t, std::uint64_t, place, place, place, std::array<place, max_parameters>>;
  std::vector<node> nodes_;
  std::map<key, place> places_;
};

/// The derivative of the node `of` with respect to x. At kinks it is PyTorch's: 0 for abs at 0; of min and
/// max where both are equal the mean of the two slopes, as torch.maximum has it, but 0, the constant's, where
/// one of them does not depend on x, as relu and hardtanh have it.
place derivative(graph& g, place of);

/// One operation on numbers.
double apply_to_numbers(op what, double a, double b, double c);

}  // namespace hillock::formulas
