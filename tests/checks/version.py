# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""The version of project() is that of eip/base.h, of the built library, of
its soname, and has a heading in CHANGELOG.md."""
import ctypes
import re
import subprocess

from source import Report, parse_options, read


def check_header(report, root, parts):
    path = root / "include" / "eip" / "base.h"
    text = read(path)
    for name, part in zip(("MAJOR", "MINOR", "PATCH"), parts):
        match = re.search(rf"^#define EIP_VERSION_{name} (\d+)$", text, re.M)
        if not match or match.group(1) != part:
            report.wrong(path, 1, f"EIP_VERSION_{name} is not {part}")


def check_library(report, library, version, parts):
    loaded = ctypes.CDLL(library)
    loaded.eip_version.restype = ctypes.c_uint32
    loaded.eip_version_text.restype = ctypes.c_char_p
    major, minor, patch = (int(part) for part in parts)
    if loaded.eip_version() != major * 1000000 + minor * 1000 + patch:
        report.wrong("lib", 1, f"eip_version() is {loaded.eip_version()}")
    if loaded.eip_version_text() != version.encode():
        report.wrong("lib", 1,
                     f"eip_version_text() is {loaded.eip_version_text()}")
    dynamic = subprocess.run(["readelf", "-d", library], capture_output=True,
                             text=True, check=False).stdout
    if f"[libeip.so.{major}]" not in dynamic:
        report.wrong("CMakeLists.txt", 1, f"the soname is not libeip.so.{major}")


def main():
    options = parse_options(__doc__, "--version", "--library")
    root = options.root.resolve()
    report = Report(root)
    parts = options.version.split(".")
    check_header(report, root, parts)
    check_library(report, options.library, options.version, parts)
    if f"\n## [{options.version}]" not in read(root / "CHANGELOG.md"):
        report.wrong("CHANGELOG.md", 1, f"has no [{options.version}]")
    report.exit()


main()
