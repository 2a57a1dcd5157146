#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# tests/portability/aarch64.sh [OPERATIONS]: build the library, the command
# `eip` and the threaded programs of tests/threads for aarch64 with warnings as
# errors, and run them under qemu: a replay of the built-in ranges, whose checks
# and audits are the test, and each program. By hand, not by
# CTest: it needs gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user,
# and `dpkg --add-architecture arm64 && apt-get update`, for it fetches arm64
# packages of Judy, xxHash and cJSON. They are unpacked below build/ and not
# installed: libjudy-dev of one architecture displaces that of another.
set -euo pipefail

operations=${1:-20000}
if [[ ! $operations =~ ^[1-9][0-9]*$ ]]; then
    echo "aarch64.sh: OPERATIONS: '$operations' is not a number above 0" >&2
    exit 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
out=$root/build/aarch64
for tool in aarch64-linux-gnu-gcc qemu-aarch64; do
    if ! command -v "$tool" >/dev/null; then
        echo "aarch64.sh: $tool is not there" >&2
        exit 77
    fi
done

mkdir -p "$out/packages" "$out/objects"
if [[ ! -e $out/sysroot/usr/include/Judy.h ]]; then
    (cd "$out/packages" && apt-get -qq download libjudy-dev:arm64 \
        libxxhash-dev:arm64 libcjson-dev:arm64 libcjson1:arm64)
    for package in "$out"/packages/*.deb; do
        dpkg-deb -x "$package" "$out/sysroot"
    done
fi

usr=$out/sysroot/usr
cd "$root"
compile() {
    local object=$out/objects/${1//\//-}.o
    aarch64-linux-gnu-gcc -std=c11 -O2 -Wall -Wextra -Wpedantic -Werror \
        -D_GNU_SOURCE -DEIP_BUILDING -DEIP_DATA_DIR="\"$root/tools/eip/data\"" \
        -Iinclude -Ilib -isystem "$usr/include" -c "$1" -o "$object"
}
rm -f "$out"/objects/*.o
for source in lib/*/*.c tools/eip/*.c; do
    compile "$source"
done
library=$usr/lib/aarch64-linux-gnu
aarch64-linux-gnu-gcc "$out"/objects/*.o "$library/libJudy.a" \
    "$library/libxxhash.a" "$library/libcjson.so" -lpthread -lm \
    -Wl,-rpath-link,"$library" -o "$out/eip"
emulate() {
    qemu-aarch64 -L /usr/aarch64-linux-gnu -E "LD_LIBRARY_PATH=$library" "$@"
}
emulate "$out/eip" replay --threads 2 --operations "$operations" \
    --no-progress --quiet
echo "eip replay: passed"

rm -f "$out"/objects/tools-*.o
mkdir -p "$out/threads"
for source in tests/threads/*.c; do
    program=$out/threads/$(basename "$source" .c)
    aarch64-linux-gnu-gcc -std=c11 -O2 -D_GNU_SOURCE \
        -DEIP_TEST_SOURCE_DIR="\"$root\"" -Iinclude -Ilib -Itests \
        -isystem "$usr/include" "$source" tests/support/*.c \
        tests/support/internal/*.c "$out"/objects/*.o "$library/libJudy.a" \
        "$library/libxxhash.a" -lpthread -lm -o "$program"
    status=0
    emulate "$program" >"$program.log" 2>&1 || status=$?
    case $status in
    0) echo "$(basename "$program"): passed" ;;
    77) echo "$(basename "$program"): skipped: $(tail -1 "$program.log")" ;;
    *)
        cat "$program.log"
        echo "$(basename "$program"): exit code $status" >&2
        exit 1
        ;;
    esac
done
