// SPDX-License-Identifier: Apache-2.0
// report.html as a whole. The markup is HTML5 that is well-formed XML as well, so that a strict parser can
// check it.
#include <fmt/format.h>

#include <algorithm>

#include "report/json.hpp"
#include "report/page.hpp"
#include "report/png.hpp"
#include "report/report.hpp"
#include "report/svg.hpp"

namespace hillock::report {
namespace {

// Beyond this, the probes of every layer and epoch stay in results.json: the page is to open at once, also as
// mail.
constexpr std::size_t embedded_limit = 900'000;

std::string compact(const nlohmann::ordered_json& document) {
  return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// Inside <script> only "</script" and "<!--" could end or change the element; as \u escapes no bracket is
// left at all, and without & the page stays well-formed XML. The JSON means the same.
std::string inert(const std::string& json) {
  std::string out;
  out.reserve(json.size() + json.size() / 16);
  for (const char c : json) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      case '\x7F':
        out += "\\u007f";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::size_t page::seeds() const {
  std::size_t most = 0;
  for (const lab::candidate_summary& c : result.candidates) most = std::max(most, c.runs.size());
  return most;
}

std::string section(std::string_view id, std::string_view heading, const std::string& content) {
  if (content.empty()) return "";
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", id, escape(heading), content);
}

std::string figure(std::string_view heading, const std::string& chart, std::string_view caption) {
  std::string out = fmt::format("<figure><h3>{}</h3>{}", escape(heading), chart);
  if (!caption.empty()) out += "<figcaption>" + escape(caption) + "</figcaption>";
  return out + "</figure>\n";
}

std::string prose(std::string_view text) {
  const std::string safe = escape(text);
  const auto digit = [&](std::size_t i) { return i < safe.size() && safe[i] >= '0' && safe[i] <= '9'; };
  std::string out;
  for (std::size_t i = 0; i < safe.size(); ++i) {
    if (safe[i] == '^' && i > 0 && digit(i - 1)) {
      const bool negative = i + 1 < safe.size() && safe[i + 1] == '-';
      const std::size_t first = i + (negative ? 2 : 1);
      std::size_t end = first;
      while (digit(end)) ++end;
      if (end > first) {
        out += fmt::format("<sup>{}{}</sup>", negative ? "−" : "", safe.substr(first, end - first));
        i = end - 1;
        continue;
      }
    }
    // A number and its percent sign stay on one line.
    out += safe[i] == ' ' && i + 1 < safe.size() && safe[i + 1] == '%' ? "\u00a0" : std::string(1, safe[i]);
  }
  return out;
}

std::string paragraph(std::string_view text, std::string_view css) {
  if (text.empty()) return "";
  const std::string attribute = css.empty() ? "" : fmt::format(" class=\"{}\"", css);
  return fmt::format("<p{}>{}</p>\n", attribute, prose(text));
}

std::string bullets(const std::vector<std::string>& sentences) {
  if (sentences.empty()) return "";
  std::string out = "<ul>";
  for (const std::string& s : sentences) out += "<li>" + prose(s) + "</li>";
  return out + "</ul>\n";
}

std::string raw_section(const page& p) {
  std::string json = compact(json_document(p.result, json_detail::everything));
  const bool whole = json.size() <= embedded_limit;
  if (!whole) json = compact(json_document(p.result, json_detail::scores));
  std::string out =
      paragraph(whole ? "This page carries every number it was drawn from, unrounded."
                      : "This page carries every score, learning curve and hash, unrounded; the probes of "
                        "every layer and epoch are in results.json and runs.jsonl beside it.");
  out += fmt::format(
      "<p class=\"links\"><a id=\"download\" href=\"results.json\" "
      "download=\"results.json\">results.json</a> "
      "<a href=\"data:text/csv;charset=utf-8;base64,{}\" download=\"runs.csv\">runs.csv</a></p>\n",
      base64(to_csv(p.result)));
  out += "<script type=\"application/json\" id=\"numbers\">" + inert(json) + "</script>\n";
  return section("raw", "Raw numbers", out);
}

std::string to_html(const lab::result& r) {
  const page p(r);
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
  out +=
      "<meta name=\"generator\" content=\"hillock\"/>\n<meta name=\"color-scheme\" content=\"light "
      "dark\"/>\n";
  out += "<link rel=\"icon\" href=\"data:,\"/>\n";
  out += fmt::format("<title>Hillock: activations on {}</title>\n", escape(r.data.name));
  out += fmt::format("<style>\n{}\n{}</style>\n</head>\n<body>\n<main>\n", chart_style(), page_style());
  for (const auto& part :
       {heading_section, verdict_section, table_section, scores_section, metrics_section, curves_section,
        layers_section, maps_section, why_not_section, method_section, exactly_section, raw_section}) {
    out += part(p);
  }
  out += "</main>\n";
  out += fmt::format("<script>\n{}</script>\n</body>\n</html>\n", page_script());
  return out;
}

}  // namespace hillock::report
