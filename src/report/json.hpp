// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>

#include "lab/result.hpp"

namespace hillock::report {

/// How much of every run goes into the document.
enum class json_detail {
  everything,  ///< with the probes of every layer and epoch, and the decision maps: results.json
  curves,      ///< learning curves thinned to some twenty epochs, no probes, no maps; this and less: the page
  scores,      ///< no curves
  summary      ///< no runs
};

/// The document behind results.json (schema: docs/results.md). Scores and what verdicts rest on are exact,
/// curves have five digits and probes four; non-finite numbers become null.
nlohmann::ordered_json json_document(const lab::result& r, json_detail detail);

}  // namespace hillock::report
