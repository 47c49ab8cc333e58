// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "hillock/error.hpp"
#include "report/report.hpp"
#include "temporary_folder.hpp"

namespace hillock::report {
namespace {

namespace fs = std::filesystem;

class report_write_file : public ::testing::Test {
 protected:
  static std::string content(const fs::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  std::string complaint(const fs::path& file, const std::string& text) const {
    try {
      write_file(file, text);
    } catch (const system_error& e) {
      return e.what();
    }
    return "";
  }
  test::temporary_folder made;
  fs::path folder = made.path();
};

TEST_F(report_write_file, writes_and_replaces) {
  const fs::path file = folder / "results.json";
  write_file(file, "first");
  EXPECT_EQ(content(file), "first");
  write_file(file, std::string(1 << 20, 'x'));
  EXPECT_EQ(content(file).size(), std::size_t{1} << 20);
  write_file(file, "");
  EXPECT_EQ(content(file), "");
  EXPECT_EQ(files(), 1U) << "no temporary file is left";
}

TEST_F(report_write_file, keeps_the_permissions_of_what_it_replaces) {
  const fs::path file = folder / "report.html";
  write_file(file, "a");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  write_file(file, "b");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(report_write_file, a_missing_folder_is_named) {
  const fs::path file = folder / "nowhere" / "report.html";
  EXPECT_EQ(complaint(file, "x"), "cannot write " + file.string() + ": No such file or directory");
}

TEST_F(report_write_file, a_folder_in_the_way_is_named) {
  fs::create_directory(folder / "report.html");
  const std::string said = complaint(folder / "report.html", "x");
  EXPECT_NE(said.find((folder / "report.html").string()), std::string::npos) << said;
  EXPECT_EQ(files(), 1U);
}

TEST_F(report_write_file, a_link_stays_and_what_it_points_to_is_replaced) {
  fs::create_directory(folder / "elsewhere");
  const fs::path link = folder / "report.html", target = folder / "elsewhere" / "real.html";
  fs::create_symlink("elsewhere/real.html", link);  // relative to the link, and pointing at nothing yet
  write_file(link, "first");
  write_file(link, "second");
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(content(target), "second");
  EXPECT_EQ(files(), 2U) << "no temporary file is left";
}

TEST_F(report_write_file, links_in_a_circle_are_an_error_and_stay) {
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  EXPECT_EQ(complaint(folder / "a", "x"),
            "cannot write " + (folder / "a").string() + ": Too many levels of symbolic links");
  EXPECT_TRUE(fs::is_symlink(folder / "a"));
  EXPECT_EQ(files(), 2U);
}

// As a shell does for `(echo first; hillock plot relu -o /dev/stdout; echo last) > file`.
TEST_F(report_write_file, an_open_file_is_written_to_where_it_stands) {
  const fs::path file = folder / "log";
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT, 0600);
  ASSERT_GE(descriptor, 0);
  const fs::path link = folder / "link";
  fs::create_symlink("/dev/fd/" + std::to_string(descriptor), link);
  ASSERT_EQ(::write(descriptor, "first,", 6), 6);
  write_file(link, "here,");
  ASSERT_EQ(::write(descriptor, "last", 4), 4);
  ::close(descriptor);
  EXPECT_EQ(content(file), "first,here,last");
}

TEST_F(report_write_file, a_pipe_is_written_to_and_stays) {
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string received;
  std::thread reader([&] { received = content(pipe); });
  write_file(pipe, std::string(200'000, 'x'));  // more than a pipe holds: written in several pieces
  reader.join();
  EXPECT_EQ(received, std::string(200'000, 'x'));
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(report_write_file, a_device_that_is_full_is_named_and_stays) {
  EXPECT_EQ(complaint("/dev/full", "x"), "cannot write /dev/full: No space left on device");
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

// A limit on the size of files stops a write in the middle, as a full disk does.
TEST_F(report_write_file, a_full_disk_leaves_the_old_file_and_nothing_else) {
  const fs::path file = folder / "report.html";
  write_file(file, "old");
  struct ::rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct ::rlimit small { 1000, before.rlim_max };
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string said = complaint(file, std::string(100'000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(said, "cannot write " + file.string() + ": File too large");
  EXPECT_EQ(content(file), "old");
  EXPECT_EQ(files(), 1U);
}

}  // namespace
}  // namespace hillock::report
