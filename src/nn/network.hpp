// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hillock/activation.hpp"
#include "nn/matrix.hpp"

namespace hillock::nn {

/// y = x·W + b, then an activation (the last layer has none: its outputs are logits).
template <class T>
struct dense {
  matrix<T> weights;    ///< inputs × outputs
  std::vector<T> bias;  ///< outputs
  matrix<T> dweights;   ///< gradients, same shapes
  std::vector<T> dbias;
  bool activated = true;  ///< false for the last layer
  matrix<T> pre;          ///< batch × outputs: before the activation, of the last forward
  matrix<T> post;         ///< batch × outputs: after it (empty where `activated` is false)
  matrix<T> dpre;  ///< batch × outputs: gradient of the loss with respect to `pre`, of the last backward
};

/// A multi-layer perceptron: the hidden layers share one activation, the last layer is linear.
template <class T>
class network {
 public:
  /// `widths` are the hidden layers' widths; the output layer is added.
  network(std::size_t inputs, const std::vector<std::size_t>& widths, std::size_t outputs, activation f);

  /// Computes the logits (batch × outputs) for x (batch × inputs); keeps what backward and the probes need.
  const matrix<T>& forward(const matrix<T>& x);
  /// Fills every layer's gradients from the gradient of the loss with respect to the logits of the last
  /// forward.
  void backward(const matrix<T>& x, const matrix<T>& dlogits);

  std::vector<dense<T>> layers;
  const activation& hidden_activation() const noexcept { return activation_; }
  std::size_t parameters() const noexcept;  ///< how many weights and biases
  std::string hash() const;                 ///< 128-bit XXH3 of all weights and biases, 32 hex digits

 private:
  activation activation_;
};

}  // namespace hillock::nn
