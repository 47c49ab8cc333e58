// SPDX-License-Identifier: Apache-2.0
#include "cli/curves.hpp"

namespace hillock::cli {

report::series curve(const activation& f, double from, double to, std::size_t samples,
                     double (*at)(const activation&, double)) {
  report::series s;
  s.name = f.to_string(), s.style = report::style_of(s.name);
  for (std::size_t i = 0; i < samples; ++i) {
    const double x = from + (to - from) * static_cast<double>(i) / static_cast<double>(samples - 1);
    s.x.push_back(x);
    s.y.push_back(at(f, x));
  }
  return s;
}

}  // namespace hillock::cli
