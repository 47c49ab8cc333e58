// SPDX-License-Identifier: Apache-2.0
// hillock completions: shell completions made from the same command lines that are parsed, so that they
// cannot drift.
#include <memory>

#include "cli/completions.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"

namespace hillock::cli {

verb completions_verb() {
  return {"completions",
          "print completions for bash, zsh or fish",
          {"hillock completions bash > ~/.local/share/bash-completion/completions/hillock",
           "hillock completions zsh > ~/.zfunc/_hillock        # a folder in $fpath",
           "hillock completions fish > ~/.config/fish/completions/hillock.fish"},
          [](command& line) -> action {
            static const std::vector<std::string> shells{"bash", "zsh", "fish"};
            auto shell = std::make_shared<std::string>();
            line.positional("SHELL", "bash, zsh or fish",
                            [shell](const std::string& s) { *shell = one_of(s, shells); }, {shells});
            return [shell] {
              const std::vector<verb_words> words = all_words();
              print(*shell == "bash"  ? bash_completions(words)
                    : *shell == "zsh" ? zsh_completions(words)
                                      : fish_completions(words));
              return exit_code::ok;
            };
          }};
}

}  // namespace hillock::cli
