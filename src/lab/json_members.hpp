// SPDX-License-Identifier: Apache-2.0
// Members of JSON objects that come from foreign bytes: read with checks, or refused with the member's name.
#pragma once
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <vector>

#include "hillock/error.hpp"

namespace hillock::lab {

using json = nlohmann::ordered_json;

/// JSON has no infinities and no NaN; a diverged run has both.
inline json number(double x) {
  if (std::isfinite(x)) return x;
  return std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";
}

/// Compact text; bytes that are not UTF-8 (they occur in file names) become U+FFFD.
inline std::string dump(const json& object) {
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Reads members of one JSON object; what is missing or of the wrong kind is an error that names it.
class members {
 public:
  members(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) fail("it", "an object");
  }
  const json& at(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end()) throw data_error(fmt::format("{}: member '{}' is missing", where_, key));
    return *found;
  }
  bool has(const char* key) const { return object_.contains(key); }

  void read(const char* key, std::string& out) const {
    const json& v = at(key);
    if (!v.is_string()) fail(key, "a string", v);
    out = v.get<std::string>();
  }
  void read(const char* key, bool& out) const {
    const json& v = at(key);
    if (!v.is_boolean()) fail(key, "true or false", v);
    out = v.get<bool>();
  }
  void read(const char* key, double& out) const { out = to_double(key, at(key)); }
  void read_finite(const char* key, double& out) const {
    read(key, out);
    if (!std::isfinite(out)) fail(key, "a finite number", at(key));
  }
  template <class T>
  requires std::is_unsigned_v<T>
  void read(const char* key, T& out) const { out = to_whole<T>(key, at(key)); }
  void read(const char* key, std::vector<std::string>& out) const {
    out.clear();
    for (const json& v : list(key)) {
      if (!v.is_string()) fail(key, "a list of strings", v);
      out.push_back(v.get<std::string>());
    }
  }
  const json& list(const char* key) const {
    const json& v = at(key);
    if (!v.is_array()) fail(key, "a list", v);
    return v;
  }
  double to_double(const char* key, const json& v) const {
    if (v.is_number()) return v.get<double>();
    if (v == "nan") return std::numeric_limits<double>::quiet_NaN();
    if (v == "inf") return std::numeric_limits<double>::infinity();
    if (v == "-inf") return -std::numeric_limits<double>::infinity();
    fail(key, "a number", v);
  }
  template <class T>
  T to_whole(const char* key, const json& v) const {
    if (!v.is_number_unsigned() || v.get<std::uint64_t>() > std::numeric_limits<T>::max())
      fail(key, "a whole number in range", v);
    return v.get<T>();
  }
  [[noreturn]] void fail(const char* key, const char* expected, const json& value = nullptr) const {
    throw data_error(
        fmt::format("{}: '{}' is {}; expected {}", where_, key, dump(value).substr(0, 40), expected));
  }
  const std::string& where() const noexcept { return where_; }

 private:
  const json& object_;
  std::string where_;
};

}  // namespace hillock::lab
