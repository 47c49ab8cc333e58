// SPDX-License-Identifier: Apache-2.0
// Any text either parses as a journal whose lines, written again, parse to the same runs, or is refused with
// an error that names file and line; a journal that is cut off anywhere loses at most its last line.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "lab/journal.hpp"

namespace {

using hillock::lab::journal;

void require(bool holds) {
  if (!holds) std::abort();
}

/// Checksums keep a fuzzer out; this gives every line of the input the right one.
std::string sealed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const std::size_t check = line.rfind(",\"check\":\""); check != std::string::npos)
      line.resize(check), line += '}';
    if (!line.empty()) out += hillock::lab::seal(std::move(line));
  }
  return out;
}

std::vector<std::string> lines_of(const journal& j) {
  std::vector<std::string> lines;
  // In the journal's order: each header stands where it was asked.
  std::size_t header = 0;
  for (std::size_t run = 0; run <= j.records.size(); ++run) {
    for (; header < j.headers.size() && j.runs_before[header] == run; ++header)
      lines.push_back(to_line(j.headers[header]));
    if (run < j.records.size()) lines.push_back(to_line(j.records[run]));
  }
  return lines;
}

void check(const std::string& text) {
  journal first;
  try {
    first = hillock::lab::parse_journal(text, "runs.jsonl");
  } catch (const hillock::data_error& refusal) {
    require(std::string_view(refusal.what()).starts_with("runs.jsonl:"));
    return;
  }
  require(first.sound_bytes <= text.size());
  require(first.torn.has_value() == (first.sound_bytes < text.size()));
  require(!first.headers.empty() || first.records.empty());
  require(first.headers.size() == first.runs_before.size());

  const std::vector<std::string> lines = lines_of(first);
  std::string again;
  for (const std::string& line : lines) again += line;
  const journal second = hillock::lab::parse_journal(again, "again");
  require(!second.torn && lines_of(second) == lines);

  if (again.empty()) return;
  const journal cut = hillock::lab::parse_journal(
      std::string_view(again).substr(0, again.size() - 1 - text.size() % 7), "cut");
  require(lines_of(cut).size() + 1 == lines.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text);
  check(sealed(text));
  return 0;
}
