# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""What tools/bench does once everything is built: run, judge, write."""
import argparse
import math
import pathlib
import re
import sys
import time

import beside
import goals as goal
import page
import run
import store

QUICK_MS, FULL_MS = 100, 300


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="tools/bench", allow_abbrev=False,
        description="Run the benchmarks, compare them with the goals of "
        "bench/goals.json, write bench/RESULTS.md and its plots. Every "
        "figure is a ratio against a baseline measured in turns with it. "
        "Results are kept below build/bench; what is there for this commit "
        "and this machine is not measured again.")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--full", action="store_true",
                      help="every size, fill, subject and growth, and "
                      "instructions by callgrind; may be stopped and called "
                      "again (default: the goals alone, about a minute)")
    form.add_argument("--row", action="append", metavar="ID", default=[],
                      help="only this row of bench/goals.json, printed and "
                      "not kept; may be repeated")
    form.add_argument("--only", metavar="REGEX",
                      help="only benchmarks whose whole name matches, "
                      "printed and not kept")
    form.add_argument("--list", action="store_true",
                      help="list the rows and the benchmarks")
    parser.add_argument("--check", action="store_true",
                        help="exit 1 and list the goals that are not reached")
    parser.add_argument("--ranges", metavar="FILE", type=pathlib.Path,
                        help="ranges in the form of AWS's ip-ranges.json; "
                        "without it what needs them is not measured")
    parser.add_argument("--turns-ms", metavar="MS", type=float,
                        help="time for each benchmark (default: "
                        f"{QUICK_MS}, with --full {FULL_MS})")
    parser.add_argument("--minutes", metavar="N", type=float, default=math.inf,
                        help="stop after so many, and go on when called again")
    parser.add_argument("--again", action="store_true",
                        help="measure again what is there")
    # For tools/bench: stop once the options are known to be right.
    parser.add_argument("--options-only", action="store_true",
                        help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.turns_ms is not None and not 0 <= options.turns_ms <= 3.6e6:
        parser.error(f"--turns-ms: {options.turns_ms} is not within 0 to "
                     "3600000")
    if not options.minutes > 0:
        parser.error(f"--minutes: {options.minutes} is not above 0")
    if options.ranges and not options.ranges.is_file():
        parser.error(f"--ranges: there is no file {options.ranges}")
    if options.only:
        try:
            re.compile(options.only)
        except re.error as error:
            parser.error(f"--only: '{options.only}' is no regular "
                         f"expression: {error}")
    return parser, options


def rows_named(parser, goals, ids):
    known = {row["id"]: row for row in goals["rows"]}
    for name in ids:
        if name not in known:
            parser.error(f"--row: there is no row '{name}'; there are: "
                         + ", ".join(known))
    return {**goals, "rows": [known[name] for name in ids]}


def print_results(results):
    for name, row in results.items():
        print(f"{name:48}", row.get("error_message") or "  ".join(
            f"{key} {value:.4g}" for key, value in row.items()
            if isinstance(value, (int, float))))


def measure_some(parser, goals, program, options):
    """--row, --only: nothing is kept."""
    names = run.names_of(program)
    if options.row:
        chosen = run.choose(names, goal.patterns(goals, False))
    else:
        chosen = [name for name in names
                  if re.fullmatch(options.only, name)]
    if not chosen:
        parser.error("no benchmark has such a name; see --list")
    results = {}
    for entry in run.run_chunk(program, chosen, options):
        name, counters = store.counters_of(entry)
        results[name] = counters
    print_results(results)
    verdicts = goal.judge(goals, results) if options.row else []
    page.print_verdicts(verdicts)
    return verdicts


def measure_all(root, goals, program, options):
    form = "full" if options.full else "quick"
    kept = store.Store(root / "build" / "bench", root,
                       root / "build" / "release", form)
    if options.again:
        for path in kept.path.glob("*.json"):
            path.unlink()
    names = [name for name in run.names_of(program) if options.ranges
             or not goal.needs_ranges(name)]
    chosen = names if options.full \
        else run.choose(names, goal.patterns(goals, True))
    left = run.run(program, chosen, kept, options)
    if options.full:
        folder = pathlib.Path(program).parent
        left += beside.count(str(folder / "eip_bench_count"), kept, options)
        left += beside.replay(str(folder / "eip"), kept, options)
    results = kept.all()
    verdicts = goal.judge(goals, results)
    page.print_verdicts(verdicts)
    page.write(root, goals, verdicts, results, kept, form, left)
    if left:
        print(f"{left} benchmarks are left: call again")
    return verdicts


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser, options = parse(sys.argv[1:])
    goals = goal.load(root / "bench" / "goals.json")
    if options.row:
        goals = rows_named(parser, goals, options.row)
    if options.options_only:
        return 0
    program = str(root / "build" / "release" / "bin" / "eip_bench")
    options.deadline = time.monotonic() + options.minutes * 60
    options.progress = sys.stderr.isatty()
    if options.turns_ms is None:
        options.turns_ms = FULL_MS if options.full else QUICK_MS
    if options.list:
        for row in goals["rows"]:
            print(f"{row['id']:20} {goal.goal_text(row):18} {row['what']}")
        print(*run.names_of(program), sep="\n")
        return 0
    if options.row or options.only:
        verdicts = measure_some(parser, goals, program, options)
    else:
        verdicts = measure_all(root, goals, program, options)
    if not options.check:
        return 0
    failures = list(goal.failures(goals, verdicts))
    for line in failures:
        print("not reached:", line)
    return 1 if failures else 0


sys.exit(main())
