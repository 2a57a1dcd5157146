#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""How many slips in lib/space and lib/registry do the tests notice?

mutate.py --root ROOT --build DIR [--cc CC] [--seed N] [--sample N]
          [--only REGEX] [--survivors] [--least PERCENT] [--strict] [--jobs N]

operators.py makes the mutants. For each, what depends on the mutated file is
compiled anew and linked to a library with all symbols, against which the
suites and threaded programs are linked; these run, those that killed most
in this file first, until one fails, traps or takes too long. A mutant whose
objects are the same bytes is no mutant. Undefined behaviour traps.

DIR/results.jsonl has a line a mutant, and what stands there is not run again
unless the library or the tests have changed. --survivors runs again just
those that survived. A survivor is to be listed in survivors.md, beside this
file, by its name as printed. Exits 1 if fewer than --least percent of those
that can be judged were killed or are listed there; with --strict also if one
that survived is not.
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
import shutil
import signal
import subprocess
import sys
import time

import operators

HERE = pathlib.Path(__file__).resolve().parent
FOLDERS = ("lib/space", "lib/registry")
FLAGS = ["-std=c11", "-O1", "-fPIC", "-D_GNU_SOURCE", "-w",
         "-fsanitize=undefined", "-fno-sanitize=alignment",
         "-fsanitize-undefined-trap-on-error",
         "-Itests/proof/mutants/quick", "-Iinclude", "-Ilib", "-Itests"]
LIBRARY_FLAGS = ["-DEIP_BUILDING"]
LINKED = ["-lJudy", "-lxxhash", "-lpthread", "-lm"]
# What needs none of the two folders, or takes too long for what it tells.
LEFT_OUT = re.compile(r"_slow$|^unit/test_(fail|glob|ipv4|sort|status|structs"
                      r"|utf8)$")
SLOWER = 10  # than with the sound library is too slow
PATIENCE = 1.0  # seconds more, for a busy machine


def sources(folder: pathlib.Path, pattern: str) -> list[str]:
    """Paths as a build names them: below the copy."""
    return [str(path.relative_to(folder))
            for path in sorted(folder.glob(pattern))]


