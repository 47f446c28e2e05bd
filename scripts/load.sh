#!/bin/sh
# What pages cost at the server: the first answer after a publish, then 64 clients at once, then an unchanged page. Needs wrk.
# DATA names a data folder to measure on, of ROWS dossiers; without it one is made.
set -eu
program=$1
rows=${ROWS:-1000000}
command -v wrk >/dev/null || { echo "pages are not put under load: there is no wrk" >&2; exit 0; }
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
data=${DATA:-}
if [ -z "$data" ]; then
    data=$folder/data
    "$program" sample --out "$folder/samples" --rows "$rows" >/dev/null 2>&1
    "$program" ingest "$folder"/samples/* --data "$data" >/dev/null 2>&1
fi
"$program" serve --data "$data" --listen 127.0.0.1:8697 2>/dev/null &
server=$!
until curl -sf http://127.0.0.1:8697/readyz >/dev/null; do sleep 0.2; done
word() { echo "$said" | awk -v name="$1" '$1 == name { print $2 }'; }
echo "pages over $rows dossiers: first answer; 64 clients: requests a second, median, 99 in 100"
for path in "/" "/agencies" "/agencies/06283" "/indicators" "/indicators/on_time_rate" "/dossiers" "/dossiers?metric=progress_766" "/dossiers?code=2023-001" "/compare" "/checks" "/sources" \
    "/indicators/on_time_rate?agency=06283&period=2023-08" "/dossiers?agency=06283&period=2023-W20" \
    "/indicators/on_time_rate?period=2023-02-11..2023-10-05" "/agencies/06283?period=2023-02-11..2023-10-05"; do
    address=http://127.0.0.1:8697$path
    first=$(curl -s -o /dev/null -w '%{time_total}' "$address")
    said=$(wrk -t1 -c64 -d3s --latency "$address")
    printf '  %-58s %8s s   %9s/s %9s %9s\n' "$path" "$first" "$(word Requests/sec:)" "$(word 50%)" "$(word 99%)"
done
# Nothing of these is kept: each asks for a span of its own.
AGENCIES=$(curl -s "http://127.0.0.1:8697/api/v1/metrics/on_time_rate/values.csv?period=2023" | tail -n +2 | cut -d, -f1 | tr '\n' ' ')
export AGENCIES
for clients in 1 8 64; do
    said=$(wrk -t1 -c$clients -d5s --latency -s "$(dirname "$0")/free_slices.lua" http://127.0.0.1:8697)
    printf '  free spans, %2s clients %36s %9s/s %9s %9s\n' "$clients" "" "$(word Requests/sec:)" "$(word 50%)" "$(word 99%)"
done
tag=$(curl -s -o /dev/null -D - http://127.0.0.1:8697/ | tr -d '\r' | awk 'tolower($1) == "etag:" { print $2 }')
printf '  unchanged, 304: %s\n' "$(wrk -t1 -c1 -d2s --latency -H "If-None-Match: $tag" http://127.0.0.1:8697/ | awk '$1 == "50%" { print $2 }')"
echo "  page / as sent: $(curl -s --compressed -o /dev/null -w '%{size_download}' http://127.0.0.1:8697/) bytes"
