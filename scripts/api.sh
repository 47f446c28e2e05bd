#!/bin/sh
# Puts the API to its own document: schemathesis makes requests from it, and looks at every answer.
set -eu
program=$1
python=$2
# A blank option is none, as a form sends it, whatever its pattern says. Without users everybody on this machine is answered, with a
# key or without; who is refused with them is tests/it/web/access.rs.
left_out=negative_data_rejection,ignored_auth
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
"$program" demo --data "$folder/data" >/dev/null 2>&1
address=$("$python/bin/python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print("127.0.0.1:%d" % s.getsockname()[1])')
"$program" serve --data "$folder/data" --listen "$address" 2>/dev/null &
server=$!
is_ready() { "$python/bin/python" -c "import urllib.request; urllib.request.urlopen('http://$address/readyz')" 2>/dev/null; }
until is_ready; do
    kill -0 $server 2>/dev/null || { echo "the server ended before it was ready" >&2; exit 1; }
    sleep 0.2
done
cd "$folder"
"$python/bin/st" run "http://$address/api/v1/openapi.json" --url "http://$address" \
    --max-examples 20 --seed 1 --phases examples,coverage,fuzzing --exclude-checks "$left_out" --no-color >"$folder/said" 2>&1 || {
    cat "$folder/said" >&2
    exit 1
}
tail -1 "$folder/said"
