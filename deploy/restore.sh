#!/bin/sh
# Puts a backup back, with the server stopped. What was there goes into a folder of its own beside it, so that nothing is lost:
#   systemctl stop phonepop && deploy/restore.sh /var/backups/phonepop/phonepop-20261127T031700Z && systemctl start phonepop
set -eu
from=${1:?usage: restore.sh FOLDER-OF-ONE-BACKUP}
data=$(readlink -f "${PHONEPOP_DATA:-/var/lib/phonepop}" || true)

fail() { echo "restore.sh: $1" >&2; exit 1; }

[ -d "$data" ] || fail "there is no folder ${PHONEPOP_DATA:-/var/lib/phonepop}"
[ -f "$from/phonepop.db" ] || fail "there is no phonepop.db in $from"
for open in /proc/[0-9]*/fd/*; do
  [ "$(readlink "$open" 2>/dev/null || true)" != "$data/phonepop.db" ] || fail "the server is running: stop it first"
done

aside=$data/before-restore-$(date -u +%Y%m%dT%H%M%SZ)
mkdir -m 700 "$aside"
for file in phonepop.db phonepop.db-wal phonepop.db-shm settings.json; do
  [ ! -e "$data/$file" ] || mv "$data/$file" "$aside/"
done

for file in phonepop.db settings.json; do
  [ -e "$from/$file" ] || continue
  cp "$from/$file" "$data/$file"
  chmod 600 "$data/$file"
  chown --reference="$data" "$data/$file"
done
echo "Restored from $from. What was there is in $aside."
