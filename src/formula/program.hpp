// SPDX-License-Identifier: Apache-2.0
// A formula as the list of operations that a block of numbers goes through, one after the other.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "formula/graph.hpp"
#include "kernel/entry_points.hpp"

namespace hillock::formulas {

/// Where an operand is.
struct source {
  enum class kind : std::uint8_t { x, number, parameter, result } from = kind::x;
  std::uint32_t index = 0;
};

struct instruction {
  op what = op::number;
  std::size_t which = 0;        ///< the function's index in the list
  const card* about = nullptr;  ///< of that function
  std::array<source, 3> operands;
  std::array<source, max_parameters> parameters;  ///< of that function
  std::uint32_t to = 0;                           ///< the result, which may lie where an operand did
};

/// As many doubles as any instruction set's packs that are worked on side by side.
inline constexpr std::size_t broadcast = 64;

struct program {
  std::vector<instruction> steps;
  std::vector<double> numbers;  ///< each `broadcast` times
  std::size_t results = 0;      ///< how many there are at once
  source whole;
};

/// More results at once than this are refused: a block of them would not be left one block_step.
inline constexpr std::size_t most_results = 480;

/// The operations for one node of a graph. Throws std::invalid_argument where there are too many results.
program compile(const graph& g, place root);

/// A formula and its derivative.
struct code {
  program value, slope;
  std::size_t parameters = 0;
};

/// That on one instruction set, whose functions are reached by these entries: what kernels are handed.
struct bound_code {
  const code* what = nullptr;
  const kernel::entry* const* functions = nullptr;
};

}  // namespace hillock::formulas
