// SPDX-License-Identifier: Apache-2.0
// One exporter per file; each takes the finished result. What they compute themselves is for drawing only
// (medians and quartiles of curves, report/aggregate.hpp): no sentence and no verdict rests on it.
#pragma once
#include <filesystem>
#include <string>

#include "lab/result.hpp"

namespace hillock::report {

/// One self-contained HTML page with inline SVG; no network, no script needed to read it.
std::string to_html(const lab::result& r);
/// results.json (schema: docs/results.md), pretty-printed, with a final newline.
std::string to_json(const lab::result& r);
/// One line per run: candidate, seed, learning rate, scores …
std::string to_csv(const lab::result& r);

/// The command that repeats the experiment, for a POSIX shell, with every option that differs from its
/// default; empty where the options of the program cannot say it.
std::string to_command(const lab::result& r);

struct terminal_options {
  bool colour = false;
  unsigned width = 80;
};
/// Table, verdicts, what was held equal; the answer comes last, where it is seen.
std::string to_terminal(const lab::result& r, const terminal_options& options);
/// The line after it, once the page is written.
std::string where_the_page_is(const std::filesystem::path& page, const terminal_options& options);

/// Writes text to a file so that readers see the old or the new file, never a part (temporary file, fsync,
/// rename). Throws system_error naming the file and the reason.
void write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace hillock::report
