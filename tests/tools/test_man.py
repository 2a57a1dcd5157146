# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the manual: every command and option is in it, and mandoc finds
nothing to say.

    test_man.py EIP [RANGES]

Without mandoc, what it would say is left out.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

EIP = None

OK, USAGE, IO = 0, 2, 4


def run(*arguments):
    return subprocess.run([EIP, *arguments], timeout=60, capture_output=True,
                          text=True, check=False)


def listed(*family):
    """Names of the commands that help lists."""
    text = run(*family, "--help").stdout.split("Commands:\n")[1]
    before = "".join(f"{name} " for name in family)
    names = re.findall(rf"^  {before}(\S+)  ", text.split("\n\n")[0], re.M)
    assert names, text
    return names


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.process = run("help", "--man", cls.folder.name)
        cls.pages = {}
        for name in os.listdir(cls.folder.name):
            with open(os.path.join(cls.folder.name, name),
                      encoding="utf-8") as file:
                cls.pages[name] = file.read()

    def check_options(self, page, *command):
        text = run(*command, "--help").stdout
        for name in re.findall(r"^  (?:-\w, |    )--([a-z-]+)", text, re.M):
            self.assertRegex(page, rf"\.It (Fl \w , )?Fl -{name}\b", command)

    def test_every_command_has_a_page(self):
        self.assertEqual(self.process.returncode, OK, self.process.stderr)
        commands = set(listed()) - {"help", "version"}
        self.assertEqual(set(self.pages), {"eip.1"} | {
            f"eip-{name}.1" for name in commands})
        for name in commands:
            page = self.pages[f"eip-{name}.1"]
            self.assertIn(f".Xr eip-{name} 1", self.pages["eip.1"])
            if "Commands:\n" not in run(name, "--help").stdout:
                self.check_options(page, name)
                continue
            for member in listed(name):
                self.assertIn(f".Ss eip {name} {member}\n", page)
                self.assertIn(f".Cm {name} {member}\n", page)
                self.check_options(page, name, member)

    def test_traces_are_with_replay(self):
        page = self.pages["eip-replay.1"]
        text = run("replay", "--trace", "-", "--help").stdout
        for name in re.findall(r"--([a-z-]+)", text.split("Options:")[1]):
            self.assertIn(f"Fl -{name}", page)

    def test_sections(self):
        for name, page in self.pages.items():
            self.assertIn(".Sh EXIT STATUS\n", page)
            self.assertEqual(re.findall(r"^\.It (\d)$", page, re.M),
                             ["0", "1", "2", "3", "4"], name)
            self.assertTrue(all(len(line) < 200 for line in
                                page.splitlines()))

    def test_mandoc_is_content(self):
        if not shutil.which("mandoc"):
            self.skipTest("no mandoc")
        for name in self.pages:
            path = os.path.join(self.folder.name, name)
            process = subprocess.run(
                ["mandoc", "-T", "lint", "-W", "style", path],
                capture_output=True, text=True, check=False)
            # Whether the other pages are installed is not ours to say.
            said = [line for line in process.stdout.splitlines()
                    if "referenced manual not found: Xr eip" not in line]
            self.assertEqual(said, [])
            process = subprocess.run(["mandoc", "-T", "ascii", path],
                                     capture_output=True, text=True,
                                     check=False)
            self.assertEqual(process.returncode, OK)
            self.assertIn("EXIT STATUS",
                          re.sub(r".\x08", "", process.stdout))

    def test_answers(self):
        self.assertEqual(run("help", "--man", "/no/such/folder").returncode,
                         IO)
        self.assertEqual(run("help", "--man").returncode, USAGE)
        self.assertEqual(run("help", "--man", self.folder.name,
                             "x").returncode, USAGE)


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    unittest.main(argv=sys.argv[:1])
