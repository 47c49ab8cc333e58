// SPDX-License-Identifier: Apache-2.0
// --help: what it is in one line, examples, then usage and options, wrapped to the terminal.
#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace hillock::cli {

class help_formatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

/// How help and man page write an option: "-o, --out FILE".
std::string option_label(const CLI::Option& option);

}  // namespace hillock::cli
