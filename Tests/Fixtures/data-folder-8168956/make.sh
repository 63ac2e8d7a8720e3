#!/usr/bin/env bash
# Makes this fixture anew: a data folder as version 8168956 leaves it, as SQL and files.
#
#   git clone . /tmp/old && git -C /tmp/old checkout 8168956
#   Tests/Fixtures/data-folder-8168956/make.sh /tmp/old
#
# The writer is compiled against the old version; model settings and a key come from its commands.
# The values in Tests/BlockStoreTests/OldFolderTests.swift belong to the folder that was kept: the key
# of the secrets and some times differ each time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$1" && pwd)
data=$(mktemp -d)/data
trap 'rm -rf "$(dirname "$data")"; git -C "$checkout" checkout -q Tests/dash-store-writer' EXIT

cp "$here/writer.swift" "$checkout/Tests/dash-store-writer/main.swift"
(cd "$checkout" && swift build --product dash-store-writer && swift build --product dash)
"$checkout/.build/debug/dash-store-writer" "$data"

dash() { DASH_SHARE="$checkout" "$checkout/.build/debug/dash" "$@" --data "$data"; }
dash models use anthropic/small
printf 'planted-model-key\n' | dash models key anthropic
dash models limit --calls 40 --tokens 90000 --cost 1.5
dash models price small --input 3 --output 15

rm -rf "$here"/{blocks,trash,dash.sql,secret.key.hex}
sqlite3 "$data/dash.sqlite" .dump >"$here/dash.sql"
cp -r "$data/blocks" "$data/trash" "$here/"
od -An -v -tx1 "$data/secret.key" | tr -d ' \n' >"$here/secret.key.hex"
du -sh "$here"
