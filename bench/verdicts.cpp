// SPDX-License-Identifier: Apache-2.0
// How often verdicts are wrong: many small experiments by the lab's protocol where the truth is known.
//   bench_verdicts ties DATA…             one function under two names: how often is it better or worse than
//   itself? bench_verdicts contradictions DATA…   do experiments with other seeds say the opposite?
//   bench_verdicts new-rows DATA…         do verdicts from 300 rows hold for all others of the same origin?
//   bench_verdicts permuted DATA…         is the score at chance where the labels mean nothing?
// Runs are short (mlp:16x2, 20 epochs), the protocol is whole: a split, a search and draws of its own for
// each seed. DATA is a file or a generator's name; FILE:TASK and NAME@ROWS are understood.
#include <fmt/format.h>

#include <boost/math/distributions/binomial.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string_view>

#include "lab/machine.hpp"
#include "verdict_study.hpp"

namespace {

using namespace hillock;
using namespace hillock::lab;
using study::contestant;

struct options {
  std::size_t experiments = 0;  // 0: what docs/statistics.md asks for
  unsigned seeds = 10;
  std::size_t sample = 300;
  experiment_options lab;
};

std::string env(const char* name, const char* standard) {
  const char* value = std::getenv(name);
  return value == nullptr ? standard : value;
}

options read_options() {
  options o;
  o.experiments = std::stoul(env("EXPERIMENTS", "0"));
  o.seeds = static_cast<unsigned>(std::stoul(env("SEEDS", "10")));
  o.sample = std::stoul(env("SAMPLE", "300"));
  o.lab.model = env("MODEL", "mlp:16x2");
  o.lab.epochs = static_cast<unsigned>(std::stoul(env("EPOCHS", "20")));
  o.lab.batch = static_cast<unsigned>(std::stoul(env("BATCH", "16")));
  o.lab.activations = {"relu", "tanh", "sigmoid", "identity", "leaky_relu"};
  return o;
}

data::dataset load(std::string text) {
  data::load_options from;
  if (const auto at = text.rfind('@'); at != std::string::npos)
    from.rows = std::stoul(text.substr(at + 1)), text.resize(at);
  if (text.ends_with(":regression")) from.task = data::task::regression, text.resize(text.size() - 11);
  from.source = text;
  return data::load(from);
}

// "12 of 400 = 3.0 % [1.6, 5.2]" with the interval of Clopper & Pearson (1934).
std::string share(std::size_t count, std::size_t all) {
  if (all == 0) return "none of 0";
  using law = boost::math::binomial_distribution<>;
  const auto n = static_cast<double>(all), k = static_cast<double>(count);
  const double low = count == 0 ? 0 : law::find_lower_bound_on_p(n, k, 0.025);
  const double high = count == all ? 1 : law::find_upper_bound_on_p(n, k, 0.025);
  return fmt::format("{} of {} = {:.2f} % [{:.2f}, {:.2f}]", count, all, 100 * k / n, 100 * low, 100 * high);
}

struct tally {
  std::size_t better = 0, worse = 0, equivalent = 0, open = 0;
  void add(judgement says) {
    ++(says == judgement::better       ? better
       : says == judgement::worse      ? worse
       : says == judgement::equivalent ? equivalent
                                       : open);
  }
  std::size_t decided() const { return better + worse; }
  std::size_t all() const { return decided() + equivalent + open; }
};

const verdict* against(const result& r, const std::string& candidate) {
  for (const verdict& v : r.verdicts)
    if (v.candidate == candidate && v.reference == r.baseline) return &v;
  return nullptr;
}

// What the plain paired machinery, without the rows' part, would have said: for comparison.
judgement plain(const result& r, const std::string& candidate) {
  result light = r;
  for (auto& c : light.candidates)
    for (auto& each : c.runs) each.by_row = {};
  light.verdicts = compare_all(light);
  return against(light, candidate)->says;
}

void ties(const data::dataset& whole, const options& o) {
  const std::size_t count = o.experiments ? o.experiments : 400;
  const settings s = study::settings_for(whole, o.lab);
  std::mutex mutex;
  tally said, said_plainly;
  study::in_parallel(count, available_cores(), [&](std::size_t i) {
    // The same splits for both, and draws that no other run has.
    const result r = study::experiment(s, whole, 1 + i * o.seeds, o.seeds,
                                       {{"relu", 0, 0}, {"relu again", 0, 1'000'000'000}});
    const std::lock_guard lock(mutex);
    said.add(against(r, "relu again")->says);
    said_plainly.add(plain(r, "relu again"));
  });
  fmt::print("{:28} better or worse {:36} better {:3} worse {:3} tied {:3} open {:3}   without rows: {}\n",
             whole.name, share(said.decided(), count), said.better, said.worse, said.equivalent, said.open,
             share(said_plainly.decided(), count));
}

void contradictions(const data::dataset& whole, const options& o, std::map<std::string, std::size_t>& total) {
  const std::size_t pairs = o.experiments ? o.experiments : 60;
  const settings s = study::settings_for(whole, o.lab);
  const std::vector<contestant> all{{"relu", 0}, {"tanh", 1}, {"sigmoid", 2}, {"identity", 3}};
  std::vector<result> found(2 * pairs);
  study::in_parallel(found.size(), available_cores(), [&](std::size_t i) {
    found[i] = study::experiment(s, whole, 1 + i * o.seeds, o.seeds, all);
    for (auto& c : found[i].candidates) c.runs.clear();
  });
  std::size_t verdicts = 0, opposite = 0, decided = 0, same_sign = 0;
  for (std::size_t i = 0; i < pairs; ++i)
    for (std::size_t k = 1; k < all.size(); ++k) {
      const verdict &a = *against(found[2 * i], all[k].name), &b = *against(found[2 * i + 1], all[k].name);
      const auto clear = [](const verdict& v) {
        return v.says == judgement::better || v.says == judgement::worse;
      };
      ++verdicts;
      opposite += clear(a) && clear(b) && a.says != b.says;
      for (const auto& [one, other] : {std::pair(&a, &b), std::pair(&b, &a)})
        if (clear(*one)) ++decided, same_sign += one->difference * other->difference > 0;
    }
  total["verdicts"] += verdicts, total["opposite"] += opposite;
  total["decided"] += decided, total["same"] += same_sign;
  fmt::print("{:28} opposite {:34} same sign where one decides {}\n", whole.name, share(opposite, verdicts),
             share(same_sign, decided));
}

// The claims of docs/statistics.md, over all data sets and candidates.
struct claims {
  std::size_t wrong_way = 0, verdicts = 0;           // better where the truth is worse, or the reverse
  std::size_t decided_near_zero = 0, near_zero = 0;  // where the truth lies within a fifth of the margin
  std::size_t tied_outside = 0, outside = 0;         // equivalent where the truth lies outside the margin
  std::size_t found = 0;                             // decided, where it lies outside

  void add(judgement says, double gain, double margin) {
    const bool better = says == judgement::better, worse = says == judgement::worse;
    ++verdicts, wrong_way += (better && gain < 0) || (worse && gain > 0);
    if (std::fabs(gain) <= margin / 5) ++near_zero, decided_near_zero += better || worse;
    if (std::fabs(gain) <= margin) return;
    ++outside, tied_outside += says == judgement::equivalent, found += better || worse;
  }
};

void new_rows(const data::dataset& whole, const options& o, claims& all_claims, claims& plain_claims) {
  const std::size_t samples =
      std::min(o.experiments ? o.experiments : whole.rows / o.sample, whole.rows / o.sample);
  const std::vector<contestant> all{
      {"relu", 0}, {"tanh", 1}, {"sigmoid", 2}, {"identity", 3}, {"leaky_relu", 4}};
  const auto order = philox(1, "samples").permutation(whole.rows);
  std::vector<result> found(samples);
  std::vector<std::vector<double>> outside_scores(samples, std::vector<double>(all.size()));
  study::in_parallel(samples, available_cores(), [&](std::size_t i) {
    const auto begin = order.begin() + static_cast<std::ptrdiff_t>(i * o.sample);
    std::vector<std::uint32_t> inside(begin, begin + static_cast<std::ptrdiff_t>(o.sample)), outside;
    outside.insert(outside.end(), order.begin(), begin);
    outside.insert(outside.end(), begin + static_cast<std::ptrdiff_t>(o.sample), order.end());
    std::sort(inside.begin(), inside.end());
    std::sort(outside.begin(), outside.end());
    const data::dataset sample = study::rows_of(whole, inside), rest = study::rows_of(whole, outside);
    const settings s = study::settings_for(sample, o.lab);
    found[i] = study::experiment(s, sample, 1 + i * o.seeds, o.seeds, all,
                                 [&](nn::network<float>& net, const ground& on, std::size_t k) {
                                   outside_scores[i][k] +=
                                       study::score_outside(s, net, on, sample, rest) / o.seeds;
                                 });
  });
  const double margin = found[0].margin, n = static_cast<double>(samples);
  for (std::size_t k = 1; k < all.size(); ++k) {
    std::vector<double> truths, means;
    double truth = 0, within = 0, rows = 0;
    for (std::size_t i = 0; i < samples; ++i) {
      const verdict& v = *against(found[i], all[k].name);
      truths.push_back(outside_scores[i][k] - outside_scores[i][0]);
      means.push_back(v.difference);
      truth += truths.back() / n;
      within += v.deviation * v.deviation / n;
      rows += v.rows_deviation * v.rows_deviation / n;
    }
    double spread = 0, mean = 0;
    for (const double m : means) mean += m / n;
    for (const double m : means) spread += (m - mean) * (m - mean) / (n - 1);
    tally said, said_plainly;
    std::size_t held = 0;
    for (const result& r : found) {
      const verdict& v = *against(r, all[k].name);
      said.add(v.says), said_plainly.add(plain(r, all[k].name));
      const double gain = truth * gain_of(*r.metric);
      all_claims.add(v.says, gain, margin), plain_claims.add(plain(r, all[k].name), gain, margin);
      held += v.low <= truth && truth <= v.high;
    }
    // Between samples the means vary by both parts: what is more than the seeds' is the rows' (ρ of a split).
    const double between = spread - within / o.seeds, rho = between / (between + within);
    fmt::print(
        "{:22} {:10} truth {:+.4f} (margin {:.4f})  better {:2} worse {:2} tied {:2} open {:2} of {:3}  "
        "interval holds it {}\n"
        "    without rows: better {:2} worse {:2} tied {:2} open {:2}   deviation of a seed {:.4f}, of means "
        "between samples {:.4f}; beyond the seeds' part {:+.4f}, estimated {:.4f}; rho {:+.3f}\n",
        whole.name, all[k].name, truth, margin, said.better, said.worse, said.equivalent, said.open, samples,
        share(held, samples), said_plainly.better, said_plainly.worse, said_plainly.equivalent,
        said_plainly.open, std::sqrt(within), std::sqrt(spread),
        std::copysign(std::sqrt(std::fabs(between)), between), std::sqrt(rows), rho);
  }
}

void permuted(const data::dataset& whole, const options& o) {
  const std::size_t count = o.experiments ? o.experiments : 60;
  std::vector<double> scores(count);
  double chance = 0;
  std::mutex mutex;
  study::in_parallel(count, available_cores(), [&](std::size_t i) {
    const data::dataset nonsense = study::permuted(whole, 1 + i);
    const settings s = study::settings_for(nonsense, o.lab);
    const result r = study::experiment(s, nonsense, 1 + i * o.seeds, o.seeds, {{"relu", 0}});
    for (const run& each : r.candidates[0].runs) scores[i] += each.test / o.seeds;
    const std::lock_guard lock(mutex);
    chance +=
        1.0 / static_cast<double>(std::max<std::size_t>(1, whole.classes())) / static_cast<double>(count);
  });
  const estimate mean = bca_mean(scores);
  fmt::print("{:28} mean score of {} permutations {:.4f} [{:.4f}, {:.4f}], guessing {:.4f}\n", whole.name,
             count, mean.mean, mean.low, mean.high, chance);
}

}  // namespace

int main(int count, char** words) {
  const std::string_view what = count > 1 ? words[1] : "";
  if (count < 3 || (what != "ties" && what != "contradictions" && what != "new-rows" && what != "permuted")) {
    fmt::print(stderr, "usage: bench_verdicts ties|contradictions|new-rows|permuted DATA…\n");
    return 2;
  }
  use_threads(1);
  const options o = read_options();
  fmt::print("{}: {}, {} epochs in batches of {}, {} seeds an experiment; {}\n", what, o.lab.model,
             o.lab.epochs, o.lab.batch, o.seeds, describe_machine());
  std::map<std::string, std::size_t> total;
  claims with_rows, without_rows;
  for (int i = 2; i < count; ++i) {
    const data::dataset whole = load(words[i]);
    if (what == "ties") ties(whole, o);
    if (what == "contradictions") contradictions(whole, o, total);
    if (what == "new-rows") new_rows(whole, o, with_rows, without_rows);
    if (what == "permuted") permuted(whole, o);
    std::fflush(stdout);
  }
  if (what == "new-rows")
    for (const auto& [c, name] :
         {std::pair(&with_rows, "all"), std::pair(&without_rows, "all, without rows")})
      fmt::print(
          "{:22} the wrong way {}; decided where the truth is within a fifth of the margin {}; tied where it "
          "is "
          "outside {}; found where it is outside {}\n",
          name, share(c->wrong_way, c->verdicts), share(c->decided_near_zero, c->near_zero),
          share(c->tied_outside, c->outside), share(c->found, c->outside));
  if (what == "contradictions")
    fmt::print("{:28} opposite {:34} same sign where one decides {}\n", "all",
               share(total["opposite"], total["verdicts"]), share(total["same"], total["decided"]));
  return 0;
}
