# Sourced: a Redis server of the tests' own, in a temporary folder, on loopback only.

# start_redis FOLDER: sets REDIS_PID and REDIS_URL once it answers.
start_redis() {
  local folder=$1 password port try
  password=$(random_word)
  mkdir "$folder/redis"
  for try in 1 2 3 4 5; do
    port=$(random_port)
    # The password goes in through standard input, out of sight of the list of processes.
    setpriv --pdeathsig TERM redis-server - \
      > "$folder/redis.log" 2>&1 <<CONF &
bind 127.0.0.1
port $port
dir "$folder/redis"
requirepass $password
save ""
appendonly no
CONF
    REDIS_PID=$!
    if REDISCLI_AUTH=$password answers "$REDIS_PID" 30 redis_says_pong "$port"; then
      REDIS_URL=redis://default:$password@127.0.0.1:$port
      return 0
    fi
    stop_process "$REDIS_PID" TERM
    REDIS_PID=
  done
  cat "$folder/redis.log" >&2
  return 1
}

redis_says_pong() {
  [ "$(redis-cli -h 127.0.0.1 -p "$1" ping)" = PONG ]
}
