// SPDX-License-Identifier: Apache-2.0
// Names of functions and parameters as people write them: what finds what, and what is said where nothing is
// found.
#include <map>
#include <set>

#include "base/names.hpp"
#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::find;

/// What is thrown, without "hillock: ".
template <class Call>
std::string said(const Call& call) {
  try {
    call();
  } catch (const std::invalid_argument& e) {
    const std::string text = e.what();
    EXPECT_TRUE(text.starts_with("hillock: ")) << text;
    return text.substr(std::string("hillock: ").size());
  }
  return "accepted";
}

std::string refused_name(const std::string& name) {
  return said([&] { find(name); });
}

TEST(names, case_separators_and_aliases_do_not_matter) {
  const std::vector<std::pair<std::string, std::string>> written{
      {"relu", "relu"},
      {"ReLU", "relu"},
      {"RELU", "relu"},
      {" relu\t", "relu"},
      {"relu()", "relu"},
      {"relu ( )", "relu"},
      {"leaky-relu", "leaky_relu"},
      {"Leaky ReLU", "leaky_relu"},
      {"LEAKYRELU", "leaky_relu"},
      {"logistic", "sigmoid"},
      {"Sigmoid", "sigmoid"},
      {"linear", "identity"},
      {"LogSoftmax", "log_softmax"},
      {"softmax-log", "log_softmax"},
      {"soft_sign", "softsign"},
      {"leaky_relu(slope=0.2)", "leaky_relu(slope=0.2)"},
      {"LeakyReLU(alpha=0.3)", "leaky_relu(slope=0.3)"},
      {"leaky_relu(negative_slope=0.2)", "leaky_relu(slope=0.2)"},
      {"LeakyReLU(Negative-Slope=.5)", "leaky_relu(slope=0.5)"},
      {" leaky_relu ( slope\t= 2e-1 , ) ", "leaky_relu(slope=0.2)"},
      {"LeakyReLU(alpha=0.01)", "leaky_relu"},
  };
  for (const auto& [name, canonical] : written) EXPECT_EQ(find(name).to_string(), canonical) << name;
}

TEST(names, with_and_parameter_take_what_find_takes) {
  const hillock::activation leaky = find("leaky_relu").with("slope", 0.2);
  EXPECT_EQ(leaky.to_string(), "leaky_relu(slope=0.2)");
  for (const char* name : {"slope", "Slope", "alpha", "negative_slope", "negative-slope", "NegativeSlope"}) {
    EXPECT_EQ(find("leaky_relu").with(name, 0.2), leaky) << name;
    EXPECT_EQ(leaky.parameter(name), 0.2) << name;
  }
}

// A name that two functions answered to would find the first in the list, whichever was meant.
TEST(names, no_two_functions_or_parameters_share_one) {
  std::map<std::string, std::string> functions;
  const auto claim = [](std::map<std::string, std::string>& owners, std::string_view name,
                        std::string_view owner) {
    const auto [place, is_new] = owners.emplace(hillock::normalised(name), owner);
    EXPECT_TRUE(is_new || place->second == owner)
        << "'" << name << "' is a name of " << place->second << " and of " << owner;
  };
  for (const hillock::activation& f : hillock::all()) claim(functions, f.card().name, f.card().name);
  const auto own = functions;
  for (const hillock::activation& f : hillock::all()) {
    for (const hillock::library_name& other : f.card().names) {
      // oneDNN's relu with alpha is leaky_relu; relu itself is meant by its name.
      const bool is_anothers = own.contains(hillock::normalised(other.name));
      if (!is_anothers) claim(functions, other.name, f.card().name);
      EXPECT_TRUE(!is_anothers || find(other.name) == f || !other.with.empty()) << other.name;
    }
    std::map<std::string, std::string> parameters;
    for (const hillock::parameter& p : f.card().parameters) {
      claim(parameters, p.name, p.name);
      for (const hillock::alias& other : p.aliases) claim(parameters, other.name, p.name);
    }
  }
}

TEST(names, every_name_elsewhere_finds_its_function_and_says_whose_it_is) {
  const std::set<std::string_view> libraries{"PyTorch", "Keras", "JAX", "ONNX", "oneDNN", "ggml", "mlpack"};
  for (const hillock::activation& f : hillock::all()) {
    EXPECT_EQ(find(f.card().name), f);
    for (const hillock::library_name& other : f.card().names) {
      EXPECT_TRUE(libraries.contains(other.library)) << other.library;
      EXPECT_TRUE(find(other.name) == f || !other.with.empty()) << other.name;
    }
    for (const hillock::parameter& p : f.card().parameters) {
      for (const hillock::alias& other : p.aliases) {
        EXPECT_EQ(f.with(other.name, p.high), f.with(p.name, p.high)) << other.name;
        EXPECT_NE(other.name, p.name) << "an alias is another spelling";
        EXPECT_FALSE(other.libraries.empty()) << other.name;
      }
    }
  }
}

TEST(names, unknown_functions_are_answered_with_the_nearest_in_their_canonical_spelling) {
  EXPECT_EQ(refused_name("sigmod"), "unknown activation 'sigmod'; did you mean sigmoid?");
  EXPECT_EQ(refused_name("LGISTIC"), "unknown activation 'LGISTIC'; did you mean sigmoid?");
  EXPECT_EQ(refused_name("Leeky-ReLU"), "unknown activation 'Leeky-ReLU'; did you mean leaky_relu?");
  EXPECT_EQ(refused_name("rleu(slope=1)"), "unknown activation 'rleu'; did you mean relu?");
  EXPECT_EQ(refused_name("frobnicate"), "unknown activation 'frobnicate'");
  EXPECT_EQ(refused_name(""), "unknown activation ''");
  EXPECT_EQ(refused_name("_"), "unknown activation '_'");
}

