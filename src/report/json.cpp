// SPDX-License-Identifier: Apache-2.0
#include "report/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "report/aggregate.hpp"
#include "report/format.hpp"
#include "report/json_parts.hpp"
#include "report/report.hpp"

namespace hillock::report {
namespace {

// One run has no interval.
json end_of_interval(double end, std::size_t runs) { return runs < 2 ? json(nullptr) : or_null(end); }

json estimate_of(const lab::estimate& e, std::size_t runs) {
  return {{"mean", or_null(e.mean)},
          {"low", end_of_interval(e.low, runs)},
          {"high", end_of_interval(e.high, runs)}};
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
