# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip report`: its page as a parser and as a browser see it.

    test_report.py EIP [RANGES]

EIP is the command; RANGES a file of AWS's ip-ranges.json form, which is left
out where there is none, as is headless Chromium.
"""

import base64
import html.parser
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

EIP = None
RANGES = None

OK, FAILED, USAGE, BAD_INPUT, IO = range(5)
VOID = {"meta", "img", "rect", "line", "br", "hr"}
BLOCKS = "10.0.0.0/20 a\n10.0.16.0/24 b\n172.16.0.0/28 c other\n"
HELD = "10.0.0.0/22\n10.0.8.0/24 cooling\n10.0.16.7\n"
GROWTH = "".join(f"2025-{month:02}-01,{900 + 20 * month + month % 3 * 9},a\n"
                 for month in range(1, 13))


def run(*arguments, stdin=BLOCKS):
    return subprocess.run([EIP, *arguments], input=stdin, timeout=120,
                          capture_output=True, text=True, check=False)


class Page(html.parser.HTMLParser):
    """Tags that close as they open; rows of tables; what is fetched."""

    def __init__(self, text):
        super().__init__()
        self.open, self.fetched, self.rows = [], [], {}
        self.pictures = {"svg": 0, "img": 0}
        self.section, self.cells, self.policy, self.title = "", None, "", ""
        self.feed(text)
        self.close()
        if self.open:
            raise AssertionError(f"not closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        for name in ("src", "href", "xlink:href", "data", "action"):
            if name in values and values[name][0] != "#":
                self.fetched.append(values[name])
        if tag == "meta" and "content" in values:
            self.policy = self.policy or values["content"]
        if tag == "h2":
            self.section = values["id"]
        if tag == "tr":
            self.cells = []
        if tag in ("td", "th"):
            self.cells.append("")
        if tag in self.pictures:
            self.pictures[tag] += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.open.pop() != tag:
            raise AssertionError(f"{tag} closes what it is not")
        if tag == "tr":
            self.rows.setdefault(self.section, []).append(self.cells)

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1] += data
        if self.open and self.open[-1] == "h1":
            self.title += data


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def all_of_it(self):
        return ["--ranges", self.file("ranges", BLOCKS), "--held",
                self.file("held", HELD), "--trace",
                self.file("growth", GROWTH), "--what-if",
                "add=10.8.0.0/24:a", "--policy", "spread:1d", "--policy",
                "random:0", "--now", "2026-01-01"]

    def page(self, *arguments, **options):
        process = run("report", "-o", "-", *arguments, **options)
        self.assertEqual(process.returncode, OK, process.stderr)
        return process.stdout


class Contents(Files):
    def test_numbers_are_those_of_the_commands(self):
        page = Page(self.page(*self.all_of_it()))
        util = json.loads(run("plan", "util", "--json", "-r",
                              self.file("ranges", BLOCKS), "--held",
                              self.file("held", HELD)).stdout)
        rows = page.rows["use"]
        self.assertEqual(rows[0][0], "Border group")
        self.assertEqual([r[0] for r in rows[1:]], ["a", "b", "c", "all"])
        for row, wanted in zip(rows[1:], [*util["rows"], util["all"]]):
            self.assertEqual(
                [int(cell.replace(",", "")) for cell in row[2:7]],
                [wanted[n] for n in ("capacity", "held", "cooling",
                                     "withdrawn", "free")])
        forecast = run("plan", "forecast", *self.all_of_it()[:8]).stdout
        for row in page.rows["forecast"][1:]:
            self.assertIn(row[7], forecast + "later")
        self.assertEqual([row[1] for row in page.rows["forecast"][1:5]],
                         ["as it is", "what if"] * 2)
        simulated = run("plan", "simulate", "-r", self.file("ranges", BLOCKS),
                        "--policy", "spread:1d", "--policy",
                        "random:0").stdout
        for row in page.rows["simulation"][1:]:
            for cell in row:
                self.assertIn(cell, simulated + "0.00 %" + row[4])

    def test_largest_blocks(self):
        free = []
        for line in run("plan", "free", "-").stdout.splitlines():
            free.append(line.split()[0])
        page = Page(self.page("-"))
        self.assertEqual([r[0] for r in page.rows["blocks"][1:]],
                         sorted(free, key=lambda c: int(c.split("/")[1])))
        many = "".join(f"10.{i // 256}.{i % 256}.0/{25 + i % 3} g\n"
                       for i in range(300))
        rows = Page(self.page("-", stdin=many)).rows["blocks"][1:]
        self.assertEqual(len(rows), 40)
        self.assertEqual({r[1] for r in rows}, {"128"})

    def test_nothing_is_fetched(self):
        text = self.page(*self.all_of_it())
        page = Page(text)
        self.assertIn("default-src 'none'", page.policy)
        self.assertEqual([f for f in page.fetched
                          if not f.startswith("data:image/png;base64,")], [])
        self.assertNotIn("<script", text)
        # Only the name of SVG's namespace looks like an address.
        self.assertEqual(set(re.findall(r"https?://[^\"' ]+", text)),
                         {"http://www.w3.org/2000/svg"})

    def test_pictures(self):
        page = Page(self.page(*self.all_of_it()))
        self.assertEqual(page.pictures, {"svg": 2, "img": 2})
        for picture in page.fetched:
            data = base64.b64decode(picture.split(",")[1], validate=True)
            self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual(struct.unpack(">II", data[16:24]), (740, 440))
            self.assertIn(b"IEND", data[-12:])
        self.assertEqual(Page(self.page("-", stdin="10.0.0.0/8\n")).pictures,
                         {"svg": 1, "img": 0})

    def test_store(self):
        """A store's states, and a map for each space of addresses."""
        store = os.path.join(self.folder.name, "store")
        process = run("script", "--data", store, "-", stdin="""
            p = make-pool --kind public-ipv4
            add-cidrs --pool-id ${p.PoolId} --cidrs 192.0.2.0/28
            a = allocate-address --public-ipv4-pool ${p.PoolId}
            drain-cidr --pool-id ${p.PoolId} --cidr 192.0.2.0/28 --mode start
            c = make-pool --kind coip --owner-id 111122223333
            add-cidrs --pool-id ${c.PoolId} --cidrs 10.0.0.0/24
            d = make-pool --kind coip --owner-id 444455556666
            add-cidrs --pool-id ${d.PoolId} --cidrs 10.0.0.0/26
            """)
        self.assertEqual(process.returncode, OK, process.stderr)
        pools = re.findall(r'"PoolId": "(.*)"', process.stdout)
        text = self.page("--data", store, "--policy", "random:0", "--for", "1d",
                         "--pool", "amazon", "--pool", pools[0])
        rows = {row[1]: row[2:7] for row in Page(text).rows["use"][1:]}
        self.assertEqual(rows[pools[0]], ["16", "1", "0", "15", "0"])
        text = self.page("--data", store)
        rows = {row[1]: row[2:7] for row in Page(text).rows["use"][1:]}
        self.assertEqual(rows[pools[1]], ["256", "0", "0", "0", "256"])
        self.assertEqual(rows[pools[2]], ["64", "0", "0", "0", "64"])
        maps = text.split('<h2 id="map">')[1].split("<h2")[0]
        for pool in pools[1:]:
            self.assertIn(f"Pool {pool}, which has addresses of its own:", maps)
        # Of the public addresses one for each /16 that has some.
        self.assertEqual(maps.count("<img"), 2 + len({
            ".".join(block.split(".")[:2]) for block in re.findall(
                r"<figcaption>(\S+)</figcaption>", maps)}))
        self.assertGreater(maps.count("<img"), 3)
        process = run("report", "-o", "-", "--data", store, "--policy",
                      "random:0")
        self.assertEqual((process.returncode, process.stdout), (USAGE, ""))
        for pool in pools[1:]:
            self.assertIn(pool, process.stderr)

    def test_text_is_text(self):
        title = "<script>alert(1)</script> & \"x\" \xe4"
        page = Page(self.page("--title", title, self.file(
            "<b>&amp;", BLOCKS)))
        self.assertEqual(page.title, title)
        self.assertNotIn("script", page.open)

    def test_repeatable(self):
        self.assertEqual(self.page(*self.all_of_it()),
                         self.page(*self.all_of_it()))
        path = os.path.join(self.folder.name, "page.html")
        process = run("report", "-o", path, *self.all_of_it())
        self.assertEqual((process.returncode, process.stdout), (OK, ""))
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), self.page(*self.all_of_it()))

    def test_answers(self):
        for arguments, code in (
                (["--help"], OK), (["-"], USAGE), (["-o", "-", "-"], OK),
                (["-o", "-", "--now", "x", "-"], USAGE),
                (["-o", "-", "--policy", "x", "-"], USAGE),
                (["-o", "-", "--rate", "x", "-"], USAGE),
                (["-o", "-", "--load", "201", "-"], USAGE),
                (["-o", "/no/such/folder/x", "-"], IO),
                (["-o", "-", "no-such-file"], IO),
                (["-o", "-", "-", "-"], USAGE),
                (["-o", "-", "--trace", "-", "-"], USAGE)):
            self.assertEqual(run("report", *arguments).returncode, code,
                             arguments)
        self.assertEqual(run("report", "-o", "-", "-",
                             stdin="junk\n").returncode, BAD_INPUT)
        self.assertEqual(run("report", "-o", "-", "--policy", "random:0", "-",
                             stdin="10.0.0.0/8\n").returncode, USAGE)

    def test_real_ranges(self):
        if not RANGES:
            self.skipTest("no file of AWS's ranges")
        page = Page(self.page("--ranges", RANGES))
        self.assertGreater(len(page.rows["use"]), 50)
        self.assertEqual(page.pictures, {"svg": 1, "img": 0})


