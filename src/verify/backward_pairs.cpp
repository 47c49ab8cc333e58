// SPDX-License-Identifier: Apache-2.0
// f16 and bf16: every x with every dy.
#ifdef HILLOCK_MPFR
#include "verify/backward_check.hpp"

namespace hillock::verify {

namespace {

template <class T>
class pair_check : backward_check<T> {
  using base = backward_check<T>;
  using typename base::bits;
  static constexpr std::uint32_t all = 65536;

 public:
  using base::base;

  backward_finding run(const pattern_run& piece) {
    std::uint32_t x = piece.first;
    for (std::uint64_t i = 0; i < piece.count; ++i, x += piece.stride) one(x);
    return std::move(this->found_);
  }

 private:
  void one(std::uint32_t x) {
    constexpr std::uint32_t unknown = ~0U;
    thread_local std::vector<T> xs(all), got(all), dys;
    thread_local std::vector<std::uint32_t> products(bits::infinity);
    if (dys.empty()) {
      for (std::uint32_t dy = 0; dy < all; ++dy) dys.push_back(number_of<T>(dy));
    }
    std::fill(xs.begin(), xs.end(), number_of<T>(x));
    this->kernel_(xs.data(), dys.data(), got.data(), all);
    this->found_.pairs += all;
    slope_bounds slope;
    if (!base::is_nan(x)) {
      try {
        slope = slope_bounds_at(this->index_, base::value_of(x), this->parameters_.data());
      } catch (const undecided&) {
        return this->wrong({x, 0, got[0].bits, 0, true});
      }
      for (std::uint32_t dy = 0; dy < bits::infinity; ++dy) {
        // Half of dy gave a normal result: twice as much has the same digits.
        const std::uint32_t half = dy >= 2 * bits::one ? products[dy - bits::one] : 0;
        products[dy] = half > bits::one && half <= bits::infinity ? std::min(half + bits::one, bits::infinity)
                       : slope.is_infinite                        ? bits::infinity
                                           : this->product(x, slope, dy).value_or(unknown);
      }
    }
    for (std::uint32_t dy = 0; dy < all; ++dy) {
      const std::uint32_t magnitude = dy & ~bits::sign;
      const std::uint32_t product = magnitude < bits::infinity ? products[magnitude] : 0;
      const bool is_unknown = product == unknown && !base::is_nan(x);
      const std::uint32_t want = backward_bits<T>(x, dy, slope, this->is_flat_, product);
      if (got[dy].bits != want || is_unknown) this->wrong({x, dy, got[dy].bits, want, is_unknown});
    }
  }
};

template <class T>
backward_finding prove_pairs(const detail::function& f, const backward_kernel<T>& kernel,
                             const std::vector<pattern_run>& x, const job& how) {
  return check_pieces(pieces_of(x, 4), how,
                      [&](const pattern_run& piece) { return pair_check<T>(f, kernel).run(piece); });
}

}  // namespace

template <>
backward_finding prove_backward_kernel<f16>(const detail::function& f, const backward_kernel<f16>& kernel,
                                            const std::vector<pattern_run>& x, const job& how) {
  return prove_pairs<f16>(f, kernel, x, how);
}
template <>
backward_finding prove_backward_kernel<bf16>(const detail::function& f, const backward_kernel<bf16>& kernel,
                                             const std::vector<pattern_run>& x, const job& how) {
  return prove_pairs<bf16>(f, kernel, x, how);
}

}  // namespace hillock::verify
#endif
