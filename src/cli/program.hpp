// SPDX-License-Identifier: Apache-2.0
// The whole command line: all verbs in one CLI11 app, from which help, completions and the man page's test
// are made.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/verb.hpp"

namespace CLI {
class ParseError;
}

namespace hillock::cli {

class program {
 public:
  program();
  ~program();

  /// Parses and does what was asked. Throws error or std::exception for everything that goes wrong.
  exit_code run(int count, const char* const* words);

  /// One verb with its options.
  struct entry {
    const verb* about;
    std::unique_ptr<command> line;
    action work;
  };
  const std::vector<entry>& entries() const noexcept { return entries_; }

 private:
  [[noreturn]] void refuse(const CLI::ParseError& problem) const;
  const entry* chosen() const;

  std::unique_ptr<CLI::App> app_;  // not held by value: CLI11 takes ten seconds to compile
  std::vector<entry> entries_;
};

}  // namespace hillock::cli
