# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""compare.py SDK.json: what does a client for EC2 (sdk.mjs) know that the
library does not: parameters, members, operations of the same families.
  --names  print the names of the operations that the library is to have
  --store  store what the client knows as sdk.json"""
import argparse
import json
import pathlib
import re
import sys

import headers
import match

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAMILY = re.compile(
    r"\w*?(Address(es)?(Attribute|Transfers?|ToVpc|ToClassic)?|MovingAddresses"
    r"|PublicIpv4Pools?(Cidr)?|Byoip\w*|Coip\w*|IpamPool\w*|IpamPolic\w*)")


def differences(sdk):
    known = headers.Headers(ROOT / "include/eip")
    for name, shape in sdk["operations"].items():
        if shape is None:
            yield f"{name}: the client no longer has it"
            continue
        operation = match.Operation(known, name, shape)
        if operation.function is None:
            yield f"{name}: there is no {match.function_of(name)}"
        for side, path in operation.missing():
            yield f"{name}: {side}: {path}"
    for name in sdk["all"]:
        if FAMILY.fullmatch(name) and name not in sdk["operations"] \
                and name not in match.NAMES["others"]:
            yield f"{name}: an operation that the library does not know of"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sdk", nargs="?", type=pathlib.Path)
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--store", action="store_true")
    options = parser.parse_args()
    if options.names:
        print(" ".join(match.operations()))
        return 0
    sdk = json.loads(options.sdk.read_text(encoding="utf-8"))
    found = list(differences(sdk))
    print("\n".join([f"@aws-sdk/client-ec2 {sdk['version']}: "
                     f"{len(sdk['operations'])} operations, "
                     f"{len(found)} differences", *found]))
    if options.store:
        (match.FOLDER / "sdk.json").write_text(json.dumps(
            {"version": sdk["version"], "operations": sdk["operations"]},
            indent=1) + "\n", encoding="utf-8")
    return 1 if found else 0


sys.exit(main())