class Tree:
    """A copy of the sources with all of it built, for one worker."""

    def __init__(self, root: pathlib.Path, where: pathlib.Path, cc: str):
        self.where, self.cc = where, cc
        for name in ("include", "lib", "tests"):
            shutil.copytree(root / name, where / name, dirs_exist_ok=True)
        self.library = sources(where, "lib/*/*.c")
        self.support = (sources(where, "tests/support/*.c")
                        + sources(where, "tests/support/internal/*.c"))
        self.programs = {
            path.removeprefix("tests/").removesuffix(".c"): path
            for pattern in ("unit/test_*.c", "api/test_*.c", "threads/*.c")
            for path in sources(where, "tests/" + pattern)
            if not LEFT_OUT.search(path.removeprefix("tests/")
                                   .removesuffix(".c"))}
        self.depends: dict[str, set[str]] = {}
        self.before: dict[pathlib.Path, bytes] = {}
        self.takes: dict[str, float] = {}  # seconds, unmutated
        (where / "out").mkdir(exist_ok=True)

    def build(self) -> None:
        for path in [*self.library, *self.support, *self.programs.values()]:
            if self.compile(path).returncode != 0:
                sys.exit(f"mutate: {path} does not compile")
        if self.link_library().returncode != 0:
            sys.exit("mutate: the library does not link")
        for name in self.programs:
            if self.link(name).returncode != 0:
                sys.exit(f"mutate: {name} does not link")
        for path in [*self.library, *self.support, *self.programs.values()]:
            rule = self.object(path).with_suffix(".d").read_text()
            for used in rule.replace("\\\n", " ").split()[1:]:
                self.depends.setdefault(used, set()).add(path)

    def object(self, path: str) -> pathlib.Path:
        return self.where / "out" / (path.replace("/", "-") + ".o")

    def call(self, command: list[str]) -> subprocess.CompletedProcess:
        return subprocess.run(command, cwd=self.where, capture_output=True,
                              check=False)

    def compile(self, path: str) -> subprocess.CompletedProcess:
        own = LIBRARY_FLAGS if path.startswith("lib/") else []
        return self.call([self.cc, *FLAGS, *own, "-MMD", "-c", path,
                          "-DEIP_TEST_SOURCE_DIR=\".\"",
                          "-o", str(self.object(path))])

    def link_library(self) -> subprocess.CompletedProcess:
        return self.call([self.cc, "-shared", "-o", "out/libmutant.so",
                          *map(str, map(self.object, self.library)), *LINKED])

    def link(self, name: str) -> subprocess.CompletedProcess:
        return self.call([
            self.cc, "-o", f"out/{name.replace('/', '-')}",
            str(self.object(self.programs[name])),
            *map(str, map(self.object, self.support)), "out/libmutant.so",
            "-Wl,-rpath,$ORIGIN", *LINKED])

    def rebuild(self, path: str) -> bool | None:
        """After a change of `path`: None if it does not build, False if it
        is the same program, True if there is something to test."""
        wanted = {path} if path.endswith(".c") else self.depends.get(path, ())
        stem = pathlib.PurePosixPath(path).stem
        wanted = [one for one in wanted
                  if one in self.library or one.endswith(f"test_{stem}.c")]
        self.before = {self.object(one): self.object(one).read_bytes()
                       for one in wanted}
        if any(self.compile(one).returncode != 0 for one in wanted):
            return None
        if all(file.read_bytes() == old for file, old in self.before.items()):
            return False
        if self.link_library().returncode != 0:
            return None
        for name, program in self.programs.items():
            if program in wanted:
                self.link(name)
        return True

    def try_all(self) -> None:
        """The sound library passes, and how long that takes."""
        for name in self.programs:
            began = time.monotonic()
            how = self.run(name)
            if how:
                sys.exit(f"mutate: {name} fails unmutated: {how}")
            self.takes[name] = time.monotonic() - began

    def put_back(self) -> None:
        for file, old in self.before.items():
            file.write_bytes(old)
        for name, program in self.programs.items():
            if self.object(program) in self.before:
                self.link(name)

    def run(self, name: str) -> str:
        """"" if the program passes, else how it failed."""
        limit = PATIENCE + SLOWER * self.takes.get(name, 10.0)
        process = subprocess.Popen(
            [str(self.where / "out" / name.replace("/", "-"))],
            cwd=self.where, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "EIP_TEST_SCALE": "0.05",
                 "EIP_TEST_SEED": "1"})
        try:
            code = process.wait(limit)
            return "" if code in (0, 77) else f"status {code}"
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "timeout"


class Trial:
    """Runs mutants in trees and writes down what became of them."""

    def __init__(self, trees: list[Tree], results: pathlib.Path, stamp: str):
        self.trees: queue.Queue[Tree] = queue.Queue()
        for tree in trees:
            self.trees.put(tree)
        self.results, self.stamp = results, stamp
        self.kills: dict[str, collections.Counter] = collections.defaultdict(
            collections.Counter)

    def order(self, tree: Tree, path: str) -> list[str]:
        """Who killed in this file first, then who bears its name."""
        stem = pathlib.PurePosixPath(path).stem
        return sorted(tree.programs, key=lambda name: (
            -self.kills[path][name], stem not in name, tree.takes[name]))

    def find_killer(self, tree: Tree, path: str) -> tuple[str, str]:
        for name in self.order(tree, path):
            how = tree.run(name)
            if how:
                self.kills[path][name] += 1
                return name, how
        return "", ""

    def one(self, mutant: operators.Mutant) -> dict:
        tree = self.trees.get()
        place = tree.where / mutant.path
        source = place.read_text()
        killer = how = ""
        try:
            place.write_text(mutant.apply(source))
            built = tree.rebuild(mutant.path)
            if built:
                killer, how = self.find_killer(tree, mutant.path)
        finally:
            place.write_text(source)
            tree.put_back()
            self.trees.put(tree)
        outcome = ("no build" if built is None else "same" if not built
                   else "killed" if killer else "survived")
        row = {"name": mutant.name(), "line": mutant.line,
               "outcome": outcome, "killer": killer, "how": how,
               "stamp": self.stamp}
        with self.results.open("a") as file:
            file.write(json.dumps(row) + "\n")
        return row


