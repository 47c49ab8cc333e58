// SPDX-License-Identifier: Apache-2.0
/// Everything in hillock::hillock: activations by name, forward and backward, the same bits on every machine.
#pragma once
#include "hillock/activation.hpp"
#include "hillock/call.hpp"
#include "hillock/card.hpp"
#include "hillock/gate.hpp"
#include "hillock/loss.hpp"
#include "hillock/runtime.hpp"
#include "hillock/types.hpp"
#include "hillock/version.hpp"
