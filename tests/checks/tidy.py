# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""clang-tidy finds nothing in lib/ and tools/, by .clang-tidy's rules."""
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

from source import parse_options

SKIPPED = 77


def sources(root, build):
    """The files of lib/ and tools/ that the build compiles."""
    commands = json.loads((build / "compile_commands.json").read_text())
    found = {pathlib.Path(command["file"]) for command in commands}
    return sorted(path for path in found
                  if path.is_relative_to(root / "lib")
                  or path.is_relative_to(root / "tools"))


def tidy(build, path):
    return subprocess.run(
        ["clang-tidy", "--quiet", "--warnings-as-errors=*", "-p", str(build),
         "--extra-arg=-Wno-unknown-warning-option", str(path)],
        capture_output=True, text=True, check=False)


def main():
    options = parse_options(__doc__, "--build")
    root, build = options.root.resolve(), pathlib.Path(options.build)
    if (not shutil.which("clang-tidy")
            or not (build / "compile_commands.json").exists()):
        print("clang-tidy or compile_commands.json is not there")
        sys.exit(SKIPPED)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        paths = sources(root, build)
        for result in pool.map(lambda path: tidy(build, path), paths):
            if result.returncode != 0:
                print(result.stdout, result.stderr, sep="")
                failed += 1
    print(f"{len(paths)} files, {failed} with findings")
    sys.exit(1 if failed or not paths else 0)


main()
