// SPDX-License-Identifier: Apache-2.0
// hillock bench: how fast this machine runs each activation, against a plain copy of the same array.
#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "cli/gate_text.hpp"
#include "cli/measure.hpp"
#include "cli/names.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "hillock/activation.hpp"

namespace hillock::cli {

namespace {

struct bench_request {
  bench_plan plan;
  bool json = false;
};

std::string size_text(std::size_t n) {
  if (n % (1U << 20U) == 0) return fmt::format("{}M", n >> 20U);
  if (n % (1U << 10U) == 0) return fmt::format("{}K", n >> 10U);
  return fmt::format("{}", n);
}

void print_group(const std::vector<timing>& group) {
  const double copy = group.front().gigabytes_per_second;
  std::string text;
  for (const timing& t : group) {
    text += fmt::format("{:<20} {:<9} {:<5} {:>8}  {:>9.4f} ±{:>4.1f} %  {:>7.1f}  {:>6.0f} %\n", t.function,
                        t.pass, t.type, size_text(t.elements), t.nanoseconds, 100 * t.spread,
                        t.gigabytes_per_second, 100 * t.gigabytes_per_second / copy);
  }
  print(text + "\n");
}

exit_code bench(bench_request& r) {
  if (r.plan.functions.empty() && r.plan.gates.empty()) r.plan.functions = all();
  const std::string machine = machine_text(r.plan.threads);
  if (r.json) {
    std::vector<timing> timings;
    measure(r.plan, [&](const std::vector<timing>& group) {
      timings.insert(timings.end(), group.begin(), group.end());
    });
    print(timings_json(timings, machine, r.plan));
    return exit_code::ok;
  }
  print(fmt::format(
      "{}\nMedian of {} interleaved repetitions, ± half the distance between the quartiles.\n\n"
      "{:<20} {:<9} {:<5} {:>8}  {:>9}          {:>7}  {:>8}\n",
      machine, r.plan.rounds, "function", "pass", "type", "elements", "ns/elem", "GB/s", "of copy"));
  measure(r.plan, print_group);
  return exit_code::ok;
}

action bench_options(command& line) {
  auto r = std::make_shared<bench_request>();
  bench_plan& plan = r->plan;
  const auto defined = add_define_option(line);
  line.positionals("NAME", "Activations, gates, or formulas of x [all activations]", 0,
                   [&plan, defined](const std::string& s) {
                     if (const auto g = gate_named(s))
                       plan.gates.push_back(*g);
                     else
                       plan.functions.push_back(activation_named(s, *defined));
                   },
                   {activation_and_gate_names()});
  line.option("--sizes", "LIST", "Numbers of elements [1K,64K,1M,16M]",
              [&plan](const std::string& s) {
                plan.sizes.clear();
                for (const std::string& part : split_list(s)) plan.sizes.push_back(size(part));
              },
              {{"1K", "4K", "64K", "1M", "16M", "64M"}, false, false, true});
  line.option("--types", "LIST", "Element types [f32,f64,f16,bf16]",
              [&plan](const std::string& s) {
                plan.types.clear();
                for (const std::string& part : split_list(s))
                  plan.types.push_back(one_of(part, bench_plan::all_types()));
              },
              {bench_plan::all_types(), false, false, true});
  line.option("--passes", "LIST", "forward, backward [both]",
              [&plan](const std::string& s) {
                plan.passes.clear();
                for (const std::string& part : split_list(s))
                  plan.passes.push_back(one_of(part, bench_plan::all_passes()));
              },
              {bench_plan::all_passes(), false, false, true});
  line.option("--rounds", "N", "Interleaved repetitions [9]",
              [&plan](const std::string& s) { plan.rounds = static_cast<unsigned>(whole(s, 1, 10'000)); });
  line.option("--threads", "N", "Threads one call may use [1]",
              [&plan](const std::string& s) { plan.threads = static_cast<unsigned>(whole(s, 1, 4096)); });
  line.option("--isa", "ISA", "Instruction set: " + join(isa_names()) + " [the best]",
              [](const std::string& s) { use(s); }, {isa_names()});
  line.flag("--json", r->json, "Print every timing as JSON");
  return [r] { return bench(*r); };
}

}  // namespace

verb bench_verb() {
  return {
      "bench",
      "how fast this machine runs each activation, against a plain copy",
      {"hillock bench", "hillock bench tanh sigmoid --types f32 --sizes 4K,64K,1M,64M",
       "hillock bench silu 'x*sigmoid(x)' --sizes 64K", "hillock bench --isa portable --sizes 64K --json"},
      bench_options};
}

}  // namespace hillock::cli
