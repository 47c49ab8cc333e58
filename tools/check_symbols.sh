#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_symbols.sh BUILD
# A function that an instruction set's object files share with any other object may be taken from either by the linker:
# then a machine without that instruction set stops with an illegal instruction. No such function may exist.
# Data is harmless; so are the portable path's objects, which are compiled for the baseline.
set -euo pipefail
build=${1:?usage: tools/check_symbols.sh BUILD}
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

complain() { echo "$*"; status=1; }
functions() { nm --defined-only "$@" | awk '$2 ~ /^[TWi]$/ {print $3}' | sort -u; }

# The instruction sets of this build are its targets; what is compiled for each of them must be there.
targets=$(cat "$build/CMakeFiles/TargetDirectories.txt")
groups=()
for source in src/isa/*.cpp; do
  isa=$(basename "$source" .cpp)
  [ "$isa" != portable ] && [[ $targets == *"/hillock_$isa.dir"* ]] || continue
  groups+=("/hillock_$isa.dir/")
  if grep -qE '^MPFR_LIBRARY:[A-Z]+=/' "$build/CMakeCache.txt"; then groups+=("/src/verify/filter_$isa."); fi
done
[ ${#groups[@]} -gt 0 ] || complain "no instruction set beside the portable path is built in $build"

mapfile -t objects < <(ninja -C "$build" -t inputs hillock | grep '\.o$')  # not what an earlier build left
objects=("${objects[@]/#/$build/}")
for group in "${groups[@]}"; do
  mine=() others=()
  for object in "${objects[@]}"; do
    if [[ $object == *"$group"* ]]; then mine+=("$object"); else others+=("$object"); fi
  done
  name=${group#/} name=${name%.dir/} name=${name%.}
  if [ ${#mine[@]} -eq 0 ] || [ ${#others[@]} -eq 0 ]; then
    complain "$name: ${#mine[@]} objects beside ${#others[@]} others under $build: build it first"
    continue
  fi
  functions "${mine[@]}" >"$work/mine"
  functions "${others[@]}" >"$work/theirs"
  comm -12 "$work/mine" "$work/theirs" >"$work/shared"
  if [ -s "$work/shared" ]; then
    complain "$name and its like share these functions with other objects:"
    c++filt <"$work/shared" | sed 's/^/  /'
  fi
  echo "$name: ${#mine[@]} objects, $(wc -l <"$work/mine") functions, $(wc -l <"$work/shared") shared"
done
exit $status