class Browser(Files):
    def test_chromium(self):
        """It opens, all of it is there, and the pictures are decoded."""
        browser = shutil.which("chromium")
        if not browser:
            self.skipTest("no chromium")
        path = os.path.join(self.folder.name, "page.html")
        run("report", "-o", path, "--title", "In a browser",
            *self.all_of_it())
        shot = os.path.join(self.folder.name, "page.png")
        common = [browser, "--headless", "--no-sandbox", "--disable-gpu",
                  f"--user-data-dir={self.folder.name}/profile"]
        process = subprocess.run(
            [*common, "--dump-dom", f"file://{path}"], timeout=120,
            capture_output=True, text=True, check=False)
        page = Page(process.stdout)
        self.assertEqual(page.title, "In a browser")
        self.assertEqual(list(page.rows), ["", "use", "blocks", "forecast",
                                           "simulation"])
        self.assertNotIn("Content Security Policy", process.stderr)
        subprocess.run(
            [*common, f"--screenshot={shot}", "--window-size=1400,1200",
             f"file://{path}"], timeout=120, capture_output=True, check=True)
        # A blank page of this size compresses to some 6,000 bytes.
        with open(shot, "rb") as file:
            data = file.read()
        self.assertEqual(struct.unpack(">II", data[16:24]), (1400, 1200))
        self.assertGreater(len(data), 20000)


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    RANGES = sys.argv[2] if len(sys.argv) > 2 else None
    unittest.main(argv=sys.argv[:1])
