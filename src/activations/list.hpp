// SPDX-License-Identifier: Apache-2.0
// The only registry: one include and one name per function. Everything else is derived from this list.
#pragma once
#include "activations/identity.hpp"
#include "activations/leaky_relu.hpp"
#include "activations/log_softmax.hpp"
#include "activations/relu.hpp"
#include "activations/sigmoid.hpp"
#include "activations/softmax.hpp"
#include "activations/softsign.hpp"
#include "activations/tanh.hpp"

namespace hillock::activations {

template <class... F>
struct type_list {};

using list = type_list<identity, sigmoid, tanh, relu, leaky_relu, softsign, softmax, log_softmax>;

}  // namespace hillock::activations
