// SPDX-License-Identifier: Apache-2.0
// From the text of an option to its value. Each function throws bad_value, which command::option turns into
// one line.
#pragma once
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hillock::cli {

/// A value that does not fit; the message says what was expected: "a whole number from 1 to 100".
struct bad_value : std::invalid_argument {
  explicit bad_value(const std::string& expected) : std::invalid_argument(expected) {}
};

/// A whole number in [low, high], decimal digits only.
unsigned long long whole(const std::string& text, unsigned long long low = 0,
                         unsigned long long high = std::numeric_limits<unsigned>::max());
/// A finite decimal number.
double number(const std::string& text);
/// A finite decimal number greater than 0.
double positive(const std::string& text);
/// A finite decimal number, 0 or greater.
double not_negative(const std::string& text);
/// The path of a file or folder: any text but an empty one.
std::string path(const std::string& text);
/// One of the names; the message lists the nearest, or all when none is near.
std::string one_of(const std::string& text, const std::vector<std::string>& names);
/// A count of elements: 1000, 64K, 16M (K = 1024, M = 1024²).
std::size_t size(const std::string& text);
/// A single character, or one of the words tab, comma, semicolon, pipe, space.
char character(const std::string& text);

/// Splits at commas outside parentheses and trims blanks: "relu, leaky_relu(slope=0.2)" gives two parts.
std::vector<std::string> split_list(std::string_view text);

/// "; did you mean relu or prelu?", or nothing when no name is near.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& names);
/// "a, b or c".
std::string join(const std::vector<std::string>& words, std::string_view last = " or ");

}  // namespace hillock::cli
