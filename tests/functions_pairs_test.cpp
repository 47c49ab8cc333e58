// SPDX-License-Identifier: Apache-2.0
// The way by pairs of floats: what it calls sure is right, most of the ordinary numbers are sure, and what is
// not is repaired, however much of an array that is.
#include "activations/sigmoid.hpp"
#include "activations/tanh.hpp"
#include "functions_support.hpp"
#include "simd/scalar.hpp"

namespace functions_test {
namespace {

using number = hillock::simd::scalar<float>;

/// Every 4,099th float and the neighbours of powers of two, in one order.
std::vector<float> floats() {
  std::vector<float> x = all_kinds<float>();
  for (std::uint64_t b = 0; b < std::uint64_t{1} << 32; b += 4099) x.push_back(from_bits<float>(b));
  return x;
}

/// One lane at a time, so that a machine without an instruction set checks the arithmetic of its table too.
/// `hillock verify` on a machine that has it looks at every float.
template <class Pairs>
void what_is_sure_is_right(const char* name, const std::vector<float>& x) {
  const on_path portable("portable");
  std::vector<float> want(x.size());
  hillock::find(name).forward(std::span<const float>(x), std::span<float>(want));
  const typename Pairs::template tables<number> tables;
  std::size_t ordinary = 0, sure = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto result = Pairs::end(Pairs::middle(Pairs::begin(tables, number(x[i]))), number(x[i]));
    if (std::isnan(x[i])) {
      EXPECT_FALSE(result.sure) << name << ": the repair keeps the payload";
    }
    if (result.sure) {
      ASSERT_EQ(to_bits(result.value.v), to_bits(want[i])) << name << " of " << std::hexfloat << x[i];
    }
    if (!(std::fabs(x[i]) <= 87)) continue;
    ++ordinary;
    sure += result.sure;
  }
  EXPECT_GT(static_cast<double>(sure), 0.998 * static_cast<double>(ordinary)) << name;
}

TEST(pairs, what_is_sure_is_right_with_each_table) {
  const std::vector<float> x = floats();
  what_is_sure_is_right<hillock::activations::sigmoid::pairs<8>>("sigmoid", x);
  what_is_sure_is_right<hillock::activations::sigmoid::pairs<16>>("sigmoid", x);
  what_is_sure_is_right<hillock::activations::tanh::pairs<8>>("tanh", x);
  what_is_sure_is_right<hillock::activations::tanh::pairs<16>>("tanh", x);
}

/// Normal numbers, and every `period`-th in doubt: a NaN with its own payload, or a result that is subnormal.
std::vector<float> doubtful_every(std::size_t period, std::size_t n) {
  std::vector<float> x(n);
  hillock::philox random(4, "doubtful");
  for (float& v : x) v = static_cast<float>(random.normal());
  for (std::size_t i = 0; i < n; i += period) {
    const auto j = static_cast<std::uint32_t>(i);
    x[i] = i % 3 == 0 ? from_bits<float>(0x7f800001 + j) : -87.5F - static_cast<float>(i % 16);
  }
  return x;
}

TEST(pairs, repairs_any_share_of_an_array_in_place_or_not) {
  for (const char* name : {"sigmoid", "tanh"}) {
    const hillock::activation f = hillock::find(name);
    for (const std::size_t period : {1, 2, 3, 4, 16, 1000, 100000}) {
      const std::vector<float> x = doubtful_every(period, 6200);
      std::vector<float> want(x.size());
      {
        const on_path portable("portable");
        f.forward(std::span<const float>(x), std::span<float>(want));
      }
      for (const std::string_view isa : hillock::isas()) {
        const on_path path(isa);
        for (const std::size_t n : {127, 128, 129, 1000, 2047, 2048, 2049, 2063, 2064, 4095, 4097, 6199}) {
          for (const std::size_t shift : {0, 1}) {
            const std::vector<float> from(x.begin() + static_cast<std::ptrdiff_t>(shift),
                                          x.begin() + static_cast<std::ptrdiff_t>(shift + n));
            const std::vector<float> right(want.begin() + static_cast<std::ptrdiff_t>(shift),
                                           want.begin() + static_cast<std::ptrdiff_t>(shift + n));
            std::vector<float> out(n), in_place = from;
            f.forward(std::span<const float>(from), std::span<float>(out));
            f.forward(std::span<float>(in_place));
            ASSERT_TRUE(same_bits(out, right, from)) << name << " of " << n << " on " << isa;
            ASSERT_TRUE(same_bits(in_place, right, from)) << name << " of " << n << " in place on " << isa;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace functions_test
