// SPDX-License-Identifier: Apache-2.0
#include "data/foreign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view convert = "convert it to CSV", unpack = "unpack it first",
                           export_it = "export it as CSV", sheet = "save the sheet as CSV",
                           pixels = "a set of images is read as IDX";

struct signature {
  std::string_view bytes;  // how such a file begins
  std::string_view what, advice;
};

constexpr signature signatures[] = {
    {"\xFD"
     "7zXZ\0"sv,
     "an xz file", unpack},
    {"\x28\xB5\x2F\xFD", "a Zstandard file", unpack},
    {"\x04\x22\x4D\x18", "an LZ4 file", unpack},
    {"7z\xBC\xAF\x27\x1C", "a 7z archive", unpack},
    {"Rar!\x1A\x07", "a RAR archive", unpack},
    {"\x1F\x9D", "a compress (.Z) file", unpack},
    {"\x93NUMPY", "a NumPy array (NPY)", convert},
    {"PAR1", "a Parquet file", convert},
    {"ARROW1\0"sv, "an Arrow (Feather) file", convert},
    {"FEA1", "a Feather file", convert},
    {"Obj\x01", "an Avro file", convert},
    {"\x89HDF\r\n\x1A\n", "an HDF5 file", convert},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Excel workbook (xls) or another Office document", sheet},
    {"SQLite format 3\0"sv, "an SQLite database", export_it},
    {"MATLAB 5.0 MAT-file", "a MATLAB file", convert},
    {"<stata_dta>", "a Stata file", convert},
    {"$FL2", "an SPSS file", convert},
    {"RDX2\n", "an R workspace", export_it},
    {"RDX3\n", "an R workspace", export_it},
    {"X\n\0\0\0"sv, "an R object (RDS)", export_it},
    {"\x80\x02", "a Python pickle", convert},
    {"\x80\x03", "a Python pickle", convert},
    {"\x80\x04\x95", "a Python pickle", convert},
    {"\x80\x05\x95", "a Python pickle", convert},
    {"\x89PNG\r\n\x1A\n", "a PNG image", pixels},
    {"\xFF\xD8\xFF", "a JPEG image", pixels},
    {"GIF87a", "a GIF image", pixels},
    {"GIF89a", "a GIF image", pixels},
    {"II*\0"sv, "a TIFF image", pixels},
    {"MM\0*"sv, "a TIFF image", pixels},
    {"%PDF-", "a PDF document", "a table is read as CSV"},
};

[[noreturn]] void refuse(const std::string& name, std::string_view what, std::string_view advice) {
  throw data_error(fmt::format("{}: {}, which hillock does not read; {}", name, what, advice));
}

// A zip archive may be a workbook or NumPy's: the names of its members stand in it as they are.
void refuse_zip(std::string_view bytes, const std::string& name) {
  if (bytes.find("xl/workbook") != std::string_view::npos) refuse(name, "an Excel workbook (xlsx)", sheet);
  if (bytes.find("opendocument.spreadsheet") != std::string_view::npos)
    refuse(name, "an OpenDocument spreadsheet (ods)", sheet);
  if (bytes.find(".npy") != std::string_view::npos) refuse(name, "NumPy arrays (NPZ)", convert);
  refuse(name, "a zip archive", unpack);
}

// Without its first line.
std::string_view after_line(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  return end == std::string_view::npos ? text.substr(text.size()) : text.substr(end);
}

std::string_view line_of(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

// From the first line that is neither blank nor begins with `comment`.
std::string_view past_comments(std::string_view text, char comment) {
  for (text = trimmed(text); text.starts_with(comment);) text = trimmed(after_line(text));
  return text;
}

template <class T>
bool take_number(std::string_view& text, T& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

// "1 3:0.5 7:1": a label, then pairs whose indices ascend. Times of day ("9:15 17:30") look alike, so
// somewhere a value has to be other than two digits; `other` says that one was.
bool is_libsvm_line(std::string_view line, bool& other) {
  if (line.starts_with('+')) line.remove_prefix(1);
  double value = 0;
  if (!take_number(line, value) || !line.starts_with(' ')) return false;
  long long before = -1, index = 0;
  for (line = trimmed(line); !line.empty() && line[0] != '#'; line = trimmed(line)) {
    if (!take_number(line, index) || index <= before || !line.starts_with(':')) return false;
    line.remove_prefix(1);
    const std::size_t size = line.size();
    if (!take_number(line, value) || (!line.empty() && line[0] != ' ' && line[0] != '\t')) return false;
    other = other || size - line.size() != 2;
    before = index;
  }
  return before >= 0;
}

bool is_libsvm(std::string_view text) {
  constexpr int looked_at = 10;
  bool other = false;
  text = trimmed(text);
  for (int line = 0; line < looked_at && !text.empty(); ++line, text = trimmed(after_line(text)))
    if (!is_libsvm_line(line_of(text), other)) return false;
  return other;
}

// An object or an array of objects, arrays, texts; a table may well begin with a bracket and a number.
bool is_json(std::string_view text) {
  const char first = text.empty() ? ' ' : text[0];
  if (first != '{' && first != '[') return false;
  const std::string_view inner = trimmed(text.substr(1));
  return first == '{' ? inner.starts_with('"') : inner.starts_with('{') || inner.starts_with('[');
}

}  // namespace

void refuse_foreign_bytes(std::string_view bytes, const std::string& name) {
  for (const signature& known : signatures)
    if (bytes.starts_with(known.bytes)) refuse(name, known.what, known.advice);
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) refuse_zip(bytes, name);
  if (bytes.size() > 4 && bytes.starts_with("BZh") && bytes.substr(4).starts_with("1AY&SY"))
    refuse(name, "a bzip2 file", unpack);
  constexpr std::size_t tar_magic = 257;  // POSIX.1-1988, ustar header
  if (bytes.size() > tar_magic && bytes.substr(tar_magic).starts_with("ustar"))
    refuse(name, "a tar archive", unpack);
}

void refuse_foreign_text(std::string_view text, const std::string& name) {
  constexpr std::string_view relation = "@relation";
  const std::string_view begin = past_comments(text, '%');
  if (lower_case(begin.substr(0, relation.size())) == relation)
    refuse(name, fmt::format("an ARFF file ({})", printable(line_of(begin))), convert);
  if (text.starts_with("%%MatrixMarket")) refuse(name, "a Matrix Market file", convert);
  const std::string head = lower_case(trimmed(text.substr(0, 64)));
  if (head.starts_with("<!doctype html") || head.starts_with("<html"))
    refuse(name, "an HTML page", "was a page saved in place of the file?");
  if (head.starts_with("<?xml")) refuse(name, "an XML file", convert);
  if (is_json(trimmed(text))) refuse(name, "a JSON file", convert);
  if (is_libsvm(text)) refuse(name, "a libsvm file (a label, then index:value)", convert);
}

}  // namespace hillock::data
