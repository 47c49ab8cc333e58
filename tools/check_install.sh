#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_install.sh BUILD
# Installs the package into an empty folder and does what docs/library.md says, section by section, as a reader would: a
# ```cmake block is the CMakeLists.txt, the lines of ```console blocks are run, and what the programs print is compared.
# Then the examples. Of the page's lines two things are changed: the prefix, and where Hillock itself is built the vector
# paths are left out, which take minutes and were built once already. A section with commands that is not followed here
# is an error.
set -euo pipefail
build=$(realpath "${1:?usage: tools/check_install.sh BUILD}")
root=$(realpath "$(dirname "$0")/..")
page=$root/docs/library.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CMAKE_GENERATOR=Ninja TMPDIR=$work
unset CMAKE_PREFIX_PATH PKG_CONFIG_PATH LD_LIBRARY_PATH

fail() { echo "FAIL $*" >&2; exit 1; }

# block HEADING LANGUAGE: the lines of the page's blocks of that language under that heading.
block() {
  awk -v heading="## $1" -v fence="\`\`\`$2" '
    /^## / { here = $0 == heading }
    /^```/ { inside = here && $0 == fence; next }
    inside' "$page"
}

# follow HEADING EXPECTED PREFIX [OPTIONS]: what a reader of that section does, in the empty folder $followed. EXPECTED is
# what each program prints; where it is empty nothing is to be run.
follow() {
  followed=$(mktemp -d)
  echo "== $1"
  echo "$1" >>"$work/followed"
  block "A program to try" cpp >"$followed/main.cpp"
  block "A program to try" c >"$followed/main.c"
  block "The lab" cpp >"$followed/lab.cpp"
  block "$1" cmake >"$followed/CMakeLists.txt"
  block "$1" console | sed "s,\$HOME/.local,$3,g; s,^cmake.* -B build,& ${4:-},g" >"$followed/run.sh"
  ln -s "$root" "$followed/hillock"
  local runs
  runs=$(grep -cE '&& (\./|build/)try$' "$followed/run.sh") || [ -z "$2" ] || fail "docs/library.md: nothing is run under '$1'"
  (cd "$followed" && bash -e run.sh) >"$followed/out" 2>&1 || { cat "$followed/out"; fail "$1"; }
  [ -z "$2" ] || [ "$(grep -cxF -- "$2" "$followed/out")" -eq "$runs" ] || { cat "$followed/out"; fail "$1: '$2' was to be printed"; }
}

# configure ARGUMENTS OPTIONS: find_package(hillock ARGUMENTS) in a project of its own; what CMake says goes to $work/said.
configure() {
  local folder
  folder=$(mktemp -d)
  printf 'cmake_minimum_required(VERSION 3.25)\nproject(ask LANGUAGES CXX)\nfind_package(hillock %s)\n' "$1" >"$folder/CMakeLists.txt"
  cmake -S "$folder" -B "$folder/build" -DCMAKE_PREFIX_PATH="$work/prefix" $2 2>&1 | tr -s ' \n' ' ' >"$work/said"
}

refused() {
  ! configure "$1" "${3:-}" || fail "find_package(hillock $1) was accepted"
  grep -qF "$2" "$work/said" || { cat "$work/said"; fail "find_package(hillock $1) does not say '$2'"; }
}

answer="-0.2 0 2"
cmake --install "$build" --prefix "$work/prefix" >/dev/null
for file in bin/hillock share/man/man1/hillock.1 share/bash-completion/completions/hillock share/zsh/site-functions/_hillock \
  share/fish/vendor_completions.d/hillock.fish; do
  [ -s "$work/prefix/$file" ] || fail "$file is not installed"
done
# Pages that installed headers speak of are installed too.
while read -r named; do
  [ -s "$work/prefix/share/doc/hillock/$named" ] || fail "an installed header speaks of docs/$named, which is not installed"
done < <(grep -rhoE 'docs/[a-z]+\.md' "$work/prefix/include" | sed 's,docs/,,' | sort -u)
if grep -rnE '\b(src|tests|tools|cmake|bench|examples)/|\b(DESIGN|README|HACKING|CONTRIBUTING|CMakeLists)\b' "$work/prefix/include"; then
  fail "an installed header speaks of a file that a user does not have"
fi
"$work/prefix/bin/hillock" --version
"$work/prefix/bin/hillock" list >/dev/null

for way in "CMake, installed" "CMake, in C" "pkg-config" "Plain g++ and gcc"; do follow "$way" "$answer" "$work/prefix"; done
follow "The lab" "600 rows, gain 1.4142" "$work/prefix"
libraries=" $(PKG_CONFIG_PATH=$work/prefix/lib/pkgconfig pkg-config --static --libs hillock) "
for library in stdc++ m; do
  [[ $libraries == *" -l$library "* ]] || fail "pkg-config --static does not name -l$library:$libraries"
done

echo "== components"
without="-DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON"
configure "REQUIRED" "$without" || { cat "$work/said"; fail "hillock::hillock alone asks for zlib or {fmt}"; }
configure "REQUIRED OPTIONAL_COMPONENTS lab" "$without" || { cat "$work/said"; fail "an optional component is required"; }
refused "REQUIRED COMPONENTS lab" "component lab needs ZLIB" "$without"
refused "REQUIRED COMPONENTS kernels" "there is no component kernels: expected lab"

echo "== examples"
cmake -S "$root/examples" -B "$work/examples" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/examples" >"$work/said" || { cat "$work/said"; fail "examples"; }
for source in "$root"/examples/*.c*; do
  name=$(basename "${source%.c*}")
  # What it prints stands at the end of its first comment.
  sed -nE '/Prints:$/,/^[^ \/]/{s,^(//|/?\*| \*)   ,,p}' "$source" >"$work/expected"
  [ -s "$work/expected" ] || fail "examples/$name does not say what it prints"
  (cd "$work/examples" && "./$name") >"$work/printed" || fail "examples/$name exits with $?"
  diff -u "$work/expected" "$work/printed" || fail "examples/$name prints something else than its first comment says"
done

# What compiles the library anew, side by side: as a part of a project, shared; fetched, static and without threads; and
# installed by the page's own commands, shared and without the lab.
echo "== where Hillock is built"
quick="-DCMAKE_BUILD_TYPE=Debug -DHILLOCK_VECTOR_PATHS=OFF"
( follow "CMake, FetchContent" "$answer" "$work/prefix" "$quick -DHILLOCK_THREADS=OFF" ) &
fetched=$!
( follow "Build and install" "" "$work/shared" "-S hillock $quick -DBUILD_SHARED_LIBS=ON" ) &
installed=$!
follow "CMake, as a part of your project" "$answer" "$work/prefix" "$quick -DBUILD_SHARED_LIBS=ON"
wait "$fetched" || fail "CMake, FetchContent"
wait "$installed" || fail "Build and install"
built=$(cd "$followed/build" && find . -name CMakeFiles -prune -o \( -name 'lib*' -o -perm -u+x \) -type f -printf '%f ')
[[ $built =~ ^(try\ )?libhillock\.so\.[0-9]+\.[0-9]+\.[0-9]+\ (try\ )?$ ]] ||
  fail "as a part of a project more than the library was built: $built"
cmake --install "$followed/build" --prefix "$work/nothing" >/dev/null
[ ! -e "$work/nothing" ] || { find "$work/nothing"; fail "as a part of a project Hillock was installed"; }

echo "== shared library, installed"
configure "REQUIRED COMPONENTS lab" "-Dhillock_DIR=$work/shared/lib/cmake/hillock" &&
  fail "a package without the lab offers it"
grep -qF "component lab was not built (HILLOCK_LAB=OFF)" "$work/said" || { cat "$work/said"; fail "the missing lab is not explained"; }
for way in "CMake, installed" "CMake, in C" "pkg-config" "Plain g++, with the shared library"; do
  follow "$way" "$answer" "$work/shared"
  program=$followed/try
  [ -e "$program" ] || program=$followed/build/try
  readelf -d "$program" | grep -E 'NEEDED.*libhillock\.so\.[0-9]+\.[0-9]+\]' ||
    fail "$way: the program does not ask for libhillock.so by its interface's version"
done

# Sections that have commands, against those that were followed.
awk '/^## / { here = substr($0, 4) } /^```console$/ { print here }' "$page" | sort -u >"$work/to_follow"
left=$(comm -23 "$work/to_follow" <(sort -u "$work/followed"))
[ -z "$left" ] || fail "docs/library.md has commands that this check does not follow, under: $left"
echo "every way in docs/library.md works"
