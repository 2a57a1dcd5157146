# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""clients.py EIPD [--node FOLDER] [--go PROGRAM] [--write FILE]: real clients against the
server, each through all operations of scenario.py.

Before each client the server starts afresh under the same seed, so each must be
answered what raw.py, which reads the XML by the tables, was answered: every
value that a client gives is compared. A client that is not installed is left
out. `--write` writes the table of clients and operations."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import raw
import scenario
import server

HERE = pathlib.Path(__file__).resolve().parent
KEYS = [(f"AKIA{account}TEST", f"secret/of+{account}")
        for account in scenario.ACCOUNTS]


def plain(value, name=""):
    """Times differ from run to run, so that there is one is what counts."""
    if isinstance(value, dict):
        return {key: plain(item, key) for key, item in value.items()
                if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if name.endswith("Timestamp"):
        assert re.match(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d", value), value
        return "a time"
    return value


def within(part, whole):
    """Everything that the client gives is there; old clients know less."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and within(item, whole[key])
            for key, item in part.items())
    if isinstance(part, list):
        return isinstance(whole, list) and len(part) == len(whole) and all(
            map(within, part, whole))
    return part == whole


class Lines:
    """A client that is a process of its own: a call and an answer a line."""

    exact = False

    def __init__(self, *command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8")
        self.hello = json.loads(self.process.stdout.readline())
        self.version = self.hello["version"]

    def call(self, *call):
        print(json.dumps(call), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


class Cli(Lines):
    """AWS CLI, each call as a command line of its own."""

    def call(self, operation, parameters, account):
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", operation).lower()
        done = super().call(account, [
            name, "--output", "json", "--cli-input-json",
            json.dumps(parameters)])
        if not done["code"]:
            return json.loads(done["out"] or "{}")
        match = re.search(r"\((\S+)\) when calling the \w+ operation"
                          r"(?: \(reached max retries: \d+\))?: (.*)",
                          done["err"], re.S)
        return {"error": [match[1], match[2].strip()]} if match else \
            {"unknown": done["err"].strip()}


def story(daemon, call):
    """Go through the scenario; (operation, answer) of each step."""
    scenario.begin(daemon)
    kept = {"scope": {"Id": daemon.scope(scenario.ACCOUNTS[0])}}
    for operation, keep, account, parameters in scenario.STEPS:
        if operation == "Clock":
            daemon.advance(parameters["ms"])
            continue
        try:
            filled = scenario.fill(parameters, kept)
        except (KeyError, IndexError):
            filled = None  # what it is about was not to be had
        if filled is None:
            yield operation, None
            continue
        answer = call(operation, filled, account)
        if keep:
            kept[keep] = answer
        yield operation, plain(answer)


def judge(name, client, ours, theirs, wrong):
    """The client's column: what is true of all its steps of an operation."""
    column = {}
    for (operation, expected), (_, got) in zip(ours, theirs):
        if got is None:
            continue
        same = got == expected if client.exact else within(got, expected)
        if "unknown" in got:
            column.setdefault(operation, "unknown")
        elif not same:
            wrong.append(f"{name} {operation}\n  expected {expected}\n"
                         f"  got      {got}")
            column[operation] = "WRONG"
        elif "error" not in got:
            column[operation] = "ok"
        else:
            column.setdefault(operation, "error")
    return column


def clients(endpoint, node, go):
    """(name, function that makes it) of those that are installed."""
    debian = "/usr/bin/python3"
    arguments = [endpoint, json.dumps(KEYS)]
    for name, python in (("boto3", debian), ("boto3 (pip)", sys.executable)):
        if python != debian and pathlib.Path(python).resolve() == \
                pathlib.Path(debian).resolve():
            continue
        if subprocess.run([python, "-c", "import boto3"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0:
            yield name, lambda python=python: Lines(
                python, "-B", str(HERE / "clients/boto3_client.py"), *arguments)
    if node and (node / "node_modules/@aws-sdk/client-ec2").is_dir() and \
            shutil.which("node"):
        yield "@aws-sdk/client-ec2", lambda: Lines(
            "node", str(HERE / "clients/js_client.mjs"), *arguments, str(node))
    if go and go.is_file():
        yield "AWS SDK for Go", lambda: Lines(str(go), *arguments)
    if subprocess.run([debian, "-c", "import awscli.clidriver"], check=False,
                      stderr=subprocess.DEVNULL).returncode == 0:
        yield "AWS CLI", lambda: Cli(
            debian, "-B", str(HERE / "clients/awscli_client.py"), *arguments,
            "")


def answered(daemon):
    """How often each operation succeeded."""
    return dict(re.findall(
        r'eipd_requests_total\{operation="([A-Z]\w+)",code="OK"\} (\d+)',
        daemon.get("/metrics")))


def told(daemon, wrong, name, asks, *command):
    """(name, column) of a client that has a story of its own and checks by
    itself what it read; `asks` succeeds if it is installed."""
    if subprocess.run(asks, check=False, stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL).returncode:
        return
    daemon.reset()
    before = answered(daemon)
    done = subprocess.run(command, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        wrong.append(f"{name}\n{done.stdout}{done.stderr}")
        return
    if name == "Ansible ec2_eip":
        # It says nothing of what it calls; the server does.
        after = answered(daemon)
        said = {"version": "", "operations": [
            operation for operation in after
            if after[operation] != before.get(operation)]}
    else:
        said = json.loads(done.stdout)
    yield f"{name} {said['version']}".strip(), dict.fromkeys(
        said["operations"], "ok")


def tellers(daemon, wrong):
    port, keys = str(daemon.port), json.dumps(KEYS)
    debian, folder = "/usr/bin/python3", HERE / "clients"
    yield from told(daemon, wrong, "boto3's URLs", (debian, "-c",
                                                    "import boto3"),
                    debian, "-B", str(folder / "presigned_client.py"),
                    daemon.endpoint, keys)
    yield from told(daemon, wrong, "libcloud",
                    (debian, "-c", "import libcloud"), debian, "-B",
                    str(folder / "libcloud_client.py"), port, keys)
    if shutil.which("perl"):
        yield from told(daemon, wrong, "Net::Amazon::EC2",
                        ("perl", "-MNet::Amazon::EC2", "-e", "1"), "perl",
                        str(folder / "perl_client.pl"), port, keys)
    if shutil.which("ruby"):
        yield from told(daemon, wrong, "aws-sdk-v1 (Ruby)",
                        ("ruby", "-e", "require 'aws-sdk-v1'"), "ruby",
                        str(folder / "ruby_client.rb"), port, keys)
    playbook = "/usr/bin/ansible-playbook"
    if pathlib.Path(playbook).exists():
        yield from told(
            daemon, wrong, "Ansible ec2_eip", (playbook, "--version"),
            playbook, "-i", "localhost,", "-c", "local",
            str(folder / "ansible.yml"), "-e", json.dumps({
                "endpoint": daemon.endpoint, "key": KEYS[0][0],
                "secret": KEYS[0][1], "ansible_python_interpreter": debian}))


def table(columns):
    names = list(columns)
    rows = ["| operation | " + " | ".join(names) + " |",
            "|---" * (len(names) + 1) + "|"]
    for operation in scenario.OPERATIONS:
        rows.append("| " + " | ".join(
            [operation, *(columns[name].get(operation, "-")
                          for name in names)]) + " |")
    return "\n".join(rows)


HEAD = """<!-- SPDX-FileCopyrightText: 2026 The libeip authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
# Clients that were run against eipd

Written by `tests/eipd/clients.py --write`. Each client went through the story of
`tests/eipd/scenario.py` on a server with the same seed; all it gave was compared
with what the answers' XML says by the tables of `tools/shape`.

`ok`: answered, parsed, every value alike. `error`: only errors were to be had,
and code and text are alike. `unknown`: this version of the client cannot send it,
or a parameter of it. `-`: the client has no such function, or did not try it:
those on the right of the AWS CLI went through stories of their own, and checked
what they read. Ansible asks `DescribeInstances` too.

"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("eipd")
    parser.add_argument("--node", type=pathlib.Path)
    parser.add_argument("--go", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    wrong = []
    columns = {}
    with tempfile.TemporaryDirectory() as folder, server.Server(
            options.eipd, folder, KEYS, scenario.ACCOUNTS,
            "--threads", "1") as daemon:
        reader = raw.Client(daemon.endpoint, KEYS)
        ours = list(story(daemon, reader.call))
        assert ours == list(story(daemon, reader.call))
        for operation, answer in ours:
            print(operation, " ".join(["error", *answer["error"]])
                  if answer and "error" in answer else "ok")
        for name, make in clients(daemon.endpoint, options.node,
                                  options.go):
            client = make()
            client.exact = name.startswith("@aws-sdk")
            theirs = list(story(daemon, client.call))
            client.close()
            columns[f"{name} {client.version}"] = judge(name, client, ours,
                                                        theirs, wrong)
        columns.update(tellers(daemon, wrong))
    print(table(columns))
    print("\n".join(wrong))
    if options.write:
        options.write.write_text(HEAD + table(columns) + "\n", encoding="utf-8")
    tried = {operation for column in columns.values() for operation in column}
    missing = set(scenario.OPERATIONS) - tried
    return bool(wrong or (columns and missing - {"DescribeIpamPoolAllocations",
                                                 "ModifyIpamPoolAllocation"}))


if __name__ == "__main__":
    sys.exit(main())
