// SPDX-License-Identifier: Apache-2.0
// The engine computes the same bits whatever the caller's rounding mode, FTZ and DAZ.
#include "nn/initializer.hpp"
#include "nn/loss.hpp"
#include "nn/optimizer.hpp"
#include "nn_support.hpp"
#include "strange_environment.hpp"

namespace hillock::nn {
namespace {

using environment_test::under_upward_and_flushing;

/// Every value as its bits.
template <class T>
std::vector<std::uint64_t> bits_of(const std::vector<T>& values) {
  std::vector<std::uint64_t> bits;
  for (const T v : values) bits.push_back(std::bit_cast<std::uint64_t>(static_cast<double>(v)));
  return bits;
}

struct trained {
  std::string hash;
  std::vector<std::uint64_t> numbers;  ///< losses and norms
  bool operator==(const trained&) const = default;
};

/// What the tests train on, drawn and rounded before the environment changes.
struct examples {
  std::vector<matrix<float>> x;
  std::vector<float> targets;
  std::vector<std::int32_t> labels;
  examples() {
    philox random(1, "environment");
    for (int i = 0; i < 5; ++i) x.push_back(normal_matrix<float>(random, 21, 3));
    targets = normals<float>(random, 21);
    labels = labels_below(random, 21, 3);
  }
};

trained train(const examples& data, const char* rule, const char* scheme, bool regression) {
  network<float> net(3, {9, 9}, regression ? 1 : 3, find("tanh"));
  initialize(net, scheme, 7);
  optimizer<float> step({.name = rule, .learning_rate = 0.01, .weight_decay = 0.01, .clip_norm = 0.3}, net);
  std::vector<double> numbers{computed_gain(find("sigmoid"))};
  matrix<float> dlogits;
  for (const matrix<float>& x : data.x) {
    const matrix<float>& logits = net.forward(x);
    numbers.push_back(regression ? mean_squared_error<float>(logits, data.targets, dlogits)
                                 : softmax_cross_entropy(logits, data.labels, dlogits));
    net.backward(x, dlogits);
    numbers.push_back(step.step(net));
  }
  return {net.hash(), bits_of(numbers)};
}

TEST(environment, does_not_change_training) {
  const examples data;
  for (const bool regression : {false, true}) {
    for (const char* rule : {"sgd", "adam", "adamw"}) {
      for (const char* scheme : {"gain", "xavier"}) {
        const auto run = [&] { return train(data, rule, scheme, regression); };
        const trained want = run(), got = under_upward_and_flushing(run);
        EXPECT_EQ(got.hash, want.hash) << rule << ' ' << scheme << ' ' << regression;
        EXPECT_EQ(got.numbers, want.numbers) << rule << ' ' << scheme << ' ' << regression;
      }
    }
  }
}

TEST(environment, does_not_change_random_numbers) {
  const auto draw = [] {
    philox random(3, "environment");
    std::vector<double> numbers;
    for (int i = 0; i < 1000; ++i) numbers.push_back(random.normal()), numbers.push_back(random.uniform());
    return numbers;
  };
  EXPECT_EQ(bits_of(under_upward_and_flushing(draw)), bits_of(draw()));
}

// The mean and the gradients are computed beside the kernels, where a compiler could move them.
TEST(environment, does_not_change_losses) {
  philox random(2, "environment");
  const auto logits = normal_matrix<double>(random, 37, 1);
  const auto targets = normals<double>(random, 37);
  const auto labels = labels_below(random, 37, 2);
  const auto losses = [&] {
    matrix<double> squared, binary;
    std::vector<double> all{mean_squared_error<double>(logits, targets, squared),
                            binary_cross_entropy(logits, labels, binary)};
    all.insert(all.end(), squared.values.begin(), squared.values.end());
    all.insert(all.end(), binary.values.begin(), binary.values.end());
    return bits_of(all);
  };
  EXPECT_EQ(under_upward_and_flushing(losses), losses());
}

}  // namespace
}  // namespace hillock::nn
