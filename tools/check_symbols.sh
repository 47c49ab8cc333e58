#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_symbols.sh BUILD
# A function that an instruction set's object file shares with any other object may be taken from either by the linker:
# then a machine without that instruction set stops with an illegal instruction. No such function may exist.
# Data is harmless; so is src/isa/portable.cpp on its own, which is compiled for the baseline.
set -euo pipefail
build=${1:?usage: tools/check_symbols.sh BUILD}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

functions() { nm --defined-only "$@" 2>/dev/null | awk '$2 ~ /^[TWi]$/ {print $3}' | sort -u; }

mapfile -t objects < <(find "$build/CMakeFiles" -name '*.o' | sort)
special=()
for object in "${objects[@]}"; do
  case $object in
    */src/isa/dispatch.cpp.o | */src/isa/portable.cpp.o) ;;
    */src/isa/*.o | */src/verify/filter_*.o) special+=("$object") ;;
  esac
done
[ ${#special[@]} -gt 0 ] || { echo "no object of src/isa under $build"; exit 1; }

status=0
for object in "${special[@]}"; do
  others=()
  for other in "${objects[@]}"; do [ "$other" = "$object" ] || others+=("$other"); done
  functions "$object" >"$work/mine"
  functions "${others[@]}" >"$work/theirs"
  comm -12 "$work/mine" "$work/theirs" >"$work/shared"
  if [ -s "$work/shared" ]; then
    echo "$(basename "$object") shares these functions with other objects:"
    c++filt <"$work/shared" | sed 's/^/  /'
    status=1
  fi
  echo "$(basename "$object"): $(wc -l <"$work/mine") functions, $(wc -l <"$work/shared") shared"
done
exit $status
