#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Fuzz one target by clang's libFuzzer, with address and undefined behaviour
sanitizers.

libfuzzer.py --root ROOT --target NAME --replay PROGRAM --work DIR
             [--seconds N] [--clang CLANG]

Begins with the seeds; what it finds beyond stays in DIR/corpus for the next
run. Exits 77 if there is no clang.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

FLAGS = ["-std=c11", "-O1", "-g", "-D_GNU_SOURCE", "-DEIP_BUILDING",
         "-Iinclude", "-Ilib", "-Itests", "-Itools/eip", "-Wno-everything",
         "-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all"]
COMMAND = ("tools/eip/ranges.c", "tools/eip/ranges_entry.c",
           "tools/eip/json_read.c", "tools/eip/input.c")
ALSO = {"ranges": COMMAND, "text": COMMAND[3:],
        "query": ("tools/eipd/query.c", "tools/eipd/fault.c",
                  "tools/eipd/xml.c")}
# Their engine stays open to the end, reached by masked pointers only.
WITH_ENGINE = ("address", "id", "tags", "filter")
LINKED = ["-lJudy", "-lxxhash", "-lpthread", "-lm"]


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("root", "replay", "work"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--target", required=True)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--clang", default="clang")
    own = parser.parse_args()
    if not shutil.which(own.clang):
        print("libfuzzer: no clang")
        return 77

    root, work = own.root.resolve(), own.work.resolve()
    here = root / "tests/proof/fuzz"
    corpus, seeds, program = work / "corpus", work / "seeds", work / "fuzzer"
    for folder in (corpus, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    also = [root / path for path in ALSO.get(own.target, ())]
    if own.target == "query":
        also += sorted((root / "tools/shape").glob("*.c"))
    sources = [here / f"{own.target}.c", here / "fuzz.c", *also,
               *sorted((root / "tests/support").glob("*.c")),
               *sorted((root / "lib").glob("*/*.c"))]
    linked = LINKED + (["-lcjson"] if own.target == "ranges" else [])
    subprocess.run([own.clang, *FLAGS, *map(str, sources), "-o", str(program),
                    *linked], cwd=root, check=True)
    subprocess.run([str(own.replay.resolve()),
                    str(here / "seeds" / f"{own.target}.txt"), "--unpack",
                    str(seeds)], check=True)
    leaks = f"detect_leaks={int(own.target not in WITH_ENGINE)}"
    result = subprocess.run(
        [str(program), f"-max_total_time={own.seconds}", "-timeout=5",
         "-max_len=2048", "-print_final_stats=1", "-verbosity=1",
         f"-artifact_prefix={work}/", str(corpus), str(seeds)],
        env={**os.environ, "ASAN_OPTIONS": leaks},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if result.returncode != 0:
        print(result.stdout[-8000:])
        return 1
    runs = re.search(r"number_of_executed_units: (\d+)", result.stdout)
    print(f"libfuzzer: {own.target}: {runs.group(1) if runs else '?'} "
          f"executions in {own.seconds} s, "
          f"{len(list(corpus.iterdir()))} inputs kept")
    return 0 if runs else 1


if __name__ == "__main__":
    sys.exit(main())
