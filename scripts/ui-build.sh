#!/usr/bin/env bash
# Builds contest-ui/dist if its sources changed since it was last built here.
#
# `ui-build.sh --modules` only installs the packages that the sources' checks and tests need.
# The stamps are hashes of contents, so a checkout that touches times rebuilds nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../contest-ui"

readonly MODULES_STAMP=node_modules/.installed-from
readonly DIST_STAMP=node_modules/.built-from

# hash_of FIND-ARGUMENTS…: one hash over names and contents.
hash_of() {
  find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# matches STAMP HASH
matches() {
  [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

modules=$(hash_of package.json package-lock.json .npmrc)
if ! matches "$MODULES_STAMP" "$modules"; then
  npm ci --no-progress
  printf '%s\n' "$modules" > "$MODULES_STAMP"
fi
[ "${1:-}" != --modules ] || exit 0

sources=$(hash_of . \( -name node_modules -o -name dist -o -name tests -o -name '*.tsbuildinfo' \) -prune -o)
if [ ! -f dist/index.html ] || ! matches "$DIST_STAMP" "$sources"; then
  npm run build
  printf '%s\n' "$sources" > "$DIST_STAMP"
fi
