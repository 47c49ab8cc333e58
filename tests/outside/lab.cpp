// SPDX-License-Identifier: Apache-2.0
#include <data/load.hpp>
#include <iostream>
#include <nn/initializer.hpp>

int main() {
  const auto data = hillock::data::split(hillock::data::load({}), {});
  std::cout << data.name << ": " << data.train.rows << " rows to train on\n";
  const double gain = hillock::nn::computed_gain(hillock::find("identity"));
  return data.train.rows > 0 && gain == 1 ? 0 : 1;
}
