# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip record` and `eip replay --trace` from outside.

    test_trace.py EIP [RANGES]

EIP is the command; beside RANGES, a file of AWS's ip-ranges.json form, the
history of such files is looked for, whose nine years are replayed whole.
"""

import ipaddress
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

EIP = None
HISTORY = None

OK, FAILED, USAGE, BAD_INPUT, IO = range(5)
LOADS = ("churn", "bursts", "exhaustion", "recovery", "hostile")
DOC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                   "tools", "eip", "TRACE.md")


def run(*arguments, stdin=""):
    return subprocess.run([EIP, *arguments], input=stdin, timeout=300,
                          capture_output=True, text=True, check=False)


def record(test, load, *arguments):
    process = run("record", load, *arguments)
    test.assertEqual(process.returncode, OK, process.stderr)
    return process.stdout


def replay(test, trace, *arguments, code=OK):
    process = run("replay", "--trace", "-", "--json", *arguments, stdin=trace)
    test.assertEqual(process.returncode, code, process.stderr)
    return json.loads(process.stdout)


def kinds(data):
    return {row["call"]: row for row in data["kinds"]}


def check(test, data):
    test.assertTrue(data["audit_is_clean"])
    test.assertEqual(data["held_twice"], 0)
    for row in data["kinds"]:
        test.assertEqual(row["wrong"], 0, row)


class Loads(unittest.TestCase):
    def test_each(self):
        for load in LOADS:
            trace = record(self, load, "--operations", "30000", "--size", "20")
            self.assertEqual(trace, record(self, load, "--operations", "30000",
                                           "--size", "20"))
            self.assertNotEqual(trace, record(
                self, load, "--operations", "30000", "--size", "20", "--seed",
                "2"))
            for threads in ("1", "2", "7"):
                data = replay(self, trace, "--threads", threads)
                check(self, data)
                wanted = {}
                for line in trace.splitlines():
                    wanted[line[0]] = wanted.get(line[0], 0) + 1
                rows = kinds(data)
                for letter, name in zip("arndx", ("allocate", "release",
                                                  "recover", "describe",
                                                  "steal")):
                    row = rows.get(name)
                    made = 0 if row is None else row["skipped"] + sum(
                        row[a] for a in ("done", "no_capacity", "over_quota",
                                         "not_found", "unsupported"))
                    self.assertEqual(made, wanted.get(letter, 0), (load, name))
                self.assertEqual(
                    data["held"], rows["allocate"]["done"]
                    + rows.get("recover", {"done": 0})["done"]
                    - rows["release"]["done"])

    def test_what_each_is_for(self):
        rows = kinds(replay(self, record(self, "exhaustion", "--size", "22",
                                         "--operations", "9000")))
        self.assertGreater(rows["allocate"]["no_capacity"], 100)
        rows = kinds(replay(self, record(self, "recovery", "--size", "22",
                                         "--operations", "9000"),
                            "--policy", "spread:7d:keep"))
        self.assertGreater(rows["recover"]["done"], 1000)
        self.assertEqual(rows["recover"]["not_found"], 0)
        rows = kinds(replay(self, record(self, "hostile", "--size", "22",
                                         "--operations", "9000")))
        self.assertGreater(rows["steal"]["not_found"], 1000)
        self.assertEqual(rows["steal"]["done"], 0)
        self.assertEqual(rows["recover"]["done"], 0)
        self.assertGreater(rows["allocate"]["over_quota"], 100)

    def test_one_thread_repeats(self):
        trace = record(self, "churn", "--operations", "20000")
        first, second = (replay(self, trace, "--threads", "1")
                         for _ in range(2))
        for row in (*first["kinds"], *second["kinds"]):
            for name in [n for n in row if n.endswith("_ns")]:
                del row[name]
        self.assertEqual(first["kinds"], second["kinds"])
        self.assertEqual(first["held"], second["held"])

    def test_latencies_are_in_order(self):
        for row in replay(self, record(self, "churn"))["kinds"]:
            line = [row[name] for name in (
                "least_ns", "p50_ns", "p90_ns", "p99_ns", "p99_9_ns",
                "p99_99_ns", "most_ns")]
            self.assertEqual(line, sorted(line))
            self.assertGreater(row["mean_ns"], row["least_ns"])
            self.assertLess(row["mean_ns"], row["most_ns"])

    def test_pace(self):
        trace = ("eip-trace 1\n+ 10.0.0.0/28\na 1 0\nt 500\na 2 1\nt 1000\n"
                 "r 0\nr 1\n")
        for pace, least in (("1", 1.0), ("10", 0.1), ("0.5", 2.0)):
            began = time.monotonic()
            data = replay(self, trace, "--pace", pace)
            self.assertGreaterEqual(time.monotonic() - began, least)
            self.assertGreaterEqual(data["seconds"], least)
        self.assertLess(replay(self, trace)["seconds"], 1.0)

    def test_time_is_the_engines(self):
        """An address kept back for an hour is free once it has passed."""
        head = "eip-trace 1\n+ 10.0.0.0/32\na 1 0\nr 0\n"
        for time_ms, free in ((3599999, 0), (3600000, 1)):
            rows = kinds(replay(self, f"{head}t {time_ms}\na 2 1\n",
                                "--policy", "spread:1h:keep", "--threads",
                                "1"))
            self.assertEqual(rows["allocate"]["done"], 1 + free)


class Form(unittest.TestCase):
    def documented(self):
        with open(DOC, encoding="utf-8") as file:
            return file.read().split("```\n")[1::2]

    def test_documented_example(self):
        data = replay(self, self.documented()[0], "--threads", "1")
        check(self, data)
        rows = kinds(data)
        self.assertEqual(rows["allocate"]["done"], 2)
        self.assertEqual(rows["recover"]["done"], 1)
        self.assertEqual(rows["steal"]["not_found"], 1)
        self.assertEqual((data["blocks_added"], data["blocks_drained"]), (2, 1))
        # What was in the zone has nowhere to go.
        self.assertEqual((data["moved"], data["lost"], data["held"]),
                         (1, 1, 1))

    def test_documented_recording(self):
        data = replay(self, self.documented()[1], "--threads", "1",
                      "--as-recorded")
        check(self, data)
        self.assertEqual({name: (row["recorded"], row["otherwise"])
                          for name, row in kinds(data).items()}, {
            "allocate": (3, 0), "recover": (2, 0), "release": (2, 0),
            "list": (1, 0), "steal": (1, 0)})
        self.assertEqual((data["before"], data["held"]), (1, 2))

    def test_what_the_trace_says_of_the_pool(self):
        trace = ("eip-trace 1\np lowest:1h:keep\nq * 2\n+ 10.0.0.0/30\n"
                 "a 1 0\na 1 1\na 1 2\nr 0\nr 1\na 2 3\na 2 4\nr 3\nr 4\n"
                 "a 3 5\n")
        for options, wanted in (
                ([], (4, 1, 1)), (["--quota", "9"], (4, 2, 0)),
                (["--policy", "lowest:0"], (5, 0, 1)),
                (["--policy", "lowest:0", "--quota", "1"], (3, 0, 3))):
            row = kinds(replay(self, trace, "--threads", "1",
                               *options))["allocate"]
            self.assertEqual((row["done"], row["no_capacity"],
                              row["over_quota"]), wanted, options)

    def test_told_answers(self):
        """What is told is compared; what was refused puts nothing in use."""
        head = "eip-trace 1\n+ 10.0.0.0/30\nq 1 2\n"
        calls = ("a 1 0 =ok\na 1 1 =ok\na 1 2 =quota\na 2 3 =ok\na 2 4 =ok\n"
                 "a 3 5 =full\nd 0 =ok\nl 1 =ok\nl 9 =ok\nx 2 0 =none\n"
                 "x 2 =none\nn 1 0 =quota\nr 0 =ok\nn 2 0 =none\n"
                 "n 1 0 =ok\na 1 2 =quota\n")
        data = replay(self, head + calls, "--threads", "1", "--as-recorded")
        check(self, data)
        self.assertEqual(sum(row["recorded"] for row in data["kinds"]), 16)
        self.assertEqual(data["held"], 4)
        # Each by itself is noticed, and is no failure unless asked for.
        lines = calls.splitlines(True)
        for at, line in enumerate(lines):
            answer = line.split("=")[1].strip()
            for other in {"ok", "full", "quota", "none"} - {answer}:
                if other == "ok" and line[0] in "an":
                    continue  # the slot would be in use
                if answer == "ok" and line[0] in "an":
                    continue  # it would not be, though others want it
                changed = lines[:]
                changed[at] = line.replace("=" + answer, "=" + other)
                data = replay(self, head + "".join(changed), "--threads", "1",
                              "--as-recorded", code=FAILED)
                self.assertEqual(sum(row["otherwise"]
                                     for row in data["kinds"]), 1, changed)
                replay(self, head + "".join(changed), "--threads", "1")
        process = run("replay", "--trace", "-", "--threads", "1",
                      stdin=head + "a 1 0 =full\na 1 1 =full\n")
        self.assertIn("answers: 0 as recorded, 2 otherwise\n", process.stdout)

    def test_what_another_may_get(self):
        """Whose a slot is not may have had the address behind it since."""
        trace = ("eip-trace 1\np lowest:0\n+ 10.0.0.0/32\na 1 0\nr 0\na 2 1\n"
                 "r 1\nn 2 0\na 1 0\nn 2 0\n")
        data = replay(self, trace, "--threads", "1")
        check(self, data)
        row = kinds(data)["recover"]
        self.assertEqual((row["done"], row["not_found"], data["held"]),
                         (1, 1, 1))

    def test_a_line_that_is_not_whole(self):
        trace = "eip-trace 1\n+ 10.0.0.0/28\na 1 0\na 1 1"
        process = run("replay", "--trace", "-", "--json", stdin=trace)
        self.assertEqual(process.returncode, OK)
        self.assertEqual(process.stderr, "eip replay: standard input:4: the "
                         "last line is not whole, and is left out\n")
        self.assertEqual(json.loads(process.stdout)["held"], 1)

    def test_drains_move(self):
        """One thread moves all 16 each time. Of several, the first to come
        begins a drain: it has its slots filled, 5 or more, and those move
        each time; the others may yet allocate where no drain follows."""
        trace = "eip-trace 1\n+ 10.0.0.0/28\n+ 10.0.1.0/28\n" + "".join(
            f"a {i % 3} {i}\n" for i in range(16)) + (
                "- 10.0.0.0/28\n+ 10.0.0.0/28\n- 10.0.1.0/28\n"
                "d 0\n+ 10.0.1.0/28\n- 10.0.0.0/28\nd 1\n")
        for threads in ("1", "2", "3"):
            data = replay(self, trace, "--threads", threads, "--policy",
                          "lowest:0")
            check(self, data)
            self.assertEqual((data["held"], data["lost"]), (16, 0))
            if threads == "1":
                self.assertEqual(data["moved"], 48)
            else:
                self.assertIn(data["moved"], range(15, 49))

    def test_junk(self):
        good = "eip-trace 1\n+ 10.0.0.0/28\na 1 0\n"
        for text in ("junk", "a", "a 1", "a 1 0", "a 2 0", "a 1 1 1",
                     "a 1000000000000 1", "a 1 67108864", "a x 1", "a 1 0x1",
                     "a 1 1 0 0", "r", "r 1", "r 0 0", "n 1 0", "n 1 7",
                     "d 5", "x 1 0", "x 2 1", "t", "t -1", "+ 10.0.0.1/28",
                     "+ 10.0.0.0", "+ 10.0.0.0/7", "+ 10.0.1.0/28 1", "-",
                     "- x", "g a/b", "g replayed-1", "q 1", "q 1 999999999",
                     "h 1", "h 2 0", "h 1 0", "h 1 1 =ok", "l", "l 1 0",
                     "x 1 0 =none", "x", "x 1 0 0", "p spread", "p spread:x",
                     "q * 5", "q 1 5 =ok", "t 1 =ok", "a 1 1 =", "a 1 1 =yes",
                     "a =ok", "r =ok", "+ 10.0.1.0/28 =ok", "a =ok 1 1",
                     "aa 1 1", "eip-trace 1", "a 1 1\0", "a 1 ü"):
            process = run("replay", "--trace", "-", stdin=good + text + "\n")
            self.assertEqual(process.returncode, BAD_INPUT, text)
            self.assertIn("standard input:4: ", process.stderr, text)
            self.assertEqual(process.stdout, "")
        process = run("replay", "--trace", "-", stdin=good + "a 1 1 =yes\n")
        self.assertIn("'=yes' is no answer", process.stderr)
        for text in ("", "eip-trace", "eip-trace 2\n", "a 1 0\n",
                     "eip-trace 1 1\n"):
            self.assertEqual(run("replay", "--trace", "-",
                                 stdin=text).returncode, BAD_INPUT, text)
        process = run("replay", "--trace", "-",
                      stdin=good + "t 5\nt 4\n")
        self.assertIn("standard input:5: the time goes back", process.stderr)

    def test_blocks_that_cannot_be(self):
        """The engine says so; it is no crash and no success."""
        for text in ("+ 10.0.0.0/24\n+ 10.0.0.0/25\na 1 0\n",
                     "+ 10.0.0.0/24\na 1 0\n- 10.0.0.0/25\na 1 1\n"):
            process = run("replay", "--trace", "-",
                          stdin="eip-trace 1\n" + text)
            self.assertEqual(process.returncode, FAILED, text)
            self.assertIn("10.0.0.0/2", process.stderr)

    def test_answers(self):
        empty = "eip-trace 1\n"
        for arguments, code in (
                (["replay", "--trace", "-"], OK),
                (["replay", "--trace=-", "--quiet"], OK),
                (["replay", "--trace", "-", "--help"], OK),
                (["replay", "--trace"], USAGE),
                (["replay", "--trace", "-", "x"], USAGE),
                (["replay", "--trace", "-", "--json", "--benchmark-json"],
                 USAGE),
                (["replay", "--trace", "-", "--threads", "0"], USAGE),
                (["replay", "--trace", "-", "--threads", "257"], USAGE),
                (["replay", "--trace", "-", "--pace", "0"], USAGE),
                (["replay", "--trace", "-", "--pace", "x"], USAGE),
                (["replay", "--trace", "-", "--policy", "x"], USAGE),
                (["replay", "--trace", "-", "--no-fill"], USAGE),
                (["replay", "--trace", "-", "--as-recorded"], OK),
                (["replay", "--trace", "no-such-file"], IO),
                (["record"], USAGE), (["record", "x"], USAGE),
                (["record", "--help"], OK), (["record", "fleet"], USAGE),
                (["record", "churn", "--history", "x"], USAGE),
                (["record", "fleet", "--history", "no-such-file"], IO),
                (["record", "churn", "-o", "/no/such/folder"], IO),
                (["record", "churn", "--size", "33"], USAGE),
                (["record", "churn", "churn"], USAGE)):
            self.assertEqual(run(*arguments, stdin=empty).returncode, code,
                             arguments)

    def test_google_benchmark(self):
        """What its tools read of a file."""
        trace = record(self, "churn", "--operations", "20000", "--size", "20")
        process = run("replay", "--trace", "-", "--benchmark-json",
                      "--threads", "2", stdin=trace)
        self.assertEqual(process.returncode, OK, process.stderr)
        data = json.loads(process.stdout)
        self.assertEqual([row["name"] for row in data["benchmarks"]],
                         [f"-/{name}/threads:2" for name in (
                             "allocate", "release", "describe")])
        for row in data["benchmarks"]:
            self.assertEqual((row["run_type"], row["time_unit"],
                              row["run_name"]),
                             ("iteration", "ns", row["name"]))
            self.assertGreater(row["iterations"], 1000)
            self.assertGreater(row["real_time"], 0)
            self.assertEqual(row["cpu_time"], row["real_time"])
        for name in ("date", "host_name", "num_cpus", "library_build_type"):
            self.assertIn(name, data["context"])


def lists(history):
    """The prefixes of each version, as the history means them."""
    added, first = set(), set()
    for version in history.values():
        added.update(version["added"])
        for prefix in version["removed"]:
            if prefix not in added:
                first.add(prefix)
            added.add(prefix)
    now = set(first)
    yield set(now)
    for version in history.values():
        now |= set(version["added"])
        now -= set(version["removed"])
        yield set(now)


def networks(prefixes):
    return list(ipaddress.collapse_addresses(
        map(ipaddress.ip_network, prefixes)))


class Fleet(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def record(self, history, *arguments):
        path = os.path.join(self.folder.name, "history.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(history, file)
        return record(self, "fleet", "--history", path, *arguments)

    def check_blocks(self, trace, history, at):
        """Blocks are disjoint always, and make up the lists at the ends of
        the versions named. A version begins where the time goes on."""
        wanted = [None if i not in at else networks(p)
                  for i, p in enumerate(lists(history))]
        now, version = set(), -1
        for line in [*trace.splitlines(), "t"]:
            if line[0] == "+":
                block = ipaddress.ip_network(line[2:])
                self.assertNotIn(block, now)
                now.add(block)
            elif line[0] == "-":
                now.remove(ipaddress.ip_network(line[2:]))
            elif line[0] == "t":
                version += 1
                if version < len(wanted) and wanted[version] is not None:
                    self.assertEqual(networks(now), wanted[version])
                    self.assertEqual(
                        sum(n.num_addresses for n in now),
                        sum(n.num_addresses for n in wanted[version]))
        self.assertEqual(version, len(wanted) - 1)

    HISTORY = {
        "v1": {"added": ["10.0.0.0/16"], "removed": []},
        "v2": {"added": ["10.0.4.0/24", "10.9.0.0/24"], "removed": []},
        "v3": {"added": [], "removed": ["10.0.0.0/16", "10.8.0.0/24"]},
        "v4": {"added": ["10.0.0.0/16", "10.0.4.0/24"],
               "removed": ["10.0.4.0/24"]},
        "v5": {"added": ["10.0.0.0/17", "10.0.128.0/17"],
               "removed": ["10.0.0.0/16"]},
        "v6": {"added": [], "removed": ["10.0.128.0/17", "10.9.0.0/24"]},
    }

    def test_small(self):
        trace = self.record(self.HISTORY, "--held", "50", "--operations",
                            "6000", "--rate", "1000000000", "--step", "10s")
        # One time a version, so the blocks can be compared at each.
        self.check_blocks(trace, self.HISTORY, range(7))
        # A prefix cut into its halves, or back, is no block that goes.
        self.assertEqual(trace.count("- 10.8.0.0/24\n"), 1)
        for threads in ("1", "2", "5"):
            data = replay(self, trace, "--threads", threads)
            check(self, data)
            self.assertGreater(data["moved"], 0)

    def test_junk(self):
        for history in ([], {"a": 1}, {"a": {}}, {"a": {"added": []}},
                        {"a": {"added": ["x"], "removed": []}},
                        {"a": {"added": ["10.0.0.1/8"], "removed": []}},
                        {"a": {"added": ["10.0.0.0/7"], "removed": []}},
                        {"a": {"added": [1], "removed": []}}):
            path = os.path.join(self.folder.name, "history.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(history, file)
            process = run("record", "fleet", "--history", path)
            self.assertEqual(process.returncode, BAD_INPUT, history)
            self.assertIn(path, process.stderr)

    def test_nine_years(self):
        if not HISTORY:
            self.skipTest("no history of AWS's ranges")
        with open(HISTORY, encoding="utf-8") as file:
            history = json.load(file)
        trace = self.record(history, "--operations", "300000", "--rate",
                            "1000000000")
        count = len(history)
        self.check_blocks(trace, history, {1, 100, count // 2, count})
        data = replay(self, trace)
        check(self, data)
        self.assertEqual(data["blocks_added"], trace.count("\n+ "))
        self.assertEqual(data["blocks_drained"], trace.count("\n- "))
        self.assertGreater(data["blocks_drained"], 2000)
        self.assertGreater(data["moved"], 1000)


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    if len(sys.argv) > 2:
        HISTORY = os.path.join(os.path.dirname(sys.argv[2]),
                               "aws-history-changes.json")
        HISTORY = HISTORY if os.path.exists(HISTORY) else None
    unittest.main(argv=sys.argv[:1])
