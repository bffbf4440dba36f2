#!/usr/bin/env bash
# Drives the organisers' console in a real browser on made-up data: the screens by themselves, without a server.
# Against a running platform: BASE_URL=… STAFF_EMAIL=… STAFF_PASSWORD=… node tests/browser/run.mjs console/
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/process.sh

FIXTURE_PID=
folder=$(mktemp -d "${TMPDIR:-/tmp}/thiluat-console.XXXXXX")
stop_all() {
  local status=$?
  trap - EXIT
  stop_process "$FIXTURE_PID" TERM
  [ "$status" -eq 0 ] || tail -n 40 "$folder/fixture.log" >&2 || true
  rm -rf "$folder"
  exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

scripts/ui-build.sh
setpriv --pdeathsig TERM node contest-ui/dev/mock.mjs --port 0 </dev/null > "$folder/fixture.out" 2> "$folder/fixture.log" &
FIXTURE_PID=$!
answers "$FIXTURE_PID" 30 grep -q '^listening on ' "$folder/fixture.out" || {
  echo "the fixture server did not come up" >&2
  exit 1
}
BASE_URL=$(sed -n 's/^listening on //p;q' "$folder/fixture.out")
export BASE_URL
node tests/browser/run.mjs console/
