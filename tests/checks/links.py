# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""What a .md file links to, and every path it names in backquotes, exists."""
import re

from source import Report, parse_options, read

LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(
    r"`((?:include|lib|bench|tests|tools|\.ci)/[\w./-]*)`")
SKIPPED = {"build", ".git", "node_modules"}


def targets(text):
    """(line, path, from_root) of each place that names a file."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in LINK.finditer(line):
            target = match.group(1).split("#")[0]
            if target and not re.match(r"[a-z]+:", target):
                yield number, target, False
        for match in PATH.finditer(line):
            yield number, match.group(1), True


def main():
    root = parse_options(__doc__).root.resolve()
    report = Report(root)
    for path in sorted(root.rglob("*.md")):
        if SKIPPED & set(path.relative_to(root).parts):
            continue
        for line, target, from_root in targets(read(path)):
            if not ((root if from_root else path.parent) / target).exists():
                report.wrong(path, line, f"{target} does not exist")
    report.exit()


main()
