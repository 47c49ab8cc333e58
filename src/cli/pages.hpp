// SPDX-License-Identifier: Apache-2.0
// The pages of documentation that are built from the cards.
#pragma once
#include <string>
#include <vector>

#include "hillock/activation.hpp"

namespace hillock::cli {

/// A file of the documentation: where it lies in docs/, and its text.
struct page {
  std::string path;
  std::string text;
};

/// coverage.md: which library has which function under which name and default, and what they have and the
/// list lacks.
page coverage_page();
/// functions/NAME.md and functions/NAME.svg: all that is known about one function, with its picture.
std::vector<page> function_pages(const activation& f);
/// references.md: the sources of the rules of `hillock choose`.
page references_page();
/// functions/README.md: the table of all of them.
page function_index();

}  // namespace hillock::cli
