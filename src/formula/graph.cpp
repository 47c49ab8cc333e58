// SPDX-License-Identifier: Apache-2.0
#include "formula/graph.hpp"

#include <bit>
#include <stdexcept>
#include <string>
#include <utility>

#include "simd/scalar.hpp"

namespace hillock::formulas {

namespace {

template <std::size_t... i>
double apply_any(op what, double a, double b, double c, std::index_sequence<i...>) {
  using V = simd::scalar<double>;
  double result = 0;
  const auto one = [&]<op candidate>() {
    if constexpr (operands(candidate) > 0 && candidate < op::value_of) {
      if (what == candidate) result = apply<candidate>(V(a), V(b), V(c)).v;
    }
  };
  (one.template operator()<static_cast<op>(i)>(), ...);
  return result;
}

}  // namespace

double apply_to_numbers(op what, double a, double b, double c) {
  return apply_any(what, a, b, c, std::make_index_sequence<op_count>());
}

place graph::insert(const node& n) {
  const key k{n.what, n.which, std::bit_cast<std::uint64_t>(n.number), n.a, n.b, n.c, n.parameters};
  const auto known = places_.find(k);
  if (known != places_.end()) return known->second;
  if (nodes_.size() == most_nodes) {
    throw std::invalid_argument("hillock: the formula is too large: it and its derivative have more than " +
                                std::to_string(most_nodes) + " different parts");
  }
  const auto here = static_cast<place>(nodes_.size());
  nodes_.push_back(n);
  places_.emplace(k, here);
  return here;
}

place graph::number(double value) { return insert({.number = value}); }
place graph::parameter(std::size_t which) { return insert({.what = op::parameter, .which = which}); }
place graph::x() { return insert({.what = op::x, .depends_on_x = true}); }

bool graph::is_number(place p, double value) const {
  return nodes_[p].what == op::number &&
         std::bit_cast<std::uint64_t>(nodes_[p].number) == std::bit_cast<std::uint64_t>(value);
}

place graph::make(op what, place a, place b, place c) {
  node n{.what = what, .a = a, .b = b, .c = c};
  bool all_numbers = true;
  for (const place operand : {a, b, c}) {
    if (operand == nowhere) continue;
    n.depends_on_x |= nodes_[operand].depends_on_x;
    all_numbers &= nodes_[operand].what == op::number;
  }
  if (all_numbers) {
    const auto value = [this](place p) { return p == nowhere ? 0.0 : nodes_[p].number; };
    const double result = apply_to_numbers(what, value(a), value(b), value(c));
    return number(result == result ? result : std::numeric_limits<double>::quiet_NaN());
  }
  if ((what == op::multiply || what == op::add) && a > b) std::swap(n.a, n.b);  // one node for both orders
  return insert(n);
}

place graph::call(op what, const listed& function, place a,
                  const std::array<place, max_parameters>& parameters) {
  return insert({.what = what,
                 .which = function.index,
                 .a = a,
                 .parameters = parameters,
                 .about = function.about,
                 .depends_on_x = nodes_[a].depends_on_x});
}

}  // namespace hillock::formulas
