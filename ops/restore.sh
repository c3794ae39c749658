#!/usr/bin/env bash
# Brings a backup back into an empty database, with the product stopped:
#   ops/oncall restore /var/backups/support-on-call/20261124T120000Z      or: DATABASE_URL=... ops/restore.sh BACKUP
set -euo pipefail
umask 077
[ $# -eq 1 ] || { echo "usage: ops/restore.sh BACKUP" >&2; exit 2; }
case $1 in /*) backup=$1 ;; *) backup=$PWD/$1 ;; esac
cd "$(dirname "$0")/.."
. ops/database.sh

case $kind in
  postgresql)
    need pg_restore
    [ -f "$backup/oncall.dump" ] || fail "$backup/oncall.dump is not there: is this a backup of a PostgreSQL database?"
    pg_restore --dbname="$address" --no-owner --exit-on-error --single-transaction "$backup/oncall.dump"
    ;;
  sqlite)
    name=$(basename "$file")
    [ -f "$backup/$name" ] || fail "$backup/$name is not there: is this a backup of that SQLite database?"
    # SQLite would carry out a log that is left of another database on the one that is restored.
    for one in "$file" "$file"-{wal,shm,journal}; do
      [ ! -e "$one" ] || fail "$one is there: move it away first"
    done
    mkdir -p "$(dirname "$file")"
    trap 'rm -f "$file.partial"' EXIT
    copy_sqlite "$backup/$name" "$file.partial"
    mv "$file.partial" "$file"
    ;;
esac
"$python" -m backend migrate
