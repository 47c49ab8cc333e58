// SPDX-License-Identifier: Apache-2.0
// What the terminal can do, and the two streams: data on stdout, messages on stderr.
#pragma once
#include <cstdio>
#include <string>
#include <string_view>

#include "hillock/error.hpp"

namespace hillock::cli {

/// Whether the stream is a terminal that understands cursor movement (TERM set and not "dumb").
bool can_animate(std::FILE* stream);
/// Whether colours are wanted: can_animate, and NO_COLOR is unset or empty.
bool can_colour(std::FILE* stream);
/// The text in bold where stdout shows colours.
std::string bold(const std::string& text);
/// Columns of the terminal; 80 where the stream is none.
unsigned width(std::FILE* stream);
/// Lines of the terminal; 24 where the stream is none.
unsigned height(std::FILE* stream);

/// What print() throws when the other end of the pipe was closed.
struct reader_left : system_error {
  using system_error::system_error;
};

/// Writes data to stdout and flushes. Throws system_error when the other end refuses (a full disk),
/// reader_left when there is none any more.
void print(std::string_view text);
/// One line on stderr: "hillock: …".
void message(std::string_view text);

/// Columns a UTF-8 text takes, one per code point (no wide or combining characters in our texts).
std::size_t columns(std::string_view text);
/// The text with blanks after it up to `wide` columns.
std::string pad(std::string_view text, std::size_t wide);
/// Breaks a text at blanks so that no line is longer than `wide` columns. The first line is taken to start at
/// column `indent`, as the caller wrote it; the others get `indent` blanks.
std::string wrap(std::string_view text, std::size_t wide, std::size_t indent);

}  // namespace hillock::cli
