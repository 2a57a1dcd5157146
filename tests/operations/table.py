# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""table.py REACHED...: write lib/ops/README.md, the table of EC2's operations:
function, parameters and members, errors and the tests that reach them. The
files REACHED are what the suites noted (reach.py).
  --check  write nothing; exit 1 also if the table is not what the code and the
           tests say
Exits 1 if a parameter or member is missing, no test is answered an error that a
comment says and names.json does not say why, or a test is answered one that no
comment says.
"""
import argparse
import collections
import pathlib
import re
import sys

import headers
import match

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "lib/ops/README.md"

TOP = """<!-- SPDX-FileCopyrightText: 2026 The libeip authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
# EC2's operations

Made by `python3 tests/operations/table.py` from the public headers, from what
`@aws-sdk/client-ec2` {version} knows of each operation, and from what the suites
of `tests/api` were answered; `ctest -R operations` makes and compares it.
`tests/operations/compare.sh` compares with the newest client.

An error is listed if the function's comment or its header's names it, and if a
comment that they refer to does and a test is answered it. Each is shown with
one test that is, or with the reason why there is none.

| operation | function | parameters | members | errors reached |
|---|---|---|---|---|
"""

ERROR = re.compile(r"\bEIP_ERR_\w+")


def about_of(known, header):
    """The statuses of every operation of a header; those of another that it
    refers to, if it has none of its own."""
    about = known.about[header]
    own = ERROR.findall(about.partition("**Statuses of every operation**")[2])
    if own:
        return set(own)
    others = [other for other in re.findall(r"\b(\w+\.h)\b", about)
              if other != header and other in known.about]
    return about_of(known, others[0]) if others else set()


def errors_of(known, function):
    """What the comments say: of the function and its header, and besides, what
    those functions say that it refers to."""
    own = set(ERROR.findall(function.doc)) | about_of(known, function.header)
    others, seen, todo = set(), {function.name}, [function]
    while todo:
        for name in re.findall(r"\beip_[a-z0-9_]+", todo.pop().doc):
            if name in known.functions and name not in seen:
                seen.add(name)
                todo.append(known.functions[name])
                others |= set(ERROR.findall(known.functions[name].doc))
    return own, others


def tests_there_are():
    return {f"{suite}.{test}" for path in (ROOT / "tests/api").glob("test_*.c")
            for suite, test in re.findall(r"^Test\((\w+),\s*(\w+)",
                                          path.read_text(encoding="utf-8"),
                                          re.M)}


def reached_by(paths):
    """function -> status -> the least test, by name. Notes are added to, so
    some may be of tests that are no more."""
    reached = collections.defaultdict(dict)
    there = tests_there_are()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            function, status, suite, test = line.split(" ")
            name = f"{suite}.{test}"
            if name not in there:
                continue
            least = reached[function].get(status)
            if least is None or name < least:
                reached[function][status] = name
    return reached


class Page:
    def __init__(self, known, model, reached):
        self.known = known
        self.reached = reached
        self.wrong = []
        self.excused = set()  # "operation error" that no test reaches
        self.rows = []
        self.details = []
        for name, shape in model["operations"].items():
            self._operation(match.Operation(known, name, shape))
        for key in sorted(set(match.NAMES["unreached"]) - self.excused):
            self.wrong.append(f"{key}: a reason why no test is answered it, "
                              "but one is, or no comment says it")
        self.text = TOP.format(version=model["version"]) + "".join(
            self.rows) + "".join(self.details)

    def _operation(self, operation):
        name = operation.name
        if operation.function is None:
            self.wrong.append(f"{name}: there is no "
                              f"{match.function_of(name)}")
            self.rows.append(f"| {name} | none | | | |\n")
            return
        function = operation.function
        counts = collections.Counter(side for side, _, _ in operation.rows)
        for side, path in operation.missing():
            self.wrong.append(f"{name}: {side}: {path}: not handled")
        own, others = errors_of(self.known, function)
        reached = self.reached.get(function.name, {})
        documented = sorted(own | others & set(reached))
        excused = match.NAMES["unreached"]
        lines = []
        hit = 0
        for error in documented:
            if error in reached:
                hit += 1
                lines.append(f"| `{error}` | `{reached[error]}` |\n")
                continue
            key = f"{name} {error}"
            lines.append(f"| `{error}` | {excused.get(key, '**none**')} |\n")
            self.excused.add(key)
            if key not in excused:
                self.wrong.append(f"{name}: {error}: no test is answered it")
        for error in sorted(set(reached) - set(documented) - {"EIP_OK"}):
            self.wrong.append(f"{name}: {error}: a test ({reached[error]}) is "
                              "answered it, the comment does not say so")
        missing = collections.Counter(side for side, _ in operation.missing())
        self.rows.append(
            f"| [{name}](#{name.lower()}) | `{function.name}` "
            f"| {counts['request'] - missing['request']} of "
            f"{counts['request']} "
            f"| {counts['response'] - missing['response']} of "
            f"{counts['response']} | {hit} of {len(documented)} |\n")
        self._detail(operation, lines)

    def _detail(self, operation, lines):
        header = operation.function.header
        self.details.append(
            f"\n## {operation.name}\n\n"
            f"`{operation.function.name}`, [eip/{header}]"
            f"(../../include/eip/{header})\n\n")
        for side, title in (("request", "Parameter"), ("response", "Member")):
            rows = [(path, ours) for kind, path, ours in operation.rows
                    if kind == side]
            if rows:
                self.details.append(f"| {title} | here |\n|---|---|\n")
                self.details += [f"| {path} | {spell(ours)} |\n"
                                 for path, ours in rows]
                self.details.append("\n")
        self.details.append("| error | reached by |\n|---|---|\n")
        self.details += lines


def spell(ours):
    if ours is None:
        return "**missing**"
    return f"`{ours}`" if re.fullmatch(r"[\w.()]+", ours) else ours


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reached", nargs="+", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    paths = [path for given in options.reached for path in (
        sorted(given.glob("*.txt")) if given.is_dir() else [given])]
    page = Page(headers.Headers(ROOT / "include/eip"), match.model(),
                reached_by(paths))
    wrong = page.wrong
    if not options.check:
        PAGE.write_text(page.text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page.text:
        wrong = [*wrong, f"{PAGE.relative_to(ROOT)}: not what the code and the "
                 "tests say: make it anew"]
    for line in wrong:
        print(line)
    print(f"{len(page.rows)} operations, {len(wrong)} wrong")
    return 1 if wrong else 0


sys.exit(main())
