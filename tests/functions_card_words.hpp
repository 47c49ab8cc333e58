// SPDX-License-Identifier: Apache-2.0
// Computes what a card's formula or derivative says, as a reader would: "x for x > 0, slope * x otherwise",
// "s * (1 - s), s = sigmoid(x)", |x|, 4 beta, f' for the slope of a function of the list.
#pragma once
#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "hillock/activation.hpp"

namespace functions_test {

/// What it cannot read.
struct unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class card_words {
 public:
  using names = std::map<std::string, long double, std::less<>>;

  /// The value for x and the parameters.
  static long double value(std::string_view text, const names& known) {
    card_words reader(text, known);
    const long double v = reader.pieces('\0');
    if (reader.at_ != reader.text_.size())
      throw unreadable("rest: " + std::string(reader.text_.substr(reader.at_)));
    return v;
  }

 private:
  card_words(std::string_view text, const names& known) : text_(text), names_(known) {
    // Definitions stand behind what uses them; a later one may be used by an earlier one.
    std::vector<std::string_view> parts = split();
    while (parts.size() > 1 && definition(parts.back())) parts.pop_back();
    text_ = text_.substr(0, parts.empty() ? 0 : static_cast<std::size_t>(parts.back().end() - text_.begin()));
  }

  std::vector<std::string_view> split() const {
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text_.size(); ++i) {
      if (i < text_.size() && text_[i] == '(') ++depth;
      if (i < text_.size() && text_[i] == ')') --depth;
      if (i == text_.size() || (text_[i] == ',' && depth == 0)) {
        parts.push_back(text_.substr(begin, i - begin));
        begin = i + 1;
      }
    }
    return parts;
  }

  bool definition(std::string_view part) {
    const std::size_t equals = part.find(" = ");
    if (equals == std::string_view::npos) return false;
    std::string name(part.substr(0, equals));
    name.erase(0, name.find_first_not_of(' '));
    const std::string_view body = part.substr(equals + 3);
    names_[name] = value(body, names_);
    // Its derivative by x, should the text speak of it.
    constexpr long double h = 1e-6L;
    names before = names_, after = names_;
    before["x"] -= h, after["x"] += h;
    names_[name + "'"] = (value(body, after) - value(body, before)) / (2 * h);
    return true;
  }

  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  char next() {
    blanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(std::string_view word) {
    blanks();
    if (text_.substr(at_, word.size()) != word) return false;
    const std::size_t end = at_ + word.size();
    if (std::isalpha(static_cast<unsigned char>(word.back())) && end < text_.size() &&
        std::isalnum(static_cast<unsigned char>(text_[end])))
      return false;
    at_ = end;
    return true;
  }

  // "A for C, B for D, E otherwise", in any order; a piece without words is what is left over.
  long double pieces(char end) {
    long double found = 0, otherwise = 0;
    bool has_found = false, has_otherwise = false;
    for (;;) {
      const long double v = sum();
      if (take("for")) {
        if (condition() && !has_found) found = v, has_found = true;
      } else {
        take("otherwise");
        otherwise = v, has_otherwise = true;
      }
      if (next() == end || !take(",")) break;
    }
    if (has_found) return found;
    if (!has_otherwise) throw unreadable("no piece holds");
    return otherwise;
  }

  bool condition() {
    bool holds = true, compared = false;
    long double left = sum();
    for (;;) {
      const bool or_equal = take("<="), less = !or_equal && take("<"),
                 from = !less && !or_equal && take(">="), more = !from && !less && !or_equal && take(">");
      if (!or_equal && !less && !from && !more) break;
      const long double right = sum();
      holds = holds && (or_equal ? left <= right : less ? left < right : from ? left >= right : left > right);
      left = right, compared = true;
    }
    if (!compared) throw unreadable("no comparison");
    return holds;
  }

  long double sum() {
    long double v = product();
    for (;;) {
      if (take("+"))
        v += product();
      else if (take("-"))
        v -= product();
      else
        return v;
    }
  }

  // Factors may stand side by side: 4 beta, 2 (1 + x), 2 |x|.
  long double product() {
    long double v = factor();
    for (;;) {
      const char c = next();
      const bool word = text_.substr(at_, 4) == "for " || text_.substr(at_, 9) == "otherwise";
      if (take("*"))
        v *= factor();
      else if (take("/"))
        v /= factor();
      else if (!word && (c == '(' || std::isalpha(static_cast<unsigned char>(c)) || (c == '|' && !in_bars_)))
        v *= power();
      else
        return v;
    }
  }

  long double factor() { return take("-") ? -factor() : power(); }

  long double power() {
    const long double base = primary();
    return take("^") ? std::pow(base, factor()) : base;
  }

  long double primary() {
    if (take("(")) {
      const bool before = in_bars_;
      in_bars_ = false;
      const long double v = pieces(')');
      in_bars_ = before;
      if (!take(")")) throw unreadable("expected )");
      return v;
    }
    if (take("|")) {
      in_bars_ = true;
      const long double v = sum();
      in_bars_ = false;
      if (!take("|")) throw unreadable("expected |");
      return std::fabs(v);
    }
    if (std::isdigit(static_cast<unsigned char>(next()))) {
      std::size_t used = 0;
      const long double v = std::stold(std::string(text_.substr(at_)), &used);
      at_ += used;
      return v;
    }
    return name();
  }

  long double name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_'))
      ++at_;
    if (at_ < text_.size() && text_[at_] == '\'') ++at_;
    const std::string word(text_.substr(begin, at_ - begin));
    if (at_ < text_.size() && text_[at_] == '(') return call(word);
    if (word == "pi") return std::acos(-1.0L);
    const auto known = names_.find(word);
    if (known == names_.end()) throw unreadable("'" + word + "' at " + std::string(text_.substr(begin)));
    return known->second;
  }

