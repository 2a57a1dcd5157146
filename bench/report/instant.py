# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""instant.py EIP_BENCH EIP_BENCH_COUNT: does each benchmark still run, those
of the small sizes, for an instant; and do the goals name benchmarks that there
are? Nothing is said about speed."""
import argparse
import os
import pathlib
import re
import subprocess
import sys

import beside
import goals as goal
import run
import store

# Of others a smaller one shows the same.
LARGE = re.compile(r"[^/]+(/threads\d+)?/[^/]+/(20|24)/.*|growth/.*/100000+"
                   r"|growth/.*/10000?|growth/any/.*|recover/cold|lookup/cold|describe/10"
                   r"|latency/(?!api/).*|durable/(load|log)/.*"
                   r"|.*/(1|90|99)(/cooling|/clustered)?"
                   r"|(pair|churn)/threads\d+/[^/]+/16/(0|99\.9)")
# Neither is the benchmark's fault; a busy machine may be the other's reason.
EXCUSES = {"needs --ranges FILE", "the threads never ran at the same time"}


def wrong_runs(program, names):
    options = argparse.Namespace(turns_ms=0, ranges=None)
    chosen = [name for name in names
              if name.startswith("describe/") or not LARGE.fullmatch(name)]
    for entry in run.run_chunk(program, chosen, options):
        name, counters = store.counters_of(entry)
        error = counters.get("error_message")
        if error and error not in EXCUSES:
            yield f"{name}: {error}"
        elif not error and not counters.get("ns", 0) > 0:
            yield f"{name}: measured nothing"
    print(f"{len(chosen)} of {len(names)} benchmarks ran")


def wrong_goals(goals, names, cores):
    for row in goals["rows"]:
        chosen = run.choose(names, [row["benchmarks"]])
        if not chosen and (cores > 1 or "threads" not in row["benchmarks"]):
            yield f"goals.json: {row['id']}: no such benchmark"
        quick = run.choose(names, [row.get("quick", row["benchmarks"])])
        if not set(quick) <= set(chosen):
            yield f"goals.json: {row['id']}: `quick` has others"


def wrong_counts(program):
    for subject in beside.COUNTED:
        result = subprocess.run([program, subject, "50", "1"], check=False)
        if result.returncode != 0:
            yield f"eip_bench_count {subject}: {result.returncode}"
    result = subprocess.run([program, "nothing", "50", "1"], check=False,
                            capture_output=True)
    if result.returncode != 2:
        yield "eip_bench_count: a wrong subject is not told"


def main():
    program, counter = sys.argv[1:]
    root = pathlib.Path(__file__).resolve().parents[1]
    names = run.names_of(program)
    wrong = [*wrong_goals(goal.load(root / "goals.json"), names,
                          len(os.sched_getaffinity(0))),
             *wrong_counts(counter), *wrong_runs(program, names)]
    for line in wrong:
        print(line)
    return 1 if wrong or not names else 0


sys.exit(main())
