// SPDX-License-Identifier: Apache-2.0
// The three jobs of hillock verify, one file each.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "face/registry.hpp"
#include "hillock/error.hpp"
#include "isa/table.hpp"
#include "verify/blocks.hpp"

namespace hillock::cli {

struct verify_request {
  std::vector<const detail::function*> functions;
  std::string isa;  ///< one path only; empty: all of this machine
  unsigned threads = 1;
  std::string list;          ///< with --prove: file for all misrounded inputs
  std::uint32_t stride = 1;  ///< with --prove: f32 inputs of backward in steps of it
  bool sample = false, full = false, pins = false, prove = false, f64 = false, json = false;
};

/// Recomputes the pinned hashes on every path (verify_paths.cpp).
exit_code verify_paths(const verify_request& r);
/// Every f32, f16 and bf16 input against MPFR, and backward (verify_proof.cpp, verify_backward.cpp).
exit_code verify_proof(const verify_request& r);
/// The largest error in f64 (verify_doubles.cpp).
exit_code verify_doubles(const verify_request& r);

/// The path asked for with --isa, else the one in use: HILLOCK_ISA's or the best.
const isa::table& chosen_path(const verify_request& r);

/// One line of progress with the time left, on a terminal only.
class verify_display {
 public:
  explicit verify_display(unsigned threads);
  ~verify_display();
  verify_display(const verify_display&) = delete;
  verify_display& operator=(const verify_display&) = delete;

  /// For verify::…: threads, Ctrl-C, and progress drawn here.
  const verify::job& how() const noexcept { return how_; }
  void started(const std::string& what);
  /// Before anything else is written.
  void wipe();

 private:
  void show(double share);

  bool shown_;
  std::string what_;
  std::chrono::steady_clock::time_point began_;
  verify::job how_;
};

}  // namespace hillock::cli
