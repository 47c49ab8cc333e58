// SPDX-License-Identifier: Apache-2.0
// Runs as JSON and back.
#include <cmath>
#include <cstdlib>
#include <limits>

#include "lab/journal_json.hpp"

namespace hillock::lab {
namespace {

// A layer is a list of numbers in this order, to keep lines short.
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
  m.read_finite("low", map.low);
  m.read_finite("high", map.high);
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

json to_json(const std::vector<trial>& tried) {
  json rates = json::array();
  for (const trial& t : tried)
    rates.push_back({number(t.learning_rate), number(t.validation), number(t.loss), t.diverged});
  return rates;
}

std::vector<trial> to_trials(const members& m, const char* key) {
  std::vector<trial> tried;
  for (const json& row : m.list(key)) {
    if (!row.is_array() || row.size() != 4 || !row[3].is_boolean())
      m.fail(key, "lists of rate, score, loss and whether it diverged", row);
    tried.push_back(
        {m.to_double(key, row[0]), m.to_double(key, row[1]), m.to_double(key, row[2]), row[3].get<bool>()});
  }
  return tried;
}

json to_json(const std::vector<named_score>& scores) {
  json object = json::object();
  for (const named_score& each : scores) object[each.name] = number(each.score);
  return object;
}

std::vector<named_score> to_scores(const members& m, const char* key) {
  std::vector<named_score> scores;
  const json& object = m.at(key);
  if (!object.is_object()) m.fail(key, "an object", object);
  for (const auto& [name, value] : object.items()) scores.push_back({name, m.to_double(key, value)});
  return scores;
}

// Rows as the gaps between them, values as the shortest decimal of a float: both to keep lines short.
json to_json(const row_scores& scores) {
  json gaps = json::array(), values = json::array();
  std::uint32_t before = 0;
  for (const std::uint32_t row : scores.rows) gaps.push_back(row - before), before = row;
  for (const float v : scores.values)
    values.push_back(number(std::isfinite(v) ? std::strtod(fmt::to_string(v).c_str(), nullptr) : v));
  return {{"gaps", std::move(gaps)}, {"values", std::move(values)}};
}

row_scores to_row_scores(const json& object, const std::string& where) {
  const members m(object, where + ": by_row");
  row_scores scores;
  std::uint64_t row = 0;
  for (const json& gap : m.list("gaps")) {
    row += m.to_whole<std::uint32_t>("gaps", gap);
    if (row > std::numeric_limits<std::uint32_t>::max() ||
        (!scores.rows.empty() && row == scores.rows.back()))
      m.fail("gaps", "ascending rows", gap);
    scores.rows.push_back(static_cast<std::uint32_t>(row));
  }
  for (const json& v : m.list("values"))
    scores.values.push_back(static_cast<float>(m.to_double("values", v)));
  if (scores.values.size() != scores.rows.size())
    m.fail("values", "one value for each row", scores.values.size());
  return scores;
}

}  // namespace

json to_json(const record& r) {
  const run& f = r.finished;
  json object{{"candidate", f.candidate},
              {"seed", f.seed},
              {"learning_rate", number(f.learning_rate)},
              {"tried", to_json(f.tried)},
              {"diverged", f.diverged},
              {"test", number(f.test)},
              {"validation", number(f.validation)},
              {"chance", number(f.chance)},
              {"test_scores", to_json(f.test_scores)},
              {"validation_scores", to_json(f.validation_scores)},
              {"confusion", f.confusion},
              {"by_row", to_json(f.by_row)},
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
  m.read_finite("learning_rate", f.learning_rate);
  f.tried = to_trials(m, "tried");
  m.read("diverged", f.diverged);
  m.read_finite("test", f.test);
  m.read_finite("validation", f.validation);
  m.read_finite("chance", f.chance);
  f.test_scores = to_scores(m, "test_scores");
  f.validation_scores = to_scores(m, "validation_scores");
  for (const json& count : m.list("confusion"))
    f.confusion.push_back(m.to_whole<std::uint32_t>("confusion", count));
  f.by_row = to_row_scores(m.at("by_row"), where);
  m.read("best_epoch", f.best_epoch);
  m.read("epochs", f.epochs);
  m.read_finite("seconds_per_step", f.seconds_per_step);
  m.read_finite("probe_share", f.probe_share);
  m.read("weights_hash", f.weights_hash);
  m.read_finite("seconds", r.seconds);
  m.read_finite("elapsed", r.elapsed);
  for (const json& e : m.list("curve")) f.curve.push_back(to_epoch(e, where));
  if (m.has("map")) r.map = to_map(m.at("map"), where);
  return r;
}

}  // namespace hillock::lab
