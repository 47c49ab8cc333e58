// SPDX-License-Identifier: Apache-2.0
#include "lab/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/philox.hpp"
#include "lab/probes/update.hpp"
#include "lab/stopwatch.hpp"
#include "nn/initializer.hpp"

namespace hillock::lab {
namespace {

bool all_finite(const nn::network<float>& net) {
  const auto finite = [](const std::vector<float>& values) {
    return std::all_of(values.begin(), values.end(), [](float w) { return std::isfinite(w); });
  };
  return std::all_of(net.layers.begin(), net.layers.end(),
                     [&](const auto& layer) { return finite(layer.weights.values) && finite(layer.bias); });
}

}  // namespace

nn::network<float> initial_network(const settings& s, const data::split_data& data, std::size_t candidate,
                                   std::uint64_t seed) {
  nn::network<float> net(data.columns, s.widths, data.outputs, s.candidates[candidate]);
  nn::initialize(net, s.scheme, seed);
  if (s.options.bias)
    for (auto& layer : net.layers)
      if (layer.activated)
        std::fill(layer.bias.begin(), layer.bias.end(), static_cast<float>(*s.options.bias));
  return net;
}

nn::optimizer_options optimizer_for(const settings& s, double learning_rate) {
  nn::optimizer_options o;
  o.name = s.options.optimizer;
  o.learning_rate = learning_rate;
  o.weight_decay = s.weight_decay;
  o.clip_norm = s.options.clip_norm;
  return o;
}

void make_nans_equal(nn::network<float>& net) {
  const auto unite = [](std::vector<float>& values) {
    for (float& w : values) w = std::isnan(w) ? std::numeric_limits<float>::quiet_NaN() : w;
  };
  for (auto& layer : net.layers) unite(layer.weights.values), unite(layer.bias);
}

trainer::trainer(const settings& s, const ground& on, const planned_run& plan, double learning_rate,
                 const std::atomic<bool>& stop)
    : settings_(s),
      ground_(on),
      plan_(plan),
      learning_rate_(learning_rate),
      stop_(stop),
      net_(initial_network(s, on.data, plan.candidate, plan.seed)),
      optimizer_(optimizer_for(s, learning_rate), net_),
      evaluate_(*s.metric, on.data),
      best_loss_(std::numeric_limits<double>::infinity()) {}

double trainer::seconds_per_step() const noexcept {
  return steps_ == 0 ? 0 : step_seconds_ / static_cast<double>(steps_);
}

bool trainer::run_to(unsigned last) {
  while (!ended_ && curve_.size() <= last) {
    epoch_record now;
    now.epoch = static_cast<unsigned>(curve_.size());
    if (now.epoch == 0)
      now.train_loss = evaluate_(net_, ground_.data.train).loss;
    else
      train_epoch(now);
    if (stop_.load(std::memory_order_relaxed)) return false;
    end_epoch(std::move(now));
  }
  return true;
}

/// One pass over the training part, cut short when the run diverges or is asked to stop.
void trainer::train_epoch(epoch_record& out) {
  const data::part& part = ground_.data.train;
  const std::size_t batch = settings_.batch;
  const auto order = philox(plan_.seed, "batches", out.epoch).permutation(part.rows);
  double loss_sum = 0;
  for (std::size_t begin = 0; begin < part.rows; begin += batch) {
    if (stop_.load(std::memory_order_relaxed)) return;
    const bool first = steps_ == 0, last = begin + batch >= part.rows;
    if (first || last) keep_weights();
    {
      const stopwatch time(step_seconds_);
      batch_.gather(part, std::span(order).subspan(begin, std::min(batch, part.rows - begin)));
      const double loss = loss_of(ground_.data.task, net_.forward(batch_.features), batch_, dlogits_);
      loss_sum += loss * static_cast<double>(batch_.features.rows);
      net_.backward(batch_.features, dlogits_);
      const double gradient = optimizer_.step(net_);
      ++steps_;
      if (!std::isfinite(loss) || !std::isfinite(gradient)) diverged_ = true;
    }
    if (diverged_) break;
    if (first) look_at_first_step(curve_.front());
  }
  out.train_loss = loss_sum / static_cast<double>(part.rows);
  diverged_ = diverged_ || !all_finite(net_);
}

void trainer::end_epoch(epoch_record now) {
  const evaluation validation = evaluate_(net_, ground_.data.validation);
  now.validation_loss = validation.loss;
  now.validation_score = validation.score;
  diverged_ = diverged_ || !std::isfinite(validation.loss);
  if (diverged_) now.validation_loss = now.validation_score = std::numeric_limits<double>::quiet_NaN();
  const bool better = !diverged_ && improves(now);
  const experiment_options& o = settings_.options;
  ended_ = diverged_ || now.epoch == o.epochs || (!better && now.epoch - best_epoch_ >= o.patience);
  if (now.epoch <= 1 || now.epoch % settings_.probe_every == 0 || ended_) look(now);
  curve_.push_back(std::move(now));
}

void trainer::keep_weights() {
  const stopwatch time(probe_seconds_);
  before_step_ = snapshot_weights(net_);
}

void trainer::look(epoch_record& out) {
  const stopwatch time(probe_seconds_);
  out.layers = ground_.probes.look(net_, before_step_);
}

/// Before training there is no step to measure; the record of epoch 0 gets the first one's update ratio.
void trainer::look_at_first_step(epoch_record& before_training) {
  const stopwatch time(probe_seconds_);
  for (std::size_t i = 0; i < net_.layers.size(); ++i)
    probes::update::measure({.layer = net_.layers[i], .slopes = {}, .weights_before = before_step_[i]},
                            before_training.layers[i]);
}

bool trainer::improves(const epoch_record& now) {
  if (!(now.validation_loss < best_loss_)) return false;
  best_loss_ = now.validation_loss;
  best_epoch_ = now.epoch;
  best_.save(net_);
  return true;
}

}  // namespace hillock::lab
