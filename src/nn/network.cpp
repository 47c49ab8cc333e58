// SPDX-License-Identifier: Apache-2.0
#define XXH_INLINE_ALL
#include "nn/network.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/environment.hpp"
#include "face/choice.hpp"
#include "nn/matmul.hpp"

namespace hillock::nn {
namespace {

template <class T>
void require_shape(const char* what, const matrix<T>& x, std::size_t rows, std::size_t columns) {
  if (x.rows == rows && x.columns == columns) return;
  throw std::invalid_argument("hillock: " + std::string(what) + " is " + std::to_string(x.rows) + " × " +
                              std::to_string(x.columns) + ", expected " + std::to_string(rows) + " × " +
                              std::to_string(columns));
}

// A NaN's sign and payload differ between machines: one stands for all.
template <class T>
void update(XXH3_state_t& state, const std::vector<T>& values) {
  std::array<T, 1024> block;
  for (std::size_t i = 0; i < values.size(); i += block.size()) {
    const std::size_t n = std::min(block.size(), values.size() - i);
    for (std::size_t j = 0; j < n; ++j) {
      block[j] = std::isnan(values[i + j]) ? std::numeric_limits<T>::quiet_NaN() : values[i + j];
    }
    XXH3_128bits_update(&state, block.data(), n * sizeof(T));
  }
}

}  // namespace

template <class T>
network<T>::network(std::size_t inputs, const std::vector<std::size_t>& widths, std::size_t outputs,
                    activation f)
    : activation_(f) {
  const auto add = [&](std::size_t width, bool activated) {
    if (inputs == 0 || width == 0) throw std::invalid_argument("hillock: a layer has no inputs or no units");
    dense<T>& layer = layers.emplace_back();
    layer.weights = layer.dweights = matrix<T>(inputs, width);
    layer.bias.resize(width);
    layer.dbias.resize(width);
    layer.activated = activated;
    inputs = width;
  };
  for (const std::size_t width : widths) add(width, true);
  add(outputs, false);
}

template <class T>
const matrix<T>& network<T>::forward(const matrix<T>& x) {
  require_shape("the input", x, x.rows, layers.front().weights.rows);
  const matrix<T>* input = &x;
  for (dense<T>& layer : layers) {
    const std::size_t outputs = layer.weights.columns;
    layer.pre.resize(x.rows, outputs);
    matmul<T>(input->values.data(), layer.weights.values.data(), layer.pre.values.data(), x.rows, outputs,
              layer.weights.rows, {.bias = layer.bias.data()});
    if (!layer.activated) return layer.pre;
    layer.post.resize(x.rows, outputs);
    activation_.forward(std::span<const T>(layer.pre.values), std::span<T>(layer.post.values), outputs);
    input = &layer.post;
  }
  return layers.back().pre;
}

template <class T>
void network<T>::backward(const matrix<T>& x, const matrix<T>& dlogits) {
  require_shape("the input", x, layers.back().pre.rows, layers.front().weights.rows);
  require_shape("the gradient of the logits", dlogits, x.rows, layers.back().weights.columns);
  const auto column_sums = face::active().training->template of<T>().column_sums;
  layers.back().dpre = dlogits;
  for (std::size_t l = layers.size(); l-- > 0;) {
    dense<T>& layer = layers[l];
    const matrix<T>& input = l > 0 ? layers[l - 1].post : x;
    const std::size_t inputs = layer.weights.rows, outputs = layer.weights.columns;
    const T* dpre = layer.dpre.values.data();
    matmul<T>(input.values.data(), dpre, layer.dweights.values.data(), inputs, outputs, x.rows,
              {.transpose_a = true});
    {
      const standard_environment environment;
      column_sums(dpre, x.rows, outputs, layer.dbias.data());
    }
    if (l == 0) return;  // nobody asks for the gradient of the data
    dense<T>& below = layers[l - 1];
    below.dpre.resize(x.rows, inputs);
    matmul<T>(dpre, layer.weights.values.data(), below.dpre.values.data(), x.rows, inputs, outputs,
              {.transpose_b = true});
    activation_.backward(std::span<const T>(below.pre.values), std::span<const T>(below.dpre.values),
                         std::span<T>(below.dpre.values), inputs);
  }
}

template <class T>
std::size_t network<T>::parameters() const noexcept {
  std::size_t count = 0;
  for (const dense<T>& layer : layers) count += layer.weights.values.size() + layer.bias.size();
  return count;
}

template <class T>
std::string network<T>::hash() const {
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  for (const dense<T>& layer : layers) {
    update(state, layer.weights.values);
    update(state, layer.bias);
  }
  XXH128_canonical_t digest;
  XXH128_canonicalFromHash(&digest, XXH3_128bits_digest(&state));
  std::string text;
  for (const unsigned char byte : digest.digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

template class network<float>;
template class network<double>;

}  // namespace hillock::nn
