// SPDX-License-Identifier: Apache-2.0
#include "report/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>

#include "report/aggregate.hpp"
#include "report/format.hpp"
#include "report/report.hpp"

namespace hillock::report {
namespace {

using json = nlohmann::ordered_json;

template <class Range, class Member>
json column(const Range& range, Member member) {
  json values = json::array();
  for (const auto& item : range) values.push_back(std::invoke(member, item));
  return values;
}

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

// What is undefined is null: R² of targets that do not vary, AUC of one class.
json or_null(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

// One run has no interval.
json end_of_interval(double end, std::size_t runs) { return runs < 2 ? json(nullptr) : or_null(end); }

json estimate_of(const lab::estimate& e, std::size_t runs) {
  return {{"mean", or_null(e.mean)},
          {"low", end_of_interval(e.low, runs)},
          {"high", end_of_interval(e.high, runs)}};
}

// As many digits as a picture or a diagnosis needs; the journal has them all.
json rounded(double value, int digits) {
  if (!std::isfinite(value)) return nullptr;
  return std::strtod(fmt::format("{:.{}g}", value, digits).c_str(), nullptr);
}
constexpr int curve_digits = 5, probe_digits = 4;

json scores_of(const std::vector<lab::named_score>& scores) {
  json object = json::object();
  for (const lab::named_score& each : scores) object[each.name] = or_null(each.score);
  return object;
}

json recall_of(const std::vector<std::vector<double>>& confusion) {
  json recall = json::array();
  for (const double share : recall_by_class(confusion)) recall.push_back(or_null(share));
  return recall;
}

std::string_view name_of(lab::severity weight) {
  switch (weight) {
    case lab::severity::fault:
      return "fault";
    case lab::severity::worth_a_look:
      return "worth_a_look";
    case lab::severity::information:
      break;
  }
  return "information";
}

std::string_view name_of(data::task task) {
  switch (task) {
    case data::task::binary:
      return "binary";
    case data::task::classes:
      return "classes";
    case data::task::regression:
      break;
  }
  return "regression";
}

std::string_view name_of(lab::judgement says) {
  switch (says) {
    case lab::judgement::better:
      return "better";
    case lab::judgement::worse:
      return "worse";
    case lab::judgement::equivalent:
      return "equivalent";
    case lab::judgement::not_enough_evidence:
      break;
  }
  return "not_enough_evidence";
}

json data_of(const data::split_data& d) {
  return {{"name", d.name},
          {"hash", d.hash},
          {"task", name_of(d.task)},
          {"rows", d.train.rows + d.validation.rows + d.test.rows},
          {"columns", d.columns},
          {"outputs", d.outputs},
          {"parts", {{"train", d.train.rows}, {"validation", d.validation.rows}, {"test", d.test.rows}}},
          {"features", d.feature_names},
          {"classes", d.class_names},
          {"target_mean", d.target_mean},
          {"target_deviation", d.target_deviation},
          {"notes", d.notes}};
}

// One array per quantity, epochs along it: a tenth of the size of one object per epoch, and ready to plot.
json layers_of(const std::vector<lab::epoch_record>& probed) {
  std::size_t layers = 0;
  for (const lab::epoch_record& e : probed) layers = std::max(layers, e.layers.size());
  json all = json::array();
  for (std::size_t layer = 0; layer < layers; ++layer) {
    const auto quantity = [&](double lab::layer_probe::*member) {
      return column(probed, [=](const lab::epoch_record& e) {
        return layer < e.layers.size() ? rounded(e.layers[layer].*member, probe_digits) : json(nullptr);
      });
    };
    using probe = lab::layer_probe;
    all.push_back({{"zeros", quantity(&probe::zeros)},
                   {"dead", quantity(&probe::dead)},
                   {"nearly_dead", quantity(&probe::nearly_dead)},
                   {"saturated", quantity(&probe::saturated)},
                   {"pre_mean", quantity(&probe::pre_mean)},
                   {"pre_deviation", quantity(&probe::pre_deviation)},
                   {"post_mean", quantity(&probe::post_mean)},
                   {"post_deviation", quantity(&probe::post_deviation)},
                   {"zero_centredness", quantity(&probe::zero_centredness)},
                   {"gradient_norm", quantity(&probe::gradient_norm)},
                   {"update_ratio", quantity(&probe::update_ratio)}});
  }
  return all;
}

// About twenty of the epochs, the last one among them.
std::vector<lab::epoch_record> thinned(const std::vector<lab::epoch_record>& curve) {
  constexpr std::size_t most = 20;
  const std::size_t step = curve.size() / most + 1;
  std::vector<lab::epoch_record> kept;
  for (std::size_t i = 0; i < curve.size(); ++i)
    if (i % step == 0 || i + 1 == curve.size()) kept.push_back(curve[i]);
  return kept;
}

json curve_of(const std::vector<lab::epoch_record>& epochs) {
  const auto quantity = [&](double lab::epoch_record::*member) {
    return column(epochs, [=](const lab::epoch_record& e) { return rounded(e.*member, curve_digits); });
  };
  return {{"epoch", column(epochs, &lab::epoch_record::epoch)},
          {"train_loss", quantity(&lab::epoch_record::train_loss)},
          {"validation_loss", quantity(&lab::epoch_record::validation_loss)},
          {"validation_score", quantity(&lab::epoch_record::validation_score)}};
}

json curve_of(const lab::run& run, json_detail detail) {
  if (detail == json_detail::curves) return curve_of(thinned(run.curve));
  json curve = curve_of(run.curve);
  std::vector<lab::epoch_record> probed;
  for (const lab::epoch_record& e : run.curve)
    if (!e.layers.empty()) probed.push_back(e);
  curve["probed"] = column(probed, &lab::epoch_record::epoch);
  curve["layers"] = layers_of(probed);
  return curve;
}

json run_of(const lab::run& run, json_detail detail) {
  json object{{"seed", run.seed},
              {"test", or_null(run.test)},
              {"validation", or_null(run.validation)},
              {"chance", or_null(run.chance)},
              {"test_scores", scores_of(run.test_scores)},
              {"validation_scores", scores_of(run.validation_scores)},
              {"diverged", run.diverged},
              {"weights_hash", run.weights_hash},
              {"best_epoch", run.best_epoch},
              {"epochs", run.epochs},
              {"steps_to_target", or_null(run.steps_to_target)},
              {"learning_rate", run.learning_rate},
              {"tried", column(run.tried,
                               [](const lab::trial& t) {
                                 return json{
                                     {"learning_rate", t.learning_rate},
                                     {"validation", t.diverged ? json(nullptr) : or_null(t.validation)},
                                     {"diverged", t.diverged}};
                               })},
              {"seconds_per_step", run.seconds_per_step},
              {"probe_share", run.probe_share}};
  if (detail == json_detail::everything || detail == json_detail::curves)
    object["curve"] = curve_of(run, detail);
  return object;
}

// Maps are floats: their shortest decimal is kept, not the 17 digits of the double they widen to.
json map_of(const lab::decision_map& map) {
  return {{"side", map.side},
          {"low", map.low},
          {"high", map.high},
          {"values",
           column(map.values, [](float v) { return std::strtod(fmt::to_string(v).c_str(), nullptr); })}};
}

json candidate_of(const lab::candidate_summary& c, json_detail detail) {
  json parameters = json::object();
  for (const auto& [name, value] : c.parameters) parameters[name] = value;
  json candidate{
      {"name", c.name},
      {"parameters", std::move(parameters)},
      {"learning_rate", c.learning_rate},
      {"rates", column(c.rates,
                       [&](const lab::rate_summary& t) {
                         return json{
                             {"learning_rate", t.learning_rate},
                             {"validation", t.diverged == c.runs.size() ? json(nullptr) : json(t.validation)},
                             {"chosen", t.chosen},
                             {"diverged", t.diverged}};
                       })},
      {"init", c.init},
      {"gain", c.gain},
      {"test", estimate_of(known(c, c.test), c.runs.size())},
      {"validation", estimate_of(known(c, c.validation), c.runs.size())},
      {"test_scores", scores_of(c.test_scores)},
      {"validation_scores", scores_of(c.validation_scores)},
      {"confusion", c.confusion},
      {"recall", recall_of(c.confusion)},
      {"diverged", c.diverged},
      {"median_steps_to_target", or_null(c.median_steps_to_target)},
      {"reached_target", c.reached_target},
      {"microseconds_per_step", c.microseconds_per_step},
      {"health", column(c.health, [](const lab::finding& f) {
         return json{{"kind", f.kind}, {"weight", name_of(f.weight)}, {"sentence", f.sentence}};
       })}};
  if (detail != json_detail::summary)
    candidate["runs"] = column(c.runs, [&](const lab::run& run) { return run_of(run, detail); });
  if (c.map && detail == json_detail::everything) candidate["map"] = map_of(*c.map);
  return candidate;
}

json verdict_of(const lab::verdict& v, const std::vector<lab::candidate_summary>& candidates) {
  const auto candidate = std::find_if(candidates.begin(), candidates.end(),
                                      [&](const auto& c) { return c.name == v.candidate; });
  const std::size_t runs = candidate == candidates.end() ? 0 : candidate->runs.size();
  const lab::estimate difference = known(v);
  const bool counted = std::isfinite(known_p(v));
  return {{"candidate", v.candidate},
          {"reference", v.reference},
          {"judgement", name_of(v.says)},
          {"sentence", v.sentence},
          {"p", counted ? json(v.p) : json(nullptr)},
          {"p_holm", counted ? json(v.p_holm) : json(nullptr)},
          {"difference", or_null(difference.mean)},
          {"low", end_of_interval(difference.low, runs)},
          {"high", end_of_interval(difference.high, runs)},
          {"deviation", v.deviation},
          {"rows_deviation", v.rows_deviation},
          {"probability_better", v.probability_better},
          {"effect_size", v.effect_size},
          {"seeds_needed", v.seeds_needed ? json(v.seeds_needed) : json(nullptr)},
          {"rows_needed", v.rows_needed ? json(v.rows_needed) : json(nullptr)}};
}

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// Objects over several lines, arrays of plain values on one: a curve is a line, not a page.
void print(std::string& out, const json& value, std::size_t depth) {
  const auto plain = [](const json& v) { return !v.is_structured() || v.empty(); };
  if (plain(value) || (value.is_array() && std::all_of(value.begin(), value.end(), plain))) {
    out += dump(value);
    return;
  }
  const std::string indent(depth + 1, ' ');
  out += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, item] : value.items()) {
    out += (first ? "\n" : ",\n") + indent;
    first = false;
    if (value.is_object()) out += dump(json(key)) + ": ";
    print(out, item, depth + 1);
  }
  out += '\n' + std::string(depth, ' ');
  out += value.is_object() ? '}' : ']';
}

}  // namespace

