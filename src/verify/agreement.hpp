// SPDX-License-Identifier: Apache-2.0
// Whether every path of this machine gives the same bits, and the bits the card pins.
#pragma once
#include <string>
#include <vector>

#include "verify/outputs.hpp"

namespace hillock::verify {

/// One hash compared: with the pin where there is one, and with the first path that computed the same
/// outputs.
struct comparison {
  output what;
  digest found;
  bool is_pinned = false;
  bool agrees_with_pin = true;    ///< true where there is none
  bool agrees_with_paths = true;  ///< with the first path that computed the same outputs
  bool agrees() const noexcept { return agrees_with_pin && agrees_with_paths; }
};

/// One function on one path.
struct path_result {
  std::string_view path;
  std::vector<comparison> outputs;
  bool sampled = false;  ///< too slow for all 2^32 inputs: only the sample was compared
  double seconds = 0;
};

struct agreement {
  const detail::function* function = nullptr;
  std::vector<path_result> paths;
  bool agrees() const;
  /// Whether the paths agree among themselves, whatever the card pins.
  bool paths_agree() const;
  /// Whether every output that was computed has a pin to be compared with.
  bool is_pinned() const;
};

/// Which f32 inputs to take.
enum class extent {
  automatic,  ///< all 2^32 where the sample shows that they take less than a minute, else the sample
  all,
  sample
};

/// Compares the paths, first to last. `how.progress` is called with the share of each hash; `started` before
/// each, with what is about to be hashed ("sigmoid avx2 f32").
agreement compare_paths(const detail::function& f, const std::vector<const isa::table*>& paths, extent inputs,
                        const job& how, const std::function<void(const std::string&)>& started);

}  // namespace hillock::verify
