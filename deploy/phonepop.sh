#!/bin/sh
# Runs the installed program with the settings that the unit gives to the server, as root, whose files it may read:
#   /opt/phonepop/deploy/phonepop.sh doctor
set -eu
# The shell inside says that Ctrl-C ended the program (130), where systemd takes SIGINT for a good end.
exec systemd-run --quiet --collect --wait --pty --pipe \
  -p "$(systemctl show -p Environment phonepop)" -p EnvironmentFile=-/etc/phonepop/secrets \
  /bin/sh -c 'trap : INT; "$@"' phonepop /opt/phonepop/PhonePop.Server "$@"
