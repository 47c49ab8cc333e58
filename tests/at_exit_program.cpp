// SPDX-License-Identifier: Apache-2.0
// Calls at the end of the process: from a static object's destructor, from an atexit handler and from a
// thread_local's destructor, each of them older than the library's first use, so that it runs after whatever
// the library destroys. Exits with 0 if all three found what they should.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "hillock/c.h"
#include "hillock/hillock.hpp"

namespace {

int passed = 0;

void call_everything(const char* from) {
  std::vector<float> x(std::size_t{1} << 19, 2);  // enough for several threads
  hillock::find("leaky_relu(slope=0.25)").forward(x);
  hillock_activation* f = nullptr;
  const bool right = hillock::find("LeakyReLU(alpha=0.25)")(-1.0f) == -0.25f && x.back() == 2 &&
                     hillock::all().size() == hillock_count() && hillock::isas().back() == "portable" &&
                     std::strstr(hillock_last_error(), "avx1024") != nullptr &&
                     hillock_find("sigmoyd", &f) == HILLOCK_INVALID_ARGUMENT &&
                     std::strstr(hillock_last_error(), "sigmoid") != nullptr &&
                     hillock_use("avx1024") == HILLOCK_INVALID_ARGUMENT;
  passed += right;
  std::printf("%s: %s\n", from, right ? "right" : "wrong");
}

struct last {
  const char* from;
  ~last() {
    call_everything(from);
    if (std::strcmp(from, "static object") == 0) std::_Exit(passed == 3 ? 0 : 1);  // nothing runs after it
  }
};

last of_process{"static object"};
thread_local last of_thread{"thread_local object"};

}  // namespace

int main() {
  std::atexit([] { call_everything("atexit handler"); });
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  static_cast<void>(of_thread.from);  // made here, before the first use
  hillock_use("avx1024");
  call_everything("main");
  passed = 0;
  return 2;  // unless the last of them says otherwise
}
