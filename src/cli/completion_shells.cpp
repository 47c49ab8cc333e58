// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/completions.hpp"
#include "cli/program.hpp"

namespace hillock::cli {

namespace {

std::string spaced(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

std::string replace_all(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::vector<std::string> flags_of(const verb_words& v) {
  std::vector<std::string> flags;
  for (const option_words& o : v.options) flags.insert(flags.end(), o.flags.begin(), o.flags.end());
  return flags;
}

// Inside single quotes of sh, bash, zsh.
std::string quoted(const std::string& text) { return replace_all(text, "'", "'\\''"); }

std::string bash_offer(const offers& o) {
  std::string text;
  if (o.list) return fmt::format("_hillock_list '{}'", spaced(o.words));
  if (!o.words.empty()) text += fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$cur\"))", spaced(o.words));
  const auto then = [&](const char* part) { text += (text.empty() ? "" : "; ") + std::string(part); };
  if (o.files)
    then("_hillock_paths -f");
  else if (o.folders)
    then("_hillock_paths -d");
  return text.empty() ? ":" : text;
}

std::string bash_case(const verb_words& v) {
  std::string text = fmt::format("    {})\n      case $prev in\n", v.name);
  for (const option_words& o : v.options) {
    if (!o.type.empty())
      text += fmt::format("        {}) {}; return ;;\n", fmt::join(o.flags, "|"), bash_offer(o.offer));
  }
  text += "      esac\n";
  text +=
      fmt::format("      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return; fi\n",
                  spaced(flags_of(v)));
  for (const option_words& a : v.arguments) text += fmt::format("      {}\n", bash_offer(a.offer));
  return text + "      ;;\n";
}

}  // namespace

std::vector<verb_words> all_words() {
  const program whole;
  std::vector<verb_words> verbs;
  for (const program::entry& e : whole.entries()) {
    verb_words v{std::string(e.about->name), std::string(e.about->about), {}, {}};
    for (const CLI::Option* option : e.line->app().get_options()) {
      option_words words;
      for (const std::string& name : option->get_snames()) words.flags.push_back("-" + name);
      for (const std::string& name : option->get_lnames()) words.flags.push_back("--" + name);
      if (option->get_items_expected_max() > 0) words.type = option->get_type_name();
      words.about = option->get_description();
      words.repeats = option->get_items_expected_max() > 1;
      const auto hint = e.line->hints().find(option);
      if (hint != e.line->hints().end()) words.offer = hint->second;
      (option->get_positional() ? v.arguments : v.options).push_back(std::move(words));
    }
    verbs.push_back(std::move(v));
  }
  return verbs;
}

std::string bash_completions(const std::vector<verb_words>& verbs) {
  std::vector<std::string> names{"help"};
  for (const verb_words& v : verbs) names.push_back(v.name);
  std::string text = R"(# bash completion for hillock; made by: hillock completions bash
# Words separated by commas: completes the last one.
_hillock_list() {
  local done= last=$cur
  if [[ $cur == *,* ]]; then done=${cur%,*}, last=${cur##*,}; fi
  COMPREPLY=($(compgen -P "$done" -W "$1" -- "$last"))
  compopt -o nospace 2>/dev/null
}

# Files (-f) or folders (-d), whose names may hold blanks.
_hillock_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen "$1" -- "$cur")
}

_hillock() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  # bash splits --option=value into three words.
  if [[ $prev == '=' && COMP_CWORD -gt 1 ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
  if [[ $cur == '=' ]]; then cur=; fi
)";
  text += fmt::format(
      "  if (( COMP_CWORD == 1 )); then COMPREPLY=($(compgen -W '{0} --help --version' -- \"$cur\")); "
      "return; fi\n"
      "  case ${{COMP_WORDS[1]}} in\n    help) COMPREPLY=($(compgen -W '{0}' -- \"$cur\")) ;;\n",
      spaced(names));
  for (const verb_words& v : verbs) text += bash_case(v);
  return text + "  esac\n}\ncomplete -F _hillock hillock ./hillock\n";
}

namespace {

// In an argument specification of zsh's _arguments, brackets and colons have a meaning.
std::string zsh_about(const std::string& text) {
  return quoted(replace_all(replace_all(replace_all(text, "[", "("), "]", ")"), ":", "\\:"));
}

std::string zsh_action(const offers& o) {
  if (o.list) return fmt::format("_sequence compadd - {}", spaced(o.words));
  if (!o.words.empty() && (o.files || o.folders)) {
    return fmt::format("_alternative \"words\\:name\\:({})\" \"files\\:file\\:_files\"", spaced(o.words));
  }
  if (!o.words.empty()) return fmt::format("({})", spaced(o.words));
  return o.files ? "_files" : o.folders ? "_files -/" : " ";
}

std::string zsh_option(const option_words& o) {
  const std::string value =
      o.type.empty() ? "" : fmt::format(":{}:{}", replace_all(o.type, ":", "\\:"), zsh_action(o.offer));
  // "(-o --out)"{-o,--out}"[about]": one of them excludes the other.
  if (o.flags.size() == 1) return fmt::format("'{}[{}]{}'", o.flags[0], zsh_about(o.about), quoted(value));
  return fmt::format("'({})'{{{}}}'[{}]{}'", spaced(o.flags), fmt::join(o.flags, ","), zsh_about(o.about),
                     quoted(value));
}

}  // namespace

std::string zsh_completions(const std::vector<verb_words>& verbs) {
  std::string text =
      "#compdef hillock\n# zsh completion for hillock; made by: hillock completions zsh\n\n_hillock() {\n"
      "  local -a verbs\n  verbs=(\n";
  for (const verb_words& v : verbs) text += fmt::format("    '{}:{}'\n", v.name, quoted(v.about));
  text +=
      "    'help:show help'\n  )\n"
      "  if (( CURRENT == 2 )); then\n    _describe -t verbs verb verbs\n    return\n  fi\n"
      "  local verb=${words[2]}\n  shift words\n  (( CURRENT-- ))\n  case $verb in\n"
      "    help) _describe -t verbs verb verbs ;;\n";
  for (const verb_words& v : verbs) {
    text += fmt::format("    {})\n      _arguments -s", v.name);
    for (const option_words& o : v.options) text += " \\\n        " + zsh_option(o);
    for (const option_words& a : v.arguments) {
      text +=
          fmt::format(" \\\n        '{}:{}:{}'", a.repeats ? "*" : "1", a.type, quoted(zsh_action(a.offer)));
    }
    text += "\n      ;;\n";
  }
  return text +
         "  esac\n}\n\nif [[ ${funcstack[1]} == _hillock ]]; then _hillock \"$@\"; else compdef _hillock "
         "hillock; fi\n";
}

std::string fish_completions(const std::vector<verb_words>& verbs) {
  // Inside single quotes of fish only \ and ' need care.
  const auto fish = [](const std::string& s) {
    return replace_all(replace_all(s, "\\", "\\\\"), "'", "\\'");
  };
  std::string text =
      "# fish completion for hillock; made by: hillock completions fish\ncomplete -c hillock -f\n"
      "complete -c hillock -n __fish_use_subcommand -s h -l help -d 'Show help'\n"
      "complete -c hillock -n __fish_use_subcommand -l version -d 'Show the version'\n";
  for (const verb_words& v : verbs) {
    text +=
        fmt::format("complete -c hillock -n __fish_use_subcommand -a {} -d '{}'\n", v.name, fish(v.about));
  }
  const auto values = [](const offers& o) {
    std::string part = o.words.empty() ? "" : fmt::format(" -a '{}'", spaced(o.words));
    if (o.list)
      part = fmt::format(" -a '(__fish_complete_list , \"string split \\\" \\\" \\\"{}\\\"\")'",
                         spaced(o.words));
    if (o.files)
      part += " -F";
    else if (o.folders)
      part += " -a '(__fish_complete_directories)'";
    return part;
  };
  for (const verb_words& v : verbs) {
    const std::string start = fmt::format("complete -c hillock -n '__fish_seen_subcommand_from {}'", v.name);
    for (const option_words& o : v.options) {
      text += start;
      for (const std::string& flag : o.flags)
        text += flag[1] == '-' ? " -l " + flag.substr(2) : " -s " + flag.substr(1);
      text += fmt::format(" -d '{}'", fish(o.about));
      if (!o.type.empty()) text += (o.offer.files ? " -r" : " -x") + values(o.offer);
      text += '\n';
    }
    for (const option_words& a : v.arguments) {
      const std::string part = values(a.offer);
      if (!part.empty()) text += start + part + "\n";
    }
  }
  return text;
}

}  // namespace hillock::cli
