# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip plan simulate` from outside, against queueing theory.

    test_simulate.py EIP [RANGES]

EIP is the command; RANGES a file of AWS's ip-ranges.json form to simulate
part of, which is left out where there is none.
"""

import json
import os
import subprocess
import sys
import unittest

EIP = None
RANGES = None

OK, FAILED, USAGE, BAD_INPUT, IO = range(5)
HOUR = 3600 * 1000
DAY = 24 * HOUR


def run(*arguments, stdin="10.0.0.0/24\n"):
    return subprocess.run([EIP, "plan", "simulate", *arguments, "-"],
                          input=stdin, timeout=300, capture_output=True,
                          text=True, check=False)


def document(test, *arguments, **options):
    process = run(*arguments, "--json", **options)
    test.assertEqual(process.returncode, OK, process.stderr)
    return json.loads(process.stdout)


def erlang_b(servers, load):
    """The part of customers that find all servers busy."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


class Theory(unittest.TestCase):
    def test_refusals_are_erlangs(self):
        """Without cooldown and regrets the pool is M/M/c/c."""
        for load in (90, 100, 120):
            data = document(self, "--policy", "random:0", "--policy",
                            "lowest:0", "--recover", "0", "--hold", "1h",
                            "--load", str(load), "--for", "1y",
                            stdin="10.0.0.0/26\n")
            self.assertEqual(data["capacity"], 64)
            wanted = erlang_b(64, 64 * load // 100)
            for row in data["policies"]:
                refused = row["refused_capacity"] / (
                    row["refused_capacity"] + row["allocated"])
                self.assertAlmostEqual(refused, wanted, delta=0.004)
                self.assertAlmostEqual(
                    row["held_mean"] / (64 * load // 100 * (1 - wanted)), 1,
                    delta=0.02)

    def test_a_kept_cooldown_is_a_longer_hold(self):
        """An address that cools is busy: Erlang's formula holds for any
        distribution of the time it is."""
        data = document(self, "--policy", "spread:1h:keep", "--recover", "0",
                        "--hold", "1h", "--load", "60", "--for", "1y",
                        stdin="10.0.0.0/26\n")
        row = data["policies"][0]
        refused = row["refused_capacity"] / (
            row["refused_capacity"] + row["allocated"])
        self.assertAlmostEqual(refused, erlang_b(64, 2 * 38), delta=0.004)
        self.assertAlmostEqual(row["cooling_mean"] / row["held_mean"], 1,
                               delta=0.02)
        self.assertEqual(row["given_while_cooling"], 0)

    def test_kept_addresses_are_recoverable(self):
        row = document(self, "--policy", "spread:1d:keep", "--recover", "20",
                       "--hold", "1d", "--load", "60")["policies"][0]
        for lost in row["lost_after"]:
            if lost["ms"] < DAY:
                self.assertEqual(lost["part"], 0)
        self.assertGreater(row["lost_1_percent_ms"], 0.9 * DAY)
        self.assertGreater(row["recoveries_tried"], 1000)
        self.assertEqual(row["recoveries_failed"], 0)

    def test_estimate_is_what_recoveries_find(self):
        """The failures counted are those that the lifetimes foretell: the
        mean over the regrets' exponential delays."""
        data = document(self, "--policy", "random:0", "--recover", "5",
                        "--hold", "1d", "--regret", "1h", "--load", "80",
                        "--for", "3y")
        row = data["policies"][0]
        found = row["recoveries_failed"] / row["recoveries_tried"]
        after = {lost["ms"]: lost["part"] for lost in row["lost_after"]}
        self.assertGreater(found, after[60 * 1000])
        self.assertLess(found, after[DAY])
        # random picks lose an address at a constant rate, so by one hour
        # as many are lost as of an exponential delay of one hour, about.
        self.assertAlmostEqual(found, after[HOUR], delta=0.3 * found)

    def test_owners(self):
        """With one account no address ever changes hands."""
        row = document(self, "--accounts", "1", "--hold", "1d")["policies"][0]
        self.assertEqual(row["new_owners"], 0)
        self.assertEqual(row["recoveries_failed"], 0)
        self.assertNotIn("lost_1_percent_ms", row)
        row = document(self, "--hold", "1d", "--recover", "0",
                       "--policy", "random:0")["policies"][0]
        again = row["allocated"] - row["addresses_used"]
        self.assertAlmostEqual(row["new_owners"] / again, 0.999, delta=0.002)

    def test_quota(self):
        row = document(self, "--accounts", "10", "--quota", "2", "--hold",
                       "1d")["policies"][0]
        self.assertGreater(row["refused_quota"], 0)
        self.assertLessEqual(row["held_mean"], 20)


class Habits(unittest.TestCase):
    def test_repeatable(self):
        options = ["--hold", "1d", "--policy", "spread:7d", "--policy",
                   "random:0", "--policy", "cursor:1h", "--policy", "lowest:1h"]
        first = run(*options, "--json").stdout
        self.assertEqual(run(*options, "--json").stdout, first)
        self.assertNotEqual(run(*options, "--json", "--seed", "2").stdout,
                            first)
        self.assertIn("seed 1\n", run(*options).stdout)
        # What one policy shows does not depend on what stands beside it.
        rows = json.loads(first)["policies"]
        alone = document(self, "--hold", "1d", "--policy", "random:0")
        self.assertEqual(rows[1], alone["policies"][0])

    def test_known_refusals_are_the_engines(self):
        options = ["--policy", "spread:7d:keep", "--policy", "random:1d:keep",
                   "--load", "90", "--hold", "2d", "--recover", "20",
                   "--regret", "2d"]
        short = document(self, *options)
        self.assertGreater(short["policies"][0]["refused_capacity"], 100)
        self.assertEqual(document(self, *options, "--ask-always"), short)

    def test_table(self):
        process = run("--policy", "spread:7d", "--policy", "random:0")
        lines = process.stdout.splitlines()
        self.assertEqual(lines[1].split(), ["spread:7d", "random:0"])
        self.assertTrue(all(len(line) == len(lines[1]) for line in lines[2:]))
        self.assertEqual(run("--quiet").stdout, "")

    def test_answers(self):
        for arguments, code in (
                (["--help"], OK), (["--policy", "what"], USAGE),
                (["--policy", "spread:50d"], USAGE),
                (["--policy", "spread:7"], USAGE),
                (["--policy", "spread:"], USAGE),
                (["--policy", "spread:1h:kept"], USAGE),
                (["--policy", "random:0"], OK),
                (["--for", "1"], USAGE), (["--for", "0"], USAGE),
                (["--for", "1000000y"], USAGE), (["--hold", "1x"], USAGE),
                (["--load", "201"], USAGE), (["--load", "0"], OK),
                (["--held", "x"], USAGE), (["--hold", "1ms"], USAGE)):
            self.assertEqual(run(*arguments).returncode, code, arguments)
        self.assertEqual(run(stdin="10.0.0.0/8\n").returncode, USAGE)
        self.assertEqual(run(stdin="junk\n").returncode, BAD_INPUT)
        process = run(*["--policy", "spread"] * 17)
        self.assertEqual(process.returncode, USAGE)


class Real(unittest.TestCase):
    def test_a_local_zone(self):
        if not RANGES:
            self.skipTest("no file of AWS's ranges")
        process = subprocess.run(
            [EIP, "plan", "simulate", "--json", "--ranges", RANGES,
             "--border-group", "us-west-2-las-1b", "--policy", "spread:7d",
             "--policy", "random:0"], timeout=300, capture_output=True,
            text=True, check=False)
        self.assertEqual(process.returncode, OK, process.stderr)
        spread, draw = json.loads(process.stdout)["policies"]
        self.assertLess(spread["recoveries_failed"],
                        draw["recoveries_failed"] + 1)
        self.assertLess(spread["lost_after"][2]["part"],
                        draw["lost_after"][2]["part"])


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    RANGES = sys.argv[2] if len(sys.argv) > 2 else None
    unittest.main(argv=sys.argv[:1])
