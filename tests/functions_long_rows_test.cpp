// SPDX-License-Identifier: Apache-2.0
// A row of more than 2^31 columns. It takes a minute, so that only ./hillock test --long runs it; memory it
// takes next to none: x is never touched, and every page of y is the same one, because all of y is one
// number.
#include <sys/mman.h>
#include <unistd.h>

#include "functions_support.hpp"

namespace functions_test {
namespace {

constexpr std::size_t columns = (std::size_t{1} << 31) + 17;

template <class T>
class mapping {
 public:
  /// `pages` is what they are made of; null: zeros that cannot be written.
  explicit mapping(FILE* pages) : bytes_((columns * sizeof(T) + piece - 1) / piece * piece) {
    void* const p = mmap(nullptr, bytes_, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) throw std::bad_alloc();
    base_ = static_cast<unsigned char*>(p);
    for (std::size_t at = 0; pages && at < bytes_; at += piece) {
      if (mmap(base_ + at, piece, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fileno(pages), 0) ==
          MAP_FAILED)
        throw std::bad_alloc();
    }
  }
  ~mapping() { munmap(base_, bytes_); }
  mapping(const mapping&) = delete;
  mapping& operator=(const mapping&) = delete;
  std::span<T> all() const { return {reinterpret_cast<T*>(base_), columns}; }

  static constexpr std::size_t piece = std::size_t{1} << 22;

 private:
  std::size_t bytes_;
  unsigned char* base_;
};

TEST(long_rows, DISABLED_have_more_than_2_to_the_31_columns) {
  using T = hillock::bf16;
  FILE* const file = tmpfile();
  ASSERT_TRUE(file && ftruncate(fileno(file), mapping<T>::piece) == 0);
  const mapping<T> x(nullptr), y(file);
  const std::span<const T> zeros = x.all();
  const T share = make<T>(1 / static_cast<double>(columns));
  for (const char* name : {"softmax", "sparsemax"}) {
    y.all()[0] = make<T>(7);
    hillock::find(name).forward(zeros, y.all());
    EXPECT_EQ(value_of(y.all()[0]), value_of(share)) << name;
    EXPECT_EQ(value_of(y.all()[columns - 1]), value_of(share)) << name;
  }
  T sum;
  hillock::find("logsumexp").forward(zeros, std::span(&sum, 1));
  EXPECT_EQ(value_of(sum), value_of(make<T>(std::log(static_cast<double>(columns)))));

  // The last row of a causal matrix sees all of it but its end, and that is filled with zeros.
  const hillock::call<T> causal{.x = zeros,
                                .out = y.all(),
                                .shape = {1, columns, 1},
                                .causal_rows = 1,
                                .causal_offset = static_cast<std::ptrdiff_t>(columns) - 2};
  hillock::find("softmax").compute(operation::forward, causal);
  EXPECT_EQ(value_of(y.all()[columns - 2]), value_of(share));
  EXPECT_EQ(value_of(y.all()[columns - 1]), 0);
  fclose(file);
}

}  // namespace
}  // namespace functions_test
