# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""All mutants of a source in one source, with a switch (mutant schemata).

Before each function stand copies of it, each with one slip, and the function
asks `eip__mutant` (quick/switch.c) first whether one of them is to run in its
stead. So a mutant costs neither a compiler nor a linker.
"""

import bisect
import collections
import dataclasses
import re

import operators

DECLARED = ("extern const int eip__mutant; "
            "extern void eip__mutant_reach(int function);\n")
COPY = "__attribute__((noinline, cold, unused)) "
BOUND = re.compile(r"(\w+)\s*(?:\[[^]]*\]\s*)*$")


@dataclasses.dataclass(frozen=True)
class Woven:
    """A source with all its mutants in it."""
    text: str
    begins: list[int]  # the lines at which copies begin
    numbers: list[int]  # the mutant in each; 0: the function as it was

    def mutant_at(self, line: int) -> int:
        at = bisect.bisect_right(self.begins, line) - 1
        return self.numbers[at] if at >= 0 else 0


def parameters(head: str, name: str) -> list[str]:
    """What a function's parameters are called."""
    inside = head[head.index(name + "(") + len(name) + 1:head.rindex(")")]
    pieces, depth = [""], 0
    for char in inside:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += char
    names = []
    for piece in pieces:
        if piece.strip() not in ("", "void"):
            pointer = re.search(r"\(\*(\w+)\)", piece)
            names.append((pointer or BOUND.search(piece.strip())).group(1))
    return names


def weave(source: str, mutants: dict[int, operators.Mutant],
          functions: dict[str, int]) -> Woven:
    """`mutants` of this source by their numbers; `functions`: the number of
    each function that has some."""
    blank = operators.blank(source)
    within = collections.defaultdict(dict)
    bounds = list(operators.bodies(blank))
    for number, mutant in mutants.items():
        for body in bounds:
            if body.begin <= mutant.begin < body.end:
                within[body][number] = mutant

    parts, begins, numbers = [DECLARED], [], []
    line = 2

    def add(text: str, number: int) -> None:
        nonlocal line
        begins.append(line)
        numbers.append(number)
        parts.append(text)
        line += text.count("\n")

    done = 0
    for body in bounds:
        own = within[body]
        if not own:
            continue
        add(source[done:body.head], 0)
        head = blank[body.head:body.begin].rstrip(" {")
        add(head + ";\n", 0)
        cases = ""
        arguments = ", ".join(parameters(head, body.name))
        for number, mutant in own.items():
            other = f"eip__mutant_{number}_{body.name}"
            slipped = (source[body.begin:mutant.begin] + mutant.new
                       + source[mutant.end:body.end])
            add(COPY + re.sub(rf"\b{body.name}\(", other + "(", head, count=1)
                + " {" + slipped + "\n}\n", number)
            cases += f" case {number}: return {other}({arguments});"
        add(f"{head} {{ if (__builtin_expect(eip__mutant != 0, 0)) {{"
            f" if (eip__mutant < 0) eip__mutant_reach({functions[body.name]});"
            f" switch (eip__mutant) {{{cases} }} }}", 0)
        done = body.begin
    add(source[done:], 0)
    return Woven("".join(parts), begins, numbers)
