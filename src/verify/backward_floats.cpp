// SPDX-License-Identifier: Apache-2.0
// f32: every x with the dy that come nearest to a tie.
#ifdef HILLOCK_MPFR
#include <bit>
#include <cmath>
#include <memory>

#include "verify/backward_check.hpp"
#include "verify/enclosures.hpp"
#include "verify/hard_factors.hpp"

namespace hillock::verify {

namespace {

// Beside the hard ones: 0, the smallest, the smallest normal, 1, the largest, infinity, NaNs with a payload.
constexpr std::uint32_t special_gradients[] = {0,          1,          0x00800000, 0x3f800000,
                                               0x7f7fffff, 0x7f800000, 0x7fc12345, 0x7f854321};
// Inputs of every case, not the nearest factors alone, where slopes differ from one input to the next.
constexpr std::uint32_t stride_of_every_case = 61;

class float_check : backward_check<float> {
  static constexpr std::uint32_t capacity = 4096;

 public:
  float_check(const detail::function& f, const backward_kernel<float>& kernel)
      : backward_check(f, kernel), enclose_(best_filter().entries[f.index]) {}

  backward_finding run(const pattern_run& piece) {
    split(piece);
    flush();
    return std::move(found_);
  }

 private:
  // A gradient without its sign, and the product where it is the same for all inputs in hand.
  struct gradient {
    std::uint32_t dy;
    std::optional<std::uint32_t> product;
  };

  // Runs are halved until what lies in one is of one kind, then taken as a whole where the slope hardly
  // changes, else by way of the filter.
  void split(const pattern_run& r) {
    const std::uint32_t first = r.first, last = first + static_cast<std::uint32_t>(r.count - 1) * r.stride;
    const auto kind = [](std::uint32_t v) {
      const std::uint32_t magnitude = v & ~bits::sign;
      return (v & bits::sign) | (magnitude == 0                ? 0U
                                 : magnitude < bits::infinity  ? 1U
                                 : magnitude == bits::infinity ? 2U
                                                               : 3U);
    };
    // The patterns between lie between, but where the run wraps around at 2^32.
    if (r.count > 1 && (kind(first) != kind(last) || last < first || r.count * r.stride > bits::sign))
      return halve(r);
    try {
      if (is_nan(first)) return alike(r, {});
      const double low = value_of(first), high = value_of(last);
      if (std::isinf(low)) return alike(r, slope_bounds_at(index_, low, parameters_.data()));
      if (const auto slope = slope_bounds_at_both(index_, low, high, parameters_.data())) {
        if (*slope != faded_like(*slope) && *slope != saturated &&
            !is_monotone(index_, low, high, parameters_.data()))
          return halve(r);
        return alike(r, *slope);
      }
    } catch (const undecided&) {
      if (r.count > 1) return halve(r);
      return wrong({first, 0, 0, 0, true});
    }
    for (std::uint64_t i = 0; i < r.count; i += enclosures::capacity) {
      different({first + static_cast<std::uint32_t>(i) * r.stride, r.stride,
                 std::min<std::uint64_t>(enclosures::capacity, r.count - i)});
    }
  }
  static slope_bounds faded_like(const slope_bounds& slope) {
    slope_bounds f = faded;
    f.is_negative = slope.is_negative;
    return f;
  }

  void halve(const pattern_run& r) {
    const std::uint64_t half = r.count / 2;
    split({r.first, r.stride, half});
    split({r.first + static_cast<std::uint32_t>(half) * r.stride, r.stride, r.count - half});
  }

  // Inputs whose slopes have the same bounds: hard gradients are found once, and of every case.
  void alike(const pattern_run& r, const slope_bounds& slope) {
    gradients_.clear();
    const bool has_products = !is_nan(r.first) && !slope.is_zero() && !slope.is_infinite;
    if (has_products && slope != faded_like(slope)) {
      const hard_factors hard = find_hard_factors(slope, cases::every, choice(r.first));
      add(hard);
      note(hard, r.first, r.count);
    }
    add_special();
    for (gradient& g : gradients_) {
      if (g.dy >= bits::infinity) continue;
      if (!has_products)
        g.product = 0;
      else
        g.product =
            round_product<float>(slope, factor_of<float>(g.dy), [](auto...) { return std::optional<int>(); });
    }
    std::uint32_t x = r.first;
    for (std::uint64_t i = 0; i < r.count; ++i, x += r.stride) compare_all(x, slope);
  }

