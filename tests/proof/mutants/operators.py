# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""The mutants of a C source: small slips, each at one place of a function."""

import dataclasses
import re
import typing

# Comments and literals are blanked before a pattern is looked for.
TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\""
                   r"|'(?:\\.|[^'\\\n])*'", re.S)

# Operators that are told apart from longer ones by the blanks which
# clang-format puts around them.
SWAPS = [
    ("relation", r"(?<= )<(?= )", "<="), ("relation", r"(?<= )<=(?= )", "<"),
    ("relation", r"(?<= )>(?= )", ">="), ("relation", r"(?<= )>=(?= )", ">"),
    ("relation", r"(?<= )==(?= )", "!="), ("relation", r"(?<= )!=(?= )", "=="),
    ("logic", r"(?<= )&&(?=[ \n])", "||"),
    ("logic", r"(?<= )\|\|(?=[ \n])", "&&"),
    ("arithmetic", r"(?<= )\+(?= )", "-"),
    ("arithmetic", r"(?<= )-(?= )", "+"),
    ("arithmetic", r"(?<= )\+=(?= )", "-="),
    ("arithmetic", r"(?<= )-=(?= )", "+="),
    ("arithmetic", r"\+\+", "--"), ("arithmetic", r"--", "++"),
    ("arithmetic", r"(?<= )%(?= )", "/"),
    ("bits", r"(?<= )&(?= )", "|"), ("bits", r"(?<= )\|(?= )", "&"),
    ("bits", r"(?<= )<<(?= )", ">>"), ("bits", r"(?<= )>>(?= )", "<<"),
    ("bits", r"(?<=[ (])~(?=[\w(])", ""),
    ("negation", r"(?<=[ (!])!(?=[\w(])", ""),
    ("constant", r"\btrue\b", "false"), ("constant", r"\bfalse\b", "true"),
]
NUMBER = re.compile(r"(?<![\w.])(\d+)(u?)(?![\w.])")
IF = re.compile(r"\bif \(")
STATEMENT = re.compile(
    r"^[ ]+((?:\(void\))?[\w>.()\[\]*-]+\([^;{}]*\)"
    r"|\*?[\w>.\[\]-]+ [-+|&^]?= [^;{}]*|break|continue);$")


@dataclasses.dataclass(frozen=True)
class Mutant:
    path: str
    begin: int  # offset in the source
    end: int
    new: str
    kind: str
    line: int
    function: str
    text: str  # the line as it was
    number: int  # among the mutants of one kind of lines alike

    def name(self) -> str:
        shown = f"'{' '.join(self.new.split())}'" if self.new else "nothing"
        return (f"{self.path}: {self.function}: {self.text} "
                f"[{self.kind} {self.number}: {shown}]")

    def apply(self, source: str) -> str:
        return source[:self.begin] + self.new + source[self.end:]


def blank(source: str) -> str:
    return TOKEN.sub(lambda m: re.sub(r"[^\n]", "_", m.group(0))
                     if m.group(0)[0] in "\"'"
                     else re.sub(r"[^\n]", " ", m.group(0)), source)


class Body(typing.NamedTuple):
    """Of a function: offsets in the source."""
    head: int
    begin: int
    end: int
    name: str


def bodies(text: str):
    """Each function's, in order."""
    head = re.compile(r"^[A-Za-z][^;{}#=]*?(\w+)\([^;{}]*\) \{$", re.M)
    for match in head.finditer(text):
        end = text.find("\n}", match.end())
        yield Body(match.start(), match.end(), end, match.group(1))


def closing(text: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return -1


def places(text: str, begin: int, end: int):
    """(begin, end, new, kind) of each slip in a body."""
    for kind, pattern, new in SWAPS:
        for match in re.compile(pattern).finditer(text, begin, end):
            yield match.start(), match.end(), new, kind
    for match in NUMBER.finditer(text, begin, end):
        value = int(match.group(1))
        other = 0 if value == 1 else value + 1
        yield (match.start(), match.end(), f"{other}{match.group(2)}",
               "constant")
    for match in IF.finditer(text, begin, end):
        close = closing(text, match.end() - 1)
        condition = text[match.end():close]
        yield match.end(), close, f"!({condition})", "condition"
    at = begin
    for row in text[begin:end].split("\n"):
        match = STATEMENT.match(row)
        if match:
            first = at + match.start(1)
            yield first, at + match.end(1), "", "statement"
        at += len(row) + 1


def mutants_of(path: str, source: str) -> list[Mutant]:
    text = blank(source)
    lines = source.split("\n")
    seen: dict[tuple[str, str, str], int] = {}
    found = []

    for _, begin, end, function in bodies(text):
        for first, last, new, kind in sorted(places(text, begin, end)):
            if kind == "condition":
                new = f"!({source[first:last]})"
            line = text.count("\n", 0, first) + 1
            key = (function, lines[line - 1].strip(), kind)
            seen[key] = seen.get(key, 0) + 1
            found.append(Mutant(path, first, last, new, kind, line, function,
                                lines[line - 1].strip(), seen[key]))
    return found
