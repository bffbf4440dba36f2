# Sourced after process.sh: nginx in front of nodes on loopback, with the committed example of
# deploy/nginx, of which only the addresses of the nodes are replaced.

# nginx_config FOLDER PORT NODE_PORT…: prints the configuration.
nginx_config() {
  local folder=$1 port=$2 node servers=
  shift 2
  for node in "$@"; do
    servers+="    server 127.0.0.1:$node max_fails=3 fail_timeout=5s;\n"
  done
  cat <<CONF
daemon off;
worker_processes 1;
pid "$folder/nginx/pid";
error_log "$folder/nginx/error.log" warn;
events { worker_connections 8192; }
http {
    access_log off;
    client_body_temp_path "$folder/nginx/body";
    proxy_temp_path "$folder/nginx/proxy";
    fastcgi_temp_path "$folder/nginx/fastcgi";
    uwsgi_temp_path "$folder/nginx/uwsgi";
    scgi_temp_path "$folder/nginx/scgi";
$(awk -v servers="$servers" '/^    server / { if (!n++) printf "%s", servers; next } { print }' deploy/nginx/upstream.conf)
    server {
        listen 127.0.0.1:$port backlog=4096;
        include "$PWD/deploy/nginx/proxy.conf";
    }
}
CONF
}

# start_nginx FOLDER PORT NODE_PORT…: sets NGINX_PID once it takes connections; whether it answers
# well is up to the nodes.
start_nginx() {
  local folder=$1 port=$2
  mkdir -p "$folder/nginx"
  nginx_config "$@" > "$folder/nginx/nginx.conf"
  setsid setpriv --pdeathsig TERM "$(PATH=$PATH:/usr/sbin command -v nginx)" \
    -e "$folder/nginx/error.log" -c "$folder/nginx/nginx.conf" </dev/null 2>> "$folder/nginx/error.log" &
  NGINX_PID=$!
  answers "$NGINX_PID" 10 takes_connections "$port" || {
    cat "$folder/nginx/error.log" >&2
    return 1
  }
}

# takes_connections PORT
takes_connections() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
