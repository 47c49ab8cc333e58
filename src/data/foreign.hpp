// SPDX-License-Identifier: Apache-2.0
// Formats that Hillock does not read, recognised so that the error can name them.
#pragma once
#include <string>
#include <string_view>

namespace hillock::data {

/// Throws data_error if bytes begin as an archive, a binary table, an image … do: "x.xlsx: an Excel workbook,
/// which hillock does not read; save the sheet as CSV".
void refuse_foreign_bytes(std::string_view bytes, const std::string& name);

/// The same for formats made of text: ARFF, libsvm, JSON, HTML, XML, Matrix Market.
void refuse_foreign_text(std::string_view text, const std::string& name);

}  // namespace hillock::data
