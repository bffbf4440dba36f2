# Sourced after process.sh: a Redis Cluster of three masters, in a temporary folder, on loopback only.

# start_redis_cluster FOLDER: sets REDIS_CLUSTER_PIDS and REDIS_CLUSTER_URL once all slots are served.
start_redis_cluster() {
  local folder=$1 password node try
  local -a ports
  password=$(random_word)
  mkdir "$folder/redis-cluster"
  for try in 1 2 3 4 5; do
    REDIS_CLUSTER_PIDS=()
    ports=()
    for node in 1 2 3; do
      start_cluster_node "$folder/redis-cluster/$try-$node" "$password"
    done
    # Without replicas a cluster is made in a second or two; what is left is the pause after its
    # start in which a master takes no writes yet.
    if cluster_nodes_answer "$password" "${ports[@]}" \
      && REDISCLI_AUTH=$password redis-cli --cluster create "${ports[@]/#/127.0.0.1:}" \
        --cluster-replicas 0 --cluster-yes > "$folder/redis-cluster/create.log" 2>&1 \
      && cluster_is_whole "$password" "${ports[@]}"; then
      REDIS_CLUSTER_URL=$(printf ',127.0.0.1:%s' "${ports[@]}")
      REDIS_CLUSTER_URL=redis-cluster://default:$password@${REDIS_CLUSTER_URL#,}
      return 0
    fi
    stop_redis_cluster
  done
  cat "$folder"/redis-cluster/*/redis.log "$folder/redis-cluster/create.log" >&2 || true
  return 1
}

# Asks the masters that run to end, then waits for each.
stop_redis_cluster() {
  local pid
  [ ${#REDIS_CLUSTER_PIDS[@]} -eq 0 ] || kill -s TERM "${REDIS_CLUSTER_PIDS[@]}" 2>/dev/null || true
  for pid in "${REDIS_CLUSTER_PIDS[@]}"; do
    stop_process "$pid" TERM
  done
  REDIS_CLUSTER_PIDS=()
}

# start_cluster_node FOLDER PASSWORD: adds to REDIS_CLUSTER_PIDS and to `ports` of the caller.
start_cluster_node() {
  local port bus
  mkdir "$1"
  port=$(random_port)
  # Otherwise 10,000 above the port, among those that the system hands out itself.
  bus=$(random_port)
  # The password goes in through standard input, out of sight of the list of processes.
  setsid setpriv --pdeathsig TERM redis-server - \
    > "$1/redis.log" 2>&1 <<CONF &
bind 127.0.0.1
port $port
dir "$1"
requirepass $2
masterauth $2
save ""
appendonly no
cluster-enabled yes
cluster-port $bus
cluster-config-file nodes.conf
cluster-node-timeout 2000
CONF
  REDIS_CLUSTER_PIDS+=("$!")
  ports+=("$port")
}

# cluster_nodes_answer PASSWORD PORT…
cluster_nodes_answer() {
  local password=$1 at
  shift
  for at in "${!REDIS_CLUSTER_PIDS[@]}"; do
    REDISCLI_AUTH=$password answers "${REDIS_CLUSTER_PIDS[$at]}" 30 redis_says_pong "${@:at + 1:1}" \
      || return 1
  done
}

# cluster_is_whole PASSWORD PORT…: every master says that all slots are served.
cluster_is_whole() {
  local password=$1 at
  shift
  for at in "${!REDIS_CLUSTER_PIDS[@]}"; do
    REDISCLI_AUTH=$password answers "${REDIS_CLUSTER_PIDS[$at]}" 30 redis_says_whole "${@:at + 1:1}" \
      || return 1
  done
}

redis_says_whole() {
  redis-cli -h 127.0.0.1 -p "$1" cluster info | grep -q '^cluster_state:ok'
}
