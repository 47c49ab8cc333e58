// SPDX-License-Identifier: Apache-2.0
// Any lines "option=value" either are a configuration, whose text then says the same again and settles to
// runs of the same identity, or are refused with a message that no value makes long.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lab/settings.hpp"

namespace {

using hillock::lab::configuration;
using hillock::lab::experiment_options;
using hillock::lab::settings;

constexpr std::size_t longest_message = 1000;  // foreign text, escaped, and every name that was expected

void require(bool holds) {
  if (!holds) std::abort();
}

configuration lines_of(std::string_view text) {
  configuration pairs;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = std::min(line.find('='), line.size());
    pairs.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
  }
  return pairs;
}

/// What its runs depend on, on some data that its metric is for.
configuration identity_on_data(const experiment_options& options) {
  settings s = settle(options);
  const hillock::lab::metrics::metric* const asked = hillock::lab::metrics::find(options.metric);
  const bool regression = asked != nullptr && asked->regression;
  choose_metric(s, regression ? hillock::data::task::regression : hillock::data::task::classes, 0.5);
  hillock::data::split_data data;
  data.columns = 2, data.outputs = 1, data.train.rows = 300, data.validation.rows = data.test.rows = 100;
  fit(s, data);
  // What is settled once settles to itself.
  require(to_configuration(settle(s.options).options) == to_configuration(s.options));
  return identity_of(s);
}

void check(const configuration& given) {
  const experiment_options options = hillock::lab::from_configuration(given);
  const configuration text = to_configuration(options);
  const experiment_options back = hillock::lab::from_configuration(text);
  require(to_configuration(back) == text);
  require(identity_on_data(back) == identity_on_data(options));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    check(lines_of({reinterpret_cast<const char*>(data), size}));
  } catch (const hillock::usage_error& refusal) {
    const std::string_view message = refusal.what();
    require(message.size() <= longest_message && message.find('\n') == std::string_view::npos);
  }
  return 0;
}
