#!/bin/sh
# Runs the installed program with the settings that the unit gives to the server, as root, whose files it may read:
#   /opt/phonepop/deploy/phonepop.sh doctor
set -eu
unit=phonepop-run-$$
# Ctrl-C reaches the program by its terminal. Where its output goes to another program (| tee) it has none: who waits here ends alone, and the program has to be told.
trap 'systemctl kill --signal=SIGINT "$unit" 2> /dev/null || :; exit 130' INT TERM
# The shell inside says that Ctrl-C ended the program (130), where systemd takes SIGINT for a good end.
systemd-run --quiet --collect --wait --pty --pipe --unit "$unit" \
  -p "$(systemctl show -p Environment phonepop)" -p EnvironmentFile=-/etc/phonepop/secrets \
  /bin/sh -c 'trap : INT; "$@"' phonepop /opt/phonepop/PhonePop.Server "$@"
