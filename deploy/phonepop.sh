#!/bin/sh
# Runs the installed program with the settings that the unit gives to the server, as root, whose files it may read:
#   /opt/phonepop/deploy/phonepop.sh doctor
set -eu
exec systemd-run --quiet --collect --wait --pty --pipe \
  -p "$(systemctl show -p Environment phonepop)" -p EnvironmentFile=-/etc/phonepop/secrets \
  /opt/phonepop/PhonePop.Server "$@"
