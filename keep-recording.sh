#!/usr/bin/env bash
# Makes a saved recording a test: ./keep-recording.sh FILE.ami|FILE.zip [NAME]
# It goes to PhonePop.Tests/Transcripts/recorded, where RecordedCallsTests and RecordingsOverTcpTests find it by themselves.
set -euo pipefail
stop() {
  echo "keep-recording.sh: $1" >&2
  exit 1
}

[ "$#" -ge 1 ] && [ "$#" -le 2 ] || stop "usage: ./keep-recording.sh FILE.ami|FILE.zip [NAME]"
file=$1
[ -f "$file" ] || stop "there is no file $file"
name=${2:-$(basename "${file%.*}")}
[[ "$name" =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]] || stop "a name has letters, digits, dots, hyphens and underscores: $name"
target=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/PhonePop.Tests/Transcripts/recorded
[ ! -e "$target/$name.ami" ] || stop "a recording $name is kept already: give another name"

from=$(mktemp -d)
trap 'rm -rf "$from"' EXIT
case "$file" in
  *.zip)
    command -v unzip >/dev/null || stop "unzip is missing: unpack $file and give the .ami"
    unzip -q "$file" -d "$from"
    ;;
  *.ami)
    [ -f "${file%.ami}.json" ] || stop "the description ${file%.ami}.json is missing beside it"
    cp "$file" "${file%.ami}.json" "$from"
    ;;
  *) stop "a recording is a .ami with its .json, or both in a .zip" ;;
esac

ami=$(find "$from" -name '*.ami' | head -n 1)
[ -n "$ami" ] && [ -f "${ami%.ami}.json" ] || stop "$file holds no recording"
grep -q '"scrambled": true' "${ami%.ami}.json" || echo "keep-recording.sh: it holds real numbers and names; do not publish it" >&2
mkdir -p "$target"
install -m 644 "$ami" "$target/$name.ami"
install -m 644 "${ami%.ami}.json" "$target/$name.json"
echo "Kept as PhonePop.Tests/Transcripts/recorded/$name. Correct its truth where PhonePop was wrong, then run:"
echo "  ./test.sh --filter-class PhonePop.Tests.Ami.Calls.RecordedCallsTests"
