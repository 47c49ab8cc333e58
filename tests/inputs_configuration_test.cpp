// SPDX-License-Identifier: Apache-2.0
// Options as text: every one is in it and comes back, and each is part of a run's identity or rightly none.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "data/load.hpp"
#include "lab/settings.hpp"
#include "lab_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fresh_folder;

// Why an option is no part of identity_of().
constexpr const char* in_data = "the hash of the data stands for it";
constexpr const char* other_runs = "it says which runs there are, not what one of them is";
constexpr const char* judged_later = "runs are judged by it when they are done";
constexpr const char* no_result = "no result depends on it";

struct change {
  std::string option;  // its name in the text; empty: not in it
  std::function<void(experiment_options&)> apply;
  const char* not_part = nullptr;
};

// One for every field. A field that is new does not compile here until it has its line below.
std::vector<change> changes(const std::filesystem::path& folder) {
  [[maybe_unused]] const auto& [data, split, fixed_split, model, activations, baseline, first_seed, seeds,
                                metric, margin, epochs, patience, batch, optimizer, learning_rate, init, bias,
                                clip_norm, threads, out] = experiment_options{};
  [[maybe_unused]] const auto& [source, target, task, delimiter, header, decimal, missing, exclude, keep,
                                test, rows, seed] = data::load_options{};
  [[maybe_unused]] const auto& [train, validation, split_seed] = data::split_options{};
  return {
      {"data", [=](auto& o) { o.data.source = folder / "other.csv"; }, in_data},
      {"target", [](auto& o) { o.data.target = "b"; }, in_data},
      {"task", [](auto& o) { o.data.task = data::task::classes; }, in_data},
      {"delimiter", [](auto& o) { o.data.delimiter = ','; }, in_data},
      {"header", [](auto& o) { o.data.header = false; }, in_data},
      {"decimal", [](auto& o) { o.data.decimal = '.'; }, in_data},
      {"missing", [](auto& o) { o.data.missing = "7"; }, in_data},
      {"exclude", [](auto& o) { o.data.exclude = "a"; }, in_data},
      {"keep", [](auto& o) { o.data.keep = "id"; }, in_data},
      {"test", [=](auto& o) { o.data.test = folder / "other.csv"; }, in_data},
      {"rows", [](auto& o) { o.data.rows = 77; }, in_data},
      {"data_seed", [](auto& o) { o.data.seed = 5; }, in_data},
      {"split", [](auto& o) { o.fixed_split = false; }},
      {"split_train", [](auto& o) { o.split.train = 0.5; }},
      {"split_validation", [](auto& o) { o.split.validation = 0.25; }},
      {"split_seed", [](auto& o) { o.split.seed = 9; }},
      {"model", [](auto& o) { o.model = "mlp:3-2"; }},
      {"activations",
       [](auto& o) {
         o.activations = {"relu", "leaky_relu(slope=0.2)"};
       },
       other_runs},
      {"baseline", [](auto& o) { o.baseline = "tanh"; }, other_runs},
      {"metric", [](auto& o) { o.metric = "rmse"; }},
      {"margin", [](auto& o) { o.margin = 0.003; }, judged_later},
      {"first_seed", [](auto& o) { o.first_seed = 11; }, other_runs},
      {"seeds", [](auto& o) { o.seeds = 20; }, other_runs},
      {"epochs", [](auto& o) { o.epochs = 3; }},
      {"patience", [](auto& o) { o.patience = 2; }},
      {"batch", [](auto& o) { o.batch = 8; }},
      {"optimizer", [](auto& o) { o.optimizer = "sgd"; }},
      {"lr", [](auto& o) { o.learning_rate = 0.1; }},
      {"init", [](auto& o) { o.init = "he"; }},
      {"bias", [](auto& o) { o.bias = -10; }},
      {"clip_norm", [](auto& o) { o.clip_norm = 1.5; }},
      {"", [](auto& o) { o.threads = 7; }, no_result},
      {"", [](auto& o) { o.out = "elsewhere"; }, no_result},
  };
}

