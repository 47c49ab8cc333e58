// SPDX-License-Identifier: Apache-2.0
// hillock pages: the documentation that is built from the cards, written or checked.
#include "cli/pages.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "advice/rule.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "report/report.hpp"

namespace hillock::cli {

namespace {

std::vector<page> all_pages() {
  std::vector<page> pages{coverage_page(), references_page(), function_index()};
  for (const activation& f : all())
    for (page& each : function_pages(f)) pages.push_back(std::move(each));
  return pages;
}

}  // namespace

page references_page() {
  std::string text =
      "# What the advice rests on\n\nBuilt from src/advice by `hillock pages docs`. The sources of the rules "
      "of `hillock choose` "
      "(choose.md), with how each was read when the\nrules were written, and the rules that cite it.\n\n";
  for (const advice::reference& r : advice::references()) {
    std::string cited;
    for (const advice::rule& each : advice::rules())
      if (std::find(each.references.begin(), each.references.end(), r.key) != each.references.end())
        cited += (cited.empty() ? "" : ", ") + std::string(each.id);
    text += fmt::format("- **{}** {} ({}). Rules: {}.\n", r.key, r.text, r.read, cited);
  }
  return {"references.md", std::move(text)};
}

namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

exit_code check(const std::vector<page>& pages, const std::filesystem::path& folder) {
  std::string different;
  for (const page& each : pages)
    if (content_of(folder / each.path) != each.text) different += "\n  " + (folder / each.path).string();
  if (different.empty()) return exit_code::ok;
  message(fmt::format("not what the cards say; 'hillock pages {}' writes them anew:{}", folder.string(),
                      different));
  return exit_code::failed;
}

void write(const std::vector<page>& pages, const std::filesystem::path& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder / "functions", problem);
  if (problem)
    throw system_error(
        fmt::format("cannot make the folder {}: {}", (folder / "functions").string(), problem.message()));
  for (const page& each : pages) report::write_file(folder / each.path, each.text);
  print(fmt::format("{} files written to {}\n", pages.size(), folder.string()));
}

action pages_options(command& line) {
  struct request {
    std::filesystem::path folder;
    bool check = false;
  };
  auto r = std::make_shared<request>();
  line.positional("DIR", "Folder for coverage.md, references.md and functions/",
                  [r](const std::string& s) { r->folder = path(s); }, {{}, false, true, false});
  line.flag("--check", r->check, "Write nothing; say which files differ (exit code 1)");
  return [r] {
    const std::vector<page> pages = all_pages();
    if (r->check) return check(pages, r->folder);
    write(pages, r->folder);
    return exit_code::ok;
  };
}

}  // namespace

verb pages_verb() {
  return {"pages",
          "write a page for each activation, who has it, and what advice rests on",
          {"hillock pages pages-of-hillock", "hillock pages docs --check"},
          pages_options};
}

}  // namespace hillock::cli