  // At most 512 inputs with a slope each.
  void different(const pattern_run& r) {
    const auto pattern = [&](std::uint64_t i) { return r.first + static_cast<std::uint32_t>(i) * r.stride; };
    for (std::size_t i = 0; i < enclosures::capacity; ++i)
      x_[i] = value_of(pattern(std::min<std::uint64_t>(i, r.count - 1)));
    enclose_(x_, r.count, parameters_.data(), enclosed_);
    for (std::size_t i = 0; i < r.count; ++i) {
      try {
        one(pattern(i), i);
      } catch (const undecided&) {
        wrong({pattern(i), 0, 0, 0, true});
      }
    }
  }

  void one(std::uint32_t x, std::size_t i) {
    const auto enclosed = slope_bounds_of(enclosed_.slope, i);
    slope_bounds slope = enclosed ? *enclosed : slope_bounds_at(index_, x_[i], parameters_.data());
    gradients_.clear();
    if (!slope.is_zero() && slope != faded_like(slope)) {
      const cases which = x % stride_of_every_case == 0 ? cases::every : cases::nearest;
      hard_factors hard = find_hard_factors(slope, which, choice(x));
      if (hard.least == 0 && slope.width > 1) {
        slope = slope_bounds_at(index_, x_[i], parameters_.data());
        hard = find_hard_factors(slope, which, choice(x));
      }
      if (hard.least < near_tie) hard = find_hard_factors(slope, cases::every, choice(x));
      add(hard);
      note(hard, x, 1);
    }
    add_special();
    compare_all(x, slope);
  }

  static std::uint32_t choice(std::uint32_t x) { return x * 2654435761U >> 8; }

  void add(const hard_factors& hard) {
    for (std::size_t i = 0; i < hard.count; ++i) {
      const factor f = hard.list[i];
      gradients_.push_back(
          {(static_cast<std::uint32_t>(f.exponent - bits::form.quantum) << bits::fraction) + f.significand,
           {}});
    }
  }
  void add_special() {
    for (const std::uint32_t dy : special_gradients) gradients_.push_back({dy, {}});
  }

  void note(const hard_factors& hard, std::uint32_t x, std::uint64_t count) {
    if (hard.least < near_tie) {
      found_.closer += count;
    } else if (hard.least < found_.least || (hard.least == found_.least && x < found_.x_at_least)) {
      found_.least = hard.least, found_.x_at_least = x, found_.dy_at_least = hard.at_least;
    }
  }

  // x with all gradients in hand, of both signs.
  void compare_all(std::uint32_t x, const slope_bounds& slope) {
    if (count_ + 2 * gradients_.size() > capacity) flush();
    for (const gradient& g : gradients_) {
      std::optional<std::uint32_t> p = g.product;
      if (!p && g.dy < bits::infinity) {
        p = product(x, slope, g.dy);
        if (!p) {
          wrong({x, g.dy, 0, 0, true});
          continue;
        }
      }
      for (const std::uint32_t sign : {0U, bits::sign}) {
        xs_[count_] = number_of<float>(x), dys_[count_] = number_of<float>(g.dy | sign);
        want_[count_++] = backward_bits<float>(x, g.dy | sign, slope, is_flat_, p.value_or(0));
      }
    }
  }

  void flush() {
    kernel_(xs_, dys_, got_, count_);
    for (std::size_t i = 0; i < count_; ++i) {
      if (const std::uint32_t got = pattern_of(got_[i]); got != want_[i])
        wrong({pattern_of(xs_[i]), pattern_of(dys_[i]), got, want_[i], false});
    }
    found_.pairs += count_;
    count_ = 0;
  }

  enclose_function enclose_;
  double x_[enclosures::capacity];
  enclosures enclosed_;
  std::vector<gradient> gradients_;
  float xs_[capacity], dys_[capacity], got_[capacity];
  std::uint32_t want_[capacity];
  std::size_t count_ = 0;
};

}  // namespace

template <>
backward_finding prove_backward_kernel<float>(const detail::function& f, const backward_kernel<float>& kernel,
                                              const std::vector<pattern_run>& x, const job& how) {
  constexpr std::uint64_t inputs_of_a_block = 16384;
  return check_pieces(pieces_of(x, inputs_of_a_block), how, [&](const pattern_run& piece) {
    return std::make_unique<float_check>(f, kernel)->run(piece);
  });
}

}  // namespace hillock::verify
#endif
