// SPDX-License-Identifier: Apache-2.0
// What the proofs of backward of all element types share.
#pragma once
#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <tuple>

#include "verify/backward.hpp"
#include "verify/backward_truth.hpp"
#include "verify/slope_bounds.hpp"
#include "verify/undecided.hpp"

namespace hillock::verify {

/// One function on elements of type T, and what a block of inputs yielded.
template <class T>
class backward_check {
 public:
  using bits = bits_of_format<T>;

  backward_check(const detail::function& f, const backward_kernel<T>& kernel)
      : kernel_(kernel), index_(f.index), parameters_(parameters_for<T>(*f.about)), is_flat_(f.about->flat) {}

  static bool is_nan(std::uint32_t v) { return (v & ~bits::sign) > bits::infinity; }

 protected:
  /// The magnitude of dy·f'(x) for a finite dy of the given magnitude; nothing where nobody knows.
  std::optional<std::uint32_t> product(std::uint32_t x, const slope_bounds& slope, std::uint32_t dy) {
    return round_product<T>(slope, factor_of<T>(dy), [&](std::uint32_t m, std::uint64_t n, int exponent) {
      ++found_.asked;
      return compare_product(index_, value_of(x), parameters_.data(), m, n, exponent);
    });
  }
  static double value_of(std::uint32_t x) { return static_cast<double>(static_cast<float>(number_of<T>(x))); }

  void wrong(const misrounded_pair& pair) {
    ++found_.misrounded;
    if (found_.wrong.size() < wrong_pairs_limit) found_.wrong.push_back(pair);
  }

  const backward_kernel<T>& kernel_;
  std::size_t index_;
  std::array<double, max_parameters> parameters_;
  bool is_flat_;
  backward_finding found_;
};

/// Runs `one(piece)`, which returns a finding, on all pieces, and puts them together.
template <class One>
backward_finding check_pieces(const std::vector<pattern_run>& pieces, const job& how, const One& one) {
  const auto start = std::chrono::steady_clock::now();
  std::mutex mutex;
  backward_finding all;
  run_blocks(pieces.size(), how, [&](std::size_t b) {
    const backward_finding f = one(pieces[b]);
    const std::lock_guard lock(mutex);
    all.pairs += f.pairs, all.asked += f.asked, all.misrounded += f.misrounded, all.closer += f.closer;
    all.wrong.insert(all.wrong.end(), f.wrong.begin(), f.wrong.end());
    if (std::tie(f.least, f.x_at_least) <
        std::tie(all.least, all.x_at_least)) {  // whatever the threads' order
      all.least = f.least, all.x_at_least = f.x_at_least, all.dy_at_least = f.dy_at_least;
    }
  });
  std::sort(all.wrong.begin(), all.wrong.end(),
            [](const auto& a, const auto& b) { return std::tie(a.x, a.dy) < std::tie(b.x, b.dy); });
  all.inputs = count_of(pieces);
  all.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return all;
}

}  // namespace hillock::verify
