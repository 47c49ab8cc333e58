// SPDX-License-Identifier: Apache-2.0
#include "data/load.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <new>
#include <span>

#include "base/environment.hpp"
#include "base/nearest.hpp"
#include "data/bytes.hpp"
#include "data/content.hpp"
#include "data/idx.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

using std::filesystem::path;

// What LeCun's site calls the files, and the spelling with a full stop that some archives unpack to.
path find_part(const path& folder, const std::string& stem, const std::string& kind) {
  for (const std::string_view dot : {"-", "."})
    for (const std::string_view ending : {"", ".gz"}) {
      const path file = folder / fmt::format("{}-{}{}{}-ubyte{}", stem, kind, dot,
                                             kind == "images" ? "idx3" : "idx1", ending);
      if (std::filesystem::is_regular_file(file)) return file;
    }
  return {};
}

// The label file beside an image file, by its name.
path labels_beside(const path& images) {
  std::string name = images.filename().string();
  const std::size_t kind = name.find("images");
  if (kind == std::string::npos) return {};
  name.replace(kind, 6, "labels");
  if (const std::size_t format = name.find("idx3"); format != std::string::npos)
    name.replace(format, 4, "idx1");
  const std::string plain = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
  for (const std::string& candidate : {name, plain, plain + ".gz"})
    if (std::filesystem::is_regular_file(images.parent_path() / candidate))
      return images.parent_path() / candidate;
  return {};
}

// An image file and its labels on their way to parse_idx.
struct idx_bytes {
  std::string images, images_name, labels, labels_name;

  idx_pair pair() const { return {images, images_name, labels, labels_name}; }
};

std::optional<idx_bytes> read_part(const path& folder, const std::string& stem) {
  const path images = find_part(folder, stem, "images");
  if (images.empty()) return {};
  const path labels = find_part(folder, stem, "labels");
  if (labels.empty())
    throw data_error(
        fmt::format("{}: {} is there, but not its labels; looked for {}-labels-idx1-ubyte, plain or .gz",
                    folder.string(), images.filename().string(), stem));
  return idx_bytes{read_plain(images), images.string(), read_plain(labels), labels.string()};
}

dataset load_folder(const path& folder) {
  const auto train = read_part(folder, "train"), t10k = read_part(folder, "t10k");
  if (!train && !t10k)
    throw data_error(
        fmt::format("{}: no data set in this folder; looked for train-images-idx3-ubyte and "
                    "t10k-images-idx3-ubyte, plain or "
                    ".gz (for a table, name the CSV file itself)",
                    folder.string()));
  if (!train) return parse_idx(t10k->pair());
  if (!t10k) return parse_idx(train->pair());
  const idx_pair test = t10k->pair();
  return parse_idx(train->pair(), &test);
}

idx_bytes with_labels(std::string images, const path& file) {
  const std::string name = file.string();
  if (is_idx_labels(images))
    throw data_error(
        fmt::format("{}: an IDX file of labels ({}), expected the images", name, idx_summary(images)));
  const path labels = labels_beside(file);
  if (labels.empty())
    throw data_error(fmt::format(
        "{}: IDX images ({}) without labels; expected a file of the same name with 'labels' for 'images' and "
        "'idx1' for 'idx3' beside it",
        name, idx_summary(images)));
  return {std::move(images), name, read_plain(labels), labels.string()};
}

void refuse(bool given, std::string_view option, std::string_view source, std::string_view what) {
  if (given) throw usage_error(fmt::format("the {} cannot be chosen: {} is {}", option, source, what));
}

// What only a table has.
void refuse_table_options(const load_options& options, std::string_view source, std::string_view what) {
  refuse(!options.target.empty(), "target column", source, what);
  refuse(options.delimiter.has_value(), "delimiter", source, what);
  refuse(options.header.has_value(), "header", source, what);
  refuse(options.decimal.has_value(), "decimal mark", source, what);
  refuse(!options.missing.empty(), "mark for missing values", source, what);
  refuse(!options.exclude.empty(), "columns to exclude", source, what);
  refuse(!options.keep.empty(), "columns to keep", source, what);
}

dataset generate(const generator& made, const load_options& options) {
  refuse_table_options(options, made.name, "generated");
  refuse(!options.test.empty(), "test file", made.name, "generated");
  constexpr std::size_t most = 10'000'000;
  if (options.rows > most)
    throw usage_error(fmt::format("{} rows of {}: expected at most {}", options.rows, made.name, most));
  return made.make(options.rows == 0 ? made.rows : options.rows, options.seed);
}

dataset load_images(std::string bytes, const path& file, const load_options& options) {
  refuse_table_options(options, options.source, "an IDX file");
  const idx_bytes data = with_labels(std::move(bytes), file);
  if (options.test.empty()) return parse_idx(data.pair());
  std::string test_bytes = read_plain(options.test);
  if (!is_idx(test_bytes))
    throw data_error(fmt::format("{}: no IDX file, expected one like {}", options.test, data.images_name));
  const idx_bytes test = with_labels(std::move(test_bytes), options.test);
  const idx_pair test_pair = test.pair();
  return parse_idx(data.pair(), &test_pair);
}

dataset load_file(const path& file, const load_options& options) {
  if (std::filesystem::is_directory(file)) {
    refuse_table_options(options, options.source, "a folder of IDX files");
    refuse(!options.test.empty(), "test file", options.source,
           "a folder, whose t10k files are the test part");
    return load_folder(file);
  }
  std::string bytes = read_plain(file);
  if (is_idx(bytes)) return load_images(std::move(bytes), file, options);
  const csv_file table{bytes, file.string()};
  if (options.test.empty()) return read_csv(table, options);
  const std::string test_bytes = read_plain(options.test);
  if (is_idx(test_bytes))
    throw data_error(fmt::format("{}: an IDX file, expected a table like {}", options.test, table.name));
  const csv_file test{test_bytes, options.test};
  return read_csv(table, options, &test);
}

// A word that could only be meant as a generator's name, or that is too long for a path (PATH_MAX) and for a
// message.
bool is_plain_word(const std::string& source) {
  return source.find_first_of("/\\.") == std::string::npos || source.size() > 4096;
}

dataset load_source(const load_options& options) {
  std::vector<std::string> names;
  for (const generator& made : generators()) {
    if (made.name == options.source) return generate(made, options);
    names.emplace_back(made.name);
  }
  refuse(options.rows != 0, "number of rows", options.source, "no embedded generator");
  if (options.source.empty())
    throw usage_error("no data set named: expected a generator's name, a file or a folder");
  std::error_code ignored;
  if (!std::filesystem::exists(options.source, ignored) && is_plain_word(options.source)) {
    const auto near = nearest(options.source, names);
    throw usage_error(
        fmt::format("unknown data set {}: neither a file nor a folder nor one of {}{}", shown(options.source),
                    fmt::join(names, ", "),
                    near.empty() ? "" : fmt::format(" (did you mean {}?)", fmt::join(near, ", "))));
  }
  return load_file(options.source, options);
}

}  // namespace

dataset load(const load_options& options) {
  try {
    return in_standard_environment([&] {
      dataset whole = load_source(options);
      if (options.task) require_task(whole, *options.task);
      return whole;
    });
  } catch (const std::filesystem::filesystem_error& failed) {
    throw data_error(fmt::format("{}: {}", options.source, failed.code().message()));
  } catch (const std::bad_alloc&) {
    throw data_error(fmt::format("{}: does not fit into this machine's memory", options.source));
  }
}

}  // namespace hillock::data
