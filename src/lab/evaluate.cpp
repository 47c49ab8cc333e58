// SPDX-License-Identifier: Apache-2.0
#include "lab/evaluate.hpp"

#include <algorithm>

#include "nn/loss.hpp"

namespace hillock::lab {
namespace {

constexpr std::size_t block = 256;  // rows at a time: keeps the activations of wide layers in the cache

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

evaluation evaluator::operator()(nn::network<float>& net, const data::part& part) {
  double loss = 0;
  logits_.resize(part.rows, data_.outputs);
  for (std::size_t begin = 0; begin < part.rows; begin += block) {
    rows_.slice(part, begin, std::min(begin + block, part.rows));
    const nn::matrix<float>& logits = net.forward(rows_.features);
    loss += loss_of(data_.task, logits, rows_, unused_) * static_cast<double>(logits.rows);
    std::copy(logits.values.begin(), logits.values.end(), logits_.row(begin).data());
  }
  return {loss / static_cast<double>(part.rows), metric_.score(logits_, truth_of(data_, part))};
}

metrics::truth truth_of(const data::split_data& data, const data::part& part) {
  return {.task = data.task,
          .classes = data.class_names.size(),
          .labels = part.labels,
          .targets = part.targets,
          .target_deviation = data.target_deviation};
}

}  // namespace hillock::lab
