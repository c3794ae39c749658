#!/usr/bin/env bash
# Writes a consistent copy of the database into a new folder below the one given, while the product runs:
#   DATABASE_URL=... ops/backup.sh /var/backups/support-on-call
set -euo pipefail
umask 077
cd "$(dirname "$0")/.."
[ $# -eq 1 ] || { echo "usage: ops/backup.sh FOLDER" >&2; exit 2; }
[ -z "${DATABASE_URL_FILE:-}" ] || DATABASE_URL=$(<"$DATABASE_URL_FILE")
url=${DATABASE_URL:-sqlite:///data/oncall.sqlite}
copy=$1/$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$copy"

case $url in
  postgresql://*)
    pg_dump --dbname="$url" --format=custom --no-owner --file="$copy/oncall.dump"
    ;;
  sqlite:///*)
    file=${url#sqlite:///}
    .venv/bin/python -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))' \
      "$file" "$copy/$(basename "$file")"
    ;;
  *) echo "DATABASE_URL must start with sqlite:/// or postgresql://" >&2; exit 2 ;;
esac
echo "$copy"
