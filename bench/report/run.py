# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Run benchmarks and keep what they say. What is there already for this
commit and machine is not run again."""
import itertools
import json
import re
import subprocess
import sys
import tempfile
import time

from store import SUFFIX, counters_of


def names_of(program):
    result = subprocess.run([program, "--benchmark_list_tests=true"],
                            capture_output=True, text=True, check=True)
    return [SUFFIX.sub("", line) for line in result.stdout.split()]


def fixture_of(name):
    """Neighbours with the same tail share what they measure."""
    return name.split("/")[1:]


def with_twins(wanted, names):
    known = set(names)
    return wanted | {name + "/cooling" for name in wanted
                     if name + "/cooling" in known}


def choose(names, patterns):
    patterns = list(patterns)
    wanted = {name for name in names for pattern in patterns
              if re.fullmatch(pattern, name)}
    wanted = with_twins(wanted, names)
    return [name for name in names if name in wanted]


def literal(name):
    """As a POSIX regular expression."""
    return re.sub(r"[.+*?()\[\]|^$\\{}]", r"[\g<0>]", name)


def run_chunk(program, chunk, options):
    pattern = "^(" + "|".join(literal(name) for name in chunk) \
        + ")/iterations:1/manual_time$"
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [program, "--benchmark_filter=" + pattern,
                   f"--turns_ms={options.turns_ms}",
                   "--benchmark_out=" + out.name]
        if options.ranges:
            command.append(f"--ranges={options.ranges}")
        result = subprocess.run(command, capture_output=True, text=True,
                                check=False)
        if result.returncode != 0:
            sys.exit(f"tools/bench: {chunk[0]} ...: exit code "
                     f"{result.returncode}\n{result.stderr}")
        found = json.load(out)["benchmarks"]
        if len(found) != len(chunk):
            sys.exit(f"tools/bench: {len(found)} of {len(chunk)} benchmarks "
                     f"ran: {chunk[0]} ...\n{result.stderr}")
        return found


def run(program, names, store, options):
    """Run those of the names that are missing; returns how many are left
    over because the time was up."""
    todo = [name for name in names if not store.has(name)]
    done = 0
    for _, chunk in itertools.groupby(todo, key=fixture_of):
        if time.monotonic() > options.deadline:
            break
        chunk = list(chunk)
        if options.progress:
            print(f"\r\033[K{done + 1} of {len(todo)}: {chunk[0]}", end="",
                  file=sys.stderr, flush=True)
        for entry in run_chunk(program, chunk, options):
            store.put(*counters_of(entry))
        done += len(chunk)
    if options.progress and todo:
        print("\r\033[K", end="", file=sys.stderr)
    return len(todo) - done
