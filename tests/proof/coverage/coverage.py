#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Branch coverage of lib/, measured by gcov and gated.

coverage.py --root ROOT --build DIR [--cc GCC] [--jobs N] [--only-report]

Builds lib/ without optimisation and with --coverage in DIR, runs TESTS,
and adds up the branches of each line over all objects. A branch counts as
taken if any object took it. The threaded programs do not run: what they
reach is luck, and a gate must not be. What only a lost race reaches is
reached by interfere.c and lost.c, with every access at its place.

excluded.txt, beside this file, lists the branches that no test can take.
Each line there is

    FILE | FUNCTION | TEXT OF THE LINE | BRANCHES | REASON

with the branches' numbers as this program prints them, separated by commas,
and the text as in the source but for blanks at its ends; "TEXT @2" is the
second such line of the function. An entry that matches no line, or a branch
that is taken after all, is an error, and so are more exclusions than
EXCLUDED_MAX. Exits 0 if every other branch was taken.
"""

import argparse
import collections
import dataclasses
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
EXCLUDED_MAX = 0.02
TESTS = r"^(unit|api)\.|^proof\.(interfere|lost)$"
SLOW = "_slow$"  # what they reach, others reach by hand
# These take long, and what they reach, others do too.
LEFT_OUT = ("cidr.blocks_of_other_sizes_in_the_same_place,"
            "cidr.from_the_smallest_to_the_largest,"
            "glob.agrees_with_the_reference_across_words,"
            "layout.summary_of_very_many,"
            "snapshot_forged.every_byte_that_is_changed_is_noticed,")
STRIDE = 3  # of interfere.c
FLAGS = "--coverage -O0 -fprofile-update=atomic"
# Of interfere.c and lost.c one thread runs at a time.
STOP_FLAGS = "-fprofile-update=single"


@dataclasses.dataclass
class Line:
    """A line of the source that has branches, and how often each was taken."""
    path: str
    number: int
    function: str
    text: str
    occurrence: int = 1
    taken: list[int] = dataclasses.field(default_factory=list)
    excluded: dict[int, str] = dataclasses.field(default_factory=dict)


def run(command: list[str], **how: object) -> None:
    result = subprocess.run(command, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, check=False, **how)
    if result.returncode != 0:
        print(result.stdout[-8000:])
        sys.exit(f"coverage: {' '.join(command[:4])} ...: "
                 f"exit status {result.returncode}")


def build_and_run(root: pathlib.Path, build: pathlib.Path, own) -> None:
    run(["cmake", "-G", "Ninja", "-S", str(root), "-B", str(build),
         "-DCMAKE_BUILD_TYPE=Debug", f"-DCMAKE_C_COMPILER={own.cc}",
         f"-DCMAKE_C_FLAGS={FLAGS}", "-DEIP_BENCH=OFF", "-DEIP_TOOLS=OFF",
         "-DEIP_INSTALL=OFF", "-DEIP_TOGETHER=ON",
         f"-DEIP_INTERFERE_STRIDE={STRIDE}",
         f"-DEIP_STOP_FLAGS={STOP_FLAGS}",
         "-DEIP_REQUIRE_TEST_PACKAGES=ON"])
    targets = [f"eip_{kind}_{path.stem.removeprefix('test_')}"
               for kind in ("unit", "api")
               for path in sorted((root / "tests" / kind).glob("test_*.c"))
               if not path.stem.endswith("_export")]  # no command either
    run(["cmake", "--build", str(build), "-j", str(own.jobs), "--target",
         "proof_interfere", "proof_lost", *targets])
    for data in build.rglob("*.gcda"):
        data.unlink()
    run(["ctest", "-R", TESTS, "-E", SLOW, "-j", str(own.jobs),
         "--output-on-failure"], cwd=build,
        env={**os.environ, "EIP_TEST_SEED": "1", "EIP_LEAVE_OUT": LEFT_OUT})


def gcov_lines(build: pathlib.Path, gcov: str):
    """(file, line) of what gcov says of each object; tests' own have the
    functions of headers in them."""
    data = sorted(build.rglob("*.gcda"))
    if not data:
        sys.exit("coverage: no data: did the tests run?")
    for path in data:
        result = subprocess.run(
            [gcov, "--json-format", "--branch-probabilities", "--stdout",
             str(path)], cwd=build, capture_output=True, check=False)
        if result.returncode != 0:
            sys.exit(f"coverage: {gcov}: {result.stderr.decode()}")
        for document in result.stdout.splitlines():
            for file in json.loads(document)["files"]:
                for line in file["lines"]:
                    yield file["file"], line


def collect(root: pathlib.Path, build: pathlib.Path,
            gcov: str) -> list[Line]:
    found: dict[tuple[str, int, str], Line] = {}
    sources: dict[str, list[str]] = {}

    for file, line in gcov_lines(build, gcov):
        path = pathlib.PurePosixPath(file)
        name = str(path).removeprefix("./").removeprefix(f"{root}/")
        if not name.startswith("lib/") or not line["branches"]:
            continue
        if name not in sources:
            sources[name] = (root / name).read_text().splitlines()
        text = sources[name][line["line_number"] - 1].strip()
        key = (name, line["line_number"], line.get("function_name", ""))
        one = found.setdefault(key, Line(*key, text))
        counts = [branch["count"] for branch in line["branches"]]
        if not one.taken:
            one.taken = [0] * len(counts)
        if len(counts) != len(one.taken):
            sys.exit(f"coverage: {name}:{line['line_number']}: objects "
                     "disagree about its branches")
        one.taken = [a + b for a, b in zip(one.taken, counts)]

    seen: collections.Counter = collections.Counter()
    for key in sorted(found):
        line = found[key]
        seen[line.path, line.function, line.text] += 1
        line.occurrence = seen[line.path, line.function, line.text]
    return [found[key] for key in sorted(found)]


def exclude(lines: list[Line], listed: pathlib.Path) -> list[str]:
    """Mark what is listed; returns what is wrong with the list."""
    by_text = {(line.path, line.function, line.text, line.occurrence): line
               for line in lines}
    wrong: list[str] = []

    for number, row in enumerate(listed.read_text().splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        place = f"{listed.name}:{number}: "
        # The text of the line may have bars in it.
        parts = [part.strip() for part in row.split(" | ")]
        if len(parts) < 5 or not parts[-1]:
            wrong.append(place + "not FILE | FUNCTION | TEXT | BRANCHES "
                         "| REASON")
            continue
        text, _, at = " | ".join(parts[2:-2]).partition(" @")
        line = by_text.get((parts[0], parts[1], text, int(at or 1)))
        if line is None:
            wrong.append(place + "matches no line with branches")
            continue
        for branch in (int(part) for part in parts[-2].split(",")):
            if branch >= len(line.taken):
                wrong.append(place + f"there is no branch {branch}")
            elif line.taken[branch]:
                wrong.append(place + f"branch {branch} is taken, "
                             f"{line.taken[branch]} times")
            else:
                line.excluded[branch] = parts[-1]
    return wrong


def table(lines: list[Line]) -> tuple[int, int, int]:
    """Print a row for each file; returns branches, excluded, not taken."""
    rows: dict[str, list[int]] = {}
    for line in lines:
        row = rows.setdefault(line.path, [0, 0, 0])
        row[0] += len(line.taken)
        row[1] += len(line.excluded)
        row[2] += sum(count == 0 and i not in line.excluded
                      for i, count in enumerate(line.taken))
    print(f"{'file':32} {'branches':>8} {'excluded':>8} {'missed':>8}")
    total = [sum(column) for column in zip(*rows.values())]
    for name, row in [*sorted(rows.items()), ("all", total)]:
        print(f"{name:32} {row[0]:8} {row[1]:8} {row[2]:8}")
    return total[0], total[1], total[2]


def print_missed(lines: list[Line]) -> None:
    for line in lines:
        for branch, count in enumerate(line.taken):
            if count == 0 and branch not in line.excluded:
                again = "" if line.occurrence == 1 else f" @{line.occurrence}"
                print(f"missed: {line.path}:{line.number}: branch {branch} "
                      f"of {len(line.taken)} in {line.function}: "
                      f"{line.text}{again}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True, type=pathlib.Path)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--excluded", type=pathlib.Path,
                        default=HERE / "excluded.txt")
    parser.add_argument("--only-report", action="store_true",
                        help="of the last run's data")
    own = parser.parse_args()
    root, build = own.root.resolve(), own.build.resolve()

    if not own.only_report:
        build_and_run(root, build, own)
    lines = collect(root, build, own.cc.replace("gcc", "gcov"))
    wrong = exclude(lines, own.excluded)
    branches, excluded, missed = table(lines)
    print_missed(lines)
    for text in wrong:
        print(text)
    if excluded > EXCLUDED_MAX * branches:
        wrong.append("")
        print(f"{excluded} branches excluded: more than "
              f"{EXCLUDED_MAX:.0%} of {branches}")
    counted = branches - excluded
    print(f"coverage: {branches} branches, {excluded} excluded "
          f"({excluded / branches:.2%}), {counted - missed} of {counted} "
          f"taken ({(counted - missed) / counted:.2%})")
    return 1 if missed != 0 or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
