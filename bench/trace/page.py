# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Replays traces on libeip and on what others use, and writes a page."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUBJECTS = ("libeip", "mutex+Judy1", "mutex+CRoaring", "mutex+bitmap",
            "ck_ring", "lfstack")
LOADS = ("churn", "bursts", "exhaustion")

HEAD = """<!-- SPDX-FileCopyrightText: 2026 The libeip authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
# Traces on libeip and on others

Written by `tools/compare`; [README.md](README.md) says what is compared.
{calls:,} calls of each trace on a pool of 2^{bits} addresses, in turns, rounds:
{rounds}, the median of each figure. {cores} cores ({cpu}), with a load
average of {load:.1f} when it began; by others, if that is above 0.5.
Latencies in ns, of which some {clock} are the reading of the clock. Rates count
all from the first thread's start: filling the pool, and waiting for the
machine, too. Only libeip knows owners, quotas, cooldowns and generations; the
others hand out numbers.

"""


def run(command):
    process = subprocess.run(command, capture_output=True, text=True,
                             check=False)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {process.stderr}")
    return process.stdout


def latency(data, call, point):
    """0: there was no such call."""
    return next((row[point] for row in data["kinds"] if row["call"] == call),
                0)


def median(rounds, pick):
    return statistics.median(pick(data) for data in rounds)


def row(subject, rounds, base):
    """A line of a table: rates and latencies, medians of all rounds."""
    for data in rounds:
        if data["held_twice"] or not data["audit_is_clean"]:
            sys.exit(f"{subject}: an address was given twice")
    rate = median(rounds, lambda d: d["calls_per_second"])
    cells = [subject, f"{rate / 1e6:.2f}", f"{rate / base:.2f}"]
    for name in ("allocate", "release"):
        for point in ("p50_ns", "p99_ns", "p99_9_ns"):
            value = statistics.median(
                latency(data, name, point) for data in rounds)
            cells.append(f"{value:.0f}")
    return "| " + " | ".join(cells) + " |"


def write_trace(options, path, load):
    """Without descriptions, which only libeip knows."""
    lines = run([options.build / "bin" / "eip", "record", load,
                 "--operations", str(options.calls), "--size",
                 str(32 - options.bits)]).splitlines(keepends=True)
    path.write_text("".join(line for line in lines if line[0] != "d"),
                    encoding="utf-8")


def measure(options, tool, folder, load, threads):
    """Rounds by subject. All take turns, so what the machine does besides
    falls on each alike."""
    trace = folder / f"{load}.trace"
    results = {subject: [] for subject in SUBJECTS}
    for _ in range(options.rounds):
        for subject in SUBJECTS:
            results[subject].append(json.loads(
                run([tool, subject, trace, str(threads)])))
    return results


def cpu_name():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return "unknown"


def page(options, folder):
    before = os.getloadavg()[0]
    tool = options.build / "bin" / "eip_bench_trace"
    parts, clock = [], 0
    for load in LOADS:
        write_trace(options, folder / f"{load}.trace", load)
        for threads in options.threads:
            results = measure(options, tool, folder, load, threads)
            base = median(results["libeip"], lambda d: d["calls_per_second"])
            clock = results["libeip"][0]["clock_ns"]
            parts.append(
                f"## {load}, {threads} thread{'s' if threads > 1 else ''}\n\n"
                "| | M calls/s | to libeip | allocate 50 % | 99 % | 99.9 % "
                "| release 50 % | 99 % | 99.9 % |\n"
                "|---|---|---|---|---|---|---|---|---|\n" + "\n".join(
                    row(subject, rounds, base)
                    for subject, rounds in results.items()) + "\n")
    head = HEAD.format(calls=options.calls, bits=options.bits,
                       rounds=options.rounds, cores=os.cpu_count(),
                       cpu=cpu_name(), clock=clock, load=before)
    return head + "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(
        prog="tools/compare", description=__doc__)
    parser.add_argument("--calls", type=int, default=500000,
                        help="of each trace (default: %(default)s)")
    parser.add_argument("--bits", type=int, default=16,
                        help="the pool has 2^BITS addresses "
                             "(default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5,
                        help="default: %(default)s")
    parser.add_argument("--threads", type=int, nargs="+",
                        default=sorted({1, os.cpu_count()}),
                        help="default: 1, and the number of cores")
    parser.add_argument("--output", type=pathlib.Path,
                        default=ROOT / "bench" / "trace" / "RESULTS.md",
                        help="default: bench/trace/RESULTS.md")
    parser.add_argument("--build", type=pathlib.Path,
                        default=ROOT / "build" / "release",
                        help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rounds < 1 or min(options.threads) < 1 or options.calls < 1:
        parser.error("--rounds, --threads and --calls are 1 at least")
    with tempfile.TemporaryDirectory() as folder:
        text = page(options, pathlib.Path(folder))
    options.output.write_text(text, encoding="utf-8")
    print(options.output)


if __name__ == "__main__":
    main()
