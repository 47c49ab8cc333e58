// SPDX-License-Identifier: Apache-2.0
// Calls that no overload takes, one for each CASE; compiled only to read what the compiler says.
#include <vector>

#include "hillock/activation.hpp"

void call(const hillock::activation& f) {
  const std::vector<float> input(3);
  std::vector<float> x(3), y(3), dy(3), dx(3);
  std::vector<double> wide(3);
  std::vector<int> whole(3);
#if CASE == 0
  f.forward(x, y);
#elif CASE == 1
  f.forward(whole, whole);
#elif CASE == 2
  f.forward(x, input);
#elif CASE == 3
  f.forward(x, wide, 3);
#elif CASE == 4
  f.forward(input);
#elif CASE == 5
  f(1);
#elif CASE == 6
  f(whole);
#elif CASE == 7
  f.slope(x, wide);
#elif CASE == 8
  f.backward(x, dy, wide);
#elif CASE == 9
  f.backward_from_output(y, dy, input);
#endif
}
