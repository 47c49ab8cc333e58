// SPDX-License-Identifier: Apache-2.0
// The only registry: one include and one name per function. Everything else is derived from this list.
#pragma once
#include "activations/arctan.hpp"
#include "activations/celu.hpp"
#include "activations/elish.hpp"
#include "activations/elliot.hpp"
#include "activations/elu.hpp"
#include "activations/erf.hpp"
#include "activations/exponential.hpp"
#include "activations/gaussian.hpp"
#include "activations/gelu.hpp"
#include "activations/gelu_tanh.hpp"
#include "activations/hard_mish.hpp"
#include "activations/hard_shrink.hpp"
#include "activations/hard_sigmoid.hpp"
#include "activations/hard_swish.hpp"
#include "activations/hard_tanh.hpp"
#include "activations/identity.hpp"
#include "activations/isrlu.hpp"
#include "activations/isru.hpp"
#include "activations/leaky_relu.hpp"
#include "activations/lecun_tanh.hpp"
#include "activations/lisht.hpp"
#include "activations/log_sigmoid.hpp"
#include "activations/log_softmax.hpp"
#include "activations/logsumexp.hpp"
#include "activations/mish.hpp"
#include "activations/penalized_tanh.hpp"
#include "activations/prelu.hpp"
#include "activations/quick_gelu.hpp"
#include "activations/relu.hpp"
#include "activations/relu6.hpp"
#include "activations/selu.hpp"
#include "activations/serf.hpp"
#include "activations/shifted_relu.hpp"
#include "activations/sigmoid.hpp"
#include "activations/silu.hpp"
#include "activations/smelu.hpp"
#include "activations/soft_shrink.hpp"
#include "activations/softmax.hpp"
#include "activations/softmax_one.hpp"
#include "activations/softmin.hpp"
#include "activations/softplus.hpp"
#include "activations/softsign.hpp"
#include "activations/sparse_plus.hpp"
#include "activations/sparse_sigmoid.hpp"
#include "activations/sparsemax.hpp"
#include "activations/squared_relu.hpp"
#include "activations/squareplus.hpp"
#include "activations/step.hpp"
#include "activations/swish.hpp"
#include "activations/tanh.hpp"
#include "activations/tanh_exp.hpp"
#include "activations/tanh_shrink.hpp"
#include "activations/threshold.hpp"

namespace hillock::activations {

template <class... F>
struct type_list {};

using list =
    type_list<identity, sigmoid, tanh, relu, leaky_relu, softsign, softmax, log_softmax, relu6, hard_tanh,
              threshold, step, hard_shrink, soft_shrink, shifted_relu, prelu, sparse_sigmoid, squared_relu,
              hard_sigmoid, hard_swish, hard_mish, sparse_plus, smelu, elliot, isru, isrlu, squareplus, silu,
              swish, quick_gelu, gelu, gelu_tanh, elu, celu, selu, softplus, log_sigmoid, mish, elish,
              tanh_shrink, lecun_tanh, penalized_tanh, lisht, tanh_exp, serf, erf, arctan, gaussian,
              exponential, softmin, softmax_one, sparsemax, logsumexp>;

}  // namespace hillock::activations
