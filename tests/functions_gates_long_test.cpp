// SPDX-License-Identifier: Apache-2.0
// A row of more than 2^32 elements, most of which are the same few pages of memory mapped again and again.
#include <sys/mman.h>
#include <unistd.h>

#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::bf16;

/// `bytes` of address space that repeat 2 MiB, but for the last 2 MiB, which are its own.
class repeated_memory {
 public:
  explicit repeated_memory(std::size_t bytes) : bytes_(bytes) {
    file_ = ::memfd_create("repeated", 0);
    if (file_ < 0 || ::ftruncate(file_, 2 * period) != 0) return;
    void* const all = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all == MAP_FAILED) return;
    begin_ = static_cast<std::byte*>(all);
    for (std::size_t at = 0; at < bytes; at += period) {
      const bool last = at + period >= bytes;
      if (::mmap(begin_ + at, std::min(period, bytes - at), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                 file_, last ? static_cast<off_t>(period) : 0) == MAP_FAILED)
        return;
    }
    mapped_ = true;
  }
  ~repeated_memory() {
    if (begin_) ::munmap(begin_, bytes_);
    if (file_ >= 0) ::close(file_);
  }
  repeated_memory(const repeated_memory&) = delete;
  repeated_memory& operator=(const repeated_memory&) = delete;

  bool mapped() const { return mapped_; }
  template <class T>
  std::span<T> as() const {
    return {reinterpret_cast<T*>(begin_), bytes_ / sizeof(T)};
  }

 private:
  static constexpr std::size_t period = std::size_t{1} << 21;
  std::size_t bytes_;
  std::byte* begin_ = nullptr;
  int file_ = -1;
  bool mapped_ = false;
};

TEST(gates_of_long_rows, reach_the_end) {
  if (hillock::active_isa() == "portable") GTEST_SKIP() << "would take a minute";
  constexpr std::size_t page = 4096;
  const std::size_t half_bytes = (std::size_t{1} << 32) + 5 * page;  // of 2^31 elements and some
  const repeated_memory a(half_bytes), b(half_bytes), y(half_bytes);
  if (!a.mapped() || !b.mapped() || !y.mapped()) GTEST_SKIP() << "no such address space";
  const std::size_t n = a.as<bf16>().size();
  a.as<bf16>()[n - 1] = bf16(3.0F), b.as<bf16>()[n - 1] = bf16(5.0F);
  a.as<bf16>()[0] = bf16(2.0F), b.as<bf16>()[0] = bf16(7.0F);
  y.as<bf16>()[n - 2] = bf16(1.0F);
  hillock::find_gate("reglu").forward(a.as<bf16>(), b.as<bf16>(), y.as<bf16>());
  EXPECT_EQ(static_cast<float>(y.as<bf16>()[n - 1]), 15.0F);
  EXPECT_EQ(static_cast<float>(y.as<bf16>()[n - 2]), 0.0F);
  EXPECT_EQ(static_cast<float>(y.as<bf16>()[0]), 14.0F);
}

}  // namespace
}  // namespace functions_test
