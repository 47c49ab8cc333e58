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

// Beyond this, what the page does not need stays in results.json: it is to open at once, also as mail.
constexpr std::size_t embedded_limit = 300'000;

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

std::vector<std::size_t> page::drawn() const {
  constexpr std::size_t best = 5;
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < order.size(); ++place)
    if (order.size() <= best + 1 || place < best || candidate(place).name == result.baseline)
      places.push_back(place);
  return places;
}

std::string page::left_out() const {
  return drawn().size() == order.size() ? "" : " Drawn are the best five on validation and the baseline.";
}

std::string section(std::string_view id, std::string_view heading, const std::string& content) {
  if (content.empty()) return "";
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", id, escape(heading), content);
}

std::string figure(std::string_view heading, const std::string& chart, std::string_view caption) {
  std::string out = fmt::format("<figure><h3>{}</h3>{}", escape(heading), chart);
  if (!caption.empty()) out += "<figcaption>" + prose(caption) + "</figcaption>";
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

std::string folding(std::string_view summary, const std::string& content) {
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", escape(summary), content);
}

std::string bullets(const std::vector<std::string>& sentences) {
  if (sentences.empty()) return "";
  std::string out = "<ul>";
  for (const std::string& s : sentences) out += "<li>" + prose(s) + "</li>";
  return out + "</ul>\n";
}

std::string raw_section(const page& p) {
  const std::string table = base64(to_csv(p.result));
  std::string json;
  std::string_view what;
  for (const auto& [detail, sentence] :
       {std::pair{json_detail::everything, "This page carries every number it was drawn from."},
        std::pair{json_detail::curves,
                  "This page carries every score and hash, and learning curves thinned to some twenty "
                  "epochs; all epochs and the probes of every layer are in results.json beside it."},
        std::pair{json_detail::scores,
                  "This page carries every score and hash; learning curves and the probes of every layer "
                  "are in results.json beside it."},
        std::pair{json_detail::summary,
                  "This page carries the candidates and verdicts; every run is in results.json beside "
                  "it."}}) {
    json = inert(compact(json_document(p.result, detail)));
    what = sentence;
    if (json.size() + table.size() <= embedded_limit) break;
  }
  std::string out = paragraph(what);
  out +=
      "<p class=\"links\"><a id=\"download\" href=\"results.json\" "
      "download=\"results.json\">results.json</a>";
  if (json.size() + table.size() <= embedded_limit)
    out += fmt::format(
        " <a href=\"data:text/csv;charset=utf-8;base64,{}\" download=\"runs.csv\">runs.csv</a>", table);
  out += "</p>\n<script type=\"application/json\" id=\"numbers\">" + json + "</script>\n";
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
       {heading_section, table_section, verdict_section, scores_section, metrics_section, curves_section,
        layers_section, maps_section, why_not_section, method_section, exactly_section, raw_section}) {
    out += part(p);
  }
  out += "</main>\n";
  out += fmt::format("<script>\n{}</script>\n</body>\n</html>\n", page_script());
  return out;
}

}  // namespace hillock::report
