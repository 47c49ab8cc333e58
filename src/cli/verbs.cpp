// SPDX-License-Identifier: Apache-2.0
// The registry of verbs. A new verb is a file that defines `verb NAME_verb()`, and its name in this list.
#include "cli/verb.hpp"

#define HILLOCK_EACH_VERB(X) \
  X(compare)                 \
  X(report)                  \
  X(list)                    \
  X(info)                    \
  X(choose)                  \
  X(plot)                    \
  X(verify)                  \
  X(bench)                   \
  X(pages)                   \
  X(completions)

namespace hillock::cli {

#define HILLOCK_DECLARE(name) verb name##_verb();
HILLOCK_EACH_VERB(HILLOCK_DECLARE)
#undef HILLOCK_DECLARE

const std::vector<verb>& verbs() {
#define HILLOCK_ENTRY(name) name##_verb(),
  static const std::vector<verb> list{HILLOCK_EACH_VERB(HILLOCK_ENTRY)};
#undef HILLOCK_ENTRY
  return list;
}

}  // namespace hillock::cli
