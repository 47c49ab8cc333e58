// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>

#include "lab/result.hpp"

namespace hillock::report {

/// How much of every run goes into the document.
enum class json_detail {
  everything,  ///< with the probes of every layer and epoch, and the decision maps
  scores       ///< learning curves, but no probes and no maps: for embedding
};

/// The document behind results.json (schema: docs/results.md). Numbers are exact; non-finite ones become
/// null.
nlohmann::ordered_json json_document(const lab::result& r, json_detail detail);

}  // namespace hillock::report
