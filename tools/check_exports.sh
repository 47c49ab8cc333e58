#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_exports.sh BUILD [--write]
# What libhillock.so exports is cmake/exported_symbols.txt, line by line: the public interface, then what only Hillock's own
# lab and program may use (HILLOCK_PRIVATE). --write makes the file anew, for a change that is meant. The library is linked
# here from BUILD's objects; that the lab and the program find all they need in it is tried as well.
set -euo pipefail
build=${1:?usage: tools/check_exports.sh BUILD [--write]}
cd "$(dirname "$0")/.."
list=cmake/exported_symbols.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

g++ -shared -o "$work/libhillock.so" -Wl,--no-undefined -Wl,--version-script=cmake/hillock.map \
  -Wl,--whole-archive "$build/libhillock.a" -Wl,--no-whole-archive -ltbb
# `nm` marks the version behind the name: name@@HILLOCK.
nm -D --defined-only "$work/libhillock.so" | awk '$2 != "A" { print $3 }' | while IFS=@ read -r name _ version; do
  echo "$version $(c++filt "$name" | sed 's/\[abi:cxx11\]//')"
done | sort -u >"$work/exports"

if [ "${2:-}" = --write ]; then
  cp "$work/exports" "$list"
  echo "$(wc -l <"$list") symbols written to $list"
  exit
fi
if ! diff -u "$list" "$work/exports"; then
  echo "the exported symbols are not those of $list: hide what was not meant to be public, or run tools/check_exports.sh $build --write"
  exit 1
fi
for header in include/hillock/*.hpp cmake/version.hpp.in; do
  if grep -qE '^namespace hillock \{' "$header"; then
    echo "$header: write namespace [[gnu::visibility(\"default\")]] hillock, or what it declares is not exported"
    exit 1
  fi
done
# Private symbols suffice for the lab and the program.
mapfile -t objects < <(find "$build/CMakeFiles/hillock_program.dir" -name '*.o' | sort)
g++ -o "$work/hillock" "${objects[@]}" "$build/libhillock_lab.a" "$build/libhillock_engine.a" "$build/libhillock_verify.a" \
  "$work/libhillock.so" -Wl,-rpath,"$work" -lmpfr -lgmp -lfmt -lz -lpthread
"$work/hillock" list >/dev/null
echo "$(wc -l <"$list") exported symbols, as listed"