def stamp_of(root: pathlib.Path) -> str:
    """What results depend on."""
    digest = hashlib.sha256()
    for folder in ("include", "lib", "tests/unit", "tests/api",
                   "tests/threads", "tests/support"):
        for path in sorted((root / folder).rglob("*.[ch]")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def explained() -> set[str]:
    text = (HERE / "survivors.md").read_text()
    return set(re.findall(r"^- `(.*)`$", text, re.M))


def choose(root: pathlib.Path, own, known: dict[str, dict]):
    found = [mutant for folder in FOLDERS
             for path in sorted((root / folder).glob("*.[ch]"))
             for mutant in operators.mutants_of(
                 str(path.relative_to(root)), path.read_text())]
    found = [m for m in found if re.search(own.only, m.name())]
    if own.survivors:
        return found, [m for m in found if m.name() in known
                       and known[m.name()]["outcome"] == "survived"]
    if own.sample:
        # By hash, so that a change elsewhere leaves most of it as it was.
        found.sort(key=lambda m: hashlib.sha256(
            f"{own.seed} {m.name()}".encode()).digest())
        found = found[:own.sample]
    return found, [m for m in found if known.get(m.name(), {}).get("stamp")
                   != own.stamp]


def report(rows: list[dict], own) -> int:
    counts = collections.Counter(row["outcome"] for row in rows)
    survived = sorted((row["name"], row["line"]) for row in rows
                      if row["outcome"] == "survived")
    known = explained()
    unexplained = [one for one in survived if one[0] not in known]
    for name, line in unexplained:
        print(f"survived: line {line}: - `{name}`")
    judged = counts["killed"] + counts["survived"]
    if not judged:
        sys.exit("mutate: nothing was judged")
    clear = 100 * (judged - len(unexplained)) / judged
    print(f"mutants: {len(rows)}: {counts['killed']} killed, "
          f"{counts['survived']} survived ({len(unexplained)} unexplained), "
          f"{counts['same']} the same program, {counts['no build']} did not "
          f"build; {counts['killed'] / judged:.1%} killed, {clear:.1f}% "
          "killed or explained")
    return 1 if clear < own.least or (own.strict and unexplained) else 0


def read_results(path: pathlib.Path) -> dict[str, dict]:
    rows = path.read_text().splitlines() if path.exists() else []
    return {row["name"]: row for row in map(json.loads, rows)}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True, type=pathlib.Path)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0, help="0: all")
    parser.add_argument("--only", default="", help="of names")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--least", type=float, default=95.0)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    own = parser.parse_args()
    root, build = own.root.resolve(), own.build.resolve()
    began = time.monotonic()

    own.stamp = stamp_of(root)
    results = build / "results.jsonl"
    known = read_results(results)
    chosen, todo = choose(root, own, known)
    if todo:
        trees = [Tree(root, build / f"tree{i}", own.cc)
                 for i in range(min(own.jobs, len(todo)))]
        with concurrent.futures.ThreadPoolExecutor(len(trees)) as pool:
            list(pool.map(Tree.build, trees))
            trial = Trial(trees, results, own.stamp)
            list(pool.map(Tree.try_all, trees))
            list(pool.map(trial.one, todo))
        known = read_results(results)
    status = report([known[m.name()] for m in chosen
                     if m.name() in known], own)
    print(f"mutants: seed {own.seed}, {len(todo)} run in "
          f"{time.monotonic() - began:.0f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
