# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""The examples of tools/eip/README.md answer what stands there.

    test_readme.py EIP [RANGES]

EIP is the command; RANGES AWS's ip-ranges.json of 2026-08-22, without which the
examples that are about it are left out. In a block `$ cat FILE` says what is in
a file; what is typed otherwise is typed into one shell, in one folder, and what
comes out must be what stands behind it. Left out are blocks of which the answer
is a matter of speed, and those on a file that the page does not show.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

EIP = None
RANGES = None
PAGE = pathlib.Path(__file__).resolve().parents[2] / "tools/eip/README.md"
NOT_SHOWN = ("growth.csv", "growth.jsonl", "history.json", "--held since",
             "store export")
SPEED = re.compile(r"eip replay(?!.*--quiet)")


def blocks():
    """(line, [(typed, answer)]) of each block that has something typed."""
    text = PAGE.read_text(encoding="utf-8")
    for found in re.finditer(r"^```\n(.*?)^```$", text, re.M | re.S):
        typed = []
        for line in found[1].splitlines():
            if line.startswith("$ "):
                typed.append([line[2:], ""])
            elif line.startswith("> ") and typed and not typed[-1][1]:
                typed[-1][0] += "\n" + line[2:]
            elif typed:
                typed[-1][1] += line + "\n"
        if typed:
            yield text.count("\n", 0, found.start()) + 1, typed


class Examples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/eip").symlink_to(EIP)
        if RANGES:
            (self.folder / "ip-ranges.json").symlink_to(RANGES)
        self.environment = {
            **os.environ, "XDG_STATE_HOME": str(self.folder / "state"),
            "PATH": f"{self.folder}/bin:" + os.environ["PATH"]}

    def type(self, text):
        process = subprocess.run(
            ["bash", "-c", text], cwd=self.folder, timeout=400,
            env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return process.stdout.decode(), process.returncode

    def test_each(self):
        done = 0
        for line, typed in blocks():
            words = " ".join(text for text, _ in typed)
            if SPEED.search(words) or any(w in words for w in NOT_SHOWN) or (
                    not RANGES and "ip-ranges.json" in words):
                continue
            for text, answer in typed:
                shown = re.fullmatch(r"cat (\S+)", text)
                if shown:
                    (self.folder / shown[1]).write_text(answer,
                                                        encoding="utf-8")
                    continue
                if not RANGES and "--data fleet" in text:
                    continue
                said, code = self.type(text)
                with self.subTest(line=line, typed=text):
                    # Where nothing is shown it is not of interest what comes.
                    self.assertEqual(said.strip("\n") if answer else code,
                                     answer.strip("\n") or 0)
                done += 1
        # All that are there: 25 are about the ranges.
        self.assertEqual(done, 31 if RANGES else 6)


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    RANGES = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
    unittest.main(argv=sys.argv[:1])
