// SPDX-License-Identifier: Apache-2.0
// One training step (forward, loss, backward, Adam), f32, one thread unless given: µs per step.
// The peers' side of the comparison is bench/training_step_peers.py.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "hillock/activation.hpp"
#include "nn/initializer.hpp"
#include "nn/loss.hpp"
#include "nn/optimizer.hpp"
#include "nn/philox.hpp"
#include "timing.hpp"

namespace hillock {
namespace {

void measure(const char* what, const char* activation, std::size_t inputs,
             const std::vector<std::size_t>& widths, std::size_t classes, std::size_t batch,
             std::size_t rounds, double window) {
  nn::network<float> net(inputs, widths, classes, find(activation));
  nn::optimizer<float> rule({.name = "adam"}, net);
  philox random(1, "bench");
  nn::matrix<float> x(batch, inputs), dlogits;
  for (float& v : x.values) v = static_cast<float>(random.normal());
  std::vector<std::int32_t> labels(batch);
  for (auto& label : labels) label = static_cast<std::int32_t>(random.below(classes));

  const auto forward = [&] { net.forward(x); };
  const auto loss = [&] { nn::softmax_cross_entropy(net.layers.back().pre, labels, dlogits); };
  const auto backward = [&] { net.backward(x, dlogits); };
  const auto update = [&] { rule.step(net); };
  const auto step = [&] {
    forward();
    loss();
    backward();
    update();
  };
  // Every timing starts from fresh weights: on one batch the gradients would fade until they are subnormal.
  const auto restart = [&] {
    nn::initialize(net, "gain", 1);
    rule = nn::optimizer<float>({.name = "adam"}, net);
    step();
  };
  const auto times = bench::interleaved({{"step", step, restart},
                                         {"forward", forward, restart},
                                         {"loss", loss, restart},
                                         {"backward", backward, restart},
                                         {"Adam", update, restart}},
                                        rounds, window);
  std::printf("%-38s %8.1f µs median, %.1f least, %.1f … %.1f middle half", what, times[0].median() * 1e6,
              times[0].least() * 1e6, times[0].quantile(0.25) * 1e6, times[0].quantile(0.75) * 1e6);
  std::printf("   (forward %.1f, loss %.1f, backward %.1f, Adam %.1f)\n", times[1].median() * 1e6,
              times[2].median() * 1e6, times[3].median() * 1e6, times[4].median() * 1e6);
}

}  // namespace
}  // namespace hillock

int main(int argc, char** argv) {
  const unsigned threads = argc > 1 ? static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10)) : 1;
  const std::size_t rounds = argc > 2 ? static_cast<std::size_t>(std::strtoul(argv[2], nullptr, 10)) : 101;
  hillock::use_threads(threads);
  std::printf("%s, %u thread(s)\n", std::string(hillock::active_isa()).c_str(), threads);
  hillock::measure("2-64-64-64-2, relu, batch 64", "relu", 2, {64, 64, 64}, 2, 64, rounds, 2e-3);
  hillock::measure("2-64-64-64-2, tanh, batch 64", "tanh", 2, {64, 64, 64}, 2, 64, rounds, 2e-3);
  hillock::measure("784-512-256-10, relu, batch 128", "relu", 784, {512, 256}, 10, 128, rounds, 1e-2);
  hillock::measure("784-512-256-10, tanh, batch 128", "tanh", 784, {512, 256}, 10, 128, rounds, 1e-2);
}
