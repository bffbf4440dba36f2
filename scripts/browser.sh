#!/usr/bin/env bash
# Drives the web application in a real browser against a demonstration server of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/process.sh

if [ ! -f tests/browser/run.mjs ]; then
  echo "tests/browser/run.mjs is not in this checkout: skipped"
  exit 0
fi

SERVER_PID=
folder=$(mktemp -d "${TMPDIR:-/tmp}/thiluat-browser.XXXXXX")
stop_all() {
  local status=$?
  trap - EXIT
  stop_process "$SERVER_PID" TERM
  [ "$status" -eq 0 ] || tail -n 40 "$folder/server.log" >&2 || true
  rm -rf "$folder"
  exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cargo build --locked --bin thiluat
setpriv --pdeathsig TERM "${CARGO_TARGET_DIR:-target}/debug/thiluat" serve --demo \
  --listen 127.0.0.1:0 --data "$folder/data" \
  </dev/null > "$folder/server.out" 2> "$folder/server.log" &
SERVER_PID=$!
# The demonstration is filled in before it listens, which a debug build takes a while for.
answers "$SERVER_PID" 300 grep -q '^listening on ' "$folder/server.out" || {
  echo "the demonstration server did not come up" >&2
  exit 1
}
BASE_URL=$(sed -n 's/^listening on //p;q' "$folder/server.out")
# What the demonstration prints of its administrator, whom some cases need.
answers "$SERVER_PID" 60 grep -q 'mật khẩu' "$folder/server.out" || {
  echo "the demonstration told no sign-in" >&2
  exit 1
}
STAFF_EMAIL=$(sed -n 's/^ *Quản trị viên: \(.*\), mật khẩu .*$/\1/p' "$folder/server.out")
STAFF_PASSWORD=$(sed -n 's/^ *Quản trị viên: .*, mật khẩu \(.*\)$/\1/p' "$folder/server.out")
export BASE_URL STAFF_EMAIL STAFF_PASSWORD
node tests/browser/run.mjs
