#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_symbols.sh BUILD
# A function that an instruction set's object files share with any other object may be taken from either by the linker:
# then a machine without that instruction set stops with an illegal instruction. No such function may exist.
# Data is harmless; so are the portable path's objects, which are compiled for the baseline.
set -euo pipefail
build=${1:?usage: tools/check_symbols.sh BUILD}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

functions() { nm --defined-only "$@" 2>/dev/null | awk '$2 ~ /^[TWi]$/ {print $3}' | sort -u; }

mapfile -t objects < <(find "$build/CMakeFiles" -name '*.o' | sort)
groups=() status=0
for isa in avx512 avx2 neon; do groups+=("/hillock_${isa}.dir/" "/src/verify/filter_${isa}[.]"); done
for group in "${groups[@]}"; do
  mine=() others=()
  for object in "${objects[@]}"; do
    if [[ $object =~ $group ]]; then mine+=("$object"); else others+=("$object"); fi
  done
  [ ${#mine[@]} -gt 0 ] || continue
  name=${group#/} name=${name%.dir/} name=${name%'[.]'}
  functions "${mine[@]}" >"$work/mine"
  functions "${others[@]}" >"$work/theirs"
  comm -12 "$work/mine" "$work/theirs" >"$work/shared"
  if [ -s "$work/shared" ]; then
    echo "$name and its like share these functions with other objects:"
    c++filt <"$work/shared" | sed 's/^/  /'
    status=1
  fi
  echo "$name: ${#mine[@]} objects, $(wc -l <"$work/mine") functions, $(wc -l <"$work/shared") shared" | tee -a "$work/checked"
done
[ -s "$work/checked" ] || { echo "no object of an instruction set under $build"; exit 1; }
exit $status
