# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip map` from outside: what is drawn where.

    test_map.py EIP [RANGES]
"""

import ipaddress
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

EIP = None
HEAD = 40
RECT = re.compile(r'<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" '
                  r'height="([^"]+)" fill="#(\w+)">'
                  r'<title>(\S+) (\S+) (\S+)</title>')


def run(*arguments, stdin=""):
    return subprocess.run([EIP, "map", *arguments], input=stdin, timeout=60,
                          capture_output=True, text=True, check=False)


def read_png(path):
    """(width, height, rows of RGB bytes), by the standard's own words."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] \
            == zlib.crc32(kind + body)
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) == (8, 2)
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    raw, stride, rows = zlib.decompress(packed), width * 3, []
    before = bytearray(stride)
    for y in range(height):
        filter_type = raw[y * (stride + 1)]
        row = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left = row[i - 3] if i >= 3 else 0
            up, corner = before[i], before[i - 3] if i >= 3 else 0
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                          (abs(guess - corner), 2, corner))[2]
            row[i] = (row[i] + (0, left, up, (left + up) // 2,
                                nearest)[filter_type]) & 255
        rows.append(row)
        before = row
    return width, height, rows


def hilbert(order):
    """All points of the curve, by replacement of its letters."""
    rules = {"A": "+BF-AFA-FB+", "B": "-AF+BFB+FA-"}
    text = "A"
    for _ in range(order):
        text = "".join(rules.get(letter, letter) for letter in text)
    x, y, dx, dy, points = 0, 0, 1, 0, [(0, 0)]
    for letter in text:
        if letter == "F":
            x, y = x + dx, y + dy
            points.append((x, y))
        elif letter == "+":
            dx, dy = -dy, dx
        elif letter == "-":
            dx, dy = dy, -dx
    return points


