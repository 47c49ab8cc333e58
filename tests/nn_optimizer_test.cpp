// SPDX-License-Identifier: Apache-2.0
// Optimisers against PyTorch 2.15 (float64, three steps on the gradients below, worked out once and quoted).
#include "nn/optimizer.hpp"

#include <limits>

#include "face/choice.hpp"
#include "hillock/error.hpp"
#include "nn_support.hpp"

namespace hillock::nn {
namespace {

// Three parameters: a layer of two weights and one bias.
template <class T>
network<T> three_parameters() {
  network<T> net(2, {}, 1, find("identity"));
  net.layers[0].weights.values = {T(0.5), T(-1)};
  net.layers[0].bias = {T(2)};
  return net;
}

std::vector<double> after_three_steps(const optimizer_options& options) {
  network<double> net = three_parameters<double>();
  optimizer<double> rule(options, net);
  const double gradients[3][3] = {{0.1, -0.2, 0.3}, {0.4, 0.0, -0.1}, {-0.3, 0.25, 1.5}};
  for (const auto& g : gradients) {
    net.layers[0].dweights.values = {g[0], g[1]};
    net.layers[0].dbias = {g[2]};
    rule.step(net);
  }
  return {net.layers[0].weights.values[0], net.layers[0].weights.values[1], net.layers[0].bias[0]};
}

// PyTorch's order of operations differs in the last bits: 1e-15 is a few ulp of values near 1.
void expect_parameters(const optimizer_options& options, const std::vector<double>& expected) {
  const auto found = after_three_steps(options);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found[i], expected[i], 1e-15) << options.name << ' ' << i;
}

TEST(optimizer, sgd_agrees_with_pytorch) {
  expect_parameters({.name = "sgd", .learning_rate = 0.1}, {0.48, -1.005, 1.83});
  expect_parameters({.name = "sgd", .learning_rate = 0.1, .momentum = 0.9, .weight_decay = 0.01},
                    {0.42417538949999994, -0.965270779, 1.776593568});
}

TEST(optimizer, adam_agrees_with_pytorch) {
  expect_parameters({.name = "adam", .learning_rate = 0.01},
                    {0.47938915337896526, -0.9850559838616092, 1.979109220308917});
  expect_parameters({.name = "adam",
                     .learning_rate = 0.01,
                     .beta1 = 0.8,
                     .beta2 = 0.99,
                     .epsilon = 1e-6,
                     .weight_decay = 0.1},
                    {0.4778868608101107, -0.97912827328381, 1.9739284673144244});
}

TEST(optimizer, adamw_agrees_with_pytorch) {
  expect_parameters({.name = "adamw", .learning_rate = 0.01, .weight_decay = 0.1},
                    {0.47791948664156875, -0.982085673442677, 1.973139210493791});
}

TEST(optimizer, clips_the_gradient_to_the_norm_asked_for) {
  network<double> net = three_parameters<double>();
  optimizer<double> rule({.name = "sgd", .learning_rate = 1, .clip_norm = 2.5}, net);
  net.layers[0].dweights.values = {3, 0};
  net.layers[0].dbias = {-4};
  EXPECT_EQ(rule.step(net), 5);  // before clipping
  EXPECT_EQ(net.layers[0].weights.values, (std::vector<double>{0.5 - 1.5, -1}));
  EXPECT_EQ(net.layers[0].bias, std::vector<double>{2 + 2});
  net.layers[0].dweights.values = {0.5, 0};
  net.layers[0].dbias = {0};
  EXPECT_EQ(rule.step(net), 0.5);  // small enough: not touched
  EXPECT_EQ(net.layers[0].weights.values[0], -1 - 0.5);
}

TEST(optimizer, refuses_unknown_names_and_constants_out_of_range) {
  const auto net = three_parameters<float>();
  try {
    optimizer<float>({.name = "adamx"}, net);
    FAIL();
  } catch (const usage_error& e) {
    EXPECT_STREQ(e.what(), "unknown optimizer 'adamx'; valid: sgd, adam, adamw");
  }
  EXPECT_THROW(optimizer<float>({.learning_rate = -1}, net), usage_error);
  EXPECT_THROW(optimizer<float>({.learning_rate = std::nan("")}, net), usage_error);
  EXPECT_THROW(optimizer<float>({.beta1 = 1}, net), usage_error);
  EXPECT_THROW(optimizer<float>({.clip_norm = -0.5}, net), usage_error);
}

struct optimizers : restore_dispatch {};

// Of a dead unit: 0.9 times the smallest subnormal rounds to itself, and every one costs microcode.
TEST_F(optimizers, count_moments_too_small_to_be_normal_as_zero) {
  constexpr float normal = std::numeric_limits<float>::min(), tiny = normal / 2;
  for (const std::string_view isa : isas()) {
    use(isa);
    const auto& kernels = face::active().training->of<float>();
    const std::vector<float> gradient(40, 0.0F);
    std::vector<float> first(40, tiny), second(40, -tiny), parameter(40, 1.0F);
    first[0] = -4 * normal, second[1] = 4 * normal;
    kernels.adam({1, 0, 1, 0.5, 0.5, 1e-8, 0.1, 1}, gradient.data(), first.data(), second.data(),
                 parameter.data(), 40);
    for (std::size_t i = 0; i < 40; ++i) {
      EXPECT_EQ(first[i], i == 0 ? -2 * normal : 0) << isa << ' ' << i;
      EXPECT_EQ(second[i], i == 1 ? 2 * normal : 0) << isa << ' ' << i;
    }
    first.assign(40, -tiny);
    kernels.sgd({1, 0, 0.5, 0.1}, gradient.data(), first.data(), parameter.data(), 40);
    EXPECT_EQ(first, gradient) << isa;
  }
}

TEST_F(optimizers, give_the_same_bits_on_every_path_and_length) {
  for (const std::size_t width : {1u, 7u, 31u, 64u, 65u, 300u}) {
    for (const char* name : {"sgd", "adam", "adamw"}) {
      std::string expected_hash;
      double expected_norm = 0;
      for (const std::string_view isa : isas()) {
        use(isa);
        philox random(1, "optimizer");
        network<float> net(3, {}, width, find("identity"));
        net.layers[0].weights.values = normals<float>(random, 3 * width);
        optimizer<float> rule({.name = name, .momentum = 0.5, .weight_decay = 0.01, .clip_norm = 1}, net);
        double norm = 0;
        for (int step = 0; step < 3; ++step) {
          net.layers[0].dweights.values = normals<float>(random, 3 * width);
          net.layers[0].dbias = normals<float>(random, width);
          norm = rule.step(net);
        }
        if (expected_hash.empty()) expected_hash = net.hash(), expected_norm = norm;
        EXPECT_EQ(net.hash(), expected_hash) << name << ' ' << isa << ' ' << width;
        EXPECT_EQ(norm, expected_norm) << name << ' ' << isa << ' ' << width;
      }
    }
  }
}

}  // namespace
}  // namespace hillock::nn
