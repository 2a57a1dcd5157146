# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""README.md's example of embedding, its first block of C, compiles without a
warning, is about as short as the README says, and ends with status 0."""
import pathlib
import re
import subprocess
import tempfile

from source import Report, parse_options, read

LINES = 24
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Wconversion", "-Werror"]


def run_example(options, root, code):
    """What is wrong with the example, or nothing."""
    library = pathlib.Path(options.library).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        program = pathlib.Path(scratch) / "example"
        source = program.with_suffix(".c")
        source.write_text(code, encoding="utf-8")
        compiled = subprocess.run(
            [options.cc, "-std=c11", *WARNINGS, f"-I{root / 'include'}",
             str(source), str(library), f"-Wl,-rpath,{library.parent}",
             "-o", str(program)],
            capture_output=True, text=True, check=False)
        if compiled.returncode != 0:
            return "does not compile:\n" + compiled.stderr
        ran = subprocess.run([str(program)], capture_output=True, text=True,
                             timeout=60, check=False)
        if ran.returncode != 0 or not ran.stdout:
            return (f"ends with {ran.returncode}, printing "
                    f"{ran.stdout!r} {ran.stderr!r}")
    return ""


def main():
    options = parse_options(__doc__, "--cc", "--library")
    root = options.root.resolve()
    report = Report(root)
    text = read(root / "README.md")
    match = re.search(r"^```c\n(.*?)^```$", text, re.M | re.S)
    if not match:
        report.wrong("README.md", 1, "has no block of C")
        report.exit()
    line = text.count("\n", 0, match.start()) + 1
    code = match.group(1)
    if code.count("\n") > LINES:
        report.wrong("README.md", line, f"the example is over {LINES} lines")
    trouble = run_example(options, root, code)
    if trouble:
        report.wrong("README.md", line, "the example " + trouble)
    report.exit()


main()
