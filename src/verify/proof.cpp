// SPDX-License-Identifier: Apache-2.0
#ifdef HILLOCK_MPFR
#include "verify/proof.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>

#include "activations/list.hpp"
#include "verify/enclosures.hpp"
#include "verify/exact.hpp"
#include "verify/hash.hpp"
#include "verify/magnitude.hpp"
#include "verify/oracle.hpp"

namespace hillock::verify {

namespace {

// ---- step 1: stretches that round to one constant

constexpr auto estimates = exact_functions<magnitude>(activations::list{});

struct constants {
  std::optional<float> value, slope;
};

constants constants_on(std::size_t index, float first, float last, const double* parameters) {
  constants c;
  if (!std::isfinite(first) || !std::isfinite(last) || first == 0 || last == 0) return c;
  if (std::signbit(first) != std::signbit(last)) return c;
  if (std::fabs(first) > std::fabs(last)) std::swap(first, last);
  try {
    const auto y = estimates[index](magnitude::between(first, last), parameters);
    if (const auto one = rounds_to_one(y.value, format_of<float>)) c.value = static_cast<float>(*one);
    if (const auto one = rounds_to_one(y.slope, format_of<float>)) c.slope = static_cast<float>(*one);
  } catch (const undecided&) {
  }
  return c;
}

// ---- step 2: a ball strictly inside the numbers that round to the output

bool is_accepted(float output, double high, double low, double error) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(output), exponent = bits >> 23 & 0xff;
  if (exponent == 0xff) return false;
  const double sign = bits >> 31 ? -1.0 : 1.0, size = std::fabs(static_cast<double>(output));
  if (size == 0 && high == 0 && error == 0) return std::signbit(high) == std::signbit(output);
  // Half the distances to the neighbours; 0 rounds down to nothing but itself, so that its sign is certain.
  const double above = std::bit_cast<double>(std::uint64_t{std::max(exponent, 1U) + 1023 - 127 - 24} << 52);
  const double below = size == 0 ? 0 : (bits & 0x7fffff) == 0 && exponent > 1 ? above / 2 : above;
  const double to_low = (high * sign - (size - below)) + low * sign;
  const double to_high = ((size + above) - high * sign) - low * sign;
  return to_low > error + std::fabs(to_low) * 0x1p-45 && to_high > error + std::fabs(to_high) * 0x1p-45;
}

// ---- the three steps for one stretch of inputs

struct finding_of_block {
  std::uint64_t constant = 0, doubtful = 0;
  std::vector<misrounded> wrong;
};

std::uint32_t bits_of(float v) { return std::bit_cast<std::uint32_t>(v); }

// The same NaN, quieted or not.
bool is_same_nan(std::uint32_t got, std::uint32_t x, std::uint32_t quiet) {
  return (got | quiet) == (x | quiet);
}

void judge(const rounded& want, std::uint32_t x, std::uint32_t got, std::uint32_t want_bits,
           finding_of_block& f) {
  ++f.doubtful;
  if (!want.known || got != want_bits) f.wrong.push_back({x, got, want_bits, !want.known});
}

class stretch_check {
 public:
  stretch_check(std::size_t index, const double* parameters)
      : index_(index), parameters_(parameters), enclose_(best_filter().entries[index]) {}

  /// x[0 … n − 1] with their outputs; what is found is added to `forward` and `slope`.
  void run(const float* x, const float* y, const float* d, std::size_t n, finding_of_block& forward,
           finding_of_block& slope) {
    const constants c = constants_on(index_, x[0], x[n - 1], parameters_);
    std::fill_n(value_is_fine_, n, false);
    std::fill_n(slope_is_fine_, n, false);
    if (c.value) accept_constant(y, n, *c.value, value_is_fine_, forward);
    if (c.slope) accept_constant(d, n, *c.slope, slope_is_fine_, slope);
    if (!c.value || !c.slope) {
      for (std::size_t i = 0; i < enclosures::capacity; ++i)
        x_[i] = static_cast<double>(x[i < n ? i : n - 1]);
      enclose_(x_, n, parameters_, enclosed_);
      if (!c.value) accept_enclosed(y, n, enclosed_.value, value_is_fine_);
      if (!c.slope) accept_enclosed(d, n, enclosed_.slope, slope_is_fine_);
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (!value_is_fine_[i] || !slope_is_fine_[i]) ask(x[i], y[i], d[i], i, forward, slope);
    }
  }

