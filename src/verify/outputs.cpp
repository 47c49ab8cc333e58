// SPDX-License-Identifier: Apache-2.0
#include "verify/outputs.hpp"

#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "base/philox.hpp"
#include "verify/hash.hpp"
#include "verify/patterns.hpp"

namespace hillock::verify {

namespace {

// Collects what work(i) returns for each block and hashes the sequence.
template <class Work>
std::string hash_blocks(std::size_t blocks, const job& how, const Work& work) {
  std::vector<block_hash> hashes(blocks);
  run_blocks(blocks, how, [&](std::size_t i) { hashes[i] = work(i); });
  return hash_of_blocks(hashes);
}

template <class T>
std::string hash_elements(const kernel::entry_points<T>& entry, kernel::loop<T> compute, const card& about,
                          const std::vector<pattern_run>& runs, const job& how) {
  const auto pieces = pieces_of(runs, hashed_block);
  const auto parameters = parameters_for<T>(about);
  return hash_blocks(pieces.size(), how, [&](std::size_t i) {
    thread_local std::vector<T> buffer(hashed_block);
    const pattern_run& piece = pieces[i];
    std::uint32_t bits = piece.first;
    for (std::size_t j = 0; j < piece.count; ++j, bits += piece.stride) buffer[j] = number_of<T>(bits);
    compute({buffer.data(), nullptr, buffer.data(), 1, piece.count, parameters.data(), entry.kernels});
    return hash_of_block(buffer.data(), piece.count * sizeof(T));
  });
}

// The rows that stand for a function of rows: 256 rows of each of these lengths, in blocks of 16 rows.
constexpr std::array<std::size_t, 6> row_lengths{1, 2, 7, 64, 1000, 4099};
constexpr std::size_t rows_per_block = 16, blocks_per_length = 256 / rows_per_block;

// Normal numbers, spread 1/8 … 16 by row; now and then an infinity, a NaN or a row of −inf.
template <class T>
void draw_row(std::span<T> row, std::string_view purpose, std::size_t index) {
  philox random(0, purpose, index);
  const double spread = std::ldexp(1.0, static_cast<int>(index % 8) - 3);
  for (T& x : row) x = static_cast<T>(static_cast<float>(random.normal() * spread));
  const auto special = [](float value) { return static_cast<T>(value); };
  constexpr float inf = std::numeric_limits<float>::infinity();
  const std::size_t place = random.below(row.size());
  if (index % 61 == 7) row[place] = special(-inf);
  if (index % 61 == 17) row[place] = special(inf);
  if (index % 61 == 27) row[place] = special(std::numeric_limits<float>::quiet_NaN());
  if (index % 61 == 37) std::fill(row.begin(), row.end(), special(-inf));
}

template <class T>
std::string hash_rows(const kernel::entry_points<T>& entry, const card& about, bool backward,
                      const job& how) {
  const auto parameters = parameters_for<T>(about);
  return hash_blocks(row_lengths.size() * blocks_per_length, how, [&](std::size_t i) {
    const std::size_t columns = row_lengths[i / blocks_per_length];
    const std::size_t results = about.reduces ? 1 : columns;  // of y and dy, in each row
    std::vector<T> x(rows_per_block * columns), dy(backward ? rows_per_block * results : 0);
    for (std::size_t r = 0; r < rows_per_block; ++r) {
      draw_row(std::span(x).subspan(r * columns, columns), "verify rows x", i * rows_per_block + r);
      if (backward)
        draw_row(std::span(dy).subspan(r * results, results), "verify rows dy", i * rows_per_block + r);
    }
    std::vector<T> y(about.reduces && !backward ? rows_per_block : 0);
    std::vector<T>& out = y.empty() ? x : y;
    (backward ? entry.backward : entry.forward)(
        {x.data(), dy.data(), out.data(), rows_per_block, columns, parameters.data(), entry.kernels});
    return hash_of_block(out.data(), out.size() * sizeof(T));
  });
}

template <class T>
std::string hash_of_type(const kernel::entry& entry, const card& about, bool slope,
                         const std::vector<pattern_run>& runs, const job& how) {
  const kernel::entry_points<T>& points = entry.of<T>();
  if (about.of_rows) return hash_rows<T>(points, about, slope, how);
  return hash_elements<T>(points, slope ? points.slope : points.forward, about, runs, how);
}

constexpr std::uint64_t elements_of_rows() {
  std::uint64_t sum = 0;
  for (const std::size_t columns : row_lengths) sum += rows_per_block * blocks_per_length * columns;
  return sum;
}

}  // namespace

std::string_view name_of(output o) {
  static constexpr std::string_view names[] = {"f32",  "f32_slope",  "f16",        "f16_slope",
                                               "bf16", "bf16_slope", "f32_sample", "f32_slope_sample"};
  return names[static_cast<std::size_t>(o)];
}

std::string_view pinned(const detail::function& f, output o) {
  static constexpr std::string_view pins::*fields[] = {
      &pins::f32,  &pins::f32_slope,  &pins::f16,        &pins::f16_slope,
      &pins::bf16, &pins::bf16_slope, &pins::f32_sample, &pins::f32_slope_sample};
  return f.pinned->*fields[static_cast<std::size_t>(o)];
}

digest hash_outputs(const isa::table& path, const detail::function& f, output what, const job& how) {
  const auto start = std::chrono::steady_clock::now();
  const kernel::entry& entry = path.entry_of(f.index);
  const card& about = *f.about;
  const bool slope = what == output::f32_slope || what == output::f16_slope || what == output::bf16_slope ||
                     what == output::f32_slope_sample;
  std::vector<pattern_run> runs{{0, 1, 65536}};
  digest d;
  switch (what) {
    case output::f32:
    case output::f32_slope:
    case output::f32_sample:
    case output::f32_slope_sample:
      runs = what == output::f32 || what == output::f32_slope ? all_patterns() : sample_patterns(about);
      d.hex = hash_of_type<float>(entry, about, slope, runs, how);
      break;
    case output::f16:
    case output::f16_slope:
      d.hex = hash_of_type<f16>(entry, about, slope, runs, how);
      break;
    case output::bf16:
    case output::bf16_slope:
      d.hex = hash_of_type<bf16>(entry, about, slope, runs, how);
      break;
  }
  d.inputs = about.of_rows ? elements_of_rows() : count_of(runs);
  d.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return d;
}

}  // namespace hillock::verify
