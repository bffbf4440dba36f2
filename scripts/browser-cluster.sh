#!/usr/bin/env bash
# Drives the web application in a real browser through nginx over two nodes, one of which is killed.
# Takes PostgreSQL and Redis from services.sh: `services.sh scripts/browser-cluster.sh`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/process.sh
. scripts/nodes.sh
. scripts/nginx.sh

NGINX_PID=
folder=$(mktemp -d "${TMPDIR:-/tmp}/thiluat-browser.XXXXXX")
chmod 711 "$folder"
NODE_PROGRAM=${CARGO_TARGET_DIR:-target}/debug/thiluat NODE_DATA=$folder/node NODE_LOGS=$folder
stop_all() {
  local status=$? node
  trap - EXIT
  stop_process "$NGINX_PID" TERM
  for node in "${!NODE_PID[@]}"; do stop_process "${NODE_PID[$node]}" TERM; done
  [ "$status" -eq 0 ] || tail -n 40 "$folder"/node-*.log "$folder/nginx/error.log" >&2 || true
  rm -rf "$folder"
  exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# office ARGUMENT…: what an organiser does before the contest.
office() {
  "$NODE_PROGRAM" "$@" --data "$NODE_DATA" --config "$NODE_DATA/node.toml" >> "$folder/office.log" 2>&1 || {
    tail -n 20 "$folder/office.log" >&2
    return 1
  }
}

cargo build --locked --bin thiluat
node_settings 2 "${TEST_DATABASE_URL:?run this under scripts/services.sh}" "$TEST_REDIS_URL"
office units import demo/units.csv
office bank import demo/bank.json --bank phap-luat-quanh-ta
sed -e "s/@OPENS@/$(date -u -d '-1 hour' +%FT%TZ)/" -e "s/@CLOSES@/$(date -u -d '+1 day' +%FT%TZ)/" \
  tests/browser/cluster/contest.toml > "$folder/contest.toml"
office contest apply "$folder/contest.toml"
start_node 1
start_node 2
port=$(random_port)
start_nginx "$folder" "$port" "${NODE_PORT[@]}"

export BASE_URL=http://127.0.0.1:$port KILL_PID=${NODE_PID[1]}
node tests/browser/run.mjs cluster/
