# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip plan forecast` from outside, against the inverse Gaussian's
density summed here, and against walks drawn here.

    test_forecast.py EIP [RANGES]

EIP is the command; RANGES a file of AWS's ip-ranges.json form to plan on,
which is left out where there is none.
"""

import datetime
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import unittest

EIP = None
RANGES = None

OK, FAILED, USAGE, BAD_INPUT, IO = range(5)
DAY = 24 * 3600 * 1000
START = 1767225600000  # 2026-01-01


def run(*arguments, stdin="10.0.0.0/20 a\n"):
    return subprocess.run([EIP, "plan", "forecast", *arguments], input=stdin,
                          timeout=60, capture_output=True, text=True,
                          check=False)


def document(test, *arguments, **options):
    process = run(*arguments, "--json", **options)
    test.assertEqual(process.returncode, OK, process.stderr)
    return json.loads(process.stdout)


def meets(drift, spread, gap, days, steps=20000):
    """The inverse Gaussian's density, summed in the middles of steps."""
    total, width = 0.0, days / steps
    for step in range(steps):
        at = (step + 0.5) * width
        total += gap / (spread * math.sqrt(2 * math.pi * at ** 3)) * math.exp(
            -(gap - drift * at) ** 2 / (2 * spread ** 2 * at))
    return total * width


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


class Method(Files):
    def test_first_passage(self):
        """4,096 addresses, growing by rates."""
        for drift, spread in ((10, 100), (-2, 150), (0, 80), (40, 5)):
            data = document(self, "--rate", f"{drift}+-{spread}", "--from",
                            "2026-01-01", "--horizon", "200d", "-")
            end = data["rows"][0]["as_it_is"]
            self.assertEqual(end["at_most"], 4096)
            self.assertAlmostEqual(end["probability_within"],
                                   meets(drift, spread, 4096, 200), delta=2e-4)
            for percent in (10, 50, 90):
                name = f"runs_out_{percent}_percent_ms"
                if name not in end:
                    self.assertLessEqual(drift, 0)
                    continue
                days = (end[name] - START) / DAY
                self.assertAlmostEqual(
                    meets(drift, spread, 4096, days), percent / 100,
                    delta=3e-3)

    def test_no_spread_is_division(self):
        end = document(self, "--rate", "8", "--from", "2026-01-01", "--held",
                       self.file("h", "10.0.0.0/24\n"), "-")
        end = end["rows"][0]["as_it_is"]
        self.assertEqual(end["held"], 256)
        for percent in (10, 50, 90):
            self.assertAlmostEqual(
                (end[f"runs_out_{percent}_percent_ms"] - START) / DAY,
                (4096 - 256) / 8, delta=0.01)

    def samples(self, seed, count=60, step=7, drift=12.0, spread=40.0):
        draw, held, rows = random.Random(seed), 1000.0, []
        for number in range(count):
            rows.append((datetime.date(2025, 1, 1)
                         + datetime.timedelta(number * step), round(held)))
            held += draw.gauss(drift * step, spread * math.sqrt(step))
        return rows

    def test_estimate(self):
        """Drift and spread, by Python's statistics."""
        rows = self.samples(3)
        trace = self.file("t", "".join(f"{d},{h},a\n" for d, h in rows))
        end = document(self, "--trace", trace, "-")["rows"][0]["as_it_is"]
        changes = [b[1] - a[1] for a, b in zip(rows, rows[1:])]
        self.assertAlmostEqual(end["a_day"], statistics.mean(changes) / 7,
                               places=4)
        spread = statistics.stdev(changes) / math.sqrt(7)
        self.assertAlmostEqual(end["spread_a_day"], spread, places=4)
        self.assertAlmostEqual(end["a_day_error"],
                               spread / math.sqrt(7 * len(changes)), places=4)
        self.assertEqual(end["held"], rows[-1][1])

    def test_error_of_the_drift_widens(self):
        rows = self.samples(3, count=25)
        trace = self.file("t", "".join(f"{d},{h}\n" for d, h in rows))
        end = document(self, "--trace", trace, "-")["rows"][0]["as_it_is"]
        draw = random.Random(5)
        # Walks drawn by what was estimated: the drift first, then the walk.
        total, runs = 0.0, 400
        for _ in range(runs):
            total += meets(draw.gauss(end["a_day"], end["a_day_error"]),
                           end["spread_a_day"], 4096 - end["held"], 90, 500)
        data = document(self, "--trace", trace, "--horizon", "90d", "-")
        self.assertAlmostEqual(
            data["rows"][0]["as_it_is"]["probability_within"], total / runs,
            delta=0.06)

    def test_coverage(self):
        """Of many walks, about 10, 50 and 90 % have run out by then."""
        counts = [0, 0, 0]
        walks = 120
        for seed in range(walks):
            rows = self.samples(seed, count=400, drift=9.0, spread=30.0)
            seen = rows[:100]
            if max(h for _, h in seen) >= 16384:
                continue
            trace = self.file("t", "".join(f"{d},{h}\n" for d, h in seen))
            end = document(self, "--trace", trace, "-",
                           stdin="10.0.0.0/18\n")["rows"][0]["as_it_is"]
            met = next((d for d, h in rows[100:] if h >= 16384),
                       datetime.date(9000, 1, 1))
            for i, percent in enumerate((10, 50, 90)):
                at = end.get(f"runs_out_{percent}_percent_ms", 1 << 60)
                days = (met - datetime.date(1970, 1, 1)).days * DAY
                counts[i] += days <= at
        for count, part in zip(counts, (0.1, 0.5, 0.9)):
            self.assertAlmostEqual(count / walks, part, delta=0.13)

    def test_pool_is_the_sum(self):
        ranges = "10.0.0.0/20 a\n10.1.0.0/20 b\n10.2.0.0/24 c other\n"
        data = document(self, "--rate", "a=3+-4", "--rate", "b=5+-3", "--from",
                        "2026-01-01", "-", stdin=ranges)
        names = [(r["pool"], r.get("network_border_group"))
                 for r in data["rows"]]
        self.assertEqual(names, [("amazon", "a"), ("amazon", "b"),
                                 ("amazon", None), ("other", "c")])
        end = data["rows"][2]["as_it_is"]
        self.assertEqual((end["a_day"], end["spread_a_day"], end["capacity"]),
                         (8, 5, 8192))
        self.assertNotIn("a_day", data["rows"][3]["as_it_is"])


