// SPDX-License-Identifier: Apache-2.0
#include "nn/matmul.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include "base/environment.hpp"
#include "face/choice.hpp"
#include "face/parallel.hpp"
#include "hillock/runtime.hpp"
#include "product/training_table.hpp"

namespace hillock::nn {
namespace {

constexpr std::align_val_t alignment{64};
struct aligned_delete {
  void operator()(std::byte* p) const noexcept { ::operator delete(p, alignment); }
};

// One scratch area per thread, for the life of the thread: a product allocates nothing.
std::byte* scratch() {
  thread_local const std::unique_ptr<std::byte, aligned_delete> area(
      static_cast<std::byte*>(::operator new(product::matmul_scratch, alignment)));
  return area.get();
}

// Rows i … i + m and columns j … j + n of the product alone.
template <class T>
product::matmul_task<T> part(product::matmul_task<T> t, std::size_t i, std::size_t m, std::size_t j,
                             std::size_t n) {
  t.a += i * t.a_row;
  t.b += j * t.b_column;
  t.c += i * t.c_row + j;
  if (t.start) t.start += i * t.start_row + j;
  t.m = m;
  t.n = n;
  t.scratch = scratch();
  return t;
}

}  // namespace

template <class T>
void matmul(const T* a, const T* b, T* c, std::size_t m, std::size_t n, std::size_t k,
            const matmul_options<T>& options) {
  product::matmul_task<T> task{};
  task.a = a;
  task.a_row = options.transpose_a ? 1 : k;
  task.a_k = options.transpose_a ? m : 1;
  task.b = b;
  task.b_k = options.transpose_b ? 1 : n;
  task.b_column = options.transpose_b ? k : 1;
  task.c = c;
  task.c_row = n;
  task.m = m, task.n = n, task.k = k;
  task.start = options.accumulate ? c : options.bias;
  task.start_row = options.accumulate ? n : 0;

  const auto run = face::active().training->template of<T>().matmul;
  const auto multiply = [&](std::size_t i, std::size_t rows, std::size_t j, std::size_t columns) {
    const standard_environment environment;
    run(part(task, i, rows, j, columns));
  };
  // About 50 µs of work a thread pay for waking it. C is split, never the sum over k.
  constexpr std::size_t worth_threads = std::size_t{1} << 22;
  const std::size_t threads = m * n * k >= worth_threads ? hillock::threads() : 1;
  if (threads == 1) return multiply(0, m, 0, n);
  const auto grain = [&](std::size_t size) { return std::max<std::size_t>(16, size / threads / 16 * 16); };
  if (m >= n) {
    face::parallel_chunks(m, grain(m), [&](std::size_t i, std::size_t end) { multiply(i, end - i, 0, n); });
  } else {
    face::parallel_chunks(n, grain(n), [&](std::size_t j, std::size_t end) { multiply(0, m, j, end - j); });
  }
}

template void matmul(const float*, const float*, float*, std::size_t, std::size_t, std::size_t,
                     const matmul_options<float>&);
template void matmul(const double*, const double*, double*, std::size_t, std::size_t, std::size_t,
                     const matmul_options<double>&);

}  // namespace hillock::nn
