#!/usr/bin/env bash
# Runs a command with a PostgreSQL, a Redis and a Redis Cluster of its own: `services.sh cargo test`.
#
# The command finds them in TEST_DATABASE_URL, TEST_REDIS_URL and TEST_REDIS_CLUSTER_URL (in the form
# of the settings `database.url` and `live.url`), and REQUIRE_SERVICES=1 makes a test that cannot
# reach them fail. All are stopped, and their folder removed, however it ends.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/process.sh
. scripts/postgres.sh
. scripts/redis.sh
. scripts/redis-cluster.sh

POSTGRES_PID=
REDIS_PID=
REDIS_CLUSTER_PIDS=()
folder=$(mktemp -d "${TMPDIR:-/tmp}/thiluat-services.XXXXXX")
# The account under which PostgreSQL runs has to pass through; what lies inside is closed to it.
chmod 711 "$folder"

stop_all() {
  local status=$?
  trap - EXIT
  stop_process "$POSTGRES_PID" INT
  stop_process "$REDIS_PID" TERM
  stop_redis_cluster
  rm -rf "$folder"
  exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

start_postgres "$folder"
start_redis "$folder"
start_redis_cluster "$folder"
export TEST_DATABASE_URL=$POSTGRES_URL TEST_REDIS_URL=$REDIS_URL REQUIRE_SERVICES=1
export TEST_REDIS_CLUSTER_URL=$REDIS_CLUSTER_URL
"$@"
