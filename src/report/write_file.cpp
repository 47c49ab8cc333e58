// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "report/report.hpp"

namespace hillock::report {
namespace {

// A new file that disappears again unless it was renamed to its final name.
class temporary {
 public:
  explicit temporary(const std::filesystem::path& target) : target_(target) {
    for (int attempt = 0; descriptor_ < 0; ++attempt) {
      name_ = target.string() + fmt::format(".{}-{}.tmp", ::getpid(), attempt);
      descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor_ < 0 && (errno != EEXIST || attempt == 100)) {
        name_.clear();
        fail();
      }
    }
    keep_mode();
  }
  temporary(const temporary&) = delete;
  temporary& operator=(const temporary&) = delete;
  ~temporary() { discard(); }

  void write(const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
      const ::ssize_t n = ::write(descriptor_, text.data() + done, text.size() - done);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail();
      done += static_cast<std::size_t>(n);
    }
  }

  void publish() {
    if (::fsync(descriptor_) != 0) fail();
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail();
    if (std::rename(name_.c_str(), target_.c_str()) != 0) fail();
    name_.clear();
  }

 private:
  [[noreturn]] void fail() {
    const int reason = errno;
    discard();
    throw system_error(fmt::format("cannot write {}: {}", target_.string(), std::strerror(reason)));
  }
  void discard() noexcept {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
    if (!name_.empty()) ::unlink(name_.c_str());
    name_.clear();
  }
  // A file that is replaced keeps its permissions; where that is refused, the usual ones are good enough.
  void keep_mode() noexcept {
    struct ::stat old {};
    if (::stat(target_.c_str(), &old) == 0)
      static_cast<void>(::fchmod(descriptor_, old.st_mode & 07777) == 0);
  }

  std::filesystem::path target_;
  std::string name_;
  int descriptor_ = -1;
};

// A device or a pipe is written to as it is: renaming a file over it would destroy it.
bool is_special(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

void write_in_place(const std::filesystem::path& file, const std::string& text) {
  const auto fail = [&] {
    throw system_error(fmt::format("cannot write {}: {}", file.string(), std::strerror(errno)));
  };
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) fail();
  const std::unique_ptr<const int, void (*)(const int*)> owner(&descriptor,
                                                               [](const int* d) { ::close(*d); });
  for (std::size_t done = 0; done < text.size();) {
    const ::ssize_t n = ::write(descriptor, text.data() + done, text.size() - done);
    if (n < 0 && errno != EINTR) fail();
    if (n > 0) done += static_cast<std::size_t>(n);
  }
}

// The new name survives a power cut only when its folder is on disk too. Not every file system allows it: no
// error then.
void sync_folder(const std::filesystem::path& file) noexcept {
  const std::filesystem::path parent = file.parent_path();
  const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::fsync(folder);
  ::close(folder);
}

}  // namespace

void write_file(const std::filesystem::path& file, const std::string& text) {
  if (is_special(file)) return write_in_place(file, text);
  std::error_code failed;  // a link stays: what it points to is replaced
  const std::filesystem::path real =
      std::filesystem::is_symlink(file, failed) ? std::filesystem::weakly_canonical(file, failed) : file;
  const std::filesystem::path& target = failed ? file : real;
  temporary next(target);
  next.write(text);
  next.publish();
  sync_folder(target);
}

}  // namespace hillock::report
