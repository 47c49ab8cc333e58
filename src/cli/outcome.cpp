// SPDX-License-Identifier: Apache-2.0
#include "cli/outcome.hpp"

#include "cli/terminal.hpp"
#include "report/report.hpp"

namespace hillock::cli {

exit_code deliver(const lab::result& r, const std::filesystem::path& folder, answer form) {
  const std::string json = report::to_json(r);
  report::write_file(folder / "results.json", json);
  report::write_file(folder / "report.html", report::to_html(r));
  if (form == answer::json) {
    print(json);
  } else if (form == answer::csv) {
    print(report::to_csv(r));
  } else {
    print(report::to_terminal(r, {can_colour(stdout), width(stdout)}, folder));
  }
  return r.code;
}

}  // namespace hillock::cli
