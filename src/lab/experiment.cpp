// SPDX-License-Identifier: Apache-2.0
#include "lab/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

#include "hillock/version.hpp"
#include "kernel/parallel.hpp"
#include "lab/decision.hpp"
#include "lab/evaluate.hpp"
#include "lab/journal.hpp"
#include "lab/machine.hpp"
#include "lab/plan.hpp"
#include "lab/summarize.hpp"

namespace hillock::lab {
namespace {

/// While runs go side by side, one call must not use several threads.
class single_threaded_calls {
 public:
  single_threaded_calls() : before_(kernel::threads()) { use_threads(1); }
  ~single_threaded_calls() { use_threads(before_); }
  single_threaded_calls(const single_threaded_calls&) = delete;
  single_threaded_calls& operator=(const single_threaded_calls&) = delete;

 private:
  unsigned before_;
};

/// The runs of one session, shared out over threads. Everything below the mutex is touched only while it is
/// held.
class session {
 public:
  session(const training_ground& ground, journal_file& file, const experiment_hooks& hooks);
  void run(unsigned threads);
  const std::vector<record>& records() const noexcept { return records_; }

 private:
  void work();
  bool next(planned_run& plan);
  void keep(record finished, const planned_run& plan);
  void report(std::size_t candidate, bool tuning);
  bool asked_to_stop();
  bool rate_known(std::size_t candidate) const noexcept { return tuning_left_[candidate] == 0; }

