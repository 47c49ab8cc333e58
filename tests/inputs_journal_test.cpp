// SPDX-License-Identifier: Apache-2.0
// The journal: what is written is read back to the bit, and damage is either healed or named.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "lab/journal.hpp"
#include "lab_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fresh_folder;
using testing::message_of;

journal_header some_header() {
  journal_header h;
  h.program = "1.2.3";
  h.options = to_configuration({});
  settings s = settle({});
  choose_metric(s, data::task::binary, 0.5);
  h.identity = identity_of(s);
  h.fingerprints = {{"relu", "0a"}, {"tanh", "0b"}};
  h.source = "spirals";
  h.data.name = "spirals";
  h.data.columns = 2;
  h.data.outputs = 1;
  h.data.train.rows = 600;
  h.data.class_names = {"0", "ein \"Wort\"\n"};
  h.data.hash = "abc";
  h.chance = 0.5;
  h.machine = "a machine";
  return h;
}

record some_record(std::uint64_t seed) {
  record r;
  run& f = r.finished;
  f.candidate = "leaky_relu(slope=0.2)";
  f.seed = seed;
  f.tried = {{0.001, 0.5, 1.0 / 7, false}, {0.1, 0, 0, true}};
  f.chance = 2.0 / 3;
  f.test_scores = {{"accuracy", 1.0 / 3}, {"auc", std::numeric_limits<double>::quiet_NaN()}};
  f.validation_scores = {{"accuracy", 0.25}};
  f.confusion = {1, 0, 7, 4'000'000'000};
  f.by_row = {{0, 3, 4, 4'000'000'000}, {0.1f, -1e30f, 0, 1}};
  f.learning_rate = 0.1;  // no double is a tenth: only digits enough to round-trip give it back
  f.test = 1.0 / 3;
  f.validation = std::numeric_limits<double>::denorm_min();
  f.diverged = true;
  f.best_epoch = 7;
  f.epochs = 9;
  f.weights_hash = "0123456789abcdef0123456789abcdef";
  f.seconds_per_step = 1e-7;
  epoch_record e;
  e.epoch = 3;
  e.train_loss = std::numeric_limits<double>::infinity();
  e.validation_loss = std::numeric_limits<double>::quiet_NaN();
  e.validation_score = -0.0;
  e.layers.resize(2);
  e.layers[0].update_ratio = 0x1.fffffffffffffp-3;
  e.layers[1].zeros = 0.6;
  f.curve = {epoch_record{}, e};
  r.map = decision_map{2, -1.5, 1.5, {0, 0.123f, 1, 0.999f}};
  r.seconds = 0.25;
  r.elapsed = 1e10 / 3;
  return r;
}

std::string some_journal(unsigned runs) {
  std::string text = to_line(some_header());
  for (unsigned seed = 1; seed <= runs; ++seed) text += to_line(some_record(seed));
  return text;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

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

TEST(Journal, DamageInTheMiddleIsNamedWithFileAndLine) {
  std::string text = some_journal(3);
  const std::size_t second_line = text.find('\n') + 1;
  text[second_line + 20] ^= 1;
  const std::string message = message_of<data_error>([&] { parse_journal(text, "out/runs.jsonl"); });
  EXPECT_NE(message.find("out/runs.jsonl:2: its checksum does not fit"), std::string::npos) << message;
}

TEST(Journal, AForeignFileIsRefusedAndLeftAlone) {
  const auto folder = fresh_folder();
  write_file(folder / "runs.jsonl", "{\"loss\": 1}\n");
  const std::string message = message_of<data_error>([&] { journal_file file(folder); });
  EXPECT_NE(message.find("runs.jsonl:1: "), std::string::npos) << message;
  EXPECT_NE(message.find("not the beginning of a Hillock journal"), std::string::npos) << message;
  EXPECT_EQ(read_file(folder / "runs.jsonl"), "{\"loss\": 1}\n");
}

TEST(Journal, ADeviceIsNoJournal) {
  const auto folder = fresh_folder();
  std::filesystem::create_symlink("/dev/full", folder / "runs.jsonl");  // whose bytes never end
  const std::string message = message_of<system_error>([&] { journal_file file(folder); });
  EXPECT_NE(message.find("runs.jsonl: not a regular file"), std::string::npos) << message;
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

TEST(Journal, ATornLineIsCutOffBeforeTheNextIsWritten) {
  const auto folder = fresh_folder();
  const std::string whole = some_journal(2);
  write_file(folder / "runs.jsonl", whole.substr(0, whole.size() - 9));
  {
    journal_file file(folder);
    EXPECT_TRUE(file.contents().torn);
    EXPECT_EQ(file.contents().records.size(), 1u);
    file.append(to_line(some_record(2)));
  }
  EXPECT_EQ(read_file(folder / "runs.jsonl"), whole);
}

TEST(Journal, OnlyOneProcessAtATime) {
  const auto folder = fresh_folder();
  const journal_file first(folder);
  const std::string message = message_of<system_error>([&] { journal_file second(folder); });
  EXPECT_NE(message.find("another hillock is running"), std::string::npos) << message;
}

TEST(Journal, AFolderThatCannotBeMadeIsASystemError) {
  const auto folder = fresh_folder();
  write_file(folder / "file", "");
  const std::string message = message_of<system_error>([&] { journal_file file(folder / "file" / "out"); });
  EXPECT_NE(message.find("file/out"), std::string::npos) << message;
}

TEST(Journal, AFullDiskTakesTheLineBackAndSaysSo) {
  const auto folder = fresh_folder();
  journal_file file(folder);
  file.append(to_line(some_header()));
  const std::string before = read_file(file.path());
  // A limit on the size of files stands in for the full disk: the second half of the line does not fit.
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{before.size() + 100, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tight);
  const std::string message = message_of<system_error>([&] { file.append(to_line(some_record(1))); });
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(message.find("could not be written"), std::string::npos) << message;
  EXPECT_EQ(read_file(file.path()), before);
  file.append(to_line(some_record(1)));
  EXPECT_EQ(parse_journal(read_file(file.path()), "j").records.size(), 1u);
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
