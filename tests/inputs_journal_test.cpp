// SPDX-License-Identifier: Apache-2.0
// The journal: what is written is read back to the bit, and damage is either healed or named.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "inputs_journal_samples.hpp"
#include "lab_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::message_of;
using testing::some_header;
using testing::some_journal;
using testing::some_record;

TEST(Journal, EveryFieldComesBackToTheBit) {
  const record before = some_record(42);
  const journal j = parse_journal(to_line(some_header()) + to_line(before), "j");
  ASSERT_EQ(j.records.size(), 1u);
  const record& after = j.records[0];
  EXPECT_EQ(after.finished.candidate, before.finished.candidate);
  EXPECT_EQ(after.finished.seed, 42u);
  EXPECT_EQ(after.finished.learning_rate, 0.1);
  EXPECT_EQ(after.finished.test, 1.0 / 3);
  EXPECT_EQ(after.finished.validation, std::numeric_limits<double>::denorm_min());
  EXPECT_TRUE(after.finished.diverged);
  EXPECT_EQ(after.finished.weights_hash, before.finished.weights_hash);
  ASSERT_EQ(after.finished.tried.size(), 2u);
  EXPECT_EQ(after.finished.tried[0].loss, 1.0 / 7);
  EXPECT_TRUE(after.finished.tried[1].diverged);
  ASSERT_EQ(after.finished.test_scores.size(), 2u);
  EXPECT_EQ(after.finished.test_scores[0].score, 1.0 / 3);
  EXPECT_NE(after.finished.test_scores[1].score, after.finished.test_scores[1].score);
  EXPECT_EQ(after.finished.confusion, before.finished.confusion);
  EXPECT_EQ(after.finished.by_row.rows, before.finished.by_row.rows);
  EXPECT_EQ(after.finished.by_row.values, before.finished.by_row.values);
  ASSERT_EQ(after.finished.curve.size(), 2u);
  const epoch_record& e = after.finished.curve[1];
  EXPECT_EQ(e.train_loss, std::numeric_limits<double>::infinity());
  EXPECT_NE(e.validation_loss, e.validation_loss);
  EXPECT_TRUE(std::signbit(e.validation_score));
  ASSERT_EQ(e.layers.size(), 2u);
  EXPECT_EQ(e.layers[0].update_ratio, 0x1.fffffffffffffp-3);
  EXPECT_EQ(e.layers[1].zeros, 0.6);
  ASSERT_TRUE(after.map);
  EXPECT_EQ(after.map->values, before.map->values);
  EXPECT_EQ(after.elapsed, 1e10 / 3);
  EXPECT_EQ(to_line(after), to_line(before));
}

TEST(Journal, TheHeaderComesBack) {
  const journal_header before = some_header();
  const journal j = parse_journal(to_line(before), "j");
  ASSERT_EQ(j.headers.size(), 1u);
  EXPECT_EQ(j.headers[0].options, before.options);
  EXPECT_EQ(j.headers[0].identity, before.identity);
  EXPECT_EQ(j.headers[0].fingerprints, before.fingerprints);
  EXPECT_EQ(j.headers[0].data.class_names, before.data.class_names);
  EXPECT_EQ(j.headers[0].data.train.rows, 600u);
  EXPECT_EQ(to_line(j.headers[0]), to_line(before));
}

TEST(Journal, LaterHeadersStandBetweenTheRuns) {
  journal_header more = some_header();
  experiment_options o;
  o.seeds = 20;
  more.options = to_configuration(o);
  const journal j = parse_journal(
      to_line(some_header()) + to_line(some_record(1)) + to_line(more) + to_line(some_record(2)), "j");
  ASSERT_EQ(j.headers.size(), 2u);
  EXPECT_EQ(value_of(j.headers[1].options, "seeds"), "20");
  EXPECT_EQ(j.runs_before, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(j.records.size(), 2u);
}

TEST(Journal, AnotherVersionsFormatIsNamed) {
  std::string line = to_line(some_header());
  line.resize(line.rfind(",\"check\""));
  line += '}';
  line.replace(line.find(":2,"), 3, ":1,");
  const std::string message = message_of<data_error>([&] { parse_journal(seal(line), "j"); });
  EXPECT_EQ(
      message,
      "j:1: 'hillock_journal' is 1; expected version 2 of the format (another version of hillock wrote it; "
      "choose another --out)");
}

TEST(Journal, ATextCutAnywhereLosesOnlyTheLineThatWasCut) {
  const std::string text = some_journal(2);
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const std::string_view part = std::string_view(text).substr(0, length);
    const journal j = parse_journal(part, "j");
    const auto whole = static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
    ASSERT_EQ(j.headers.size() + j.records.size(), whole) << length;
    ASSERT_EQ(j.torn.has_value(), !part.empty() && part.back() != '\n') << length;
  }
}

TEST(Journal, AWholeLineThatWasChangedIsDamagedAlsoAtTheEnd) {
  std::string text = some_journal(2);
  text[text.size() - 40] ^= 1;
  EXPECT_EQ(
      message_of<data_error>([&] { parse_journal(text, "j"); }),
      "j:3: its checksum does not fit its text; the file was changed or damaged. Delete the line to run that "
      "run again, or the file to start anew");
}