/// Two tables whose numbers have decimal commas.
void write_tables(const std::filesystem::path& folder) {
  for (const auto& [name, factor] : {std::pair("table.csv", 1), std::pair("other.csv", 2)}) {
    std::ofstream file(folder / name);
    file << "id;a;b;y\n";
    for (int i = 0; i < 30; ++i)
      file << i + 1 << ';' << i * 7 % 30 << ",25;" << i * factor * 11 % 30 << ";" << i * 13 % 30 << '\n';
  }
}

configuration identity_on_data(const experiment_options& o) {
  settings s = settle(o);
  choose_metric(s, data::task::regression, 0);
  data::split_data data;
  data.columns = 2, data.outputs = 1, data.train.rows = 300, data.validation.rows = data.test.rows = 100;
  fit(s, data);
  return identity_of(s);
}

std::string hash_of_data(const experiment_options& o) {
  try {
    return data::load(o.data).hash;
  } catch (const error& refusal) {
    return refusal.what();  // no runs at all, then
  }
}

std::vector<std::string> names_that_differ(const configuration& a, const configuration& b) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) names.push_back(a[i].first);
  return names;
}

TEST(Configuration, TextSaysEverything) {
  const auto folder = fresh_folder();
  write_tables(folder);
  std::set<std::string> told;
  for (const change& each : changes(folder)) {
    experiment_options before;
    before.fixed_split = true;  // else its seed does not matter
    const bool generated = each.option == "rows" || each.option == "data_seed";
    before.data.source = generated ? "friedman1" : folder / "table.csv";
    experiment_options after = before;
    each.apply(after);

    const configuration text = to_configuration(after);
    const std::vector<std::string> expected(each.option.empty() ? 0 : 1, each.option);
    EXPECT_EQ(names_that_differ(to_configuration(before), text), expected) << each.option;
    const experiment_options back = from_configuration(text);
    EXPECT_EQ(to_configuration(back), text) << each.option;
    EXPECT_EQ(identity_on_data(back), identity_on_data(after)) << each.option;
    EXPECT_EQ(hash_of_data(back), hash_of_data(after)) << each.option;

    const bool part = identity_on_data(before) != identity_on_data(after);
    EXPECT_EQ(part, each.not_part == nullptr) << each.option << ": " << (each.not_part ? each.not_part : "");
    EXPECT_EQ(hash_of_data(before) != hash_of_data(after), each.not_part == in_data) << each.option;
    told.insert(each.option);
  }
  for (const auto& [name, value] : to_configuration({})) EXPECT_TRUE(told.contains(name)) << name;
}

TEST(Configuration, NoValueMakesTheMessageLong) {
  for (const auto& [name, before] : to_configuration({})) {
    std::string message;
    try {
      settle(from_configuration({{name, std::string(1 << 20, '\n')}}));
    } catch (const usage_error& refusal) {
      message = refusal.what();
    }
    EXPECT_LT(message.size(), 400u) << name;
    EXPECT_EQ(message.find('\n'), std::string::npos) << name;
  }
}

TEST(Configuration, ThreadsAndFolderAreNotPartOfIt) {
  experiment_options a, b;
  b.threads = 7;
  b.out = "elsewhere";
  EXPECT_EQ(hash_of(to_configuration(a), "d"), hash_of(to_configuration(b), "d"));
  b.data.source = "here.csv";
  b.data.test = "there.csv";
  EXPECT_EQ(hash_of(to_configuration(a), "d"), hash_of(to_configuration(b), "d"));
  b.clip_norm = 1;
  EXPECT_NE(hash_of(to_configuration(a), "d"), hash_of(to_configuration(b), "d"));
  EXPECT_NE(hash_of(to_configuration(a), "d"), hash_of(to_configuration(a), "e"));
}

}  // namespace
}  // namespace hillock::lab
