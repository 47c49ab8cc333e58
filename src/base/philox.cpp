// SPDX-License-Identifier: Apache-2.0
#include "base/philox.hpp"

#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "base/environment.hpp"

namespace hillock {
namespace {

// Multipliers and Weyl constants of Philox4x32: Salmon et al. 2011, section 3.2 and table 2.
constexpr std::uint64_t multiplier_0 = 0xD2511F53, multiplier_1 = 0xCD9E8D57;
constexpr std::uint32_t weyl_0 = 0x9E3779B9, weyl_1 = 0xBB67AE85;

std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

// FNV-1a, 64 bits: purposes are a handful of short words, so a simple fixed hash is enough.
std::uint64_t hash_of(std::string_view word) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char letter : word) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  return hash;
}

// Coefficients in increasing power.
double polynomial(std::span<const double> coefficients, double x) {
  double sum = 0;
  for (std::size_t i = coefficients.size(); i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

// log x for normal x > 0, within 2 ulp: x = 2^e · m with m in [√½, √2), log m = 2·atanh((m−1)/(m+1)) by its
// series; |s| ≤ 0.1716, so the first term left out is below 2^-57 of the sum.
double log(double x) {
  constexpr double log_2_high = 0x1.62e42fee00000p-1, log_2_low = 0x1.a39ef35793c76p-33;  // ln 2 in two parts
  int exponent = 0;
  double m = std::frexp(x, &exponent);
  if (m < 0x1.6a09e667f3bcdp-1) {
    m *= 2;
    --exponent;
  }
  const double s = (m - 1) / (m + 1), square = s * s;
  double sum = 0;
  for (int odd = 21; odd >= 3; odd -= 2) sum = (sum + 1.0 / odd) * square;
  return exponent * log_2_high + (2 * s + (2 * s * sum + exponent * log_2_low));
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product_0 = multiplier_0 * counter[0], product_1 = multiplier_1 * counter[2];
    counter = {high(product_1) ^ counter[1] ^ key[0], low(product_1), high(product_0) ^ counter[3] ^ key[1],
               low(product_0)};
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
  return counter;
}

// One block keyed by the seed turns (purpose, index) into the stream's key and the upper half of its counter;
// the lower half counts blocks, so streams of 2^64 blocks start at 128 random bits and do not meet in
// practice.
philox::philox(std::uint64_t seed, std::string_view purpose, std::uint64_t index) noexcept {
  const std::uint64_t word = hash_of(purpose);
  const auto stream = philox4x32({low(word), high(word), low(index), high(index)}, {low(seed), high(seed)});
  key_ = {stream[0], stream[1]};
  counter_ = {0, 0, stream[2], stream[3]};
  block_ = {};
}

std::uint32_t philox::bits() noexcept {
  if (used_ == 4) {
    block_ = philox4x32(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    used_ = 0;
  }
  return block_[used_++];
}

std::uint64_t philox::bits64() noexcept {
  const std::uint64_t upper = bits();
  return upper << 32 | bits();
}

double philox::uniform() noexcept { return static_cast<double>(bits64() >> 11) * 0x1p-53; }

double philox::normal() noexcept {
  // The middle of one of 2^52 equal cells: never 0 or 1, symmetric about ½, exact in double.
  return normal_quantile((static_cast<double>(bits64() >> 12) + 0.5) * 0x1p-52);
}

std::uint64_t philox::below(std::uint64_t bound) noexcept {
  // Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
  __extension__ using wide = unsigned __int128;
  if (bound == 0) return 0;
  wide product = static_cast<wide>(bits64()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold) product = static_cast<wide>(bits64()) * bound;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

std::vector<std::uint32_t> philox::permutation(std::size_t n) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[static_cast<std::size_t>(below(i))]);
  return order;
}

namespace {

// The coefficients are PPND16's, the paper's 16-digit variant.
double quantile_of_normal(double p) noexcept {
  static constexpr double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                 1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                 3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr double b[] = {1.0,
                                 4.2313330701600911252e+1,
                                 6.8718700749205790830e+2,
                                 5.3941960214247511077e+3,
                                 2.1213794301586595867e+4,
                                 3.9307895800092710610e+4,
                                 2.8729085735721942674e+4,
                                 5.2264952788528545610e+3};
  static constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                 5.76949722146069140550e0,  3.64784832476320460504e0,
                                 1.27045825245236838258e0,  2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double d[] = {1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
  static constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double f[] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  double r = std::sqrt(-log(q < 0 ? p : 1 - p));
  double value = 0;
  if (r <= 5) {
    r -= 1.6;
    value = polynomial(c, r) / polynomial(d, r);
  } else {
    r -= 5;
    value = polynomial(e, r) / polynomial(f, r);
  }
  return q < 0 ? -value : value;
}

}  // namespace

double normal_quantile(double p) noexcept {
  return in_standard_environment([p] { return quantile_of_normal(p); });
}

}  // namespace hillock
