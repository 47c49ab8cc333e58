// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "data/dataset.hpp"
#include "lab/result.hpp"
#include "nn/network.hpp"

namespace hillock::lab {

/// Whether a decision map can be drawn: two features and classes to tell apart.
bool has_decision_map(const data::split_data& data) noexcept;

/// What the network says over a square that holds all of the data. Values are rounded to three decimals, as
/// the journal keeps them.
decision_map draw_decision_map(nn::network<float>& net, const data::split_data& data);

}  // namespace hillock::lab
