// SPDX-License-Identifier: Apache-2.0
// hillock report: rebuilds results.json and report.html from the journal of an experiment, without running
// anything.
#include <filesystem>
#include <memory>

#include "cli/outcome.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "lab/experiment.hpp"

namespace hillock::cli {

namespace {

struct report_request {
  std::filesystem::path folder;
  bool json = false, csv = false, require_verdict = false;
};

action report_options(command& line) {
  auto r = std::make_shared<report_request>();
  line.positional("DIR", "Folder that hillock compare wrote (--out)",
                  [r](const std::string& s) { r->folder = path(s); }, {{}, false, true, false});
  line.flag("--json", r->json, "Print results.json instead of the table");
  line.flag("--csv", r->csv, "Print one line per run instead of the table");
  line.flag("--require-verdict", r->require_verdict, require_verdict_help);
  return [r] {
    if (r->json && r->csv) throw usage_error("--json and --csv exclude each other");
    const answer form = r->json ? answer::json : r->csv ? answer::csv : answer::table;
    return deliver(lab::read_experiment(r->folder), r->folder, {form, r->require_verdict});
  };
}

}  // namespace

verb report_verb() {
  return {"report",
          "rebuild the report of an experiment from its journal",
          {"hillock report hillock-out", "hillock report hillock-out --csv > runs.csv"},
          report_options};
}

}  // namespace hillock::cli
