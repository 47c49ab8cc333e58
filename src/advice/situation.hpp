// SPDX-License-Identifier: Apache-2.0
// What is known about a net and its task: the answers that advice rests on.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hillock::advice {

// The first value of every question is "don't know", or that nothing of the kind is the matter.

enum class tasks : std::uint8_t {
  unknown,
  binary,
  classes,
  multilabel,
  regression,
  bounded,
  positive,
  counts,
  ordinal,
  quantiles,
  angle,
  variance,
  detection,
  generation,
  language,
  equation,
  image,
  forces,
  control
};
enum class architectures : std::uint8_t {
  unknown,
  dense,
  convolutional,
  recurrent,
  simple_recurrent,
  transformer,
  graph
};
enum class depths : std::uint8_t { unknown, shallow, deep, very_deep };
enum class normalisations : std::uint8_t { unknown, none, batch, layer };
enum class residuals : std::uint8_t { unknown, no, yes };
enum class troubles : std::uint8_t {
  unknown,
  slow,
  stuck,
  diverging,
  dead,
  vanishing,
  exploding,
  noisy,
  saturated
};
enum class constraints : std::uint8_t {
  unknown,
  latency,
  int8,
  memory,
  reproducible,
  mobile,
  robust,
  privacy,
  lipschitz,
  fp8,
  sparse,
  checkpoint
};
enum class frameworks : std::uint8_t { unknown, pytorch, keras, jax, onnx, onednn, ggml, mlpack };
/// How many rows there are, and whether a class is rare: read from data, not asked.
enum class rows : std::uint8_t { unknown, few };
enum class rarity : std::uint8_t { unknown, rare };

/// One answer: its name as an option's value, and the line that explains it.
struct answer {
  std::string_view name;
  std::string_view about;
};

/// One question with all its answers, in the order of its enumeration.
struct question {
  std::string_view name;  ///< as an option's: "task"
  std::string_view asks;  ///< the sentence on the terminal
  std::span<const answer> answers;
};

inline constexpr std::size_t question_count = 10;
/// Questions in the order of place_of; the last two are never asked.
const std::array<question, question_count>& questions();

/// Which question an enumeration answers.
template <class E>
inline constexpr std::size_t place_of = question_count;
template <>
inline constexpr std::size_t place_of<tasks> = 0;
template <>
inline constexpr std::size_t place_of<architectures> = 1;
template <>
inline constexpr std::size_t place_of<depths> = 2;
template <>
inline constexpr std::size_t place_of<normalisations> = 3;
template <>
inline constexpr std::size_t place_of<residuals> = 4;
template <>
inline constexpr std::size_t place_of<troubles> = 5;
template <>
inline constexpr std::size_t place_of<constraints> = 6;
template <>
inline constexpr std::size_t place_of<frameworks> = 7;
template <>
inline constexpr std::size_t place_of<rows> = 8;
template <>
inline constexpr std::size_t place_of<rarity> = 9;

/// An answer to every question, 0 where it is not known.
struct situation {
  std::array<std::uint8_t, question_count> given{};

  template <class E>
  E get() const noexcept {
    return static_cast<E>(given[place_of<E>]);
  }
  template <class E>
  situation& set(E value) noexcept {
    given[place_of<E>] = static_cast<std::uint8_t>(value);
    return *this;
  }
};

/// Hidden layers as an answer: up to 4 are shallow, from 20 on very deep. The sources speak of at most 3 and
/// of at least 5; where the line runs is judgement.
depths depth_of(std::size_t hidden_layers) noexcept;

}  // namespace hillock::advice
