// SPDX-License-Identifier: Apache-2.0
// The append-only journal of an experiment: a header line, then one line of JSON per finished run; another
// header wherever more was asked of it (seeds, candidates). Each line ends with a checksum of the text before
// it, so a torn line is always noticed.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/record.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {

/// What was asked of the experiment, on which data; and what of the data a report needs when the files are
/// gone.
struct journal_header {
  std::string program;  ///< version of hillock that wrote it
  configuration options;
  configuration identity;  ///< what its runs depend on: identity_of()
  /// Candidate and what a short run of it gives here: another hash, and its runs are not comparable.
  std::vector<std::pair<std::string, std::string>> fingerprints;
  std::string source;     ///< absolute path of the data file or folder; a generator's name
  std::string test;       ///< absolute path of the test file; empty where none was given
  data::split_data data;  ///< as the first seed splits them, without the rows themselves
  double chance = 0;      ///< score of the best constant guess on that test part
  std::string machine;
};

/// What a journal's text says.
struct journal {
  std::vector<journal_header> headers;   ///< empty: nothing written yet, or torn before the first line ended
  std::vector<std::size_t> runs_before;  ///< of each header: how many records come before it
  std::vector<record> records;
  std::size_t sound_bytes = 0;      ///< length of the text without a torn last line
  std::optional<std::string> torn;  ///< one sentence about the torn last line
};

/// Parses a journal. `name` is what messages call it. Lines may end as on Windows, where a copy may have
/// been. A last line that was cut off is reported in `torn`; anything else that is wrong throws data_error
/// with file and line.
journal parse_journal(std::string_view text, const std::string& name);

/// One line with checksum and line feed.
std::string to_line(const journal_header& header);
std::string to_line(const record& finished);

/// Appends the checksum and the line feed to the text of a JSON object ("{…}"). Exposed for the fuzzer.
std::string seal(std::string object);

/// Opens the journal of a folder for appending; only one process at a time.
class journal_file {
 public:
  /// Creates folder and file where missing, locks, reads what is there, and cuts off a torn last line.
  /// Throws system_error (cannot be written; another process has it) or data_error (foreign or damaged
  /// bytes).
  explicit journal_file(const std::filesystem::path& folder);
  ~journal_file();
  journal_file(const journal_file&) = delete;
  journal_file& operator=(const journal_file&) = delete;

  /// Writes a line and flushes it to the disk before returning. A line that does not fit is taken back, and
  /// system_error thrown; also where the file is no longer in place.
  void append(const std::string& line);

  /// Throws system_error when the file was removed, moved or replaced, or another program wrote to it: what
  /// was appended is then not where anyone looks for it.
  void require_in_place() const;

  const std::filesystem::path& path() const noexcept { return path_; }
  const journal& contents() const noexcept { return contents_; }  ///< as read when it was opened

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::size_t size_ = 0;
  journal contents_;
};

/// Reads the journal of a folder without locking or changing it. Throws usage_error when there is none.
journal read_journal(const std::filesystem::path& folder);

/// Throws usage_error unless runs of the two headers may stand side by side: names the first thing they
/// depend on that differs and says how to proceed. Seeds, candidates, baseline and margin may differ.
void require_comparable(const journal_header& there, const journal_header& here,
                        const std::filesystem::path& path);

}  // namespace hillock::lab
