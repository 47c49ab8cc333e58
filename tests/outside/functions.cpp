// SPDX-License-Identifier: Apache-2.0
#include <hillock/hillock.hpp>
#include <iostream>
#include <vector>

int main() {
  const std::vector<float> x{-1, 0, 2};
  std::vector<float> y(3);
  hillock::find("leaky_relu").with("slope", 0.25).forward(x, y);
  for (const float v : y) std::cout << v << '\n';
  return y == std::vector<float>{-0.25F, 0, 2} ? 0 : 1;
}
