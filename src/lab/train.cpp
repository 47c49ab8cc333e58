// SPDX-License-Identifier: Apache-2.0
#include "lab/train.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "base/philox.hpp"
#include "lab/decision.hpp"
#include "lab/evaluate.hpp"
#include "lab/probes/update.hpp"
#include "nn/initializer.hpp"
#include "nn/optimizer.hpp"

namespace hillock::lab {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Adds the time until it goes out of scope to a total, in seconds.
class stopwatch {
 public:
  explicit stopwatch(double& total) : total_(total), start_(std::chrono::steady_clock::now()) {}
  ~stopwatch() { total_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
  stopwatch(const stopwatch&) = delete;
  stopwatch& operator=(const stopwatch&) = delete;

 private:
  double& total_;
  std::chrono::steady_clock::time_point start_;
};

/// All weights and biases, to come back to.
class checkpoint {
 public:
  void save(const nn::network<float>& net) {
    weights_.clear(), biases_.clear();
    for (const auto& layer : net.layers)
      weights_.push_back(layer.weights.values), biases_.push_back(layer.bias);
  }
  void restore(nn::network<float>& net) const {
    for (std::size_t i = 0; i < weights_.size(); ++i)
      net.layers[i].weights.values = weights_[i], net.layers[i].bias = biases_[i];
  }

 private:
  std::vector<std::vector<float>> weights_, biases_;
};

template <class Action>
void for_each_parameter(nn::network<float>& net, Action act) {
  for (auto& layer : net.layers) {
    for (float& w : layer.weights.values) act(w);
    for (float& b : layer.bias) act(b);
  }
}

bool all_finite(nn::network<float>& net) {
  bool finite = true;
  for_each_parameter(net, [&](float w) { finite = finite && std::isfinite(w); });
  return finite;
}

/// Which of the many NaNs a machine produces is its own affair; the hash of a diverged run must not depend on
/// it.
void make_nans_equal(nn::network<float>& net) {
  for_each_parameter(net, [](float& w) { w = std::isnan(w) ? std::numeric_limits<float>::quiet_NaN() : w; });
}

nn::optimizer_options optimizer_for(const settings& s, double learning_rate) {
  nn::optimizer_options o;
  o.name = s.options.optimizer;
  o.learning_rate = learning_rate;
  o.weight_decay = s.weight_decay;
  o.clip_norm = s.options.clip_norm;
  return o;
}

class trainer {
 public:
  trainer(const training_ground& ground, const planned_run& plan, const std::atomic<bool>& stop)
      : ground_(ground),
        plan_(plan),
        stop_(stop),
        net_(initial_network(ground.how, ground.data, plan.candidate, plan.seed)),
        optimizer_(optimizer_for(ground.how, plan.learning_rate), net_) {}

  std::optional<record> run();

 private:
  bool train_epoch(epoch_record& out);
  void keep_weights();
  void look(epoch_record& out);
  void look_at_first_step(epoch_record& before_training);
  bool improves(const epoch_record& now);
  void finish(record& out);

