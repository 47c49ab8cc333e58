// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace hillock::lab {

/// Processor, cores, instruction set in use and compiler, in one line.
std::string describe_machine();

/// Cores this process may use.
unsigned available_cores();

}  // namespace hillock::lab
