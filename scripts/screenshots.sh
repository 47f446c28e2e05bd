#!/bin/sh
# Takes the README's pictures from the demo's data. Needs Chromium.
set -eu
program=$1
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
"$program" demo --data "$folder/data" >/dev/null 2>&1
"$program" serve --data "$folder/data" --listen 127.0.0.1:8697 2>/dev/null &
server=$!
until curl -sf http://127.0.0.1:8697/readyz >/dev/null; do sleep 0.2; done
shot() {
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$folder/profile" \
        --window-size="$3" --screenshot="docs/images/$2.png" "http://127.0.0.1:8697$1" >/dev/null 2>&1
}
mkdir -p docs/images
shot "/?period=2026-08&published=1" overview 1160,1330
shot "/agencies/06283?period=2023" agency 1160,1240
shot "/indicators/on_time_rate?period=2023" metric 1160,1180
shot "/dossiers?period=2023&agency=06283" dossiers 1160,700