 private:
  static void accept_constant(const float* y, std::size_t n, float constant, bool* fine,
                              finding_of_block& f) {
    for (std::size_t i = 0; i < n; ++i) fine[i] = bits_of(y[i]) == bits_of(constant);
    f.constant += n;
  }
  static void accept_enclosed(const float* y, std::size_t n, const enclosures::parts& p, bool* fine) {
    for (std::size_t i = 0; i < n; ++i) fine[i] = is_accepted(y[i], p.high[i], p.low[i], p.error[i]);
  }

  void ask(float x, float y, float d, std::size_t i, finding_of_block& forward,
           finding_of_block& slope) const {
    if (std::isnan(x)) {
      constexpr std::uint32_t quiet = 0x00400000;
      if (!is_same_nan(bits_of(y), bits_of(x), quiet))
        judge({0, true}, bits_of(x), bits_of(y), bits_of(x) | quiet, forward);
      if (!is_same_nan(bits_of(d), bits_of(x), quiet))
        judge({0, true}, bits_of(x), bits_of(d), bits_of(x) | quiet, slope);
      return;
    }
    const truth t = true_result(index_, static_cast<double>(x), parameters_, format_of<float>);
    if (!value_is_fine_[i]) {
      judge(t.value, bits_of(x), bits_of(y), bits_of(static_cast<float>(t.value.number)), forward);
    }
    if (!slope_is_fine_[i]) {
      judge(t.slope, bits_of(x), bits_of(d), bits_of(static_cast<float>(t.slope.number)), slope);
    }
  }

  std::size_t index_;
  const double* parameters_;
  enclose_function enclose_;
  double x_[enclosures::capacity];
  enclosures enclosed_;
  bool value_is_fine_[enclosures::capacity], slope_is_fine_[enclosures::capacity];
};

// ---- putting blocks together

class collector {
 public:
  explicit collector(std::size_t blocks) : hashes_(blocks) {}

  void add(std::size_t block, const finding_of_block& b, const block_hash& hash) {
    hashes_[block] = hash;
    const std::lock_guard lock(mutex_);
    found_.constant += b.constant;
    found_.doubtful += b.doubtful;
    found_.wrong.insert(found_.wrong.end(), b.wrong.begin(), b.wrong.end());
    if (found_.doubtful > doubtful_limit) found_.gave_up = true;
  }
  bool gave_up() {
    const std::lock_guard lock(mutex_);
    return found_.gave_up;
  }
  finding result(std::uint64_t inputs) {
    found_.inputs = inputs;
    std::sort(found_.wrong.begin(), found_.wrong.end(),
              [](const auto& a, const auto& b) { return a.x < b.x; });
    if (!found_.gave_up) found_.hash = hash_of_blocks(hashes_);
    return std::move(found_);
  }

