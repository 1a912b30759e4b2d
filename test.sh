#!/usr/bin/env bash
# Builds PhonePop and runs every test. Installs what the tests need where it is missing (Chromium and dbus, on Debian by apt).
# The last line is "N passed, M failed"; the exit code is 0 only when at least one test ran and none failed.
# Further arguments go to the test runner: ./test.sh --filter-class 'PhonePop.Tests.Server.SharedAssetTests'
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

passed=0 failed=0
finish() {
  echo "$passed passed, $failed failed"
  exit "$1"
}
stop() {
  echo "test.sh: $1" >&2
  failed=1
  finish 1
}

for tool in dotnet npm; do
  command -v "$tool" >/dev/null || stop "$tool is missing: install the .NET 10 SDK and Node.js 18 or newer (with npm), then run ./test.sh again"
done

missing=()
[ -n "${PHONEPOP_CHROMIUM:-}" ] || command -v chromium >/dev/null || missing+=(chromium)
command -v dbus-daemon >/dev/null || missing+=(dbus)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  if ! command -v apt-get >/dev/null || { [ "${#as_root[@]}" -gt 0 ] && ! sudo -n true 2>/dev/null; }; then
    stop "the browser tests need ${missing[*]}: install them (on Debian, as root: apt-get install ${missing[*]}), then run ./test.sh again"
  fi
  echo "test.sh: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq </dev/null &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null ||
    stop "apt-get could not install ${missing[*]}"
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
dotnet build PhonePop.sln -nologo -v minimal </dev/null || stop "the build failed"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --solution PhonePop.sln --no-build --no-progress --no-ansi --timeout 75m "$@" </dev/null 2>&1 | tee "$log"
code=${PIPESTATUS[0]}

# The summary of the test runner: "  total: 24", "  failed: 0", "  succeeded: 24".
number() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(number succeeded) failed=$(number failed)
passed=${passed:-0} failed=${failed:-0}
if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
  failed=1 # the runner itself failed: no test ran, a crash, a test that hung
fi
[ "$code" -eq 0 ] && [ "$passed" -eq 0 ] && stop "no test ran"

# Once more, and what was said of each: in a long log nobody finds them.
if [ "$failed" -gt 0 ]; then
  echo "What failed:"
  grep -E -A 8 '^ *failed [^:]' "$log" | cut -c 1-300 | head -n 100
fi
finish "$([ "$failed" -eq 0 ] && echo 0 || echo 1)"
