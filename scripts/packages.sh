#!/usr/bin/env bash
# Installs those Debian packages that the tests drive and this machine lacks: PostgreSQL, Redis,
# nginx, libfaketime, strace, Chromium. Nothing that was not running before runs afterwards; the
# tests start their own. `packages.sh postgresql redis nginx` looks only for these.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh
. scripts/postgres.sh

asked=" ${*:-cc postgresql redis nginx faketime strace chromium} "
missing=()

# lacks NAME COMMAND…: whether it was asked for and one of the commands is not there.
lacks() {
  local command
  [[ $asked == *" $1 "* ]] || return 1
  for command in "${@:2}"; do
    # Debian keeps some servers out of the path of ordinary users.
    PATH=$PATH:/usr/sbin command -v "$command" >/dev/null || return 0
  done
  return 1
}

! lacks cc cc || missing+=(gcc libc6-dev)
[[ $asked != *" postgresql "* ]] || [ -n "$(postgres_binaries)" ] || missing+=(postgresql-15)
! lacks redis redis-server redis-cli || missing+=(redis-server redis-tools)
! lacks nginx nginx || missing+=(nginx-light)
! lacks faketime faketime || missing+=(faketime)
! lacks strace strace || missing+=(strace)
! lacks chromium chromium || missing+=(chromium)
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null || refuse \
  "Thiếu: ${missing[*]}. Máy này không có apt-get, hãy tự cài các gói tương đương." \
  "Missing: ${missing[*]}. This machine has no apt-get; install the equivalents by hand."
[ "$(id -u)" = 0 ] || refuse \
  "Còn thiếu gói. Hãy chạy: sudo apt-get install --no-install-recommends ${missing[*]}" \
  "Packages are missing. Run: sudo apt-get install --no-install-recommends ${missing[*]}"
say "Đang cài: ${missing[*]}" "Installing: ${missing[*]}"

# Debian asks this program whether a package may start its service; 101 means no.
readonly POLICY=/usr/sbin/policy-rc.d
if [ ! -e "$POLICY" ]; then
  trap 'rm -f "$POLICY"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$POLICY"
  chmod 755 "$POLICY"
fi

install() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 \
    install --yes --no-install-recommends "$@" </dev/null
}

apt-get -qq update </dev/null
if [[ " ${missing[*]} " == *" postgresql-15 "* ]] && [ ! -d /etc/postgresql-common ]; then
  # Otherwise the server package makes a cluster of its own that starts with the machine.
  install postgresql-common
  sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
fi
install "${missing[@]}"
