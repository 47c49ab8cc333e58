// SPDX-License-Identifier: Apache-2.0
#include "formula/parse.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/names.hpp"
#include "base/nearest.hpp"
#include "formula/scan.hpp"

namespace hillock::formulas {

namespace {

constexpr std::string_view reserved[] = {"x", "pi", "e", "if", "else"};

const word_about* word_called(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(words), std::end(words), [&](const word_about& w) { return w.name == name; });
  return found == std::end(words) ? nullptr : found;
}

class parser : scanner {
 public:
  parser(std::string_view text, const dictionary& known, const std::vector<definition>& definitions)
      : scanner(text), known_(known), definitions_(definitions) {}

  tree whole() {
    if (text_.size() > longest_text) {
      throw std::invalid_argument("hillock: the formula has " + std::to_string(text_.size()) +
                                  " bytes; expected at most " + std::to_string(longest_text));
    }
    t_.root = expression();
    skip_blanks();
    while (accept(";")) value();
    skip_blanks();
    if (at_ < text_.size()) fail(at_, after_end());
    if (std::none_of(t_.branches.begin(), t_.branches.end(),
                     [](const branch& b) { return b.what == part::x; }))
      fail(0, "the formula does not depend on x: expected x in it");
    return std::move(t_);
  }

 private:
  std::string after_end() const {
    const char c = text_[at_];
    if (c == ')') return "')' without '('";
    if (c == '=') return "expected an operator, found '='; a comparison is ==, values of parameters follow ;";
    if (begins_name(c) || is_digit(c) || c == '(')
      return "expected an operator, found " + found(at_) + "; a product is written with *";
    return "expected an operator, found " + found(at_);
  }

  place add(branch b) {
    if (t_.branches.size() == largest_tree) {
      fail(at_, "the formula is too large: expected at most " + std::to_string(largest_tree) +
                    " numbers, names and operations, definitions included");
    }
    t_.branches.push_back(std::move(b));
    return static_cast<place>(t_.branches.size() - 1);
  }
  place add(part what, std::vector<place> operands) {
    branch b;
    b.what = what;
    b.operands = std::move(operands);
    return add(std::move(b));
  }

  // Counts how deep the parser's own calls are nested.
  class level {
   public:
    level(const parser& p, std::size_t& depth) : depth_(depth) {
      if (depth_ == deepest_nesting)
        p.fail(p.at_, "nested too deep: expected at most " + std::to_string(deepest_nesting) + " levels");
      ++depth_;
    }
    ~level() { --depth_; }
    level(const level&) = delete;
    level& operator=(const level&) = delete;

   private:
    std::size_t& depth_;
  };

  // a if c else b; else a comparison.
  place expression() {
    const level here(*this, depth_);
    const place yes = comparison();
    if (!accept_word("if")) return yes;
    const place condition = comparison();
    if (!accept_word("else")) fail(at_, "expected 'else', found " + found(at_));
    const place no = expression();
    branch b;
    b.what = part::word;
    b.which = static_cast<std::size_t>(word_called("where") - std::begin(words));
    b.operands = {condition, yes, no};
    return add(std::move(b));
  }

  std::optional<part> comparison_sign() {
    if (accept("<=")) return part::less_equal;
    if (accept(">=")) return part::greater_equal;
    if (accept("==")) return part::equal;
    if (accept("!=")) return part::not_equal;
    if (accept("<")) return part::less;
    if (accept(">")) return part::greater;
    return std::nullopt;
  }
  place comparison() {
    const place left = sum();
    const std::optional<part> sign = comparison_sign();
    if (!sign) return left;
    const place result = add(*sign, {left, sum()});
    const std::size_t here = at_;
    if (comparison_sign())
      fail(here, "comparisons do not chain: expected parentheses, or a product as in (0 < x)*(x < 1)");
    return result;
  }

  place sum() {
    place left = product();
    for (;;) {
      if (accept("+")) {
        left = add(part::add, {left, product()});
      } else if (accept("-")) {
        left = add(part::subtract, {left, product()});
      } else {
        return left;
      }
    }
  }
  place product() {
    place left = signed_power();
    for (;;) {
      if (accept("*")) {
        left = add(part::multiply, {left, signed_power()});
      } else if (accept("/")) {
        left = add(part::divide, {left, signed_power()});
      } else {
        return left;
      }
    }
  }
  place signed_power() {
    const bool negative = accept("-");
    if (negative || accept("+")) {
      const level here(*this, depth_);
      const place operand = signed_power();
      return negative ? add(part::negate, {operand}) : operand;
    }
    const place base = atom();
    if (!accept("^") && !accept("**")) return base;
    const level here(*this, depth_);
    return add(part::power, {base, signed_power()});
  }

