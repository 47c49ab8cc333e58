// SPDX-License-Identifier: Apache-2.0
// Training steps allocate nothing once the first has set the buffers' sizes: one run per core must not meet
// in the heap.
#include <atomic>
#include <cstdlib>
#include <new>

#include "nn/initializer.hpp"
#include "nn/loss.hpp"
#include "nn/optimizer.hpp"
#include "nn_support.hpp"

namespace {
std::atomic<long> allocations{0};

void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  void* p = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (!p) throw std::bad_alloc();
  return p;
}
}  // namespace

// Replaced for the whole test program. Not inline, or gcc 12 sees one of a pair and warns of a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  return counted(size ? size : 1, alignof(std::max_align_t));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t a) {
  return counted(size ? size : 1, static_cast<std::size_t>(a));
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace hillock::nn {
namespace {

struct allocation : restore_dispatch {};

TEST_F(allocation, happens_in_the_first_training_step_only) {
  use_threads(1);
  for (const char* name : {"relu", "tanh"}) {
    for (const char* rule_name : {"sgd", "adam"}) {
      philox random(1, "data");
      network<float> net(20, {48, 40}, 3, find(name));
      initialize(net, "gain", 1);
      optimizer<float> rule({.name = rule_name, .clip_norm = 1}, net);
      const auto full = normal_matrix<float>(random, 64, 20), rest = normal_matrix<float>(random, 17, 20);
      const auto labels = labels_below(random, 64, 3);
      matrix<float> dlogits;
      const auto step = [&](const matrix<float>& x) {
        softmax_cross_entropy(net.forward(x), std::span(labels).first(x.rows), dlogits);
        net.backward(x, dlogits);
        rule.step(net);
      };
      step(full);
      const long before = allocations;
      step(rest);  // an epoch's last, smaller batch
      step(full);
      EXPECT_EQ(allocations - before, 0) << name << ", " << rule_name;
    }
  }
}

}  // namespace
}  // namespace hillock::nn
