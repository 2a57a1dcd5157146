# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Atomic types, operations and memory orders occur in lib/base/atomic.h and
nowhere else in lib/."""
from source import Report, blank, c_files, matches, parse_options, read

HOME = "lib/base/atomic.h"
ATOMIC = (r"\b(?:memory_order\w*|stdatomic|_Atomic|__atomic_\w+|__sync_\w+"
          r"|atomic_(?:load|store|exchange|compare|fetch|thread_fence"
          r"|signal_fence|init|flag)\w*)")


def main():
    root = parse_options(__doc__).root.resolve()
    report = Report(root)
    for path in c_files(root / "lib"):
        if path == root / HOME:
            continue
        matches(report, path, blank(read(path)), ATOMIC,
                lambda m: f"{m.group(0)} belongs in {HOME}")
    report.exit()


main()
