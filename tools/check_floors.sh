#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# No arrow runs up: what a file of src/ includes lies on a floor below its own, or in its own room. HACKING.md draws the house.
set -euo pipefail
cd "$(dirname "$0")/.."

# Rooms on one floor do not know each other.
floors=(
  "base hillock/types hillock/call hillock/card hillock/error hillock/version"
  "simd"
  "math"
  "product kernel"
  "activations"
  "formula"
  "isa"
  "face hillock/runtime hillock/activation hillock/gate hillock/loss hillock/c hillock/hillock"
  "verify nn data"
  "lab"
  "report advice"
  "cli"
)
declare -A floor
for i in "${!floors[@]}"; do for room in ${floors[i]}; do floor[$room]=$i; done; done

status=0 arrows=0
for file in $(git ls-files -- src include | grep -E '\.(cpp|hpp|h|in)$'); do
  room=${file#src/}
  case $room in
    include/*) room=${room#include/} room=${room%.*} ;;
    *) room=${room%%/*} ;;
  esac
  [ -n "${floor[$room]:-}" ] || { echo "$file: '$room' is on no floor of tools/check_floors.sh"; status=1; continue; }
  while IFS=: read -r line included; do
    other=${included%%/*}
    [ "$other" != hillock ] || other=${included%.*}
    [ "$other" != "$room" ] || continue
    [ -n "${floor[$other]:-}" ] || [ -d "src/$other" ] || continue  # another library's
    arrows=$((arrows + 1))
    if [ -z "${floor[$other]:-}" ]; then
      echo "$file:$line: \"$included\" is on no floor of tools/check_floors.sh"
      status=1
    elif [ "${floor[$other]}" -gt "${floor[$room]}" ] || { [ "${floor[$other]}" -eq "${floor[$room]}" ] && [[ $room != hillock/* && $other != hillock/* ]]; }; then
      echo "$file:$line: $room includes \"$included\", which does not lie below it"
      status=1
    fi
  done < <(grep -nE '^\s*#\s*include\s*["<][a-z_]+/' "$file" | sed -E 's/^([0-9]+):\s*#\s*include\s*(["<])([^">]+).*/\1:\3/')
done
[ "$arrows" -gt 0 ] || { echo "no includes were found"; exit 1; }
[ "$status" -ne 0 ] || echo "$arrows includes, all downward"
exit $status
