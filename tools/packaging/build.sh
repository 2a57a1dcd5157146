# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# For tools/run and tools/test: configure and build a preset, silent unless it
# fails. Expects `root`, the top of the source tree.
# shellcheck shell=bash

: "${root:?}"
jobs=$(nproc)

# quietly LOG COMMAND...: run it at the top of the tree with its output in
# build/LOG; show that and fail if it fails.
quietly() {
    local log=$root/build/$1
    shift
    mkdir -p "$root/build"
    if ! (cd "$root" && "$@") >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        echo "failed: $* (log: $log)" >&2
        return 1
    fi
}

# configure PRESET [ARGUMENT...]: always, or anew where the tree was moved.
configure() {
    local preset=$1 fresh=()
    shift
    local cache=$root/build/$preset/CMakeCache.txt
    if [[ -e $cache ]] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
        fresh=(--fresh)
    fi
    quietly "$preset.configure.log" \
        cmake "${fresh[@]}" --preset "$preset" "$@"
}

# needs_configure PRESET: whether ninja would not find that out by itself.
needs_configure() {
    local build=$root/build/$1
    [[ ! -e $build/build.ninja ||
        $root/CMakePresets.json -nt $build/build.ninja ]] ||
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" \
            "$build/CMakeCache.txt"
}

# build PRESET [TARGET...]
build() {
    local preset=$1 targets=()
    shift
    if (($# > 0)); then
        targets=(--target "$@")
    fi
    quietly "$preset.build.log" \
        cmake --build --preset "$preset" -j "$jobs" "${targets[@]}" -- -k 0
}
