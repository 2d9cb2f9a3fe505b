#!/usr/bin/env bash
# The main job on the samples, as `make demo` runs it: an archive, every sample export exactly once, a bundle and a page.
set -euo pipefail
counterroll=$(realpath "$1")
samples=$(cd "$(dirname "$0")" && pwd)/highlevel
rm -rf "$2" && mkdir -p "$2"
out=$(realpath "$2")

say() { printf '\n\033[1m$ counterroll %s\033[0m\n' "$*"; "$counterroll" "$@"; }

cd "$out"
say init --archive sunny-side --account "Sunny Side Realty" --time-zone America/Chicago
export COUNTERROLL_ARCHIVE=$out/sunny-side
say ingest "$samples"/audit-events-early.ndjson "$samples"/audit-logs-2026-06-to-08.csv "$samples"/audit-logs-2026-08.csv.gz \
  "$samples"/audit-logs-2026-08-to-09.csv "$samples"/logs-dump-2026-09.json "$samples"/audit-logs-2026-10.zip
say status || [ $? = 6 ] # 6: something is to be exported again, which is the calendar's to say
say export --format bundle --to sunny-side.zip
say export --format html --to sunny-side.html
printf '\nThe bundle: %s/sunny-side.zip\nThe page:   %s/sunny-side.html   (open it in a browser)\n' "$out" "$out"
