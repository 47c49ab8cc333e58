// SPDX-License-Identifier: Apache-2.0
// hillock compare: trains real networks with each activation under equal conditions and says what is known.
#include <fmt/core.h>

#include <memory>
#include <utility>

#include "base/names.hpp"
#include "cli/interrupt.hpp"
#include "cli/names.hpp"
#include "cli/outcome.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "hillock/activation.hpp"
#include "lab/experiment.hpp"
#include "lab/metrics/metric.hpp"
#include "nn/initializer.hpp"
#include "nn/optimizer.hpp"

namespace hillock::cli {

namespace {

struct compare_request {
  lab::experiment_options experiment;
  bool header = false, no_header = false, split_seed = false;
  bool json = false, quiet = false, require_verdict = false;
};

std::optional<data::task> task_of(const std::string& text) {
  if (text == "auto") return std::nullopt;
  if (text == "binary") return data::task::binary;
  if (text == "classes") return data::task::classes;
  if (text == "regression") return data::task::regression;
  one_of(text, {"auto", "binary", "classes", "regression"});
  return std::nullopt;  // not reached: one_of throws
}

char decimal_of(const std::string& text) {
  if (text == "point" || text == ".") return '.';
  if (text == "comma" || text == ",") return ',';
  throw bad_value("point, comma or auto");
}

// Names are checked here, before any data is read, so that a misspelt one costs nothing.
std::vector<std::string> activations_of(const std::string& text,
                                        const std::vector<formula_definition>& defined) {
  std::vector<std::string> names = split_list(text);
  for (std::string& name : names) {
    if (name.empty()) {
      throw usage_error(fmt::format(
          "--activations is \"{}\": expected activation names separated by single commas", printable(text)));
    }
    name = activation_named(name, defined).to_string();
  }
  return names;
}

void add_data_options(command& line, compare_request& r) {
  auto& data = r.experiment.data;
  line.option("--data", "NAME|FILE|DIR",
              "Embedded data set, CSV file, IDX file, or folder with MNIST's files [spirals]",
              [&](const std::string& s) { data.source = s; }, {generator_names(), true, true, false});
  line.option("--target", "COLUMN", "What to predict: a column's name or number; -1 is the last [detected]",
              [&](const std::string& s) { data.target = s; });
  line.option("--task", "TASK", "auto, binary, classes or regression [auto]",
              [&](const std::string& s) { data.task = task_of(s); },
              {{"auto", "binary", "classes", "regression"}});
  line.option("--delimiter", "CHAR", "What separates columns: a character, tab or space [detected]",
              [&](const std::string& s) { data.delimiter = character(s); },
              {{"comma", "semicolon", "tab", "pipe", "space"}});
  line.option(
      "--decimal", "MARK", "The decimal mark of numbers: point, comma or auto [detected]",
      [&](const std::string& s) { data.decimal = s == "auto" ? std::nullopt : std::optional(decimal_of(s)); },
      {{"auto", "point", "comma"}});
  line.flag("--header", r.header, "The first row holds names [detected]");
  line.flag("--no-header", r.no_header, "The first row holds data [detected]");
  line.list("--missing", "MARKS",
            "What stands for a missing value beside ?, NA, nan, - and their kin; after an = only that",
            [&](const std::string& s) { data.missing = s; });
  line.list("--exclude", "COLUMNS", "Columns to leave out: names or numbers, separated by commas",
            [&](const std::string& s) { data.exclude = s; });
  line.list("--keep", "COLUMNS", "Columns to keep that would be left out as row numbers, identifiers or text",
            [&](const std::string& s) { data.keep = s; });
  line.option("--test", "FILE", "A second file like --data whose rows are the test part [drawn]",
              [&](const std::string& s) { data.test = path(s); }, {{}, true, false, false});
  line.option("--rows", "N", "Rows an embedded data set is generated with [its own default]",
              [&](const std::string& s) { data.rows = static_cast<std::size_t>(whole(s, 10, 10'000'000)); });
  line.option("--data-seed", "N", "Which draw of an embedded data set [1]",
              [&](const std::string& s) { data.seed = whole(s); });
  line.option(
      "--split", "seeds|fixed",
      "Split into 60 % training, 20 % validation, 20 % test: each seed its own, or one for all [seeds]",
      [&](const std::string& s) {
        r.experiment.fixed_split = one_of(s, {"seeds", "fixed"}) == "fixed";
      },
      {{"seeds", "fixed"}});
  line.option("--split-seed", "N", "Which one --split fixed takes [1]", [&](const std::string& s) {
    r.experiment.split.seed = whole(s);
    r.split_seed = true;
  });
}

void add_training_options(command& line, compare_request& r) {
  auto& e = r.experiment;
  line.option("--model", "MODEL", "Hidden layers: mlp:WIDTHxDEPTH or mlp:W1-W2-W3 [mlp:64x4]",
              [&](const std::string& s) { e.model = s; });
  line.option("--epochs", "N", "Passes over the training part at most [chosen from the data's size]",
              [&](const std::string& s) { e.epochs = static_cast<unsigned>(whole(s, 1, 1'000'000)); });
  line.option("--patience", "N",
              "Epochs without a better validation loss before a run stops [chosen from --epochs]",
              [&](const std::string& s) { e.patience = static_cast<unsigned>(whole(s, 1, 1'000'000)); });
  line.option("--batch", "N", "Examples per step [64]",
              [&](const std::string& s) { e.batch = static_cast<unsigned>(whole(s, 1, 1'000'000)); });
  line.option("--optimizer", "NAME", join(nn::optimizer_names()) + " [adam]",
              [&](const std::string& s) { e.optimizer = one_of(s, nn::optimizer_names()); },
              {nn::optimizer_names()});
  line.option("--lr", "auto|RATE",
              "Learning rate; auto chooses in each run on validation, equal budget [auto]",
              [&](const std::string& s) {
                e.learning_rate = s == "auto" ? std::nullopt : std::optional(positive(s));
              },
              {{"auto", "0.001", "0.003", "0.01"}});
  std::vector<std::string> inits{"auto"};
  for (const std::string& name : nn::initializer_names()) inits.push_back(name);
  line.option("--init", "NAME", join(inits) + "; auto computes each activation's gain [auto]",
              [&e, inits](const std::string& s) { e.init = one_of(s, inits); }, {inits});
  line.option("--bias", "VALUE", "Start every hidden bias here (an experiment on dead units) [0]",
              [&](const std::string& s) { e.bias = number(s); });
  line.option("--clip-norm", "NORM", "Scale gradients to at most this global norm; 0 is off [0]",
              [&](const std::string& s) { e.clip_norm = not_negative(s); });
}

exit_code compare(compare_request& r) {
  if (r.header && r.no_header) throw usage_error("--header and --no-header exclude each other");
  if (r.header || r.no_header) r.experiment.data.header = r.header;
  if (r.split_seed && !r.experiment.fixed_split)
    throw usage_error(
        "--split-seed chooses the split of --split fixed; without it every seed draws its own (--first-seed "
        "takes other seeds)");
  active_isa();  // an unknown HILLOCK_ISA is refused before any data is read
  const std::atomic<bool>& stop = stop_on_interrupt();
  const watching how = r.quiet               ? watching::nothing
                       : can_animate(stderr) ? watching::picture
                                             : watching::lines;
  progress_display display(how, stop);
  display.waiting("reading " + r.experiment.data.source);
  lab::experiment_hooks hooks;
  hooks.stop = &stop;
  hooks.started = [&](const lab::result& so_far) {
    std::vector<std::string> names;
    for (const auto& candidate : so_far.candidates) names.push_back(candidate.name);
    display.start(names);
  };
  hooks.progressed = [&](const lab::progress& now) { display.update(now); };
  hooks.warned = [&](const std::string& sentence) {
    if (!r.quiet) display.note("warning: " + sentence);
  };
  lab::result found = lab::run_experiment(r.experiment, hooks);
  display.finish();
  return deliver(std::move(found), r.experiment.out,
                 {r.json ? answer::json : answer::table, r.require_verdict});
}

action compare_options(command& line) {
  auto r = std::make_shared<compare_request>();
  auto& e = r->experiment;
  add_data_options(line, *r);
  const auto defined = add_define_option(line);
  line.option("--activations", "LIST",
              "Candidates, separated by commas; parameters in parentheses; formulas of x "
              "[identity,sigmoid,tanh,relu,leaky_relu]",
              [&e, defined](const std::string& s) { e.activations = activations_of(s, *defined); },
              {elementwise_names(), false, false, true});
  line.option("--baseline", "NAME", "What the others are compared with [relu]",
              [&e, defined](const std::string& s) { e.baseline = activation_named(s, *defined).to_string(); },
              {elementwise_names()});
  line.option("--seeds", "N", "Runs per candidate; more than before trains only the new ones [10]",
              [&e](const std::string& s) { e.seeds = static_cast<unsigned>(whole(s, 1, 100'000)); });
  line.option("--first-seed", "N", "Seeds N, N + 1 …: another N makes an independent experiment [1]",
              [&e](const std::string& s) { e.first_seed = whole(s, 1, 1'000'000'000'000); });
  std::vector<std::string> metrics{"auto"};
  for (const lab::metrics::metric& each : lab::metrics::all()) metrics.emplace_back(each.name);
  line.option("--metric", "NAME", join(metrics) + "; decides, the others are told [auto]",
              [&e, metrics](const std::string& s) { e.metric = one_of(s, metrics); }, {metrics});
  line.option(
      "--margin", "SIZE",
      "Differences up to this do not matter: 0.01 is a point of accuracy "
      "[1 % of the way from chance to the best score]",
      [&e](const std::string& s) { e.margin = s == "auto" ? std::nullopt : std::optional(not_negative(s)); });
  add_training_options(line, *r);
  line.option("--threads", "N", "Runs side by side; the results do not depend on it [one per core]",
              [&e](const std::string& s) { e.threads = static_cast<unsigned>(whole(s, 1, 1024)); });
  line.option("--out", "DIR",
              "Folder of the journal, results.json and report.html; the same command resumes [hillock-out]",
              [&e](const std::string& s) { e.out = path(s); }, {{}, false, true, false});
  line.flag("--json", r->json, "Print results.json instead of the table");
  line.flag("-q,--quiet", r->quiet, "No progress and no warnings");
  line.flag("--require-verdict", r->require_verdict, require_verdict_help);
  return [r] { return compare(*r); };
}

}  // namespace

verb compare_verb() {
  return {
      "compare",
      "train real networks with each activation and say which is better, and how sure that is",
      {"hillock compare                                        # five activations on two spirals, 10 seeds",
       "hillock compare --data iris.csv --target species",
       "hillock compare --data mnist/ --model mlp:128x3        # a folder with MNIST's files",
       "hillock compare --activations 'relu,leaky_relu(slope=0.2)' --baseline relu --seeds 20",
       "hillock compare --activations 'relu,max(0, x)^2,x*sigmoid(1.702*x)'",
       "hillock compare --data rare.csv --metric balanced_accuracy --margin 0.005",
       "hillock compare --json | jq .verdicts"},
      compare_options};
}

}  // namespace hillock::cli
