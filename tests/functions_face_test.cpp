// SPDX-License-Identifier: Apache-2.0
// Every way to call an activation, and how one is made, compared, printed and hashed.
#include <sstream>
#include <unordered_set>

#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::activation, hillock::find;

template <class Call>
std::string refused(const Call& call) {
  try {
    call();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "accepted";
}

template <class T>
class face : public ::testing::Test {};
TYPED_TEST_SUITE(face, element_types);

TYPED_TEST(face, calls_of_one_number_in_place_and_returning_agree_with_spans) {
  using T = TypeParam;
  const std::vector<T> x{make<T>(-2), make<T>(-0.5), make<T>(0), make<T>(0.75), make<T>(3), make<T>(20)};
  for (const activation& f : hillock::all()) {
    const std::size_t columns = f.card().of_rows ? 3 : 0;
    std::vector<T> y(f.card().reduces ? x.size() / columns : x.size()), in_place = x;
    f.forward(x, y, columns);
    if (f.card().reduces) {
      EXPECT_TRUE(refused([&] { f.forward(in_place, columns); }).ends_with(" makes one number of a row"))
          << f;
    } else {
      f.forward(in_place, columns);
      EXPECT_TRUE(same_bits(in_place, y, x)) << f;
    }
    EXPECT_TRUE(same_bits(f(x, columns), y, x)) << f;
    EXPECT_TRUE(same_bits(f(std::span<const T>(x), columns), y, x)) << f;
    for (std::size_t i = 0; i < x.size() && !f.card().of_rows; ++i)
      EXPECT_EQ(to_bits(f(x[i])), to_bits(y[i])) << f;
  }
  EXPECT_EQ(refused([] { find("softmax")(make<T>(1)); }),
            "hillock: softmax acts on rows: give it a row, not one number");
  EXPECT_TRUE(find("tanh")(std::vector<T>{}).empty());
}

// An output that starts inside an input would overwrite what is still to be read.
TYPED_TEST(face, outputs_are_an_input_or_apart_from_it) {
  using T = TypeParam;
  std::vector<T> memory(24);
  const auto at = [&](std::size_t i) { return std::span<T>(memory).subspan(i, 8); };
  const auto overlap = [](const std::string& a, const std::string& b, std::size_t apart) {
    return "hillock: " + a + " and " + b + " overlap, " + std::to_string(apart * sizeof(T)) +
           " bytes apart: they must be the same elements or have none in common";
  };
  for (const char* name : {"relu", "softmax"}) {
    const activation f = find(name);
    EXPECT_EQ(refused([&] { f.forward(at(0), at(0)); }), "accepted");
    EXPECT_EQ(refused([&] { f.forward(at(0), at(8)); }), "accepted");
    EXPECT_EQ(refused([&] { f.forward(at(8), at(0)); }), "accepted");
    EXPECT_EQ(refused([&] { f.forward(at(0), at(3)); }), overlap("x", "y", 3));
    EXPECT_EQ(refused([&] { f.forward(at(3), at(0)); }), overlap("x", "y", 3));
    EXPECT_EQ(refused([&] { f.backward(at(0), at(8), at(3)); }), overlap("x", "dx", 3));
    EXPECT_EQ(refused([&] { f.backward(at(8), at(0), at(3)); }), overlap("x", "dx", 5));
    EXPECT_EQ(refused([&] { f.backward(at(16), at(0), at(3)); }), overlap("dy", "dx", 3));
    EXPECT_EQ(refused([&] { f.backward(at(0), at(3), at(3)); }), overlap("x", "dx", 3));
    EXPECT_EQ(refused([&] { f.backward(at(0), at(3), at(11)); }), "accepted");  // x and dy: both are read
    EXPECT_EQ(refused([&] { f.backward(at(0), at(8), at(8)); }), "accepted");
    EXPECT_EQ(refused([&] { f.backward_from_output(at(0), at(8), at(3)); }), overlap("y", "dx", 3));
  }
  EXPECT_EQ(refused([&] { find("relu").slope(at(0), at(3)); }), overlap("x", "d", 3));
  EXPECT_EQ(refused([&] { find("relu").forward(at(3).first(0), at(3).first(0)); }), "accepted");
}

TEST(activations, begin_as_identity) {
  const activation f;
  EXPECT_EQ(f, find("identity"));
  EXPECT_EQ(f(0.25f), 0.25f);
}

TEST(activations, are_equal_bit_for_bit) {
  EXPECT_EQ(find("leaky_relu(slope=0.01)"), find("leaky_relu"));
  EXPECT_NE(find("leaky_relu(slope=0.02)"), find("leaky_relu"));
  EXPECT_NE(find("relu"), find("leaky_relu(slope=0)"));
  // −0 and 0 compute different zeros and print differently.
  EXPECT_NE(find("leaky_relu(slope=-0)"), find("leaky_relu(slope=0)"));
  EXPECT_EQ(find("leaky_relu(slope=-0)").to_string(), "leaky_relu(slope=-0)");
}

TEST(activations, print_their_name_and_parameters) {
  std::ostringstream out;
  out << find("tanh") << ' ' << find("LeakyReLU(alpha=0.25)");
  EXPECT_EQ(out.str(), "tanh leaky_relu(slope=0.25)");
}

TEST(activations, can_be_keys) {
  std::unordered_set<activation> set(hillock::all().begin(), hillock::all().end());
  EXPECT_EQ(set.size(), hillock::all().size());
  for (int i = 0; i < 1000; ++i) set.insert(find("leaky_relu").with("slope", i));
  EXPECT_EQ(set.size(), hillock::all().size() + 1000);
  EXPECT_TRUE(set.contains(find("LeakyReLU(alpha=7)")));
  EXPECT_FALSE(set.contains(find("leaky_relu(slope=7.5)")));
  std::unordered_set<std::size_t> hashes;
  for (const activation& f : set) hashes.insert(std::hash<activation>()(f));
  EXPECT_EQ(hashes.size(), set.size());
}

TEST(activations, unknown_paths_are_told_in_a_short_message) {
  const std::string huge(10'000'000, 'q');
  EXPECT_LT(refused([&] { hillock::use(huge); }).size(), 300u);
  EXPECT_LT(refused([&] { const hillock::scope here{.isa = huge}; }).size(), 300u);
}

}  // namespace
}  // namespace functions_test