TEST(names, unknown_parameters_are_answered_with_those_there_are) {
  EXPECT_EQ(refused_name("LeakyReLU(slpe=1)"),
            "unknown parameter 'slpe': leaky_relu has the parameter slope (default 0.01)");
  EXPECT_EQ(refused_name("relu(alpha=1)"), "unknown parameter 'alpha': relu has no parameters");
  EXPECT_EQ(said([] { find("relu").with("slope", 1); }), "unknown parameter 'slope': relu has no parameters");
  EXPECT_EQ(said([] { find("leaky_relu").parameter("beta"); }),
            "unknown parameter 'beta': leaky_relu has the parameter slope (default 0.01)");
}

TEST(names, a_parameter_is_given_once) {
  EXPECT_EQ(refused_name("leaky_relu(slope=0.1, slope=0.2)"),
            "leaky_relu: slope is given twice: 0.1 and 0.2");
  EXPECT_EQ(refused_name("leaky_relu(slope=0.1,alpha=0.2)"), "leaky_relu: slope is given twice: 0.1 and 0.2");
  EXPECT_EQ(refused_name("leaky_relu(alpha=0.1,negative_slope=0.1)"),
            "leaky_relu: slope is given twice: 0.1 and 0.1");
}

TEST(names, values_are_numbers_in_range) {
  EXPECT_EQ(refused_name("leaky_relu(slope=y)"),
            "leaky_relu: slope is 'y', expected a number from -1e+30 to 1e+30");
  EXPECT_EQ(refused_name("leaky_relu(slope=x)"),  // x makes it a formula
            "formula 'leaky_relu(slope=x)', column 12: expected the argument of leaky_relu before its "
            "parameters, found 'slope'");
  EXPECT_EQ(refused_name("leaky_relu(alpha=)"),
            "leaky_relu: slope is '', expected a number from -1e+30 to 1e+30");
  EXPECT_EQ(refused_name("leaky_relu(slope=0.2 0.3)"),
            "leaky_relu: slope is '0.2 0.3', expected a number from -1e+30 to 1e+30");
  EXPECT_EQ(refused_name("leaky_relu(slope=1e999)"),
            "leaky_relu: slope is '1e999', expected a number from -1e+30 to 1e+30");
  EXPECT_EQ(refused_name("leaky_relu(slope=nan)"), "leaky_relu: slope = nan is outside -1e+30 … 1e+30");
  EXPECT_EQ(refused_name("leaky_relu(alpha=-inf)"), "leaky_relu: slope = -inf is outside -1e+30 … 1e+30");
  EXPECT_EQ(said([] { find("leaky_relu").with("alpha", 2e30); }),
            "leaky_relu: slope = 2e+30 is outside -1e+30 … 1e+30");
}

TEST(names, what_is_no_list_of_parameters_is_refused) {
  EXPECT_EQ(refused_name("leaky_relu(slope=1"), "'leaky_relu(slope=1': expected name(parameter=value, …)");
  EXPECT_EQ(refused_name("leaky_relu(slope=1)2"),
            "'leaky_relu(slope=1)2': expected name(parameter=value, …)");
  EXPECT_EQ(refused_name("leaky_relu(0.2)"),
            "expected parameter=number, got '0.2': leaky_relu has the parameter slope (default 0.01)");
  EXPECT_EQ(refused_name("leaky_relu(,slope=0.2)"),
            "expected parameter=number, got '': leaky_relu has the parameter slope (default 0.01)");
  EXPECT_EQ(refused_name("relu(0.2)"), "expected parameter=number, got '0.2': relu has no parameters");
}

TEST(names, messages_stay_short_and_harmless) {
  const std::string huge(1'000'000, 'q'), forty(40, 'q');
  EXPECT_EQ(refused_name(huge), "unknown activation '" + forty + "…'");
  EXPECT_EQ(refused_name(forty), "unknown activation '" + forty + "'");
  EXPECT_EQ(refused_name("leaky_relu(" + huge + "=1)"),
            "unknown parameter '" + forty + "…': leaky_relu has the parameter slope (default 0.01)");
  EXPECT_EQ(refused_name("leaky_relu(slope=" + huge + ")"),
            "leaky_relu: slope is '" + forty + "…', expected a number from -1e+30 to 1e+30");
  EXPECT_EQ(refused_name("relu(" + huge + ")"),
            "expected parameter=number, got '" + forty + "…': relu has no parameters");
  EXPECT_EQ(refused_name("leaky_relu(slope=1" + huge),
            "'leaky_relu(slope=1" + std::string(22, 'q') + "…': expected name(parameter=value, …)");
  const std::string zeros(1'000'000, '0'), shown = "1." + std::string(38, '0') + "…";
  EXPECT_EQ(refused_name("leaky_relu(slope=1." + zeros + ",slope=1." + zeros + ")"),
            "leaky_relu: slope is given twice: " + shown + " and " + shown);
  EXPECT_EQ(refused_name("\x1b[31mre\nlu\x7f"), "unknown activation '\\x1b[31mre\\x0alu\\x7f'");
  EXPECT_EQ(refused_name(std::string("rel\0u", 5)), "unknown activation 'rel\\x00u'; did you mean relu?");
  // U+2011, a hyphen that looks like one.
  EXPECT_EQ(refused_name("leaky‑relu"),
            "unknown activation 'leaky\\xe2\\x80\\x91relu'; did you mean leaky_relu?");
}

}  // namespace
}  // namespace functions_test
