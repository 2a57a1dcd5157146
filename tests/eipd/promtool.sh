#!/bin/sh
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# promtool.sh FOLDER: have Debian's promtool in a folder. Its package is unpacked
# and not installed, for that would start Prometheus. Without it the tests check
# the metrics by a pattern alone.
set -eu

if [ -x "$1/promtool" ] || command -v promtool >/dev/null; then
    exit 0
fi
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    exit 0
fi
mkdir -p "$1"
cd "$1"
if apt-get -qq download prometheus >/dev/null 2>&1 &&
    dpkg-deb --fsys-tarfile prometheus_*.deb |
    tar -xf - --strip-components=3 ./usr/bin/promtool; then
    rm -f prometheus_*.deb
else
    echo "promtool.sh: no promtool, the metrics are checked without it" >&2
fi
