// SPDX-License-Identifier: Apache-2.0
// What an experiment found. Everything the terminal, results.json and report.html say is in here; exporters
// compute only what they draw.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/dataset.hpp"
#include "hillock/error.hpp"
#include "lab/metrics/metric.hpp"

namespace hillock::lab {

/// What the probes saw in one hidden layer at one epoch, on the fixed probe set. "pre" is before the
/// activation, "post" after.
struct layer_probe {
  double zeros = 0;  ///< share of exact zeros in post
  double dead = 0;   ///< share of units whose derivative is zero on every probe example
  double nearly_dead =
      0;  ///< share of units active (derivative ≠ 0) on at most 1 % of the examples, dead ones included
  double saturated = 0;  ///< share of units with |f'| < 1 % of its maximum on more than half of the examples
                         ///< (bounded functions; 0 otherwise)
  double pre_mean = 0, pre_deviation = 0;
  double post_mean = 0, post_deviation = 0;
  double zero_centredness = 0;  ///< |mean| / deviation of post
  double gradient_norm = 0;     ///< ‖dL/dW‖₂ of the layer's weights
  double update_ratio = 0;      ///< ‖ΔW‖ / ‖W‖ of one optimiser step
};

struct epoch_record {
  unsigned epoch = 0;  ///< 0: before training
  double train_loss = 0, validation_loss = 0, validation_score = 0;
  std::vector<layer_probe> layers;  ///< hidden layers, then the output layer (activation fields 0)
};

/// One learning rate of a run's search.
struct trial {
  double learning_rate = 0;
  double validation = 0, loss = 0;  ///< at the best epoch so far; 0 where it diverged
  bool diverged = false;
};

struct named_score {
  std::string name;  ///< of a metric
  double score = 0;  ///< NaN where undefined
};

/// What single test rows contribute to a score: one number each, whose mean is the score.
struct row_scores {
  std::vector<std::uint32_t> rows;  ///< of the data set, ascending
  std::vector<float> values;
};

/// One candidate trained with one seed.
struct run {
  std::string candidate;
  std::uint64_t seed = 0;
  double learning_rate = 0;
  std::vector<trial> tried;  ///< the search for it, smallest rate first; empty where the rate was given
  bool diverged = false;     ///< a non-finite loss or weight: kept, and scored no better than the worst run
  double test = 0;           ///< score on the test part with the weights of the best validation epoch
  double validation = 0;     ///< score at that epoch
  double chance = 0;         ///< score of the best constant guess on this seed's test part
  std::vector<named_score> test_scores, validation_scores;  ///< by every metric of the task; empty: diverged
  std::vector<std::uint32_t>
      confusion;      ///< classes × classes on the test part, row-major: row true, column guess
  row_scores by_row;  ///< of the test part, by the metric that decides
  unsigned best_epoch = 0;
  unsigned epochs = 0;  ///< trained
  std::optional<unsigned>
      steps_to_target;  ///< optimiser steps until the target validation score; empty: not reached
  double seconds_per_step = 0;
  double probe_share = 0;    ///< share of the run's time spent in probes
  std::string weights_hash;  ///< of the final weights
  std::vector<epoch_record> curve;
};

/// The 2-D decision map of one candidate's first seed: `side` × `side` scores over [low, high]² of the
/// standardised features.
struct decision_map {
  std::size_t side = 0;
  double low = -1, high = 1;  ///< of both axes
  std::vector<float>
      values;  ///< row-major from the top; binary: probability of class 1; classes: class index
};

struct estimate {
  double mean = 0, low = 0, high = 0;  ///< 95 % interval
};

enum class severity { information, worth_a_look, fault };

/// Something a candidate's layers show, with its numbers. A fault only where the candidate also does badly
/// (the gate); information is never one.
struct finding {
  std::string
      kind;  ///< vanishing, exploding, dead, nearly_dead, saturated, diverged, not_centred, sparse, healthy
  severity weight = severity::information;
  std::string sentence;  ///< "its gradient shrinks 10^5-fold from layer 4 to layer 1"
};

/// One learning rate over all seeds.
struct rate_summary {
  double learning_rate = 0;
  double validation = 0;  ///< mean score over the seeds where it did not diverge, at the end of the search
  unsigned chosen = 0;    ///< seeds that trained on with it
  unsigned diverged = 0;  ///< seeds where it diverged
};

struct candidate_summary {
  std::string name;  ///< canonical: "leaky_relu(slope=0.2)"
  std::vector<std::pair<std::string, double>> parameters;
  double learning_rate = 0;         ///< the median of its runs'
  std::vector<rate_summary> rates;  ///< the search, smallest rate first; empty where the rate was given
  std::string init;                 ///< scheme used
  double gain = 1;
  estimate test;  ///< mean over seeds, BCa interval widened by the choice of rows; NaN without a score
  estimate validation;
  std::vector<named_score> test_scores, validation_scores;  ///< means over the seeds that have them
  std::vector<std::vector<double>>
      confusion;          ///< mean rows per seed: true class, guessed class; may be empty
  unsigned diverged = 0;  ///< runs
  std::optional<double> median_steps_to_target;  ///< empty: fewer than half of the seeds reached it
  unsigned reached_target = 0;                   ///< seeds
  double microseconds_per_step = 0;              ///< median
  std::vector<finding> health;
  std::vector<run> runs;  ///< by seed, tuning runs left out
  std::optional<decision_map> map;

