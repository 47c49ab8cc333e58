// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>

#include "cli/program.hpp"
#include "cli/terminal.hpp"

namespace {

/// A standard stream that the caller closed would be the next file that is opened, and messages would go into
/// it. Opened the wrong way round, reading and writing stay the errors they were.
void open_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF)
      static_cast<void>(::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

}  // namespace

int main(int count, char** words) {
  using hillock::exit_code;
  open_closed_streams();
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is an error with a message, as a full disk is
  // Nobody reading messages any more must not end an experiment; for the answer see below.
  const auto when_unread = std::signal(SIGPIPE, SIG_IGN);
  exit_code code = exit_code::failed;
  try {
    code = hillock::cli::program().run(count, words);
  } catch (const hillock::cli::reader_left& problem) {
    // As everywhere in a pipeline: `hillock list | head -1` says nothing.
    std::signal(SIGPIPE, when_unread);
    std::raise(SIGPIPE);
    hillock::cli::message(problem.what());
    code = problem.code();
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
