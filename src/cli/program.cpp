// SPDX-License-Identifier: Apache-2.0
#include "cli/program.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/names.hpp"
#include "cli/help.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "hillock/activation.hpp"
#include "hillock/version.hpp"

namespace hillock::cli {

namespace {

constexpr const char* tagline = "activation functions with the right bits, and a lab that compares them";

std::vector<std::string> verb_names() {
  std::vector<std::string> names{"help"};
  for (const verb& v : verbs()) names.emplace_back(v.name);
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// CLI11's "--seeds: 1 required N missing" and "quiet was given a disallowed flag override".
std::string in_our_words(const std::string& problem) {
  if (const std::size_t colon = problem.find(": 1 required "); colon != std::string::npos)
    return problem.substr(0, colon) + " needs a value";
  if (const std::size_t end = problem.find(" was given a disallowed flag override"); end != std::string::npos)
    return "--" + problem.substr(0, end) + " takes no value";
  return problem;
}

}  // namespace

program::program() : app_(std::make_unique<CLI::App>(tagline, "hillock")) {
  app_->set_version_flag("--version", fmt::format("hillock {}", version), "Show the version");
  app_->set_help_flag("-h,--help", "Show this help");
  app_->formatter(std::make_shared<help_formatter>());
  for (const verb& v : verbs()) {
    CLI::App* sub = app_->add_subcommand(std::string(v.name), std::string(v.about));
    auto line = std::make_unique<command>(*sub);
    action work = v.add(*line);
    entries_.push_back({&v, std::move(line), std::move(work)});
  }
}

program::~program() = default;

const program::entry* program::chosen() const {
  for (const entry& e : entries_) {
    if (e.line->app().parsed()) return &e;
  }
  return nullptr;
}

// CLI11 reports what is wrong; what the user may have meant is added here.
void program::refuse(const CLI::ParseError& problem) const {
  const entry* verb = chosen();
  const CLI::App& app = verb != nullptr ? verb->line->app() : *app_;
  const std::string see =
      fmt::format("\nTry 'hillock{} --help'.", verb != nullptr ? " " + std::string(verb->about->name) : "");
  if (dynamic_cast<const CLI::ExtrasError*>(&problem) != nullptr) {
    for (const std::string& word : app_->remaining(true)) {
      if (word == "--") continue;
      const bool option = word.size() > 1 && word[0] == '-';
      const std::string name = word.substr(0, word.find('='));
      const std::vector<std::string> known = option_names(app);
      if (verb != nullptr && std::find(known.begin(), known.end(), name) != known.end())
        throw usage_error(
            fmt::format("{0} belongs behind the verb: hillock {1} {0}", printable(name), verb->about->name));
      throw usage_error(
          option ? fmt::format("unknown option {}{}{}", printable(name), did_you_mean(name, known), see)
                 : fmt::format("unexpected argument \"{}\"{}", printable(word), see));
    }
  }
  throw usage_error(in_our_words(problem.what()) + see);
}

exit_code program::run(int count, const char* const* words) {
  std::vector<std::string> line(words + 1, words + count);
  if (!line.empty() && line[0] == "help") {
    line.erase(line.begin());
    line.resize(std::min<std::size_t>(line.size(), 1));
    line.emplace_back("--help");
  }
  if (line.empty()) line.emplace_back("--help");
  if (line[0] == "test") {
    throw usage_error("the verb test belongs to the script in a checkout of the sources: ./hillock test");
  }
  if (line[0][0] != '-' || line[0] == "-") {
    const auto names = verb_names();
    if (std::find(names.begin(), names.end(), line[0]) == names.end()) {
      throw usage_error(fmt::format("unknown verb \"{}\"{}\nTry 'hillock --help'.", printable(line[0]),
                                    did_you_mean(line[0], names)));
    }
  }
  try {
    app_->parse(std::vector<std::string>(line.rbegin(), line.rend()));  // CLI11 takes the words in reverse
  } catch (const CLI::CallForHelp&) {
    print(app_->help());
    return exit_code::ok;
  } catch (const CLI::CallForVersion& answer) {
    print(std::string(answer.what()) + "\n");
    return exit_code::ok;
  } catch (const CLI::ParseError& problem) {
    refuse(problem);
  }
  const entry* verb = chosen();
  if (verb == nullptr) throw usage_error("no verb given\nTry 'hillock --help'.");
  verb->line->convert();
  static_cast<void>(active_isa());  // HILLOCK_ISA is refused here, whether the verb computes or not
  return verb->work();
}

}  // namespace hillock::cli
