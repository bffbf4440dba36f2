# Sourced: a PostgreSQL server of the tests' own, in a temporary folder, on loopback only.
#
# PostgreSQL refuses to run as root; then it runs as the account `postgres` of Debian's package.

# Folder with initdb and postgres of the newest installed version from 15 on, or nothing.
postgres_binaries() {
  local folder version newest=0
  for folder in /usr/lib/postgresql/*/bin; do
    version=${folder#/usr/lib/postgresql/}
    version=${version%/bin}
    if [ -x "$folder/initdb" ] && [ "$version" -ge 15 ] && [ "$version" -gt "$newest" ]; then
      newest=$version
    fi
  done
  [ "$newest" = 0 ] || printf '/usr/lib/postgresql/%s/bin' "$newest"
}

# start_postgres FOLDER: sets POSTGRES_PID and POSTGRES_URL once it answers. What an earlier one left
# in the folder is gone on with.
start_postgres() {
  local folder=$1 bin data password port try
  local -a account=()
  bin=$(postgres_binaries)
  data=$folder/postgres
  [ "$(id -u)" != 0 ] || account=(setpriv --reuid=postgres --regid=postgres --init-groups)
  [ -e "$data/PG_VERSION" ] || make_postgres "$folder" || return 1
  password=$(cat "$folder/postgres.password")
  for try in 1 2 3 4 5; do
    port=$(random_port)
    # It looks at its working folder, which the other account may not be allowed to enter.
    cd "$data"
    # In a session of its own it does not hear Ctrl-C, so that it is stopped in its turn; with
    # pdeathsig it goes down even if this script is killed outright.
    "${account[@]}" setsid setpriv --pdeathsig INT "$bin/postgres" -D "$data" -p "$port" \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 \
      -c fsync=on -c log_min_messages=warning \
      </dev/null > "$folder/postgres.log" 2>&1 &
    POSTGRES_PID=$!
    cd - >/dev/null
    if PGPASSWORD=$password answers "$POSTGRES_PID" 30 \
      "$bin/psql" -X -q -h 127.0.0.1 -p "$port" -U thiluat -d postgres -c 'select 1'; then
      POSTGRES_URL=postgres://thiluat:$password@127.0.0.1:$port/postgres
      return 0
    fi
    stop_process "$POSTGRES_PID" INT
    POSTGRES_PID=
  done
  cat "$folder/postgres.log" >&2
  return 1
}

# make_postgres FOLDER: an empty cluster in FOLDER/postgres, its password in FOLDER/postgres.password;
# uses `account` and `bin` of the caller.
make_postgres() {
  local folder=$1
  mkdir "$folder/postgres"
  (umask 077 && random_word > "$folder/postgres.password")
  [ ${#account[@]} -eq 0 ] || chown postgres: "$folder/postgres" "$folder/postgres.password"
  (cd "$folder/postgres" && "${account[@]}" "$bin/initdb" --pgdata="$folder/postgres" \
    --username=thiluat --pwfile="$folder/postgres.password" --auth=password --encoding=UTF8 \
    --locale=C.UTF-8 > "$folder/initdb.log" 2>&1) || { cat "$folder/initdb.log" >&2; return 1; }
}
