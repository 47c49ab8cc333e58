// SPDX-License-Identifier: Apache-2.0
// hillock verify: whether all paths of this machine give the pinned bits; with --prove, whether the bits are
// right; with --f64, how far doubles are off.
#include "cli/verify.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "base/names.hpp"
#include "cli/interrupt.hpp"
#include "cli/names.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "face/choice.hpp"
#include "face/formula.hpp"
#include "face/registry.hpp"

namespace hillock::cli {

verify_display::verify_display(unsigned threads) : shown_(can_animate(stderr)) {
  how_.threads = threads;
  how_.stop = &stop_on_interrupt();
  how_.progress = [this](double share) { show(share); };
}

verify_display::~verify_display() { wipe(); }

void verify_display::started(const std::string& what) {
  what_ = what;
  began_ = std::chrono::steady_clock::now();
  show(0);
}

void verify_display::show(double share) {
  if (!shown_) return;
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  std::string text = fmt::format("  {}  {:3.0f} %", what_, share * 100);
  if (share > 0 && elapsed > 1)
    text += fmt::format(", about {} left", clock_time(elapsed / share * (1 - share)));
  fmt::print(stderr, "\r{}\x1b[K", text);
  std::fflush(stderr);
}

void verify_display::wipe() {
  if (!shown_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
}

const isa::table& chosen_path(const verify_request& r) {
  return r.isa.empty() ? face::active() : face::path_named(r.isa, "--isa");
}

namespace {

const detail::function* function_named(const std::string& text) {
  const activation named = activation_named(text);
  if (face::is_formula(named)) {
    throw usage_error(
        fmt::format("{}: formulas are neither pinned nor proven; expected a function that "
                    "'hillock list' shows",
                    printable(named.to_string())));
  }
  const card& about = named.card();
  if (const std::string name = named.to_string(); name != about.name) {
    throw usage_error(
        fmt::format("{}: only functions with their default parameters are pinned and proven; expected {}",
                    name, about.name));
  }
  return &*std::find_if(std::begin(face::functions), std::end(face::functions),
                        [&about](const detail::function& f) { return f.about == &about; });
}

exit_code run(verify_request r) {
  if (r.prove && r.f64) throw usage_error("--prove and --f64 exclude each other");
  if (r.sample && r.full) throw usage_error("--sample and --full exclude each other");
  if (!r.list.empty() && !r.prove) throw usage_error("--list goes with --prove");
  if (r.stride != 1 && (!r.prove || r.sample))
    throw usage_error("--stride goes with --prove, without --sample");
  if (r.pins && (r.prove || r.f64 || r.json))
    throw usage_error("--pins goes with none of --prove, --f64, --json");
  if (r.threads == 0) r.threads = std::max(1U, std::thread::hardware_concurrency());
  if (r.functions.empty()) {
    for (const detail::function& f : face::functions) r.functions.push_back(&f);
  }
  return r.prove ? verify_proof(r) : r.f64 ? verify_doubles(r) : verify_paths(r);
}

action verify_options(command& line) {
  auto r = std::make_shared<verify_request>();
  line.positionals("NAME", "Activations [all]", 0,
                   [r](const std::string& s) { r->functions.push_back(function_named(s)); },
                   {activation_names()});
  r->threads = 0;
  line.option("--isa", "ISA",
              "One instruction set only: " + join(isa_names()) +
                  " [all this machine has; for --prove and --f64 the best, or HILLOCK_ISA's]",
              [r](const std::string& s) { r->isa = face::path_named(s, "--isa").isa; }, {isa_names()});
  line.option("--threads", "N", "Threads; the results do not depend on it [one per core]",
              [r](const std::string& s) { r->threads = static_cast<unsigned>(whole(s, 1, 4096)); });
  line.flag("--full", r->full, "Take all 2^32 inputs on slow paths too");
  line.flag("--sample", r->sample,
            "Take a sample of 16.8 million f32 inputs, with every place where a formula changes");
  line.flag("--pins", r->pins, "Print the hashes as source for the card");
  line.flag(
      "--prove", r->prove,
      "Check every f32, f16 and bf16 output against MPFR, and backward (minutes to an hour per function)");
  line.option("--stride", "N", "With --prove: take every Nth f32 input of backward, N odd [1: all]",
              [r](const std::string& s) {
                r->stride = static_cast<std::uint32_t>(whole(s, 1, 65535));
                if (r->stride % 2 == 0) throw bad_value("an odd number from 1 to 65535");
              });
  line.option("--list", "FILE",
              "With --prove: write misrounded inputs and pairs to FILE [the first ten are shown]",
              [r](const std::string& s) { r->list = s; }, {{}, true, false, false});
  line.flag("--f64", r->f64, "Measure the largest error in f64");
  line.flag("--json", r->json, "Print the result as JSON");
  return [r] { return run(*r); };
}

}  // namespace

verb verify_verb() {
  return {"verify",
          "recompute the pinned hash of all outputs on every path; --prove checks them against MPFR",
          {"hillock verify", "hillock verify tanh --isa avx2", "hillock verify sigmoid --prove",
           "hillock verify tanh --f64"},
          verify_options};
}

}  // namespace hillock::cli
