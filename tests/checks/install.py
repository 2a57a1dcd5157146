# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Installs into a scratch prefix, moves the prefix, and there builds and runs
tests/package in C and in C++, and with the store on disk: by find_package (shared, static), by
pkg-config (shared, static), and by add_subdirectory."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from source import parse_options

PROGRAMS = ["consumer_c", "consumer_cxx", "consumer_store"]


def run(*command, **more):
    """Run it, or end with what it printed."""
    command = [str(part) for part in command]
    result = subprocess.run(command, capture_output=True, text=True,
                            check=False, **more)
    if result.returncode != 0:
        print("failed:", " ".join(command))
        print(result.stdout, result.stderr, sep="")
        sys.exit(1)
    return result.stdout


def expect(condition, text):
    if not condition:
        print("expected:", text)
        sys.exit(1)


def needs_libeip(program):
    """Whether a program is linked with libeip.so.0."""
    return "[libeip.so.0]" in run("readelf", "-d", program)


def build_by_cmake(options, build, package, version, shared, *settings):
    run(options.cmake, "-S", package, "-B", build, "-G", "Ninja",
        "-DCMAKE_BUILD_TYPE=Release", f"-DEXPECTED_VERSION={version}",
        *settings)
    run(options.cmake, "--build", build, "--target", *PROGRAMS)
    for program in PROGRAMS:
        expect(needs_libeip(build / program) == shared,
               f"{build.name}/{program} linked with libeip.so: {shared}")
        run(build / program, options.version)


def build_by_pkg_config(options, scratch, prefix, package, static):
    found = list(prefix.rglob("eip.pc"))
    expect(len(found) == 1, "one eip.pc")
    environment = dict(os.environ, PKG_CONFIG_PATH=str(found[0].parent))
    version = run("pkg-config", "--modversion", "eip", env=environment)
    expect(version.strip() == options.version, f"eip.pc of {options.version}")
    query = ["pkg-config", *["--static"] * static, "--cflags", "--libs"]
    flags = {name: run(*query, name, env=environment).split()
             for name in ("eip", "eip-lmdb")}
    library = run("pkg-config", "--variable=libdir", "eip", env=environment)
    expect(str(prefix) in " ".join(flags["eip"]),
           "flags that name the moved prefix")
    for compiler, source, name in (
            ("gcc", "consumer.c", "eip"), ("g++", "consumer.cc", "eip"),
            ("gcc", "consumer_store.c", "eip-lmdb")):
        program = scratch / f"pc_{'static' if static else 'shared'}_{source}"
        run(compiler, *(["-static"] * static), package / source, "-o",
            program, *flags[name])
        run(program, options.version,
            env=dict(os.environ, LD_LIBRARY_PATH=library.strip()))


def check_moved(prefix, old):
    """Nothing installed remembers where it was installed to."""
    for path in prefix.rglob("*"):
        if path.is_file() and path.suffix in (".cmake", ".pc"):
            expect(not re.search(re.escape(str(old)), path.read_text()),
                   f"{path.name} free of {old}")


def main():
    options = parse_options(__doc__, "--build", "--cmake", "--version")
    root = options.root.resolve()
    package = root / "tests" / "package"
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch).resolve()
        first, prefix = scratch / "first", scratch / "moved" / "here"
        run(options.cmake, "--install", options.build, "--prefix", first)
        prefix.parent.mkdir()
        shutil.move(first, prefix)
        check_moved(prefix, first)

        for static in (False, True):
            name = "found_static" if static else "found_shared"
            build_by_cmake(options, scratch / name, package, options.version,
                           not static, f"-DCMAKE_PREFIX_PATH={prefix}",
                           f"-Deip_USE_STATIC={'ON' if static else 'OFF'}")
            build_by_pkg_config(options, scratch, prefix, package, static)
        build_by_cmake(options, scratch / "subdirectory", package,
                       options.version, True, f"-DEIP_SOURCE_DIR={root}",
                       "-DEIP_LMDB=ON", "-DCMAKE_BUILD_TYPE=Debug")


main()
