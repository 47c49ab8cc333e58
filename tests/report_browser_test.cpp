// SPDX-License-Identifier: Apache-2.0
// Opens the page in headless Chromium by tools/screenshot.sh: no word on the console, and pictures that show
// something.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "report/report.hpp"
#include "report_png_reader.hpp"
#include "report_sample.hpp"
#include "temporary_folder.hpp"

namespace hillock::report {
namespace {

namespace fs = std::filesystem;
using report_sample::picture;

picture picture_of(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return report_sample::read_png(bytes.str());
}

int screenshot(const fs::path& page, const std::string& views = "") {
  const std::string script = std::string(HILLOCK_SOURCE_DIR) + "/tools/screenshot.sh";
  const int status =
      std::system(("HEIGHT=1200 VIEWS='" + views + "' '" + script + "' '" + page.string() + "'").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class report_browser : public ::testing::Test {
 protected:
  test::temporary_folder made{"hillock browser"};
  fs::path folder = made.path();
};

TEST_F(report_browser, opens_without_a_word_on_the_console) {
  write_file(folder / "report.html", to_html(report_sample::make({.nasty_names = true})));
  const int status = screenshot(folder / "report.html");
  if (status == 77) GTEST_SKIP() << "no Chromium on this machine";
  ASSERT_EQ(status, 0);
  for (const char* width : {"wide", "narrow"}) {
    const picture light = picture_of(folder / (std::string("light-") + width + ".png"));
    const picture dark = picture_of(folder / (std::string("dark-") + width + ".png"));
    EXPECT_EQ(light.width, width == std::string("wide") ? 1280U : 500U);
    for (const picture& p : {light, dark}) EXPECT_GT(report_sample::drawn(p), 0.02) << width;
    EXPECT_GT(report_sample::brightness(light), 200) << width;
    EXPECT_LT(report_sample::brightness(dark), width == std::string("wide") ? 70 : 110)
        << "a fifth of it is the frame around";
  }
}

TEST_F(report_browser, the_check_notices_an_error_in_a_script) {
  write_file(folder / "broken.html",
             "<!DOCTYPE html><body "
             "style=\"background:linear-gradient(red,blue)\"><script>nothing.here()</script></body>");
  const int status = screenshot(folder / "broken.html", "light-wide");
  if (status == 77) GTEST_SKIP() << "no Chromium on this machine";
  EXPECT_EQ(status, 1);
}

}  // namespace
}  // namespace hillock::report