  const training_ground ground_;  // three references: copied, because callers pass a temporary
  journal_file& file_;
  const experiment_hooks& hooks_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double earlier_ = 0;  // wall clock of earlier sessions
  std::atomic<bool> stop_{false};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<planned_run> plan_;  // what is left to do, in order
  std::size_t taken_ = 0;
  std::vector<record> records_;
  std::vector<std::size_t> tuning_left_, done_, total_;  // per candidate
  std::exception_ptr failure_;
};

session::session(const training_ground& ground, journal_file& file, const experiment_hooks& hooks)
    : ground_(ground), file_(file), hooks_(hooks), records_(file.contents().records) {
  const std::size_t candidates = ground.how.candidates.size();
  tuning_left_.resize(candidates), done_.resize(candidates), total_.resize(candidates);
  for (const record& r : records_) earlier_ = std::max(earlier_, r.elapsed);
  for (const planned_run& each : make_plan(ground.how, has_decision_map(ground.data))) {
    ++total_[each.candidate];
    if (is_done(ground.how, each, records_)) {
      ++done_[each.candidate];
    } else {
      plan_.push_back(each);
      tuning_left_[each.candidate] += each.tuning ? 1u : 0u;
    }
  }
}

void session::run(unsigned threads) {
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < total_.size(); ++i) report(i, !rate_known(i));
  }
  const single_threaded_calls calls;
  const std::size_t count = std::min<std::size_t>(threads, plan_.size());
  std::atomic<bool> finished{false};
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < count; ++i) workers.emplace_back([this] { work(); });
  // A signal handler can only set a flag; someone has to look at it and wake whoever waits.
  std::jthread watch([&] {
    while (!finished && hooks_.stop != nullptr) {
      if (asked_to_stop()) changed_.notify_all();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  workers.clear();
  finished = true;
  watch.join();
  if (failure_) std::rethrow_exception(failure_);
  const std::size_t done = std::accumulate(done_.begin(), done_.end(), std::size_t{0});
  const std::size_t all = std::accumulate(total_.begin(), total_.end(), std::size_t{0});
  if (done < all)
    throw interrupted(
        fmt::format("interrupted: {} of {} runs are finished and safe in {}; run the same command again "
                    "to go on",
                    done, all, file_.path().string()));
}

void session::work() {
  try {
    for (planned_run plan; next(plan);) {
      std::optional<record> finished = train(ground_, plan, stop_);
      if (!finished) return;
      keep(std::move(*finished), plan);
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    stop_ = true;
    changed_.notify_all();
  }
}

bool session::asked_to_stop() {
  if (hooks_.stop != nullptr && hooks_.stop->load()) stop_ = true;
  return stop_;
}

/// Hands out the next run; waits while its candidate's learning rate is still being chosen by other threads.
bool session::next(planned_run& plan) {
  std::unique_lock lock(mutex_);
  if (asked_to_stop() || taken_ == plan_.size()) return false;
  plan = plan_[taken_++];
  if (plan.tuning) return true;
  while (!stop_ && !rate_known(plan.candidate)) changed_.wait_for(lock, std::chrono::milliseconds(50));
  if (stop_) return false;
  plan.learning_rate =
      choose_learning_rate(ground_.how, ground_.how.candidates[plan.candidate].to_string(), records_);
  return true;
}

void session::keep(record finished, const planned_run& plan) {
  const std::lock_guard lock(mutex_);
  const std::chrono::duration<double> now = std::chrono::steady_clock::now() - start_;
  finished.elapsed = earlier_ + now.count();
  file_.append(to_line(finished));
  records_.push_back(std::move(finished));
  ++done_[plan.candidate];
  if (plan.tuning) --tuning_left_[plan.candidate];
  changed_.notify_all();
  report(plan.candidate, plan.tuning);
}

void session::report(std::size_t candidate, bool tuning) {
  if (hooks_.progressed)
    hooks_.progressed({candidate, done_[candidate], total_[candidate], tuning ? "tuning" : "training"});
}

journal_header header_of(const settings& s, const data::split_data& data) {
  journal_header h;
  h.program = version;
  h.options = to_configuration(s.options);
  h.configuration_hash = hash_of(h.options, data.hash);
  std::error_code problem;
  const std::filesystem::path path = std::filesystem::absolute(s.options.data.source, problem);
  h.source = !problem && std::filesystem::exists(path, problem) ? path.string() : s.options.data.source;
  h.data = data;
  h.chance = chance_score(data.test, data.task);
  h.machine = describe_machine();
  // What is compared and reported later is what the journal's text says.
  return *parse_journal(to_line(h), "header").header;
}

/// The data a journal was made from, or, where they are gone or changed, what its header tells of them.
data::split_data data_of(const journal_header& header, const experiment_options& options,
                         std::vector<std::string>& warnings) {
  try {
    data::load_options from = options.data;
    from.source = header.source;
    data::split_data data = data::split(data::load(from), options.split);
    if (data.hash == header.data.hash) {
      data.name = header.data.name;
      return data;
    }
    warnings.push_back(fmt::format(
        "the data in {} have changed since the experiment; the report shows no data points", header.source));
  } catch (const error& problem) {
    warnings.push_back(
        fmt::format("the experiment's data cannot be read again, so the report shows no data points: {}",
                    problem.what()));
  }
  return header.data;
}

}  // namespace

result run_experiment(const experiment_options& options, const experiment_hooks& hooks) {
  settings s = settle(options);
  const data::split_data data = data::split(data::load(options.data), options.split);
  fit(s, data);
  journal_file file(options.out);
  if (file.contents().torn) s.warnings.push_back(*file.contents().torn);
  if (hooks.warned)
    for (const std::string& warning : s.warnings) hooks.warned(warning);

  const journal_header here = header_of(s, data);
  if (file.contents().header)
    require_same_experiment(*file.contents().header, here, file.path());
  else
    file.append(to_line(here));

  result r = blank_result(s, data);
  r.machine = here.machine;
  if (hooks.started) hooks.started(r);

  const probe_set probes(data, options.split.seed);
  session runs({s, data, probes}, file, hooks);
  runs.run(options.threads == 0 ? available_cores() : options.threads);
  summarize(r, s, runs.records());
  return r;
}

result read_experiment(const std::filesystem::path& folder) {
  const journal j = read_journal(folder);
  const std::string name = (folder / "runs.jsonl").string();
  if (!j.header)
    throw data_error(fmt::format("{}: no experiment in it: not even its first line is whole", name));
  settings s;
  try {
    s = settle(from_configuration(j.header->options));
  } catch (const usage_error& problem) {
    throw data_error(fmt::format("{}:1: {}", name, problem.what()));
  }
  if (j.torn) s.warnings.push_back(*j.torn);
  const data::split_data data = data_of(*j.header, s.options, s.warnings);
  fit(s, data);
  result r = blank_result(s, data);
  r.chance = j.header->chance;
  r.machine = j.header->machine;
  summarize(r, s, j.records);
  return r;
}

}  // namespace hillock::lab