  long double call(const std::string& word) {
    std::vector<long double> a;
    ++at_;
    do a.push_back(sum());
    while (take(","));
    if (!take(")")) throw unreadable("expected ) of " + word);
    if (a.size() == 2 && word == "min") return std::min(a[0], a[1]);
    if (a.size() == 2 && word == "max") return std::max(a[0], a[1]);
    if (a.size() != 1) throw unreadable(word);
    const long double v = a[0];
    static const std::map<std::string, long double (*)(long double)> functions{
        {"exp", [](long double t) { return std::exp(t); }},
        {"expm1", [](long double t) { return std::expm1(t); }},
        {"log1p", [](long double t) { return std::log1p(t); }},
        {"log", [](long double t) { return std::log(t); }},
        {"tanh", [](long double t) { return std::tanh(t); }},
        {"cosh", [](long double t) { return std::cosh(t); }},
        {"sqrt", [](long double t) { return std::sqrt(t); }},
        {"erf", [](long double t) { return std::erf(t); }},
        {"erfc", [](long double t) { return std::erfc(t); }},
        {"sin", [](long double t) { return std::sin(t); }},
        {"cos", [](long double t) { return std::cos(t); }},
        {"atan", [](long double t) { return std::atan(t); }},
        {"sign", [](long double t) { return t > 0   ? 1.0L
                                            : t < 0 ? -1.0L
                                                    : 0.0L; }},
        {"sigmoid", [](long double t) { return 1 / (1 + std::exp(-t)); }}};
    if (const auto f = functions.find(word); f != functions.end()) return f->second(v);
    const bool slope = word.ends_with('\'');
    try {
      const hillock::activation f = hillock::find(slope ? word.substr(0, word.size() - 1) : word);
      const double x = static_cast<double>(v);
      if (!slope) return f(x);
      double d = 0;
      f.slope(std::span<const double>(&x, 1), std::span<double>(&d, 1));
      return d;
    } catch (const std::invalid_argument&) {
      throw unreadable(word + "(...)");
    }
  }

  std::string_view text_;
  names names_;
  std::size_t at_ = 0;
  bool in_bars_ = false;
};

}  // namespace functions_test
