# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""A copy of the sources with the mutants woven in, and all that judges them,
each built and tried on the sound library when it is first asked."""

import concurrent.futures
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import operators
import schemata

SLOWER = 5  # than with the sound library is too slow
PATIENCE = 0.3  # seconds more
WAITS = 30  # seconds by the clock
LEAKS = "status 23"  # LeakSanitizer's

COMMON = ["-std=c11", "-D_GNU_SOURCE", "-w", "-Iinclude", "-Ilib", "-Itests",
          "-DEIP_TEST_SOURCE_DIR=\".\""]
TRAPS = ["-fsanitize=undefined", "-fno-sanitize=alignment",
         "-fsanitize-undefined-trap-on-error"]
LINKED = ["-lJudy", "-lxxhash", "-lpthread", "-lm"]
SWITCH = "tests/proof/mutants/quick/switch.c"

# What needs none of the two folders, or takes too long for what it tells.
LEFT_OUT = re.compile(r"_slow$|^unit/test_(fail|glob|host|ipv4|lmdb_.*|sort|status"
                      r"|structs|utf8)$")
LEFT_OUT_TESTS = ("cidr.from_the_smallest_to_the_largest,"
                  "cidr.blocks_of_other_sizes_in_the_same_place,")

# Other methods of proof, briefly: sources and arguments.
PROOFS = {
    "proof/model_check": (["tests/proof/model/*.c"], ["--steps", "40000"]),
    "proof/model_books": (["tests/proof/model/*.c"],
                          ["--steps", "5000", "--books", "1"]),
    "proof/model_reload": (["tests/proof/model/*.c"],
                           ["--steps", "10000", "--reload", "20"]),
    "proof/model_store": (["tests/proof/model/*.c"],
                          ["--steps", "10000", "--store", "61"]),
    "proof/linearise": (["tests/proof/linear/[!y]*.c"], ["300"]),
    "proof/lost": (["tests/proof/coverage/lost*.c"], []),
    "proof/interfere": (["tests/proof/coverage/interfere.c"], ["60"]),
}
DEEP = "proof/interleavings"
SEEN = "tests/proof/interleave/expire.c"  # by the checker, like the library
DEEP_ARGUMENTS = ["--limit", "500", "--bound", "1"]


def sources(folder: pathlib.Path, pattern: str) -> list[str]:
    """Paths as a build names them: below the copy."""
    return [str(path.relative_to(folder))
            for path in sorted(folder.glob(pattern))]


def programs(where: pathlib.Path) -> dict[str, list[str]]:
    """What judges, and the sources of each."""
    found = {}
    for pattern in ("unit/test_*.c", "api/test_*.c", "threads/*.c"):
        for path in sources(where, "tests/" + pattern):
            name = path.removeprefix("tests/").removesuffix(".c")
            if not LEFT_OUT.search(name):
                found[name] = [path]
    for name, (patterns, _) in PROOFS.items():
        found[name] = [path for pattern in patterns
                       for path in sources(where, pattern)]
    return found


class Once:
    """What is made for the first who asks; the others wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.made: dict[str, concurrent.futures.Future] = {}

    def get(self, key: str, make) -> None:
        with self.lock:
            is_first = key not in self.made
            future = self.made.setdefault(key, concurrent.futures.Future())
        if is_first:
            try:
                future.set_result(make())
            except BaseException as error:
                future.set_exception(error)
        future.result()


