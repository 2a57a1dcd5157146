# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""load.py EIPD BARE [--before EIPD] [--seconds N] [--turns N]: requests a second
on loopback by wrk, in turn against a bare libmicrohttpd that answers a constant
(64 connections), eipd in memory and eipd with --data, with 1 and 2 threads, 64 and
256 connections; with --before against another build of it too. Medians of the turns, and of what
one request costs the server: the processors' time, which others on the machine
disturb less, and the bytes written to the device. Allocations and releases are
counted by the server, and none may fail."""
import argparse
import contextlib
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import server

# So many connections libmicrohttpd looks at in one go; where as many are ready its
# own threads (0.9.75) wait before they serve, which is of no use to compare with.
EVENTS_MAX = 128
LUA = pathlib.Path(__file__).resolve().parent / "load.lua"


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(
        encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bytes_written(pid):
    said = pathlib.Path(f"/proc/{pid}/io").read_text(encoding="ascii")
    return int(re.search(r"(?m)^write_bytes: (\d+)", said)[1])


def wrk(port, pid, connections, seconds):
    """(requests a second, p99 in ms, processor us and bytes of one request)"""
    before = processor_seconds(pid), bytes_written(pid)
    said = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s",
         str(LUA), f"http://127.0.0.1:{port}/"], check=True, text=True,
        stdout=subprocess.PIPE).stdout
    assert "Non-2xx" not in said and "Socket errors" not in said, said
    done = int(re.search(r"(\d+) requests in", said)[1])
    slow, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\n", said).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), \
        float(slow) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit], \
        1e6 * (processor_seconds(pid) - before[0]) / done, \
        (bytes_written(pid) - before[1]) / done


class Bare:
    def __init__(self, program, threads):
        self.port = server.free_port()
        self.process = subprocess.Popen([program, str(self.port), threads],
                                        stdin=subprocess.PIPE)

    def __enter__(self):
        time.sleep(0.2)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)


def serve(stack, asked, name, program, threads):
    """What is called `name`, for as long as the stack."""
    if name == "bare":
        return stack.enter_context(Bare(asked.bare, threads))
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    kept = ("--data", str(pathlib.Path(folder) / "data"))
    return stack.enter_context(server.Server(
        program, folder, None, (), "--threads", threads, "--quota", "100000",
        *(kept if "--data" in name else ())))


def measure(asked, threads, connections):
    programs = {"bare": asked.bare} if connections < EVENTS_MAX else {}
    programs |= {"in memory": asked.eipd, "--data": asked.eipd}
    if asked.before:
        programs |= {"before, in memory": asked.before,
                     "before, --data": asked.before}
    with contextlib.ExitStack() as stack:
        served = {name: serve(stack, asked, name, program, threads)
                  for name, program in programs.items()}
        turns = {name: [] for name in programs}
        for _ in range(asked.turns):
            for name, one in served.items():
                turns[name].append(wrk(one.port, one.process.pid, connections,
                                       asked.seconds))
        counts = dict(re.findall(
            r'eipd_requests_total\{operation="(\w+)",code="OK"\} (\d+)',
            served["--data"].get("/metrics")))
    first, *_ = turns
    whole = statistics.median(turn[0] for turn in turns[first])
    print(f"{threads} thread(s), {connections} connections; load "
          f"{os.getloadavg()[0]:.1f}; with --data {counts}")
    for name, row in turns.items():
        rate, slow, cost, written = (statistics.median(column)
                                     for column in zip(*row))
        print(f"  {name:18} {rate:9,.0f}/s ({min(row)[0]:,.0f} to "
              f"{max(row)[0]:,.0f}), {rate / whole:.2f} of the first; p99 "
              f"{slow:.2f} ms; {cost:.2f} us and {written:,.0f} bytes a "
              "request", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("eipd")
    parser.add_argument("bare")
    parser.add_argument("--before")
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--turns", type=int, default=5)
    asked = parser.parse_args()
    for threads in ("1", "2"):
        for connections in (64, 256):
            measure(asked, threads, connections)


if __name__ == "__main__":
    sys.exit(main())
