#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every file in src/activations is included by list.hpp, the only registry: a forgotten line fails here.
set -euo pipefail
cd "$(dirname "$0")/../src/activations"
status=0
list=$(sed -E 's#//.*##; s#/\*.*\*/##g' list.hpp)  # what is commented out is not listed
for file in *.hpp; do
  [ "$file" != list.hpp ] || continue
  name=${file%.hpp}
  if ! grep -qE "^#include \"(activations/)?$file\"" <<<"$list" || ! grep -qE "(^|[^a-z_0-9\"/])$name([^a-z_0-9.]|$)" <<<"$list"; then
    echo "src/activations/$file is not in src/activations/list.hpp: add its #include and its name"
    status=1
  fi
done
exit $status