class Build:
    """Objects of the library of one kind, and the programs linked to it."""

    def __init__(self, where: pathlib.Path, out: str, cc: str,
                 library_flags: list[str]):
        self.where, self.out, self.cc = where, where / out, cc
        self.library = [*sources(where, "lib/*/*.c"), SWITCH]
        self.library_flags = library_flags
        self.programs: dict[str, list[str]] = {}  # sources
        self.arguments: dict[str, list[str]] = {}
        self.shared: list[str] = []  # sources of all programs
        self.takes: dict[str, float] = {}  # seconds, unmutated
        self.leaky: set[str] = set()  # by what Judy loses
        self.reached: dict[str, bytes] = {}  # a byte for each function
        self.once = Once()

    def flags(self, path: str) -> list[str]:
        if path in self.library:
            return self.library_flags
        return ["-O1", "-DEIP_STOP", "-Itests/suite",
                "-Itests/threads",
                *(TRAPS if path.startswith("tests/unit/") else [])]

    def object(self, path: str) -> pathlib.Path:
        return self.out / (path.replace("/", "-") + ".o")

    def program(self, name: str) -> pathlib.Path:
        return self.out / name.replace("/", "-")

    def call(self, command: list[str]) -> None:
        done = subprocess.run(command, cwd=self.where, check=False, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode != 0:
            sys.exit(f"mutate: {' '.join(command)}: {done.stderr[-2000:]}")

    def compile(self, path: str) -> None:
        self.once.get(path, lambda: self.call(
            [self.cc, *COMMON, *self.flags(path), "-c", path, "-o",
             str(self.object(path))]))

    def link_library(self) -> None:
        self.call([self.cc, "-shared", "-Wl,-soname,libmutant.so", "-o",
                   str(self.out / "libmutant.so"),
                   *map(str, map(self.object, self.library)), *LINKED])

    def link(self, name: str) -> None:
        objects = map(self.object, [*self.programs[name], *self.shared])
        self.call([self.cc, "-fsanitize=leak", "-o", str(self.program(name)),
                   *map(str, objects), str(self.out / "libmutant.so"),
                   "-Wl,-rpath,$ORIGIN", *LINKED])

    def build(self, jobs: int) -> None:
        """The library, and what all programs have."""
        self.out.mkdir(exist_ok=True)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(self.compile, [*self.library, *self.shared]))
        self.link_library()

    def prepare(self, name: str, functions: int) -> None:
        """Build a program; the sound library passes, how long that takes, and
        which of the functions that have mutants it calls."""
        def make() -> None:
            for path in self.programs[name]:
                self.compile(path)
            self.link(name)
            told = self.out / f"{self.program(name).name}.reached"
            told.write_bytes(bytes(functions + 1))
            how, takes = self.try_one(name, -1, told)
            if how == LEAKS:
                self.leaky.add(name)
                how, takes = self.try_one(name, -1, told)
            if how:
                sys.exit(f"mutate: {name} fails unmutated: {how}")
            self.reached[name] = told.read_bytes()
            self.takes[name] = takes
        self.once.get(name, make)

    def run(self, name: str, mutant: int) -> str:
        """"" if the program passes, else how it failed."""
        return self.try_one(name, mutant, self.out / "reached")[0]

    def try_one(self, name: str, mutant: int,
                told: pathlib.Path) -> tuple[str, float]:
        """The same, and the seconds of a processor. It may take so much of
        these, which a busy machine does not change, and by the clock as much
        as only one that waits for ever takes."""
        limit = PATIENCE + SLOWER * self.takes.get(name, 20.0)
        process = subprocess.Popen(
            [str(self.program(name)), *self.arguments.get(name, [])],
            cwd=self.where, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "EIP_TEST_SCALE": "0.05",
                 "EIP_TEST_SEED": "1", "EIP_LEAVE_OUT": LEFT_OUT_TESTS,
                 "EIP_MUTANT": str(mutant),
                 "EIP_MUTANT_LIMIT": str(int(1000 * limit)),
                 "EIP_MUTANT_REACHED": str(told),
                 "LSAN_OPTIONS":
                 f"detect_leaks={int(name not in self.leaky)}"})
        code, takes = wait(process, WAITS + 20 * limit)
        if code is None:
            return "waits", takes
        if code == -signal.SIGPROF:
            return "timeout", takes
        if code in (99, 127, -signal.SIGKILL):
            raise RuntimeError(f"{name} does not start, or was killed by "
                               "somebody else")
        return "" if code in (0, 77) else f"status {code}", takes


