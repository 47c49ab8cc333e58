// SPDX-License-Identifier: Apache-2.0
// Nothing is read or written outside the arrays: they lie against pages that cannot be touched, so that a
// stray access ends the test.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "functions_support.hpp"

namespace functions_test {
namespace {

/// Readable bytes between two pages that are not.
class guarded {
 public:
  explicit guarded(std::size_t bytes) : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    inside_ = (bytes + page_ - 1) / page_ * page_;
    void* p = mmap(nullptr, inside_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) throw std::bad_alloc();
    base_ = static_cast<unsigned char*>(p);
    if (mprotect(base_ + page_, inside_, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
  }
  ~guarded() { munmap(base_, inside_ + 2 * page_); }
  guarded(const guarded&) = delete;
  guarded& operator=(const guarded&) = delete;

  /// n elements that touch the page before them, or the one behind.
  template <class T>
  std::span<T> place(std::size_t n, bool at_the_end) {
    unsigned char* const begin = base_ + page_ + (at_the_end ? inside_ - n * sizeof(T) : 0);
    return {reinterpret_cast<T*>(begin), n};
  }

 private:
  std::size_t page_, inside_;
  unsigned char* base_;
};

/// Short arrays of every length, and some around the places where loops and rows change their ways.
std::vector<std::size_t> lengths() {
  std::vector<std::size_t> all;
  for (std::size_t n = 0; n <= 130; ++n) all.push_back(n);
  for (const std::size_t n : {255u, 257u, 511u, 1023u, 1027u, 2048u, 2049u, 4096u, 4099u}) all.push_back(n);
  return all;
}

template <class T>
class memory : public ::testing::Test {};
TYPED_TEST_SUITE(memory, element_types);

TYPED_TEST(memory, outside_the_arrays_is_never_touched) {
  using T = TypeParam;
  const std::vector<std::size_t> all = lengths();
  const std::size_t one = 1;
  const std::size_t longest = all.back();
  guarded x_pages(longest * sizeof(T)), dy_pages(longest * sizeof(T)), out_pages(longest * sizeof(T));
  hillock::philox random(9, "memory");
  std::vector<T> x(longest), dy(longest), want(longest);
  for (T& v : x) v = make<T>(3 * random.normal());
  for (T& v : dy) v = make<T>(random.normal());
  std::vector<hillock::activation> functions = elementwise();
  for (const hillock::activation& f : hillock::all()) {
    if (f.card().of_rows) functions.push_back(f);
  }
  for (const hillock::activation& f : functions) {
    for (const operation op : operations_of(f)) {
      for (const std::size_t n : all) {
        const std::span<T> expected = std::span(want).first(n);
        apply<T>(f, op, std::span(x).first(n), std::span(dy).first(n), expected);
        for (const std::string_view isa : hillock::isas()) {
          const on_path path(isa);
          for (const bool at_the_end : {false, true}) {
            const std::span<T> in = x_pages.place<T>(n, at_the_end), d = dy_pages.place<T>(n, at_the_end),
                               out = out_pages.place<T>(n, at_the_end);
            std::copy_n(x.begin(), n, in.begin()), std::copy_n(dy.begin(), n, d.begin());
            apply<T>(f, op, in, d, out);
            const std::size_t results = f.card().reduces && op == operation::forward ? std::min(n, one) : n;
            ASSERT_TRUE(n == 0 || std::memcmp(out.data(), want.data(), results * sizeof(T)) == 0)
                << name_of(f, op) << " of " << n << " on " << isa;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace functions_test