// A copy may have been through Windows.
TEST(Journal, LinesMayEndWithCarriageReturnAndLineFeed) {
  const std::string text = some_journal(2);
  std::string copied;
  for (const char c : text) copied += c == '\n' ? "\r\n" : std::string(1, c);
  const journal j = parse_journal(copied, "j");
  EXPECT_EQ(j.sound_bytes, copied.size());
  ASSERT_EQ(j.headers.size(), 1u);
  ASSERT_EQ(j.records.size(), 2u);
  EXPECT_EQ(to_line(j.headers[0]) + to_line(j.records[0]) + to_line(j.records[1]), text);
  for (const std::size_t cut : {1u, 2u, 9u})
    EXPECT_EQ(parse_journal(std::string_view(copied).substr(0, copied.size() - cut), "j").records.size(), 1u);
  copied += to_line(some_record(3));  // written here again
  EXPECT_EQ(parse_journal(copied, "j").records.size(), 3u);
}

TEST(Journal, DamageInTheMiddleIsNamedWithFileAndLine) {
  std::string text = some_journal(3);
  const std::size_t second_line = text.find('\n') + 1;
  text[second_line + 20] ^= 1;
  const std::string message = message_of<data_error>([&] { parse_journal(text, "out/runs.jsonl"); });
  EXPECT_NE(message.find("out/runs.jsonl:2: its checksum does not fit"), std::string::npos) << message;
}

TEST(Journal, AWrongMemberIsNamed) {
  std::string line = to_line(some_record(1));
  line.resize(line.rfind(",\"check\""));
  line += '}';
  const std::string was = "\"best_epoch\":7";
  line.replace(line.find(was), was.size(), "\"best_epoch\":-7");
  const std::string message =
      message_of<data_error>([&] { parse_journal(to_line(some_header()) + seal(line), "j"); });
  EXPECT_EQ(message, "j:2: 'best_epoch' is -7; expected a whole number in range");
}

TEST(Journal, ARunWrittenTwiceIsRefused) {
  const std::string message = message_of<data_error>([&] {
    parse_journal(to_line(some_header()) + to_line(some_record(1)) + to_line(some_record(1)), "j");
  });
  EXPECT_NE(message.find("j:3: "), std::string::npos) << message;
}

TEST(Journal, RowsThatDoNotAscendAreRefused) {
  std::string line = to_line(some_record(1));
  line.resize(line.rfind(",\"check\""));
  line += '}';
  const std::string was = "\"gaps\":[0,3,1,";
  line.replace(line.find(was), was.size(), "\"gaps\":[0,3,0,");
  const std::string message =
      message_of<data_error>([&] { parse_journal(to_line(some_header()) + seal(line), "j"); });
  EXPECT_EQ(message, "j:2: by_row: 'gaps' is 0; expected ascending rows");
}

TEST(Journal, RunsOfOtherSettingsAreRefusedByTheFirstThatDiffers) {
  const auto header_for = [](const experiment_options& o) {
    journal_header h = some_header();
    settings s = settle(o);
    choose_metric(s, data::task::binary, 0.5);
    h.options = to_configuration(o);
    h.identity = identity_of(s);
    return h;
  };
  experiment_options other;
  other.model = "mlp:32x2";
  other.batch = 32;
  const std::string message = message_of<usage_error>(
      [&] { require_comparable(some_header(), header_for(other), "out/runs.jsonl"); });
  EXPECT_NE(message.find("model is mlp:64x4 there and mlp:32x2 here"), std::string::npos) << message;
  EXPECT_NE(message.find("--out"), std::string::npos) << message;
  EXPECT_NE(message.find("delete out/runs.jsonl"), std::string::npos) << message;

  experiment_options grown;
  grown.seeds = 20;
  grown.activations = {"softsign"};
  grown.baseline = "tanh";
  grown.margin = 0.5;
  grown.first_seed = 7;
  grown.model = "mlp:64-64-64-64";  // another name for the same net
  EXPECT_NO_THROW(require_comparable(some_header(), header_for(grown), "j"));
}

TEST(Journal, OtherDataOrNumericsAreRefused) {
  const journal_header there = some_header();
  journal_header here = there;
  here.source = "elsewhere.csv";
  EXPECT_NO_THROW(require_comparable(there, here, "j"));
  here.fingerprints = {{"softsign", "0c"}};
  EXPECT_NO_THROW(require_comparable(there, here, "j")) << "a candidate that has no runs there";
  here.fingerprints = {{"tanh", "0c"}};
  here.program = "1.3.0";
  const std::string message = message_of<usage_error>([&] { require_comparable(there, here, "j"); });
  EXPECT_NE(
      message.find("what a short run of tanh computes (hillock 1.2.3 there, 1.3.0 here) is 0b there and 0c "
                   "here"),
      std::string::npos)
      << message;
  here = there;
  here.data.hash = "other";
  EXPECT_THROW(require_comparable(there, here, "j"), usage_error);
}

}  // namespace
}  // namespace hillock::lab
