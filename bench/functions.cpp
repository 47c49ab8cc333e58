// SPDX-License-Identifier: Apache-2.0
// Activations against the fastest plain copy and, where it was found, against PyTorch's own C++ entry points,
// interleaved. Usage: bench_functions [--threads N] [--rounds N] [--largest 26]     Prints a Markdown table:
// ns per element, median (lower … upper quartile).
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <string>

#include "hillock/hillock.hpp"
#include "timing.hpp"
#if HILLOCK_TORCH
#include <ATen/Parallel.h>
#include <ATen/ops/_log_softmax.h>
#include <ATen/ops/_softmax.h>
#include <ATen/ops/clamp_min.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/tanh.h>
#include <c10/core/InferenceMode.h>
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using hillock::bench::contestant;

struct settings {
  unsigned threads = 1;
  std::size_t rounds = 31;
  int largest = 26;
};

#if defined(__x86_64__)
__attribute__((target("avx512f"))) void copy_plain(const float* x, float* y, std::size_t n) {
  for (std::size_t i = 0; i + 16 <= n; i += 16) _mm512_storeu_ps(y + i, _mm512_loadu_ps(x + i));
}
__attribute__((target("avx512f"))) void copy_streaming(const float* x, float* y, std::size_t n) {
  for (std::size_t i = 0; i + 16 <= n; i += 16) _mm512_stream_ps(y + i, _mm512_loadu_ps(x + i));
  _mm_sfence();
}
#endif

template <class T>
struct buffers {  // aligned to 64 for the streaming copy
  std::vector<T> a, b;
  T *x, *y;
  std::size_t n;
  explicit buffers(std::size_t count) : a(count + 64), b(count + 64), n(count) {
    x = a.data() + (64 - reinterpret_cast<std::uintptr_t>(a.data()) % 64) % 64 / sizeof(T);
    y = b.data() + (64 - reinterpret_cast<std::uintptr_t>(b.data()) % 64) % 64 / sizeof(T);
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < n; ++i) x[i] = T(normal(generator));
  }
};

std::string size_name(std::size_t n) {
  if (n >= 1 << 20) return std::to_string(n >> 20) + "M";
  if (n >= 1 << 10) return std::to_string(n >> 10) + "K";
  return std::to_string(n);
}

void measure(const settings& s, const std::string& what, const std::vector<contestant>& all, std::size_t n) {
  const std::vector<hillock::bench::timing> t = hillock::bench::interleaved(all, s.rounds, 2e-3);
  std::printf("| %s |", what.c_str());
  const double scale = 1e9 / static_cast<double>(n);
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::printf(" %s %.3f (%.3f…%.3f) |", all[i].name.c_str(), t[i].median() * scale,
                t[i].quantile(0.25) * scale, t[i].quantile(0.75) * scale);
  }
  for (std::size_t i = 1; i < all.size(); ++i)
    std::printf(" %s%.2f", i == 1 ? "ratio to the others " : "· ", hillock::bench::ratio(t.front(), t[i]));
  std::printf(" |\n");
  std::fflush(stdout);
}

#if HILLOCK_TORCH
template <class T>
at::Tensor view(T* p, at::IntArrayRef shape) {
  const auto type = std::is_same_v<T, hillock::bf16>  ? at::kBFloat16
                    : std::is_same_v<T, hillock::f16> ? at::kHalf
                    : std::is_same_v<T, double>       ? at::kDouble
                                                      : at::kFloat;
  return at::from_blob(p, shape, at::TensorOptions().dtype(type));
}
void torch_forward(const std::string& name, const at::Tensor& x, at::Tensor& y) {
  if (name == "sigmoid") at::sigmoid_out(y, x);
  if (name == "tanh") at::tanh_out(y, x);
  if (name == "relu") at::clamp_min_out(y, x, 0);
  if (name == "leaky_relu") at::leaky_relu_out(y, x, 0.01);
}
#endif

