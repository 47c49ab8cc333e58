// SPDX-License-Identifier: Apache-2.0
// Runs the built program as a user does: words in, exit code and two streams out.
#pragma once
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "temporary_folder.hpp"

namespace hillock::test {

inline std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct outcome {
  int code = -1;
  std::string out, err;
};

/// Starts the program with its streams in files; returns its process id. `prepare` is the last thing the new
/// process does before it becomes the program, and says whether it succeeded.
inline pid_t start_program(
    const std::vector<std::string>& words, const std::filesystem::path& folder,
    const std::vector<std::string>& environment = {},
    const std::filesystem::path& program = HILLOCK_PROGRAM_FILE,
    const std::function<bool()>& prepare = [] { return true; }) {
  const pid_t child = fork();
  if (child != 0) return child;
  std::vector<char*> line{const_cast<char*>("hillock")};
  for (const std::string& word : words) line.push_back(const_cast<char*>(word.c_str()));
  line.push_back(nullptr);
  for (const std::string& setting : environment) putenv(const_cast<char*>(setting.c_str()));
  const bool ready = std::freopen((folder / "stdout").c_str(), "w", stdout) != nullptr &&
                     std::freopen((folder / "stderr").c_str(), "w", stderr) != nullptr &&
                     chdir(folder.c_str()) == 0 && prepare();
  if (ready) execv(program.c_str(), line.data());
  _exit(127);
}

inline outcome wait_for(pid_t child, const std::filesystem::path& folder) {
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_text(folder / "stdout"),
          read_text(folder / "stderr")};
}

/// Runs the program in `folder` (its working directory) to its end.
inline outcome run_program(const std::vector<std::string>& words, const std::filesystem::path& folder,
                           const std::vector<std::string>& environment = {}) {
  return wait_for(start_program(words, folder, environment), folder);
}

inline outcome run_program(const std::vector<std::string>& words) {
  const temporary_folder folder;
  return run_program(words, folder.path());
}

/// The output of a shell command with the program as $HILLOCK, and its exit code.
inline outcome run_shell(const std::string& script, const std::filesystem::path& folder) {
  std::ofstream(folder / "script") << script;
  const std::string command =
      "cd '" + folder.string() + "' && HILLOCK='" HILLOCK_PROGRAM_FILE "' bash script > stdout 2> stderr";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), read_text(folder / "stdout"), read_text(folder / "stderr")};
}

/// What the program writes to a terminal that is its stderr, in `err`; stdout goes there as well if
/// `both`, else to a file in `folder`. `typed` is what a person types.
inline outcome run_on_terminal(const std::vector<std::string>& words, const std::filesystem::path& folder,
                               const std::vector<std::string>& environment, unsigned columns = 100,
                               bool both = false, const std::string& typed = "") {
  winsize size{30, static_cast<unsigned short>(columns), 0, 0};
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    std::vector<char*> line{const_cast<char*>("hillock")};
    for (const std::string& word : words) line.push_back(const_cast<char*>(word.c_str()));
    line.push_back(nullptr);
    for (const std::string& setting : environment) putenv(const_cast<char*>(setting.c_str()));
    const bool ready = (both || std::freopen((folder / "stdout").c_str(), "w", stdout) != nullptr) &&
                       chdir(folder.c_str()) == 0;
    if (ready) execv(HILLOCK_PROGRAM_FILE, line.data());
    _exit(127);
  }
  if (write(terminal, typed.data(), typed.size()) != static_cast<ssize_t>(typed.size())) return {};
  outcome o;
  char buffer[4096];
  // The read fails when the child has closed its end.
  for (ssize_t n = 0; (n = read(terminal, buffer, sizeof buffer)) > 0;)
    o.err.append(buffer, static_cast<std::size_t>(n));
  close(terminal);
  int status = 0;
  waitpid(child, &status, 0);
  o.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  o.out = read_text(folder / "stdout");
  return o;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline std::size_t lines_of(const std::string& text) {
  std::size_t n = 0;
  for (const char c : text) n += c == '\n';
  return n;
}

}  // namespace hillock::test
