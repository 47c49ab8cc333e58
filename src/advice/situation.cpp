// SPDX-License-Identifier: Apache-2.0
#include "advice/situation.hpp"

namespace hillock::advice {

namespace {

constexpr answer task_answers[]{
    {"unknown", "don't know"},
    {"binary", "one of two classes"},
    {"classes", "one of several classes that exclude each other"},
    {"multi-label", "any number of labels at once"},
    {"regression", "a real number"},
    {"bounded", "a number between two known ends"},
    {"positive", "a number above 0: a price, a duration, a scale"},
    {"counts", "how many: 0, 1, 2 ..."},
    {"ordinal", "classes in an order: bad, fair, good"},
    {"quantiles", "quantiles of a number"},
    {"angle", "an angle or a rotation"},
    {"variance", "a number with its uncertainty"},
    {"detection", "objects in images"},
    {"generation", "images made by two nets against each other (GAN)"},
    {"language-model", "the next token"},
    {"equation", "a differential equation: derivatives of the net in the loss"},
    {"image", "one image, sound or shape as a function of its coordinates"},
    {"forces", "energies with their forces or curvatures"},
    {"control", "actions: reinforcement learning"},
};
constexpr answer architecture_answers[]{
    {"unknown", "don't know"},
    {"dense", "fully connected layers (MLP)"},
    {"convolutional", "convolutions"},
    {"recurrent", "LSTM or GRU"},
    {"simple-recurrent", "a recurrent net without gates"},
    {"transformer", "attention and feed-forward blocks"},
    {"graph", "message passing on graphs"},
};
constexpr answer depth_answers[]{
    {"unknown", "don't know"},
    {"shallow", "up to 4 hidden layers"},
    {"deep", "5 to 19"},
    {"very-deep", "20 and more"},
};
constexpr answer normalisation_answers[]{
    {"unknown", "don't know"},
    {"none", "none"},
    {"batch", "batch normalisation"},
    {"layer", "layer, group or RMS normalisation"},
};
constexpr answer residual_answers[]{
    {"unknown", "don't know"},
    {"no", "no skip connections"},
    {"yes", "skip connections"},
};
constexpr answer trouble_answers[]{
    {"unknown", "nothing, or don't know"},
    {"slow", "training is slow"},
    {"stuck", "the loss does not move"},
    {"diverging", "the loss runs away, or is NaN"},
    {"dead", "units are 0 on every example"},
    {"vanishing", "gradients vanish on their way back"},
    {"exploding", "gradients explode"},
    {"noisy", "results change from run to run"},
    {"saturated", "units sit at the ends of their range"},
};
constexpr answer constraint_answers[]{
    {"unknown", "none, or don't know"},
    {"latency", "answers must be fast"},
    {"int8", "it will run in 8-bit integers"},
    {"memory", "memory for training is short"},
    {"reproducible", "the same bits on every machine"},
    {"mobile", "a small net for a phone"},
    {"robust", "adversarial training"},
    {"private", "differential privacy (DP-SGD)"},
    {"lipschitz", "a guaranteed Lipschitz bound"},
    {"fp8", "long training in 8-bit floating point"},
    {"sparse", "activations must be mostly 0, to be skipped"},
    {"checkpoint", "the net is trained already"},
};
constexpr answer framework_answers[]{
    {"unknown", "any"}, {"pytorch", "PyTorch"}, {"keras", "Keras 3"}, {"jax", "JAX"},
    {"onnx", "ONNX"},   {"onednn", "oneDNN"},   {"ggml", "ggml"},     {"mlpack", "mlpack"},
};
constexpr answer rows_answers[]{{"unknown", "unknown"}, {"few", "fewer than 1,000 rows"}};
constexpr answer rarity_answers[]{{"unknown", "unknown"}, {"rare", "a class with less than 5 % of the rows"}};

}  // namespace

const std::array<question, question_count>& questions() {
  static const std::array<question, question_count> list{{
      {"task", "What should the net tell?", task_answers},
      {"architecture", "What kind of net is it?", architecture_answers},
      {"depth", "How many hidden layers?", depth_answers},
      {"normalisation", "What normalises between the layers?", normalisation_answers},
      {"residual", "Are there skip (residual) connections?", residual_answers},
      {"trouble", "What goes wrong?", trouble_answers},
      {"constraint", "What must it keep to?", constraint_answers},
      {"framework", "Which library must have the function?", framework_answers},
      {"rows", "", rows_answers},
      {"rarity", "", rarity_answers},
  }};
  return list;
}

depths depth_of(std::size_t hidden_layers) noexcept {
  return hidden_layers <= 4 ? depths::shallow : hidden_layers < 20 ? depths::deep : depths::very_deep;
}

}  // namespace hillock::advice
