#!/bin/sh
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# node.sh FOLDER: have npm put the client for EC2 into a folder, of the version
# that wire.txt and sdk.json are of. Without node and npm the tests go on
# without this client.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
version=$(sed -n 's/^ "version": "\(.*\)",$/\1/p' \
    "$here/../operations/sdk.json")
if [ -d "$1/node_modules/@aws-sdk/client-ec2" ]; then
    exit 0
fi
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo "node.sh: no npm, no client of it in the tests" >&2
    exit 0
fi
mkdir -p "$1"
cd "$1"
npm install --silent --no-audit --no-fund --no-save \
    "@aws-sdk/client-ec2@$version" >/dev/null ||
    echo "node.sh: npm could not install the client" >&2
