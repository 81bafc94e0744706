#!/bin/sh
# pack.sh FOLDER ZIP: packs a folder so that the same files always give the same bytes: manifest first, then the other
# names in order, one date for all, no owners or other extra fields.
set -eu
cd "$1"
find . -type f -exec touch -d '2026-01-01 00:00:00 UTC' {} +
{ echo imsmanifest.xml; find . -type f ! -name imsmanifest.xml | sed 's|^\./||' | LC_ALL=C sort; } |
    TZ=UTC zip -q -X -D "$2" -@
