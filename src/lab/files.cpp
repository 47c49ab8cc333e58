// SPDX-License-Identifier: Apache-2.0
#include "lab/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "hillock/error.hpp"

namespace hillock::lab {
namespace {

bool is_folder(const std::filesystem::path& path) {
  struct ::stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

/// 0, or why it cannot be made.
int make_missing(const std::filesystem::path& folder) {
  if (folder.empty() || is_folder(folder)) return 0;
  const std::filesystem::path parent = folder.parent_path();
  if (parent != folder)
    if (const int problem = make_missing(parent); problem != 0) return problem;
  if (::mkdir(folder.c_str(), 0777) != 0) {
    if (errno != EEXIST) return errno;
    return is_folder(folder) ? 0 : ENOTDIR;  // another process was faster, or a file is in the way
  }
  sync_folder(parent);
  return 0;
}

}  // namespace

int open_file(const std::filesystem::path& file, int flags, ::mode_t mode) noexcept {
  const int opened = ::open(file.c_str(), flags | O_CLOEXEC, mode);
  if (opened < 0 || opened > STDERR_FILENO) return opened;
  const int moved = ::fcntl(opened, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int problem = errno;
  ::close(opened);
  errno = problem;
  return moved;
}

void sync_folder(const std::filesystem::path& folder) noexcept {
  const int descriptor = open_file(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

void make_folders(const std::filesystem::path& folder) {
  if (const int problem = make_missing(folder); problem != 0)
    throw system_error(
        fmt::format("{}: cannot make this folder: {}", folder.string(), std::strerror(problem)));
}

}  // namespace hillock::lab
