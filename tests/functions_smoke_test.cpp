// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "hillock/hillock.hpp"

TEST(functions, every_path_gives_the_same_bits) {
  std::vector<float> x, y, reference;
  for (int i = -4000; i <= 4000; ++i) x.push_back(static_cast<float>(i) * 0.01f);
  y.resize(x.size()), reference.resize(x.size());
  for (const hillock::activation& f : hillock::all()) {
    hillock::use("portable");
    f.forward(x, reference);
    for (std::string_view isa : hillock::isas()) {
      hillock::use(isa);
      f.forward(x, y);
      EXPECT_EQ(std::memcmp(y.data(), reference.data(), y.size() * sizeof(float)), 0)
          << f.to_string() << " on " << isa;
    }
  }
}
