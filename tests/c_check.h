/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the C interface check with. */
#ifndef HILLOCK_C_CHECK_H
#define HILLOCK_C_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hillock/c.h"

#define CHECK(condition)                                                                                     \
  do {                                                                                                       \
    if (!(condition)) {                                                                                      \
      fprintf(stderr, "%s:%d: %s (last error: %s)\n", __FILE__, __LINE__, #condition, hillock_last_error()); \
      exit(1);                                                                                               \
    }                                                                                                        \
  } while (0)

static int error_has(const char* text) { return strstr(hillock_last_error(), text) != NULL; }

#endif
