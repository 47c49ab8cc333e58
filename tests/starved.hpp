// SPDX-License-Identifier: Apache-2.0
// A process to which the system gives no more threads.
#pragma once
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

/// From here on there is room for so many MiB more. A thread takes 8 for its stack; where room is for none,
/// none can be made, also by root, whom RLIMIT_NPROC does not bind. For processes that end soon.
inline void leave_room_for(rlim_t mebibytes) {
  long pages = 0;
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (!file || std::fscanf(file, "%ld", &pages) != 1) std::_Exit(3);
  std::fclose(file);
  const rlim_t room = static_cast<rlim_t>(pages) * 4096 + (mebibytes << 20);
  const rlimit limit{room, room};
  if (setrlimit(RLIMIT_AS, &limit) != 0) std::_Exit(4);
}