  const training_ground& ground_;
  const planned_run& plan_;
  const std::atomic<bool>& stop_;
  nn::network<float> net_;
  nn::optimizer<float> optimizer_;
  mini_batch batch_;
  nn::matrix<float> dlogits_;
  checkpoint best_;
  weights_snapshot before_step_;  // before the last step of an epoch, for the update ratio
  std::vector<epoch_record> curve_;
  double best_loss_ = infinite;
  std::size_t best_epoch_ = 0;
  bool diverged_ = false;
  std::size_t steps_ = 0;
  double step_seconds_ = 0, probe_seconds_ = 0;
};

/// One pass over the training part. False when the run diverged (or was asked to stop).
bool trainer::train_epoch(epoch_record& out) {
  const settings& s = ground_.how;
  const data::part& part = ground_.data.train;
  const auto order = philox(plan_.seed, "batches", out.epoch).permutation(part.rows);
  double loss_sum = 0;
  for (std::size_t begin = 0; begin < part.rows; begin += s.batch) {
    if (stop_.load(std::memory_order_relaxed)) return false;
    const bool first = steps_ == 0, last = begin + s.batch >= part.rows;
    if (!plan_.tuning && (first || last)) keep_weights();
    {
      const stopwatch time(step_seconds_);
      batch_.gather(part, std::span(order).subspan(begin, std::min(s.batch, part.rows - begin)));
      const double loss = loss_of(ground_.data.task, net_.forward(batch_.features), batch_, dlogits_);
      loss_sum += loss * static_cast<double>(batch_.features.rows);
      net_.backward(batch_.features, dlogits_);
      const double gradient = optimizer_.step(net_);
      ++steps_;
      if (!std::isfinite(loss) || !std::isfinite(gradient)) diverged_ = true;
    }
    if (diverged_) break;
    if (!plan_.tuning && first) look_at_first_step(curve_.front());
  }
  out.train_loss = loss_sum / static_cast<double>(part.rows);
  diverged_ = diverged_ || !all_finite(net_);
  return !diverged_;
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

std::optional<record> trainer::run() {
  const settings& s = ground_.how;
  const data::split_data& data = ground_.data;
  const unsigned epochs = plan_.tuning ? s.tuning_epochs : s.options.epochs;
  record out;
  {
    const stopwatch time(out.seconds);
    for (unsigned epoch = 0; epoch <= epochs; ++epoch) {
      epoch_record now;
      now.epoch = epoch;
      if (epoch == 0) now.train_loss = evaluate(net_, data.train, data.task).loss;
      const bool sound = epoch == 0 || train_epoch(now);
      if (stop_.load(std::memory_order_relaxed)) return std::nullopt;
      const evaluation validation = evaluate(net_, data.validation, data.task);
      now.validation_loss = validation.loss;
      now.validation_score = validation.score;
      diverged_ = !sound || !std::isfinite(validation.loss);
      if (diverged_) now.validation_loss = std::numeric_limits<double>::quiet_NaN();
      const bool better = !diverged_ && improves(now);
      const bool last = epoch == epochs || diverged_ ||
                        (!better && epoch - static_cast<unsigned>(best_epoch_) >= s.options.patience);
      if (!plan_.tuning && (epoch <= 1 || epoch % s.probe_every == 0 || last)) look(now);
      curve_.push_back(std::move(now));
      if (last) break;
    }
    finish(out);
  }
  if (out.seconds > 0) out.finished.probe_share = probe_seconds_ / out.seconds;
  return out;
}

void trainer::finish(record& out) {
  const data::split_data& data = ground_.data;
  lab::run& f = out.finished;
  f.candidate = ground_.how.candidates[plan_.candidate].to_string();
  f.seed = plan_.seed;
  f.learning_rate = plan_.learning_rate;
  f.tuning = plan_.tuning;
  f.diverged = diverged_;
  f.epochs = curve_.back().epoch;
  f.best_epoch = static_cast<unsigned>(best_epoch_);
  f.seconds_per_step = steps_ == 0 ? 0 : step_seconds_ / static_cast<double>(steps_);
  make_nans_equal(net_);
  f.weights_hash = net_.hash();
  if (diverged_) {
    f.test = chance_score(data.test, data.task);
    f.validation = chance_score(data.validation, data.task);
    curve_.back().validation_score = f.validation;
  } else {
    best_.restore(net_);
    f.validation = curve_[best_epoch_].validation_score;
    // A tuning run never sees the test part.
    if (!plan_.tuning) f.test = evaluate(net_, data.test, data.task).score;
  }
  if (plan_.draws_map && !diverged_) out.map = draw_decision_map(net_, data);
  // Choosing a learning rate needs the best epoch only.
  if (plan_.tuning) curve_ = {curve_[best_epoch_]};
  f.curve = std::move(curve_);
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

std::optional<record> train(const training_ground& ground, const planned_run& plan,
                            const std::atomic<bool>& stop) {
  return trainer(ground, plan, stop).run();
}

}  // namespace hillock::lab
