#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_snippets.sh BUILD
# Compiles and runs what README.md, CONTRIBUTING.md, HACKING.md and docs/*.md show:
#   ```cpp   a whole program if it has a main, otherwise the inside of one; compiled against BUILD and run
#   ```c     the same in C, against hillock/c.h
#   ```sh    every line is a command of ./hillock's: run by the program of BUILD in an empty folder that holds the
#            repository's files. Long work is kept short: compare gets one seed and one epoch, verify a sample, bench one
#            round. A CSV file that is not there stands for one of the reader's: it is made up, with the target named.
# A block fenced with another word (console, text, cmake, c++ for parts of a file …) is only for reading.
set -euo pipefail
build=$(realpath "${1:?usage: tools/check_snippets.sh BUILD}")
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

# Writes each block to $work/NNN.LANGUAGE, with the place it came from in the first line as a comment.
pages=()
for page in README.md CONTRIBUTING.md HACKING.md docs/*.md; do [ ! -f "$page" ] || pages+=("$page"); done
[ ${#pages[@]} -gt 0 ] || { echo "no pages"; exit 1; }
awk -v work="$work" '
  !inside && match($0, /^ *```(cpp|c|sh)$/) {
    language = $0; sub(/^ *```/, "", language)
    file = sprintf("%s/%03d.%s", work, ++count, language)
    print (language == "sh" ? "# " : "// ") FILENAME ":" FNR > file
    inside = 1; next
  }
  inside && /^ *```$/ { inside = 0; close(file); next }
  inside { print > file }' "${pages[@]}"

libraries=()
for library in lab engine ""; do   # in the order in which they need each other
  file=$build/libhillock${library:+_$library}.a
  [ ! -f "$file" ] || libraries+=("$file")
done
libraries+=(-lfmt -lz)
status=0 checked=0

complain() {
  echo "FAIL $1"
  sed 's/^/  | /' "$2"
  status=1
}

# The lines of an unfinished program become its main; #include and using lines stay above.
whole_program() {
  if grep -qE '\bmain *\(' "$1"; then cat "$1"; return; fi
  printf '#include <hillock/hillock.hpp>\n#include <cstdio>\n#include <iostream>\n#include <span>\n#include <vector>\n'
  grep -E '^ *#include' "$1" || true
  printf 'int main() {\n'
  grep -vE '^ *#include' "$1"
  printf '}\n'
}

# Checks one command of a page, without its comment and what it is piped into; words are split as the shell would.
run_command() {
  local line=${1%%#*} words target=
  line=${line%% | *}
  line=${line%% > *}
  eval "words=($line)" || return 1
  case "${words[1]:-}" in
    test) return 0 ;;   # this is it
    compare)
      for i in "${!words[@]}"; do [ "${words[i]}" != --target ] || target=${words[i + 1]}; done
      for word in "${words[@]}"; do
        [[ $word == *.csv && ! -e $word ]] || continue
        awk -v target="${target:-target}" 'BEGIN { print "first,second," target; for (i = 0; i < 90; ++i) print i % 7 "," i % 11 "," i % 3 }' >"$word"
      done
      words+=(--seeds 1 --epochs 1 --lr 0.01 --quiet --out "$(mktemp -d -p "$work")") ;;
    bench) words+=(--sizes 1K --rounds 1) ;;
    verify) words+=(--sample) ;;
  esac
  "$build/hillock" "${words[@]:1}"
}

for block in "$work"/*.cpp "$work"/*.c "$work"/*.sh; do
  [ -e "$block" ] || continue
  where=$(sed -n '1s/^[#/ ]*//p' "$block")
  case $block in
    *.cpp)
      whole_program "$block" >"$work/program.cpp"
      if ! g++ -std=c++20 -Wall -Wextra -Iinclude -Isrc -I"$build/include" "$work/program.cpp" -o "$work/program" \
        "${libraries[@]}" >"$work/out" 2>&1 || ! (cd "$work" && ./program) >"$work/out" 2>&1; then
        complain "$where" "$work/out"
      fi ;;
    *.c)
      if ! gcc -std=c11 -Wall -Wextra -Iinclude -c "$block" -o "$work/program.o" >"$work/out" 2>&1 ||
        ! g++ "$work/program.o" -o "$work/program" "${libraries[@]}" >"$work/out" 2>&1 ||
        ! (cd "$work" && ./program) >"$work/out" 2>&1; then
        complain "$where" "$work/out"
      fi ;;
    *.sh)
      mkdir -p "$work/reader"
      ln -sfn "$root"/* "$work/reader/"
      while IFS= read -r line; do
        [ -n "${line%%#*}" ] || continue
        if ! [[ $line =~ ^(\./)?hillock\  ]]; then
          echo "not a command of hillock's; what is only for reading is fenced as console" >"$work/out"
          complain "$where: $line" "$work/out"
        elif ! (cd "$work/reader" && run_command "$line") </dev/null >"$work/out" 2>&1; then
          complain "$where: $line" "$work/out"
        fi
      done <"$block" ;;
  esac
  checked=$((checked + 1))
  echo "checked $where"
done
echo "$checked blocks"
[ "$checked" -gt 0 ] || { echo "no page shows a block that can be checked"; exit 1; }
exit $status
