#!/bin/sh
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# compare.sh [VERSION]: compare the library's parameters and members with those
# of the newest @aws-sdk/client-ec2 (or of VERSION), which npm fetches into a
# folder of its own. Exit 1: something is missing, or there are operations of
# these families that the library does not have.
# So are the tables of tools/shape, by way of tests/eipd/wire.txt.
# compare.sh --store [VERSION]: store what the client knows in sdk.json and
# wire.txt, too.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
store=
if [ "${1:-}" = --store ]; then
    store=--store
    shift
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm install --silent --no-audit --no-fund --no-save \
    "@aws-sdk/client-ec2@${1:-latest}" >/dev/null)
# shellcheck disable=SC2046
node "$here/sdk.mjs" "$folder" $(python3 -B "$here/compare.py" --names) \
    >"$folder/sdk.json"
# shellcheck disable=SC2046
node "$here/../eipd/wire.mjs" "$folder" \
    $(python3 -B "$here/compare.py" --names) >"$folder/wire.txt"
if [ -n "$store" ]; then
    cp "$folder/wire.txt" "$here/../eipd/wire.txt"
fi
diff "$here/../eipd/wire.txt" "$folder/wire.txt"
python3 -B "$here/compare.py" $store "$folder/sdk.json"
