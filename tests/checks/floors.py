# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Each floor of lib/ includes itself, floors below and public headers only;
tools/ see the public headers, themselves and what is shared; Judy, xxHash and LMDB are each
known to one floor."""
import re

from source import Report, blank, c_files, parse_options, read

FLOORS = ["base", "space", "registry", "store", "ops"]
# Of tools/: what every other tool may include too.
SHARED = {"shape/shape.h", "shape/make.h", "shape/requests.h", "eip/cli.h",
          "eip/fresh.h",
          "eip/ranges.h", "eip/trace/recorder.h"}
OWNERS = {"Judy.h": "registry", "xxhash.h": "base", "lmdb.h": "store"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)


def includes(text):
    """(line, bracket, name) of each include that is not in a comment."""
    for match in INCLUDE.finditer(blank(text, strings=False)):
        line = text.count("\n", 0, match.start()) + 1
        # The pattern may begin on an empty line before the directive.
        line += match.group(0).count("\n")
        yield line, match.group(1), match.group(2)


def check_public(report, root, path, line, name):
    if not (root / "include" / name).is_file():
        report.wrong(path, line, f'"{name}" is no public header')


def check_lib(report, root, path, line, name):
    lib = root / "lib"
    own = path.relative_to(lib).parts[0]
    if ".." in name.split("/"):
        report.wrong(path, line, f'"{name}" climbs; name it from lib/')
        return
    if name.startswith("eip/"):
        check_public(report, root, path, line, name)
        return
    target = path.parent / name
    if not target.is_file():
        target = lib / name
    if not target.is_file():
        report.wrong(path, line, f'"{name}" is not there')
        return
    floor = target.relative_to(lib).parts[0]
    if floor not in FLOORS or FLOORS.index(floor) > FLOORS.index(own):
        report.wrong(path, line, f"{own} must not include {floor}: "
                     f'"{name}" lies above it')


def check_tool(report, root, path, line, name):
    if name.startswith("eip/") and (root / "include" / name).is_file():
        return
    tool = root / "tools" / path.relative_to(root / "tools").parts[0]
    inside = any(
        (base / name).is_file() and (base / name).resolve().is_relative_to(
            tool.resolve()) for base in (path.parent, tool))
    shared = (path.parent / name).resolve()
    if not inside and not (
            shared.is_file() and shared.is_relative_to(root / "tools") and
            str(shared.relative_to(root / "tools")) in SHARED):
        report.wrong(path, line, f'"{name}" is neither a public header nor '
                     f"of {tool.relative_to(root)}")


def check_owner(report, root, path, line, name):
    owner = OWNERS.get(name)
    if owner and not path.is_relative_to(root / "lib" / owner):
        report.wrong(path, line, f"only lib/{owner} may include <{name}>")


def main():
    root = parse_options(__doc__).root.resolve()
    report = Report(root)
    for path in c_files(root / "lib", root / "tools", root / "include"):
        in_lib = path.is_relative_to(root / "lib")
        in_tools = path.is_relative_to(root / "tools")
        if in_lib and path.relative_to(root / "lib").parts[0] not in FLOORS:
            report.wrong(path, 1, "lies on none of the floors "
                         + ", ".join(FLOORS))
            continue
        for line, bracket, name in includes(read(path)):
            check_owner(report, root, path, line, name)
            if bracket == "<" and not name.startswith("eip/"):
                continue
            if in_lib:
                check_lib(report, root, path, line, name)
            elif in_tools:
                check_tool(report, root, path, line, name)
            else:
                check_public(report, root, path, line, name)
    report.exit()


main()
