// SPDX-License-Identifier: Apache-2.0
// A formula's text as an activation: equal texts are one function, for as long as somebody has it.
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/environment.hpp"
#include "face/formula.hpp"
#include "face/names.hpp"
#include "face/refuse.hpp"
#include "face/registry.hpp"
#include "formula/analysis.hpp"
#include "formula/program.hpp"
#include "hillock/activation.hpp"
#include "isa/table.hpp"

namespace hillock {

namespace {

using formulas::tree;

constexpr formulas::dictionary known{&face::function_called, &face::parameter_called, [] {
                                       std::vector<std::string> names;
                                       for (const activation& f : all()) {
                                         if (!f.card().of_rows) names.emplace_back(f.card().name);
                                       }
                                       return names;
                                     }};

// A formula's function with all that it points to.
struct made_formula {
  std::string text;  // without the parameters' values, as is everything here
  tree meaning;
  formulas::graph parts;
  formulas::place value = 0, slope = 0;
  formulas::code code;
  std::vector<formulas::bound_code> bound;
  std::vector<kernel::block_kernels> kernels;
  card about;
  pins pinned;
  detail::function function{};

  made_formula(std::string whole, tree t) : text(std::move(whole)), meaning(std::move(t)) {
    value = formulas::lower(meaning, meaning.root, parts);
    slope = formulas::derivative(parts, value);
    code = {formulas::compile(parts, value), formulas::compile(parts, slope), meaning.parameters.size()};
    for (auto t = isa::begin_tables(); t != isa::end_tables(); ++t) bound.push_back({&code, (*t)->entries});
    for (std::size_t i = 0; i < bound.size(); ++i) {
      kernels.push_back(*isa::begin_tables()[i]->formula);
      kernels.back().program = &bound[i];
    }
    describe();
    for (kernel::block_kernels& k : kernels) k.flat = about.flat;
    function = {&about,         &pinned, 0,   [](const double*) noexcept { return false; },
                kernels.data(), false,   true};
  }
  made_formula(const made_formula&) = delete;
  made_formula& operator=(const made_formula&) = delete;
  ~made_formula();

  // With these parameters, on the best path: its bits are those of any other.
  formulas::subject with(const double* parameters) const {
    std::size_t i = 0;
    while (!isa::begin_tables()[i]->runs_here()) ++i;
    return {parts, value, slope, parameters, kernels[i]};
  }

  void describe() {
    about.name = about.formula = text;
    const double ones[max_parameters]{1, 1, 1, 1};
    const formulas::features f = formulas::features_of(with(ones));
    about.range = f.range, about.monotone = f.monotone, about.zero_centred = f.zero_centred;
    about.smoothness = f.smoothness, about.lipschitz = f.lipschitz, about.flat = f.flat;
    short_list<parameter, max_parameters> list;
    const auto& names = meaning.parameters;
    const auto one = [&](std::size_t i) {
      return parameter{
          .name = names[i].name, .standard = 1, .about = "a number that the formula leaves open"};
    };
    if (names.size() == 1) list = {one(0)};
    if (names.size() == 2) list = {one(0), one(1)};
    if (names.size() == 3) list = {one(0), one(1), one(2)};
    if (names.size() == 4) list = {one(0), one(1), one(2), one(3)};
    about.parameters = list;
  }
};

// The formulas that somebody has, by their texts. Never destroyed: those that end with the process find it.
struct formula_store {
  std::mutex mutex;
  std::map<std::string, std::weak_ptr<const made_formula>, std::less<>> formulas;

  static formula_store& only() {
    static formula_store& store = *new formula_store;
    return store;
  }

  std::shared_ptr<const made_formula> known_one(const std::string& text) {
    const std::lock_guard lock(mutex);
    const auto found = formulas.find(text);
    return found == formulas.end() ? nullptr : found->second.lock();
  }
  // `made`, or what another thread has made meanwhile.
  std::shared_ptr<const made_formula> keep(const std::shared_ptr<const made_formula>& made) {
    const std::lock_guard lock(mutex);
    std::weak_ptr<const made_formula>& place = formulas[made->text];
    if (const auto other = place.lock()) return other;
    place = made;
    return made;
  }
  void forget(const std::string& text) noexcept {
    const std::lock_guard lock(mutex);
    const auto found = formulas.find(text);
    if (found != formulas.end() && found->second.expired()) formulas.erase(found);
  }
};

made_formula::~made_formula() { formula_store::only().forget(text); }

activation activation_of(const tree& written) {
  std::string text = formulas::text_of(written);
  formula_store& store = formula_store::only();
  std::shared_ptr<const made_formula> made = store.known_one(text);
  if (!made) {
    // From the text, so that it is what the text says, also where definitions are written out.
    tree meaning = formulas::parse(text, known);
    made = store.keep(std::make_shared<const made_formula>(std::move(text), std::move(meaning)));
  }
  activation result(std::shared_ptr<const detail::function>(made, &made->function));
  for (const formulas::named_value& p : written.parameters) result = result.with(p.name, p.value);
  return result;
}

activation read_formula(std::string_view text, const std::vector<formula_definition>& definitions) {
  std::vector<formulas::definition> meanings;
  for (const formula_definition& d : definitions) {
    formulas::check_definition_name(d.name, known, meanings);
    tree meaning = formulas::parse(d.formula, known, meanings);
    meanings.push_back({d.name, std::move(meaning)});
  }
  return activation_of(formulas::parse(text, known, meanings));
}

}  // namespace

namespace {

// Null where f is of the list.
std::shared_ptr<const made_formula> made_of(const activation& f) {
  auto made = formula_store::only().known_one(std::string(f.card().name));
  return made && &made->about == &f.card() ? made : nullptr;
}

}  // namespace

bool face::reads_as_formula(std::string_view text) { return formulas::has_x(text); }

bool face::is_formula(const activation& f) { return made_of(f) != nullptr; }

std::optional<face::known_formula> face::knowledge_of(const activation& f) {
  const std::shared_ptr<const made_formula> made = made_of(f);
  if (!made) return std::nullopt;
  double parameters[max_parameters]{};
  for (std::size_t i = 0; i < made->meaning.parameters.size(); ++i)
    parameters[i] = f.parameter(made->meaning.parameters[i].name);
  return in_standard_environment([&] {
    const formulas::subject whole = made->with(parameters);
    const formulas::features found = formulas::features_of(whole);
    return known_formula{found, formulas::prove(whole, found)};
  });
}

activation formula(std::string_view text, const std::vector<formula_definition>& definitions) {
  return in_standard_environment([&] { return read_formula(text, definitions); });
}

}  // namespace hillock
