# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Each public header compiles alone, twice in one unit, and with its
initialisers used, as C99 to C17 and as C++11 to C++20, without a warning."""
import pathlib
import re
import shutil
import subprocess
import tempfile

from source import Report, blank, parse_options, read

WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Wconversion", "-Wshadow",
            "-Wundef", "-Wcast-qual", "-Werror"]
STANDARDS = {
    "c": ["c99", "c11", "c17"],
    "c++": ["c++11", "c++17", "c++20"],
}
EXTRA = {
    "c": ["-Wstrict-prototypes"],
    "c++": ["-Wold-style-cast"],
}
INITIALISER = re.compile(
    r"^[ \t]*#[ \t]*define[ \t]+(EIP_(\w+)_INIT)(\([^)]*\))?", re.M)


def unit(header, text):
    """A translation unit that includes the header and uses what it has."""
    lines = [f'#include "{header}"', f'#include "{header}"',
             "int eip_unit(void);", "int eip_unit(void) {", "    int n = 0;"]
    for macro, name, arguments in INITIALISER.findall(blank(text)):
        argument = "(123456789012)" if arguments else ""
        lines += [f"    eip_{name.lower()} {name.lower()} = {macro}{argument};",
                  f"    n += {name.lower()}.size == sizeof {name.lower()};"]
    return "\n".join(lines + ["    return n;", "}", ""])


def compile_unit(compiler, language, standard, include, path):
    return subprocess.run(
        [compiler, "-x", language, f"-std={standard}", "-fsyntax-only",
         *WARNINGS, *EXTRA[language], f"-I{include}", str(path)],
        capture_output=True, text=True, check=False)


def main():
    options = parse_options(__doc__, "--cc")
    root = options.root.resolve()
    report = Report(root)
    compilers = {"c": options.cc, "c++": shutil.which("g++") or "c++"}
    include = root / "include"
    headers = sorted((include / "eip").glob("*.h"))
    if not headers:
        report.wrong("include/eip", 1, "has no headers")
    with tempfile.TemporaryDirectory() as scratch:
        for header in headers:
            path = pathlib.Path(scratch) / "unit.c"
            path.write_text(unit(f"eip/{header.name}", read(header)),
                            encoding="utf-8")
            for language, standards in STANDARDS.items():
                for standard in standards:
                    result = compile_unit(compilers[language], language,
                                          standard, include, path)
                    if result.returncode != 0:
                        report.wrong(header, 1, f"as {standard}:\n"
                                     + result.stderr)
    report.exit()


main()
