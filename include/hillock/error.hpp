// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdexcept>
#include <string>

#pragma GCC visibility push(default)
namespace hillock {

/// Process exit codes, the same for every verb of the program.
enum class exit_code : int {
  ok = 0,      ///< all went well; a complete experiment, whatever it found
  failed = 1,  ///< a check failed, or the machine refused
  usage = 2,
  bad_data = 3,
  not_enough_evidence = 4,  ///< complete, but no verdict was reached; only where the program is asked for one
  interrupted = 130
};

/// An error a person can act on: one clear line, and the exit code a program should end with.
/// Thrown by the lab and the program; the function library throws std::invalid_argument.
class error : public std::runtime_error {
 public:
  error(exit_code code, const std::string& message) : std::runtime_error(message), code_(code) {}
  exit_code code() const noexcept { return code_; }

 private:
  exit_code code_;
};

/// The request itself is wrong: an unknown name, a value out of range, options that contradict each other.
struct usage_error : error {
  explicit usage_error(const std::string& message) : error(exit_code::usage, message) {}
};

/// Foreign bytes are wrong: the message names file, line or byte offset, the value, and what was expected.
struct data_error : error {
  explicit data_error(const std::string& message) : error(exit_code::bad_data, message) {}
};

/// The machine refused: a full disk, a folder that cannot be written.
struct system_error : error {
  explicit system_error(const std::string& message) : error(exit_code::failed, message) {}
};

}  // namespace hillock
#pragma GCC visibility pop
