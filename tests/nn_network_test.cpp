// SPDX-License-Identifier: Apache-2.0
// Gradients against a case worked by hand and against central differences.
#include "nn/network.hpp"

#include <functional>

#include "nn/initializer.hpp"
#include "nn/loss.hpp"
#include "nn_support.hpp"

namespace hillock::nn {
namespace {

/// A loss with its targets bound: logits in, mean out, gradient by the way.
struct objective {
  const char* name;
  std::size_t outputs;
  std::function<double(const matrix<double>& logits, matrix<double>& dlogits)> loss;
};

std::vector<objective> objectives(std::size_t rows) {
  philox random(5, "targets");
  const auto classes = labels_below(random, rows, 3), sides = labels_below(random, rows, 2);
  const auto values = normals<double>(random, rows);
  return {
      {"softmax cross-entropy", 3,
       [=](const auto& z, auto& d) { return softmax_cross_entropy(z, classes, d); }},
      {"binary cross-entropy", 1, [=](const auto& z, auto& d) { return binary_cross_entropy(z, sides, d); }},
      {"mean squared error", 1,
       [=](const auto& z, auto& d) { return mean_squared_error<double>(z, values, d); }}};
}

// Central differences have the error h²·f'''/6 + ε/h: with h = 1e-5 about 1e-10 on losses of order 1. What
// is not smooth within some h of a pre-activation would spoil them; the seed is chosen so that the nearest is
// 1e-4 away.
void expect_gradients(const activation& f, const objective& goal, const std::vector<std::size_t>& widths) {
  constexpr std::size_t batch = 7;
  network<double> net(3, widths, goal.outputs, f);
  initialize(net, "gain", 11);
  philox random(12, "gradients");
  for (auto& layer : net.layers) layer.bias = normals<double>(random, layer.bias.size());
  const auto x = normal_matrix<double>(random, batch, 3);
  matrix<double> dlogits, ignored;
  goal.loss(net.forward(x), dlogits);
  net.backward(x, dlogits);
  for (const auto& layer : net.layers) {
    if (!layer.activated || f.card().smoothness == card::smooth) continue;
    for (const double z : layer.pre.values)
      ASSERT_GT(std::abs(z), 1e-4) << f << ": too near the kink at 0: another seed";
  }
  const auto check = [&](std::vector<double>& parameters, const std::vector<double>& gradient,
                         const char* what) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const double h = 1e-5, kept = parameters[i];
      parameters[i] = kept + h;
      const double above = goal.loss(net.forward(x), ignored);
      parameters[i] = kept - h;
      const double below = goal.loss(net.forward(x), ignored);
      parameters[i] = kept;
      const double expected = (above - below) / (2 * h);
      EXPECT_NEAR(gradient[i], expected, 2e-9 * (1 + std::abs(expected)))
          << f.to_string() << ", " << goal.name << ", " << what << ' ' << i;
    }
  };
  for (auto& layer : net.layers) {
    check(layer.weights.values, layer.dweights.values, "weight");
    check(layer.bias, layer.dbias, "bias");
  }
}

TEST(network, gradients_agree_with_central_differences_for_every_activation_and_loss) {
  for (const activation& f : all()) {
    if (f.card().reduces) continue;  // no layer has room for one number of a row
    for (const objective& goal : objectives(7)) expect_gradients(f, goal, {5, 4});
  }
  expect_gradients(find("leaky_relu(slope=0.3)"), objectives(7)[0], {20});
}

TEST(network, gradients_agree_without_hidden_layers) {
  for (const objective& goal : objectives(7)) expect_gradients(find("identity"), goal, {});
}

TEST(network, gradients_of_a_case_worked_by_hand) {
  // 2·½ + ¼ = 1¼ → relu → 1¼·(−1) + ½ = −¾; target 1: loss (−1¾)² = 3.0625, dz = −3.5.
  network<float> net(1, {1}, 1, find("relu"));
  net.layers[0].weights.values = {0.5f};
  net.layers[0].bias = {0.25f};
  net.layers[1].weights.values = {-1};
  net.layers[1].bias = {0.5f};
  matrix<float> x(1, 1), d;
  x.values = {2};
  const matrix<float>& logits = net.forward(x);
  EXPECT_EQ(logits.values, std::vector<float>{-0.75f});
  EXPECT_EQ(mean_squared_error<float>(logits, std::vector<float>{1}, d), 3.0625);
  net.backward(x, d);
  EXPECT_EQ(net.layers[1].dweights.values, std::vector<float>{-3.5f * 1.25f});
  EXPECT_EQ(net.layers[1].dbias, std::vector<float>{-3.5f});
  EXPECT_EQ(net.layers[0].dpre.values, std::vector<float>{3.5f});
  EXPECT_EQ(net.layers[0].dweights.values, std::vector<float>{7});
  EXPECT_EQ(net.layers[0].dbias, std::vector<float>{3.5f});
}

TEST(network, keeps_what_the_probes_look_at) {
  philox random(1, "network");
  network<float> net(4, {8, 6}, 3, find("tanh"));
  initialize(net, "xavier", 1);
  const auto x = normal_matrix<float>(random, 10, 4);
  net.forward(x);
  ASSERT_EQ(net.layers.size(), 3u);
  EXPECT_EQ(net.layers[1].pre.columns, 6u);
  std::vector<float> post(net.layers[1].pre.values.size());
  net.hidden_activation().forward(std::span<const float>(net.layers[1].pre.values), post);
  EXPECT_EQ(net.layers[1].post.values, post);
  EXPECT_TRUE(net.layers[2].post.values.empty());
  EXPECT_EQ(net.parameters(), 4u * 8 + 8 + 8 * 6 + 6 + 6 * 3 + 3);
  // Every example's logits depend on that example alone: a smaller batch gives the same bits.
  const std::vector<float> last(net.layers[2].pre.values.end() - 3, net.layers[2].pre.values.end());
  matrix<float> one(1, 4);
  one.values.assign(x.values.end() - 4, x.values.end());
  EXPECT_EQ(net.forward(one).values, last);
}

TEST(network, refuses_shapes_that_do_not_fit) {
  network<float> net(4, {8}, 3, find("relu"));
  EXPECT_THROW(net.forward(matrix<float>(2, 5)), std::invalid_argument);
  net.forward(matrix<float>(2, 4));
  EXPECT_THROW(net.backward(matrix<float>(3, 4), matrix<float>(3, 3)), std::invalid_argument);
  EXPECT_THROW(net.backward(matrix<float>(2, 4), matrix<float>(2, 2)), std::invalid_argument);
  EXPECT_THROW(network<float>(4, {0}, 3, find("relu")), std::invalid_argument);
}

TEST(network, hash_sees_every_parameter_and_takes_all_nans_for_one) {
  network<float> net(2, {3}, 2, find("relu"));
  initialize(net, "he", 1);
  const std::string before = net.hash();
  EXPECT_EQ(before.size(), 32u);
  for (auto& layer : net.layers) {
    for (std::vector<float>* values : {&layer.weights.values, &layer.bias}) {
      for (float& v : *values) {
        const float kept = v;
        v = v == 0 ? -0.0f : -v;
        EXPECT_NE(net.hash(), before);
        v = kept;
      }
    }
  }
  EXPECT_EQ(net.hash(), before);
  net.layers[0].bias[1] = std::numeric_limits<float>::quiet_NaN();
  const std::string with_nan = net.hash();
  net.layers[0].bias[1] = std::bit_cast<float>(0xffc01234u);
  EXPECT_EQ(net.hash(), with_nan);
}

}  // namespace
}  // namespace hillock::nn