 private:
  std::mutex mutex_;
  finding found_;
  std::vector<block_hash> hashes_;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
proof prove_16_bits(const isa::table& path, const detail::function& f, const job& how) {
  const auto start = std::chrono::steady_clock::now();
  const auto parameters = parameters_for<T>(*f.about);
  const kernel::entry_points<T>& entry = path.entry_of(f.index).of<T>();
  std::vector<T> x(65536), y(65536), d(65536);
  for (std::uint32_t i = 0; i < 65536; ++i) x[i] = T::from_bits(static_cast<std::uint16_t>(i));
  entry.forward({x.data(), nullptr, y.data(), 1, x.size(), parameters.data(), entry.kernels});
  entry.slope({x.data(), nullptr, d.data(), 1, x.size(), parameters.data(), entry.kernels});
  constexpr std::size_t block = 512;
  collector forward(65536 / block), slope(65536 / block);
  run_blocks(65536 / block, how, [&](std::size_t b) {
    finding_of_block value_found, slope_found;
    for (std::size_t i = b * block; i < (b + 1) * block; ++i) {
      const auto bits = static_cast<std::uint32_t>(i);
      const double at = static_cast<double>(static_cast<float>(x[i]));
      if (std::isnan(at)) {
        const std::uint32_t quiet = std::is_same_v<T, f16> ? 0x200 : 0x40;
        if (!is_same_nan(y[i].bits, bits, quiet))
          judge({0, true}, bits, y[i].bits, bits | quiet, value_found);
        if (!is_same_nan(d[i].bits, bits, quiet))
          judge({0, true}, bits, d[i].bits, bits | quiet, slope_found);
        continue;
      }
      const truth t = true_result(f.index, at, parameters.data(), format_of<T>);
      // The number is one of T's already: converting it to T does not round.
      judge(t.value, bits, y[i].bits, T(static_cast<float>(t.value.number)).bits, value_found);
      judge(t.slope, bits, d[i].bits, T(static_cast<float>(t.slope.number)).bits, slope_found);
    }
    forward.add(b, value_found, {});
    slope.add(b, slope_found, {});
  });
  proof p{forward.result(65536), slope.result(65536), 0};
  p.forward.hash = hash_of_blocks({hash_of_block(y.data(), y.size() * sizeof(T))});
  p.slope.hash = hash_of_blocks({hash_of_block(d.data(), d.size() * sizeof(T))});
  p.seconds = seconds_since(start);
  return p;
}

}  // namespace

proof prove_kernels(std::size_t index, const double* parameters, const float_kernel& forward_kernel,
                    const float_kernel& slope_kernel, const std::vector<pattern_run>& runs, const job& how) {
  const auto start = std::chrono::steady_clock::now();
  const auto pieces = pieces_of(runs, hashed_block);
  collector forward(pieces.size()), slope(pieces.size());
  run_blocks(pieces.size(), how, [&](std::size_t b) {
    if (forward.gave_up() || slope.gave_up()) return;
    thread_local std::vector<float> x(hashed_block), y(hashed_block), d(hashed_block);
    const pattern_run& piece = pieces[b];
    const std::size_t n = piece.count;
    std::uint32_t bits = piece.first;
    for (std::size_t i = 0; i < n; ++i, bits += piece.stride) x[i] = std::bit_cast<float>(bits);
    forward_kernel(x.data(), y.data(), n);
    slope_kernel(x.data(), d.data(), n);
    finding_of_block value_found, slope_found;
    stretch_check check(index, parameters);
    for (std::size_t i = 0; i < n; i += enclosures::capacity) {
      check.run(&x[i], &y[i], &d[i], std::min(enclosures::capacity, n - i), value_found, slope_found);
    }
    forward.add(b, value_found, hash_of_block(y.data(), n * sizeof(float)));
    slope.add(b, slope_found, hash_of_block(d.data(), n * sizeof(float)));
  });
  const std::uint64_t inputs = count_of(runs);
  proof p{forward.result(inputs), slope.result(inputs), 0};
  p.seconds = seconds_since(start);
  return p;
}

proof prove_f32(const isa::table& path, const detail::function& f, const std::vector<pattern_run>& runs,
                const job& how) {
  const auto parameters = parameters_for<float>(*f.about);
  const kernel::entry_points<float>& entry = path.entry_of(f.index).f32;
  return prove_kernels(
      f.index, parameters.data(),
      [&](const float* x, float* y, std::size_t n) {
        entry.forward({x, nullptr, y, 1, n, parameters.data(), entry.kernels});
      },
      [&](const float* x, float* y, std::size_t n) {
        entry.slope({x, nullptr, y, 1, n, parameters.data(), entry.kernels});
      },
      runs, how);
}

proof prove_f16(const isa::table& path, const detail::function& f, const job& how) {
  return prove_16_bits<f16>(path, f, how);
}
proof prove_bf16(const isa::table& path, const detail::function& f, const job& how) {
  return prove_16_bits<bf16>(path, f, how);
}

}  // namespace hillock::verify
#endif
