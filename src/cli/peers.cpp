// SPDX-License-Identifier: Apache-2.0
// Read in 2026 from the sources and documentation of PyTorch 2.x, Keras 3.15, JAX 0.10, ONNX up to opset 28,
// oneDNN 3, ggml and mlpack 4.
#include "cli/peers.hpp"

namespace hillock::cli {

const std::vector<peer_function>& peer_functions() {
  static const std::vector<peer_function> list{
      {"PyTorch", "RReLU", "rrelu"},
      {"PyTorch", "Tanhshrink", "tanh_shrink"},
      {"Keras", "tanh_shrink", "tanh_shrink"},
      {"Keras", "exponential", "exponential"},
      {"ONNX", "Exp", "exponential"},
      {"oneDNN", "exp", "exponential"},
      {"ggml", "exp", "exponential"},
      {"ONNX", "Erf", "erf"},
      {"ONNX", "Atan", "arctan"},
      {"ONNX", "Sin", "sine"},
      {"ggml", "sin", "sine"},
      {"ONNX", "Cos", "cosine"},
      {"ggml", "cos", "cosine"},
      {"ggml", "xielu", "xielu"},
      {"mlpack", "LiSHT", "lisht"},
      {"mlpack", "TanhExp", "tanh_exp"},
      {"mlpack", "Gaussian", "gaussian"},
      {"mlpack", "HardSigmoid", "hard_sigmoid(slope=0.2)"},
      {"mlpack", "GCUFunction", "gcu"},
      {"mlpack", "FTSwish", "ftswish"},
      {"mlpack", "SQNLFunction", "sqnl"},
      {"mlpack", "BipolarSigmoid", "bipolar_sigmoid"},
      {"mlpack", "HyperSinh", "sinh"},
      {"mlpack", "FlexibleReLU", "flexible_relu"},
      {"mlpack", "CReLU", "crelu"},
      {"PyTorch", "GLU", "glu"},
      {"Keras", "glu", "glu"},
      {"JAX", "glu", "glu"},
      {"ggml", "swiglu_oai", "swiglu_oai"},
      {"PyTorch", "Softmin", "softmin"},
      {"mlpack", "Softmin", "softmin"},
      {"Keras", "sparsemax", "sparsemax"},
      {"PyTorch", "logsumexp", "logsumexp"},
      {"Keras", "ops.logsumexp", "logsumexp"},
      {"JAX", "logsumexp", "logsumexp"},
      {"ONNX", "ReduceLogSumExp", "logsumexp"},
      {"PyTorch", "gumbel_softmax", "gumbel_softmax"},
      {"ONNX", "Hardmax", "hardmax"},
  };
  return list;
}

const std::vector<wanted_function>& wanted_functions() {
  static const std::vector<wanted_function> list{
      {"rrelu", "x for x > 0, r x otherwise, r drawn between 1/8 and 1/3 while training"},
      {"tanh_shrink", "x - tanh(x)"},
      {"exponential", "exp(x)"},
      {"erf", "the error function"},
      {"arctan", "atan(x)"},
      {"sine", "sin(x)"},
      {"cosine", "cos(x)"},
      {"xielu", "a quadratic for x > 0, one with exp(x) - 1 otherwise, two learned parameters"},
      {"lisht", "x tanh(x)"},
      {"tanh_exp", "x tanh(exp(x))"},
      {"gaussian", "exp(-x^2)"},
      {"hard_sigmoid(slope=0.2)", "min(max(0.2 x + 1/2, 0), 1): Keras 2's, and ONNX's default"},
      {"gcu", "x cos(x)"},
      {"ftswish", "x sigmoid(x) + t for x > 0, t otherwise"},
      {"sqnl", "x - x^2 / 4 for 0 < x < 2, odd, clipped at 1"},
      {"bipolar_sigmoid", "(1 - exp(-x)) / (1 + exp(-x)), which is tanh(x / 2)"},
      {"sinh", "(exp(x) - exp(-x)) / 2"},
      {"flexible_relu", "max(0, x) + a, a learned"},
      {"crelu", "max(0, x) beside max(0, -x): two outputs for one input"},
      {"glu", "a sigmoid(b) of the two halves of a row"},
      {"reglu", "relu(a) b of two halves"},
      {"geglu", "gelu(a) b of two halves"},
      {"geglu_tanh", "gelu_tanh(a) b of two halves"},
      {"geglu_quick", "quick_gelu(a) b of two halves"},
      {"swiglu", "silu(a) b of two halves"},
      {"swiglu_oai", "both halves clipped at 7, a sigmoid(1.702 a) (b + 1)"},
      {"softmin", "softmax(-x)"},
      {"sparsemax", "the point of the simplex nearest to the row"},
      {"logsumexp", "log(sum_j exp(x_j))"},
      {"gumbel_softmax", "softmax of the row plus drawn noise, over a temperature"},
      {"hardmax", "1 at the first maximum of the row, 0 elsewhere"},
  };
  return list;
}

}  // namespace hillock::cli
