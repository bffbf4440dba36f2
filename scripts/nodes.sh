# Sourced after process.sh: nodes of one installation on loopback, over PostgreSQL and Redis.
#
# The script that sources this sets NODE_PROGRAM, NODE_DATA (the folder with their settings and key)
# and NODE_LOGS; ids and ports are found in NODE_PID, NODE_PORT and METRICS_PORT by number.
declare -A NODE_PID=() NODE_PORT=() METRICS_PORT=()

# node_settings COUNT POSTGRES_URL REDIS_URL: writes the settings that all nodes share.
node_settings() {
  (umask 077 && mkdir -p "$NODE_DATA" && cat > "$NODE_DATA/node.toml") <<CONF
# Written anew at every start. / Được ghi lại mỗi lần chạy.
[http]
trusted_proxies = ["127.0.0.1"]
[database]
url = "$2"
[live]
url = "$3"
nodes = $1
CONF
}

# start_node NUMBER ARGUMENT…: returns once it listens; one that is started again keeps its port.
start_node() {
  local node=$1
  shift
  METRICS_PORT[$node]=$(random_port)
  THILUAT__METRICS__LISTEN=127.0.0.1:${METRICS_PORT[$node]} setsid setpriv --pdeathsig TERM \
    "$NODE_PROGRAM" serve --data "$NODE_DATA" --config "$NODE_DATA/node.toml" \
    --listen "127.0.0.1:${NODE_PORT[$node]:-0}" "$@" \
    </dev/null > "$NODE_LOGS/node-$node.out" 2>> "$NODE_LOGS/node-$node.log" &
  NODE_PID[$node]=$!
  # Or the shell remarks on it when somebody kills it, which is what nodes are for here.
  disown "$!"
  answers "${NODE_PID[$node]}" 300 grep -q '^listening on ' "$NODE_LOGS/node-$node.out" || return 1
  NODE_PORT[$node]=$(sed -n 's/^listening on .*://p;q' "$NODE_LOGS/node-$node.out")
}
