// SPDX-License-Identifier: Apache-2.0
#ifdef HILLOCK_MPFR
#include "verify/doubles.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "base/philox.hpp"
#include "verify/enclosures.hpp"
#include "verify/hash.hpp"
#include "verify/oracle.hpp"

namespace hillock::verify {

namespace {

constexpr std::size_t stretch = enclosures::capacity, stretches_per_block = 64,
                      block = stretch * stretches_per_block;

double draw(philox& random, std::size_t kind) {
  const double u = 2 * random.uniform() - 1;
  if (kind == 0) return u;
  if (kind == 1) return 50 * u;
  const auto exponent = static_cast<int>(random.below(70)) - 60;
  return std::copysign(std::ldexp(1 + random.uniform(), exponent), u);
}

// The neighbours of the difficult places, and some numbers of every magnitude.
std::vector<double> special_inputs(const card& about) {
  std::vector<double> centres;
  for (int e = -30; e <= 10; ++e) centres.insert(centres.end(), {std::ldexp(1.0, e), -std::ldexp(1.0, e)});
  for (const double x : about.regimes) centres.push_back(x);
  std::vector<double> inputs{0.0, -0.0};
  for (const double centre : centres) {
    const auto bits = std::bit_cast<std::uint64_t>(centre);
    for (std::uint64_t i = 0; i < 1025; ++i) {
      const double x = std::bit_cast<double>(bits + i - 512);
      if (std::isfinite(x)) inputs.push_back(x);
    }
  }
  philox random(0, "verify doubles of every magnitude");
  for (int i = 0; i < 4096; ++i) {
    const std::uint64_t exponent = random.below(2040);  // below 2^1017: x·log2 e is finite
    const auto fraction = static_cast<std::uint64_t>(random.uniform() * 0x1p52);
    inputs.push_back(std::bit_cast<double>(random.below(2) << 63 | exponent << 52 | fraction));
  }
  return inputs;
}

// The error in ulps of the truth, or NaN where the enclosure does not tell.
double error_of(double got, double high, double low, double error) {
  if (high == 0 && error == 0) return got == 0 ? 0 : std::numeric_limits<double>::infinity();
  const double size = std::fabs(high);
  // Below 2^-900 the enclosure's own rounding errors are no longer relative ones.
  if (!(size > 0x1p-900 && size < 0x1p1000 && error < size * 0x1p-75)) return std::nan("");
  double ulp = std::bit_cast<double>((std::bit_cast<std::uint64_t>(size) & 0x7ff0000000000000ULL)) * 0x1p-52;
  if (std::bit_cast<std::uint64_t>(size) << 12 == 0 && (low < 0) == (high > 0) && low != 0) ulp /= 2;
  return std::fabs((got - high) - low) / ulp;
}

class measuring {
 public:
  measuring(const isa::table& path, const detail::function& f)
      : entry_(path.entry_of(f.index).f64),
        enclose_(best_filter().entries[f.index]),
        index_(f.index),
        parameters_(parameters_for<double>(*f.about)) {}

  void run(const double* x, std::size_t n, measurement& m) {
    // In order, so that lanes side by side take the same branch of a definition.
    std::copy_n(x, n, x_);
    std::sort(x_, x_ + n);
    std::fill(x_ + n, x_ + stretch, x_[n - 1]);
    entry_.forward({x_, nullptr, y_, 1, stretch, parameters_.data(), entry_.kernels});
    entry_.slope({x_, nullptr, d_, 1, stretch, parameters_.data(), entry_.kernels});
    enclose_(x_, stretch, parameters_.data(), enclosed_);
    const auto &v = enclosed_.value, &s = enclosed_.slope;
    for (std::size_t i = 0; i < n; ++i) {
      double value = error_of(y_[i], v.high[i], v.low[i], v.error[i]);
      double slope = error_of(d_[i], s.high[i], s.low[i], s.error[i]);
      if (std::isnan(value) || std::isnan(slope)) {
        const distances d = ulps_from_truth(index_, x_[i], parameters_.data(), y_[i], d_[i]);
        value = d.value, slope = d.slope;
      }
      keep(m.value, value, x_[i]);
      keep(m.slope, slope, x_[i]);
    }
  }
  // Of equal errors the one at the smaller input, so that the order of the work does not matter.
  static void keep(measured& worst, double ulp, double at) {
    if (ulp > worst.ulp || (ulp == worst.ulp && ulp > 0 && at < worst.at)) worst = {ulp, at};
  }

 private:
  const kernel::entry_points<double>& entry_;
  enclose_function enclose_;
  std::size_t index_;
  std::array<double, max_parameters> parameters_;
  double x_[stretch], y_[stretch], d_[stretch];
  enclosures enclosed_;
};

}  // namespace

errors errors_at(const isa::table& path, const detail::function& f, double x) {
  const auto parameters = parameters_for<double>(*f.about);
  const kernel::entry_points<double>& entry = path.entry_of(f.index).f64;
  double y = 0, d = 0;
  entry.forward({&x, nullptr, &y, 1, 1, parameters.data(), entry.kernels});
  entry.slope({&x, nullptr, &d, 1, 1, parameters.data(), entry.kernels});
  const distances found = ulps_from_truth(f.index, x, parameters.data(), y, d);
  return {found.value, found.slope};
}

measurement measure_doubles(const isa::table& path, const detail::function& f, std::uint64_t random,
                            const job& how) {
  const auto start = std::chrono::steady_clock::now();
  const std::size_t blocks = (random + block - 1) / block;
  const std::vector<double> special = special_inputs(*f.about);
  const std::size_t special_blocks = (special.size() + stretch - 1) / stretch;
  std::vector<measurement> found(blocks + special_blocks);
  run_blocks(found.size(), how, [&](std::size_t b) {
    measuring one(path, f);
    if (b >= blocks) {
      const std::size_t at = (b - blocks) * stretch;
      one.run(&special[at], std::min(stretch, special.size() - at), found[b]);
      return;
    }
    philox numbers(0, "verify doubles", b);
    std::vector<double> x(stretch);
    for (std::size_t s = 0; s < stretches_per_block; ++s) {
      for (double& v : x) v = draw(numbers, s % 3);
      one.run(x.data(), stretch, found[b]);
    }
  });
  measurement m;
  for (const measurement& one : found) {
    measuring::keep(m.value, one.value.ulp, one.value.at);
    measuring::keep(m.slope, one.slope.ulp, one.slope.at);
  }
  m.value.ulp = errors_at(path, f, m.value.at).value;
  m.slope.ulp = errors_at(path, f, m.slope.at).slope;
  m.inputs = blocks * block + special.size();
  m.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return m;
}

}  // namespace hillock::verify
#endif
