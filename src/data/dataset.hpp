// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hillock::data {

/// What is to be predicted. `binary` is two classes with one logit; `classes` is K ≥ 3 classes with K logits.
enum class task { binary, classes, regression };

/// A whole data set as read or generated, before it is split. The hash covers the task, the names of features
/// and classes, the bits of features, labels and targets, which cells are missing and which rows are a given
/// test part; neither the name nor the file's layout.
struct dataset {
  std::string name;  ///< what people call it: "spirals", "banknote_authentication.csv"
  data::task task = data::task::binary;
  std::size_t rows = 0;
  std::size_t columns = 0;                 ///< features, after one-hot encoding
  std::vector<double> features;            ///< rows × columns, row-major, finite
  std::vector<std::string> feature_names;  ///< one per column
  std::vector<std::int32_t> labels;        ///< classification: class index of each row; empty for regression
  std::vector<std::string> class_names;    ///< classification: in order of index
  std::vector<double> targets;             ///< regression: one value per row; empty otherwise
  std::vector<std::string> notes;          ///< sentences for people: what was detected, imputed, dropped
  std::vector<std::string> warnings;       ///< sentences for people: what makes the task other than it seems
  std::string hash;                        ///< 128-bit XXH3 of the content, 32 hex digits
  std::vector<std::size_t> missing;  ///< indices into features, ascending, of cells that were missing: they
                                     ///< hold 0 until split() imputes the median of the training part
  bool one_scale = false;  ///< all features measure the same (pixels): one mean and one deviation for all
  std::size_t test_rows =
      0;  ///< a test part that was given: so many rows at the end; 0: every split draws one
  std::string target_guess;  ///< for errors: how the target was found; empty where nothing was guessed

  std::size_t classes() const noexcept { return class_names.size(); }
};

/// One part of a split, standardised, ready for training. Exactly one of labels and targets is filled.
struct part {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> features;         ///< rows × columns, row-major
  std::vector<std::int32_t> labels;    ///< class index
  std::vector<float> targets;          ///< standardised with the training part's mean and deviation
  std::vector<std::uint32_t> sources;  ///< which row of the data set each row is, ascending
};

/// A data set split into three parts; statistics come from the training part only.
struct split_data {
  std::string name;
  data::task task = data::task::binary;
  std::size_t columns = 0;
  std::size_t outputs = 0;  ///< logits a network needs: 1 for binary and regression, K for classes
  part train, validation, test;
  bool given_test = false;                 ///< the test part was given, not drawn
  std::vector<std::string> feature_names;  ///< of the columns that remain
  std::vector<std::string> class_names;
  double target_mean = 0, target_deviation = 1;  ///< regression: y = mean + deviation · standardised
  std::vector<double> means, deviations;         ///< of each remaining feature in the training part
  std::vector<std::string> notes;     ///< the data set's notes, then: constant columns dropped by name …
  std::vector<std::string> warnings;  ///< the data set's
  std::string hash;                   ///< of the data set
};

}  // namespace hillock::data