class Maps(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "map")

    def draw(self, form, ranges, *arguments):
        path = f"{self.path}.{form}"
        process = run("-r", "-", "-o", path, "--side", "256", *arguments,
                      stdin=ranges)
        self.assertEqual(process.returncode, 0, process.stderr)
        return path

    def rects(self, ranges, *arguments):
        with open(self.draw("svg", ranges, *arguments),
                  encoding="utf-8") as file:
            text = file.read()
        return [(*map(float, row[:4]), *row[4:]) for row in RECT.findall(text)]

    def test_curve(self):
        """Every /24 of a /16 is one square, and the squares are the curve."""
        ranges = "".join(f"10.1.{i}.0/24 g{i}\n" for i in range(256))
        rects = self.rects(ranges, "--prefix", "10.1.0.0/16")
        squares = {r[5]: (r[0] / 16, (r[1] - HEAD) / 16) for r in rects}
        self.assertTrue(all(r[2] == r[3] == 16 for r in rects))
        points = [squares[f"10.1.{i}.0/24"] for i in range(256)]
        curve = hilbert(4)
        low = min(y for _, y in curve)
        turns = ([(x, y - low) for x, y in curve],
                 [(y - low, x) for x, y in curve])
        self.assertIn(points, turns)

    def test_nested(self):
        """A block lies where the blocks of its halves lie, and is as large."""
        network = ipaddress.ip_network("10.1.32.0/19")
        for bits in range(19, 26):
            parts = "".join(f"{n} a\n" for n in network.subnets(new_prefix=bits))
            rects = self.rects(parts, "--prefix", "10.0.0.0/14")
            self.assertEqual(sum(r[2] * r[3] for r in rects),
                             256 * 256 / 2 ** 5)
            corners = (min(r[0] for r in rects), min(r[1] for r in rects),
                       max(r[0] + r[2] for r in rects),
                       max(r[1] + r[3] for r in rects))
            if bits == 19:
                whole = corners
            self.assertEqual(corners, whole)

    def test_forms_agree(self):
        """PNG has the colours at the places that SVG says."""
        ranges = "".join(f"10.1.{i}.0/24 g{i}\n" for i in (3, 77, 130, 200))
        rects = self.rects(ranges, "--prefix", "10.1.0.0/16")
        width, height, rows = read_png(
            self.draw("png", ranges, "--prefix", "10.1.0.0/16"))
        self.assertEqual((width, height), (256 + 340, 256 + HEAD))
        self.assertEqual(len(rects), 4)
        for x, y, side, _, colour, *_ in rects:
            # Labels take the upper left corner.
            at = rows[int(y + side) - 1]
            place = 3 * (int(x + side) - 1)
            self.assertEqual(at[place:place + 3].hex(), colour)

    def test_use(self):
        """What is held is as red as the share of it."""
        held = self.path + ".held"
        with open(held, "w", encoding="ascii") as file:
            file.write("10.1.0.0/17\n10.1.128.0/18 cooling\n")
        for colour, wanted in (("use", {"cfe3cf": 32768, "b5271f": 32768}),
                               ("state", {"cfe3cf": 16384, "b5271f": 32768,
                                          "2a6fbd": 16384})):
            counts = {}
            for rect in self.rects("10.1.0.0/16\n", "--held", held,
                                   "--colour", colour):
                counts[rect[4]] = counts.get(rect[4], 0) + rect[2] * rect[3]
            self.assertEqual(counts, wanted)

    def areas(self, *arguments):
        counts = {}
        for rect in self.rects("10.1.0.0/16\n", *arguments):
            counts[rect[4]] = counts.get(rect[4], 0) + rect[2] * rect[3]
        return counts

    def legend(self):
        """(colour, text, addresses) by row."""
        with open(self.path + ".svg", encoding="utf-8") as file:
            text = file.read()
        rows = re.findall(r'<rect x="272" y="[^"]+" width="14" '
                          r'height="14" fill="#(\w+)"/>\s*'
                          r'<text[^>]*>([^<]*)</text>\s*'
                          r'(?:<text x="5[^>]*>([\d,]+)</text>)?', text)
        self.assertTrue(rows, text[-2000:])
        return rows

    def test_states(self):
        held = self.path + ".held"
        with open(held, "w", encoding="ascii") as file:
            file.write("10.1.0.0/17\n10.1.128.0/18 cooling\n"
                       "10.1.192.0/19 withdrawn\n")
        self.assertEqual(self.areas("--held", held, "--colour", "state"),
                         {"b5271f": 32768, "2a6fbd": 16384, "e0a030": 8192,
                          "cfe3cf": 8192})
        self.assertEqual(self.legend(), [
            ("cfe3cf", "free", "8,192"), ("b5271f", "held", "32,768"),
            ("2a6fbd", "cooling", "16,384"), ("e0a030", "withdrawn", "8,192")])
        self.draw("svg", "10.1.0.0/16\n", "--held", held, "--chart", "bars")
        with open(self.path + ".svg", encoding="utf-8") as file:
            widths = dict(re.findall(r'width="(\d+)" height="13" '
                                     r'fill="#(\w+)"', file.read()))
        self.assertEqual(widths, {"480": "dfe8df", "240": "b5271f",
                                  "120": "2a6fbd", "60": "e0a030"})

    def test_ages(self):
        """From allocation and from release, each on a scale of its own; a
        mixture where a cell has both."""
        held = self.path + ".held"
        now = 1_000_000_000
        with open(held, "w", encoding="ascii") as file:
            file.write(f"10.1.0.0/18 held {now}\n"
                       f"10.1.64.0/18 held {now - 86_400_000}\n"
                       f"10.1.128.0/19 cooling {now}\n"
                       f"10.1.160.0/19 cooling {now - 3_600_000}\n"
                       "10.1.192.0/20\n10.1.208.0/20 cooling\n"
                       "10.1.224.0/20 withdrawn\n")
        self.assertEqual(
            self.areas("--held", held, "--colour", "age", "--now-ms", str(now)),
            {"f6d743": 16384, "46085c": 16384, "08306b": 8192, "a6cde8": 8192,
             "b4b4b4": 8192, "e0a030": 4096, "cfe3cf": 4096})
        rows = self.legend()
        self.assertEqual([row[1] for row in rows], [
            "free", "allocated just now", "allocated 6.0 h ago",
            "allocated 12.0 h ago", "allocated 18.0 h ago",
            "allocated 1.0 d ago", "released just now",
            "released 15.0 m ago", "released 30.0 m ago",
            "released 45.0 m ago", "released 1.0 h ago",
            "in use, not known since when", "withdrawn"])
        self.assertEqual([rows[1][0], rows[5][0], rows[6][0], rows[10][0]],
                         ["f6d743", "46085c", "08306b", "a6cde8"])
        with open(held, "w", encoding="ascii") as file:
            file.write(f"10.1.0.0/25 held {now - 5}\n"
                       f"10.1.0.128/25 cooling {now - 7}\n")
        self.draw("svg", "10.1.0.0/24\n", "--prefix", "10.0.0.0/8", "--held",
                  held, "--colour", "age", "--now-ms", str(now))
        half = "".join(f"{(a + b + 1) // 2:02x}" for a, b in zip(
            bytes.fromhex("46085c"), bytes.fromhex("a6cde8")))
        with open(self.path + ".svg", encoding="utf-8") as file:
            self.assertIn(f'fill="#{half}"><title>10.1.0.0/24', file.read())

    def test_who_says_since_when(self):
        """Of lists that overlap, who says since when adds to who does not."""
        now = 1_000_000_000
        seed = int(os.environ.get("EIP_TEST_SEED",
                                  random.SystemRandom().randrange(10 ** 9)))
        draw = random.Random(seed)
        colours = {0: "b4b4b4", now: "f6d743", now - 86_400_000: "46085c",
                   None: "cfe3cf"}
        for turn in range(30):
            truth = {}
            lines = []
            blocks = [(draw.randrange(0, 256, 1 << (32 - bits)), bits)
                      for bits in (draw.choices(range(25, 33), k=12))]
            since = {a: draw.choice((now, now - 86_400_000)) for a in range(256)}
            for first, bits in sorted(blocks, key=lambda b: -b[1]):
                count = 1 << (32 - bits)
                known = [a for a in range(first, first + count)
                         if truth.get(a)]
                say = draw.choice((0, since[first]))
                if any(truth[a] != say for a in known):
                    say = 0
                for a in range(first, first + count):
                    truth[a] = truth.get(a) or say
                lines.append(f"10.1.0.{first}/{bits} held" +
                             (f" {say}" if say else "") + "\n")
            draw.shuffle(lines)
            # Else there is no oldest, and all are as old as that.
            lines += [f"10.1.1.0 held {now}\n",
                      f"10.1.1.1 held {now - 86_400_000}\n"]
            held = self.path + ".held"
            with open(held, "w", encoding="ascii") as file:
                file.write("".join(lines))
            wanted = {}
            for a in range(256):
                colour = colours[truth.get(a)]
                wanted[colour] = wanted.get(colour, 0) + 256
            counts = {}
            for rect in self.rects("10.1.0.0/24 a\n10.1.1.0/24 b\n", "--prefix",
                                   "10.1.0.0/24", "--held", held, "--colour",
                                   "age", "--now-ms", str(now)):
                counts[rect[4]] = counts.get(rect[4], 0) + rect[2] * rect[3]
            self.assertEqual(counts, wanted, (seed, turn, lines))
        with open(held, "w", encoding="ascii") as file:
            file.write("10.1.0.0/25 held\n10.1.0.4 held 5\n10.1.0.4 held 6\n")
        process = run("-r", "-", "--held", held, "-o", self.path + ".svg",
                      stdin="10.1.0.0/24\n")
        self.assertEqual(process.returncode, 3)
        self.assertIn("held:3: 10.1.0.4 is said to be in two states",
                      process.stderr)

    def store(self, text):
        path = self.path + ".store"
        process = subprocess.run(
            [EIP, "script", "--data", path, "-"], input=text, timeout=60,
            capture_output=True, text=True, check=False)
        self.assertEqual(process.returncode, 0, process.stderr)
        return path, re.findall(r'"PoolId": "(.*)"', process.stdout)

    def test_store(self):
        path, own = self.store("""
            p = make-pool --kind public-ipv4
            add-cidrs --pool-id ${p.PoolId} --cidrs 192.0.2.0/28
            a = allocate-address --public-ipv4-pool ${p.PoolId}
            b = allocate-address --public-ipv4-pool ${p.PoolId}
            release-address --allocation-id ${b.AllocationId}
            c = make-pool --kind coip --owner-id 111122223333
            add-cidrs --pool-id ${c.PoolId} --cidrs 10.0.0.0/24
            d = make-pool --kind coip --owner-id 444455556666
            add-cidrs --pool-id ${d.PoolId} --cidrs 10.0.0.0/26
            """)
        window = ["--data", path, "-o", self.path + ".svg", "--side", "256",
                  "--prefix", "192.0.2.0/28", "--colour"]
        public = ["--pool", own[0]]
        process = run(*window, "age", *public)
        self.assertEqual(process.returncode, 0, process.stderr)
        rows = self.legend()
        self.assertEqual(rows[0], ("cfe3cf", "free", "14"))
        self.assertEqual(rows[1][1], "released just now")
        self.assertEqual(rows[-1],
                         ("b4b4b4", "in use, not known since when", "1"))
        process = run(*window, "state", *public)
        self.assertEqual([row[1:] for row in self.legend()], [
            ("free", "14"), ("held", "1"), ("cooling", "1")])
        # Two addresses have one place: neither is drawn.
        process = run(*window, "pool")
        self.assertEqual(process.returncode, 2)
        for text in (*own[1:], "10.0.0.0/24", "10.0.0.0/26", "--pool"):
            self.assertIn(text, process.stderr)
        process = run("--data", path, "-o", self.path + ".svg", "--side", "256",
                      "--pool", own[1], "--pool", own[0])
        self.assertEqual(process.returncode, 0, process.stderr)
        with open(self.path + ".svg", encoding="utf-8") as file:
            text = file.read()
        self.assertIn(f"<title>10.0.0.0/24 xa-north-1 {own[1]}", text)
        self.assertNotIn(own[2], text)
        # Rows of a table and bars have room for all.
        table = run("--data", path).stdout
        process = run("--data", path, "-o", self.path + ".svg", "--chart",
                      "bars")
        self.assertEqual(process.returncode, 0, process.stderr)
        for pool in own:
            self.assertIn(f"xa-north-1 {pool} ", table)

    def test_table(self):
        held = self.path + ".held"
        with open(held, "w", encoding="ascii") as file:
            file.write("10.1.0.0/17\n")
        process = run("-r", "-", "--held", held, stdin="10.1.0.0/16 a\n")
        self.assertEqual(process.stdout.splitlines()[1].split(),
                         ["a", "65,536", "50.00", "/17", "█" * 24 + "·" * 24])

    def test_bars(self):
        path = self.draw("svg", "10.0.0.0/24 a\n10.0.1.0/24 b\n",
                         "--chart", "bars")
        with open(path, encoding="utf-8") as file:
            self.assertIn("0.0 % of 256", file.read())

    def test_answers(self):
        for arguments, code in (
                (("-o", "x.gif"), 2), (("--prefix", "10.0.0.0/9"), 2),
                (("--colour", "loud"), 2), (("--chart", "pie"), 2),
                (("-r", "no-such-file"), 4),
                (("-o", "/no/such/folder/x.png"), 4), (("--help",), 0)):
            self.assertEqual(run(*arguments).returncode, code, arguments)


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    unittest.main(argv=sys.argv[:1])
