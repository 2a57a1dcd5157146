#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""A test of a test: with a bug put into the library, it must fail.

seeded.py --root ROOT --build DIR --ninja NINJA --work DIR --patch FILE
          --target TARGET [--expect REGEX] [-- ARGUMENT ...]

Applies the patch to a copy of ROOT's sources below --work, compiles there what
of TARGET, a program, depends on what it touches, as the build (of Ninja, and up
to date) compiles it, links that with the build's other objects and runs the
program with the arguments. Exits 0 if that failed as expected: by a status
other than 0 (77, skipped, is passed on), and with REGEX, if given, in what it
printed. The copy goes when the bug was found.
"""

import argparse
import concurrent.futures
import functools
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

KEPT = ("include", "lib", "tests", "tools")


def run(command: list[str] | str, what: str, where: pathlib.Path) -> str:
    result = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=where,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, check=False,
                            shell=isinstance(command, str))
    if result.returncode != 0:
        print(result.stdout)
        sys.exit(f"seeded: {what}: exit status {result.returncode}")
    return result.stdout


def put_in(root: pathlib.Path, copy: pathlib.Path,
           patch: pathlib.Path) -> set[pathlib.Path]:
    """A copy with the bug; returns the files of it that differ, as they are
    named below ROOT."""
    shutil.rmtree(copy, ignore_errors=True)
    for name in KEPT:
        shutil.copytree(root / name, copy / name,
                        ignore=shutil.ignore_patterns("__pycache__"))
    said = run(["patch", "-p1", "--fuzz=0", "--forward", "-i",
                str(patch.resolve())], f"{patch.name} does not apply", copy)
    touched = {root / path for path in
               re.findall(r"^patching file '?([^\n']+)'?$", said, re.M)}
    if not touched:
        sys.exit(f"seeded: {patch.name} touches nothing")
    return touched


class Program:
    """How the build makes a program."""

    def __init__(self, own):
        self.build = own.build
        lines = run([own.ninja, "-t", "commands", own.target],
                    f"no {own.target} in the build", own.build).splitlines()
        self.link = lines[-1]
        self.compile: dict[str, str] = {}  # by object
        for line in lines:
            found = re.search(r" -o (\S+\.o) -c \S+$", line)
            if found and f" {found[1]} " in self.link:
                self.compile[found[1]] = line
        self.needs = self.read_needs(run(
            [own.ninja, "-t", "deps", *self.compile], "no dependencies",
            own.build))

    def read_needs(self, text: str) -> dict[str, set[pathlib.Path]]:
        """Of each object, its sources."""
        needs: dict[str, set[pathlib.Path]] = {}
        place = functools.cache(lambda name: (self.build / name).resolve())
        of = ""
        for line in text.splitlines():
            if line.startswith(" "):
                needs[of].add(place(line.strip()))
            elif line:
                of = line.partition(":")[0]
                needs[of] = set()
        return needs

    def is_built(self) -> bool:
        """Are all objects as new as their sources?"""
        when = {path: path.stat().st_mtime_ns for path in
                set().union(*self.needs.values()) if path.exists()}
        return bool(self.compile) and all(
            (self.build / name).exists() and self.needs.get(name)
            and max(when.get(path, 0) for path in self.needs[name])
            <= (self.build / name).stat().st_mtime_ns
            for name in self.compile)

    def make(self, root: pathlib.Path, work: pathlib.Path,
             touched: set[pathlib.Path]) -> pathlib.Path:
        """Compile what needs what was touched, and link."""
        new = {name: str(work / f"{i}.o")
               for i, name in enumerate(self.compile)
               if self.needs[name] & touched}
        if not new:
            sys.exit("seeded: nothing of the program is touched")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda name: self.compile_one(
                root, work, name, new[name]), new))
        words = [new.get(word, word) for word in self.link.split(" ")]
        made = words.index("-o") + 1
        program = work / pathlib.PurePath(words[made]).name
        words[made] = str(program)
        run(" ".join(words), "link", self.build)
        return program

    def compile_one(self, root: pathlib.Path, work: pathlib.Path, name: str,
                    new: str) -> None:
        """With the copy's paths in place of the root's, in which the build may
        lie. A bug may be worth a warning."""
        place = re.compile(re.escape(str(root)) + r"(?=[/=\"'\\]|$)"
                           r"(?!" + re.escape(str(self.build)[len(str(root)):])
                           + r"(?:/|$))")
        words = shlex.split(place.sub(lambda _: str(work / "source"),
                                      self.compile[name]))
        words[words.index("-o") + 1] = new
        if "-MF" in words:
            words[words.index("-MF") + 1] = new + ".d"
        run([*words, "-Wno-error"], "compile", self.build)


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("root", "build", "work", "patch"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--ninja", default="ninja")
    parser.add_argument("--target", required=True)
    parser.add_argument("--expect", default="")
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("arguments", nargs="*")
    own = parser.parse_args()
    own.root, own.build, own.work = (
        path.resolve() for path in (own.root, own.build, own.work))

    touched = put_in(own.root, own.work / "source", own.patch)
    program = Program(own)
    if not program.is_built():
        sys.exit(f"seeded: {own.target} is not as new as its sources: build it")
    command = [str(program.make(own.root, own.work, touched)),
               *own.arguments]
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True,
                                errors="replace", check=False,
                                timeout=own.timeout)
    except subprocess.TimeoutExpired:
        sys.exit(f"seeded: no end after {own.timeout} s: an oracle that "
                 "hangs tells nothing")
    print(result.stdout[-4000:])
    if result.returncode == 77:
        return 77
    if result.returncode == 0:
        sys.exit(f"seeded: {own.patch.name}: the bug was NOT found")
    if not re.search(own.expect, result.stdout):
        sys.exit(f"seeded: failed, but said nothing like /{own.expect}/")
    shutil.rmtree(own.work)
    print(f"seeded: {own.patch.name}: found, as it must be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
