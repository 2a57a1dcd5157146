# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""All C and C++ is as clang-format leaves it."""
import collections
import re
import shutil
import subprocess
import sys

from source import parse_options

PLACES = ["include", "lib", "tests", "tools", "bench"]
SUFFIXES = {".c", ".h", ".cc"}
SKIPPED = 77
PLACE = re.compile(r"^(\S+?):(\d+):\d+: error:", re.M)


def main():
    root = parse_options(__doc__).root.resolve()
    if not shutil.which("clang-format"):
        print("clang-format is not installed")
        sys.exit(SKIPPED)
    paths = [str(path.relative_to(root)) for place in PLACES
             for path in sorted((root / place).rglob("*"))
             if path.suffix in SUFFIXES]
    result = subprocess.run(
        ["clang-format", "--style=file", "--dry-run", "-Werror", *paths],
        cwd=root, capture_output=True, text=True, check=False)
    places = PLACE.findall(result.stderr)
    counts = collections.Counter(path for path, _ in places)
    for path, line in places:
        if path in counts:
            print(f"{path}:{line}: the first of {counts.pop(path)} places "
                  "that clang-format -i changes")
    if result.returncode != 0 and not places:
        print(result.stderr)
    sys.exit(result.returncode)


main()
