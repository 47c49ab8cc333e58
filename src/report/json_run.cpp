// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "report/json_parts.hpp"

namespace hillock::report {
namespace {

// As many digits as a picture or a diagnosis needs; the journal has them all.
json rounded(double value, int digits) {
  if (!std::isfinite(value)) return nullptr;
  return std::strtod(fmt::format("{:.{}g}", value, digits).c_str(), nullptr);
}
constexpr int curve_digits = 5, probe_digits = 4;

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

}  // namespace

json scores_of(const std::vector<lab::named_score>& scores) {
  json object = json::object();
  for (const lab::named_score& each : scores) object[each.name] = or_null(each.score);
  return object;
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

}  // namespace hillock::report
