// SPDX-License-Identifier: Apache-2.0
#include "nn/initializer.hpp"

#include <algorithm>

#include "hillock/error.hpp"
#include "nn_support.hpp"

namespace hillock::nn {
namespace {

TEST(computed_gain, agrees_with_high_precision_quadrature) {
  // 1/√E[f(z)²] by mpmath with 40 digits.
  EXPECT_NEAR(computed_gain(find("identity")), 1, 1e-12);
  EXPECT_NEAR(computed_gain(find("relu")), 1.414213562373095, 1e-12);
  EXPECT_NEAR(computed_gain(find("leaky_relu")), 1.414142856997835, 1e-12);
  EXPECT_NEAR(computed_gain(find("leaky_relu(slope=0.3)")), 1.354570922957193, 1e-12);
  EXPECT_NEAR(computed_gain(find("tanh")), 1.592537419722831, 1e-12);
  EXPECT_NEAR(computed_gain(find("sigmoid")), 1.846228545338605, 1e-12);
}

struct initializers : restore_dispatch {};

TEST_F(initializers, draw_the_same_bits_on_every_path) {
  for (const std::string& scheme : initializer_names()) {
    std::string expected;
    for (const std::string_view isa : isas()) {
      use(isa);
      network<float> net(5, {17, 9}, 3, find("tanh"));
      initialize(net, scheme, 42);
      if (expected.empty()) expected = net.hash();
      EXPECT_EQ(net.hash(), expected) << scheme << ' ' << isa;
    }
  }
}

TEST_F(initializers, have_the_deviation_and_bounds_of_their_papers) {
  // 256 × 200 draws: the sample deviation is within 1.5 % (about 5 standard errors).
  const struct {
    const char* scheme;
    double deviation, limit;
  } expected[] = {{"xavier", std::sqrt(2.0 / 456), std::sqrt(6.0 / 456)},
                  {"he", std::sqrt(2.0 / 256), 1},
                  {"lecun", std::sqrt(1.0 / 256), 1},
                  {"pytorch", std::sqrt(1.0 / 256 / 3), 1.0 / 16},
                  {"gain", 1.592537419722831 / 16, 1}};
  for (const auto& e : expected) {
    network<double> net(256, {200}, 2, find("tanh"));
    initialize(net, e.scheme, 7);
    double square = 0, largest = 0;
    for (const double w : net.layers[0].weights.values) {
      square += w * w;
      largest = std::max(largest, std::abs(w));
    }
    EXPECT_NEAR(std::sqrt(square / (256 * 200)) / e.deviation, 1, 0.015) << e.scheme;
    EXPECT_LE(largest, e.limit) << e.scheme;
    const bool zero =
        std::all_of(net.layers[0].bias.begin(), net.layers[0].bias.end(), [](double b) { return b == 0; });
    EXPECT_EQ(zero, std::string(e.scheme) != "pytorch") << e.scheme;
  }
}

TEST_F(initializers, draw_the_same_numbers_for_every_activation_scaled) {
  network<double> relu(8, {8}, 2, find("relu")), identity(8, {8}, 2, find("identity"));
  initialize(relu, "gain", 3);
  initialize(identity, "gain", 3);
  for (std::size_t i = 0; i < 64; ++i) {
    EXPECT_NEAR(relu.layers[0].weights.values[i], std::sqrt(2.0) * identity.layers[0].weights.values[i],
                1e-12);
  }
  EXPECT_EQ(relu.layers[1].weights.values, identity.layers[1].weights.values);  // the output layer is linear
  initialize(identity, "gain", 4);
  EXPECT_NE(relu.layers[1].weights.values, identity.layers[1].weights.values);
}

TEST_F(initializers, gain_keeps_the_variance_through_ten_layers) {
  philox random(1, "signal");
  for (const char* name : {"relu", "tanh", "leaky_relu"}) {
    network<float> net(256, std::vector<std::size_t>(10, 256), 2, find(name));
    initialize(net, "gain", 5);
    const auto x = normal_matrix<float>(random, 64, 256);
    net.forward(x);
    double square = 0;
    for (const float z : net.layers[9].pre.values) square += static_cast<double>(z) * z;
    // Fluctuations add up over ten layers of 256 units; without the gain relu's would be 2^-10, i.e. 0.001.
    EXPECT_NEAR(std::log2(square / (64 * 256)), 0, 1.2) << name;
  }
}

TEST_F(initializers, refuse_an_unknown_name) {
  network<float> net(2, {2}, 2, find("relu"));
  try {
    initialize(net, "xavierr", 1);
    FAIL();
  } catch (const usage_error& e) {
    EXPECT_STREQ(e.what(), "unknown initialization 'xavierr'; valid: xavier, he, lecun, pytorch, gain");
  }
}

}  // namespace
}  // namespace hillock::nn
