// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>

#include "cli/program.hpp"
#include "cli/terminal.hpp"

int main(int count, char** words) {
  using hillock::exit_code;
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is an error with a message, as a full disk is
  exit_code code = exit_code::failed;
  try {
    code = hillock::cli::program().run(count, words);
  } catch (const hillock::error& problem) {
    hillock::cli::message(problem.what());
    code = problem.code();
  } catch (const std::invalid_argument& problem) {
    // The function library's way to say that a name or a value is wrong.
    hillock::cli::message(problem.what());
    code = exit_code::usage;
  } catch (const std::bad_alloc&) {
    hillock::cli::message("out of memory");
  } catch (const std::exception& problem) {
    hillock::cli::message(problem.what());
  }
  return static_cast<int>(code);
}
