// SPDX-License-Identifier: Apache-2.0
#include "lab/metrics/metric.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "base/environment.hpp"
#include "lab/metrics/list.hpp"

namespace hillock::lab::metrics {
namespace {

[[noreturn]] void refuse(const facts& about, const std::string& message) {
  throw std::invalid_argument("hillock: " + std::string(about.name) + ": " + message);
}

void require_truth(const facts& about, const truth& answers) {
  if (about.regression) {
    if (answers.task != data::task::regression) refuse(about, "is for regression, not for classes");
    return;
  }
  if (answers.task == data::task::regression) refuse(about, "is for classes, not for regression");
  if (answers.classes < 2 || (answers.task == data::task::binary && answers.classes > 2)) {
    refuse(about, std::to_string(answers.classes) + " classes where " +
                      (answers.task == data::task::binary ? "2 are" : "2 or more are") + " expected");
  }
  for (const std::int32_t label : answers.labels) {
    if (label < 0 || static_cast<std::size_t>(label) >= answers.classes) {
      refuse(about,
             "label " + std::to_string(label) + " is not one of 0 … " + std::to_string(answers.classes - 1));
    }
  }
}

void require_logits(const facts& about, const nn::matrix<float>& logits, const truth& answers) {
  require_truth(about, answers);
  if (logits.rows != answers.rows()) {
    refuse(about, std::to_string(logits.rows) + " rows of logits for " + std::to_string(answers.rows()) +
                      (about.regression ? " targets" : " labels"));
  }
  const std::size_t columns = answers.task == data::task::classes ? answers.classes : 1;
  if (logits.columns != columns && logits.rows > 0) {
    refuse(about, std::to_string(logits.columns) + " logits per row where " + std::to_string(columns) +
                      (columns == 1 ? " is" : " are") + " expected");
  }
}

/// A metric behind the checks that all share.
template <class M>
constexpr metric entry() {
  return {M::about,
          [](const nn::matrix<float>& logits, const truth& answers) {
            require_logits(M::about, logits, answers);
            return in_standard_environment([&] {
              if constexpr (requires { M::score(logits, answers); }) {
                return M::score(logits, answers);
              } else {
                return mean(M::by_row(logits, answers));
              }
            });
          },
          [](const nn::matrix<float>& logits, const truth& answers) {
            require_logits(M::about, logits, answers);
            return in_standard_environment([&] { return M::by_row(logits, answers); });
          },
          [](const truth& answers) {
            require_truth(M::about, answers);
            return in_standard_environment([&] { return M::chance(answers); });
          }};
}

template <class... M>
constexpr std::array<metric, sizeof...(M)> entries(type_list<M...>) {
  return {entry<M>()...};
}

constexpr auto every = entries(list{});

}  // namespace

std::span<const metric> all() { return every; }

const metric* find(std::string_view name) {
  const auto found =
      std::find_if(every.begin(), every.end(), [name](const metric& m) { return m.name == name; });
  return found == every.end() ? nullptr : &*found;
}

std::vector<const metric*> of(data::task task) {
  std::vector<const metric*> those;
  for (const metric& m : every)
    if (m.regression == (task == data::task::regression)) those.push_back(&m);
  return those;
}

}  // namespace hillock::lab::metrics