def wait(process: subprocess.Popen,
         most: float) -> tuple[int | None, float]:
    """Its exit code, None if it was still there after `most` seconds, and what
    it took of a processor."""
    ends = time.monotonic() + most
    while True:
        late = time.monotonic() > ends
        if late:
            os.killpg(process.pid, signal.SIGKILL)
        pid, status, usage = os.wait4(process.pid, 0 if late else os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return (None if late else process.returncode,
                    usage.ru_utime + usage.ru_stime)
        time.sleep(0.003)


class Deep(Build):
    """The library as the checker of interleavings wants it."""

    def flags(self, path: str) -> list[str]:
        seen = path.startswith("lib/") or path == SEEN
        return self.library_flags if seen else ["-O2"]

    def link_library(self) -> None:
        """Its objects go into the program."""

    def link(self, name: str) -> None:
        objects = map(self.object, [*self.programs[name], *self.library])
        self.call([self.cc, "-o", str(self.program(name)),
                   *map(str, objects), *LINKED])


class Tree:
    """`sound/` has the sources as they are, `lib/` those with mutants, which
    are numbered from 1."""

    def __init__(self, root: pathlib.Path, where: pathlib.Path, cc: str,
                 mutants: list[operators.Mutant]):
        self.where, self.cc = where, cc
        self.mutants = dict(enumerate(mutants, 1))
        places = sorted({(m.path, m.function) for m in mutants})
        self.functions = {place: i for i, place in enumerate(places)}
        self.broken: set[int] = set()  # that do not compile
        for name in ("include", "lib", "tests"):
            shutil.rmtree(where / name, ignore_errors=True)
            shutil.copytree(root / name, where / name)
        for name in ("include", "lib"):
            shutil.rmtree(where / "sound" / name, ignore_errors=True)
            shutil.copytree(root / name, where / "sound" / name)
        self.plain = Build(where, "out", cc, [
            "-O1", "-fPIC", "-DEIP_STOP", "-DEIP_BUILDING", *TRAPS])
        self.plain.shared = [*sources(where, "tests/support/*.c"),
                             *sources(where, "tests/support/internal/*.c"),
                             "tests/proof/mutants/quick/stop.c"]
        self.plain.programs = programs(where)
        self.plain.arguments = {name: own for name, (_, own) in PROOFS.items()}
        self.deep = Deep(where, "deep", cc, [
            "-O2", "-U_FORTIFY_SOURCE", "-DEIP_BUILDING",
            "-DINTERLEAVE_LIBRARY", "-fsanitize=thread",
            "-U__SANITIZE_THREAD__",
            "-include", "tests/proof/interleave/wrap.h"])
        self.deep.programs[DEEP] = sources(where, "tests/proof/interleave/*.c")
        self.deep.arguments[DEEP] = DEEP_ARGUMENTS

    def build(self, jobs: int, deep: bool) -> None:
        paths = sorted({m.path for m in self.mutants.values()})
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(self.weave, paths))
        for build in (self.plain, self.deep) if deep else (self.plain,):
            build.build(jobs)

    def of(self, name: str) -> Build:
        return self.deep if name == DEEP else self.plain

    def prepare(self, name: str) -> None:
        self.of(name).prepare(name, len(self.functions))

    def takes(self, name: str) -> float | None:
        """None of a program that was not asked yet."""
        return self.of(name).takes.get(name)

    def run(self, name: str, number: int) -> str:
        return self.of(name).run(name, number)

    def weave(self, path: str) -> None:
        """Leaves out what does not compile. One slip may spoil what follows
        it, so that whoever is accused is tried alone."""
        source = (self.where / "sound" / path).read_text()
        functions = {name: i for (place, name), i in self.functions.items()
                     if place == path}
        while True:
            woven = schemata.weave(source, {
                number: m for number, m in self.mutants.items()
                if m.path == path and number not in self.broken}, functions)
            (self.where / path).write_text(woven.text)
            errors = self.errors(path, woven.text, self.where)
            if not errors:
                return
            accused = {woven.mutant_at(line) for line in errors} - {0}
            found = {number for number in accused if self.errors(
                path, self.mutants[number].apply(source),
                self.where / "sound")}
            if not found:
                sys.exit(f"mutate: {path}, woven, does not compile, line "
                         f"{errors[0]}")
            self.broken |= found

    def errors(self, path: str, text: str, where: pathlib.Path) -> list[int]:
        """The lines of a source in which the compiler finds some."""
        done = subprocess.run(
            [self.cc, *COMMON, "-DEIP_STOP", "-DEIP_BUILDING",
             "-fsyntax-only", "-x", "c", "-"], cwd=where, input=text,
            check=False, text=True, capture_output=True)
        lines = re.findall(r"^<stdin>:(\d+):\d+: (?:fatal )?error",
                           done.stderr, re.M)
        if done.returncode != 0 and not lines:
            sys.exit(f"mutate: {path}: {done.stderr[:2000]}")
        return [int(line) for line in lines]

    def is_same(self, number: int) -> bool:
        """Does the compiler make the same of the mutant as of the source, of
        all its functions?"""
        mutant = self.mutants[number]
        source = (self.where / "sound" / mutant.path).read_text()
        made = [subprocess.run(
            [self.cc, *COMMON, "-O2", "-DEIP_BUILDING",
             "-fkeep-inline-functions", "-S", "-x", "c", "-", "-o", "-"],
            cwd=self.where / "sound", input=text, check=False, text=True,
            capture_output=True).stdout
            for text in (source, mutant.apply(source))]
        return made[0] == made[1] != ""

    def reaches(self, name: str, number: int) -> bool:
        mutant = self.mutants[number]
        return self.of(name).reached[name][
            self.functions[mutant.path, mutant.function]] != 0
