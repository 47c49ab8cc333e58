#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: tools/check_install.sh BUILD
# Installs the package into an empty folder, then builds and runs a project that knows nothing but that folder.
set -euo pipefail
build=$(realpath "${1:?usage: tools/check_install.sh BUILD}")
project=$(realpath "$(dirname "$0")/../tests/outside")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/prefix" >/dev/null
cmake -G Ninja -S "$project" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$work/prefix"
cmake --build "$work/build"
"$work/build/functions"
"$work/build/lab"
"$work/prefix/bin/hillock" --version
"$work/prefix/bin/hillock" list >/dev/null
test -s "$work/prefix/share/man/man1/hillock.1"
