// SPDX-License-Identifier: Apache-2.0
// Timings of activations against a copy, interleaved so that a change of the machine's clock meets all alike.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "hillock/gate.hpp"

namespace hillock::cli {

struct bench_plan {
  std::vector<activation> functions;
  std::vector<gate> gates;  ///< of two operands; `elements` are those of one
  std::vector<std::size_t> sizes{std::size_t{1} << 10U, std::size_t{1} << 16U, std::size_t{1} << 20U,
                                 std::size_t{1} << 24U};
  std::vector<std::string> types = all_types();
  std::vector<std::string> passes = all_passes();
  unsigned rounds = 9;
  unsigned threads = 1;

  static const std::vector<std::string>& all_types();   ///< f32 f64 f16 bf16
  static const std::vector<std::string>& all_passes();  ///< forward backward
};

struct timing {
  std::string function, pass, type;
  std::size_t elements = 0;
  std::size_t columns = 0;          ///< functions of rows: elements of a row; 0 otherwise
  double nanoseconds = 0;           ///< per element, median over the rounds
  double spread = 0;                ///< half the distance between the quartiles, relative to the median
  double gigabytes_per_second = 0;  ///< of arrays read and written once
};

/// Runs the plan. `done` receives each group of one type and size as soon as it is measured; its first entry
/// is the copy.
void measure(const bench_plan& plan, const std::function<void(const std::vector<timing>&)>& done);

/// Processor, instruction set in use, threads.
std::string machine_text(unsigned threads);

std::string timings_json(const std::vector<timing>& timings, const std::string& machine,
                         const bench_plan& plan);

}  // namespace hillock::cli