template <class T>
void elementwise(const settings& s, const std::string& name, const char* type, std::size_t n) {
  buffers<T> m(n);
  const hillock::activation f = hillock::find(name);
  const std::span<const T> x(m.x, n);
  const std::span<T> y(m.y, n);
  std::vector<contestant> all;
  all.push_back({"hillock", [&] { f.forward(x, y); }});
  if constexpr (std::is_same_v<T, float>) {
    if (name == "relu" || name == "leaky_relu") {
      all.push_back({"memcpy", [&] { std::memcpy(m.y, m.x, n * sizeof(T)); }});
#if defined(__x86_64__)
      if (__builtin_cpu_supports("avx512f")) {
        all.push_back({"copy512", [&] { copy_plain(m.x, m.y, n); }});
        all.push_back({"streamed", [&] { copy_streaming(m.x, m.y, n); }});
      }
#endif
    }
  }
#if HILLOCK_TORCH
  const auto count = static_cast<std::int64_t>(n);
  const at::Tensor tx = view(m.x, {count});
  at::Tensor ty = view(m.y, {count});
  all.push_back({"torch", [&] { torch_forward(name, tx, ty); }});
#endif
  measure(s, name + " " + type + " " + size_name(n), all, n);
}

void rows(const settings& s, const std::string& name, std::size_t r, std::size_t c) {
  buffers<float> m(r * c);
  const hillock::activation f = hillock::find(name);
  std::vector<contestant> all;
  all.push_back(
      {"hillock", [&] { f.forward(std::span<const float>(m.x, m.n), std::span<float>(m.y, m.n), c); }});
#if HILLOCK_TORCH
  const at::Tensor x = view(m.x, {static_cast<std::int64_t>(r), static_cast<std::int64_t>(c)});
  at::Tensor y = view(m.y, {static_cast<std::int64_t>(r), static_cast<std::int64_t>(c)});
  all.push_back({"torch", [&] {
                   if (name == "softmax") {
                     at::_softmax_out(y, x, -1, false);
                   } else {
                     at::_log_softmax_out(y, x, -1, false);
                   }
                 }});
#endif
  measure(s, name + " " + std::to_string(r) + "×" + std::to_string(c), all, r * c);
}

settings parse(int count, char** arguments) {
  settings s;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string key = arguments[i];
    const int value = std::stoi(arguments[i + 1]);
    if (key == "--threads") s.threads = static_cast<unsigned>(value);
    if (key == "--rounds") s.rounds = static_cast<std::size_t>(value);
    if (key == "--largest") s.largest = value;
  }
  return s;
}

}  // namespace

int main(int count, char** arguments) {
  const settings s = parse(count, arguments);
  hillock::use_threads(s.threads);
#if HILLOCK_TORCH
  const c10::InferenceMode guard;
  at::set_num_threads(static_cast<int>(s.threads));
#endif
  std::string line;
  for (std::ifstream cpu("/proc/cpuinfo"); std::getline(cpu, line);) {
    if (line.starts_with("model name")) break;
  }
  std::printf("%s; %s; %u thread(s); ns per element, median (quartiles); ratios: the median over rounds\n\n",
              line.c_str(), std::string(hillock::active_isa()).c_str(), s.threads);
  for (const char* name : {"relu", "leaky_relu", "tanh", "sigmoid"}) {
    for (int power : {6, 8, 10, 12, 16, 20, 26}) {
      if (power <= s.largest) elementwise<float>(s, name, "f32", std::size_t{1} << power);
    }
    for (int power : {10, 16, 20}) {
      elementwise<hillock::f16>(s, name, "f16", std::size_t{1} << power);
      elementwise<hillock::bf16>(s, name, "bf16", std::size_t{1} << power);
    }
  }
  for (const char* name : {"softmax", "log_softmax"}) {
    rows(s, name, 64, 128);
    rows(s, name, 1024, 1000);
    rows(s, name, 16, 128256);
  }
}
