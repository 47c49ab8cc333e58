// SPDX-License-Identifier: Apache-2.0
// hillock choose: which activation, output, loss, start and rate a net wants, why, and how sure that is.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>

#include "base/names.hpp"
#include "cli/choice.hpp"
#include "cli/measure.hpp"
#include "cli/names.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "data/load.hpp"

namespace hillock::cli {

namespace {

struct choose_request {
  advice::situation about;
  std::set<std::size_t> flags;  ///< questions that options answered
  choice_net net;
  std::string asked_about;  ///< --why-not
  bool json = false, run = false, no_cost = false;
};

void add_question(command& line, choose_request& r, std::size_t place, const std::string& type) {
  const advice::question& q = advice::questions()[place];
  std::vector<std::string> names;
  for (const advice::answer& each : q.answers) names.emplace_back(each.name);
  const bool depth = place == advice::place_of<advice::depths>;
  const std::string about = depth ? "Hidden layers: a number, or " + join(names) : join(names);
  line.option("--" + std::string(q.name), type, about + " [asked, or unknown]",
              [&r, names, place, depth](const std::string& s) {
                r.flags.insert(place);
                if (depth && !s.empty() && s.find_first_not_of("0123456789") == std::string::npos) {
                  r.net.depth = static_cast<std::size_t>(whole(s, 1, 100'000));
                  r.about.set(advice::depth_of(r.net.depth));
                  return;
                }
                const auto at = std::find(names.begin(), names.end(), one_of(s, names));
                r.about.given[place] = static_cast<std::uint8_t>(at - names.begin());
              },
              {names});
}

// A task of the readers that is the same as, or more general than, the one that was named.
std::optional<data::task> readers_task(advice::tasks t) {
  switch (t) {
    case advice::tasks::unknown:
      return std::nullopt;
    case advice::tasks::binary:
      return data::task::binary;
    case advice::tasks::classes:
    case advice::tasks::ordinal:
      return data::task::classes;
    case advice::tasks::regression:
    case advice::tasks::bounded:
    case advice::tasks::positive:
    case advice::tasks::counts:
    case advice::tasks::quantiles:
    case advice::tasks::variance:
      return data::task::regression;
    default:
      throw usage_error(fmt::format("--task {} cannot be read from a table: leave out --data",
                                    advice::questions()[0].answers[static_cast<std::size_t>(t)].name));
  }
}

// The task, whether rows are few and whether a class is rare.
void read_data(choose_request& r) {
  data::load_options options;
  options.source = r.net.data, options.target = r.net.target;
  options.task = readers_task(r.about.get<advice::tasks>());
  const data::dataset d = data::load(options);
  if (r.about.get<advice::tasks>() == advice::tasks::unknown)
    r.about.set(d.task == data::task::binary    ? advice::tasks::binary
                : d.task == data::task::classes ? advice::tasks::classes
                                                : advice::tasks::regression);
  r.net.data_note = fmt::format("{}: {} rows, {} columns", d.name, d.rows, d.columns);
  constexpr std::size_t few = 1000;
  if (d.rows < few) r.about.set(advice::rows::few);
  if (d.task == data::task::regression) {
    if (std::all_of(d.targets.begin(), d.targets.end(), [](double y) { return y > 0; }))
      r.net.data_note += "; every target is above 0: consider --task positive";
  } else {
    std::vector<std::size_t> count(d.classes());
    for (const std::int32_t label : d.labels) ++count[static_cast<std::size_t>(label)];
    const double least =
        static_cast<double>(*std::min_element(count.begin(), count.end())) / static_cast<double>(d.rows);
    constexpr double rare = 0.05;  // a judgement: the sources speak of 1 to 5 %
    r.net.data_note += fmt::format(", {} classes, the smallest {:.1f} %", d.classes(), 100 * least);
    if (least < rare) r.about.set(advice::rarity::rare);
  }
  r.net.data_note += ".";
  if (r.about.get<advice::architectures>() == advice::architectures::unknown &&
      r.flags.count(advice::place_of<advice::architectures>) == 0)
    r.about.set(advice::architectures::dense);  // of a table
}

exit_code run_check(const choice_check& check) {
  std::vector<const char*> words{"hillock"};
  for (const std::string& word : check.words) words.push_back(word.c_str());
  program whole;
  return whole.run(static_cast<int>(words.size()), words.data());
}

exit_code choose(choose_request& r) {
  if (r.json && r.run)
    throw usage_error("--json and --run exclude each other: --run prints what compare prints");
  if (r.run && r.net.data.empty())
    throw usage_error("--run needs --data: a file, or one of compare's embedded data sets");
  if (!r.net.target.empty() && r.net.data.empty()) throw usage_error("--target needs --data");
  if (!r.net.data.empty()) read_data(r);
  const bool terminal = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  if (terminal && r.flags.empty() && !r.json && r.asked_about.empty()) ask_questions(r.about);

  choice c;
  c.advice = advice::advise(r.about);
  c.net = r.net;
  c.check = check_of(c.advice, r.net);
  if (!r.asked_about.empty()) c.why_not = advice::why_not(c.advice, r.asked_about);
  if (!c.why_not.empty() && !r.json) {
    std::string text;
    for (const std::string& line : c.why_not) text += wrap(line, width(stdout), 0) + "\n";
    print(text);
    return exit_code::ok;
  }
  if (!r.no_cost) {
    c.costs = measure_choice(c.advice, r.net.width);
    c.machine = machine_text(1);
  }
  if (r.run && c.check.words.empty()) throw usage_error("--run: " + c.check.cannot);
  print(r.json ? choice_json(c) : choice_text(c, std::min(width(stdout), 100U)));
  return r.run ? run_check(c.check) : exit_code::ok;
}

action choose_options(command& line) {
  auto r = std::make_shared<choose_request>();
  static constexpr const char* types[]{"TASK",   "NET",     "N|WORD",     "WORD",
                                       "YES|NO", "TROUBLE", "CONSTRAINT", "LIBRARY"};
  for (std::size_t place = 0; place <= advice::place_of<advice::frameworks>; ++place)
    add_question(line, *r, place, types[place]);
  line.option("--data", "NAME|FILE|DIR", "Data as for compare: the task is read from it",
              [r](const std::string& s) { r->net.data = path(s); }, {generator_names(), true, true, false});
  line.option("--target", "COLUMN", "What to predict, as for compare [detected]",
              [r](const std::string& s) { r->net.target = s; });
  line.option("--width", "N", "Units of a hidden layer, for costs and the check [64]",
              [r](const std::string& s) { r->net.width = static_cast<std::size_t>(whole(s, 1, 65'536)); });
  line.option("--why-not", "NAME", "Why this activation is not the first choice",
              [r](const std::string& s) { r->asked_about = std::string(activation_named(s).card().name); },
              {elementwise_names()});
  line.flag("--no-cost", r->no_cost, "Do not measure what the candidates cost on this machine");
  line.flag("--run", r->run, "Run the hillock compare command that checks the advice");
  line.flag("--json", r->json, "Print the advice as JSON");
  return [r] { return choose(*r); };
}

}  // namespace

verb choose_verb() {
  return {"choose",
          "which activation, output, loss and start a net wants, why, and how sure that is",
          {"hillock choose                                         # asks five questions at most",
           "hillock choose --task classes --architecture convolutional --normalisation none",
           "hillock choose --data iris.csv --depth 3", "hillock choose --trouble dead --why-not gelu",
           "hillock choose --data spirals --depth 4 --run          # and checks it"},
          choose_options};
}

}  // namespace hillock::cli
