// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hillock::isa::x86 {

// Whether this machine has what the file of that name is compiled for. Defined in dispatch.cpp, in baseline
// code.
bool has_avx2();
bool has_avx512();

}  // namespace hillock::isa::x86
