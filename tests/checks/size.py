# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""No function of lib/ and tools/ is longer than 70 lines and no file longer
than 500; the bodies of header functions count too."""
import subprocess
import sys

from source import Report, c_files, parse_options, read

FUNCTION_LINES = 70
FILE_LINES = 500


def functions(paths):
    """(path, first line, last line, name) of each function, by ctags."""
    command = ["ctags", "-x", "--language-force=C", "--kinds-C=f",
               "-I", "EIP_API,EIP_NODISCARD",
               "--_xformat=%{input}\t%{line}\t%{end}\t%{name}"]
    result = subprocess.run(command + [str(path) for path in paths],
                            capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"ctags failed: {result.stderr}")
    for row in result.stdout.splitlines():
        path, first, last, name = row.split("\t")
        if last.strip():
            yield path, int(first), int(last), name


def main():
    root = parse_options(__doc__).root.resolve()
    report = Report(root)
    paths = c_files(root / "lib", root / "tools")
    if not paths:
        report.wrong("lib", 1, "has no C files")
        report.exit()
    for path in paths:
        lines = read(path).count("\n")
        if lines > FILE_LINES:
            report.wrong(path, lines, f"{lines} lines, over {FILE_LINES}")
    for path, first, last, name in functions(paths):
        lines = last - first + 1
        if lines > FUNCTION_LINES:
            report.wrong(path, first,
                         f"{name} has {lines} lines, over {FUNCTION_LINES}")
    report.exit()


main()
