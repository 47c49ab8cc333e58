// SPDX-License-Identifier: Apache-2.0
// How it was done, so that it can be judged and repeated.
#include <fmt/format.h>

#include <algorithm>

#include "report/page.hpp"
#include "report/report.hpp"

namespace hillock::report {
namespace {

std::string pairs(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string out = "<div class=\"scroll\"><table class=\"plain\"><tbody>\n";
  for (const auto& [name, value] : rows) {
    if (!value.empty())
      out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(name), escape(value));
  }
  return out + "</tbody></table></div>\n";
}

std::string learning_rates(const page& p) {
  std::vector<double> rates;
  for (const lab::candidate_summary& c : p.result.candidates)
    for (const lab::rate_summary& tried : c.rates)
      if (std::find(rates.begin(), rates.end(), tried.learning_rate) == rates.end())
        rates.push_back(tried.learning_rate);
  std::sort(rates.begin(), rates.end());
  std::string out =
      "<div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">activation</th><th "
      "scope=\"col\">initialisation</th><th scope=\"col\" class=\"number\">gain</th>";
  if (rates.empty()) out += "<th scope=\"col\" class=\"number\">learning rate</th>";
  for (const double rate : rates)
    out += fmt::format("<th scope=\"col\" class=\"number\">{}</th>", significant(rate));
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    out += fmt::format("<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td class=\"number\">{}</td>",
                       escape(c.name), escape(c.init), significant(c.gain, 4));
    if (rates.empty()) out += fmt::format("<td class=\"number\">{}</td>", significant(c.learning_rate));
    for (const double rate : rates) {
      const auto tried = std::find_if(c.rates.begin(), c.rates.end(),
                                      [&](const lab::rate_summary& t) { return t.learning_rate == rate; });
      if (tried == c.rates.end()) {
        out += "<td class=\"number\"></td>";
        continue;
      }
      const bool all_diverged = tried->diverged == c.runs.size();
      out += fmt::format("<td class=\"number\">{}<small>{}</small></td>",
                         all_diverged ? "diverged" : p.format.value(tried->validation),
                         tried->chosen == 0 ? "–" : fmt::format("chosen {}×", tried->chosen));
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  if (!rates.empty())
    out += paragraph(
        fmt::format("Under each learning rate: the mean validation {} of its trials, and how many of "
                    "the seeds went on with it.",
                    p.result.metric->label),
        "note");
  return out;
}

std::string run_hashes(const page& p) {
  std::string out =
      "<details><summary>Every run, with the hash of its final weights</summary>\n<div "
      "class=\"scroll\"><table class=\"plain runs\"><thead><tr>"
      "<th scope=\"col\">activation</th><th scope=\"col\" class=\"number\">seed</th><th scope=\"col\" "
      "class=\"number\">test</th>"
      "<th scope=\"col\" class=\"number\">validation</th><th scope=\"col\" class=\"number\">best "
      "epoch</th><th scope=\"col\" class=\"number\">epochs</th>"
      "<th scope=\"col\">weights</th></tr></thead>\n<tbody>\n";
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    for (const lab::run& run : p.candidate(place).runs) {
      out += fmt::format(
          "<tr><th scope=\"row\"><code>{}</code></th><td class=\"number\">{}</td><td "
          "class=\"number\">{}</td><td class=\"number\">{}</td>"
          "<td class=\"number\">{}</td><td class=\"number\">{}</td><td><code>{}</code>{}</td></tr>\n",
          escape(p.candidate(place).name), run.seed, p.format.value(run.test), p.format.value(run.validation),
          run.best_epoch, run.epochs, escape(run.weights_hash), run.diverged ? " diverged" : "");
    }
  }
  return out + "</tbody></table></div>\n</details>\n";
}

}  // namespace

std::string method_section(const page& p) {
  const lab::result& r = p.result;
  std::string out;
  if (!r.held_equal.empty()) out += "<h3>Held equal</h3>\n" + bullets(r.held_equal);
  if (!r.candidates.empty())
    out += fmt::format("<h3>{}</h3>\n", r.candidates.front().rates.empty()
                                            ? "Initialisation and learning rate"
                                            : "Learning rates tried in every run, with equal budget") +
           learning_rates(p);
  if (!r.limits.empty()) out += "<h3>What this evidence cannot say</h3>\n" + bullets(r.limits);
  return section("method", "How it was compared", out);
}

std::string exactly_section(const page& p) {
  const lab::result& r = p.result;
  const data::split_data& d = r.data;
  std::string out;
  if (const std::string command = to_command(r); !command.empty())
    out += fmt::format("<h3>Command</h3>\n<pre class=\"command\"><code id=\"command\">{}</code></pre>\n",
                       escape(command));
  out += "<h3>Data</h3>\n";
  std::string classes;
  for (std::size_t i = 0; i < d.class_names.size() && i < 12; ++i)
    classes += (i ? ", " : "") + shorten(d.class_names[i], 60);
  if (d.class_names.size() > 12) classes += fmt::format(" and {} more", d.class_names.size() - 12);
  out += pairs(
      {{"name", d.name},
       {"hash (XXH3, 128 bits)", d.hash},
       {"rows",
        fmt::format("{} training, {} validation, {} test", count(static_cast<double>(d.train.rows)),
                    count(static_cast<double>(d.validation.rows)), count(static_cast<double>(d.test.rows)))},
       {"features", count(static_cast<double>(d.columns))},
       {"classes", classes}});
  out += bullets(d.notes);
  out += "<h3>Configuration</h3>\n";
  std::vector<std::pair<std::string, std::string>> configuration = r.configuration;
  configuration.push_back({"configuration hash", r.configuration_hash});
  out += pairs(configuration);
  out += "<h3>Machine and time</h3>\n" + pairs({{"machine", r.machine},
                                                {"wall clock", duration(r.seconds)},
                                                {"spent in probes", share(r.probe_share, "\u00a0")},
                                                {"result version", std::to_string(r.version)}});
  out += paragraph(
      "The same configuration gives the same hashes on every machine, instruction set and number of threads; "
      "only times differ.",
      "note");
  return section("exactly", "To repeat it exactly", out + run_hashes(p));
}

}  // namespace hillock::report
