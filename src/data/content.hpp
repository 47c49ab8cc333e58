// SPDX-License-Identifier: Apache-2.0
// What every reader and generator does once its data set is filled.
#pragma once
#include <string>

#include "data/dataset.hpp"

namespace hillock::data {

/// 128-bit XXH3 of the content, 32 hex digits, the same on every machine.
std::string content_hash(const dataset& whole);

/// Rows per class, in order of index.
std::vector<std::size_t> class_counts(const dataset& whole);

/// "3 classes: a (50 rows), b (50), c (50)", at most twelve of them by name.
std::string class_summary(const dataset& whole);

/// What an error that a wrong target would explain ends in: "; the target was taken to be …", or nothing.
std::string guess_suffix(const dataset& whole);

/// The error every reader gives for a single class. `where` names the file (and column).
void require_two_classes(const dataset& whole, const std::string& where);

/// Checks a task the user asked for against a data set that cannot change (generators, IDX). Throws
/// usage_error.
void require_task(const dataset& whole, task wanted);

}  // namespace hillock::data
