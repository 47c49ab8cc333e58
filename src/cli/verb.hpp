// SPDX-License-Identifier: Apache-2.0
// What a verb of the program is. Each has one file that declares its options and does its work; verbs.cpp
// lists them.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hillock/error.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace hillock::cli {

/// What shell completions offer for a value.
struct offers {
  std::vector<std::string> words;
  bool files = false;
  bool folders = false;
  bool list = false;  ///< several words, separated by commas
};

/// One verb's command line: its options with their types, their conversion, and what completions offer for
/// them.
///
/// Values are kept as text while the line is parsed and converted afterwards, in the order of declaration, so
/// that
/// `--help` always wins over a bad value and every bad value gives one message of the same form.
class command {
 public:
  using setter = std::function<void(const std::string&)>;

  explicit command(CLI::App& app) : app_(app) {}

  /// An option `--name TYPE`. `set` stores the value; it throws bad_value (values.hpp) or usage_error. Given
  /// twice, the last counts.
  void option(const std::string& name, const std::string& type, const std::string& about, setter set,
              offers offer = {});
  /// An option `--name TYPE` whose value is a list. Given several times, the lists are joined by commas.
  void list(const std::string& name, const std::string& type, const std::string& about, setter set);
  /// An option without a value.
  void flag(const std::string& name, bool& value, const std::string& about);
  /// One required word: `set` stores it.
  void positional(const std::string& name, const std::string& about, setter set, offers offer = {});
  /// Any number of words, at least `least`: `set` is called once for each.
  void positionals(const std::string& name, const std::string& about, std::size_t least, setter set,
                   offers offer = {});

  /// Runs every conversion whose option was given. Called once, after the line was parsed.
  void convert() const;

  const std::map<const CLI::Option*, offers>& hints() const noexcept { return hints_; }
  CLI::App& app() const noexcept { return app_; }

 private:
  CLI::App& app_;
  std::map<const CLI::Option*, offers> hints_;
  std::vector<std::function<void()>> conversions_;
};

/// What a verb does once its command line is complete; returns the exit code of the process.
using action = std::function<exit_code()>;

/// One verb of the program.
struct verb {
  std::string_view name;
  std::string_view about;  ///< one line, no final dot
  std::vector<std::string_view>
      examples;                       ///< whole command lines, "# comment" allowed; shown first by --help
  action (*add)(command&) = nullptr;  ///< declares the options and returns the work
};

/// All verbs, in the order of --help.
const std::vector<verb>& verbs();

}  // namespace hillock::cli
