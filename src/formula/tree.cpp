// SPDX-License-Identifier: Apache-2.0
#include "formula/tree.hpp"

#include <charconv>
#include <stdexcept>
#include <utility>

namespace hillock::formulas {

namespace {

// How tightly a part binds. What binds less than its place asks for stands in parentheses.
enum binding { anything, comparison, sum, product, unary, raised, atom };

binding binding_of(part what) {
  switch (what) {
    case part::add:
    case part::subtract:
      return sum;
    case part::multiply:
    case part::divide:
      return product;
    case part::negate:
      return unary;
    case part::power:
      return raised;
    case part::less:
    case part::less_equal:
    case part::greater:
    case part::greater_equal:
    case part::equal:
    case part::not_equal:
      return comparison;
    default:
      return atom;
  }
}

std::string_view sign_of(part what) {
  switch (what) {
    case part::add:
      return " + ";
    case part::subtract:
      return " - ";
    case part::multiply:
      return "*";
    case part::divide:
      return "/";
    case part::power:
      return "^";
    case part::less:
      return " < ";
    case part::less_equal:
      return " <= ";
    case part::greater:
      return " > ";
    case part::greater_equal:
      return " >= ";
    case part::equal:
      return " == ";
    default:
      return " != ";
  }
}

class printer {
 public:
  explicit printer(const tree& t) : t_(t) {}
  std::string whole() {
    print(t_.root, anything);
    return std::move(text_);
  }

 private:
  void print(place p, binding least) {
    if (text_.size() > longest_text) {
      throw std::invalid_argument("hillock: the formula with its definitions written out has more than " +
                                  std::to_string(longest_text) + " bytes");
    }
    const branch& b = t_.branches[p];
    const binding own = binding_of(b.what);
    if (own < least) text_ += '(';
    print_inside(b, own);
    if (own < least) text_ += ')';
  }
  void print_inside(const branch& b, binding own) {
    switch (b.what) {
      case part::number:
        text_ += text_of(b.number);
        return;
      case part::pi:
        text_ += "pi";
        return;
      case part::e:
        text_ += 'e';
        return;
      case part::x:
        text_ += 'x';
        return;
      case part::parameter:
        text_ += t_.parameters[b.which].name;
        return;
      case part::negate:
        text_ += '-';
        return print(b.operands[0], unary);
      case part::word:
        text_ += words[b.which].name;
        return print_arguments(b);
      case part::function:
        text_ += b.about->name;
        return print_arguments(b);
      default:
        break;
    }
    // Sums and products are read from the left, powers from the right; comparisons do not chain.
    const bool from_right = b.what == part::power;
    print(b.operands[0], from_right || own == comparison ? binding(own + 1) : own);
    text_ += sign_of(b.what);
    print(b.operands[1], from_right ? unary : binding(own + 1));
  }
  void print_arguments(const branch& b) {
    std::string_view between = "(";
    for (const place operand : b.operands) {
      text_ += between;
      print(operand, anything);
      between = ", ";
    }
    for (const auto& [parameter, value] : b.settings) {
      text_ += between;
      text_ += std::string(b.about->parameters[parameter].name) + "=";
      print(value, anything);
      between = ", ";
    }
    text_ += ')';
  }

  const tree& t_;
  std::string text_;
};

// Whole powers up to this are products.
constexpr double longest_product = 16;

class lowering {
 public:
  lowering(const tree& t, graph& g) : t_(t), g_(g) {}

  place up_to(place root) {
    for (place p = 0; p <= root; ++p) done_.push_back(lower(t_.branches[p]));
    return done_.back();
  }

 private:
  place operand(const branch& b, std::size_t i) const { return done_[b.operands[i]]; }

