// SPDX-License-Identifier: Apache-2.0
#include "cli/measure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

namespace hillock::cli {

namespace {

using clock = std::chrono::steady_clock;

// One timed batch lasts at least this long, some 10^4 times the clock's resolution.
constexpr double shortest_batch = 300e-6;
// A row of this many elements where the size allows it, else one row.
constexpr std::size_t row_columns = 128;

struct contestant {
  timing result;
  std::size_t arrays = 2;  ///< read or written once per call
  std::function<void()> call;
  std::size_t repeats = 1;
  std::vector<double> seconds;  ///< of one call, one per round
};

double time_of(const contestant& c) {
  const auto start = clock::now();
  for (std::size_t i = 0; i < c.repeats; ++i) c.call();
  return std::chrono::duration<double>(clock::now() - start).count();
}

// Doubles the repeats until one batch is long enough; the first call also warms caches and pages.
void calibrate(contestant& c) {
  c.call();
  while (time_of(c) < shortest_batch) c.repeats *= 2;
}

void summarise(contestant& c, std::size_t element_bytes) {
  auto& s = c.seconds;
  std::sort(s.begin(), s.end());
  const auto at = [&](double share) {
    return s[static_cast<std::size_t>(share * static_cast<double>(s.size() - 1) + 0.5)];
  };
  const double median = at(0.5), elements = static_cast<double>(c.result.elements);
  c.result.nanoseconds = median / elements * 1e9;
  c.result.spread = (at(0.75) - at(0.25)) / 2 / median;
  c.result.gigabytes_per_second = static_cast<double>(c.arrays * element_bytes) * elements / median * 1e-9;
}

template <class T>
T from_double(double v) {
  if constexpr (sizeof(T) == 8)
    return v;
  else
    return T(static_cast<float>(v));
}

template <class T>
class arena {
 public:
  explicit arena(std::size_t n) : x_(n), dy_(n), out_(n) {
    // Values from −8 to 8 in an order no branch predictor or prefetcher can use (a full-period congruential
    // generator, constants from Steele & Vigna 2022).
    std::uint64_t state = 1;
    for (std::size_t i = 0; i < n; ++i) {
      state = state * 0xd1342543de82ef95U + 1;
      x_[i] = from_double<T>(static_cast<double>(state >> 40U) * 0x1p-20 - 8);
      dy_[i] = from_double<T>(1);
    }
  }

  std::vector<contestant> contestants(const bench_plan& plan, const std::string& type) {
    const std::size_t n = x_.size();
    std::vector<contestant> list;
    list.push_back({{"copy", "", type, n, 0, 0, 0, 0}, 2, [this] { copy(); }, 1, {}});
    for (const activation& f : plan.functions) {
      const std::size_t columns = f.card().of_rows ? (n % row_columns == 0 ? row_columns : n) : 0;
      for (const std::string& pass : plan.passes) {
        const bool forward = pass == "forward";
        list.push_back(
            {{f.to_string(), pass, type, n, columns, 0, 0, 0},
             forward ? std::size_t{2} : std::size_t{3},
             [this, f, forward, columns] { forward ? run_forward(f, columns) : run_backward(f, columns); },
             1,
             {}});
      }
    }
    if (!plan.gates.empty()) b_.assign(x_.rbegin(), x_.rend()), db_.resize(n);
    for (const gate& g : plan.gates) {
      for (const std::string& pass : plan.passes) {
        const bool forward = pass == "forward";
        list.push_back({{g.to_string(), pass, type, n, 0, 0, 0, 0},
                        forward ? std::size_t{3} : std::size_t{5},
                        [this, g, forward] { forward ? run_forward(g) : run_backward(g); },
                        1,
                        {}});
      }
    }
    return list;
  }

