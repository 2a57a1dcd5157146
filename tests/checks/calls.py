# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""The library prints nothing, ends no process, reads no environment, and
keeps no unbounded string function or stack."""
from source import Report, blank, c_files, matches, parse_options, read

NAMES = """
    getenv secure_getenv setenv putenv
    printf fprintf vprintf vfprintf dprintf vdprintf puts fputs putchar putc
    fputc fwrite perror psignal syslog
    abort exit _exit _Exit quick_exit raise kill assert
    __builtin_abort __builtin_trap __builtin_unreachable
    longjmp setjmp alloca __builtin_alloca
    strcpy strcat sprintf vsprintf gets strtok rand srand random
""".split()
CALL = r"(?<![\w.])(?:" + "|".join(NAMES) + r")\s*\("


def main():
    root = parse_options(__doc__).root.resolve()
    report = Report(root)
    for path in c_files(root / "lib"):
        text = blank(read(path))
        matches(report, path, text, CALL,
                lambda m: f"{m.group(0)}) has no place in the library")
        matches(report, path, text, r"\b(?:stdout|stderr|environ)\b",
                lambda m: f"{m.group(0)} has no place in the library")
    report.exit()


main()