  place lower(const branch& b) {
    switch (b.what) {
      case part::number:
        return g_.number(b.number);
      case part::pi:
        return g_.number(0x1.921fb54442d18p+1);
      case part::e:
        return g_.number(0x1.5bf0a8b145769p+1);
      case part::x:
        return g_.x();
      case part::parameter:
        return g_.parameter(b.which);
      case part::negate:
        return g_.make(op::negate, operand(b, 0));
      case part::add:
        return g_.make(op::add, operand(b, 0), operand(b, 1));
      case part::subtract:
        return g_.make(op::subtract, operand(b, 0), operand(b, 1));
      case part::multiply:
        return g_.make(op::multiply, operand(b, 0), operand(b, 1));
      case part::divide:
        return quotient(operand(b, 0), operand(b, 1));
      case part::power:
        return power(operand(b, 0), operand(b, 1));
      case part::less:
        return g_.make(op::less, operand(b, 0), operand(b, 1));
      case part::less_equal:
        return g_.make(op::less_equal, operand(b, 0), operand(b, 1));
      case part::greater:
        return g_.make(op::less, operand(b, 1), operand(b, 0));
      case part::greater_equal:
        return g_.make(op::less_equal, operand(b, 1), operand(b, 0));
      case part::equal:
        return g_.make(op::equal, operand(b, 0), operand(b, 1));
      case part::not_equal:
        return g_.make(op::subtract, g_.number(1), g_.make(op::equal, operand(b, 0), operand(b, 1)));
      case part::word:
        return word(b);
      case part::function:
        return function(b);
    }
    return nowhere;
  }

  // 1 + e^v, either way round, is this: v. Else nowhere.
  place exponent_of_one_plus_exp(place p) const {
    const node& n = g_.at(p);
    if (n.what != op::add) return nowhere;
    for (const auto& [one, other] : {std::pair(n.a, n.b), std::pair(n.b, n.a)}) {
      if (g_.is_number(one, 1) && g_.at(other).what == op::exp) return g_.at(other).a;
    }
    return nowhere;
  }

  // a/(1 + e^v) is a·σ(−v): the same number, but its slope is one, too, where e^v is infinite.
  place quotient(place a, place b) {
    const place v = exponent_of_one_plus_exp(b);
    if (v == nowhere) return g_.make(op::divide, a, b);
    const node& exponent = g_.at(v);
    const place s = g_.make(op::sigmoid, exponent.what == op::negate ? exponent.a : g_.make(op::negate, v));
    return g_.is_number(a, 1) ? s : g_.make(op::multiply, a, s);
  }

  place power(place a, place b) {
    if (g_.at(b).what != op::number) return g_.make(op::power, a, b);
    const double n = g_.at(b).number;
    if (n == 0.5) return g_.make(op::square_root, a);
    const double size = n < 0 ? -n : n;
    if (!(size >= 1 && size <= longest_product) || size != static_cast<double>(static_cast<int>(size)))
      return g_.make(op::power, a, b);
    place product = nowhere, square = a;  // a^1, a^2, a^4 …
    for (int left = static_cast<int>(size); left > 0; left /= 2) {
      if (left % 2 == 1) product = product == nowhere ? square : g_.make(op::multiply, product, square);
      if (left > 1) square = g_.make(op::multiply, square, square);
    }
    return n > 0 ? product : g_.make(op::divide, g_.number(1), product);
  }

  place word(const branch& b) {
    const word_about& w = words[b.which];
    // log(1 + e^v) is softplus: the same number, but a finite one wherever v is.
    if (w.what == op::log1p && g_.at(operand(b, 0)).what == op::exp)
      return g_.make(op::softplus, g_.at(operand(b, 0)).a);
    if (w.what == op::log) {
      const place v = exponent_of_one_plus_exp(operand(b, 0));
      if (v != nowhere) return g_.make(op::softplus, v);
    }
    return g_.make(w.what, operand(b, 0), w.operands > 1 ? operand(b, 1) : nowhere,
                   w.operands > 2 ? operand(b, 2) : nowhere);
  }

  place function(const branch& b) {
    const place a = operand(b, 0);
    // These two are words of their own here, with the bits of the list's.
    if (b.about->name == "sigmoid") return g_.make(op::sigmoid, a);
    if (b.about->name == "tanh") return g_.make(op::tanh, a);
    std::array<place, max_parameters> parameters{nowhere, nowhere, nowhere, nowhere};
    for (std::size_t i = 0; i < b.about->parameters.size(); ++i)
      parameters[i] = g_.number(b.about->parameters[i].standard);
    for (const auto& [i, value] : b.settings) parameters[i] = done_[value];
    return g_.call(op::value_of, {b.which, b.about}, a, parameters);
  }

  const tree& t_;
  graph& g_;
  std::vector<place> done_;
};

}  // namespace

std::string text_of(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string text_of(const tree& t) { return printer(t).whole(); }

place lower(const tree& t, place root, graph& g) { return lowering(t, g).up_to(root); }

}  // namespace hillock::formulas
