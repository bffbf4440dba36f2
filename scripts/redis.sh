# Sourced: a Redis server of the tests' own, in a temporary folder, on loopback only.

# start_redis FOLDER: sets REDIS_PID and REDIS_URL once it answers.
start_redis() {
  local folder=$1 password try
  password=$(random_word)
  mkdir "$folder/redis"
  for try in 1 2 3 4 5; do
    run_redis "$folder" "$(random_port)" "$password" && return 0
  done
  cat "$folder/redis.log" >&2
  return 1
}

# run_redis FOLDER PORT PASSWORD: the same at a port and with a password that are known already.
run_redis() {
  # The password goes in through standard input, out of sight of the list of processes. In a session
  # of its own it does not hear Ctrl-C, so that it is stopped in its turn.
  setsid setpriv --pdeathsig TERM redis-server - \
    > "$1/redis.log" 2>&1 <<CONF &
bind 127.0.0.1
port $2
dir "$1/redis"
requirepass $3
save ""
appendonly no
CONF
  REDIS_PID=$!
  if REDISCLI_AUTH=$3 answers "$REDIS_PID" 30 redis_says_pong "$2"; then
    REDIS_URL=redis://default:$3@127.0.0.1:$2
    return 0
  fi
  stop_process "$REDIS_PID" TERM
  REDIS_PID=
  return 1
}

redis_says_pong() {
  [ "$(redis-cli -h 127.0.0.1 -p "$1" ping)" = PONG ]
}
