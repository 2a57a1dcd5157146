#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""How many slips in lib/space and lib/registry do the tests notice?

mutate.py --root ROOT --build DIR [--cc CC] [--seed N] [--sample N]
          [--only REGEX] [--survivors] [--believe] [--deep]
          [--least PERCENT] [--strict] [--jobs N]

operators.py makes the mutants. For each, what depends on the mutated file is
compiled anew and linked to one library with all symbols, which the suites,
the threaded programs and short runs of other methods of proof use (tree.py);
they run one after the other, those that killed most in this file first, until
one fails, traps, leaks or takes too long. A mutant whose objects are the same
bytes is no mutant. With --deep, what survives goes to the checker of
interleavings.

DIR/results.jsonl has a line a mutant, and what stands there is not run again
unless the library or the tests have changed. --survivors runs again just
those that survived. A survivor is to be listed in survivors.md, beside this
file, by its name as printed; --believe does not run what is listed, and
counts it as survived. Exits 1 if fewer than --least percent of those that can
be judged were killed or are listed there; with --strict also if one that
survived is not, or one listed is no mutant any more.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import queue
import re
import sys
import time

import operators
from tree import DEEP, Tree

HERE = pathlib.Path(__file__).resolve().parent
FOLDERS = ("lib/space", "lib/registry")


class Trial:
    """Runs mutants in trees and writes down what became of them."""

    def __init__(self, trees: list[Tree], results: pathlib.Path, own):
        self.trees: queue.Queue[Tree] = queue.Queue()
        for tree in trees:
            self.trees.put(tree)
        self.results, self.stamp, self.deep = results, own.stamp, own.deep
        self.kills: dict[str, collections.Counter] = collections.defaultdict(
            collections.Counter)

    def learn(self, row: dict) -> None:
        """Whoever killed in a file is asked first the next time, and whoever
        killed in its folder."""
        path = pathlib.PurePosixPath(row["name"].split(":")[0])
        if row["killer"]:
            self.kills[str(path)][row["killer"]] += 1
            self.kills[str(path.parent)][row["killer"]] += 1

    def order(self, tree: Tree, path: str) -> list[str]:
        place = pathlib.PurePosixPath(path)
        takes = tree.plain.takes
        return sorted(takes, key=lambda name: (
            -self.kills[path][name], place.stem not in name,
            -self.kills[str(place.parent)][name] / (0.02 + takes[name]),
            takes[name]))

    def find_killer(self, tree: Tree, path: str, source: str,
                    mutant: str) -> tuple[str, str]:
        for name in self.order(tree, path):
            how = tree.plain.run(name)
            if how:
                return name, how
        how = self.deep and tree.interleave(path, source, mutant)
        return (DEEP, how) if how else ("", "")

    def one(self, mutant: operators.Mutant) -> None:
        tree = self.trees.get()
        place = tree.where / mutant.path
        source = place.read_text()
        killer = how = ""
        try:
            place.write_text(mutant.apply(source))
            built = tree.plain.rebuild(mutant.path)
            if built:
                killer, how = self.find_killer(tree, mutant.path, source,
                                               mutant.apply(source))
        finally:
            place.write_text(source)
            tree.plain.put_back()
            self.trees.put(tree)
        outcome = ("no build" if built is None else "same" if not built
                   else "killed" if killer else "survived")
        row = {"name": mutant.name(), "line": mutant.line,
               "outcome": outcome, "killer": killer, "how": how,
               "stamp": self.stamp}
        self.learn(row)
        with self.results.open("a") as file:
            file.write(json.dumps(row) + "\n")


def stamp_of(root: pathlib.Path) -> str:
    """What results depend on."""
    digest = hashlib.sha256()
    for folder in ("include", "lib", "tests/unit", "tests/api",
                   "tests/threads", "tests/support", "tests/proof"):
        for path in sorted((root / folder).rglob("*.[ch]")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


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
    return found, [m for m in found if known.get(m.name(), {}).get("stamp")
                   != own.stamp]


def believe(todo: list, own, results: pathlib.Path) -> list:
    """Take it for granted that what is listed survives."""
    listed = explained()
    with results.open("a") as file:
        for mutant in todo:
            if mutant.name() in listed:
                file.write(json.dumps({
                    "name": mutant.name(), "line": mutant.line,
                    "outcome": "survived", "killer": "", "how": "",
                    "stamp": own.stamp}) + "\n")
    return [mutant for mutant in todo if mutant.name() not in listed]


def report(rows: list[dict], own) -> int:
    counts = collections.Counter(row["outcome"] for row in rows)
    survived = sorted((row["name"], row["line"]) for row in rows
                      if row["outcome"] == "survived")
    known = explained()
    unexplained = [one for one in survived if one[0] not in known]
    for name, line in unexplained:
        print(f"survived: line {line}: - `{name}`")
    for name in own.outdated:
        print(f"listed, but no mutant: - `{name}`")
    judged = counts["killed"] + counts["survived"]
    if not judged:
        sys.exit("mutate: nothing was judged")
    clear = 100 * (judged - len(unexplained)) / judged
    print(f"mutants: {len(rows)}: {counts['killed']} killed, "
          f"{counts['survived']} survived ({len(unexplained)} unexplained), "
          f"{counts['same']} the same program, {counts['no build']} did not "
          f"build; {counts['killed'] / judged:.1%} killed, {clear:.1f}% "
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


def run(root: pathlib.Path, build: pathlib.Path, own, todo: list,
        rows: list[dict]) -> None:
    trees = [Tree(root, build / f"tree{i}", own.cc)
             for i in range(min(own.jobs, len(todo)))]
    trees[0].build(own.jobs)
    for tree in trees[1:]:
        tree.like(trees[0])
    trial = Trial(trees, build / "results.jsonl", own)
    for row in rows:
        trial.learn(row)
    with concurrent.futures.ThreadPoolExecutor(len(trees)) as pool:
        list(pool.map(trial.one, todo))


def main() -> int:
    own = parse()
    root, build = own.root.resolve(), own.build.resolve()
    began = time.monotonic()

    own.stamp = stamp_of(root)
    build.mkdir(parents=True, exist_ok=True)
    results = build / "results.jsonl"
    known = read_results(results)
    chosen, todo = choose(root, own, known)
    if own.believe:
        todo = believe(todo, own, results)
    if todo:
        run(root, build, own, todo, list(known.values()))
    known = read_results(results)
    status = report([known[m.name()] for m in chosen
                     if m.name() in known], own)
    print(f"mutants: seed {own.seed}, {len(todo)} run in "
          f"{time.monotonic() - began:.0f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
