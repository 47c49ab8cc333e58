// SPDX-License-Identifier: Apache-2.0
#include "lab/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/environment.hpp"
#include "data/content.hpp"
#include "hillock/version.hpp"
#include "lab/decision.hpp"
#include "lab/evaluate.hpp"
#include "lab/fingerprint.hpp"
#include "lab/journal.hpp"
#include "lab/machine.hpp"
#include "lab/plan.hpp"
#include "lab/session.hpp"
#include "lab/summarize.hpp"

namespace hillock::lab {
namespace {

double largest_class(const data::dataset& whole) {
  if (whole.task == data::task::regression) return 0;
  const auto counts = data::class_counts(whole);
  return static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
         static_cast<double>(whole.rows);
}

/// How often the commonest target occurs.
std::size_t most_alike(std::vector<double> targets) {
  std::sort(targets.begin(), targets.end());
  std::size_t most = 0, run = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    run = i > 0 && targets[i] == targets[i - 1] ? run + 1 : 1;
    most = std::max(most, run);
  }
  return most;
}

void require_defined(const settings& s, const data::split_data& data, const std::string& whose) {
  for (const auto& [part, name] :
       {std::pair(&data.validation, "validation"), std::pair(&data.test, "test")}) {
    const double chance = s.metric->chance(truth_of(data, *part));
    if (data.given_test && part == &data.test && chance == s.metric->best)
      throw data_error(
          fmt::format("{}: the test part ({}) has one target only, so that guessing it is right for every "
                      "row and nothing can be told apart; give test rows whose targets differ",
                      data.name, part->rows == 1 ? "one row" : fmt::format("{} rows", part->rows)));
    if (!std::isnan(chance)) continue;
    const bool regression = s.metric->regression;
    const std::string why =
        part->rows == 1 ? "it has one row"
                        : fmt::format("its {} rows {}", part->rows,
                                      regression ? "all have the same target" : "are all of one class");
    throw data_error(fmt::format("{}: {} is undefined on the {} part{}: {}; choose {} with --metric{}",
                                 data.name, s.metric->label, name, whose, why,
                                 regression ? "mae or rmse" : "accuracy or log_loss",
                                 part->rows == 1 ? ", or give more rows" : ""));
  }
}

/// Refuses a metric that has no value on some seed's part, and a part that teaches nothing, before anything
/// is trained. Only where a target occurs as often as the smaller part has rows can a part hold nothing else;
/// then every seed's split is looked at.
void require_defined(const settings& s, const data::dataset& whole, grounds& on) {
  const experiment_options& o = s.options;
  const data::split_data& first = on.of(o.first_seed)->data;
  const bool risky = most_alike(whole.targets) >= std::min(first.validation.rows, first.test.rows);
  const std::uint64_t last = risky && !o.fixed_split ? o.first_seed + o.seeds - 1 : o.first_seed;
  for (std::uint64_t seed = o.first_seed; seed <= last; ++seed)
    require_defined(s, on.of(seed)->data, o.fixed_split ? "" : fmt::format(" of seed {}", seed));
}

/// A margin of five points is 0.05.
void require_possible_margin(const settings& s, double chance) {
  const double way = std::fabs(s.metric->best - chance);
  if (!s.options.margin || *s.options.margin <= way) return;
  throw usage_error(
      fmt::format("--margin {}: more than there is between the best constant guess ({} {:.4g}) and the best "
                  "possible score ({:.4g}); it is in the score's own unit{}",
                  *s.options.margin, s.metric->label, chance, s.metric->best,
                  s.metric->shown_as == metrics::unit::share ? ", where one point is 0.01" : ""));
}

/// A generator's name, and nothing, stay as they are.
std::string absolute_where_it_exists(const std::string& name) {
  std::error_code problem;
  const std::filesystem::path path = std::filesystem::absolute(name, problem);
  return !name.empty() && !problem && std::filesystem::exists(path, problem) ? path.string() : name;
}

journal_header header_of(const settings& s, const data::split_data& first, grounds& on) {
  journal_header h;
  h.program = version;
  h.options = to_configuration(s.options);
  h.identity = identity_of(s);
  h.fingerprints = fingerprints_of(s, *on.of(1));  // the same ground whatever the first seed
  h.source = absolute_where_it_exists(s.options.data.source);
  h.test = absolute_where_it_exists(s.options.data.test);
  h.data = first;
  h.chance = s.metric->chance(truth_of(first, first.test));
  h.machine = describe_machine();
  // What is compared and reported later is what the journal's text says.
  return parse_journal(to_line(h), "header").headers.front();
}

/// Appends the header unless the last one asked for the same. Returns how many headers asked for something
/// else before.
std::size_t ask(journal_file& file, const journal_header& here) {
  const std::vector<journal_header>& there = file.contents().headers;
  for (const journal_header& each : there) require_comparable(each, here, file.path());
  if (!there.empty() && there.back().options == here.options && there.back().identity == here.identity)
    return there.size() - 1;
  file.append(to_line(here));
  return there.size();
}

/// The data a journal was made from, split for its first seed, or, where they are gone or changed, what its
/// header tells of them.
data::split_data data_of(const journal_header& header, const experiment_options& options,
                         std::vector<std::string>& warnings) {
  try {
    data::load_options from = options.data;
    from.source = header.source;
    from.test = header.test;
    const data::dataset whole = data::load(from);
    if (whole.hash == header.data.hash) {
      data::split_data data = grounds(whole, options).of(options.first_seed)->data;
      data.name = header.data.name;
      return data;
    }
    warnings.push_back(fmt::format(
        "the data in {} have changed since the experiment; the report shows no data points", header.source));
  } catch (const error& problem) {
    warnings.push_back(
        fmt::format("the experiment's data cannot be read again, so the report shows no data points: {}",
                    problem.what()));
  }
  return header.data;
}

/// How many seeds earlier readers of the report had seen: those of every question, of the first so many
/// headers, that was answered in full before the next one was asked.
std::vector<unsigned> looks_of(const journal& j, std::size_t earlier, const settings& now) {
  std::vector<unsigned> looks;
  for (std::size_t i = 0; i < earlier; ++i) {
    const settings then = settle(from_configuration(j.headers[i].options));
    const std::size_t answered = i + 1 < j.headers.size() ? j.runs_before[i + 1] : j.records.size();
    const auto known = std::span(j.records).first(answered);
    const auto plan = make_plan(then, false);
    if (then.options.first_seed == now.options.first_seed &&
        std::all_of(plan.begin(), plan.end(), [&](const planned_run& p) { return is_done(then, p, known); }))
      looks.push_back(then.options.seeds);
  }
  return looks;
}

result run_here(const experiment_options& options, const experiment_hooks& hooks) {
  settings s = settle(options);
  const data::dataset whole = data::load(options.data);
  choose_metric(s, whole.task, largest_class(whole));
  grounds on(whole, s.options);
  const std::shared_ptr<const ground> kept = on.of(s.options.first_seed);
  const data::split_data& first = kept->data;
  fit(s, first);
  require_defined(s, whole, on);
  require_possible_margin(s, s.metric->chance(truth_of(first, first.test)));
  journal_file file(options.out);
  if (file.contents().torn) s.warnings.push_back(*file.contents().torn);
  const auto warn_of = [&](const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings)
      if (hooks.warned) hooks.warned(warning);
  };
  warn_of(s.warnings);
  warn_of(whole.warnings);

