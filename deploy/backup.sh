#!/bin/sh
# Backs PhonePop up while it runs, and removes backups that are older than PHONEPOP_KEEP_DAYS (30). For cron, as root:
#   17 3 * * * /opt/phonepop-deploy/backup.sh /var/backups/phonepop
# PHONEPOP_DATA (/var/lib/phonepop) is the server's data folder, PHONEPOP_PROGRAM (/opt/phonepop/PhonePop.Server) the program.
set -eu
into=${1:?usage: backup.sh FOLDER}
data=${PHONEPOP_DATA:-/var/lib/phonepop}
program=${PHONEPOP_PROGRAM:-/opt/phonepop/PhonePop.Server}

umask 077
mkdir -p "$into"
# shellcheck disable=SC2086 # the program may be "dotnet PhonePop.Server.dll"
PhonePop__Database__ConnectionString="Data Source=$data/phonepop.db" $program backup "$into"
find "$into" -mindepth 1 -maxdepth 1 -type d -name 'phonepop-*' -mtime "+${PHONEPOP_KEEP_DAYS:-30}" -exec rm -r {} +
