#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""How many slips in lib/space and lib/registry do the tests notice?

mutate.py --root ROOT --build DIR [--cc CC] [--seed N] [--sample N]
          [--only REGEX] [--survivors] [--believe] [--deep]
          [--least PERCENT] [--strict] [--jobs N]

operators.py makes the mutants, schemata.py weaves them all into one library
with a switch, and tree.py builds it and what judges it: the suites, the
threaded programs and short runs of other methods of proof. For each mutant
those of them run that call the mutated function at all, one after the other,
first those that killed most near by in the least time, until one fails,
traps, leaks or takes too long. What survives and is the same program to the
compiler is no mutant. With --deep, the rest goes to the checker of
interleavings.

DIR/results.jsonl has a line a mutant, and what stands there is not run again
unless what it depends on has changed: the library and the killer, or any that
the mutant passed. So a run that was stopped goes on where it was. --survivors
runs again just those that survived. A survivor is to be listed in
survivors.md, beside this file, by its name as printed; --believe does not run
what is listed, and counts it as survived. Exits 1 if fewer than --least
percent of those that can be judged were killed or are listed there; with
--strict also if one that survived is not, or one listed is no mutant any
more.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import itertools
import json
import os
import pathlib
import re
import sys
import threading
import time

import operators
from tree import DEEP, Tree, programs, sources

HERE = pathlib.Path(__file__).resolve().parent
FOLDERS = ("lib/space", "lib/registry")
SLOW = 1.5  # seconds: who takes longer judges when all others have
UNKNOWN = 3.0  # seconds: to build a judge, and try it on the sound library


class Stamps:
    """What results depend on: of a mutant that was killed, its killer; of one
    that survived, all judges. And the library."""

    def __init__(self, root: pathlib.Path, deep: bool):
        self.root = root
        self.base = hashlib.sha256()
        for pattern in ("include/**/*.h", "lib/*/*.[ch]",
                        "tests/support/**/*.[ch]",
                        "tests/suite/**/*.h"):
            for path in sorted(root.glob(pattern)):
                self.base.update(path.read_bytes())
        found = programs(root)
        found[DEEP] = sources(root, "tests/proof/interleave/*.c")
        self.own = {name: self.of(paths) for name, paths in found.items()}
        self.judges = [name for name in found if deep or name != DEEP]
        self.library = self.of([])

    def of(self, paths: list[str]) -> str:
        """Of these sources and the headers beside them."""
        digest = self.base.copy()
        folders = {(self.root / path).parent for path in paths}
        for path in sorted({*(self.root / path for path in paths),
                            *(header for folder in folders
                              for header in folder.glob("*.h"))}):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:12]

    def is_good(self, row: dict | None) -> bool:
        """Need it not be judged again?"""
        if row is None or row["stamp"] != self.library:
            return False
        if row["outcome"] == "killed":
            return row["by"] == self.own.get(row["killer"])
        return (row["outcome"] != "survived"
                or {self.own[name] for name in self.judges}
                <= set(row["passed"]))


class Trial:
    """Runs mutants and writes down what became of them."""

    def __init__(self, tree: Tree, results: pathlib.Path, own):
        self.tree, self.results, self.stamps = tree, results, own.stamps
        self.anew = own.survivors
        self.rows = read_results(results)
        self.writing = threading.Lock()
        self.kills: dict[str, collections.Counter] = collections.defaultdict(
            collections.Counter)
        for row in self.rows.values():
            self.learn(row)

    def learn(self, row: dict) -> None:
        """Whoever killed in a function is asked first the next time, and
        whoever killed in its file and its folder."""
        path, function = row["name"].split(": ")[:2]
        if row["outcome"] == "killed":
            for place in ((path, function), path, path.rpartition("/")[0]):
                self.kills[place][row["killer"]] += 1

    def order(self, number: int) -> list[str]:
        """Most kills in the least time first, then those that are there."""
        mutant = self.tree.mutants[number]
        takes = {name: self.tree.takes(name) or UNKNOWN
                 for name in self.stamps.judges}
        near, file, folder = (self.kills[place] for place in (
            (mutant.path, mutant.function), mutant.path,
            mutant.path.rpartition("/")[0]))
        stem = pathlib.PurePosixPath(mutant.path).stem
        return sorted(self.stamps.judges, key=lambda name: (
            -(10 * near[name] + file[name] + 0.1 * folder[name])
            / (0.02 + takes[name]), stem not in name, takes[name]))

    def judge(self, number: int, slow: bool, passed: set[str]) -> dict:
        """By the slow programs or by the others, but for those that the
        mutant has `passed` already."""
        tree, stamps = self.tree, self.stamps
        if number in tree.broken:
            return {"outcome": "no build"}
        is_new = not passed
        for name in self.order(number):
            stamp = stamps.own[name]
            if stamp in passed:
                continue
            tree.prepare(name)
            if (tree.takes(name) > SLOW) == slow:
                how = tree.reaches(name, number) and tree.run(name, number)
                if how:
                    return {"outcome": "killed", "killer": name, "how": how,
                            "by": stamp}
                passed.add(stamp)
        if is_new and tree.is_same(number):
            return {"outcome": "same"}
        return {"outcome": "survived", "passed": sorted(passed)}

    def one(self, number: int, slow: bool) -> None:
        mutant = self.tree.mutants[number]
        row = self.rows.get(mutant.name())
        passed = set()
        if (row and row["stamp"] == self.stamps.library
                and (slow or not self.anew)):
            passed.update(row.get("passed", []))
        row = {"name": mutant.name(), "line": mutant.line,
               "stamp": self.stamps.library,
               **self.judge(number, slow, passed)}
        with self.writing, self.results.open("a") as file:
            self.rows[row["name"]] = row
            self.learn(row)
            file.write(json.dumps(row) + "\n")

    def all(self, jobs: int) -> None:
        """Those of which nothing is known come first."""
        order = sorted(self.tree.mutants, key=lambda number:
                       self.tree.mutants[number].name() in self.rows)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(self.one, order, itertools.repeat(False)))
            list(pool.map(self.one, [
                number for number, mutant in self.tree.mutants.items()
                if not self.stamps.is_good(self.rows[mutant.name()])],
                itertools.repeat(True)))


