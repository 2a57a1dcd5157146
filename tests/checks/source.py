# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""What the checks share: reading C without its comments, and reporting."""
import argparse
import pathlib
import re
import sys

TOKEN = re.compile(
    r"/\*.*?\*/"            # comment
    r"|//(?:\\\n|[^\n])*"   # comment to the end of the line
    r'|"(?:\\.|[^"\\\n])*"'  # string
    r"|'(?:\\.|[^'\\\n])*'",  # character
    re.S)


def parse_options(description, *extra):
    """The options --root and `extra`, each of them required but --root."""
    default = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path, default=default)
    for name in extra:
        parser.add_argument(name, required=True)
    return parser.parse_args()


def blank(text, strings=True):
    """C source with comments, and strings if asked, blanked: every line and
    column stays where it was."""
    def spaces(match):
        token = match.group(0)
        if token[0] in "\"'" and not strings:
            return token
        return re.sub(r"[^\n]", " ", token)
    return TOKEN.sub(spaces, text)


def read(path):
    return path.read_text(encoding="utf-8")


def c_files(*folders):
    """Every .c and .h below the folders that exist, sorted."""
    found = []
    for folder in folders:
        found += [p for p in folder.rglob("*") if p.suffix in (".c", ".h")]
    return sorted(found)


class Report:
    """Collects what is wrong and prints it as file:line: text."""

    def __init__(self, root):
        self.root = root
        self.count = 0

    def wrong(self, path, line, text):
        path = pathlib.Path(path)
        if path.is_absolute() and path.is_relative_to(self.root):
            path = path.relative_to(self.root)
        print(f"{path}:{line}: {text}")
        self.count += 1

    def exit(self):
        sys.stdout.flush()
        sys.exit(1 if self.count else 0)


def matches(report, path, text, pattern, explain):
    """Report every match of `pattern` in `text`, the content of `path`."""
    for match in re.finditer(pattern, text):
        line = text.count("\n", 0, match.start()) + 1
        report.wrong(path, line, explain(match))
