// SPDX-License-Identifier: Apache-2.0
// What compare and report do with a result: the answer on stdout, and the files beside the journal.
#pragma once
#include <filesystem>

#include "lab/result.hpp"

namespace hillock::cli {

enum class answer { table, json, csv };

/// What is wanted of a result.
struct delivery {
  answer form = answer::table;
  bool require_verdict = false;  ///< exit code 4 when there were comparisons and none reached a verdict
};

inline constexpr const char* require_verdict_help = "Exit code 4 when no verdict is reached [0]";

/// Prints the answer, then writes results.json and report.html into `folder`, so that no file can cost the
/// answer and no closed pipe the files. Returns the exit code. Throws the first thing that went wrong once
/// everything was tried.
exit_code deliver(lab::result found, const std::filesystem::path& folder, const delivery& wanted);

}  // namespace hillock::cli
