// SPDX-License-Identifier: Apache-2.0
// Options: what is decided, what is refused, and that the text of a configuration says everything.
#include <gtest/gtest.h>

#include <limits>

#include "lab/model.hpp"
#include "lab/settings.hpp"
#include "lab_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::message_of;

TEST(Model, NamesGiveWidths) {
  EXPECT_EQ(parse_model("mlp:64x4"), (std::vector<std::size_t>{64, 64, 64, 64}));
  EXPECT_EQ(parse_model("mlp:64-32-7"), (std::vector<std::size_t>{64, 32, 7}));
  EXPECT_EQ(parse_model("mlp:5"), (std::vector<std::size_t>{5}));
}

TEST(Model, AnythingElseIsRefusedWithWhatWasExpected) {
  for (const char* wrong :
       {"", "mlp", "mlp:", "cnn:64x4", "mlp:64x", "mlp:x4", "mlp:0x4", "mlp:64x0", "mlp:64-", "mlp:-64",
        "mlp:64--32", "mlp:64x4x2", "mlp:6 4", "mlp:64,32", "mlp:99999999999999999999", "mlp:16384x999"}) {
    const std::string message = message_of<usage_error>([&] { parse_model(wrong); });
    EXPECT_NE(message.find("expected mlp:WIDTHxDEPTH"), std::string::npos) << message;
  }
}

TEST(Settings, TheBaselineIsAlwaysACandidate) {
  experiment_options o;
  o.activations = {"tanh"};
  const settings s = settle(o);
  EXPECT_EQ(s.options.activations, (std::vector<std::string>{"tanh", "relu"}));
}

TEST(Settings, NamesTakeOneFormAndDuplicatesAreSaid) {
  experiment_options o;
  o.activations = {"leaky_relu(slope=0.01)", "relu", "leaky_relu"};
  const settings s = settle(o);
  EXPECT_EQ(s.options.activations, (std::vector<std::string>{"leaky_relu", "relu"}));
  EXPECT_EQ(s.warnings.size(), 1u);
}

TEST(Settings, WrongNamesAndNumbersAreUsageErrors) {
  const auto refused = [](auto change) {
    experiment_options o;
    change(o);
    return message_of<usage_error>([&] { settle(o); });
  };
  EXPECT_NE(refused([](auto& o) { o.activations = {"rellu"}; }).find("relu"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.activations = {"softmax"}; }).find("whole rows"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.activations = {"leaky_relu(slope=nan)"}; }).find("slope"),
            std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.optimizer = "adan"; }).find("did you mean adam"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.init = "xavjer"; }).find("xavier"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.seeds = 0; }).find("seeds is 0; expected"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.batch = 0; }).find("batch"), std::string::npos);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(refused([=](auto& o) { o.learning_rate = nan; }).find("lr"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.learning_rate = -1; }).find("lr"), std::string::npos);
  EXPECT_NE(refused([=](auto& o) { o.bias = nan; }).find("bias"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.clip_norm = -1; }).find("clip_norm"), std::string::npos);
  EXPECT_NE(refused([=](auto& o) { o.split.train = nan; }).find("split"), std::string::npos);
}

TEST(Settings, FewSeedsAreAllowedWithAWarning) {
  experiment_options o;
  o.seeds = 3;
  const settings s = settle(o);
  ASSERT_EQ(s.warnings.size(), 1u);
  EXPECT_NE(s.warnings[0].find("smallest p possible is 0.25"), std::string::npos) << s.warnings[0];
  o.seeds = 6;
  EXPECT_TRUE(settle(o).warnings.empty());
}

TEST(Settings, EpochsFollowTheSizeOfTheData) {
  const auto epochs_for = [](std::size_t rows) {
    settings s = settle({});
    data::split_data data;
    data.train.rows = rows;
    fit(s, data);
    EXPECT_GT(s.options.patience, 0u);
    EXPECT_GE(s.probe_every, 1u);
    return s.options.epochs;
  };
  EXPECT_EQ(epochs_for(90), 400u);        // the most
  EXPECT_EQ(epochs_for(640), 250u);       // 2500 steps
  EXPECT_EQ(epochs_for(1'000'000), 10u);  // the fewest
}

TEST(Configuration, TextSaysEverything) {
  experiment_options o;
  o.data.source = "x y.csv";
  o.data.target = "-1";
  o.data.task = data::task::regression;
  o.data.delimiter = '\t';
  o.data.header = false;
  o.data.decimal = ',';
  o.data.missing = "=unknown,-999";
  o.data.exclude = "a, b,-1";
  o.data.test = "x y test.csv";
  o.data.rows = 77;
  o.data.seed = 5;
  o.split = {0.5, 0.25, 9};
  o.model = "mlp:3-2";
  o.activations = {"relu", "leaky_relu(slope=0.2)"};
  o.baseline = "tanh";
  o.seeds = 4;
  o.epochs = 3;
  o.patience = 2;
  o.batch = 8;
  o.optimizer = "sgd";
  o.learning_rate = 0.1;
  o.init = "he";
  o.bias = -10;
  o.clip_norm = 1.5;
  const configuration text = to_configuration(o);
  EXPECT_EQ(to_configuration(from_configuration(text)), text);
  const experiment_options back = from_configuration(text);
  EXPECT_EQ(back.data.delimiter, '\t');
  EXPECT_EQ(back.data.decimal, ',');
  EXPECT_EQ(back.data.missing, "=unknown,-999");
  EXPECT_EQ(back.data.exclude, "a, b,-1");
  EXPECT_EQ(back.data.test, "x y test.csv");
  EXPECT_EQ(back.learning_rate, 0.1);
  EXPECT_EQ(back.activations, o.activations);
  EXPECT_EQ(back.data.task, data::task::regression);
  EXPECT_EQ(to_configuration(from_configuration(to_configuration({}))), to_configuration({}));
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