  place atom() {
    skip_blanks();
    const std::size_t here = at_;
    if (accept("(")) {
      const place inside = expression();
      expect(")");
      return inside;
    }
    if (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) return literal();
    const std::string_view word = name();
    if (word.empty() || word == "if" || word == "else")
      fail(here, "expected a number, a name or '(', found " + found(here));
    at_ += word.size();
    if (accept("(")) return call(here, word);
    return named(here, word);
  }

  place literal() {
    branch b;
    b.number = unsigned_number();
    return add(std::move(b));
  }

  place named(std::size_t here, std::string_view word) {
    branch b;
    if (word == "x") {
      b.what = part::x;
    } else if (word == "pi") {
      b.what = part::pi;
    } else if (word == "e") {
      b.what = part::e;
    } else {
      if (word_called(word) || known_.function(word) || definition_called(word))
        fail(at_, "'" + printable(word) + "' is a function: expected '(' behind it, found " + found(at_));
      b.what = part::parameter;
      b.which = parameter_called(here, word);
    }
    return add(std::move(b));
  }

  std::size_t parameter_called(std::size_t here, std::string_view word) {
    auto& all = t_.parameters;
    const auto known =
        std::find_if(all.begin(), all.end(), [&](const named_value& p) { return p.name == word; });
    if (known != all.end()) return static_cast<std::size_t>(known - all.begin());
    // with() and find() do not tell these apart.
    for (const named_value& p : all) {
      if (normalised(p.name) == normalised(word))
        fail(here, "'" + printable(word) + "' and '" + printable(p.name) + "' count as one name");
    }
    if (normalised(word).empty())
      fail(here, "'" + printable(word) + "' is no name: expected a letter or digit");
    if (all.size() == max_parameters) {
      fail(here, "'" + printable(word) + "' is one parameter too many: expected at most " +
                     std::to_string(max_parameters));
    }
    all.push_back({std::string(word)});
    return all.size() - 1;
  }

  const definition* definition_called(std::string_view word) const {
    const auto found = std::find_if(definitions_.begin(), definitions_.end(),
                                    [&](const definition& d) { return d.name == word; });
    return found == definitions_.end() ? nullptr : &*found;
  }

  place call(std::size_t here, std::string_view word) {
    if (std::find(std::begin(reserved), std::end(reserved), word) != std::end(reserved))
      fail(at_ - 1, "expected an operator, found '('; a product is written with *");
    if (const definition* const d = definition_called(word)) return call_definition(*d);
    if (const word_about* const w = word_called(word)) return call_word(*w);
    if (const std::optional<listed> f = known_.function(word)) return call_listed(here, *f);
    std::vector<std::string> names = known_.names();
    for (const word_about& w : words) names.emplace_back(w.name);
    for (const definition& d : definitions_) names.push_back(d.name);
    std::string meant;
    for (const std::string& near : nearest(word, names))
      meant += (meant.empty() ? "; did you mean " : " or ") + near;
    fail(here, "unknown function '" + printable(word) + "'" + meant + (meant.empty() ? "" : "?"));
  }

  place call_word(const word_about& w) {
    branch b;
    b.what = part::word;
    b.which = static_cast<std::size_t>(&w - std::begin(words));
    for (std::size_t i = 0; i < w.operands; ++i) {
      if (i > 0 && !accept(",")) {
        fail(at_, std::string(w.name) + " takes " + std::to_string(w.operands) +
                      " arguments: expected ',', found " + found(at_));
      }
      b.operands.push_back(expression());
    }
    if (accept(",")) {
      fail(at_ - 1, std::string(w.name) + " takes " + std::to_string(w.operands) + " argument" +
                        (w.operands > 1 ? "s" : "") + ": expected ')', found ','");
    }
    expect(")");
    return add(std::move(b));
  }

  // The "name=" of a setting.
  std::string_view setting_name() {
    skip_blanks();
    const std::string_view word = name();
    const std::size_t here = at_;
    at_ += word.size();
    const bool comparison = accept("==");
    if (word.empty() || comparison || !accept("="))
      fail(here, "expected parameter=value, found " + found(here));
    return word;
  }

