#!/bin/sh
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# go.sh FOLDER: build the client of the AWS SDK for Go, from Debian's sources,
# into a folder. Without Go or the sources the tests go on without it.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
sources=/usr/share/gocode
if ! command -v go >/dev/null ||
    ! [ -d "$sources/src/github.com/aws/aws-sdk-go/service/ec2" ]; then
    echo "go.sh: no Go or no SDK of it, no client of it in the tests" >&2
    exit 0
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd -P)
if [ "$folder/client" -nt "$here/clients/go_client.go" ]; then
    exit 0
fi
GO111MODULE=off GOPATH=$sources GOCACHE=$folder/cache GOFLAGS=-p=2 \
    go build -o "$folder/client" "$here/clients/go_client.go"
