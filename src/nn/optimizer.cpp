// SPDX-License-Identifier: Apache-2.0
#include "nn/optimizer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/environment.hpp"
#include "base/names.hpp"
#include "face/choice.hpp"
#include "hillock/error.hpp"
#include "product/training_table.hpp"

namespace hillock::nn {
namespace {

void require_name(const std::string& name) {
  std::string valid;
  for (const std::string& known : optimizer_names()) {
    if (known == name) return;
    valid += (valid.empty() ? "" : ", ") + known;
  }
  throw usage_error("unknown optimizer '" + printable(name) + "'; valid: " + valid);
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

// Calls visit(begin, n) for pieces that fit the first cache, whole multiples of partial_sums but for the
// last.
template <class F>
void each_piece(std::size_t size, const F& visit) {
  constexpr std::size_t piece = 64 * product::partial_sums;
  for (std::size_t begin = 0; begin < size; begin += piece) visit(begin, std::min(piece, size - begin));
}

// The squared norm of one tensor from its partial sums: pairs of neighbours, again and again.
double total(double (&partial)[product::partial_sums]) {
  for (std::size_t n = product::partial_sums; n > 1; n /= 2) {
    for (std::size_t i = 0; i < n / 2; ++i) partial[i] = partial[2 * i] + partial[2 * i + 1];
  }
  return partial[0];
}

// Visits every piece of every tensor once, gradient in cache: update(index, begin, n) after its squares are
// added up. Returns the norm of all gradients.
template <class T, class F>
double norm_of_gradients(network<T>& net, const F& update) {
  const auto squares = face::active().training->template of<T>().squares;
  double sum = 0;
  each_tensor(net, [&](std::size_t index, std::vector<T>& parameter, const std::vector<T>& gradient) {
    double partial[product::partial_sums] = {};
    each_piece(gradient.size(), [&](std::size_t begin, std::size_t n) {
      squares(gradient.data() + begin, n, partial);
      update(index, parameter.data() + begin, gradient.data() + begin, begin, n);
    });
    sum += total(partial);
  });
  return std::sqrt(sum);
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
  return in_standard_environment([&] { return update(net); });
}

template <class T>
double optimizer<T>::update(network<T>& net) {
  const optimizer_options& o = options_;
  double scale = 1;
  if (o.clip_norm > 0) {
    const double norm = norm_of_gradients(net, [](auto...) {});
    if (norm > o.clip_norm) scale = o.clip_norm / norm;
  }
  const auto& kernels = face::active().training->template of<T>();
  if (o.name == "sgd") {
    const product::sgd_step s{scale, o.weight_decay, o.momentum, o.learning_rate};
    return norm_of_gradients(
        net, [&](std::size_t i, T* parameter, const T* gradient, std::size_t begin, std::size_t n) {
          kernels.sgd(s, gradient, first_[i].data() + begin, parameter, n);
        });
  }
  const bool decoupled = o.name == "adamw";
  power1_ *= o.beta1;
  power2_ *= o.beta2;
  const product::adam_step s{scale,
                             decoupled ? 0 : o.weight_decay,
                             decoupled ? 1 - o.learning_rate * o.weight_decay : 1,
                             o.beta1,
                             o.beta2,
                             o.epsilon,
                             o.learning_rate / (1 - power1_),
                             1 / std::sqrt(1 - power2_)};
  return norm_of_gradients(
      net, [&](std::size_t i, T* parameter, const T* gradient, std::size_t begin, std::size_t n) {
        kernels.adam(s, gradient, first_[i].data() + begin, second_[i].data() + begin, parameter, n);
      });
}

template class optimizer<float>;
template class optimizer<double>;

}  // namespace hillock::nn
