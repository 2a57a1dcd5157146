# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""What is measured by other programs than eip_bench: instructions of a pair,
by callgrind, and the replay of published ranges."""
import json
import re
import subprocess
import sys
import time

PAIRS = 10000
COUNTED = ["space", "space-lowest", "space-random", "ledger", "api",
           "api-tags", "mutex+bitmap", "mutex+CRoaring", "mutex+Judy1",
           "lfstack", "ck_ring"]
FILLS = [0, 50, 90]
REPLAY_OPERATIONS = 1000000


def collected(program, subject, fill, pairs):
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         program, subject, str(fill), str(pairs)],
        capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or not found:
        sys.exit(f"tools/bench: callgrind of {subject}: {result.stderr}")
    return int(found[1])


def count(program, store, options):
    """Instructions a pair: of twice as many, less those of the half."""
    left = 0
    for subject in COUNTED:
        for fill in FILLS:
            name = f"instructions/{subject}/{fill}"
            if store.has(name):
                continue
            if time.monotonic() > options.deadline:
                left += 1
                continue
            once = collected(program, subject, fill, PAIRS)
            twice = collected(program, subject, fill, 2 * PAIRS)
            store.put(name, {"instructions": (twice - once) / PAIRS})
    return left


def replay(program, store, options):
    """Each phase: its time, operations and resident memory."""
    if not options.ranges or store.has("replay/fill"):
        return 0
    if time.monotonic() > options.deadline:
        return 1
    result = subprocess.run(
        [program, "replay", "--ranges", str(options.ranges), "--json",
         "--no-progress", "--operations", str(REPLAY_OPERATIONS)],
        capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"tools/bench: eip replay: {result.stderr}")
    for phase in json.loads(result.stdout)["phases"]:
        name = phase.pop("phase").replace(" ", "-")
        phase["ns"] = phase["seconds"] * 1e9 / max(phase["operations"], 1)
        store.put(f"replay/{name}", phase)
    return 0
