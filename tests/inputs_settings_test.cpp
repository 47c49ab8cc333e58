// SPDX-License-Identifier: Apache-2.0
// Options: what is decided and what is refused.
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
  for (const char* shortest : {"mlp:64x4", "mlp:64-32-7", "mlp:5x1"})
    EXPECT_EQ(model_name(parse_model(shortest)), shortest);
  EXPECT_EQ(model_name(parse_model("mlp:8-8")), "mlp:8x2");
}

TEST(Model, AnythingElseIsRefusedWithWhatWasExpected) {
  for (const char* wrong :
       {"", "mlp", "mlp:", "cnn:64x4", "mlp:64x", "mlp:x4", "mlp:0x4", "mlp:64x0", "mlp:64-", "mlp:-64",
        "mlp:64--32", "mlp:64x4x2", "mlp:6 4", "mlp:64,32", "mlp:99999999999999999999", "mlp:16384x999"}) {
    const std::string message = message_of<usage_error>([&] { parse_model(wrong); });
    EXPECT_NE(message.find("expected mlp:WIDTHxDEPTH"), std::string::npos) << message;
  }
}

TEST(Model, WeightsOfTheInputAndOutputLayersCount) {
  const std::vector<std::size_t> wide{10'000};
  EXPECT_NO_THROW(require_size(wide, 9'000, 1'000));
  EXPECT_EQ(message_of<usage_error>([&] { require_size(wide, 9'000, 1'001); }),
            "model 'mlp:10000x1': more than 100000000 weights with 9000 inputs and 1001 outputs");
  EXPECT_EQ(message_of<usage_error>([&] { require_size(wide, 10'001, 1); }),
            "model 'mlp:10000x1': more than 100000000 weights with 10001 inputs and 1 output");
  EXPECT_THROW(require_size(wide, std::size_t{1} << 60, 1), usage_error);  // the product has 74 bits
  experiment_options o;
  o.model = "mlp:10000x1";
  settings s = settle(o);
  data::split_data pixels;
  pixels.columns = 20'000, pixels.outputs = 10;
  EXPECT_THROW(fit(s, pixels), usage_error);
}

TEST(Settings, NamesOfAnyLengthAreToldInAShortMessage) {
  const std::string huge(10'000'000, 'q'), underscores(10'000'000, '_');
  const auto length_of_refusal = [](const auto& choose) {
    experiment_options o;
    choose(o);
    return message_of<usage_error>([&] { settle(o); }).size();
  };
  EXPECT_LT(length_of_refusal([&](auto& o) { o.activations = {huge}; }), 300u);
  EXPECT_LT(length_of_refusal([&](auto& o) { o.activations = {"softmax" + underscores}; }), 300u);
  EXPECT_LT(length_of_refusal([&](auto& o) { o.metric = huge; }), 300u);
  EXPECT_LT(length_of_refusal([&](auto& o) { o.optimizer = huge; }), 300u);
  EXPECT_LT(length_of_refusal([&](auto& o) { o.init = huge; }), 300u);
  for (const std::string& source : {huge, "/" + huge}) {
    data::load_options from;
    from.source = source;
    EXPECT_LT(message_of<usage_error>([&] { data::load(from); }).size(), 300u);
  }
}

TEST(Model, NoTextMakesTheMessageLong) {
  for (const std::string& start : {std::string("mlp:"), std::string("mlp:8-")}) {
    const std::string message =
        message_of<usage_error>([&] { parse_model(start + std::string(1 << 20, '\n')); });
    EXPECT_LT(message.size(), 300u) << message.substr(0, 300);
    EXPECT_EQ(message.find('\n'), std::string::npos);
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
  o.activations = {"leaky_relu(slope=0.01)", "relu", "leaky_relu", "ReLU", "LeakyReLU(alpha=0.01)"};
  o.baseline = "RELU";
  const settings s = settle(o);
  EXPECT_EQ(s.options.activations, (std::vector<std::string>{"leaky_relu", "relu"}));
  EXPECT_EQ(s.options.baseline, "relu");
  EXPECT_EQ(s.warnings.size(), 3u);
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
  EXPECT_LT(refused([](auto& o) { o.metric = std::string(1 << 20, 'x'); }).size(), 300u);
  EXPECT_LT(refused([](auto& o) { o.activations = {"softmax(" + std::string(1 << 20, ' ') + ")"}; }).size(),
            300u);
  EXPECT_NE(refused([](auto& o) { o.seeds = 0; }).find("seeds is 0; expected"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.batch = 0; }).find("batch"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.first_seed = 0; }).find("first_seed is 0"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.margin = -0.1; }).find("margin"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.metric = "acuracy"; }).find("did you mean accuracy"), std::string::npos);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(refused([=](auto& o) { o.learning_rate = nan; }).find("lr"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.learning_rate = -1; }).find("lr"), std::string::npos);
  EXPECT_NE(refused([=](auto& o) { o.bias = nan; }).find("bias"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.clip_norm = -1; }).find("clip_norm"), std::string::npos);
  EXPECT_NE(refused([=](auto& o) { o.split.train = nan; }).find("split"), std::string::npos);
}

