# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""reach.py INCLUDE OUT.c: a library to preload, which notes of every call of an
operation that a Criterion suite makes which status it was answered, and in
which test: lines "function status suite test" added to the file that
EIP_REACH names."""
import pathlib
import sys

import headers
import match

FRAME = """/* Made by tests/operations/reach.py. */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "eip/eip.h"

enum {{ STATUSES = 1024 }};

/* A test is a process, so what it noted once it need not note again. One
 * write of a short line to a file open for appending is not torn. */
static void note(const char *function, unsigned char *seen, eip_status status) {{
    const char *path = getenv("EIP_REACH");
    char line[512];
    int size, file;

    if (path == NULL || status > 0 || status <= -STATUSES ||
        criterion_current_test == NULL ||
        __atomic_exchange_n(&seen[-status], 1, __ATOMIC_RELAXED) != 0) {{
        return;
    }}
    size = snprintf(line, sizeof line, "%s %s %s %s\\n", function,
                    eip_status_name(status), criterion_current_test->category,
                    criterion_current_test->name);
    file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0644);
    if (file >= 0) {{
        if (write(file, line, (size_t)size) != size) {{
            abort();
        }}
        (void)close(file);
    }}
}}
{wrappers}"""

WRAPPER = """
eip_status {name}({parameters}) {{
    static eip_status (*next)({parameters});
    static unsigned char seen[STATUSES];
    eip_status status;

    if (next == NULL) {{
        next = (eip_status(*)({parameters}))dlsym(RTLD_NEXT, "{name}");
    }}
    status = next({arguments});
    note("{name}", seen, status);
    return status;
}}
"""


def wrapper(function):
    return WRAPPER.format(
        name=function.name, parameters=function.text,
        arguments=", ".join(item.name for item in function.parameters))


def main():
    include, out = map(pathlib.Path, sys.argv[1:])
    known = headers.Headers(include / "eip")
    functions = [known.functions[name] for name in sorted(
        match.function_of(name) for name in match.operations()) if name in
        known.functions]
    out.write_text(FRAME.format(wrappers="".join(map(wrapper, functions))),
                   encoding="utf-8")


main()
