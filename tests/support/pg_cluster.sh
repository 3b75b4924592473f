#!/usr/bin/env bash
# A private PostgreSQL for tests and measurements, under an unprivileged user, reachable from this machine only.
#   pg_cluster.sh start [NAME]   starts it if it does not run and prints its address (a DATABASE_URL)
#   pg_cluster.sh stop [NAME]    stops it
#   pg_cluster.sh url [NAME]     prints the address, or fails if it does not run
# NAME is "test" (the default: no fsync, quick) or "bench" (durable, for measurements).
# It lives in var/pg-NAME; if the unprivileged user cannot enter that folder, in a folder of its own in /var/tmp.
set -euo pipefail
umask 022
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
name="${2:-test}"
home="$root/var/pg-$name"
mkdir -p "$root/var"

fail() { echo "pg_cluster: $1" >&2; exit 1; }

programs="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)"
[ -n "$programs" ] || programs="$(dirname "$(command -v initdb 2>/dev/null || true)")"
[ -x "$programs/initdb" ] || fail "PostgreSQL is missing. Install it: apt install postgresql"

# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups env HOME=/nonexistent)
  if ! "${as[@]}" test -x "$root/var"; then
    home="/var/tmp/simcap-pg-$name-$(printf %s "$root" | sha256sum | cut -c1-12)"
  fi
fi
data="$home/data"
run() { (cd / && "${as[@]}" "$@"); }
running() { [ -s "$home/port" ] && run "$programs/pg_ctl" --pgdata "$data" status >/dev/null 2>&1; }
url() { echo "postgresql://simcap@127.0.0.1:$(cat "$home/port")/postgres"; }

create() {
  rm -rf "$home" && mkdir -p "$home"
  if [ "$(id -u)" = 0 ]; then chown "$user" "$home"; fi
  chmod 700 "$home"
  run "$programs/initdb" --pgdata "$data" --username simcap --auth trust --encoding UTF8 --locale C.UTF-8 >/dev/null
  run tee -a "$data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
timezone = 'UTC'
max_connections = 150
shared_buffers = '128MB'
CONF
  if [ "$name" != bench ]; then
    printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' |
      run tee -a "$data/postgresql.conf" >/dev/null
  fi
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start() {
  if running; then return; fi
  [ -f "$data/PG_VERSION" ] && [ "$(cat "$data/PG_VERSION")" = "$(basename "$(dirname "$programs")")" ] || create
  for _ in 1 2 3; do
    free_port | run tee "$home/port" >/dev/null
    if run "$programs/pg_ctl" --pgdata "$data" --log "$home/log" --wait --silent \
      --options "-p $(cat "$home/port")" start; then return; fi
  done
  tail -20 "$home/log" >&2 || true
  fail "PostgreSQL does not start; the end of its log is above."
}

case "${1:-}" in
  start)
    exec 9>"$root/var/.pg-$name.lock"
    flock 9
    start 9>&-
    url
    ;;
  stop) if running; then run "$programs/pg_ctl" --pgdata "$data" --mode fast --silent stop; fi ;;
  url) running || fail "it does not run"; url ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
