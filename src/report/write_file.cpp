// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "lab/files.hpp"
#include "report/report.hpp"

namespace hillock::report {
namespace {

[[noreturn]] void fail(const std::filesystem::path& target, int reason = errno) {
  throw system_error(fmt::format("cannot write {}: {}", target.string(), std::strerror(reason)));
}

// An open file; its errors name the target, whatever the file itself is called.
class open_file {
 public:
  open_file(int descriptor, const std::filesystem::path& target) : descriptor_(descriptor), target_(target) {}
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
  ~open_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  void write(const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
      const ::ssize_t n = ::write(descriptor_, text.data() + done, text.size() - done);
      if (n < 0 && errno != EINTR) fail(target_);
      if (n > 0) done += static_cast<std::size_t>(n);
    }
  }
  // A file that is replaced keeps its permissions; where that is refused, the usual ones are good enough.
  void take_mode_of_target() noexcept {
    struct ::stat old {};
    if (::stat(target_.c_str(), &old) == 0)
      static_cast<void>(::fchmod(descriptor_, old.st_mode & 07777) == 0);
  }
  // To the disk; a file system may keep an error until then.
  void sync_and_close() {
    if (::fsync(descriptor_) != 0) fail(target_);
    if (::close(std::exchange(descriptor_, -1)) != 0) fail(target_);
  }

 private:
  int descriptor_;
  const std::filesystem::path& target_;
};

// A name beside the target that nothing has; what is created there disappears again unless it is kept.
class temporary_name {
 public:
  explicit temporary_name(std::string name) : name_(std::move(name)) {}
  temporary_name(const temporary_name&) = delete;
  temporary_name& operator=(const temporary_name&) = delete;
  ~temporary_name() {
    if (!name_.empty()) ::unlink(name_.c_str());
  }
  void rename_to(const std::filesystem::path& target) {
    if (std::rename(name_.c_str(), target.c_str()) != 0) fail(target);
    name_.clear();
  }

 private:
  std::string name_;
};

// Creates a file of a new name beside the target: its descriptor and that name.
std::pair<int, std::string> create_beside(const std::filesystem::path& target) {
  for (int attempt = 0;; ++attempt) {
    std::string name = target.string() + fmt::format(".{}-{}.tmp", ::getpid(), attempt);
    const int descriptor = lab::open_file(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (descriptor >= 0) return {descriptor, std::move(name)};
    if (errno != EEXIST || attempt == 100) fail(target);
  }
}

// A device or a pipe is written to as it is: renaming a file over it would destroy it.
bool is_special(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

// The number of an open file of this process that a path names: 1 of /dev/stdout, 3 of /dev/fd/3 or
// /proc/self/fd/3. What it was opened as, and where it stands, are its owner's: it is written to, not
// replaced.
std::optional<int> descriptor_named(const std::filesystem::path& path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  const std::filesystem::path folder = path.parent_path();
  if (folder != "/dev/fd" && folder != "/proc/self/fd") return std::nullopt;
  const std::string digits = path.filename().string();
  int number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? std::optional(number)
                                                                             : std::nullopt;
}

// Where a link leads, whether something is there or not: the link stays, what it points to is replaced.
std::filesystem::path target_of(const std::filesystem::path& file) {
  std::filesystem::path target = file;
  std::error_code failed;
  for (int links = 0; !descriptor_named(target) && std::filesystem::is_symlink(target, failed); ++links) {
    if (links == 40) fail(file, ELOOP);  // as many as Linux follows
    const std::filesystem::path next = std::filesystem::read_symlink(target, failed);
    if (failed) fail(file, failed.value());
    target = target.parent_path() / next;  // an absolute path replaces the folder
  }
  return target;
}

}  // namespace

void write_file(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path target = target_of(file);
  const std::optional<int> open = descriptor_named(target);
  if (open || is_special(target)) {
    const int descriptor = open ? ::dup(*open) : lab::open_file(target, O_WRONLY);
    if (descriptor < 0) fail(file);
    return open_file(descriptor, file).write(text);
  }
  const auto [descriptor, name] = create_beside(target);
  temporary_name temporary(name);
  open_file next(descriptor, target);
  next.take_mode_of_target();
  next.write(text);
  next.sync_and_close();
  temporary.rename_to(target);
  lab::sync_folder(target.parent_path());
}

}  // namespace hillock::report
