#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""A test of a test: with a bug put into the library, it must fail.

seeded.py --root ROOT --work DIR --patch FILE --target TARGET --program PATH
          [--expect REGEX] [--configure=ARGUMENT ...] [-- ARGUMENT ...]

Brings DIR/source up to ROOT's sources, applies the patch, builds TARGET in
DIR/build and runs DIR/build/PATH with the arguments. Exits 0 if that failed
as expected: by a status other than 0 (77, skipped, is passed on), and with
REGEX, if given, in what it printed. One DIR serves many patches, one after
another: only what a patch touches is built anew.
"""

import argparse
import pathlib
import re
import subprocess
import sys

KEPT = ("CMakeLists.txt", "CMakePresets.json", "include", "lib", "tests",
        "tools", "bench", "README.md", "LICENSE")


def files_of(root: pathlib.Path) -> dict[str, bytes]:
    """What belongs to the source, by path below the root."""
    found: dict[str, bytes] = {}
    for name in KEPT:
        top = root / name
        paths = [top] if top.is_file() else sorted(top.rglob("*"))
        for path in paths:
            if path.is_file() and "__pycache__" not in path.parts:
                found[str(path.relative_to(root))] = path.read_bytes()
    return found


def bring_up(root: pathlib.Path, copy: pathlib.Path) -> None:
    """Write only what differs, so that only that is built anew. What the last
    patch touched differs, and so is put back."""
    wanted = files_of(root)
    for path in (copy.rglob("*") if copy.exists() else ()):
        if path.is_file() and str(path.relative_to(copy)) not in wanted:
            path.unlink()
    for name, data in wanted.items():
        path = copy / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def run(command: list[str], what: str) -> None:
    result = subprocess.run(command, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, check=False)
    if result.returncode != 0:
        print(result.stdout)
        sys.exit(f"seeded: {what}: exit status {result.returncode}")


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("root", "work", "patch"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--target", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--expect", default="")
    parser.add_argument("--configure", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("arguments", nargs="*")
    own = parser.parse_args()

    copy = own.work / "source"
    build = own.work / "build"
    bring_up(own.root, copy)
    run(["patch", "-p1", "--fuzz=0", "--forward", "-d", str(copy), "-i",
         str(own.patch.resolve())], f"{own.patch.name} does not apply")
    for leftover in copy.rglob("*.orig"):
        leftover.unlink()
    run(["cmake", "-G", "Ninja", "-S", str(copy), "-B", str(build),
         *own.configure], "configure")
    run(["cmake", "--build", str(build), "--target", own.target], "build")

    command = [str(build / own.program), *own.arguments]
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True,
                                errors="replace", check=False,
                                timeout=own.timeout)
    except subprocess.TimeoutExpired:
        sys.exit(f"seeded: no end after {own.timeout} s: an oracle that "
                 "hangs tells nothing")
    print(result.stdout[-4000:])
    if result.returncode == 77:
        return 77
    if result.returncode == 0:
        sys.exit(f"seeded: {own.patch.name}: the bug was NOT found")
    if not re.search(own.expect, result.stdout):
        sys.exit(f"seeded: failed, but said nothing like /{own.expect}/")
    print(f"seeded: {own.patch.name}: found, as it must be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
