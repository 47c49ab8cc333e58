// SPDX-License-Identifier: Apache-2.0
// Elements that belong together and stand apart, copied together for the loops.
#pragma once
#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "hillock/call.hpp"

namespace hillock::face {

/// Some neighbouring lines of an array: element (line, position) stands at offset + line·line_stride +
/// position·position_stride, and once copied at line·positions + position.
struct patch {
  std::size_t offset, lines, positions, line_stride, position_stride;

  std::size_t from(std::size_t line, std::size_t position) const {
    return offset + line * line_stride + position * position_stride;
  }
  /// visit(line, position) for every element, in the order of the array, which is kinder to the caches.
  template <class Visit>
  void visit_places(const Visit& visit) const {
    if (line_stride < position_stride) {
      for (std::size_t j = 0; j < positions; ++j)
        for (std::size_t i = 0; i < lines; ++i) visit(i, j);
    } else {
      for (std::size_t i = 0; i < lines; ++i)
        for (std::size_t j = 0; j < positions; ++j) visit(i, j);
    }
  }
  /// visit(from, to) likewise.
  template <class Visit>
  void visit(const Visit& visit) const {
    visit_places([&](std::size_t i, std::size_t j) { visit(from(i, j), i * positions + j); });
  }
  template <class T>
  void copy(const T* array, T* together) const {
    visit([=](std::size_t from, std::size_t to) { together[to] = array[from]; });
  }
  template <class T>
  void copy_back(const T* together, T* array) const {
    visit([=](std::size_t from, std::size_t to) { array[from] = together[to]; });
  }
};

/// From this many neighbours on, a channel's elements go through the loops where they are.
inline constexpr std::size_t neighbours_enough = 64;

/// All patches of an array, each small enough for the first caches where a line is, and at least a cache line
/// wide.
class patches {
 public:
  /// Lines are rows: length elements, `inner` apart.
  static patches of_rows(const extent& shape, std::size_t element_bytes) {
    if (shape.inner == 1)
      return {shape.outer, shape.length, shape.length, 1, 1, 0, fitting(shape.length, element_bytes),
              shape.length};
    return {shape.inner,
            shape.length,
            1,
            shape.inner,
            shape.outer,
            shape.length * shape.inner,
            wide(shape.length, element_bytes),
            shape.length};
  }
  /// Lines are the elements at one place of all the `outer` parts, which one channel has.
  static patches of_channels(const extent& shape, std::size_t element_bytes) {
    const std::size_t part = shape.length * shape.inner, most = std::min<std::size_t>(shape.outer, 256);
    return {part, shape.outer, 1, part, 1, 0, wide(most, element_bytes), most};
  }

  std::size_t count() const { return groups_ * bands() * sections(); }
  /// Elements of the largest one.
  std::size_t largest() const { return lines_at_once_ * positions_at_once_; }
  patch at(std::size_t i) const {
    const std::size_t section = i % sections(), band = i / sections() % bands(),
                      group = i / sections() / bands();
    const std::size_t line = band * lines_at_once_, position = section * positions_at_once_;
    return {group * group_stride_ + line * line_stride_ + position * position_stride_,
            std::min(lines_at_once_, lines_ - line), std::min(positions_at_once_, positions_ - position),
            line_stride_, position_stride_};
  }

 private:
  static constexpr std::size_t cache_line = 64, first_cache = std::size_t{1} << 14;

  patches(std::size_t lines, std::size_t positions, std::size_t line_stride, std::size_t position_stride,
          std::size_t groups, std::size_t group_stride, std::size_t lines_at_once,
          std::size_t positions_at_once)
      : lines_(lines),
        positions_(positions),
        line_stride_(line_stride),
        position_stride_(position_stride),
        groups_(groups),
        group_stride_(group_stride),
        lines_at_once_(std::min(lines, lines_at_once)),
        positions_at_once_(positions_at_once) {}

  static std::size_t fitting(std::size_t positions, std::size_t element_bytes) {
    return std::max<std::size_t>(1, first_cache / element_bytes / positions);
  }
  static std::size_t wide(std::size_t positions, std::size_t element_bytes) {
    return std::max(fitting(positions, element_bytes), cache_line / element_bytes);
  }
  std::size_t bands() const { return (lines_ + lines_at_once_ - 1) / lines_at_once_; }
  std::size_t sections() const { return (positions_ + positions_at_once_ - 1) / positions_at_once_; }

  std::size_t lines_, positions_, line_stride_, position_stride_, groups_, group_stride_, lines_at_once_,
      positions_at_once_;
};

/// Memory for patches, made before anything is computed, for as many threads as are expected at once; another
/// one waits.
template <class T>
class gather_buffers {
 public:
  /// `arrays` of `elements` in each place.
  gather_buffers(std::size_t arrays, std::size_t elements, std::size_t places)
      : arrays_(arrays), elements_(elements), memory_(new T[arrays * elements * places]) {
    for (std::size_t i = 0; i < places; ++i) free_.push_back(memory_.get() + i * arrays * elements);
  }

  /// One place, given back at the end.
  class place {
   public:
    explicit place(gather_buffers& all) : all_(all) {
      std::unique_lock<std::mutex> lock(all_.mutex_);
      all_.given_back_.wait(lock, [&] { return !all_.free_.empty(); });
      x_ = all_.free_.back();
      all_.free_.pop_back();
    }
    ~place() {
      const std::lock_guard<std::mutex> lock(all_.mutex_);
      all_.free_.push_back(x_);  // it held this many before: no allocation
      all_.given_back_.notify_one();
    }
    place(const place&) = delete;
    place& operator=(const place&) = delete;

    T* x() const { return x_; }
    T* dy() const { return all_.arrays_ == 2 ? x_ + all_.elements_ : nullptr; }

   private:
    gather_buffers& all_;
    T* x_ = nullptr;
  };
  place lend() { return place(*this); }

 private:
  std::size_t arrays_, elements_;
  std::unique_ptr<T[]> memory_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<T*> free_;
};

}  // namespace hillock::face
