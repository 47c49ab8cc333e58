// SPDX-License-Identifier: Apache-2.0
// What hillock choose finds out, and how it is told.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "advice/advise.hpp"

namespace hillock::cli {

/// The net and the data as far as they were given.
struct choice_net {
  std::size_t width = 64;
  std::size_t depth = 0;     ///< hidden layers; 0: not given
  std::string data, target;  ///< as given to --data and --target
  std::string data_note;     ///< a sentence: what was read from the data
};

/// What one function costs here, in nanoseconds for each element at the net's width.
struct choice_cost {
  std::string function;
  double forward = 0, backward = 0;
};

/// A `hillock compare` command that checks the advice, or why there is none.
struct choice_check {
  std::vector<std::string> words;  ///< without "hillock"; empty where the lab cannot train such a net
  std::string cannot;              ///< the reason then
};

struct choice {
  advice::advice_for advice;
  choice_net net;
  std::vector<choice_cost> costs;
  std::string machine;  ///< where they were measured; empty: they were not
  choice_check check;
  std::vector<std::string> why_not;  ///< the answer to --why-not
};

/// Measures the functions of the list that the advice for hidden layers names.
std::vector<choice_cost> measure_choice(const advice::advice_for& advice, std::size_t width);

choice_check check_of(const advice::advice_for& advice, const choice_net& net);

/// "hillock compare --data 'my file.csv' …", quoted for a shell.
std::string command_text(const std::vector<std::string>& words);

/// For people, `wide` columns; and as JSON.
std::string choice_text(const choice& c, std::size_t wide);
std::string choice_json(const choice& c);

/// Asks on the terminal, at most five questions, what is not answered yet and can change the advice.
/// Questions go to standard error. An empty answer, or the end of the input, is "don't know".
void ask_questions(advice::situation& s);

}  // namespace hillock::cli
