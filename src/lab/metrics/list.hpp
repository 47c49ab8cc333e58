// SPDX-License-Identifier: Apache-2.0
// The only list of metrics: one include and one name each. A metric states what it is (`about`), a number for
// each row (`by_row`) and what a constant guess scores (`chance`); its `score` where that is not the mean of
// the former. The first of each kind of task is the usual one.
#pragma once
#include "lab/metrics/accuracy.hpp"
#include "lab/metrics/auc.hpp"
#include "lab/metrics/balanced_accuracy.hpp"
#include "lab/metrics/brier.hpp"
#include "lab/metrics/f1.hpp"
#include "lab/metrics/log_loss.hpp"
#include "lab/metrics/mae.hpp"
#include "lab/metrics/r2.hpp"
#include "lab/metrics/rmse.hpp"

namespace hillock::lab::metrics {

template <class... Metric>
struct type_list {};

using list = type_list<accuracy, balanced_accuracy, f1, auc, log_loss, brier, r2, rmse, mae>;

}  // namespace hillock::lab::metrics
