// SPDX-License-Identifier: Apache-2.0
// The journal as a file: locked, append-only, flushed.
#include "lab/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lab/files.hpp"

namespace hillock::lab {
namespace {

constexpr const char* file_name = "runs.jsonl";

[[noreturn]] void refuse(const std::filesystem::path& path, const char* what, int problem) {
  throw system_error(fmt::format("{}: {}: {}", path.string(), what, std::strerror(problem)));
}

std::string read_all(int descriptor, const std::filesystem::path& path) {
  struct ::stat about {};
  if (::fstat(descriptor, &about) == 0 && !S_ISREG(about.st_mode))
    throw system_error(fmt::format("{}: not a regular file, expected a journal", path.string()));
  std::string text;
  char block[1 << 16];
  for (;;) {
    const ssize_t count = ::read(descriptor, block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse(path, "cannot be read", errno);
    if (count == 0) return text;
    text.append(block, static_cast<std::size_t>(count));
  }
}

}  // namespace

journal_file::journal_file(const std::filesystem::path& folder) : path_(folder / file_name) {
  make_folders(folder);
  descriptor_ = open_file(path_, O_RDWR | O_CREAT | O_APPEND, 0644);
  if (descriptor_ < 0) refuse(path_, "cannot be written", errno);
  try {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) refuse(path_, "cannot be locked", errno);
      throw system_error(fmt::format(
          "{}: another hillock is running an experiment in this folder; wait for it, or choose another --out",
          path_.string()));
    }
    contents_ = parse_journal(read_all(descriptor_, path_), path_.string());
    size_ = contents_.sound_bytes;
    if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) refuse(path_, "cannot be written", errno);
    sync_folder(folder);
    require_in_place();
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

journal_file::~journal_file() { ::close(descriptor_); }

void journal_file::require_in_place() const {
  struct ::stat open {
  }, there{};
  if (::fstat(descriptor_, &open) != 0) refuse(path_, "cannot be looked at", errno);
  if (open.st_nlink == 0)
    throw system_error(
        fmt::format("{}: this journal was removed while runs went on, and its runs with it; the experiment "
                    "stopped, nothing of it is kept",
                    path_.string()));
  if (::stat(path_.c_str(), &there) != 0 && errno != ENOENT && errno != ENOTDIR)
    refuse(path_, "cannot be looked at", errno);
  // Where nothing is there, zeros, which no open file has.
  if (there.st_dev != open.st_dev || there.st_ino != open.st_ino)
    throw system_error(
        fmt::format("{}: this journal, or its folder, was moved or replaced while runs went on; the "
                    "experiment stopped, its finished runs are where the file went",
                    path_.string()));
  if (static_cast<std::size_t>(open.st_size) != size_)
    throw system_error(
        fmt::format("{}: another program changed this journal while runs went on: it has {} bytes, expected "
                    "{}; the experiment stopped",
                    path_.string(), open.st_size, size_));
}

void journal_file::append(const std::string& line) {
  require_in_place();
  std::size_t written = 0;
  int problem = 0;
  while (written < line.size() && problem == 0) {
    const ssize_t count = ::write(descriptor_, line.data() + written, line.size() - written);
    if (count >= 0)
      written += static_cast<std::size_t>(count);
    else if (errno != EINTR)
      problem = errno;
  }
  if (problem == 0 && ::fsync(descriptor_) != 0) problem = errno;
  if (problem != 0) {
    // Part of a line would be noticed on resuming anyhow; taking it back keeps the file whole for other
    // readers.
    [[maybe_unused]] const int ignored = ::ftruncate(descriptor_, static_cast<off_t>(size_));
    refuse(path_, "a finished run could not be written", problem);
  }
  size_ += line.size();
  require_in_place();
}

journal read_journal(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / file_name;
  const int descriptor = open_file(path, O_RDONLY);
  if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
    throw usage_error(fmt::format(
        "{}: no journal there; expected the folder of an experiment (--out of compare)", path.string()));
  if (descriptor < 0) refuse(path, "cannot be read", errno);
  std::string text;
  try {
    text = read_all(descriptor, path);
  } catch (...) {
    ::close(descriptor);
    throw;
  }
  ::close(descriptor);
  return parse_journal(text, path.string());
}

void require_comparable(const journal_header& there, const journal_header& here,
                        const std::filesystem::path& path) {
  const auto differs = [&](const std::string& what, const std::string& old_value,
                           const std::string& new_value) {
    throw usage_error(
        fmt::format("{} is the journal of another experiment: {} is {} there and {} here; choose another "
                    "folder with --out, or delete {} to start anew",
                    path.string(), what, old_value, new_value, path.string()));
  };
  if (there.data.hash != here.data.hash) differs("the data's hash", there.data.hash, here.data.hash);
  for (const auto& [name, value] : here.identity)
    if (const std::string old = value_of(there.identity, name); old != value) differs(name, old, value);
  for (const auto& [name, value] : there.identity)
    if (const std::string now = value_of(here.identity, name); now != value) differs(name, value, now);
  // Another version may draw or compute differently, and its runs must not stand beside those of this one.
  for (const auto& [candidate, hash] : here.fingerprints)
    if (const std::string old = value_of(there.fingerprints, candidate); !old.empty() && old != hash)
      differs(fmt::format("what a short run of {} computes (hillock {} there, {} here)", candidate,
                          there.program, here.program),
              old, hash);
}

}  // namespace hillock::lab
