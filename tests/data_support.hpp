// SPDX-License-Identifier: Apache-2.0
// Shared by the tests of src/data.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "data/load.hpp"
#include "hillock/error.hpp"
#include "temporary_folder.hpp"

namespace hillock::data::testing {

/// The message of the data_error (or other given error) that `act` throws; a test failure where it throws
/// none.
template <class Error = data_error, class Act>
std::string message_of(Act act) {
  try {
    act();
  } catch (const Error& thrown) {
    EXPECT_EQ(std::string(thrown.what()).find('\n'), std::string::npos)
        << "more than one line: " << thrown.what();
    return thrown.what();
  } catch (const std::exception& other) {
    ADD_FAILURE() << "an error of another type: " << other.what();
    return {};
  }
  ADD_FAILURE() << "no error";
  return {};
}

inline dataset csv(std::string_view text, const load_options& options = {}) {
  return read_csv(text, "some/x.csv", options);
}

inline std::string csv_error(std::string_view text, const load_options& options = {}) {
  return message_of([&] { csv(text, options); });
}

inline bool has_note(const std::vector<std::string>& notes, std::string_view part) {
  for (const std::string& note : notes)
    if (note.find(part) != std::string::npos) return true;
  return false;
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A header and so many rows, each made from its number.
template <class Row>
std::string table(const std::string& header, int rows, Row row) {
  std::string text = header.empty() ? "" : header + "\n";
  for (int i = 0; i < rows; ++i) text += row(i) + "\n";
  return text;
}

inline std::string text(int i) { return std::to_string(i); }

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

struct temporary_folder : hillock::test::temporary_folder {
  std::string write(const std::string& name, std::string_view bytes) const {
    std::ofstream(*this / name, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return (*this / name).string();
  }
  std::string path() const { return hillock::test::temporary_folder::path().string(); }
};

}  // namespace hillock::data::testing
