# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""libeip.so exports the functions that include/ marks EIP_API, no more and
no fewer, each under the version node of lib/eip.map."""
import pathlib
import subprocess
import sys

from source import Report, parse_options

HERE = pathlib.Path(__file__).resolve()
UPDATE_MAP = HERE.parents[2] / "tools" / "packaging" / "update-map"
MAP = "lib/eip.map"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True,
                          check=False)


def exported(library):
    """Names that the library defines, without version nodes themselves."""
    result = run("nm", "-D", "--defined-only", "--with-symbol-versions",
                 library)
    if result.returncode != 0:
        sys.exit(f"nm failed: {result.stderr}")
    names = {}
    for row in result.stdout.splitlines():
        fields = row.split()
        if len(fields) < 3 or fields[1] == "A":
            continue
        name, _, version = fields[2].partition("@")
        names[name] = version.lstrip("@")
    return names


def main():
    options = parse_options(__doc__, "--library")
    root = options.root.resolve()
    report = Report(root)
    listing = run(sys.executable, str(UPDATE_MAP), "--root", str(root),
                  "--list")
    declared = set(listing.stdout.split())
    there = exported(options.library)
    if not declared:
        report.wrong("include/eip", 1, "declares no function")
    for name in sorted(declared - set(there)):
        report.wrong(MAP, 1, f"{name} is declared but not exported")
    for name in sorted(set(there) - declared):
        report.wrong(MAP, 1, f"{name} is exported but not declared")
    for name in sorted(declared & set(there)):
        if not there[name]:
            report.wrong(MAP, 1, f"{name} has no symbol version")
    result = run(sys.executable, str(UPDATE_MAP), "--root", str(root),
                 "--check")
    if result.returncode != 0:
        report.wrong(MAP, 1, result.stdout.strip() + result.stderr)
    report.exit()


main()
