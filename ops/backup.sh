#!/usr/bin/env bash
# Writes a consistent copy of the database into a new folder below the one given, while the product runs, and prints
# its name once the copy has been read back:
#   ops/oncall backup /var/backups/support-on-call      or: DATABASE_URL=... ops/backup.sh FOLDER
set -euo pipefail
umask 077
[ $# -eq 1 ] || { echo "usage: ops/backup.sh FOLDER" >&2; exit 2; }
case $1 in /*) folder=$1 ;; *) folder=$PWD/$1 ;; esac
cd "$(dirname "$0")/.."
. ops/database.sh

copy=$folder/$(date -u +%Y%m%dT%H%M%SZ)
case $kind in
  postgresql) need pg_dump pg_restore ;;
  sqlite) [ -f "$file" ] || fail "there is no database at $file that $(id -un) may read: nothing was backed up" ;;
esac
[ ! -e "$copy" ] || fail "$copy is there already: wait a second"
mkdir -p "$copy.partial" || fail "nothing was backed up: $folder must be a folder that $(id -un) may write"
trap 'rm -rf "$copy.partial"' EXIT

case $kind in
  postgresql)
    pg_dump --dbname="$address" --format=custom --no-owner --file="$copy.partial/oncall.dump"
    pg_restore --list "$copy.partial/oncall.dump" >/dev/null
    ;;
  sqlite) copy_sqlite "$file" "$copy.partial/$(basename "$file")" ;;
esac
# Only what is whole gets its name.
mv "$copy.partial" "$copy"
echo "$copy"