  /// Whether any run gave a score: without one, a candidate has none.
  bool has_score() const noexcept { return runs.size() > diverged; }
};

enum class judgement { better, worse, equivalent, not_enough_evidence };

/// One candidate against another, the reference, paired by seed.
struct verdict {
  std::string candidate, reference;
  judgement says = judgement::not_enough_evidence;
  std::string sentence;
  double difference = 0, low = 0, high = 0;  ///< mean of candidate − reference, with its interval
  bool has_size = true;                      ///< false: one diverged with every seed, or none is finished
  double deviation = 0;                      ///< of the differences between seeds
  double rows_deviation = 0;  ///< error of the mean from the choice of rows, which no number of seeds removes
  double p = 1;               ///< sign-flip test, two-sided
  double p_holm = 1;          ///< after Holm over all comparisons of the experiment
  double probability_better = 0.5;  ///< P(candidate better than reference), ties half
  double effect_size = 0;           ///< Cliff's delta; above 0: better
  /// Not enough evidence: paired seeds that would probably settle it; 0: no number of seeds would.
  unsigned seeds_needed = 0;
  /// Not enough evidence: rows that would probably settle it, of the data set or of a given test part; 0: not
  /// rows but seeds are missing, or nothing would do.
  std::size_t rows_needed = 0;
};

struct result {
  int version = 3;
  std::vector<std::pair<std::string, std::string>>
      configuration;  ///< in order, every option with its value as text
  std::string configuration_hash;
  data::split_data data;     ///< notes, names, hash; the parts of the first seed's split
  bool fixed_split = false;  ///< one split for all seeds: then every sentence holds for it only
  std::uint64_t first_seed = 1;
  const metrics::metric* metric = &metrics::all().front();  ///< decides; never null
  bool metric_chosen = false;                               ///< by the data's imbalance, not by the user
  double margin = 0;        ///< of practical equivalence, in the metric's unit
  double chance = 0;        ///< score of the best constant guess, mean over the seeds' test parts
  double target_score = 0;  ///< what steps_to_target counts to
  std::string baseline;
  std::vector<candidate_summary> candidates;
  std::vector<verdict> verdicts;
  std::string headline;                 ///< the first sentence of the report: what to use and how sure it is
  std::vector<std::string> held_equal;  ///< sentences
  std::vector<std::string> limits;      ///< sentences: what this evidence cannot say
  std::vector<std::string> warnings;
  double probe_share = 0;  ///< overhead of the probes, all runs
  double seconds = 0;      ///< wall clock of the whole experiment, resumed parts included
  std::string machine;     ///< processor, cores, instruction set, compiler
  bool complete = false;
  std::vector<unsigned> looks;        ///< numbers of seeds the experiment had at earlier looks, ascending
  std::vector<std::string> left_out;  ///< candidates of its journal that this question does not ask for
  double error_rate = 0.05;           ///< of a single comparison at 0.05, the earlier looks counted in
  exit_code code = exit_code::ok;     ///< of a program that needs a verdict: not_enough_evidence without one
};

}  // namespace hillock::lab
