# Read by backup.sh and restore.sh: which database DATABASE_URL (or the file DATABASE_URL_FILE) names.
python=.venv/bin/python
fail() { echo "${0##*/}: $1" >&2; exit 1; }
need() {
  for one in "$@"; do
    command -v "$one" >/dev/null || fail "$one is missing: install PostgreSQL's client (Debian: postgresql-client)"
  done
}
# Copies a SQLite database as it is at one moment, and reads the whole copy.
copy_sqlite() {
  "$python" - "$1" "$2" <<'PYTHON'
import sqlite3
import sys
from contextlib import closing
from urllib.parse import quote

source, copy = sys.argv[1:]
try:
    with closing(sqlite3.connect(f"file:{quote(source)}?mode=ro", uri=True)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
        found = new.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok" or not new.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            sys.exit(f"{source} is empty or damaged: {found}")
except sqlite3.Error as error:
    sys.exit(f"{source} cannot be copied to {copy}: {error}")
PYTHON
}

[ -x "$python" ] || fail "$python is missing: see docs/operations.md"
[ -z "${DATABASE_URL_FILE:-}" ] || DATABASE_URL=$(<"$DATABASE_URL_FILE")
url=${DATABASE_URL:-sqlite:///data/oncall.sqlite}
case $url in
  postgresql://*)
    kind=postgresql
    # Anybody on the machine can read a command's arguments: the password goes by the environment.
    { read -r address; IFS= read -r password || true; } < <("$python" -c '
import sys
from urllib.parse import unquote, urlsplit

url = urlsplit(sys.stdin.read().strip())
user, _, host = url.netloc.rpartition("@")
print(url._replace(netloc="@".join(filter(None, [user.partition(":")[0], host]))).geturl())
print(unquote(url.password or ""))' <<<"$url")
    [ -z "$password" ] || export PGPASSWORD=$password
    ;;
  sqlite:///*)
    kind=sqlite
    file=${url#sqlite:///}
    ;;
  *) fail "DATABASE_URL must start with sqlite:/// or postgresql://" ;;
esac
