// SPDX-License-Identifier: Apache-2.0
// A whole training run has one hash: on every instruction set, with any number of threads, on every machine.
#include "nn/initializer.hpp"
#include "nn/loss.hpp"
#include "nn/optimizer.hpp"
#include "nn_support.hpp"

namespace hillock::nn {
namespace {

struct runs : restore_dispatch {};

/// Trains on points labelled by the quadrant they lie in, drawn from Philox; returns the last loss and the
/// hash.
template <class T>
std::pair<double, std::string> train(const char* name, std::size_t inputs,
                                     const std::vector<std::size_t>& widths, std::size_t batch, int steps) {
  network<T> net(inputs, widths, 3, find(name));
  initialize(net, "gain", 1);
  optimizer<T> rule({.name = "adam", .learning_rate = 0.01}, net);
  philox random(1, "data");
  matrix<T> dlogits;
  double loss = 0;
  for (int step = 0; step < steps; ++step) {
    const auto x = normal_matrix<T>(random, batch, inputs);
    std::vector<std::int32_t> labels(batch);
    for (std::size_t i = 0; i < batch; ++i) labels[i] = (x(i, 0) > 0) + (x(i, 0) > 0 && x(i, 1) > 0);
    loss = softmax_cross_entropy(net.forward(x), labels, dlogits);
    net.backward(x, dlogits);
    rule.step(net);
  }
  return {loss, net.hash()};
}

TEST_F(runs, of_small_nets_have_one_hash_on_every_machine) {
  // The pins hold on every machine: qemu runs this test on AArch64. A change of a kernel's last bits changes
  // them.
  const struct {
    const char *name, *pin;
  } expected[] = {{"relu", "5cd49d195361b66ef8d4dbc4c5b3223d"},
                  {"tanh", "4ce29f4e2408dc6844df1b31f845005f"},
                  {"sigmoid", "814ba614baad9fe38df3b59a3b5a1ce4"}};
  for (const auto& e : expected) {
    for (const std::string_view isa : isas()) {
      use(isa);
      const auto [loss, hash] = train<float>(e.name, 2, {16, 16}, 37, 50);
      EXPECT_LT(loss, 0.6) << "training does not get on";  // ln 3 = 1.1 at the start
      EXPECT_EQ(hash, e.pin) << e.name << ' ' << isa;
    }
  }
}

TEST_F(runs, of_a_net_wide_enough_for_threads_have_one_hash_with_1_2_4_threads) {
  std::string expected;
  for (const std::string_view isa : isas()) {
    use(isa);
    for (const unsigned threads : {1u, 2u, 4u}) {
      use_threads(threads);
      const std::string hash = train<float>("relu", 160, {170}, 192, 2).second;
      if (expected.empty()) expected = hash;
      EXPECT_EQ(hash, expected) << isa << ", " << threads << " threads";
    }
  }
}

}  // namespace
}  // namespace hillock::nn
