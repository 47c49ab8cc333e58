// SPDX-License-Identifier: Apache-2.0
#include "lab/evaluate.hpp"

#include <algorithm>
#include <map>

#include "nn/loss.hpp"

namespace hillock::lab {
namespace {

constexpr std::size_t block = 256;  // rows at a time: keeps the activations of wide layers in the cache

std::size_t count_correct(data::task task, const nn::matrix<float>& logits, const mini_batch& batch) {
  std::size_t correct = 0;
  for (std::size_t i = 0; i < logits.rows; ++i) {
    const auto row = logits.row(i);
    const auto guess =
        task == data::task::binary
            ? static_cast<std::int32_t>(row[0] > 0)
            : static_cast<std::int32_t>(std::max_element(row.begin(), row.end()) - row.begin());
    correct += guess == batch.labels[i] ? 1u : 0u;
  }
  return correct;
}

/// Σ (y − mean)² of a part's targets.
double total_squares(const data::part& part) {
  double sum = 0, squares = 0;
  for (const float y : part.targets) sum += y;
  const double mean = sum / static_cast<double>(part.rows);
  for (const float y : part.targets) squares += (y - mean) * (y - mean);
  return squares;
}

}  // namespace

void mini_batch::gather(const data::part& from, std::span<const std::uint32_t> rows) {
  features.resize(rows.size(), from.columns);
  labels.resize(from.labels.empty() ? 0 : rows.size());
  targets.resize(from.targets.empty() ? 0 : rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const float* source = from.features.data() + rows[i] * from.columns;
    std::copy(source, source + from.columns, features.values.data() + i * from.columns);
    if (!labels.empty()) labels[i] = from.labels[rows[i]];
    if (!targets.empty()) targets[i] = from.targets[rows[i]];
  }
}

void mini_batch::slice(const data::part& from, std::size_t begin, std::size_t end) {
  features.resize(end - begin, from.columns);
  std::copy(from.features.data() + begin * from.columns, from.features.data() + end * from.columns,
            features.values.data());
  const auto part_of = [&](const auto& all, auto& out) {
    out.clear();
    if (!all.empty()) out.assign(all.data() + begin, all.data() + end);
  };
  part_of(from.labels, labels);
  part_of(from.targets, targets);
}

double loss_of(data::task task, const nn::matrix<float>& logits, const mini_batch& batch,
               nn::matrix<float>& dlogits) {
  switch (task) {
    case data::task::binary:
      return nn::binary_cross_entropy<float>(logits, batch.labels, dlogits);
    case data::task::classes:
      return nn::softmax_cross_entropy<float>(logits, batch.labels, dlogits);
    case data::task::regression:
      break;
  }
  return nn::mean_squared_error<float>(logits, batch.targets, dlogits);
}

evaluation evaluate(nn::network<float>& net, const data::part& part, data::task task) {
  mini_batch rows;
  nn::matrix<float> unused;
  double loss = 0;
  std::size_t correct = 0;
  for (std::size_t begin = 0; begin < part.rows; begin += block) {
    rows.slice(part, begin, std::min(begin + block, part.rows));
    const nn::matrix<float>& logits = net.forward(rows.features);
    loss += loss_of(task, logits, rows, unused) * static_cast<double>(logits.rows);
    if (task != data::task::regression) correct += count_correct(task, logits, rows);
  }
  const double n = static_cast<double>(part.rows);
  if (task != data::task::regression) return {loss / n, static_cast<double>(correct) / n};
  const double total = total_squares(part);
  return {loss / n, total > 0 ? 1 - loss / total : 0};
}

double chance_score(const data::part& part, data::task task) {
  if (task == data::task::regression || part.labels.empty()) return 0;
  std::map<std::int32_t, std::size_t> counts;
  std::size_t most = 0;
  for (const std::int32_t label : part.labels) most = std::max(most, ++counts[label]);
  return static_cast<double>(most) / static_cast<double>(part.rows);
}

}  // namespace hillock::lab
