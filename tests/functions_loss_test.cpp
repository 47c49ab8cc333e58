// SPDX-License-Identifier: Apache-2.0
// Softmax cross-entropy, smoothed and weighted: against its definition in 80 bits, at saturation, in every
// type, in place, on every path and any number of threads; what it refuses.
#include <algorithm>

#include "functions_support.hpp"

namespace functions_test {
namespace loss_test {
namespace {

using hillock::cross_entropy, hillock::softmax_cross_entropy;
using labels = std::vector<std::int32_t>;

template <class T>
struct batch {
  std::vector<T> logits;
  labels truth;
  std::vector<double> weights;

  batch(std::size_t rows, std::size_t classes, double spread, std::uint64_t seed)
      : logits(rows * classes), truth(rows), weights(classes) {
    hillock::philox random(seed, "cross-entropy");
    for (T& v : logits) v = make<T>(spread * random.normal());
    for (std::int32_t& y : truth) y = static_cast<std::int32_t>(random.below(classes));
    for (double& w : weights) w = random.below(5) ? 2 * random.uniform() : 0;
    weights[static_cast<std::size_t>(truth[0])] = 1.5;
  }
  std::size_t classes() const { return logits.size() / truth.size(); }
};

template <class T>
struct outcome {
  double mean;
  std::vector<T> dlogits;
  std::vector<double> losses;
};
template <class T>
outcome<T> of(const batch<T>& b, double smoothing, bool weighted) {
  outcome<T> o{0, std::vector<T>(b.logits.size()), std::vector<double>(b.truth.size())};
  cross_entropy<T> c{.logits = b.logits,
                     .labels = b.truth,
                     .dlogits = o.dlogits,
                     .losses = o.losses,
                     .label_smoothing = smoothing};
  if (weighted) c.class_weights = b.weights;
  o.mean = softmax_cross_entropy(c);
  return o;
}

template <class T>
class cross_entropies : public ::testing::Test {};
TYPED_TEST_SUITE(cross_entropies, element_types);

#if defined(__x86_64__)
// The terms are good to 2^-47: differences of logits up to 30, rounded, are exponents, and sums have 40
// terms. A gradient is rounded to T on top, by way of a float.
TYPED_TEST(cross_entropies, are_their_definition) {
  using T = TypeParam;
  const long double half_ulp = sizeof(T) == 8                    ? 0
                               : std::is_same_v<T, float>        ? 0x1p-24L
                               : std::is_same_v<T, hillock::f16> ? 0x1.01p-11L
                                                                 : 0x1.01p-8L;
  for (const std::size_t classes : {1u, 2u, 7u, 40u}) {
    const batch<T> b(37, classes, 4, classes);
    for (const double smoothing : {0.0, 0.1, 1.0}) {
      for (const bool weighted : {false, true}) {
        const outcome<T> got = of(b, smoothing, weighted);
        long double sum = 0, divisor = 0;
        const auto weight = [&](std::size_t j) {
          return weighted ? static_cast<long double>(b.weights[j]) : 1.0L;
        };
        for (const std::int32_t y : b.truth) divisor += weight(static_cast<std::size_t>(y));
        for (std::size_t i = 0; i < b.truth.size(); ++i) {
          const auto y = static_cast<std::size_t>(b.truth[i]);
          long double total = 0, loss = 0, mass = 0, size = 0;
          const auto z = [&](std::size_t j) {
            return static_cast<long double>(value_of(b.logits[i * classes + j]));
          };
          for (std::size_t j = 0; j < classes; ++j) total += std::exp(z(j));
          const auto target = [&](std::size_t j) {
            return weight(j) * ((j == y ? 1 - static_cast<long double>(smoothing) : 0) +
                                static_cast<long double>(smoothing) / static_cast<long double>(classes));
          };
          for (std::size_t j = 0; j < classes; ++j) {
            const long double term = target(j) * (std::log(total) - z(j));
            loss += term, size += std::fabs(term), mass += target(j);
          }
          EXPECT_NEAR(got.losses[i], static_cast<double>(loss),
                      static_cast<double>(0x1p-47L * (size + mass)));
          for (std::size_t j = 0; j < classes; ++j) {
            const long double first = mass * std::exp(z(j)) / total, second = target(j);
            const long double want = (first - second) / divisor;
            const long double off = 0x1p-47L * (first + second) / divisor + half_ulp * std::fabs(want) +
                                    static_cast<long double>(value_of(from_bits<T>(1)));
            EXPECT_NEAR(value_of(got.dlogits[i * classes + j]), static_cast<double>(want),
                        static_cast<double>(off))
                << classes << ' ' << smoothing << weighted;
          }
          sum += loss;
        }
        EXPECT_NEAR(got.mean, static_cast<double>(sum / divisor),
                    static_cast<double>(0x1p-46L * (sum / divisor + 1)));
      }
    }
  }
}
#endif

// e^-50 = 1.9287e-22 is lost beside 1 in plain arithmetic: loss and gradient would be 0. And unlike in the
// engine no gradient is taken for 0.
TYPED_TEST(cross_entropies, do_not_cancel_at_saturation) {
  using T = TypeParam;
  const auto surely = [](double gap) {
    batch<T> b(1, 2, 0, 1);
    b.logits = {make<T>(gap), make<T>(0)}, b.truth = {0};
    return of(b, 0, false);
  };
  const outcome<T> right = surely(50), wrong = surely(-50);
  EXPECT_DOUBLE_EQ(right.mean, 1.928749847963917783e-22);
  EXPECT_EQ(wrong.mean, 50);
  EXPECT_EQ(value_of(right.dlogits[1]), value_of(make<T>(1.928749847963917783e-22)));
  EXPECT_EQ(value_of(right.dlogits[0]), -value_of(right.dlogits[1]));
  EXPECT_EQ(value_of(wrong.dlogits[0]), -1);
  const double far = value_of(surely(80).dlogits[1]);
  EXPECT_FLOAT_EQ(static_cast<float>(far), static_cast<float>(value_of(make<T>(1.8048513878454153e-35))));
}

TYPED_TEST(cross_entropies, of_infinities_and_nan) {
  using T = TypeParam;
  const auto with = [](double first, double second, std::int32_t y, double smoothing) {
    batch<T> b(1, 2, 0, 1);
    b.logits = {make<T>(first), make<T>(second)}, b.truth = {y};
    return of(b, smoothing, false);
  };
  EXPECT_EQ(with(-INFINITY, 3, 1, 0).mean, 0);  // what has no weight costs nothing, however unlikely
  EXPECT_EQ(with(-INFINITY, 3, 0, 0).mean, INFINITY);
  EXPECT_EQ(with(-INFINITY, 3, 1, 0.1).mean, INFINITY);  // smoothed: each counts
  for (const double bad : {static_cast<double>(NAN), static_cast<double>(INFINITY)}) {
    const outcome<T> o = with(bad, 1, 1, 0.1);
    EXPECT_TRUE(std::isnan(o.mean));
    EXPECT_TRUE(is_nan(o.dlogits[0]) && is_nan(o.dlogits[1]));
  }
  EXPECT_TRUE(std::isnan(with(-INFINITY, -INFINITY, 1, 0).mean));
  // A class of no weight may be as unlikely as it wants to be.
  batch<T> b(1, 2, 0, 1);
  b.logits = {make<T>(-INFINITY), make<T>(0)}, b.truth = {1}, b.weights = {0, 1};
  EXPECT_EQ(of(b, 0.5, true).mean, 0);
}

TYPED_TEST(cross_entropies, have_the_same_bits_everywhere_and_in_place) {
  using T = TypeParam;
  for (const std::size_t rows : {1u, 5u, 16u, 33u, 3000u}) {
    const batch<T> b(rows, rows == 3000 ? 70 : 11, 3, rows);
    const outcome<T> want = of(b, 0.1, true);
    for (const std::string_view isa : hillock::isas()) {
      for (const unsigned threads : {1U, 3U, 4U}) {
        const hillock::scope here{.isa = isa, .threads = threads};
        const outcome<T> got = of(b, 0.1, true);
        EXPECT_EQ(got.mean, want.mean) << isa << rows;
        EXPECT_TRUE(same_bits(got.losses, want.losses, want.losses)) << isa << rows;
        EXPECT_TRUE(same_bits(got.dlogits, want.dlogits, b.logits)) << isa << rows;
      }
    }
    std::vector<T> in_place = b.logits;
    softmax_cross_entropy(cross_entropy<T>{.logits = in_place,
                                           .labels = b.truth,
                                           .dlogits = in_place,
                                           .label_smoothing = 0.1,
                                           .class_weights = b.weights});
    EXPECT_TRUE(same_bits(in_place, want.dlogits, b.logits));
    EXPECT_EQ(softmax_cross_entropy(cross_entropy<T>{
                  .logits = b.logits, .labels = b.truth, .label_smoothing = 0.1, .class_weights = b.weights}),
              want.mean);
  }
  EXPECT_EQ(softmax_cross_entropy(cross_entropy<T>{}), 0);
}

TEST(cross_entropy, refuses_what_does_not_fit) {
  const std::vector<float> logits(6);
  const labels truth{0, 2};
  std::vector<float> out(6, 7.0f);
  const cross_entropy<float> fits{.logits = logits, .labels = truth, .dlogits = out};
  const auto said = [](const cross_entropy<float>& c) -> std::string {
    try {
      softmax_cross_entropy(c);
    } catch (const std::invalid_argument& e) {
      return std::string(e.what()).substr(9);
    }
    return "accepted";
  };
  cross_entropy<float> c = fits;
  c.logits = std::span(logits).first(5);
  EXPECT_EQ(said(c), "5 logits for 2 labels, expected as many for each label as there are classes");
  c.logits = {};
  EXPECT_EQ(said(c), "0 logits for 2 labels, expected as many for each label as there are classes");
  for (const std::int32_t bad : {-1, 3}) {
    const labels wrong{0, bad};
    c = fits, c.labels = wrong;
    EXPECT_EQ(said(c), "label " + std::to_string(bad) + " of row 1 is not one of 0 … 2");
  }
  c = fits, c.label_smoothing = 1.5;
  EXPECT_EQ(said(c), "label_smoothing = 1.5 is outside 0 … 1");
  c.label_smoothing = NAN;
  EXPECT_EQ(said(c), "label_smoothing = nan is outside 0 … 1");
  const std::vector<double> two(2, 1), negative{1, -1e-9, 1}, none{0, 1, 0};
  c = fits, c.class_weights = two;
  EXPECT_EQ(said(c), "2 class_weights for 3 classes");
  c.class_weights = negative;
  EXPECT_EQ(said(c), "the weight of class 1 is -1e-09, expected a finite number that is not negative");
  c.class_weights = none;
  EXPECT_EQ(said(c), "the weights of all labels add up to 0: there is no mean");
  c = fits, c.dlogits = std::span(out).first(5);
  EXPECT_EQ(said(c), "logits has 6 elements, dlogits has 5");
  std::vector<double> losses(3);
  c = fits, c.losses = losses;
  EXPECT_EQ(said(c), "3 losses for 2 labels");
  c = fits, c.logits = std::span<const float>(out).first(4), c.dlogits = std::span(out).subspan(1, 4);
  const labels of_two{0, 1};
  c.labels = of_two;
  EXPECT_EQ(
      said(c),
      "logits and dlogits overlap, 4 bytes apart: they must be the same elements or have none in common");
  EXPECT_EQ(out, std::vector<float>(6, 7.0f));
}

}  // namespace
}  // namespace loss_test
}  // namespace functions_test
