// SPDX-License-Identifier: Apache-2.0
// The only list of probes: one include and one name each. A probe fills its fields of layer_probe.
#pragma once
#include "lab/probes/dead.hpp"
#include "lab/probes/gradient.hpp"
#include "lab/probes/moments.hpp"
#include "lab/probes/saturated.hpp"
#include "lab/probes/update.hpp"
#include "lab/probes/zeros.hpp"

namespace hillock::lab::probes {

template <class... Probe>
struct type_list {
  static void measure(const layer_view& view, layer_probe& out) { (Probe::measure(view, out), ...); }
};

using list = type_list<zeros, dead, saturated, moments, gradient, update>;

}  // namespace hillock::lab::probes
