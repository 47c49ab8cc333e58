// SPDX-License-Identifier: Apache-2.0
// The training of one network at one learning rate, epoch by epoch, with early stopping and probes.
#pragma once
#include <atomic>
#include <cstddef>
#include <vector>

#include "lab/checkpoint.hpp"
#include "lab/evaluate.hpp"
#include "lab/ground.hpp"
#include "lab/settings.hpp"
#include "nn/network.hpp"
#include "nn/optimizer.hpp"

namespace hillock::lab {

/// What a run is; everything else is held equal.
struct planned_run {
  std::size_t candidate = 0;  ///< index in settings::candidates
  std::uint64_t seed = 0;     ///< draws the initial weights and the order of batches
  bool draws_map = false;     ///< also computes the decision map
};

/// A network with its weights and biases drawn for this candidate and seed, as training starts with it.
nn::network<float> initial_network(const settings& s, const data::split_data& data, std::size_t candidate,
                                   std::uint64_t seed);

/// The optimiser of a run.
nn::optimizer_options optimizer_for(const settings& s, double learning_rate);

/// Which of the many NaNs a machine produces is its own affair; the hash of a diverged network must not
/// depend on it.
void make_nans_equal(nn::network<float>& net);

/// Trains until it is told to pause, stops by itself when patience is over, the last epoch is reached or the
/// run diverged. Pausing changes nothing: the bits are those of a run that was never interrupted.
class trainer {
 public:
  trainer(const settings& s, const ground& on, const planned_run& plan, double learning_rate,
          const std::atomic<bool>& stop);

  /// Trains up to and including this epoch. False when `stop` became true.
  bool run_to(unsigned epoch);

  double learning_rate() const noexcept { return learning_rate_; }
  bool diverged() const noexcept { return diverged_; }
  unsigned best_epoch() const noexcept { return best_epoch_; }  ///< the least validation loss
  const epoch_record& best() const { return curve_[best_epoch_]; }
  std::vector<epoch_record>& curve() noexcept { return curve_; }
  double seconds_per_step() const noexcept;
  double probe_seconds() const noexcept { return probe_seconds_; }

  /// The network with its last weights; restore_best() brings back those of the best epoch.
  nn::network<float>& net() noexcept { return net_; }
  void restore_best() { best_.restore(net_); }

 private:
  void train_epoch(epoch_record& out);
  void end_epoch(epoch_record now);
  void keep_weights();
  void look(epoch_record& out);
  void look_at_first_step(epoch_record& before_training);
  bool improves(const epoch_record& now);

  const settings& settings_;
  const ground& ground_;
  const planned_run plan_;
  const double learning_rate_;
  const std::atomic<bool>& stop_;
  nn::network<float> net_;
  nn::optimizer<float> optimizer_;
  evaluator evaluate_;
  mini_batch batch_;
  nn::matrix<float> dlogits_;
  checkpoint best_;
  weights_snapshot before_step_;  // before the last step of an epoch, for the update ratio
  std::vector<epoch_record> curve_;
  double best_loss_;
  unsigned best_epoch_ = 0;
  bool diverged_ = false, ended_ = false;
  std::size_t steps_ = 0;
  double step_seconds_ = 0, probe_seconds_ = 0;
};

}  // namespace hillock::lab
