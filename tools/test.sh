#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and passes everything; ./hillock test calls this after it has installed what is missing.
#   --long   also recomputes the pins over all 2^32 floats, takes rows of 2^31 columns, runs functions and engine under sanitizers, and each fuzzer for 60 s
# Every step is one line with its time; the output of a failing step is shown, all outputs stay in build/test-logs.
# The last line counts test cases, and each other step as one.
set -uo pipefail
cd "$(dirname "$0")/.."
logs=build/test-logs
jobs=$(nproc)
long=
case "${1:-}" in
  "") ;;
  --long) long=yes ;;
  *) echo "hillock: unknown option ${1} for test: expected --long or nothing" >&2; exit 2 ;;
esac

passed=0 skipped=0 failed=0 begun=$SECONDS
rm -rf "$logs"
mkdir -p "$logs"
colour() { if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then printf '\e[%sm%s\e[0m' "$1" "$2"; else printf %s "$2"; fi; }

# step NAME COMMAND…: runs it, reports, counts. A step that runs ctest counts ctest's test cases.
step() {
  local name=$1 log start=$SECONDS status=0 counted bad=0 all=1 left_out
  shift
  log=$logs/$(printf %s "$name" | tr -cs '[:alnum:]' -).log
  [ ! -t 1 ] || printf '      %s …\r' "$name"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  # A step may call ctest more than once.
  counted=$(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+)$/\1 \2/p' "$log" |
    awk '{ bad += $1; all += $2 } END { if (NR) print bad, all }')
  [ -z "$counted" ] || read -r bad all <<<"$counted"
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  left_out=$(grep -cE '\*\*\*Skipped' "$log" || true)
  failed=$((failed + bad)) skipped=$((skipped + left_out)) passed=$((passed + all - bad - left_out))
  if [ "$status" -eq 0 ]; then
    printf '%s  %4d s  %s%s%s\n' "$(colour 32 'ok  ')" $((SECONDS - start)) "$name" \
      "$([ -z "$counted" ] || echo " ($all tests)")" "$([ "$left_out" -eq 0 ] || echo ", $left_out skipped")"
  else
    printf '%s  %4d s  %s\n' "$(colour 31 FAIL)" $((SECONDS - start)) "$name"
    tail -n 60 "$log" | sed 's/^/      | /'
  fi
  return "$status"
}

# What hangs on a build that failed cannot pass.
not_run() {
  for name in "$@"; do
    printf '%s          %s: not run, the build failed\n' "$(colour 31 FAIL)" "$name"
    failed=$((failed + 1))
  done
}

formatted() {
  # Another version would format otherwise.
  command -v clang-format-14 >/dev/null || { echo "***Skipped: clang-format-14 is not here"; return 0; }
  git ls-files -- '*.cpp' '*.hpp' '*.h' '*.c' | xargs -r clang-format-14 --dry-run -Werror
}

build() {
  local preset=$1
  shift
  cmake --preset "$preset" "${configure[@]}" && cmake --build --preset "$preset" "$@"
}

reference() {
  command -v doxygen >/dev/null || { echo "***Skipped: doxygen is not here"; return 0; }
  cmake --build --preset dev --target reference
}

clang=(-DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++)

# The sanitizers' build is also the one with clang: two compilers for the price of one. -O0 halves its time. Only what
# reads foreign bytes is tested here: data files, the journal and options; with --long also the whole program.
with_sanitizers() {
  local configure=("${clang[@]}" -DHILLOCK_WERROR=ON "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O0 -g1")
  local run=(ctest --preset asan -j "$jobs" --timeout 300 --no-tests=error) status=0
  local targets=(test_data test_inputs)
  [ -z "$long" ] || targets+=(hillock_program test_cli)
  build asan --target "${targets[@]}" || return
  export UBSAN_OPTIONS=print_stacktrace=1
  "${run[@]}" -L '^(data|inputs)$' || status=1
  [ -z "$long" ] || "${run[@]}" -L '^cli$' -E '^(Progress|Interrupt)\.' || status=1
  return $status
}

# The kernels, the loops around them and the engine, on the portable path: formulas and loops are the same source on all.
kernels_with_sanitizers() {
  local configure=("${clang[@]}")
  build asan-kernels --target test_functions test_c_api test_c_gate test_at_exit test_first_call test_nn || return
  UBSAN_OPTIONS=print_stacktrace=1 ctest --preset asan-kernels -L '^(functions|nn)$' -j "$jobs" --timeout 1200 --no-tests=error
}

