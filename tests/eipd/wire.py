# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""wire.py SHAPES [WIRE]: every line that the program SHAPES prints of the
tables in tools/shape is in wire.txt (or WIRE), and the other way round.

wire.txt is what wire.mjs printed; compare.sh of tests/operations does both with
the newest client."""
import pathlib
import subprocess
import sys

FILE = pathlib.Path(__file__).resolve().parent / "wire.txt"


def main():
    theirs = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else FILE
    ours = set(subprocess.run([sys.argv[1]], check=True, text=True,
                              stdout=subprocess.PIPE).stdout.splitlines())
    known = {line for line in theirs.read_text(encoding="utf-8").splitlines()
             if not line.startswith("#")}
    for line in sorted(known - ours):
        print("only the client has:", line)
    for line in sorted(ours - known):
        print("only the tables have:", line)
    print(f"{len(ours & known)} members are alike")
    return ours != known or not known


if __name__ == "__main__":
    sys.exit(main())
