# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""load.py EIPD BARE [SECONDS]: requests a second on loopback by wrk, in turn
against eipd and against a bare libmicrohttpd that answers a constant; medians of
five turns, and of the time that the processors spent in the server for one
request, which others on the machine disturb less. Allocations and releases are
counted by the server."""
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import server

LUA = pathlib.Path(__file__).resolve().parent / "load.lua"


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(
        encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wrk(port, pid, seconds):
    before = processor_seconds(pid)
    said = subprocess.run(
        ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-s", str(LUA),
         f"http://127.0.0.1:{port}/"], check=True, text=True,
        stdout=subprocess.PIPE).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), \
        re.search(r"99%\s+(\S+)", said)[1], \
        int(failed[1]) if failed else 0, \
        1e6 * (processor_seconds(pid) - before) / \
        int(re.search(r"(\d+) requests in", said)[1])


def main():
    program, bare = sys.argv[1:3]
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    rates = {"eipd": [], "bare": []}
    for threads in ("1", "2"):
        rates = {"eipd": [], "bare": []}
        port = server.free_port()
        with tempfile.TemporaryDirectory() as folder, server.Server(
                program, folder, None, (), "--threads", threads, "--quota",
                "100000") as daemon, subprocess.Popen(
                    [bare, str(port), threads],
                    stdin=subprocess.PIPE) as other:
            time.sleep(0.2)
            for _ in range(5):
                rates["bare"].append(wrk(port, other.pid, seconds))
                rates["eipd"].append(wrk(daemon.port, daemon.process.pid,
                                         seconds))
            counts = dict(re.findall(
                r'eipd_requests_total\{operation="(\w+)",code="OK"\} (\d+)',
                daemon.get("/metrics")))
            other.stdin.close()
        medians = {name: statistics.median(turn[0] for turn in row)
                   for name, row in rates.items()}
        costs = {name: statistics.median(turn[3] for turn in row)
                 for name, row in rates.items()}
        print(f"{threads} thread(s): eipd {medians['eipd']:,.0f}/s "
              f"(p99 {rates['eipd'][-1][1]}, refused "
              f"{sum(row[2] for row in rates['eipd'])}), bare "
              f"{medians['bare']:,.0f}/s (p99 {rates['bare'][-1][1]}), ratio "
              f"{medians['eipd'] / medians['bare']:.2f}; processor us a request "
              f"{costs['eipd']:.2f} and {costs['bare']:.2f}; {counts}")


if __name__ == "__main__":
    sys.exit(main())
