#!/usr/bin/env bash
# Brings a backup back into an empty database, with the product stopped:
#   DATABASE_URL=... ops/restore.sh /var/backups/support-on-call/20261124T120000Z
set -euo pipefail
umask 077
cd "$(dirname "$0")/.."
[ $# -eq 1 ] || { echo "usage: ops/restore.sh BACKUP" >&2; exit 2; }
[ -z "${DATABASE_URL_FILE:-}" ] || DATABASE_URL=$(<"$DATABASE_URL_FILE")
url=${DATABASE_URL:-sqlite:///data/oncall.sqlite}

case $url in
  postgresql://*)
    pg_restore --dbname="$url" --no-owner --exit-on-error --single-transaction "$1/oncall.dump"
    ;;
  sqlite:///*)
    file=${url#sqlite:///}
    [ ! -e "$file" ] || { echo "$file is there: move it away first" >&2; exit 1; }
    mkdir -p "$(dirname "$file")"
    for one in "$1"/*; do
      name=$(basename "$one")
      case $name in
        *-dbos.*) ;; # of a version that kept a second file
        *) cp "$one" "$file" ;;
      esac
    done
    ;;
  *) echo "DATABASE_URL must start with sqlite:/// or postgresql://" >&2; exit 2 ;;
esac
.venv/bin/python -m backend migrate
