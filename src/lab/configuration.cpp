// SPDX-License-Identifier: Apache-2.0
// The options as text and back. One table, so that no option can be printed without being read back.
#include <fmt/format.h>
#include <fmt/ranges.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/names.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {
namespace {

template <class T>
void parse_number(T& out, const std::string& text) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (problem != std::errc{} || end != text.data() + text.size())
    throw usage_error(fmt::format("'{}' is not a number of the expected kind", printable(text)));
}

template <class T>
std::string print_optional(const std::optional<T>& value, const char* none) {
  return value ? fmt::format("{}", *value) : none;
}

template <class T>
void parse_optional(std::optional<T>& out, const std::string& text, std::string_view none) {
  out.reset();
  if (text != none) parse_number(out.emplace(), text);
}

constexpr std::pair<data::task, std::string_view> tasks[] = {
    {data::task::binary, "binary"}, {data::task::classes, "classes"}, {data::task::regression, "regression"}};

std::string print_task(const std::optional<data::task>& task) {
  for (const auto& [value, name] : tasks)
    if (task == value) return std::string(name);
  return "auto";
}

void parse_task(std::optional<data::task>& out, const std::string& text) {
  out.reset();
  if (text == "auto") return;
  for (const auto& [value, name] : tasks)
    if (text == name) out = value;
  if (!out) throw usage_error(fmt::format("'{}' is not a task", printable(text)));
}

std::string print_delimiter(const std::optional<char>& c) {
  if (!c) return "auto";
  return *c == '\t' ? "tab" : *c == ' ' ? "space" : std::string(1, *c);
}

void parse_delimiter(std::optional<char>& out, const std::string& text) {
  out.reset();
  if (text == "auto") return;
  if (text == "tab" || text == "space")
    out = text == "tab" ? '\t' : ' ';
  else if (text.size() == 1)
    out = text[0];
  else
    throw usage_error(fmt::format("'{}' is not a delimiter", printable(text)));
}

void parse_decimal(std::optional<char>& out, const std::string& text) {
  out.reset();
  if (text == "point" || text == "comma")
    out = text == "point" ? '.' : ',';
  else if (text != "auto")
    throw usage_error(fmt::format("'{}' is not point, comma or auto", printable(text)));
}

void parse_header(std::optional<bool>& out, const std::string& text) {
  out.reset();
  if (text == "yes" || text == "no")
    out = text == "yes";
  else if (text != "auto")
    throw usage_error(fmt::format("'{}' is not yes, no or auto", printable(text)));
}

/// True for the first of two words, false for the second.
bool one_of(const std::string& text, std::string_view yes, std::string_view no) {
  if (text == yes) return true;
  if (text == no) return false;
  throw usage_error(fmt::format("'{}' is not {} or {}", printable(text), yes, no));
}

/// Splits at commas outside parentheses: "relu,f(a=1,b=2)" has two parts.
std::vector<std::string> split_names(const std::string& text) {
  std::vector<std::string> names(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && depth == 0)
      names.emplace_back();
    else
      names.back() += c;
  }
  return names;
}

struct option {
  const char* name;
  std::string (*print)(const experiment_options&);
  void (*parse)(experiment_options&, const std::string&);
};

using options = experiment_options;
using text = const std::string&;

