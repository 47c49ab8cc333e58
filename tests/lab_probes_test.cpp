// SPDX-License-Identifier: Apache-2.0
// Each probe against a case worked out by hand, and against laws that others derived.
#include <gtest/gtest.h>

#include <cmath>

#include "base/philox.hpp"
#include "data/load.hpp"
#include "lab/mean_field.hpp"
#include "lab/probe_set.hpp"
#include "lab/probes/list.hpp"
#include "lab/settings.hpp"
#include "lab/train.hpp"
#include "nn/initializer.hpp"

namespace hillock::lab {
namespace {

nn::matrix<float> matrix_of(std::size_t rows, std::size_t columns, std::vector<float> values) {
  nn::matrix<float> m(rows, columns);
  m.values = std::move(values);
  return m;
}

TEST(Probes, ZerosAreExactZerosAfterTheActivation) {
  nn::dense<float> layer;
  layer.pre = layer.post = matrix_of(2, 2, {0, -0.0f, 1e-30f, 3});
  layer_probe out;
  probes::zeros::measure({.layer = layer, .slopes = {}, .weights_before = {}}, out);
  EXPECT_EQ(out.zeros, 0.5);
}

TEST(Probes, DeadMeansNoSlopeOnAnyExample) {
  nn::dense<float> layer;
  layer.pre = nn::matrix<float>(200, 4);
  std::vector<float> slopes(800, 0.0f);
  slopes[4 * 7 + 1] = 1;                                               // unit 1: one example of 200
  slopes[4 * 3 + 2] = slopes[4 * 4 + 2] = slopes[4 * 5 + 2] = 1e-38f;  // unit 2: three
  for (std::size_t i = 0; i < 200; ++i) slopes[4 * i + 3] = 1;
  layer_probe out;
  probes::dead::measure({.layer = layer, .slopes = slopes, .weights_before = {}}, out);
  EXPECT_EQ(out.dead, 0.25);
  EXPECT_EQ(out.nearly_dead, 0.5);
}

TEST(Probes, SaturatedMeansFlatOnMoreThanHalf) {
  nn::dense<float> layer;
  layer.pre = nn::matrix<float>(4, 2);
  // Unit 0 is flat on two of four, unit 1 on three.
  const std::vector<float> slopes{0.001f, 0.001f, 0.001f, -0.001f, 0.2f, 0.002f, 0.1f, 0.2f};
  layer_probe out;
  probes::saturated::measure(
      {.layer = layer, .slopes = slopes, .steepest = 0.25f, .bounded = true, .weights_before = {}}, out);
  EXPECT_EQ(out.saturated, 0.5);
  layer_probe unbounded;
  probes::saturated::measure({.layer = layer, .slopes = slopes, .steepest = 0.25f, .weights_before = {}},
                             unbounded);
  EXPECT_EQ(unbounded.saturated, 0);
}

TEST(Probes, MomentsAreApartBeforeAndAfter) {
  nn::dense<float> layer;
  layer.pre = matrix_of(2, 2, {-3, -1, 1, 3});
  layer.post = matrix_of(2, 2, {0, 0, 1, 3});
  const std::vector<float> slopes{0, 0, 1, 1};
  layer_probe out;
  probes::moments::measure({.layer = layer, .slopes = slopes, .weights_before = {}}, out);
  EXPECT_EQ(out.pre_mean, 0);
  EXPECT_EQ(out.pre_deviation, std::sqrt(5.0));
  EXPECT_EQ(out.post_mean, 1);
  EXPECT_EQ(out.post_deviation, std::sqrt(1.5));
  EXPECT_EQ(out.zero_centredness, 1 / std::sqrt(1.5));
}

TEST(Probes, UpdateRatioIsTheChangeOverTheWeights) {
  nn::dense<float> layer;
  layer.weights = matrix_of(1, 2, {3.5f, 4});
  layer.dweights = matrix_of(1, 2, {5, 12});
  const std::vector<float> before{3, 4};
  layer_probe out;
  probes::update::measure({.layer = layer, .slopes = {}, .weights_before = before}, out);
  probes::gradient::measure({.layer = layer, .slopes = {}, .weights_before = before}, out);
  EXPECT_EQ(out.update_ratio, 0.1);
  EXPECT_EQ(out.gradient_norm, 13);
}

TEST(Probes, SteepestSlopesAreThoseOfTheTextbooks) {
  EXPECT_EQ(steepest_slope(find("sigmoid")), 0.25f);
  EXPECT_EQ(steepest_slope(find("tanh")), 1.0f);
  EXPECT_EQ(steepest_slope(find("leaky_relu(slope=0.2)")), 1.0f);
}

TEST(Probes, LookingNeverChangesTheTraining) {
  data::load_options from;
  from.rows = 200;
  const ground on(data::load(from), {}, 1);
  experiment_options options;
  options.model = "mlp:8x2";
  options.epochs = 6;
  options.learning_rate = 0.01;
  settings s = settle(options);
  choose_metric(s, on.data.task, 0.5);
  fit(s, on.data);
  std::vector<std::string> hashes;
  const std::atomic<bool> stop{false};
  for (const unsigned every : {1u, 1000u}) {
    s.probe_every = every;
    const auto r = train(s, on, {0, 1, false}, stop);
    hashes.push_back(r->finished.weights_hash);
    std::size_t looks = 0;
    for (const epoch_record& e : r->finished.curve) looks += e.layers.empty() ? 0 : 1;
    EXPECT_EQ(looks, every == 1 ? 7u : 3u);  // before, after the first epoch, at the end
  }
  EXPECT_EQ(hashes[0], hashes[1]);
}

TEST(Probes, TheProbeSetIsTheSameForEveryCandidateAndAtMostAThousand) {
  data::load_options from;
  from.rows = 4000;
  const data::split_data data = data::split(data::load(from), {});
  const probe_set set(data, 1);
  EXPECT_EQ(set.examples(), 1000u);
  EXPECT_EQ(probe_set(data, 1).features().values, set.features().values);
}

// Lu et al. 2019: for one input, zero biases and symmetric weights, a net of H layers of N units is born dead
// (some layer is all zero) with probability 1 − (1 − 2^-N)^H.
TEST(Laws, ReluNetsAreBornDeadAsOftenAsTheorySays) {
  constexpr unsigned n = 3, h = 4, nets = 4000;
  unsigned dead = 0;
  nn::matrix<float> x(1, 5);
  for (std::size_t j = 0; j < 5; ++j) x(0, j) = static_cast<float>(j) - 1.7f;
  for (unsigned seed = 1; seed <= nets; ++seed) {
    nn::network<float> net(5, std::vector<std::size_t>(h, n), 1, find("relu"));
    nn::initialize(net, "he", seed);
    net.forward(x);
    bool died = false;
    for (const auto& layer : net.layers) {
      if (!layer.activated) continue;
      layer_probe seen;
      probes::zeros::measure({.layer = layer, .slopes = {}, .weights_before = {}}, seen);
      died = died || seen.zeros == 1;
    }
    dead += died ? 1 : 0;
  }
  const double p = 1 - std::pow(1 - std::pow(2.0, -static_cast<int>(n)), h);
  // Four standard errors of a binomial share.
  EXPECT_NEAR(dead / static_cast<double>(nets), p, 4 * std::sqrt(p * (1 - p) / nets));
}

// He et al. 2015: He's scheme keeps a relu net's variance, Xavier's (fan-in) halves it per layer.
TEST(Laws, HeInitialisationIsCriticalForRelu) {
  nn::network<float> net(400, std::vector<std::size_t>(6, 400), 1, find("relu"));
  nn::initialize(net, "he", 1);
  const mean_field theory = predict(net);
  ASSERT_EQ(theory.chi.size(), 5u);
  // 400 × 400 normal draws know their variance to √(2/160000) = 0.35 %; four of these.
  for (const double chi : theory.chi) EXPECT_NEAR(chi, 1, 0.014);
  for (const double q : theory.q) EXPECT_NEAR(q, 2, 2 * 0.014 * 6);
}

TEST(Laws, GaussianMeansMatchTheirClosedForms) {
  // relu: E[f²] = q/2, E[f'²] = 1/2; identity: q and 1; sigmoid: E[σ(z)²] ≥ E[σ]² = 1/4.
  const gaussian_means relu = gaussian_means_of(find("relu"), 2.25),
                       identity = gaussian_means_of(find("identity"), 2.25);
  // The quadrature's stated error: about 10^-5 at a kink, rounding elsewhere.
  EXPECT_NEAR(relu.value_squared, 1.125, 1e-5);
  EXPECT_NEAR(relu.slope_squared, 0.5, 1e-5);
  EXPECT_NEAR(identity.value_squared, 2.25, 1e-12);
  EXPECT_NEAR(identity.slope_squared, 1, 1e-12);
  EXPECT_GT(gaussian_means_of(find("sigmoid"), 1).value_squared, 0.25);
}

// Poole et al. 2016: a wide random net follows the variance map within O(1/√width).
TEST(Laws, AWideNetFollowsTheVarianceMap) {
  for (const char* name : {"tanh", "relu", "sigmoid"}) {
    nn::network<float> net(500, std::vector<std::size_t>(4, 500), 1, find(name));
    nn::initialize(net, "xavier", 3);
    nn::matrix<float> x(60, 500);
    philox draw(5, "inputs");
    for (float& v : x.values) v = static_cast<float>(draw.normal());
    net.forward(x);
    const mean_field theory = predict(net);
    for (std::size_t i = 0; i < 4; ++i) {
      layer_probe seen;
      const std::vector<float> slopes(net.layers[i].pre.values.size());
      probes::moments::measure({.layer = net.layers[i], .slopes = slopes, .weights_before = {}}, seen);
      const double q = seen.pre_mean * seen.pre_mean + seen.pre_deviation * seen.pre_deviation;
      EXPECT_NEAR(q / theory.q[i], 1, 5 / std::sqrt(500.0)) << name << " layer " << i + 1;
    }
  }
}

}  // namespace
}  // namespace hillock::lab
