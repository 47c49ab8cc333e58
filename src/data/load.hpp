// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/dataset.hpp"

namespace hillock::data {

/// What the user said about the data; everything left empty is detected and stated in dataset::notes.
struct load_options {
  std::string source = "spirals";  ///< an embedded generator's name, a CSV file, an IDX images file, either
                                   ///< maybe gzipped, or a folder with MNIST's names
  std::string target{};  ///< column by name or number (1-based; -1 is the last); empty: a detected default
  std::optional<data::task> task{};  ///< empty: detected
  std::optional<char> delimiter{};   ///< empty: detected among , ; tab | and space
  std::optional<bool> header{};      ///< empty: detected
  std::optional<char> decimal{};     ///< '.' or ','; empty: detected
  std::string missing{};  ///< marks for what is missing, separated by commas, beside the usual ones; after an
                          ///< = at the start they replace those
  std::string exclude{};  ///< columns to leave out, by name or number, separated by commas
  std::string keep{};     ///< columns that are features whatever they look like, named likewise
  std::string
      test{};  ///< a second file like the source, which is the test part; empty: every split draws one
  std::size_t rows = 0;    ///< generators: how many rows; 0: the generator's default
  std::uint64_t seed = 1;  ///< generators: the draw
};

/// Loads or generates a data set.
/// Throws data_error (bad bytes: file, line, value, what was expected) or usage_error (unknown name, with
/// near names).
dataset load(const load_options& options);

/// The bytes of a CSV file and what messages call it.
struct csv_file {
  std::string_view bytes;
  std::string name;
};

/// Reads a CSV file, and the test part from a second one where that is given. Of the options, those about
/// tables matter.
dataset read_csv(const csv_file& file, const load_options& options, const csv_file* test = nullptr);
dataset read_csv(std::string_view bytes, const std::string& name, const load_options& options);

/// An embedded data set: name and one line of description.
struct generator {
  std::string_view name;
  std::string_view about;
  dataset (*make)(std::size_t rows, std::uint64_t seed);
  std::size_t rows;  ///< default
};
const std::vector<generator>& generators();

struct split_options {
  double train = 0.6, validation = 0.2;  ///< the rest is the test part
  std::uint64_t seed = 1;
};

/// Splits (stratified by class for classification), drops constant columns (constant in the training part),
/// and standardises with the training part's statistics only. Where a test part was given it stays, and the
/// other rows are dealt to training and validation in the ratio of their shares. Throws data_error: one class
/// only, a class with fewer rows than parts to draw, nothing left after dropping.
split_data split(const dataset& whole, const split_options& options);

}  // namespace hillock::data
