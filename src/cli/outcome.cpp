// SPDX-License-Identifier: Apache-2.0
#include "cli/outcome.hpp"

#include <exception>

#include "cli/terminal.hpp"
#include "report/report.hpp"

namespace hillock::cli {

namespace {

report::terminal_options look() { return {can_colour(stdout), width(stdout)}; }

std::string answer_of(const lab::result& r, answer form) {
  if (form == answer::json) return report::to_json(r);
  if (form == answer::csv) return report::to_csv(r);
  return report::to_terminal(r, look());
}

}  // namespace

exit_code deliver(lab::result found, const std::filesystem::path& folder, const delivery& wanted) {
  if (!wanted.require_verdict) found.code = exit_code::ok;
  std::exception_ptr failure;
  const auto attempt = [&failure](const auto& step) {
    try {
      step();
    } catch (...) {
      if (!failure) failure = std::current_exception();
    }
  };
  attempt([&] { print(answer_of(found, wanted.form)); });
  attempt([&] { report::write_file(folder / "results.json", report::to_json(found)); });
  attempt([&] {
    report::write_file(folder / "report.html", report::to_html(found));
    if (wanted.form == answer::table) print(report::where_the_page_is(folder / "report.html", look()));
  });
  if (failure) std::rethrow_exception(failure);
  return found.code;
}

}  // namespace hillock::cli