 private:
  void copy() {
    std::memcpy(out_.data(), x_.data(), x_.size() * sizeof(T));
    asm volatile("" : : "r"(out_.data()) : "memory");  // the copy may not be optimised away
  }
  void run_forward(const activation& f, std::size_t columns) {
    f.forward(std::span<const T>(x_), std::span<T>(out_).first(results_of(f, columns)), columns);
  }
  void run_backward(const activation& f, std::size_t columns) {
    f.backward(std::span<const T>(x_), std::span<const T>(dy_).first(results_of(f, columns)),
               std::span<T>(out_), columns);
  }
  std::size_t results_of(const activation& f, std::size_t columns) const {
    return f.card().reduces ? x_.size() / columns : x_.size();
  }
  void run_forward(const gate& g) {
    g.forward(std::span<const T>(x_), std::span<const T>(b_), std::span<T>(out_));
  }
  void run_backward(const gate& g) {
    g.backward(std::span<const T>(x_), std::span<const T>(b_), std::span<const T>(dy_), std::span<T>(out_),
               std::span<T>(db_));
  }
  std::vector<T> x_, dy_, out_, b_, db_;  // the last two of gates
};

template <class T>
std::vector<timing> measure_group(const bench_plan& plan, const std::string& type, std::size_t n) {
  arena<T> memory(n);
  std::vector<contestant> list = memory.contestants(plan, type);
  for (contestant& c : list) calibrate(c);
  for (unsigned round = 0; round < plan.rounds; ++round) {
    // Each round starts with another contestant, so that none always follows the same neighbour's cache state
    // first.
    for (std::size_t i = 0; i < list.size(); ++i) {
      contestant& c = list[(i + round) % list.size()];
      c.seconds.push_back(time_of(c) / static_cast<double>(c.repeats));
    }
  }
  std::vector<timing> results;
  for (contestant& c : list) {
    summarise(c, sizeof(T));
    results.push_back(c.result);
  }
  return results;
}

}  // namespace

const std::vector<std::string>& bench_plan::all_types() {
  static const std::vector<std::string> names{"f32", "f64", "f16", "bf16"};
  return names;
}

const std::vector<std::string>& bench_plan::all_passes() {
  static const std::vector<std::string> names{"forward", "backward"};
  return names;
}

void measure(const bench_plan& plan, const std::function<void(const std::vector<timing>&)>& done) {
  use_threads(plan.threads);
  for (const std::string& type : plan.types) {
    for (const std::size_t n : plan.sizes) {
      if (type == "f32") done(measure_group<float>(plan, type, n));
      if (type == "f64") done(measure_group<double>(plan, type, n));
      if (type == "f16") done(measure_group<f16>(plan, type, n));
      if (type == "bf16") done(measure_group<bf16>(plan, type, n));
    }
  }
}

std::string machine_text(unsigned threads) {
  std::string processor = "unknown processor", line;
  std::ifstream facts("/proc/cpuinfo");
  while (std::getline(facts, line)) {
    if (line.rfind("model name", 0) == 0) {
      processor = line.substr(std::min(line.find(": ") + 2, line.size()));
      break;
    }
  }
  return fmt::format("{}, {}, {} thread{}", processor, active_isa(), threads, threads == 1 ? "" : "s");
}

std::string timings_json(const std::vector<timing>& timings, const std::string& machine,
                         const bench_plan& plan) {
  nlohmann::ordered_json document;
  document["machine"] = machine;
  document["isa"] = active_isa();
  document["threads"] = plan.threads;
  document["rounds"] = plan.rounds;
  document["timings"] = nlohmann::ordered_json::array();
  double copy = 0;
  for (const timing& t : timings) {
    if (t.function == "copy") copy = t.gigabytes_per_second;  // each group starts with its copy
    document["timings"].push_back({{"function", t.function},
                                   {"pass", t.pass},
                                   {"type", t.type},
                                   {"elements", t.elements},
                                   {"columns", t.columns},
                                   {"ns_per_element", t.nanoseconds},
                                   {"spread", t.spread},
                                   {"gb_per_s", t.gigabytes_per_second},
                                   {"of_copy", t.gigabytes_per_second / copy}});
  }
  return document.dump(2) + "\n";
}

}  // namespace hillock::cli