class WhatIf(Files):
    def ends(self, *what_ifs, options=(), **more):
        arguments = [a for w in what_ifs for a in ("--what-if", w)]
        row = document(self, "--rate", "8", "--from", "2026-01-01", *options,
                       *arguments, "-", **more)["rows"][0]
        return row["as_it_is"], row["what_if"]

    def test_each(self):
        for what_ifs, level, bound in (
                (["add=10.9.0.0/24"], 4096 + 256, "capacity"),
                (["add=10.9.0.0/24:a:amazon"], 4096 + 256, "capacity"),
                (["drain=10.0.1.0/24"], 4096 - 256, "capacity"),
                (["drain=10.0.0.0/8"], 0, "capacity"),
                (["policy=spread:10d:keep", "turnover=10"], 2048, "cooldown"),
                (["policy=spread:10d", "turnover=10"], 4096, "capacity"),
                (["quota=5", "accounts=100"], 500, "quota"),
                (["rate=a=16"], 4096, "capacity")):
            before, after = self.ends(*what_ifs)
            self.assertEqual(before["at_most"], 4096)
            self.assertEqual(after["at_most"], level, what_ifs)
            self.assertEqual(after["bound"], bound)
            drift = 16 if "rate=a=16" in what_ifs else 8
            self.assertAlmostEqual(
                (after["runs_out_50_percent_ms"] - START) / DAY,
                level / drift, delta=0.01)

    def test_as_it_is_may_have_them_too(self):
        before, after = self.ends(
            "policy=spread:0", options=["--policy", "spread:10d:keep",
                                        "--turnover", "10"])
        self.assertEqual((before["at_most"], after["at_most"]), (2048, 4096))

    def test_answers(self):
        rate = ["--rate", "1", "-"]
        for arguments, code in (
                (["--help"], OK), (rate, OK), (["-"], USAGE),
                (["--rate", "x", "-"], USAGE), (["--rate", "1+-", "-"], USAGE),
                (["--rate", "1+-2x", "-"], USAGE),
                (["--rate", "b=1", "-"], USAGE),
                (["--rate", "1+--2", "-"], USAGE),
                (["--from", "2026-02-30", *rate], USAGE),
                (["--what-if", "x=1", *rate], USAGE),
                (["--what-if", "add=10.0.0.0/24", *rate], USAGE),
                (["--what-if", "add=10.9.0.1/24", *rate], USAGE),
                (["--what-if", "add=10.9.0.0/24:b", *rate], USAGE),
                (["--what-if", "add=10.9.0.0/24:a:b:c", *rate], USAGE),
                (["--what-if", "drain=10.9.0.0/24", *rate], USAGE),
                (["--what-if", "drain=x", *rate], USAGE),
                (["--what-if", "quota=0", *rate], USAGE),
                (["--what-if", "turnover=x", *rate], USAGE),
                (["--what-if", "policy=x", *rate], USAGE),
                (["--trace", "-", "-"], USAGE),
                (["--trace", "no-such-file", "-"], IO)):
            self.assertEqual(run(*arguments).returncode, code, arguments)


