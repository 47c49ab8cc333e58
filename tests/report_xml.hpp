// SPDX-License-Identifier: Apache-2.0
// A strict reader of well-formed markup, for tests only: matching tags, quoted attributes, known character
// references.
#pragma once
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hillock::report_sample {

struct element {
  std::string name;
  std::map<std::string, std::string> attributes;
};

struct xml_reading {
  std::string problem;  ///< empty: well-formed
  std::vector<element> elements;
  std::string text;  ///< all character data, references resolved, without that of style and script
};

namespace detail {

inline std::string resolved(const std::string& raw, std::string& problem) {
  static const std::map<std::string, std::string> known{
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"#39", "'"}};
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '&') {
      out += raw[i];
      continue;
    }
    const std::size_t end = raw.find(';', i);
    const auto found = known.find(end == std::string::npos ? "" : raw.substr(i + 1, end - i - 1));
    if (found == known.end()) {
      problem = "bad reference near: " + raw.substr(i, 20);
      return out;
    }
    out += found->second;
    i = end;
  }
  return out;
}

inline bool space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// Everything between < and >, without a slash at either end.
inline element read_tag(const std::string& tag, std::string& problem) {
  element e;
  std::size_t at = 0;
  while (at < tag.size() && !space(tag[at])) e.name += tag[at++];
  while (problem.empty()) {
    while (at < tag.size() && space(tag[at])) ++at;
    if (at >= tag.size()) break;
    const std::size_t equals = tag.find('=', at);
    const std::size_t close = equals == std::string::npos ? equals : tag.find('"', equals + 2);
    if (close == std::string::npos || tag[equals + 1] != '"') {
      problem = "bad attribute in <" + tag.substr(0, 80);
      break;
    }
    const std::string name = tag.substr(at, equals - at);
    if (name.find_first_of(" \"'<>") != std::string::npos)
      problem = "bad attribute name in <" + tag.substr(0, 80);
    if (!e.attributes.emplace(name, resolved(tag.substr(equals + 2, close - equals - 2), problem)).second) {
      problem = "attribute twice in <" + tag.substr(0, 80);
    }
    at = close + 1;
    if (at < tag.size() && !space(tag[at])) problem = "no space after an attribute in <" + tag.substr(0, 80);
  }
  return e;
}

}  // namespace detail

inline xml_reading read_xml(const std::string& page) {
  xml_reading out;
  std::vector<std::string> open;
  for (std::size_t at = 0; at < page.size() && out.problem.empty();) {
    if (page[at] != '<') {
      const std::size_t end = std::min(page.find('<', at), page.size());
      const std::string content = detail::resolved(page.substr(at, end - at), out.problem);
      const bool code = !open.empty() && (open.back() == "style" || open.back() == "script");
      if (!code) out.text += content;
      at = end;
      continue;
    }
    // A '>' may stand in an attribute's value only as a reference: ours never leave it bare.
    const std::size_t end = page.find('>', at);
    if (end == std::string::npos) {
      out.problem = "a tag without an end";
      break;
    }
    std::string tag = page.substr(at + 1, end - at - 1);
    at = end + 1;
    if (tag.starts_with("!DOCTYPE") || tag.starts_with("?xml")) continue;
    if (tag.find('<') != std::string::npos) {
      out.problem = "< inside a tag: " + tag.substr(0, 80);
    } else if (tag.starts_with("/")) {
      if (open.empty() || open.back() != tag.substr(1)) {
        out.problem = "closes <" + (open.empty() ? "" : open.back()) + "> with <" + tag + ">";
      } else {
        open.pop_back();
      }
    } else {
      const bool empty = tag.ends_with("/");
      if (empty) tag.pop_back();
      out.elements.push_back(detail::read_tag(tag, out.problem));
      if (!empty) open.push_back(out.elements.back().name);
    }
  }
  if (out.problem.empty() && !open.empty()) out.problem = "never closed: <" + open.back() + ">";
  return out;
}

}  // namespace hillock::report_sample