const option table[] = {
    {"data", [](const options& o) { return o.data.source; }, [](options& o, text t) { o.data.source = t; }},
    {"target", [](const options& o) { return o.data.target.empty() ? "auto" : o.data.target; },
     [](options& o, text t) { o.data.target = t == "auto" ? "" : t; }},
    {"task", [](const options& o) { return print_task(o.data.task); },
     [](options& o, text t) { parse_task(o.data.task, t); }},
    {"delimiter", [](const options& o) { return print_delimiter(o.data.delimiter); },
     [](options& o, text t) { parse_delimiter(o.data.delimiter, t); }},
    {"header",
     [](const options& o) -> std::string { return o.data.header ? *o.data.header ? "yes" : "no" : "auto"; },
     [](options& o, text t) { parse_header(o.data.header, t); }},
    {"decimal",
     [](const options& o) -> std::string {
       return o.data.decimal ? *o.data.decimal == ',' ? "comma" : "point" : "auto";
     },
     [](options& o, text t) { parse_decimal(o.data.decimal, t); }},
    {"missing", [](const options& o) { return o.data.missing; },
     [](options& o, text t) { o.data.missing = t; }},
    {"exclude", [](const options& o) { return o.data.exclude; },
     [](options& o, text t) { o.data.exclude = t; }},
    {"keep", [](const options& o) { return o.data.keep; }, [](options& o, text t) { o.data.keep = t; }},
    {"test", [](const options& o) { return o.data.test; }, [](options& o, text t) { o.data.test = t; }},
    {"rows", [](const options& o) { return o.data.rows == 0 ? "auto" : std::to_string(o.data.rows); },
     [](options& o, text t) { o.data.rows = 0, t == "auto" ? void() : parse_number(o.data.rows, t); }},
    {"data_seed", [](const options& o) { return std::to_string(o.data.seed); },
     [](options& o, text t) { parse_number(o.data.seed, t); }},
    {"split", [](const options& o) -> std::string { return o.fixed_split ? "fixed" : "seeds"; },
     [](options& o, text t) { o.fixed_split = one_of(t, "fixed", "seeds"); }},
    {"split_train", [](const options& o) { return fmt::format("{}", o.split.train); },
     [](options& o, text t) { parse_number(o.split.train, t); }},
    {"split_validation", [](const options& o) { return fmt::format("{}", o.split.validation); },
     [](options& o, text t) { parse_number(o.split.validation, t); }},
    {"split_seed", [](const options& o) { return std::to_string(o.split.seed); },
     [](options& o, text t) { parse_number(o.split.seed, t); }},
    {"model", [](const options& o) { return o.model; }, [](options& o, text t) { o.model = t; }},
    {"activations", [](const options& o) { return fmt::format("{}", fmt::join(o.activations, ",")); },
     [](options& o, text t) { o.activations = split_names(t); }},
    {"baseline", [](const options& o) { return o.baseline; }, [](options& o, text t) { o.baseline = t; }},
    {"metric", [](const options& o) { return o.metric; }, [](options& o, text t) { o.metric = t; }},
    {"margin", [](const options& o) { return print_optional(o.margin, "auto"); },
     [](options& o, text t) { parse_optional(o.margin, t, "auto"); }},
    {"first_seed", [](const options& o) { return std::to_string(o.first_seed); },
     [](options& o, text t) { parse_number(o.first_seed, t); }},
    {"seeds", [](const options& o) { return std::to_string(o.seeds); },
     [](options& o, text t) { parse_number(o.seeds, t); }},
    {"epochs", [](const options& o) { return std::to_string(o.epochs); },
     [](options& o, text t) { parse_number(o.epochs, t); }},
    {"patience", [](const options& o) { return std::to_string(o.patience); },
     [](options& o, text t) { parse_number(o.patience, t); }},
    {"batch", [](const options& o) { return std::to_string(o.batch); },
     [](options& o, text t) { parse_number(o.batch, t); }},
    {"optimizer", [](const options& o) { return o.optimizer; }, [](options& o, text t) { o.optimizer = t; }},
    {"lr", [](const options& o) { return print_optional(o.learning_rate, "auto"); },
     [](options& o, text t) { parse_optional(o.learning_rate, t, "auto"); }},
    {"init", [](const options& o) { return o.init; }, [](options& o, text t) { o.init = t; }},
    {"bias", [](const options& o) { return print_optional(o.bias, "none"); },
     [](options& o, text t) { parse_optional(o.bias, t, "none"); }},
    {"clip_norm", [](const options& o) { return fmt::format("{}", o.clip_norm); },
     [](options& o, text t) { parse_number(o.clip_norm, t); }},
};

}  // namespace

std::string value_of(const configuration& all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& pair) { return pair.first == name; });
  return found == all.end() ? "" : found->second;
}

configuration to_configuration(const experiment_options& o) {
  configuration pairs;
  for (const option& each : table) pairs.emplace_back(each.name, each.print(o));
  return pairs;
}

experiment_options from_configuration(const configuration& pairs) {
  experiment_options o;
  for (const auto& [name, value] : pairs) {
    const auto* known = std::find_if(std::begin(table), std::end(table),
                                     [&wanted = name](const option& e) { return e.name == wanted; });
    if (known == std::end(table))
      throw usage_error(fmt::format("unknown option '{}' in a configuration", printable(name)));
    try {
      known->parse(o, value);
    } catch (const usage_error& problem) {
      throw usage_error(fmt::format("option '{}': {}", known->name, problem.what()));
    }
  }
  return o;
}

std::string hash_of(const configuration& pairs, const std::string& data_hash) {
  // What the data are called and where they lie does not matter; their content's hash does.
  std::string all = "data=" + data_hash + '\n';
  for (const auto& [name, value] : pairs)
    if (name != "data" && name != "test") all += name + '=' + value + '\n';
  const XXH128_hash_t hash = XXH3_128bits(all.data(), all.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace hillock::lab
