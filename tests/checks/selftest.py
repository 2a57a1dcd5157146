# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Each check passes on a small tree that is right, and on the same tree with
one thing wrong fails and names the place."""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SPDX = ("/* SPDX-FileCopyrightText: 2026 The libeip authors\n"
        " * SPDX-License-Identifier: Apache-2.0 */\n")
MARKDOWN_SPDX = (
    "<!-- SPDX-FileCopyrightText: 2026 The libeip authors -->\n"
    "<!-- SPDX-License-Identifier: Apache-2.0 -->\n")
TREE = {
    "include/eip/base.h": SPDX + """\
/** @file base.h  A small public header. */
#ifndef EIP_BASE_H
#define EIP_BASE_H
#include <stdint.h>
#define EIP_VERSION_MAJOR 1
#define EIP_VERSION_MINOR 2
#define EIP_VERSION_PATCH 3
#define EIP_API __attribute__((visibility("default")))
#ifdef __cplusplus
extern "C" {
#endif
/** A struct. */
typedef struct eip_thing {
    uint32_t size;
} eip_thing;
#define EIP_THING_INIT                                                         \\
    { sizeof(eip_thing) }
/** The version, as a number. */
EIP_API uint32_t eip_version(void);
/** The version, as text. */
EIP_API const char *eip_version_text(void);
#ifdef __cplusplus
}
#endif
#endif
""",
    "lib/base/atomic.h": SPDX + "#include <stdatomic.h>\n",
    "lib/base/version.c": SPDX + """\
#include "base/atomic.h"
#include "eip/base.h"
#include <xxhash.h>
/* printf( and memory_order_relaxed in a comment are no matter. */
uint32_t eip_version(void) {
    return 1002003;
}
const char *eip_version_text(void) {
    return "1.2.3";
}
""",
    "lib/ops/allocate.c": SPDX + '#include "base/atomic.h"\n',
    "lib/eip.map": SPDX + """\
/* Written by tools/packaging/update-map from include/eip. */
EIP_0 {
global:
    eip_version;
    eip_version_text;
local:
    *;
};
""",
    "tools/eip/main.c": SPDX + '#include "eip/base.h"\n#include "own.h"\n',
    "tools/eip/own.h": SPDX,
    "CHANGELOG.md": MARKDOWN_SPDX + "# Changelog\n\n## [1.2.3] - unreleased\n",
    "README.md": MARKDOWN_SPDX + """\
See [the changes](CHANGELOG.md) and `include/eip/base.h`.

