// SPDX-License-Identifier: Apache-2.0
#include "formula/program.hpp"

#include <stdexcept>
#include <string>

namespace hillock::formulas {

namespace {

class compiler {
 public:
  explicit compiler(const graph& g) : g_(g), uses_(g.size(), 0), where_(g.size()), done_(g.size(), false) {}

  program of(place root) {
    count_uses(root);
    ++uses_[root];  // for good
    schedule(root);
    result_.whole = source_of(root);
    return std::move(result_);
  }

 private:
  template <class Visit>
  void each_operand(const node& n, const Visit& visit) const {
    for (const place p : {n.a, n.b, n.c})
      if (p != nowhere) visit(p);
    for (const place p : n.parameters)
      if (p != nowhere) visit(p);
  }
  bool is_leaf(place p) const { return operands(g_.at(p).what) == 0; }

  void count_uses(place root) {
    std::vector<bool> seen(root + 1, false);
    seen[root] = true;
    for (place p = root + 1; p-- > 0;) {  // operands stand before what uses them
      if (!seen[p]) continue;
      each_operand(g_.at(p), [&](place operand) { ++uses_[operand], seen[operand] = true; });
    }
  }

  // Depth first: what is computed is used soon.
  void schedule(place root) {
    std::vector<std::pair<place, bool>> stack{{root, false}};
    while (!stack.empty()) {
      const auto [p, ready] = stack.back();
      stack.pop_back();
      if (done_[p] || is_leaf(p)) continue;
      if (ready) {
        emit(p);
        continue;
      }
      stack.emplace_back(p, true);
      std::vector<place> operands;
      each_operand(g_.at(p), [&](place operand) { operands.push_back(operand); });
      for (auto operand = operands.rbegin(); operand != operands.rend(); ++operand)
        stack.emplace_back(*operand, false);
    }
  }

  source source_of(place p) {
    const node& n = g_.at(p);
    if (n.what == op::x) return {source::kind::x, 0};
    if (n.what == op::parameter) return {source::kind::parameter, static_cast<std::uint32_t>(n.which)};
    if (n.what != op::number) return {source::kind::result, where_[p]};
    if (!done_[p]) {
      done_[p] = true;
      where_[p] = static_cast<std::uint32_t>(result_.numbers.size() / broadcast);
      result_.numbers.insert(result_.numbers.end(), broadcast, n.number);
    }
    return {source::kind::number, where_[p]};
  }
  void release(place p) {
    if (!is_leaf(p) && --uses_[p] == 0) free_.push_back(where_[p]);
  }

  void emit(place p) {
    const node& n = g_.at(p);
    instruction i;
    i.what = n.what, i.which = n.which, i.about = n.about;
    const std::array<place, 3> places{n.a, n.b, n.c};
    for (std::size_t j = 0; j < places.size(); ++j)
      if (places[j] != nowhere) i.operands[j] = source_of(places[j]);
    for (std::size_t j = 0; j < n.parameters.size(); ++j)
      if (n.parameters[j] != nowhere) i.parameters[j] = source_of(n.parameters[j]);
    // A function's loop reads its parameters before it writes.
    each_operand(n, [&](place operand) { release(operand); });
    if (free_.empty()) {
      if (result_.results == most_results) {
        throw std::invalid_argument("hillock: the formula is too large: it keeps more than " +
                                    std::to_string(most_results) + " results at once");
      }
      i.to = static_cast<std::uint32_t>(result_.results++);
    } else {
      i.to = free_.back();
      free_.pop_back();
    }
    where_[p] = i.to, done_[p] = true;
    result_.steps.push_back(i);
  }

  const graph& g_;
  std::vector<std::uint32_t> uses_, where_;
  std::vector<bool> done_;
  std::vector<std::uint32_t> free_;
  program result_;
};

}  // namespace

program compile(const graph& g, place root) { return compiler(g).of(root); }

}  // namespace hillock::formulas
