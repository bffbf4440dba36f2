# Sourced: starting, awaiting and stopping one's own background processes, always by their id.

# A port below the range from which the system hands out its own; whoever takes it tries again
# with another one if it is in use.
random_port() {
  printf '%d' $((20000 + (RANDOM * 32768 + RANDOM) % 12000))
}

# 32 hexadecimal digits.
random_word() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

# answers PID SECONDS COMMAND…: runs the command until it succeeds; fails when the process is gone
# or after so many seconds.
answers() {
  local pid=$1 tries=$(($2 * 10))
  shift 2
  while [ $tries -gt 0 ]; do
    kill -0 "$pid" 2>/dev/null || return 1
    "$@" >/dev/null 2>&1 && return 0
    tries=$((tries - 1))
    sleep 0.1
  done
  return 1
}

# stop_process PID SIGNAL: asks it to end, insists after ten seconds, and returns when it is gone.
stop_process() {
  local pid=$1 tries=100
  [ -n "$pid" ] || return 0
  kill -s "$2" "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null && [ $tries -gt 0 ]; do
    tries=$((tries - 1))
    sleep 0.1
  done
  kill -s KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}