```c
#include <eip/base.h>
#include <stdio.h>
int main(void) {
    return puts(eip_version_text()) < 0;
}
```
""",
}
LONG_FUNCTION = SPDX + "int eip_f(int n) {\n" + "    n++;\n" * 70 + \
    "    return n;\n}\n"
LONG_FILE = SPDX + "int eip_n;\n" * 500

# check, file to spoil, text to replace (None: the whole file), by what, and
# what the report must hold.
CASES = [
    ("floors", "lib/base/version.c", "base/atomic.h", "ops/allocate.c",
     "lib/base/version.c:3:"),
    ("floors", "lib/base/version.c", "base/atomic.h", "../eip.map",
     "lib/base/version.c:3:"),
    ("floors", "lib/ops/allocate.c", "base/atomic.h", "base/nowhere.h",
     "lib/ops/allocate.c:3:"),
    ("floors", "lib/ops/allocate.c", '"base/atomic.h"', "<Judy.h>",
     "lib/ops/allocate.c:3:"),
    ("floors", "lib/ops/allocate.c", '"base/atomic.h"', "<xxhash.h>",
     "lib/ops/allocate.c:3:"),
    ("floors", "lib/attic/a.c", None, SPDX, "lib/attic/a.c:1:"),
    ("floors", "tools/eip/main.c", "own.h", "base/atomic.h",
     "tools/eip/main.c:4:"),
    ("floors", "include/eip/base.h", "<stdint.h>", '"base/atomic.h"',
     "include/eip/base.h:6:"),
    ("atomics", "lib/ops/allocate.c", '"base/atomic.h"', "<stdatomic.h>",
     "lib/ops/allocate.c:3: stdatomic"),
    ("atomics", "lib/base/version.c", "return 1002003",
     "return memory_order_relaxed", "lib/base/version.c:8: memory_order"),
    ("atomics", "lib/base/version.c", "return 1002003",
     "static _Atomic int n; return 0", "lib/base/version.c:8: _Atomic"),
    ("atomics", "lib/base/version.c", "return 1002003",
     "return __atomic_load_n(p, 0)", "lib/base/version.c:8: __atomic"),
    ("calls", "lib/base/version.c", "return 1002003", "abort()",
     "lib/base/version.c:8: abort"),
    ("calls", "lib/base/version.c", "return 1002003", "return !getenv(x)",
     "lib/base/version.c:8: getenv"),
    ("calls", "lib/base/version.c", "return 1002003", 'return printf ("")',
     "lib/base/version.c:8: printf"),
    ("calls", "lib/base/version.c", "return 1002003", "assert (1)",
     "lib/base/version.c:8: assert"),
    ("docs", "include/eip/base.h", "/** A struct. */\n", "",
     "include/eip/base.h:14: eip_thing"),
    ("docs", "include/eip/base.h", "/** The version, as text. */", "/* */",
     "include/eip/base.h:23: eip_version_text"),
    ("docs", "include/eip/base.h", "EIP_API const", "const",
     "include/eip/base.h:23: eip_version_text is not marked"),
    ("docs", "include/eip/base.h", "@file", "", "include/eip/base.h:1:"),
    ("docs", "include/eip/base.h", "/** A struct. */\n",
     "/** A struct. */\ntypedef int eip_code;\ntypedef int (*eip_call)(int);\n",
     "include/eip/base.h:16: eip_call"),
    ("links", "README.md", "CHANGELOG.md", "CHANGES.md", "README.md:3:"),
    ("links", "README.md", "eip/base.h`", "eip/bass.h`", "README.md:3:"),
    ("spdx", "tools/eip/own.h", None, "\n", "tools/eip/own.h:1:"),
    ("size", "lib/ops/allocate.c", None, LONG_FUNCTION,
     "lib/ops/allocate.c:3: eip_f has 73 lines"),
    ("size", "lib/ops/allocate.c", None, LONG_FILE,
     "lib/ops/allocate.c:502: 502 lines"),
    ("headers", "include/eip/base.h", "#include <stdint.h>\n", "",
     "include/eip/base.h:1: as c99"),
    ("headers", "include/eip/base.h", "uint32_t size;",
     "uint32_t size; int class;", "include/eip/base.h:1: as c++11"),
    ("headers", "include/eip/base.h", "{ sizeof(eip_thing) }", "{ -1 }",
     "include/eip/base.h:1: as c99"),
    ("symbols", "include/eip/base.h", "/** A struct. */",
     "/** More. */\nEIP_API int eip_more(void);\n/** A struct. */",
     "eip_more is declared but not exported"),
    ("symbols", "include/eip/base.h", "EIP_API const char",
     "const char", "eip_version_text is exported but not declared"),
    ("symbols", "lib/eip.map", "    eip_version;\n", "", "update-map"),
    ("version", "include/eip/base.h", "MINOR 2", "MINOR 3",
     "include/eip/base.h:1: EIP_VERSION_MINOR"),
    ("version", "CHANGELOG.md", "[1.2.3]", "[1.2.2]", "CHANGELOG.md:1:"),
    ("readme", "README.md", "eip_version_text()", "eip_version()",
     "README.md:5: the example does not compile"),
    ("readme", "README.md", "< 0", ">= 0", "README.md:5: the example ends"),
    ("readme", "README.md", "```c\n", "```\n", "README.md:1: has no block"),
    ("format", "lib/base/version.c", "    return 1002003", "\treturn 1002003",
     "lib/base/version.c:"),
    ("tidy", "lib/base/version.c", "    return 1002003",
     "    int n;\n    return (uint32_t)n", "version.c:"),
]


def write_tree(root):
    for name, text in TREE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in (".clang-format", ".clang-tidy"):
        shutil.copy(HERE.parents[1] / name, root / name)


def build_library(root, compiler):
    """The small tree's library, exporting what its map lists."""
    library = root / "libeip.so.1"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-Wl,-soname,libeip.so.1",
         f"-Wl,--version-script={root / 'lib' / 'eip.map'}",
         f"-I{root / 'include'}", f"-I{root / 'lib'}",
         str(root / "lib" / "base" / "version.c"), "-o", str(library)],
        check=True)
    command = (f'[{{"directory": "{root}", "file": '
               f'"{root}/lib/base/version.c", "arguments": ["{compiler}", '
               f'"-I{root}/include", "-I{root}/lib", "-c", '
               f'"{root}/lib/base/version.c"]}}]')
    (root / "compile_commands.json").write_text(command)
    return library


def run_check(check, root, library, compiler):
    options = {
        "headers": ["--cc", compiler],
        "symbols": ["--library", library],
        "version": ["--library", library, "--version", "1.2.3"],
        "readme": ["--cc", compiler, "--library", library],
        "tidy": ["--build", root, "--nodes", "8000"],
    }.get(check, [])
    result = subprocess.run(
        [sys.executable, "-B", HERE / f"{check}.py", "--root", root,
         *options], capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


def spoil(root, name, old, new):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if old is None:
        path.write_text(new, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{name} has no {old!r} to spoil")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run_case(case, compiler):
    """What is wrong with a check on one tree, or nothing."""
    check, *change, expected = case
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch).resolve()
        write_tree(root)
        library = build_library(root, compiler)
        if change:
            spoil(root, *change)
        code, output = run_check(check, root, library, compiler)
    if code == 77:
        return ""
    if not change and code != 0:
        return f"{check} refuses what is right:\n{output}"
    if change and (code != 1 or expected not in output):
        return (f"{check}, {change[0]} spoilt by {change[2]!r}: ended with "
                f"{code}, without {expected!r}:\n{output}")
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cc", required=True)
    compiler = parser.parse_args().cc
    checks = sorted({case[0] for case in CASES})
    troubles = [run_case(case, compiler)
                for case in [(check, "") for check in checks] + CASES]
    troubles = [trouble for trouble in troubles if trouble]
    print("\n".join(troubles))
    print(f"{len(checks)} checks, {len(CASES)} violations, "
          f"{len(troubles)} wrong")
    sys.exit(1 if troubles else 0)


main()
