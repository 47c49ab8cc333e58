// SPDX-License-Identifier: Apache-2.0
// The only registry: one include and one name per function. Everything else is derived from this list.
#pragma once
#include "activations/elliot.hpp"
#include "activations/hard_mish.hpp"
#include "activations/hard_shrink.hpp"
#include "activations/hard_sigmoid.hpp"
#include "activations/hard_swish.hpp"
#include "activations/hard_tanh.hpp"
#include "activations/identity.hpp"
#include "activations/isrlu.hpp"
#include "activations/isru.hpp"
#include "activations/leaky_relu.hpp"
#include "activations/log_softmax.hpp"
#include "activations/prelu.hpp"
#include "activations/relu.hpp"
#include "activations/relu6.hpp"
#include "activations/shifted_relu.hpp"
#include "activations/sigmoid.hpp"
#include "activations/smelu.hpp"
#include "activations/soft_shrink.hpp"
#include "activations/softmax.hpp"
#include "activations/softsign.hpp"
#include "activations/sparse_plus.hpp"
#include "activations/sparse_sigmoid.hpp"
#include "activations/squared_relu.hpp"
#include "activations/squareplus.hpp"
#include "activations/step.hpp"
#include "activations/tanh.hpp"
#include "activations/threshold.hpp"

namespace hillock::activations {

template <class... F>
struct type_list {};

using list =
    type_list<identity, sigmoid, tanh, relu, leaky_relu, softsign, softmax, log_softmax, relu6, hard_tanh,
              threshold, step, hard_shrink, soft_shrink, shifted_relu, prelu, sparse_sigmoid, squared_relu,
              hard_sigmoid, hard_swish, hard_mish, sparse_plus, smelu, elliot, isru, isrlu, squareplus>;

}  // namespace hillock::activations
