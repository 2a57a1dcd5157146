#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Modified condition/decision coverage of lib/, by clang 18 or later.

mcdc.py --root ROOT --build DIR [--version 19] [--jobs N] [--only-report]
        [--least PERCENT]

Builds with -fcoverage-mcdc, runs the suites of unit/ and api/ and
interfere.c and lost.c, and prints what llvm-cov says of each file: how many
conditions decided, alone, what their decision came to, and which did not. A
decision in a header counts where one place that includes it shows most.
Exits 1 below --least percent, 77 if that clang is not there.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys

FLAGS = "-O0 -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc"
TESTS = r"^(unit|api)\.|^proof\.(interfere|lost)$"
SLOW = "_slow$"
STRIDE = 9  # of interfere.c


def run(command: list[str], **how: object) -> str:
    result = subprocess.run(command, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, check=False, **how)
    if result.returncode != 0:
        print(result.stdout[-4000:], result.stderr[-4000:])
        sys.exit(f"mcdc: {' '.join(command[:3])} ...: "
                 f"exit status {result.returncode}")
    return result.stdout


def build_and_run(root: pathlib.Path, build: pathlib.Path, own) -> None:
    run(["cmake", "-G", "Ninja", "-S", str(root), "-B", str(build),
         "-DCMAKE_BUILD_TYPE=Debug",
         f"-DCMAKE_C_COMPILER=clang-{own.version}",
         f"-DCMAKE_C_FLAGS={FLAGS}", "-DEIP_BENCH=OFF", "-DEIP_TOOLS=OFF",
         "-DEIP_INSTALL=OFF", f"-DEIP_INTERFERE_STRIDE={STRIDE}"])
    targets = [f"eip_{kind}_{path.stem.removeprefix('test_')}"
               for kind in ("unit", "api")
               for path in sorted((root / "tests" / kind).glob("test_*.c"))
               if not path.stem.endswith("_export")]
    run(["cmake", "--build", str(build), "-j", str(own.jobs), "--target",
         "proof_interfere", "proof_lost", *targets])
    for old in build.glob("*.profraw"):
        old.unlink()
    # %m: one file for each program, which adds up its processes.
    run(["ctest", "-R", TESTS, "-E", SLOW, "-j", str(own.jobs)], cwd=build,
        env={**os.environ, "EIP_TEST_SEED": "1",
             "LLVM_PROFILE_FILE": str(build / "%m.profraw")})


def measure(root: pathlib.Path, build: pathlib.Path,
            version: str) -> dict[str, tuple[int, int, list[str]]]:
    """Of each file: conditions, those covered, and where the others are."""
    data = build / "all.profdata"
    run([f"llvm-profdata-{version}", "merge", "-sparse", "-o", str(data),
         *map(str, sorted(build.glob("*.profraw")))])
    programs = [build / "tests/proof/interfere", build / "tests/proof/lost",
                *sorted((build / "tests/unit").iterdir()),
                *build.glob("libeip.so")]
    objects = [part for one in programs for part in ("-object", str(one))]
    report = json.loads(run(
        [f"llvm-cov-{version}", "export", f"-instr-profile={data}",
         *objects[1:]]))
    found = {}
    for file in report["data"][0]["files"]:
        # The build maps the root to ".", so that the place is made up.
        _, inside, rest = file["filename"].rpartition("/lib/")
        name = f"lib/{rest}"
        if inside and (root / name).exists():
            sums = file["summary"]["mcdc"]
            found[name] = (sums["count"], sums["covered"],
                           missing(file["mcdc_records"]))
    return found


def missing(records: list[list]) -> list[str]:
    """"line: n-th condition" of each that no place shows best."""
    best: dict[tuple[int, int], list[bool]] = {}
    for line, column, *_, shown in records:
        if sum(shown) >= sum(best.get((line, column), [])):
            best[line, column] = shown
    return [f"{line}: condition {i} of {len(shown)}"
            for (line, _), shown in sorted(best.items())
            for i, one in enumerate(shown, 1) if not one]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True, type=pathlib.Path)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--version", default="19")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only-report", action="store_true")
    parser.add_argument("--least", type=float, default=95.0)
    own = parser.parse_args()
    for tool in ("clang", "llvm-profdata", "llvm-cov"):
        if not shutil.which(f"{tool}-{own.version}"):
            print(f"mcdc: no {tool}-{own.version}")
            return 77

    root, build = own.root.resolve(), own.build.resolve()
    if not own.only_report:
        build_and_run(root, build, own)
    files = sorted(measure(root, build, own.version).items())
    for name, (count, covered, open_ones) in files:
        if count:
            print(f"{name:32} {covered:5} of {count:5}")
        for where in open_ones:
            print(f"  not shown: {name}:{where}")
    count = sum(row[0] for _, row in files)
    covered = sum(row[1] for _, row in files)
    if not count:
        sys.exit("mcdc: nothing was measured")
    print(f"mcdc: {covered} of {count} conditions shown to decide "
          f"({covered / count:.2%})")
    return 0 if covered / count >= own.least / 100 else 1


if __name__ == "__main__":
    sys.exit(main())
