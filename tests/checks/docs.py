# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Every function, type and header under include/ has a doc comment, and
every function is marked EIP_API. (An enum's constants carry theirs inside.)"""
import re

from source import Report, blank, parse_options, read

# The beginning of a declaration at the outermost level of a header.
DECLARATION = re.compile(
    r"^(?P<api>EIP_API\b)[^;]*?\b(?P<function>eip_\w+)\s*\([^;]*;"
    r"|^typedef\b[^;{]*?(?:\{.*?^\}\s*(?P<type>\w+)"
    r"|\(\*\s*(?P<callback>\w+)\)[^;]*"
    r"|\b(?P<alias>\w+))\s*;"
    r"|^(?!EIP_API|typedef|#|extern|static)[a-z_]\w*[^;{}=]*?"
    r"\b(?P<unmarked>eip_\w+)\s*\([^;]*;",
    re.M | re.S)


def documented(lines, line):
    """Whether a /** comment ends on the line before `line` (from 1)."""
    at = line - 2
    if at < 0 or not lines[at].rstrip().endswith("*/"):
        return False
    while at >= 0:
        if "/*" in lines[at]:
            return lines[at].lstrip().startswith("/**")
        at -= 1
    return False


def check_header(report, path):
    text = read(path)
    lines = text.split("\n")
    plain = blank(text)
    # Directives, with their continuations, are no declarations.
    plain = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*",
                   lambda m: re.sub(r"[^\n]", " ", m.group(0)),
                   plain, flags=re.M)
    if "@file" not in text:
        report.wrong(path, 1, "has no @file comment")
    for match in DECLARATION.finditer(plain):
        line = plain.count("\n", 0, match.start()) + 1
        name = next(match.group(group) for group in (
            "function", "type", "callback", "alias", "unmarked")
            if match.group(group))
        if match.group("unmarked"):
            report.wrong(path, line, f"{name} is not marked EIP_API")
        if not documented(lines, line):
            report.wrong(path, line, f"{name} has no doc comment")


def main():
    root = parse_options(__doc__).root.resolve()
    report = Report(root)
    headers = sorted((root / "include").rglob("*.h"))
    if not headers:
        report.wrong("include", 1, "has no headers")
    for path in headers:
        check_header(report, path)
    report.exit()


main()
