# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""A copy of the sources with the library and all that judges it, built."""

import concurrent.futures
import math
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys

SLOWER = 5  # than with the sound library is too slow
PATIENCE = 1.0  # seconds more
LEAKS = "status 23"  # LeakSanitizer's

COMMON = ["-std=c11", "-D_GNU_SOURCE", "-w", "-Iinclude", "-Ilib", "-Itests",
          "-DEIP_TEST_SOURCE_DIR=\".\""]
TRAPS = ["-fsanitize=undefined", "-fno-sanitize=alignment",
         "-fsanitize-undefined-trap-on-error"]
LINKED = ["-lJudy", "-lxxhash", "-lpthread", "-lm"]

# What needs none of the two folders, or takes too long for what it tells.
LEFT_OUT = re.compile(r"_slow$|^unit/test_(fail|glob|ipv4|sort|status|structs"
                      r"|utf8)$")
LEFT_OUT_TESTS = ("cidr.from_the_smallest_to_the_largest,"
                  "cidr.blocks_of_other_sizes_in_the_same_place,")

# Other methods of proof, briefly: sources and arguments.
PROOFS = {
    "proof/model_check": (["tests/proof/model/*.c"], ["--steps", "40000"]),
    "proof/isolated": (["tests/proof/isolation/*.c"], ["2000"]),
    "proof/linearise": (["tests/proof/linear/[!y]*.c"], ["300"]),
    "proof/interfere": (["tests/proof/coverage/interfere.c"], ["12"]),
}
DEEP = "proof/interleavings"
DEEP_ARGUMENTS = ["--limit", "500", "--bound", "1"]


def sources(folder: pathlib.Path, pattern: str) -> list[str]:
    """Paths as a build names them: below the copy."""
    return [str(path.relative_to(folder))
            for path in sorted(folder.glob(pattern))]


