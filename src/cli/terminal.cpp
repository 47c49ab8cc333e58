// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "report/format.hpp"

namespace hillock::cli {

bool can_animate(std::FILE* stream) {
  if (isatty(fileno(stream)) == 0) return false;
  const char* term = std::getenv("TERM");
  return term != nullptr && *term != '\0' && std::strcmp(term, "dumb") != 0;
}

bool can_colour(std::FILE* stream) {
  const char* refused = std::getenv("NO_COLOR");
  return can_animate(stream) && (refused == nullptr || *refused == '\0');
}

std::string bold(const std::string& text) { return can_colour(stdout) ? "\x1b[1m" + text + "\x1b[0m" : text; }

unsigned width(std::FILE* stream) {
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::max<unsigned>(size.ws_col, 40);
}

unsigned height(std::FILE* stream) {
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return 24;
  return size.ws_row;
}

void print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) {
    const bool left = errno == EPIPE;
    const std::string why = std::string("cannot write to standard output: ") + std::strerror(errno);
    if (left) throw reader_left(why);
    throw system_error(why);
  }
}

void message(std::string_view text) {
  // Messages of the function library already say whose they are.
  const bool named = text.starts_with("hillock: ");
  std::string line = named ? "" : "hillock: ";
  // Paths and words of the user's may stand in it: nothing of theirs may steer the terminal, or fill it.
  constexpr std::size_t most = 4000;
  for (std::size_t at = 0; at <= text.size() && line.size() < most;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line += report::clean(text.substr(at, std::min(end - at, most))) + "\n";
    at = end + 1;
  }
  std::fwrite(line.data(), 1, line.size(), stderr);
}

std::size_t columns(std::string_view text) {
  // Continuation bytes of UTF-8 are 10xxxxxx.
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string pad(std::string_view text, std::size_t wide) {
  const std::size_t taken = columns(text);
  return std::string(text) + std::string(taken < wide ? wide - taken : 0, ' ');
}

std::string wrap(std::string_view text, std::size_t wide, std::size_t indent) {
  std::string out;
  std::size_t at = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (at > indent && at + 1 + columns(word) > wide) {
      out += "\n" + std::string(indent, ' ');
      at = indent;
    } else if (at > indent) {
      out += ' ';
      ++at;
    }
    out += word;
    at += columns(word);
  }
  return out;
}

}  // namespace hillock::cli
