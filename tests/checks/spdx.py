# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Every file says whose it is and under which licence, by two SPDX lines;
all but the licence itself, and JSON and stores, which have no comments."""
from source import Report, parse_options

PLACES = ["include", "lib", "bench", "tests", "tools", ".ci"]
FILES = ["CMakeLists.txt", "README.md", "CHANGELOG.md", ".clang-format",
         ".clang-tidy", ".editorconfig", ".gitignore"]
HEAD_BYTES = 512


def main():
    root = parse_options(__doc__).root.resolve()
    report = Report(root)
    paths = [root / name for name in FILES if (root / name).exists()]
    for place in PLACES:
        paths += sorted(p for p in (root / place).rglob("*") if p.is_file())
    for path in paths:
        if path.suffix in (".json", ".mdb", ".pyc"):
            continue
        head = path.read_bytes()[:HEAD_BYTES]
        for tag in (b"SPDX-FileCopyrightText: 2026 The libeip authors",
                    b"SPDX-License-Identifier: Apache-2.0"):
            if tag not in head:
                report.wrong(path, 1, f"lacks {tag.decode()}")
    report.exit()


main()
