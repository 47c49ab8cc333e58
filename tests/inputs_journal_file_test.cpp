// SPDX-License-Identifier: Apache-2.0
// The journal as a file: locked, flushed, never in a standard stream's place, and missed when it is gone.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "inputs_journal_samples.hpp"
#include "lab_helpers.hpp"

namespace {
std::vector<std::filesystem::path> flushed;  // what was told to the disk
}

// In the program's own name, before the C library's.
extern "C" int fsync(int descriptor) {
  std::error_code ignored;
  flushed.push_back(std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), ignored));
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

namespace hillock::lab {
namespace {

using testing::fresh_folder;
using testing::message_of;
using testing::some_header;
using testing::some_journal;
using testing::some_record;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

TEST(JournalFile, AForeignFileIsRefusedAndLeftAlone) {
  const auto folder = fresh_folder();
  write_file(folder / "runs.jsonl", "{\"loss\": 1}\n");
  const std::string message = message_of<data_error>([&] { journal_file file(folder); });
  EXPECT_NE(message.find("runs.jsonl:1: "), std::string::npos) << message;
  EXPECT_NE(message.find("not the beginning of a Hillock journal"), std::string::npos) << message;
  EXPECT_EQ(read_file(folder / "runs.jsonl"), "{\"loss\": 1}\n");
}

TEST(JournalFile, ADeviceIsNoJournal) {
  const auto folder = fresh_folder();
  std::filesystem::create_symlink("/dev/full", folder / "runs.jsonl");  // whose bytes never end
  const std::string message = message_of<system_error>([&] { journal_file file(folder); });
  EXPECT_NE(message.find("runs.jsonl: not a regular file"), std::string::npos) << message;
}

TEST(JournalFile, ATornLineIsCutOffBeforeTheNextIsWritten) {
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

TEST(JournalFile, OnlyOneProcessAtATime) {
  const auto folder = fresh_folder();
  const journal_file first(folder);
  const std::string message = message_of<system_error>([&] { journal_file second(folder); });
  EXPECT_NE(message.find("another hillock is running"), std::string::npos) << message;
}

TEST(JournalFile, AFolderThatCannotBeMadeIsASystemError) {
  const auto folder = fresh_folder();
  write_file(folder / "file", "");
  const std::string message = message_of<system_error>([&] { journal_file file(folder / "file" / "out"); });
  EXPECT_NE(message.find("file/out"), std::string::npos) << message;
}

TEST(JournalFile, AFullDiskTakesTheLineBackAndSaysSo) {
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

// A name is only safe when the folder it is in is on the disk.
TEST(JournalFile, EveryNewFolderIsFlushedIntoTheOneAboveIt) {
  const auto folder = std::filesystem::canonical(fresh_folder());
  flushed.clear();
  const journal_file file(folder / "a" / "b" / "c");
  for (const auto& each : {folder, folder / "a", folder / "a" / "b", folder / "a" / "b" / "c"})
    EXPECT_EQ(std::count(flushed.begin(), flushed.end(), each), 1) << each;
}

// In a process of its own, whose standard streams are closed.
TEST(JournalFile, NeverTakesTheNumberOfAStandardStream) {
  const auto folder = fresh_folder();
  const pid_t child = fork();
  if (child == 0) {
    for (const int stream : {0, 1, 2}) ::close(stream);
    journal_file file(folder);
    file.append(to_line(some_header()));
    for (const int stream : {0, 1, 2})
      if (::fcntl(stream, F_GETFD) != -1) _exit(1);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_EQ(read_file(folder / "runs.jsonl"), to_line(some_header()));
}

TEST(JournalFile, AppendingToOneThatIsGoneIsAnError) {
  const auto message_after = [](const auto& act) {
    const auto folder = fresh_folder() / "out";
    journal_file file(folder);
    file.append(to_line(some_header()));
    act(folder);
    return message_of<system_error>([&] { file.append(to_line(some_record(1))); });
  };
  using std::filesystem::path;
  EXPECT_NE(message_after([](const path& out) {
              std::filesystem::remove(out / "runs.jsonl");
            }).find("out/runs.jsonl: this journal was removed while runs went on"),
            std::string::npos);
  EXPECT_NE(message_after([](const path& out) {
              std::filesystem::rename(out, out.string() + "2");
            }).find("moved or replaced"),
            std::string::npos);
  EXPECT_NE(message_after([](const path& out) {
              std::filesystem::rename(out / "runs.jsonl", out / "old");
              write_file(out / "runs.jsonl", some_journal(1));
            }).find("moved or replaced"),
            std::string::npos);
  EXPECT_NE(message_after([](const path& out) {
              std::ofstream(out / "runs.jsonl", std::ios::app) << some_journal(1);
            }).find("another program changed this journal"),
            std::string::npos);
}

}  // namespace
}  // namespace hillock::lab
