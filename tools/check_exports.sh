#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_exports.sh BUILD [--write]
# What libhillock.so exports is cmake/exported_symbols.txt, line by line: the public interface, then what only Hillock's own
# lab and program may use (HILLOCK_PRIVATE). --write makes the file anew, for a change that is meant. The library is linked
# here from BUILD's objects. Whether the public headers' functions are all there is asked of the tests' objects, whether the
# lab and the program find what they need by linking them.
set -euo pipefail
build=${1:?usage: tools/check_exports.sh BUILD [--write]}
cd "$(dirname "$0")/.."
list=cmake/exported_symbols.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

g++ -shared -o "$work/libhillock.so" -Wl,--no-undefined -Wl,--version-script=cmake/hillock.map \
  -Wl,--whole-archive "$build/libhillock.a" -Wl,--no-whole-archive
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
# What a public header declares and the tests call, but the library hides.
names() { nm "$@" 2>/dev/null | awk '{ print $NF }' | sort -u; }
mapfile -t tests < <(find "$build/tests/CMakeFiles/test_functions.dir" "$build/tests/CMakeFiles/test_c_api.dir" "$build/tests/CMakeFiles/test_c_gate.dir" -name '*.o')
names --undefined-only "${tests[@]}" >"$work/called"
names --defined-only "$build/libhillock.a" >"$work/defined"
nm -D --defined-only "$work/libhillock.so" | awk '{ sub(/@.*/, "", $3); print $3 }' | sort -u >"$work/visible"
hidden=
while read -r symbol; do
  name=$(sed -nE -e 's/^(hillock_[a-z_0-9]+)$/\1/p' \
    -e 's/^(hillock::([a-z_0-9]+::)?|std::hash<hillock::activation>::)(~?[a-z_0-9]+|operator[^(]*)(\[.*\])?\(.*/\3/p' <<<"$symbol")
  if [ -n "$name" ] && grep -qF "$name(" include/hillock/*; then hidden+="  $symbol"$'\n'; fi
done < <(comm -12 "$work/called" "$work/defined" | comm -23 - "$work/visible" | c++filt)
if [ -n "$hidden" ]; then
  printf 'declared in a public header, but hidden; it must stand between #pragma GCC visibility push(default) and pop, a friend also outside its class:\n%s' "$hidden"
  exit 1
fi
# Private symbols suffice for the lab and the program.
mapfile -t objects < <(ninja -C "$build" -t inputs hillock | grep '/hillock_program\.dir/.*\.o$')
g++ -o "$work/hillock" "${objects[@]/#/$build/}" "$build/libhillock_lab.a" "$build/libhillock_engine.a" "$build/libhillock_verify.a" \
  "$work/libhillock.so" -Wl,-rpath,"$work" -lmpfr -lgmp -lfmt -lz -lpthread
"$work/hillock" list >/dev/null
echo "$(wc -l <"$list") exported symbols, as listed"
