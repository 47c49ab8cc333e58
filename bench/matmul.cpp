// SPDX-License-Identifier: Apache-2.0
// Matrix products, f32, one thread: GFLOP/s of ours on every instruction set here, interleaved with OpenBLAS
// where the build found it. OpenBLAS picks its kernel by OPENBLAS_CORETYPE: run with SkylakeX for its best
// one on AVX-512.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "hillock/activation.hpp"
#include "nn/matmul.hpp"
#include "nn/philox.hpp"
#include "timing.hpp"
#if HILLOCK_OPENBLAS
#include <cblas.h>
extern "C" void openblas_set_num_threads(int);
#endif

namespace hillock {
namespace {

struct shape {
  const char* what;
  std::size_t m, n, k;
  bool transpose_a, transpose_b;
};

constexpr shape shapes[] = {
    {"64 cubed", 64, 64, 64, false, false},
    {"256 cubed", 256, 256, 256, false, false},
    {"1024 cubed", 1024, 1024, 1024, false, false},
    {"batch 64, 64 to 2, forward", 64, 2, 64, false, false},
    {"batch 64, 64 to 2, dW", 64, 2, 64, true, false},
    {"batch 64, 64 to 2, dX", 64, 64, 2, false, true},
    {"batch 64, 2 to 64, forward", 64, 64, 2, false, false},
    {"batch 64, 2 to 64, dW", 2, 64, 64, true, false},
    {"batch 64, 64 to 64, dW", 64, 64, 64, true, false},
    {"batch 64, 64 to 64, dX", 64, 64, 64, false, true},
    {"batch 64, 256 to 256, forward", 64, 256, 256, false, false},
    {"batch 64, 256 to 256, dW", 256, 256, 64, true, false},
    {"batch 64, 256 to 256, dX", 64, 256, 256, false, true},
    {"batch 128, 784 to 512, forward", 128, 512, 784, false, false},
    {"batch 128, 784 to 512, dW", 784, 512, 128, true, false},
};

void measure(const shape& s, std::size_t rounds) {
  philox random(1, "bench");
  std::vector<float> a(s.m * s.k), b(s.k * s.n), c(s.m * s.n);
  for (float& v : a) v = static_cast<float>(random.normal());
  for (float& v : b) v = static_cast<float>(random.normal());
  std::vector<bench::contestant> all;
  for (const std::string_view isa : isas()) {
    if (isa == "portable") continue;
    all.push_back({std::string(isa),
                   [&] {
                     nn::matmul<float>(a.data(), b.data(), c.data(), s.m, s.n, s.k,
                                       {.transpose_a = s.transpose_a, .transpose_b = s.transpose_b});
                   },
                   [isa] { use(isa); }});  // asks the processor, which takes 2 µs in a virtual machine
  }
#if HILLOCK_OPENBLAS
  all.push_back({"OpenBLAS", [&] {
                   const auto size = [](std::size_t n) { return static_cast<blasint>(n); };
                   cblas_sgemm(CblasRowMajor, s.transpose_a ? CblasTrans : CblasNoTrans,
                               s.transpose_b ? CblasTrans : CblasNoTrans, size(s.m), size(s.n), size(s.k), 1,
                               a.data(), size(s.transpose_a ? s.m : s.k), b.data(),
                               size(s.transpose_b ? s.k : s.n), 0, c.data(), size(s.n));
                 }});
#endif
  const double flops = 2.0 * static_cast<double>(s.m) * static_cast<double>(s.n) * static_cast<double>(s.k);
  const auto times = bench::interleaved(all, rounds, 2e-3);
  std::printf("%-32s", s.what);
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::printf("  %s %.1f (%.1f)", all[i].name.c_str(), flops / times[i].median() * 1e-9,
                flops / times[i].least() * 1e-9);
  }
  std::printf("  first/last %.2f\n", bench::ratio(times.back(), times.front()));
}

}  // namespace
}  // namespace hillock

int main(int argc, char** argv) {
  hillock::use_threads(1);
#if HILLOCK_OPENBLAS
  openblas_set_num_threads(1);
  std::printf("OpenBLAS: %s, kernel %s\n", openblas_get_config(), openblas_get_corename());
#endif
  std::printf(
      "GFLOP/s, f32, one thread: median (best); the last number is the first's speed over the last's, the "
      "median over rounds\n");
  const std::size_t rounds = argc > 1 ? static_cast<std::size_t>(std::strtoul(argv[1], nullptr, 10)) : 101;
  for (const auto& s : hillock::shapes) hillock::measure(s, rounds);
}