  const journal_header here = header_of(s, first, on);
  const std::size_t earlier = ask(file, here);
  result r = blank_result(s, first);
  r.machine = here.machine;
  if (hooks.started) hooks.started(r);

  session runs(s, on, file, hooks, has_decision_map(first));
  runs.run(options.threads == 0 ? available_cores() : options.threads);
  summarize(r, s, runs.records(), looks_of(file.contents(), earlier, s));
  return r;
}

result read_here(const std::filesystem::path& folder) {
  const journal j = read_journal(folder);
  const std::string name = (folder / "runs.jsonl").string();
  if (j.headers.empty())
    throw data_error(fmt::format("{}: no experiment in it: not even its first line is whole", name));
  const journal_header& header = j.headers.back();
  settings s;
  try {
    s = settle(from_configuration(header.options));
    s.metric = metrics::find(value_of(header.identity, "metric"));
  } catch (const usage_error& problem) {
    throw data_error(fmt::format("{}: {}", name, problem.what()));
  }
  if (j.torn) s.warnings.push_back(*j.torn);
  const data::split_data data = data_of(header, s.options, s.warnings);
  fit(s, data);
  result r = blank_result(s, data);
  r.chance = header.chance;
  r.machine = header.machine;
  summarize(r, s, j.records, looks_of(j, j.headers.size() - 1, s));
  return r;
}

}  // namespace

result run_experiment(const experiment_options& options, const experiment_hooks& hooks) {
  return in_standard_environment([&] { return run_here(options, hooks); });
}

result read_experiment(const std::filesystem::path& folder) {
  return in_standard_environment([&] { return read_here(folder); });
}

}  // namespace hillock::lab
