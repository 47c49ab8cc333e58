// SPDX-License-Identifier: Apache-2.0
// A run as JSON and back; private to the journal.
#pragma once
#include <string>

#include "lab/json_members.hpp"
#include "lab/record.hpp"

namespace hillock::lab {

json to_json(const record& finished);

/// Throws data_error beginning with `where`.
record to_record(const json& object, const std::string& where);

}  // namespace hillock::lab
