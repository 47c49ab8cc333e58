// SPDX-License-Identifier: Apache-2.0
// What compare and report do with a result: the files beside the journal, and the answer on stdout.
#pragma once
#include <filesystem>

#include "lab/result.hpp"

namespace hillock::cli {

enum class answer { table, json, csv };

/// Writes results.json and report.html into `folder` and prints the answer; returns the result's exit code.
/// Throws system_error when the folder refuses.
exit_code deliver(const lab::result& r, const std::filesystem::path& folder, answer form);

}  // namespace hillock::cli
