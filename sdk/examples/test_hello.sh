#!/usr/bin/env bash
# Installs Tessera, builds the example outside the tree against the installed SDK, installs it and asks
# the running server for its page.
#     test_hello.sh BUILD_FOLDER EXAMPLE_FOLDER
set -euo pipefail
build=$1
example=$2
work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

expect() {
    case $2 in
        *"$1"*) ;;
        *) printf 'expected "%s" in:\n%s\n' "$1" "$2" >&2; exit 1 ;;
    esac
}

cmake --install "$build" --prefix "$work/tessera" >"$work/install.log"
cp -r "$example" "$work/hello"
cmake -S "$work/hello" -B "$work/hello/build" -DCMAKE_PREFIX_PATH="$work/tessera" >"$work/configure.log"
cmake --build "$work/hello/build" >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }

# Only this plugin, so that the test says nothing about the others.
rm -rf "$work/tessera/plugins"/*
cp -r "$work/hello/build/plugins/hello" "$work/tessera/plugins/"

tessera=$work/tessera/bin/tessera
# Listing runs no plugin; what it says of one that was never started is that it fits.
expect $'hello\t1.0.0\tcompatible' "$("$tessera" plugin list --data "$work/data")"
"$tessera" init --data "$work/data"
expect $'hello\t1.0.0\trunning' "$("$tessera" plugin list --data "$work/data")"

# The server has to know its address, so the port is chosen before it starts.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
TESSERA_STRICT_TEMPLATES=1 "$tessera" serve --data "$work/data" --listen "127.0.0.1:$port" 2>"$work/serve.log" &
server=$!
for _ in $(seq 100); do
    grep -q '"message":"Serving"' "$work/serve.log" && break
    kill -0 "$server" || { cat "$work/serve.log" >&2; exit 1; }
    sleep 0.1
done
expect 'whoever you are' "$(curl -sS -m 10 "http://127.0.0.1:$port/hello")"
page=$(curl -sS -m 10 -d 'name=<Ada>' "http://127.0.0.1:$port/hello")
expect '<h1>Hello &lt;Ada&gt;</h1>' "$page"
expect '1 greeting so far' "$page"
style=$(printf '%s' "$page" | grep -o '/static/[0-9a-f]*/hello/css/hello.css')
expect 'font-style' "$(curl -sS -m 10 "http://127.0.0.1:$port$style")"
expect 'Enter your name.' "$(curl -sS -m 10 -d 'name=' "http://127.0.0.1:$port/hello")"
expect '1 cyfarchiad hyd yma' "$(curl -sS -m 10 -H 'Accept-Language: cy' "http://127.0.0.1:$port/hello")"
expect 'HTTP/1.1 401' "$(curl -sS -m 10 -D - -o /dev/null -X POST "http://127.0.0.1:$port/hello/reset")"
kill -TERM "$server"
wait "$server"
server=
echo "The example works."