def explained() -> set[str]:
    text = (HERE / "survivors.md").read_text()
    return set(re.findall(r"^- `(.*)`$", text, re.M))


def choose(root: pathlib.Path, own, known: dict[str, dict]):
    """Those that are judged, and of these those that are to be run."""
    found = [mutant for folder in FOLDERS
             for path in sorted((root / folder).glob("*.[ch]"))
             for mutant in operators.mutants_of(
                 str(path.relative_to(root)), path.read_text())]
    own.outdated = sorted(explained() - {m.name() for m in found})
    found = [m for m in found if re.search(own.only, m.name())]
    if own.sample:
        # By hash, so that a change elsewhere leaves most of it as it was.
        found.sort(key=lambda m: hashlib.sha256(
            f"{own.seed} {m.name()}".encode()).digest())
        found = found[:own.sample]
    if own.survivors:
        return found, [m for m in found if m.name() in known
                       and known[m.name()]["outcome"] == "survived"]
    return found, [m for m in found
                   if not own.stamps.is_good(known.get(m.name()))
                   and not (own.believe and m.name() in explained())]


def report(chosen: list, rows: dict[str, dict], own) -> int:
    known = explained()
    counts = collections.Counter()
    unexplained = 0
    for mutant in chosen:
        name = mutant.name()
        outcome = rows.get(name, {}).get("outcome", "not run")
        if own.believe and name in known:
            outcome = "survived"
        elif outcome != "not run" and not own.stamps.is_good(rows[name]):
            outcome = "not done"
        counts[outcome] += 1
        if outcome == "survived" and name not in known:
            unexplained += 1
            print(f"survived: line {mutant.line}: - `{name}`")
    for name in own.outdated:
        print(f"listed, but no mutant: - `{name}`")
    judged = counts["killed"] + counts["survived"]
    if not judged:
        sys.exit("mutate: nothing was judged")
    clear = 100 * (judged - unexplained) / judged
    print(f"mutants: {len(chosen)}: {counts['killed']} killed, "
          f"{counts['survived']} survived ({unexplained} unexplained), "
          f"{counts['same']} the same program, {counts['no build']} did not "
          f"build, {counts['not run'] + counts['not done']} not done; "
          f"{counts['killed'] / judged:.1%} killed, {clear:.1f}% "
          "killed or explained")
    return 1 if clear < own.least or (
        own.strict and (unexplained or own.outdated)) else 0


def read_results(path: pathlib.Path) -> dict[str, dict]:
    rows = path.read_text().splitlines() if path.exists() else []
    return {row["name"]: row for row in map(json.loads, rows)}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True, type=pathlib.Path)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0, help="0: all")
    parser.add_argument("--only", default="", help="of names")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--believe", action="store_true")
    parser.add_argument("--deep", action="store_true")
    parser.add_argument("--least", type=float, default=95.0)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def main() -> int:
    own = parse()
    root, build = own.root.resolve(), own.build.resolve()
    began = time.monotonic()

    own.stamps = Stamps(root, own.deep)
    build.mkdir(parents=True, exist_ok=True)
    results = build / "results.jsonl"
    chosen, todo = choose(root, own, read_results(results))
    if todo:
        tree = Tree(root, build, own.cc, todo)
        tree.build(own.jobs, own.deep)
        Trial(tree, results, own).all(own.jobs)
    status = report(chosen, read_results(results), own)
    print(f"mutants: seed {own.seed}, {len(todo)} run in "
          f"{time.monotonic() - began:.0f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