class Build:
    """Objects of the library of one kind, and the programs linked to it."""

    def __init__(self, where: pathlib.Path, out: str, cc: str,
                 library: list[str], library_flags: list[str]):
        self.where, self.out, self.cc = where, where / out, cc
        self.library, self.library_flags = library, library_flags
        self.programs: dict[str, list[str]] = {}  # sources
        self.arguments: dict[str, list[str]] = {}
        self.shared: list[str] = []  # sources of all programs
        self.depends: dict[str, set[str]] = {}
        self.before: dict[pathlib.Path, bytes] = {}
        self.takes: dict[str, float] = {}  # seconds, unmutated
        self.leaky: set[str] = set()  # by what Judy loses

    def flags(self, path: str) -> list[str]:
        if path.startswith("lib/"):
            return self.library_flags
        return ["-O1", "-DEIP_STOP", "-Itests/proof/mutants/quick",
                "-Itests/threads",
                *(TRAPS if path.startswith("tests/unit/") else [])]

    def sources(self) -> list[str]:
        own = {one for many in self.programs.values() for one in many}
        return [*self.library, *self.shared, *sorted(own)]

    def object(self, path: str) -> pathlib.Path:
        return self.out / (path.replace("/", "-") + ".o")

    def program(self, name: str) -> pathlib.Path:
        return self.out / name.replace("/", "-")

    def call(self, command: list[str]) -> bool:
        return subprocess.run(command, cwd=self.where, capture_output=True,
                              check=False).returncode == 0

    def compile(self, path: str) -> bool:
        return self.call([self.cc, *COMMON, *self.flags(path), "-MMD", "-c",
                          path, "-o", str(self.object(path))])

    def link_library(self) -> bool:
        # By its name alone, so that a copied program takes its own tree's.
        return self.call([self.cc, "-shared", "-Wl,-soname,libmutant.so", "-o",
                          str(self.out / "libmutant.so"),
                          *map(str, map(self.object, self.library)), *LINKED])

    def link(self, name: str) -> bool:
        objects = map(self.object, [*self.programs[name], *self.shared])
        return self.call([self.cc, "-fsanitize=leak", "-o",
                          str(self.program(name)), *map(str, objects),
                          str(self.out / "libmutant.so"),
                          "-Wl,-rpath,$ORIGIN", *LINKED])

    def relink(self, touched: list[str]) -> bool:
        """After a change of some objects."""
        return self.link_library() and all(
            self.link(name) for name, own in self.programs.items()
            if set(own) & set(touched))

    def build(self, jobs: int) -> None:
        self.out.mkdir(exist_ok=True)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for path, done in zip(self.sources(),
                                  pool.map(self.compile, self.sources())):
                if not done:
                    sys.exit(f"mutate: {path} does not compile")
            if not self.link_library():
                sys.exit("mutate: the library does not link")
            for name, done in zip(self.programs,
                                  pool.map(self.link, self.programs)):
                if not done:
                    sys.exit(f"mutate: {name} does not link")
        self.find_dependences()

    def find_dependences(self) -> None:
        for path in self.sources():
            rule = self.object(path).with_suffix(".d").read_text()
            for used in rule.replace("\\\n", " ").split()[1:]:
                self.depends.setdefault(used, set()).add(path)

    def rebuild(self, path: str) -> bool | None:
        """After a change of `path`: None if it does not build, False if it
        is the same program, True if there is something to test."""
        wanted = {path} if path.endswith(".c") else self.depends.get(path, ())
        stem = pathlib.PurePosixPath(path).stem
        wanted = sorted(one for one in wanted
                        if one in self.library
                        or one.endswith(f"test_{stem}.c"))
        self.before = {self.object(one): self.object(one).read_bytes()
                       for one in wanted}
        if not all(map(self.compile, wanted)):
            return None
        touched = [one for one in wanted
                   if self.object(one).read_bytes()
                   != self.before[self.object(one)]]
        if not touched:
            return False
        return True if self.relink(touched) else None

    def put_back(self) -> None:
        """The programs as well, where they have what was mutated."""
        touched = []
        for file, old in self.before.items():
            if not file.exists() or file.read_bytes() != old:
                file.write_bytes(old)
                touched.append(file)
        for name, own in self.programs.items():
            if any(self.object(one) in touched for one in own):
                self.link(name)
        self.before = {}

    def try_all(self) -> None:
        """The sound library passes, and how long that takes."""
        for name in self.programs:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            how = self.run(name)
            if how == LEAKS:
                self.leaky.add(name)
                how = self.run(name)
            if how:
                sys.exit(f"mutate: {name} fails unmutated: {how}")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.takes[name] = (after.ru_utime + after.ru_stime
                                - before.ru_utime - before.ru_stime)

    def run(self, name: str) -> str:
        """"" if the program passes, else how it failed. It may take so much
        time of a processor, which a busy machine does not change, and ten
        times that by the clock."""
        limit = math.ceil(PATIENCE + SLOWER * self.takes.get(name, 10.0))
        process = subprocess.Popen(
            ["sh", "-c", f"ulimit -c 0 -t {limit}; exec \"$@\"", "sh",
             str(self.program(name)), *self.arguments.get(name, [])],
            cwd=self.where, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "EIP_TEST_SCALE": "0.05",
                 "EIP_TEST_SEED": "1", "QUICK_LEAVE_OUT": LEFT_OUT_TESTS,
                 "LSAN_OPTIONS":
                 f"detect_leaks={int(name not in self.leaky)}"})
        try:
            code = process.wait(10 * limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "timeout"
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return "timeout"
        return "" if code in (0, 77) else f"status {code}"


class Deep(Build):
    """The library as the checker of interleavings wants it."""

    def flags(self, path: str) -> list[str]:
        return (self.library_flags if path.startswith("lib/") else ["-O2"])

    def link_library(self) -> bool:
        return self.link(DEEP)

    def link(self, name: str) -> bool:
        objects = map(self.object, [*self.programs[name], *self.library])
        return self.call([self.cc, "-o", str(self.program(name)),
                          *map(str, objects), *LINKED])


class Tree:
    """For one worker."""

    def __init__(self, root: pathlib.Path, where: pathlib.Path, cc: str):
        self.where = where
        for name in ("include", "lib", "tests"):
            shutil.copytree(root / name, where / name, dirs_exist_ok=True)
        library = sources(where, "lib/*/*.c")
        self.plain = Build(where, "out", cc, library, [
            "-O1", "-fPIC", "-DEIP_STOP", "-DEIP_BUILDING", *TRAPS])
        self.plain.shared = [*sources(where, "tests/support/*.c"),
                             *sources(where, "tests/support/internal/*.c"),
                             "tests/proof/mutants/quick/stop.c"]
        self.add_programs()
        self.deep = Deep(where, "deep", cc, library, [
            "-O2", "-U_FORTIFY_SOURCE", "-DEIP_BUILDING",
            "-DINTERLEAVE_LIBRARY", "-fsanitize=thread",
            "-U__SANITIZE_THREAD__",
            "-include", "tests/proof/interleave/wrap.h"])
        self.deep.programs[DEEP] = sources(where, "tests/proof/interleave/*.c")
        self.deep.arguments[DEEP] = DEEP_ARGUMENTS

    def add_programs(self) -> None:
        for pattern in ("unit/test_*.c", "api/test_*.c", "threads/*.c"):
            for path in sources(self.where, "tests/" + pattern):
                name = path.removeprefix("tests/").removesuffix(".c")
                if not LEFT_OUT.search(name):
                    self.plain.programs[name] = [path]
        for name, (patterns, arguments) in PROOFS.items():
            self.plain.programs[name] = [
                path for pattern in patterns
                for path in sources(self.where, pattern)]
            self.plain.arguments[name] = arguments

    def build(self, jobs: int) -> None:
        self.plain.build(jobs)
        self.plain.try_all()

    def like(self, other: "Tree") -> None:
        """Take over what another tree has built."""
        shutil.copytree(other.plain.out, self.plain.out, dirs_exist_ok=True)
        self.plain.find_dependences()
        self.plain.takes = other.plain.takes
        self.plain.leaky = other.plain.leaky

    def interleave(self, path: str, source: str, mutant: str) -> str:
        """How the checker of interleavings fails; built when first asked
        for."""
        place = self.where / path
        if not self.deep.takes:
            place.write_text(source)
            self.deep.build(1)
            self.deep.try_all()
            place.write_text(mutant)
        try:
            return self.deep.run(DEEP) if self.deep.rebuild(path) else ""
        finally:
            self.deep.put_back()
