// SPDX-License-Identifier: Apache-2.0
// Another thread's use() while the first call still looks for its path: the program's own getenv, which that
// call asks for HILLOCK_ISA, takes the other thread's part at the worst moment. Exits with 0 if use() won.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "hillock/runtime.hpp"

extern char** environ;

namespace {
int asked = 0;
}

extern "C" char* getenv(const char* name) noexcept {
  if (std::strcmp(name, "HILLOCK_ISA") == 0 && asked++ == 0) hillock::use("portable");
  const std::size_t length = std::strlen(name);
  for (char** each = environ; each && *each; ++each)
    if (std::strncmp(*each, name, length) == 0 && (*each)[length] == '=') return *each + length + 1;
  return nullptr;
}

int main() {
  unsetenv("HILLOCK_ISA");
  const std::string first(hillock::active_isa()), later(hillock::active_isa());
  std::printf("asked %d times; first %s, later %s\n", asked, first.c_str(), later.c_str());
  return asked > 0 && first == "portable" && later == "portable" ? 0 : 1;
}