with_thread_sanitizer() {
  local configure=("${clang[@]}")
  build tsan --target test_functions test_c_api test_c_gate test_at_exit test_first_call test_nn test_lab || return
  # A forked child makes threads of its own, which the sanitizer would refuse.
  TSAN_OPTIONS=die_after_fork=0 ctest --preset tsan -L '^(functions|nn|lab)$' -j "$jobs" --timeout 1200 --no-tests=error
}

on_arm64() {
  local configure=(-DHILLOCK_WERROR=ON) status=0 left_out=()
  # Arrays of 32 MiB take a minute under qemu, and their loop is the same source on every machine; f64 in two
  # parts takes minutes, and what cards say does not depend on the machine where the bits do not.
  [ -n "$long" ] || left_out=(-E "bits_of_large_arrays|gates_of_long_rows|gates_of_16_bits.are_right|^cards|masks.work_in_place|(gates.have_the_same_bits_on_every_path|never_touched|environment|channel_has_its_parameters|alignment_and_in_place)<double>")
  build arm64 --target test_functions test_c_api test_c_gate test_at_exit test_first_call test_nn test_verify || return
  ctest --preset arm64 -L '^(functions|nn)$' "${left_out[@]}" -j "$jobs" --timeout 600 --no-tests=error || status=1
  # The portable path would take minutes under qemu; this machine has run it already.
  # Of functions made of the same words some are enough; bits.on_every_path compares all with the portable path.
  [ -n "$long" ] || left_out=(-E "/(serf|erf|mish|tanh_exp|tanh_shrink|gelu_tanh|elish|quick_gelu|penalized_tanh|lisht|lecun_tanh|log_sigmoid|celu)_neon")
  ctest --preset arm64 -R 'HaveThePinnedBits/.*_neon' "${left_out[@]}" -j "$jobs" --timeout 600 --no-tests=error || status=1
  return $status
}

fuzz_all() {
  local configure=() fuzzers f corpus status=0
  build fuzz || return
  mapfile -t fuzzers < <(find build/fuzz/fuzz -maxdepth 1 -type f -executable -name 'fuzz_*' | sort)
  [ ${#fuzzers[@]} -gt 0 ] || { echo "no fuzzers were built"; return 1; }
  for f in "${fuzzers[@]}"; do
    corpus=$(mktemp -d)
    echo "== $f"
    "$f" -max_total_time=60 -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$logs/" "$corpus" "fuzz/corpus/${f##*/fuzz_}" || status=1
    rm -rf "$corpus"
  done
  return $status
}

configure=()
step "clang-format" formatted
step "every activation is listed" tools/check_list.sh
step "no include runs up" tools/check_floors.sh
if step "build (gcc, warnings are errors)" build dev; then
  step "unit tests" ctest --preset dev -j "$jobs" --timeout 300 --no-tests=error
  step "no symbol shared between instruction sets" tools/check_symbols.sh build/dev
  step "pinned outputs on every instruction set" build/dev/hillock verify $([ -n "$long" ] || echo --sample)
  step "exported symbols" tools/check_exports.sh build/dev
  step "every way of docs/library.md, and the examples" tools/check_install.sh build/dev
  step "snippets of README and docs" tools/check_snippets.sh build/dev
  step "reference of the public headers" reference
else
  not_run "unit tests" "symbols" "pinned outputs" "exports" "library" "snippets" "reference"
fi
step "parsers under address and undefined sanitizers (clang)" with_sanitizers
step "functions and engine on AArch64 (qemu)" on_arm64
if [ -n "$long" ]; then
  step "rows of more than 2^31 columns" build/dev/tests/test_functions --gtest_also_run_disabled_tests --gtest_filter='long_rows.*'
  step "functions and engine under address and undefined sanitizers" kernels_with_sanitizers
  step "functions, engine and lab under the thread sanitizer" with_thread_sanitizer
  step "fuzzers, 60 s each" fuzz_all
fi

echo
echo "$((SECONDS - begun)) s, outputs in $logs"
echo "$passed passed, $skipped skipped, $failed failed"
[ "$failed" -eq 0 ]
