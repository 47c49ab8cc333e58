// SPDX-License-Identifier: Apache-2.0
// Properties of a card that functions are picked and grouped by.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hillock/activation.hpp"

namespace hillock::cli {

/// Something a card says yes or no to.
struct property {
  std::string_view name;   ///< as an option's: "zero-centred"
  std::string_view about;  ///< which functions have it, after "only those": "that never decrease"
  bool (*has)(const card&);
};

const std::vector<property>& properties();
std::vector<std::string> property_names();
/// One of properties(); the name is known to be one.
const property& property_named(std::string_view name);

/// What functions can be grouped by.
const std::vector<std::string>& group_names();
/// The functions in groups with a heading each, in the order of the list within a group; `by` is one of
/// group_names(), or empty for one group without a heading. By library a function stands in several.
std::vector<std::pair<std::string, std::vector<activation>>> groups(const std::vector<activation>& functions,
                                                                    const std::string& by);

/// The libraries that cards name, in the order in which they are told: PyTorch, Keras, JAX …
const std::vector<std::string>& libraries();
/// The library of that name, whatever its letter case; throws bad_value.
std::string library_of(const std::string& text);

}  // namespace hillock::cli