nlohmann::ordered_json json_document(const lab::result& r, json_detail detail) {
  json configuration = json::object();
  for (const auto& [name, value] : r.configuration) configuration[name] = value;
  return {
      {"version", r.version},
      {"config", std::move(configuration)},
      {"config_hash", r.configuration_hash},
      {"data", data_of(r.data)},
      {"split", r.fixed_split ? "fixed" : "seeds"},
      {"first_seed", r.first_seed},
      {"metric", r.metric->name},
      {"more_is_better", r.metric->more_is_better},
      {"margin", r.margin},
      {"chance", r.chance},
      {"target_score", r.target_score},
      {"baseline", r.baseline},
      {"candidates", column(r.candidates, [&](const auto& c) { return candidate_of(c, detail); })},
      {"verdicts", column(r.verdicts, [&](const lab::verdict& v) { return verdict_of(v, r.candidates); })},
      {"headline", r.headline},
      {"held_equal", r.held_equal},
      {"limits", r.limits},
      {"warnings", r.warnings},
      {"machine", r.machine},
      {"seconds", r.seconds},
      {"probe_share", r.probe_share},
      {"complete", r.complete},
      {"looks", r.looks},
      {"error_rate", r.error_rate},
      {"exit_code", static_cast<int>(r.code)}};
}

std::string to_json(const lab::result& r) {
  std::string out;
  print(out, json_document(r, json_detail::everything), 0);
  return out + "\n";
}

}  // namespace hillock::report
