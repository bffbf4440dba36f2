#!/usr/bin/env bash
# The province profile on one machine, to try it: PostgreSQL, Redis, two nodes, and nginx in front,
# on loopback, with demonstration data that stays in ./data/cluster.
#
# `cluster.sh [--fresh] [--port N]`: --fresh throws that data away first; --port is the site's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh
. scripts/process.sh
. scripts/postgres.sh
. scripts/redis.sh
. scripts/nodes.sh
. scripts/nginx.sh
. scripts/cluster-words.sh

readonly DATA=$PWD/data/cluster
readonly SIGN_IN=$DATA/sign-in.txt
readonly NODES=(1 2)
# A service that ended is started again after so many seconds, as systemd would.
readonly RESTART_AFTER=5
port=8080 fresh=
while [ $# -gt 0 ]; do
  case $1 in
    --fresh) fresh=1 ;;
    --port) port=${2:?} && shift ;;
    *) refuse "Không biết '$1'; có: --fresh, --port N." "Unknown '$1'; there are: --fresh, --port N." ;;
  esac
  shift
done

scripts/packages.sh cc postgresql redis nginx
scripts/build.sh

POSTGRES_PID= REDIS_PID= NGINX_PID=
declare -A ENDED_AT=()
# What need not outlive this run: Redis, nginx, logs.
runtime=$(mktemp -d "${TMPDIR:-/tmp}/thiluat-cluster.XXXXXX")
chmod 711 "$runtime"
NODE_PROGRAM=${CARGO_TARGET_DIR:-target}/release/thiluat NODE_DATA=$DATA/node NODE_LOGS=$runtime

stop_all() {
  local status=$? node
  trap - EXIT
  trap '' INT TERM HUP
  say "Đang dừng…" "Stopping…"
  stop_process "$NGINX_PID" TERM
  for node in "${NODES[@]}"; do stop_process "${NODE_PID[$node]:-}" TERM; done
  stop_process "$REDIS_PID" TERM
  stop_process "$POSTGRES_PID" INT
  [ "$status" = 0 ] || [ "$status" = 130 ] || tail -n 20 "$runtime"/node-*.log >&2 2>/dev/null || true
  rm -rf "$runtime"
  # Ctrl-C is how this is meant to end.
  [ "$status" != 130 ] || status=0
  exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Makes ./data/cluster, which PostgreSQL's own account has to be able to reach when root runs this.
prepare_data() {
  (umask 077 && mkdir -p data)
  exec 9> "$DATA.lock"
  flock -n 9 || refuse "make cluster đang chạy ở một cửa sổ khác." "make cluster runs in another window."
  [ -z "$fresh" ] || rm -rf "$DATA"
  (umask 077 && mkdir -p "$DATA")
  [ "$(id -u)" = 0 ] || return 0
  chgrp postgres data "$DATA"
  chmod g+x data "$DATA"
  setpriv --reuid=postgres --regid=postgres --init-groups test -x "$DATA" || refuse \
    "PostgreSQL không chạy dưới root, và tài khoản postgres không vào được $DATA. Hãy chạy bằng người dùng thường." \
    "PostgreSQL does not run as root, and the account postgres can't reach $DATA. Run this as an ordinary user."
}

# keep_sign_in PORT: the first node tells it once, after it filled an empty database.
keep_sign_in() {
  answers "${NODE_PID[1]}" 5 test -s "$runtime/node-1.out"
  sleep 0.2
  if grep -q . <(sed 1d "$runtime/node-1.out"); then
    (umask 077 && sed -e 1d -e "s/127.0.0.1:${NODE_PORT[1]}/127.0.0.1:$1/" "$runtime/node-1.out" > "$SIGN_IN")
  fi
}

# restart_redis: empty, at the address that the nodes know.
restart_redis() {
  local password=${REDIS_URL#redis://default:}
  run_redis "$runtime" "${REDIS_URL##*:}" "${password%%@*}" && disown "$REDIS_PID"
}

# gone PID: whether that process has ended.
gone() {
  [ -z "$1" ] || ! kill -0 "$1" 2>/dev/null
}

# due NAME: true once, when so many seconds have passed since this was first asked.
due() {
  [ -n "${ENDED_AT[$1]:-}" ] || {
    ENDED_AT[$1]=$SECONDS
    say "▸ $1 đã dừng; sẽ được chạy lại sau $RESTART_AFTER giây." \
      "▸ $1 has ended; it will be started again in $RESTART_AFTER seconds."
  }
  [ $((SECONDS - ENDED_AT[$1])) -ge $RESTART_AFTER ] || return 1
  unset "ENDED_AT[$1]"
}

# look_after: starts again what was killed, until Ctrl-C.
look_after() {
  local node
  while sleep 0.5; do
    for node in "${NODES[@]}"; do
      if gone "${NODE_PID[$node]}" && due "nút/node $node"; then
        ! start_node "$node" || say "▸ nút/node $node: pid ${NODE_PID[$node]}" "▸ http://127.0.0.1:${NODE_PORT[$node]}/readyz"
      fi
    done
    if gone "$REDIS_PID" && due Redis; then
      ! restart_redis || say "▸ Redis chạy lại: pid $REDIS_PID." "▸ Redis is back: pid $REDIS_PID."
    fi
    if gone "$POSTGRES_PID" || gone "$NGINX_PID"; then
      refuse "PostgreSQL hoặc nginx đã dừng, nên tất cả dừng theo." "PostgreSQL or nginx has ended, so everything stops."
    fi
  done
}

prepare_data
say "Đang chạy PostgreSQL, Redis…" "Starting PostgreSQL, Redis…"
start_postgres "$DATA"
start_redis "$runtime"
disown "$REDIS_PID"
node_settings ${#NODES[@]} "$POSTGRES_URL" "$REDIS_URL"
say "Đang chạy hai nút (lần đầu nạp dữ liệu trình diễn)…" "Starting two nodes (demonstration data is filled in the first time)…"
start_node 1 --demo
start_node 2
! takes_connections "$port" || port=$(random_port)
start_nginx "$runtime" "$port" "${NODE_PORT[@]}"
keep_sign_in "$port"

told=()
for node in "${NODES[@]}"; do
  told+=("$node http://127.0.0.1:${NODE_PORT[$node]} http://127.0.0.1:${METRICS_PORT[$node]} ${NODE_PID[$node]}")
done
how_to_use "http://127.0.0.1:$port" "$REDIS_URL" "$POSTGRES_URL" "${told[@]}"
look_after
