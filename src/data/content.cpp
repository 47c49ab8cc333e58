// SPDX-License-Identifier: Apache-2.0
#include "data/content.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <memory>

#include "data/text.hpp"
#include "hillock/error.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace hillock::data {
namespace {

static_assert(std::endian::native == std::endian::little, "the hash is defined over little-endian bytes");

class hasher {
 public:
  hasher() { XXH3_128bits_reset(state_.get()); }

  void number(std::uint64_t value) { XXH3_128bits_update(state_.get(), &value, sizeof value); }

  // Lengths come first, so that no two contents give the same bytes.
  template <class T>
  void values(const std::vector<T>& values) {
    number(values.size());
    if (!values.empty()) XXH3_128bits_update(state_.get(), values.data(), values.size() * sizeof(T));
  }

  void names(const std::vector<std::string>& names) {
    number(names.size());
    for (const std::string& name : names) {
      number(name.size());
      XXH3_128bits_update(state_.get(), name.data(), name.size());
    }
  }

  std::string digest() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  struct release {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, release> state_{XXH3_createState()};
};

}  // namespace

std::string content_hash(const dataset& whole) {
  hasher hash;
  hash.number(static_cast<std::uint64_t>(whole.task));
  hash.number(whole.rows);
  hash.number(whole.columns);
  hash.names(whole.feature_names);
  hash.names(whole.class_names);
  hash.values(whole.features);
  hash.values(whole.labels);
  hash.values(whole.targets);
  hash.values(std::vector<std::uint64_t>(whole.missing.begin(), whole.missing.end()));
  if (whole.test_rows > 0) hash.number(whole.test_rows);
  return hash.digest();
}

std::vector<std::size_t> class_counts(const dataset& whole) {
  std::vector<std::size_t> counts(whole.classes());
  for (const std::int32_t label : whole.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

std::string class_summary(const dataset& whole) {
  constexpr std::size_t listed = 12;
  const auto counts = class_counts(whole);
  std::string text = fmt::format("{} class{}: ", counts.size(), counts.size() == 1 ? "" : "es");
  for (std::size_t i = 0; i < counts.size() && i < listed; ++i)
    text += fmt::format("{}{} ({}{})", i == 0 ? "" : ", ", printable(whole.class_names[i]), counts[i],
                        i > 0            ? ""
                        : counts[i] == 1 ? " row"
                                         : " rows");
  if (counts.size() > listed) text += ", …";
  return text;
}

std::string guess_suffix(const dataset& whole) {
  return whole.target_guess.empty() ? "" : "; " + whole.target_guess;
}

void require_two_classes(const dataset& whole, const std::string& where) {
  if (whole.task == task::regression || whole.classes() >= 2) return;
  throw data_error(fmt::format("{}: one class only, {} in all {} rows; expected at least two classes", where,
                               whole.classes() == 1 ? shown(whole.class_names[0]) : "none", whole.rows));
}

void require_task(const dataset& whole, task wanted) {
  const bool regression = whole.task == task::regression;
  if (wanted == whole.task || (wanted == task::classes && !regression)) return;
  throw usage_error(fmt::format("{} is a {} task{}, so it cannot be taken as {}", whole.name,
                                regression ? "regression" : "classification",
                                regression ? "" : fmt::format(" with {} classes", whole.classes()),
                                wanted == task::regression ? "regression"
                                : wanted == task::binary   ? "binary classification"
                                                           : "classification"));
}

}  // namespace hillock::data
