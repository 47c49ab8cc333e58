#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Opens a page in headless Chromium: light and dark, 1280 and 400 pixels wide, and printed. Fails when the page writes
# anything to the console (errors, failed loads) or when a picture is missing or empty.
#
#   tools/screenshot.sh hillock-out/report.html pictures
#
# Leaves light-wide.png dark-wide.png light-narrow.png dark-narrow.png print.pdf in the folder (default: beside the page).
# HEIGHT (default 6000) is how much of the page to show; VIEWS names those to take (default: all five). Ends with 0: fine, 1: a finding, 2: usage, 77: no Chromium here.
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -f "$1" ]; then
  echo "usage: tools/screenshot.sh PAGE.html [FOLDER]" >&2
  exit 2
fi
page=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
folder=${2:-$(dirname "$page")}
height=${HEIGHT:-6000}

browser=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then
    browser=$name
    break
  fi
done
if [ -z "$browser" ]; then
  echo "screenshot.sh: no chromium found (Debian: apt-get install chromium)" >&2
  exit 77
fi

mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
set -- --headless=new --disable-gpu --hide-scrollbars --no-first-run --disable-extensions --disable-background-networking \
  --enable-logging=stderr --user-data-dir="$work/profile"
# Chromium's sandbox refuses to run as root, as in containers.
if [ "$(id -u)" = 0 ]; then set -- "$@" --no-sandbox; fi

# A headless window is at least 500 pixels wide, so the narrow page sits in a frame. # ? & % would cut the address.
address=file://$(printf %s "$page" | sed 's/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g; s/"/%22/g; s/&/%26/g; s/</%3C/g')
printf '<!DOCTYPE html><body style="margin:0"><iframe src="%s" style="border:0;width:400px;height:%spx"></iframe></body>' \
  "$address" "$((2 * height))" >"$work/narrow.html"

status=0
check() { # NAME FILE
  if grep -E ':CONSOLE[:(]' "$work/log" >"$work/console"; then
    echo "screenshot.sh: $1: the page wrote to the console:" >&2
    cat "$work/console" >&2
    status=1
  fi
  if [ "$(wc -c <"$2" 2>/dev/null || echo 0)" -lt 10000 ]; then
    echo "screenshot.sh: $1: no picture, or an empty one" >&2
    status=1
  fi
}
open() { # FILE ARGUMENTS…: one run of the browser
  file=$folder/$1
  shift
  rm -f "$file"
  timeout 120 "$browser" "$@" >/dev/null 2>"$work/log" || true
  check "$(basename "$file")" "$file"
}

views=${VIEWS:-light-wide dark-wide light-narrow dark-narrow print}
for view in $views; do
  preferred=1
  case $view in dark-*) preferred=0 ;; esac
  case $view in
    *-wide) open $view.png "$@" --blink-settings=preferredColorScheme=$preferred --screenshot="$folder/$view.png" \
      --window-size=1280,"$height" "$address" ;;
    *-narrow) open $view.png "$@" --blink-settings=preferredColorScheme=$preferred --screenshot="$folder/$view.png" \
      --window-size=500,"$((2 * height))" "file://$work/narrow.html" ;;
    print) open print.pdf "$@" --no-pdf-header-footer --print-to-pdf="$folder/print.pdf" "$address" ;;
    *)
      echo "screenshot.sh: no view '$view': light-wide dark-wide light-narrow dark-narrow print" >&2
      exit 2
      ;;
  esac
done
exit $status
