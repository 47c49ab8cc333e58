// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hillock::verify {

/// Thrown when an enclosure is too wide to answer: a comparison that could go either way, a division by what
/// may be zero.
struct undecided {};

}  // namespace hillock::verify
