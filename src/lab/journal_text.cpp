// SPDX-License-Identifier: Apache-2.0
// The journal's lines as text and back.
#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <set>
#include <utility>

#include "lab/journal.hpp"
#include "lab/journal_json.hpp"

namespace hillock::lab {
namespace {

constexpr int format_version = 2;
constexpr std::string_view opening = "{\"hillock_journal\":";  // how every journal begins
constexpr std::string_view check_key = ",\"check\":\"";
constexpr std::size_t seal_size = check_key.size() + 16 + 2;  // …<16 hex digits>"}

constexpr const char* task_names[] = {"binary", "classes", "regression"};

json to_json(const data::split_data& d) {
  return {{"name", d.name},
          {"task", task_names[static_cast<int>(d.task)]},
          {"columns", d.columns},
          {"outputs", d.outputs},
          {"rows", {d.train.rows, d.validation.rows, d.test.rows}},
          {"feature_names", d.feature_names},
          {"class_names", d.class_names},
          {"target_mean", number(d.target_mean)},
          {"target_deviation", number(d.target_deviation)},
          {"notes", d.notes},
          {"warnings", d.warnings},
          {"given_test", d.given_test},
          {"hash", d.hash}};
}

data::split_data to_data(const json& object, const std::string& where) {
  const members m(object, where + ": data");
  data::split_data d;
  std::string task;
  m.read("name", d.name);
  m.read("task", task);
  const auto* known = std::find(std::begin(task_names), std::end(task_names), task);
  if (known == std::end(task_names)) m.fail("task", "binary, classes or regression", task);
  d.task = static_cast<data::task>(known - std::begin(task_names));
  m.read("columns", d.columns);
  m.read("outputs", d.outputs);
  const json& rows = m.list("rows");
  if (rows.size() != 3) m.fail("rows", "three numbers", rows);
  data::part* parts[] = {&d.train, &d.validation, &d.test};
  for (std::size_t i = 0; i < 3; ++i) {
    parts[i]->rows = m.to_whole<std::uint32_t>("rows", rows[i]);
    parts[i]->columns = d.columns;
  }
  m.read("feature_names", d.feature_names);
  m.read("class_names", d.class_names);
  m.read_finite("target_mean", d.target_mean);
  m.read_finite("target_deviation", d.target_deviation);
  m.read("notes", d.notes);
  m.read("warnings", d.warnings);
  m.read("given_test", d.given_test);
  m.read("hash", d.hash);
  return d;
}

json to_json(const configuration& pairs) {
  json object = json::object();
  for (const auto& [name, value] : pairs) object[name] = value;
  return object;
}

configuration to_pairs(const members& m, const char* key) {
  configuration pairs;
  const json& object = m.at(key);
  if (!object.is_object()) m.fail(key, "an object", object);
  for (const auto& [name, value] : object.items()) {
    if (!value.is_string()) m.fail(key, "an object of strings", value);
    pairs.emplace_back(name, value.get<std::string>());
  }
  return pairs;
}

journal_header to_header(const json& object, const std::string& where) {
  const members m(object, where);
  unsigned version = 0;
  m.read("hillock_journal", version);
  if (version != format_version)
    m.fail("hillock_journal",
           "version 2 of the format (another version of hillock wrote it; choose another --out)", version);
  journal_header h;
  m.read("program", h.program);
  h.options = to_pairs(m, "configuration");
  h.identity = to_pairs(m, "runs_depend_on");
  h.fingerprints = to_pairs(m, "fingerprints");
  m.read("source", h.source);
  m.read("test", h.test);
  m.read("machine", h.machine);
  m.read_finite("chance", h.chance);
  h.data = to_data(m.at("data"), where);
  return h;
}

std::string checksum(std::string_view text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

/// The line's checksum is there and right.
bool sealed(std::string_view line) {
  if (line.size() < seal_size) return false;
  const std::string_view content = line.substr(0, line.size() - seal_size), end = line.substr(content.size());
  return end.starts_with(check_key) && end.ends_with("\"}") &&
         end.substr(check_key.size(), 16) == checksum(content);
}

json parse_line(std::string_view line, const std::string& where) {
  try {
    return json::parse(line);
  } catch (const json::exception& problem) {
    throw data_error(fmt::format("{}: not JSON: {}", where, problem.what()));
  }
}

}  // namespace

std::string seal(std::string object) {
  object.pop_back();  // the closing brace
  const std::string check = checksum(object);
  return object.append(check_key).append(check).append("\"}\n");
}

std::string to_line(const record& r) { return seal(dump(to_json(r))); }

std::string to_line(const journal_header& h) {
  return seal(dump({{"hillock_journal", format_version},
                    {"program", h.program},
                    {"configuration", to_json(h.options)},
                    {"runs_depend_on", to_json(h.identity)},
                    {"fingerprints", to_json(h.fingerprints)},
                    {"source", h.source},
                    {"test", h.test},
                    {"machine", h.machine},
                    {"chance", number(h.chance)},
                    {"data", to_json(h.data)}}));
}

journal parse_journal(std::string_view text, const std::string& name) {
  journal j;
  std::set<std::pair<std::string, std::uint64_t>> seen;
  for (std::size_t number = 1; j.sound_bytes < text.size(); ++number) {
    const std::string_view rest = text.substr(j.sound_bytes);
    const std::size_t length = rest.find('\n');
    std::string_view line = rest.substr(0, length);
    const std::string where = fmt::format("{}:{}", name, number);
    const bool cut = length == std::string_view::npos;  // a line is written whole, its end last
    if (number == 1 && !line.starts_with(opening.substr(0, line.size())))
      throw data_error(fmt::format("{}: '{:.20}' is not the beginning of a Hillock journal; expected '{}…'",
                                   where, dump(std::string(line)), opening));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!cut && !sealed(line))
      throw data_error(
          fmt::format("{}: its checksum does not fit its text; the file was changed or damaged. Delete "
                      "the line to run that run again, or the file to start anew",
                      where));
    if (cut) {
      j.torn = fmt::format("{}: the last line was cut off ({} bytes); that run will be run again", where,
                           line.size());
      return j;
    }
    const json object = parse_line(line, where);
    if (line.starts_with(opening)) {
      j.headers.push_back(to_header(object, where));
      j.runs_before.push_back(j.records.size());
    } else {
      record r = to_record(object, where);
      const run& f = r.finished;
      if (!seen.emplace(f.candidate, f.seed).second)
        throw data_error(
            fmt::format("{}: the run of {} with seed {} is there twice", where, f.candidate, f.seed));
      j.records.push_back(std::move(r));
    }
    j.sound_bytes += length + 1;
  }
  return j;
}

}  // namespace hillock::lab
