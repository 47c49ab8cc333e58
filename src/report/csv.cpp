// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "report/report.hpp"

namespace hillock::report {
namespace {

// RFC 4180: quoted where a comma, a quote or a line break would be misread.
std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

// Empty where there is none: a diverged run among others that all diverged has no score to share.
std::string number(double value) { return std::isfinite(value) ? fmt::to_string(value) : ""; }

}  // namespace

std::string to_csv(const lab::result& r) {
  std::string out =
      "candidate,seed,learning_rate,test,validation,diverged,best_epoch,epochs,steps_to_target,seconds_per_"
      "step,"
      "probe_share,weights_hash\n";
  for (const lab::candidate_summary& c : r.candidates) {
    for (const lab::run& run : c.runs) {
      out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", field(c.name), run.seed, run.learning_rate,
                         number(run.test), number(run.validation), run.diverged ? 1 : 0, run.best_epoch,
                         run.epochs, run.steps_to_target ? fmt::to_string(*run.steps_to_target) : "",
                         run.seconds_per_step, run.probe_share, field(run.weights_hash));
    }
  }
  return out;
}

}  // namespace hillock::report