  place call_listed(std::size_t here, const listed& f) {
    if (f.about->of_rows)
      fail(here, std::string(f.about->name) + " acts on rows: expected a function of one number");
    branch b;
    b.what = part::function;
    b.which = f.index;
    b.about = f.about;
    refuse_setting_first(f);
    b.operands.push_back(expression());
    while (accept(",")) {
      skip_blanks();
      const std::size_t at = at_;
      const std::string_view word = setting_name();
      const std::optional<std::size_t> i = known_.parameter(*f.about, word);
      if (!i)
        fail(at, "unknown parameter '" + printable(word) + "' of " + std::string(f.about->name) +
                     parameters_of(*f.about));
      for (const auto& [other, value] : b.settings) {
        if (other == *i) fail(at, std::string(f.about->parameters[*i].name) + " is given twice");
      }
      skip_blanks();
      const std::size_t begin = at_;
      const place value = expression();
      check_setting(begin, f.about->parameters[*i], value);
      b.settings.emplace_back(*i, value);
    }
    expect(")");
    std::sort(b.settings.begin(), b.settings.end());
    return add(std::move(b));
  }
  // leaky_relu(slope=0.2) is an activation's name and no part of a formula.
  void refuse_setting_first(const listed& f) {
    const std::size_t before = at_;
    at_ += name().size();
    if (accept("=") && text_.substr(at_, 1) != "=")
      fail(before, "expected the argument of " + std::string(f.about->name) +
                       " before its parameters, found " + found(before));
    at_ = before;
  }
  static std::string parameters_of(const card& about) {
    std::string text;
    for (const parameter& p : about.parameters)
      text += (text.empty() ? ": expected " : " or ") + std::string(p.name);
    return text.empty() ? ", which has none" : text;
  }
  // What is known already of a value for a parameter of the list: it is the same for all x, and in its range
  // where it is a number. (Where it depends on parameters, and leaves the range, results are NaN.)
  void check_setting(std::size_t begin, const parameter& p, place value) {
    graph g;
    const place v = lower(t_, value, g);
    if (g.at(v).depends_on_x) fail(begin, std::string(p.name) + " must not depend on x");
    if (g.at(v).what != op::number) return;
    const double number = g.at(v).number;
    if (number >= p.low && number <= p.high) return;
    fail(begin, std::string(p.name) + " = " + text_of(number) + " is outside " + text_of(p.low) + " … " +
                    text_of(p.high));
  }

  // The definition's tree with another x, and numbers for its parameters.
  place call_definition(const definition& d) {
    const place argument = expression();
    std::vector<named_value> values = d.meaning.parameters;
    std::vector<bool> given(values.size(), false);
    while (accept(",")) {
      skip_blanks();
      const std::size_t at = at_;
      const std::string_view word = setting_name();
      std::size_t i = 0;
      while (i < values.size() && normalised(values[i].name) != normalised(word)) ++i;
      if (i == values.size()) fail(at, "unknown parameter '" + printable(word) + "' of " + printable(d.name));
      if (given[i]) fail(at, values[i].name + " is given twice");
      given[i] = true;
      values[i].value = signed_number();
    }
    expect(")");
    std::vector<place> moved;
    for (branch b : d.meaning.branches) {
      for (place& operand : b.operands) operand = moved[operand];
      for (auto& [parameter, value] : b.settings) value = moved[value];
      if (b.what == part::x) {
        moved.push_back(argument);
      } else if (b.what == part::parameter) {
        moved.push_back(number(values[b.which].value));
      } else {
        moved.push_back(add(std::move(b)));
      }
    }
    return moved.back();
  }
  place number(double value) {
    branch b;
    b.number = std::fabs(value);
    const place size = add(std::move(b));
    return std::signbit(value) ? add(part::negate, {size}) : size;
  }

  // "; a=2" behind the formula.
  void value() {
    skip_blanks();
    const std::size_t here = at_;
    const std::string_view word = setting_name();
    auto& all = t_.parameters;
    std::size_t i = 0;
    while (i < all.size() && normalised(all[i].name) != normalised(word)) ++i;
    if (i == all.size()) fail(here, "'" + printable(word) + "' is no parameter of the formula");
    if (valued_[i]) fail(here, all[i].name + " is given twice");
    valued_[i] = true;
    all[i].value = signed_number();
    skip_blanks();
  }

  const dictionary& known_;
  const std::vector<definition>& definitions_;
  tree t_;
  std::size_t depth_ = 0;
  std::array<bool, max_parameters> valued_{};
};

}  // namespace

tree parse(std::string_view text, const dictionary& known, const std::vector<definition>& definitions) {
  return parser(text, known, definitions).whole();
}

bool has_x(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!begins_name(text[i])) continue;  // 2x is a formula, too, with a mistake
    std::size_t end = i;
    while (end < text.size() && continues_name(text[end])) ++end;
    if (text.substr(i, end - i) == "x") return true;
    i = end - 1;
  }
  return false;
}

void check_definition_name(std::string_view name, const dictionary& known,
                           const std::vector<definition>& definitions) {
  const auto refuse = [&](const std::string& problem) {
    throw std::invalid_argument("hillock: definition '" + printable(name) + "': " + problem);
  };
  if (name.empty() || !begins_name(name[0]) || !std::all_of(name.begin(), name.end(), continues_name))
    refuse("expected a name of letters, digits and _ that does not begin with a digit");
  if (std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved) || word_called(name) ||
      known.function(name))
    refuse("the name has a meaning already; expected another");
  for (const definition& d : definitions) {
    if (d.name == name) refuse("it is given twice");
  }
}

}  // namespace hillock::formulas
