# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""awscli_client.py ENDPOINT KEYS OPERATIONS: the AWS CLI inside one process, which starts
slowly. It says how its tables order the
members of these operations' answers. A line is a list of an account's number and the words behind `aws ec2`;
the answer is what it printed and its exit code."""
import io
import json
import os
import sys
import tempfile

import awscli
from awscli.clidriver import create_clidriver

# Debian's has a botocore of its own.
try:
    from awscli.botocore.session import get_session
except ImportError:
    from botocore.session import get_session


def paths(shape, before=""):
    """A structure's members and theirs, in the order that this version has."""
    if shape.type_name == "list":
        return paths(shape.member, before)
    found = []
    for name, member in getattr(shape, "members", {}).items():
        found += [before + name, *paths(member, before + name + ".")]
    return found


def orders(names):
    model = get_session().get_service_model("ec2")
    return {name: paths(model.operation_model(name).output_shape)
            if model.operation_model(name).output_shape else []
            for name in names if name in model.operation_names}


def stream():
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="",
                            write_through=True)


def printed(text):
    return text.buffer.getvalue().decode()


def run(driver, words):
    outputs = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = stream(), stream()
    try:
        try:
            code = driver.main(words)
        except SystemExit as end:
            code = end.code
        return {"out": printed(sys.stdout), "err": printed(sys.stderr),
                "code": code}
    finally:
        sys.stdout, sys.stderr = outputs


def main():
    endpoint, keys = sys.argv[1], json.loads(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "config")
        with open(config, "w", encoding="utf-8") as file:
            file.write("[default]\ncli_timestamp_format = iso8601\n")
        os.environ.update(AWS_CONFIG_FILE=config, AWS_MAX_ATTEMPTS="1",
                          AWS_PAGER="", AWS_DEFAULT_REGION="us-east-1",
                          HOME=folder)
        print(json.dumps({"version": awscli.__version__, "orders": orders(sys.argv[3].split())}),
              flush=True)
        drivers = {}
        for line in sys.stdin:
            account, words = json.loads(line)
            key, secret = keys[account]
            os.environ.update(AWS_ACCESS_KEY_ID=key,
                              AWS_SECRET_ACCESS_KEY=secret)
            if account not in drivers:
                drivers[account] = create_clidriver()
            print(json.dumps(run(drivers[account], [
                "--endpoint-url", endpoint, "ec2", *words])), flush=True)


main()
