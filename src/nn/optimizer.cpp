// SPDX-License-Identifier: Apache-2.0
#include "nn/optimizer.hpp"

#include <cmath>
#include <limits>

#include "hillock/error.hpp"
#include "kernel/environment.hpp"
#include "kernel/table.hpp"

namespace hillock::nn {
namespace {

void require_name(const std::string& name) {
  std::string valid;
  for (const std::string& known : optimizer_names()) {
    if (known == name) return;
    valid += (valid.empty() ? "" : ", ") + known;
  }
  throw usage_error("unknown optimizer '" + name + "'; valid: " + valid);
}

void require(const char* what, double value, double low, double below) {
  if (value >= low && value < below) return;
  throw usage_error("optimizer: " + std::string(what) + " = " + std::to_string(value) + " is outside [" +
                    std::to_string(low) + ", " + std::to_string(below) + ")");
}

void require_valid(const optimizer_options& o) {
  require_name(o.name);
  const double infinity = std::numeric_limits<double>::infinity();
  require("learning_rate", o.learning_rate, 0, infinity);
  require("momentum", o.momentum, 0, infinity);
  require("beta1", o.beta1, 0, 1);
  require("beta2", o.beta2, 0, 1);
  require("epsilon", o.epsilon, 0, infinity);
  require("weight_decay", o.weight_decay, 0, infinity);
  require("clip_norm", o.clip_norm, 0, infinity);
}

// Calls visit(index, parameter, gradient) for every tensor: weights, then bias, layer by layer.
template <class T, class F>
void each_tensor(network<T>& net, const F& visit) {
  std::size_t index = 0;
  for (dense<T>& layer : net.layers) {
    visit(index++, layer.weights.values, layer.dweights.values);
    visit(index++, layer.bias, layer.dbias);
  }
}

// The squared norm of one tensor: 32 partial sums, then pairs of neighbours.
template <class T>
double squared_norm(const kernel::training_entry_points<T>& kernels, const std::vector<T>& x) {
  double partial[kernel::partial_sums] = {};
  kernels.squares(x.data(), x.size(), partial);
  for (std::size_t n = kernel::partial_sums; n > 1; n /= 2) {
    for (std::size_t i = 0; i < n / 2; ++i) partial[i] = partial[2 * i] + partial[2 * i + 1];
  }
  return partial[0];
}

}  // namespace

const std::vector<std::string>& optimizer_names() {
  static const std::vector<std::string> names{"sgd", "adam", "adamw"};
  return names;
}

template <class T>
optimizer<T>::optimizer(const optimizer_options& options, const network<T>& shape) : options_(options) {
  require_valid(options);
  for (const dense<T>& layer : shape.layers) {
    first_.emplace_back(layer.weights.values.size());
    first_.emplace_back(layer.bias.size());
  }
  if (options.name != "sgd") second_ = first_;
}

template <class T>
double optimizer<T>::step(network<T>& net) {
  const kernel::standard_environment environment;
  const auto& kernels = kernel::active().training->template of<T>();
  double sum = 0;
  each_tensor(net, [&](std::size_t, std::vector<T>&, const std::vector<T>& gradient) {
    sum += squared_norm(kernels, gradient);
  });
  const double norm = std::sqrt(sum);
  const double scale = options_.clip_norm > 0 && norm > options_.clip_norm ? options_.clip_norm / norm : 1;
  const optimizer_options& o = options_;
  if (o.name == "sgd") {
    const kernel::sgd_step s{scale, o.weight_decay, o.momentum, o.learning_rate};
    each_tensor(net, [&](std::size_t i, std::vector<T>& parameter, const std::vector<T>& gradient) {
      kernels.sgd(s, gradient.data(), first_[i].data(), parameter.data(), parameter.size());
    });
    return norm;
  }
  const bool decoupled = o.name == "adamw";
  power1_ *= o.beta1;
  power2_ *= o.beta2;
  const kernel::adam_step s{scale,
                            decoupled ? 0 : o.weight_decay,
                            decoupled ? 1 - o.learning_rate * o.weight_decay : 1,
                            o.beta1,
                            o.beta2,
                            o.epsilon,
                            o.learning_rate / (1 - power1_),
                            1 / std::sqrt(1 - power2_)};
  each_tensor(net, [&](std::size_t i, std::vector<T>& parameter, const std::vector<T>& gradient) {
    kernels.adam(s, gradient.data(), first_[i].data(), second_[i].data(), parameter.data(), parameter.size());
  });
  return norm;
}

template class optimizer<float>;
template class optimizer<double>;

}  // namespace hillock::nn