// Before anything is trained: 2^(1-n) times the number of comparisons is the smallest p that n seeds can
// reach.
TEST(Settings, SeedsThatCanDecideNothingAreAllowedWithAWarning) {
  experiment_options o;
  o.activations = {"tanh"};
  o.seeds = 3;
  const settings s = settle(o);
  ASSERT_EQ(s.warnings.size(), 1u);
  EXPECT_EQ(s.warnings[0],
            "3 paired seeds and 1 comparison can decide nothing: the smallest p they can reach is 0.25; use "
            "at least "
            "6 seeds");
  o.seeds = 6;
  EXPECT_TRUE(settle(o).warnings.empty());
  o.activations = {"tanh", "sigmoid", "identity", "softsign"};
  ASSERT_EQ(settle(o).warnings.size(), 1u);
  EXPECT_EQ(settle(o).warnings[0],
            "6 paired seeds and 7 comparisons can decide nothing: the smallest p they can reach is 0.22 "
            "after Holm; use at least 9 seeds");
  o.seeds = 8;
  // Four comparisons if the baseline is the best, else three more with the best.
  EXPECT_EQ(
      settle(o).warnings[0],
      "8 paired seeds and 7 comparisons can decide nothing (unless relu does best): the smallest p they "
      "can reach is 0.055 after Holm; use at least 9 seeds");
  o.seeds = 9;
  EXPECT_TRUE(settle(o).warnings.empty());
  o.activations = {"relu"};
  o.seeds = 1;
  EXPECT_TRUE(settle(o).warnings.empty()) << "nothing is compared";
}

TEST(Settings, TheMetricFollowsTheTaskAndTheLargestClass) {
  const auto metric_for = [](data::task task, double largest, const std::string& asked = "auto") {
    experiment_options o;
    o.metric = asked;
    settings s = settle(o);
    choose_metric(s, task, largest);
    return std::string(s.metric->name);
  };
  EXPECT_EQ(metric_for(data::task::regression, 0), "r2");
  EXPECT_EQ(metric_for(data::task::classes, 0.8), "accuracy");
  EXPECT_EQ(metric_for(data::task::binary, 0.81), "balanced_accuracy");
  EXPECT_EQ(metric_for(data::task::binary, 0.81, "accuracy"), "accuracy");
  EXPECT_EQ(metric_for(data::task::regression, 0, "mae"), "mae");
  const std::string message = message_of<usage_error>([&] { metric_for(data::task::regression, 0, "auc"); });
  EXPECT_EQ(
      message,
      "metric 'auc' is for classification, and this is a regression task; expected auto or one of r2, rmse, "
      "mae");
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

}  // namespace
}  // namespace hillock::lab