class Traces(Files):
    def test_both_forms_are_one(self):
        lines = self.file("l", "# comment\n2025-01-01,10,a\n"
                          "2025-01-02T12:00:00Z 25 a amazon\n"
                          "1735948800000,40\n")
        objects = self.file("j", "".join(json.dumps(row) + "\n" for row in (
            {"time": "2025-01-01", "held": 10, "network_border_group": "a"},
            {"time": "2025-01-02T12:00:00Z", "held": 25, "pool": "amazon"},
            {"time": 1735948800000, "held": 40, "more": [1]})))
        first = document(self, "--trace", lines, "-")
        self.assertEqual(first, document(self, "--trace", objects, "-"))
        self.assertEqual(first["rows"][0]["as_it_is"]["a_day"], 10)
        self.assertEqual(first["rows"][0]["as_it_is"]["spread_a_day"], 0)

    def test_junk(self):
        good = "2025-01-01,1\n2025-01-02,2\n"
        for text in ("2025-13-01,1", "2025-02-30,1", "x", "2025-01-03",
                     "2025-01-03,-1", "2025-01-03,1,b", "2025-01-02,3",
                     "2025-01-03,1,a,amazon,x", "2025-01-03,99999999999"):
            trace = self.file("t", good + text + "\n")
            process = run("--trace", trace, "-")
            self.assertEqual(process.returncode, BAD_INPUT, text)
            self.assertIn(f"{trace}:3: ", process.stderr)
        good = '{"time": 1, "held": 2}\n\n'
        for text in ("junk", "[]", "{}", '{"time": 2}', '{"held": 2}',
                     '{"time": 2, "held": -1}', '{"time": 2, "held": 1.5}',
                     '{"time": "x", "held": 1}', '{"time": 1, "held": 1}',
                     '{"time": 2, "held": 1, "pool": "b"}'):
            trace = self.file("t", good + text + "\n")
            process = run("--trace", trace, "-")
            self.assertEqual(process.returncode, BAD_INPUT, text)
            self.assertIn(f"{trace}:3: ", process.stderr)
        process = run("--trace", self.file("t", "2025-01-01,1\n"), "-")
        self.assertEqual(process.returncode, BAD_INPUT)

    def test_real_ranges(self):
        if not RANGES:
            self.skipTest("no file of AWS's ranges")
        process = run("--ranges", RANGES, "--rate", "100+-500", "--json")
        rows = json.loads(process.stdout)["rows"]
        self.assertEqual(sum(r["as_it_is"]["capacity"] for r in rows[:-1]),
                         rows[-1]["as_it_is"]["capacity"])


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    RANGES = sys.argv[2] if len(sys.argv) > 2 else None
    unittest.main(argv=sys.argv[:1])
