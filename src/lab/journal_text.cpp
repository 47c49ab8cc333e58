// SPDX-License-Identifier: Apache-2.0
// The journal's lines as text and back.
#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "lab/journal.hpp"

namespace hillock::lab {
namespace {

using json = nlohmann::ordered_json;

constexpr int format_version = 1;
constexpr std::string_view opening = "{\"hillock_journal\":";  // how every journal begins
constexpr std::string_view check_key = ",\"check\":\"";
constexpr std::size_t seal_size = check_key.size() + 16 + 2;  // …<16 hex digits>"}

// --- numbers and text
// -------------------------------------------------------------------------------------------------

// JSON has no infinities and no NaN; a diverged run has both.
json number(double x) {
  if (std::isfinite(x)) return x;
  return std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";
}

std::string dump(const json& object) { return object.dump(-1, ' ', false, json::error_handler_t::replace); }

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

// --- layers and epochs: lists of numbers in a fixed order, to keep lines short
// ----------------------------------------

constexpr double layer_probe::*layer_numbers[] = {
    &layer_probe::zeros,         &layer_probe::dead,           &layer_probe::nearly_dead,
    &layer_probe::saturated,     &layer_probe::pre_mean,       &layer_probe::pre_deviation,
    &layer_probe::post_mean,     &layer_probe::post_deviation, &layer_probe::zero_centredness,
    &layer_probe::gradient_norm, &layer_probe::update_ratio};

json to_json(const epoch_record& e) {
  json object{{"epoch", e.epoch},
              {"train_loss", number(e.train_loss)},
              {"validation_loss", number(e.validation_loss)},
              {"validation_score", number(e.validation_score)}};
  if (e.layers.empty()) return object;
  json layers = json::array();
  for (const layer_probe& layer : e.layers) {
    json row = json::array();
    for (const auto field : layer_numbers) row.push_back(number(layer.*field));
    layers.push_back(std::move(row));
  }
  object["layers"] = std::move(layers);
  return object;
}

epoch_record to_epoch(const json& object, const std::string& where) {
  const members m(object, where + ": curve");
  epoch_record e;
  m.read("epoch", e.epoch);
  m.read("train_loss", e.train_loss);
  m.read("validation_loss", e.validation_loss);
  m.read("validation_score", e.validation_score);
  if (!m.has("layers")) return e;
  for (const json& row : m.list("layers")) {
    if (!row.is_array() || row.size() != std::size(layer_numbers))
      m.fail("layers", "lists of 11 numbers", row);
    layer_probe& layer = e.layers.emplace_back();
    for (std::size_t i = 0; i < std::size(layer_numbers); ++i)
      layer.*layer_numbers[i] = m.to_double("layers", row[i]);
  }
  return e;
}

// --- runs
// -------------------------------------------------------------------------------------------------------------

// Map values are kept to three decimals: finer than any colour scale, a tenth of the text.
constexpr float per_unit = 1000;
constexpr std::uint32_t largest_value = 1'000'000;  // beyond 2^20 the float no longer gives the number back

json to_json(const decision_map& map) {
  json values = json::array();
  for (const float v : map.values) values.push_back(static_cast<unsigned>(std::lround(v * per_unit)));
  return {{"side", map.side},
          {"low", number(map.low)},
          {"high", number(map.high)},
          {"values", std::move(values)}};
}

decision_map to_map(const json& object, const std::string& where) {
  const members m(object, where + ": map");
  decision_map map;
  m.read("side", map.side);
  m.read("low", map.low);
  m.read("high", map.high);
  const json& values = m.list("values");
  if (map.side > 4096 || values.size() != map.side * map.side)
    m.fail("values", "side times side values", map.side);
  for (const json& v : values) {
    const auto value = m.to_whole<std::uint32_t>("values", v);
    if (value > largest_value) m.fail("values", "at most 1000000", v);
    map.values.push_back(static_cast<float>(value) / per_unit);
  }
  return map;
}

json to_json(const record& r) {
  const run& f = r.finished;
  json object{{"candidate", f.candidate},
              {"seed", f.seed},
              {"learning_rate", number(f.learning_rate)},
              {"tuning", f.tuning},
              {"diverged", f.diverged},
              {"test", number(f.test)},
              {"validation", number(f.validation)},
              {"best_epoch", f.best_epoch},
              {"epochs", f.epochs},
              {"seconds_per_step", number(f.seconds_per_step)},
              {"probe_share", number(f.probe_share)},
              {"weights_hash", f.weights_hash},
              {"seconds", number(r.seconds)},
              {"elapsed", number(r.elapsed)}};
  json curve = json::array();
  for (const epoch_record& e : f.curve) curve.push_back(to_json(e));
  object["curve"] = std::move(curve);
  if (r.map) object["map"] = to_json(*r.map);
  return object;
}

record to_record(const json& object, const std::string& where) {
  const members m(object, where);
  record r;
  run& f = r.finished;
  m.read("candidate", f.candidate);
  m.read("seed", f.seed);
  m.read("learning_rate", f.learning_rate);
  m.read("tuning", f.tuning);
  m.read("diverged", f.diverged);
  m.read("test", f.test);
  m.read("validation", f.validation);
  m.read("best_epoch", f.best_epoch);
  m.read("epochs", f.epochs);
  m.read("seconds_per_step", f.seconds_per_step);
  m.read("probe_share", f.probe_share);
  m.read("weights_hash", f.weights_hash);
  m.read("seconds", r.seconds);
  m.read("elapsed", r.elapsed);
  for (const json& e : m.list("curve")) f.curve.push_back(to_epoch(e, where));
  if (m.has("map")) r.map = to_map(m.at("map"), where);
  return r;
}

// --- the header
// -------------------------------------------------------------------------------------------------------

constexpr const char* task_names[] = {"binary", "classes", "regression"};

json to_json(const data::split_data& d) {
  return {{"name", d.name},
          {"task", task_names[static_cast<int>(d.task)]},
          {"columns", d.columns},
          {"outputs", d.outputs},
          {"rows", {d.train.rows, d.validation.rows, d.test.rows}},
          {"feature_names", d.feature_names},
          {"class_names", d.class_names},
          {"target_mean", number(d.target_mean)},
          {"target_deviation", number(d.target_deviation)},
          {"notes", d.notes},
          {"hash", d.hash}};
}

data::split_data to_data(const json& object, const std::string& where) {
  const members m(object, where + ": data");
  data::split_data d;
  std::string task;
  m.read("name", d.name);
  m.read("task", task);
  const auto* known = std::find(std::begin(task_names), std::end(task_names), task);
  if (known == std::end(task_names)) m.fail("task", "binary, classes or regression", task);
  d.task = static_cast<data::task>(known - std::begin(task_names));
  m.read("columns", d.columns);
  m.read("outputs", d.outputs);
  const json& rows = m.list("rows");
  if (rows.size() != 3) m.fail("rows", "three numbers", rows);
  data::part* parts[] = {&d.train, &d.validation, &d.test};
  for (std::size_t i = 0; i < 3; ++i) {
    parts[i]->rows = m.to_whole<std::uint32_t>("rows", rows[i]);
    parts[i]->columns = d.columns;
  }
  m.read("feature_names", d.feature_names);
  m.read("class_names", d.class_names);
  m.read("target_mean", d.target_mean);
  m.read("target_deviation", d.target_deviation);
  m.read("notes", d.notes);
  m.read("hash", d.hash);
  return d;
}

journal_header to_header(const json& object, const std::string& where) {
  const members m(object, where);
  unsigned version = 0;
  m.read("hillock_journal", version);
  if (version != format_version) m.fail("hillock_journal", "version 1 of the format", version);
  journal_header h;
  m.read("program", h.program);
  const json& options = m.at("configuration");
  if (!options.is_object()) m.fail("configuration", "an object", options);
  for (const auto& [name, value] : options.items()) {
    if (!value.is_string()) m.fail("configuration", "an object of strings", value);
    h.options.emplace_back(name, value.get<std::string>());
  }
  m.read("configuration_hash", h.configuration_hash);
  m.read("source", h.source);
  m.read("machine", h.machine);
  m.read("chance", h.chance);
  h.data = to_data(m.at("data"), where);
  return h;
}

// --- lines
// ------------------------------------------------------------------------------------------------------------

std::string checksum(std::string_view text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

/// The line's checksum is there and right.
bool sealed(std::string_view line) {
  if (line.size() < seal_size) return false;
  const std::string_view content = line.substr(0, line.size() - seal_size), end = line.substr(content.size());
  return end.starts_with(check_key) && end.ends_with("\"}") &&
         end.substr(check_key.size(), 16) == checksum(content);
}

json parse_line(std::string_view line, const std::string& where) {
  try {
    return json::parse(line);
  } catch (const json::exception& problem) {
    throw data_error(fmt::format("{}: not JSON: {}", where, problem.what()));
  }
}

}  // namespace

std::string seal(std::string object) {
  object.pop_back();  // the closing brace
  const std::string check = checksum(object);
  return object.append(check_key).append(check).append("\"}\n");
}

std::string to_line(const record& r) { return seal(dump(to_json(r))); }

std::string to_line(const journal_header& h) {
  json options = json::object();
  for (const auto& [name, value] : h.options) options[name] = value;
  return seal(dump({{"hillock_journal", format_version},
                    {"program", h.program},
                    {"configuration", std::move(options)},
                    {"configuration_hash", h.configuration_hash},
                    {"source", h.source},
                    {"machine", h.machine},
                    {"chance", number(h.chance)},
                    {"data", to_json(h.data)}}));
}

journal parse_journal(std::string_view text, const std::string& name) {
  journal j;
  std::set<std::tuple<std::string, std::uint64_t, double, bool>> seen;
  for (std::size_t number = 1; j.sound_bytes < text.size(); ++number) {
    const std::string_view rest = text.substr(j.sound_bytes);
    const std::size_t length = rest.find('\n');
    const std::string_view line = rest.substr(0, length);
    const std::string where = fmt::format("{}:{}", name, number);
    const bool last = length == std::string_view::npos || length + 1 == rest.size();
    if (number == 1 && !line.starts_with(opening.substr(0, line.size())))
      throw data_error(fmt::format("{}: '{:.20}' is not the beginning of a Hillock journal; expected '{}…'",
                                   where, dump(std::string(line)), opening));
    if (length == std::string_view::npos || !sealed(line)) {
      if (!last)
        throw data_error(
            fmt::format("{}: its checksum does not fit its text; the file was changed or damaged. Delete "
                        "the line to run that run again, or the file to start anew",
                        where));
      j.torn = fmt::format("{}: the last line was cut off ({} bytes); that run will be run again", where,
                           line.size());
      return j;
    }
    const json object = parse_line(line, where);
    if (number == 1) {
      j.header = to_header(object, where);
    } else {
      record r = to_record(object, where);
      const run& f = r.finished;
      if (!seen.emplace(f.candidate, f.seed, f.learning_rate, f.tuning).second)
        throw data_error(
            fmt::format("{}: the run of {} with seed {} is there twice", where, f.candidate, f.seed));
      j.records.push_back(std::move(r));
    }
    j.sound_bytes += length + 1;
  }
  return j;
}

}  // namespace hillock::lab
