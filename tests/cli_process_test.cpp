// SPDX-License-Identifier: Apache-2.0
// What a process meets outside: closed streams, readers that leave, files that vanish or cannot be written,
// and threads that cannot be had. The answer and the journal survive, and what is lost is said.
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli_program.hpp"

namespace hillock::test {
namespace {

// Two candidates that three seeds cannot tell apart; a moment's work.
const std::string small_experiment =
    "compare --data moons --rows 120 --model mlp:6x1 --activations relu,tanh --seeds 3 --epochs 3 --lr 0.01";

TEST(Streams, AClosedOneNeverGetsIntoTheJournal) {
  for (const char* closed : {"2>&-", "<&- 2>&-", "<&- >&- 2>&-"}) {
    const temporary_folder folder;
    run_shell("$HILLOCK " + small_experiment + " --out o " + closed, folder.path());
    EXPECT_TRUE(read_text(folder / "o" / "runs.jsonl").starts_with("{\"hillock_journal\"")) << closed;
    const outcome o = run_shell("$HILLOCK report o", folder.path());
    EXPECT_EQ(o.code, 0) << closed << ": " << o.err;
  }
}

TEST(Streams, ClosedOnesAreHeldOpenFromTheStart) {
  const temporary_folder folder;
  const outcome o = run_shell("$HILLOCK " + small_experiment +
                                  " --seeds 1000 --out o <&- >&- 2>&- &\n"
                                  "until [ -s o/runs.jsonl ]; do sleep 0.05; done\n"
                                  "readlink /proc/$!/fd/0 /proc/$!/fd/1 /proc/$!/fd/2\nkill -9 $!",
                              folder.path());
  EXPECT_EQ(o.out, "/dev/null\n/dev/null\n/dev/null\n");
}

TEST(Streams, AnAnswerThatNobodyCanReadIsAnErrorAndTheFilesAreThere) {
  const temporary_folder folder;
  const outcome o = run_shell("$HILLOCK " + small_experiment + " -q --out o >&-", folder.path());
  EXPECT_EQ(o.code, 1);
  EXPECT_EQ(o.err, "hillock: cannot write to standard output: Bad file descriptor\n");
  EXPECT_TRUE(std::filesystem::exists(folder / "o" / "report.html"));
}

TEST(Streams, AReaderThatLeavesCostsNoFilesAndNoWords) {
  const temporary_folder folder;
  // The reader is gone before the answer comes: it never reads.
  const outcome o = run_shell("{ $HILLOCK " + small_experiment + " -q --out o; echo $? > code; } | exec true",
                              folder.path());
  EXPECT_EQ(o.err, "");
  EXPECT_EQ(read_text(folder / "code"), "141\n");  // SIGPIPE, as of every program in a pipeline
  for (const char* name : {"results.json", "report.html"})
    EXPECT_TRUE(std::filesystem::exists(folder / "o" / name)) << name;
}

TEST(Answer, IsPrintedThoughAFileCannotBeWritten) {
  for (const std::string& blocked : {std::string("results.json"), std::string("report.html")}) {
    const temporary_folder folder;
    std::filesystem::create_directories(folder / "o" / blocked);  // a folder in the way stops root, too
    const outcome o = run_shell("$HILLOCK " + small_experiment + " -q --out o", folder.path());
    EXPECT_EQ(o.code, 1);
    EXPECT_TRUE(contains(o.out, "relu") && contains(o.out, "tanh")) << o.out;
    EXPECT_EQ(o.err, "hillock: cannot write o/" + blocked + ": Is a directory\n");
    const std::string other = blocked == "report.html" ? "results.json" : "report.html";
    EXPECT_TRUE(std::filesystem::is_regular_file(folder / "o" / other)) << other;
    EXPECT_EQ(contains(o.out, "Report: o/report.html"), blocked != "report.html") << o.out;
  }
}

TEST(ExitCode, OfACompleteExperimentIsZeroUnlessAVerdictIsRequired) {
  const temporary_folder folder;
  const outcome script =
      run_shell("set -e\n$HILLOCK " + small_experiment + " -q --out o --json\necho on > on", folder.path());
  EXPECT_EQ(script.code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / "on"));
  const auto verdicts = nlohmann::json::parse(script.out)["verdicts"];
  ASSERT_EQ(verdicts.size(), 1U);
  ASSERT_EQ(verdicts[0]["judgement"], "not_enough_evidence");
  for (const std::string& words : {small_experiment + " -q --out o --json", std::string("report o --json")}) {
    const outcome asked = run_shell("$HILLOCK " + words + " --require-verdict", folder.path());
    EXPECT_EQ(asked.code, 4) << words;
    EXPECT_EQ(nlohmann::json::parse(asked.out)["exit_code"], 4) << words;
    const outcome plain = run_shell("$HILLOCK " + words, folder.path());
    EXPECT_EQ(plain.code, 0) << words;
    EXPECT_EQ(nlohmann::json::parse(plain.out)["exit_code"], 0) << words;
  }
}

TEST(Journal, CopiedThroughWindowsIsReadAndGrows) {
  const temporary_folder folder;
  ASSERT_EQ(run_shell("$HILLOCK " + small_experiment + " -q --out o", folder.path()).code, 0);
  const outcome before = run_shell("$HILLOCK report o --csv", folder.path());
  const outcome copied = run_shell("sed -i 's/$/\\r/' o/runs.jsonl; $HILLOCK report o --csv", folder.path());
  EXPECT_EQ(copied.code, 0) << copied.err;
  EXPECT_EQ(copied.out, before.out);
  const outcome grown =
      run_shell("$HILLOCK " + small_experiment + " -q --seeds 4 --out o > table; $HILLOCK report o --csv",
                folder.path());
  EXPECT_EQ(grown.err, "");
  EXPECT_TRUE(contains(grown.out, before.out.substr(before.out.find('\n') + 1, 20)));
  EXPECT_EQ(lines_of(grown.out), lines_of(before.out) + 2);
}

/// Starts far more work than the test waits for, does something to its folder once runs are finished, and
/// returns how it ended.
template <class Act>
outcome disturbed(const temporary_folder& folder, const Act& act) {
  const auto out = folder / "out";
  const pid_t child = start_program(
      {"compare", "--data",   "moons", "--model",    "mlp:32x3", "--activations", "relu,tanh", "--seeds",
       "400",     "--epochs", "60",    "--patience", "60",       "--lr",          "0.01",      "--threads",
       "1",       "--quiet",  "--out", out},
      folder.path(), {}, HILLOCK_PROGRAM_FILE,
      [] { return alarm(60) == 0; });  // goes on to the end otherwise
  for (int i = 0; i < 600 && lines_of(read_text(out / "runs.jsonl")) < 2; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto begun = std::chrono::steady_clock::now();
  act(out);
  outcome o = wait_for(child, folder.path());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  EXPECT_EQ(o.code, 1) << o.err;
  EXPECT_EQ(o.out, "");
  EXPECT_EQ(lines_of(o.err), 1U) << o.err;
  EXPECT_FALSE(contains(o.err, "safe")) << o.err;
  return o;
}

TEST(Vanished, AFolderThatIsRemovedStopsTheExperiment) {
  const temporary_folder folder;
  const outcome o = disturbed(folder, [](const auto& out) { std::filesystem::remove_all(out); });
  EXPECT_TRUE(contains(o.err, "out/runs.jsonl: this journal was removed while runs went on")) << o.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(Vanished, AFolderThatIsMovedStopsTheExperiment) {
  const temporary_folder folder;
  const outcome o =
      disturbed(folder, [&](const auto& out) { std::filesystem::rename(out, folder / "elsewhere"); });
  EXPECT_TRUE(contains(o.err, "was moved or replaced while runs went on")) << o.err;
  const outcome there = run_program({"report", "elsewhere", "--csv"}, folder.path());
  EXPECT_EQ(there.code, 0) << there.err;
  EXPECT_GE(lines_of(there.out), 2U);
}

TEST(Vanished, AJournalThatIsEmptiedStopsTheExperiment) {
  const temporary_folder folder;
  const outcome o =
      disturbed(folder, [](const auto& out) { std::filesystem::resize_file(out / "runs.jsonl", 0); });
  EXPECT_TRUE(contains(o.err, "another program changed this journal")) << o.err;
}

/// The program where a user may have only so many processes and threads. Root is not limited, so it becomes a
/// user of whom there is nothing else.
outcome run_with_processes(rlim_t most, const std::vector<std::string>& words,
                           const temporary_folder& folder) {
  constexpr uid_t nobody_else = 54321;
  const std::filesystem::path program = folder / "program";  // where that user may run it
  std::filesystem::copy_file(HILLOCK_PROGRAM_FILE, program,
                             std::filesystem::copy_options::overwrite_existing);
  const bool root = geteuid() == 0;
  EXPECT_TRUE(!root || chown(folder.path().c_str(), nobody_else, nobody_else) == 0);
  const auto limit = [&] {
    const rlimit limits{most, most};
    return setrlimit(RLIMIT_NPROC, &limits) == 0 &&
           (!root || (setgroups(0, nullptr) == 0 && setgid(nobody_else) == 0 && setuid(nobody_else) == 0));
  };
  // A sanitizer looks for leaks with a process of its own.
  return wait_for(start_program(words, folder.path(), {"ASAN_OPTIONS=detect_leaks=0"}, program, limit),
                  folder.path());
}

std::vector<std::string> on_four_threads() {
  return {"compare", "--data",        "moons",     "--rows",    "120", "--model",
          "mlp:6x1", "--activations", "relu,tanh", "--seeds",   "6",   "--epochs",
          "3",       "--lr",          "0.01",      "--threads", "4",   "--json"};
}

TEST(Threads, NotOneToBeHadIsAnErrorWithText) {
  const temporary_folder folder;
  const outcome o = run_with_processes(1, on_four_threads(), folder);
  EXPECT_EQ(o.code, 1);
  EXPECT_EQ(o.out, "");
  EXPECT_EQ(o.err, "hillock: no thread can be started: Resource temporarily unavailable\n");
}

TEST(Threads, FewerThanAskedForDoTheWorkAndAreSaid) {
  if (geteuid() != 0) GTEST_SKIP() << "another user's processes count, too";
  const temporary_folder folder;
  // The process, the clock of the progress, and two runs side by side.
  const outcome o = run_with_processes(4, on_four_threads(), folder);
  EXPECT_EQ(o.code, 0);
  EXPECT_EQ(
      o.err,
      "hillock: warning: only 2 of 4 threads can be started: Resource temporarily unavailable; the results "
      "do not depend on it\n");
  const auto hashes = [](const std::string& text) {
    std::string all;
    const auto document = nlohmann::json::parse(text);
    for (const auto& candidate : document["candidates"])
      for (const auto& run : candidate["runs"]) all += run["weights_hash"].get<std::string>() + ' ';
    return all;
  };
  const temporary_folder other;
  EXPECT_EQ(hashes(o.out), hashes(run_program(on_four_threads(), other.path()).out));
}

}  // namespace
}  // namespace hillock::test
