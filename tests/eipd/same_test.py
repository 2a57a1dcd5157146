# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""same_test.py EIPD EIP: `eip` answers as the AWS CLI does.

The AWS CLI goes through the story of scenario.py on a server, `eip script`
through the same words on an engine of the same seed, and what they print is
compared byte by byte. Three rounds: parameters as one JSON document, answers as
JSON; parameters as JSON option by option, answers as text; parameters in the
short form, answers as a table. Then come command lines that are wrong.

An AWS CLI whose tables are older than wire.txt (Debian's) has members in another
order: its JSON is compared as values, and the form of ours with Python's."""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import raw
import scenario
import server
from clients import KEYS, Lines, within

HERE = pathlib.Path(__file__).resolve().parent
TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00")
KNOWN = re.compile(r", must be one of: .*")
RETRIES = re.compile(r" \(reached max retries: \d+\)")
ROUNDS = ("json", "text", "table")


def kebab(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def short(value):
    """The short form of what is in a structure."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}={short(item)}"
                              for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(short, value)) + "]"
    if value and re.fullmatch(r"[\w.-]+", value, re.ASCII):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def option(name, value, form):
    word = "--" + kebab(name)
    if isinstance(value, bool):
        return [word if value else "--no-" + kebab(name)]
    if not isinstance(value, (list, dict)):
        return [word, str(value)]
    if isinstance(value, list) and isinstance(value[0], str):
        return [word, *value] if form == "table" else [word, json.dumps(value)]
    if form == "text":
        return [word, json.dumps(value)]
    if isinstance(value, dict):
        return [word, short(value)[1:-1]]
    return [word, *(short(item)[1:-1] for item in value)]


def words(operation, parameters, form):
    if form == "json":
        options = ["--cli-input-json", json.dumps(parameters)]
    else:
        options = [word for name, value in parameters.items()
                   for word in option(name, value, form)]
    return [kebab(operation), *options, "--output", form]


class Eip:
    """`eip script -`: a line in, and what it printed out. Behind each line goes
    one that fails, so that the end shows."""

    mark = ("\nAn error occurred (InternalError) when calling the ShowAccount "
            "operation: The account is not known to the engine\n")

    def __init__(self, program, folder, *options):
        self.answers = pathlib.Path(folder) / "answers"
        with self.answers.open("w", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                [program, "script", "--keep-going", *options, "-"],
                stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE,
                text=True, encoding="utf-8")
        self.read = self.answers.open(encoding="utf-8", newline="")

    def call(self, account, line):
        name, *rest = line
        print(shlex.join([name, "--account", scenario.ACCOUNTS[account],
                          *rest]), file=self.process.stdin)
        print("show-account --account 999999999999", file=self.process.stdin,
              flush=True)
        said = ""
        while not said.endswith(self.mark):
            more = self.process.stderr.readline()
            assert more, said
            said += more
        return self.read.read(), said.removesuffix(self.mark)

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stderr.close()
        self.read.close()


def plain(text):
    return TIME.sub("a time", RETRIES.sub("", text))


def main():
    eipd, eip = sys.argv[1:]
    wrong, told = [], []
    with tempfile.TemporaryDirectory() as folder:
        ranges = pathlib.Path(folder) / "ranges.json"
        ranges.write_text(json.dumps({
            "syncToken": "1", "createDate": "2026-01-01-00-00-00",
            "prefixes": [{"ip_prefix": "198.18.0.0/15", "region": "us-east-1",
                          "service": "EC2",
                          "network_border_group": "us-east-1"}]}),
            encoding="utf-8")
        with server.Server(eipd, folder, KEYS, scenario.ACCOUNTS, "--threads",
                           "1", "--ranges", str(ranges)) as daemon:
            for python in dict.fromkeys(("/usr/bin/python3", sys.executable)):
                if subprocess.run([python, "-c", "import awscli.clidriver"],
                                  check=False, stderr=subprocess.DEVNULL
                                  ).returncode:
                    continue
                client = Lines(python, "-B",
                               str(HERE / "clients/awscli_client.py"),
                               daemon.endpoint, json.dumps(KEYS), " ".join(
                                   scenario.OPERATIONS))
                told.append(client.version)
                compare(daemon, client, lambda: Eip(
                    eip, folder, "--in-memory", "--region", "us-east-1", "--ranges",
                    str(ranges), "--seed", "7", "--quota", "100",
                    "--cooldown-ms", "0"), wrong)
                compare_wrong(client, eip, wrong)
                client.close()
    print("\n".join(wrong))
    print("AWS CLI", ", ".join(told) or "is not installed")
    if not told:
        return 77
    return bool(wrong)


class Compared:
    """One AWS CLI beside `eip`."""

    def __init__(self, client, wrong):
        self.client, self.wrong = client, wrong
        self.orders = client.hello["orders"]

    def knows(self, operation):
        """Whether its tables are those of wire.txt."""
        ours = [path for path in raw.WIRE.get((operation, "response"), {})
                if path != "Return"]
        return self.orders[operation] == ours

    def judge(self, operation, form, line, theirs, ours):
        out, err = map(plain, ours)
        their_out, their_err = plain(theirs["out"]), plain(theirs["err"])
        same = err == their_err and out == their_out
        if not same and err == their_err and not self.knows(operation):
            same = form != "json" or self.is_alike(out, their_out)
        if not same:
            self.wrong.append(f"{self.client.version} {shlex.join(line)}\n"
                              f"expected\n{their_out}{their_err}\n"
                              f"got\n{out}{err}")

    @staticmethod
    def is_alike(ours, theirs):
        value = json.loads(ours)
        return within(json.loads(theirs), value) and ours == json.dumps(
            value, indent=4, ensure_ascii=False) + "\n"


def compare(daemon, client, start, wrong):
    """The story three times; ids come again, as the seed is the same."""
    compared = Compared(client, wrong)
    kept = {"scope": {"Id": daemon.scope(scenario.ACCOUNTS[0])}}
    for form in ROUNDS:
        scenario.begin(daemon)
        ours = start()
        ours.call(2, ["set-account", "--account-id", scenario.ACCOUNTS[2],
                      "--quota", "100", "--classic"])
        for operation, keep, account, parameters in scenario.STEPS:
            if operation not in client.hello["orders"]:
                continue  # or it is that time passes, which `eip` cannot do
            line = words(operation, scenario.fill(parameters, kept), form)
            theirs = client.call(account, line)
            compared.judge(operation, form, line, theirs,
                           ours.call(account, line))
            if keep and form == "json":
                kept[keep] = json.loads(theirs["out"])
        page(client, ours, compared)
        ours.close()


def page(client, ours, compared):
    """Pages of tags, put together and cut, go on where they ended."""
    made = json.loads(both(client, ours, compared, "AllocateAddress", [
        "allocate-address", "--tag-specifications",
        "ResourceType=elastic-ip,Tags=[" + ",".join(
            f"{{Key=k{number},Value=v}}" for number in range(12)) + "]"]))
    ids = "Name=resource-id,Values=" + made["AllocationId"]
    token = []
    for _ in range(3):
        answer = json.loads(both(client, ours, compared, "DescribeTags", [
            "describe-tags", "--filters", ids, "--max-items", "5",
            "--page-size", "7", *token]))
        if "NextToken" in answer:
            token = ["--starting-token", answer["NextToken"]]
    for more in (["--page-size", "5"], ["--max-items", "10"],
                 ["--max-results", "5"], ["--no-paginate"],
                 ["--max-items", "3", "--output", "text"],
                 ["--max-items", "3", "--output", "table"]):
        both(client, ours, compared, "DescribeTags",
             ["describe-tags", "--filters", ids, *more])


def both(client, ours, compared, operation, line):
    theirs = client.call(0, line)
    compared.judge(operation, "json", line, theirs, ours.call(0, line))
    return theirs["out"]


WRONG = (
    ["release-address", "--allocation-id", "eipalloc-00000000000000000"],
    ["allocate-address", "--dry-run"],
    ["allocate-address", "--cli-input-json", '{"X": 1}'],
    ["allocate-address", "--cli-input-json", '{"TagSpecifications": [{"Y": 1}]}'],
    ["modify-address-attribute", "--cli-input-json", "{}"],
)
USAGE = (
    ["modify-address-attribute", "--domain-name", "a"],
    ["allocate-address", "--nothing", "1"],
    ["allocate-address", "--domain"],
    ["describe-addresses", "--filters", "Name"],
    ["describe-addresses", "--filters", "Name=a,Name=b"],
    ["describe-addresses", "--filters", "Name=[a"],
    ["describe-tags", "--max-items", "x"],
    ["describe-tags", "--max-results", "5", "--max-items", "5"],
)


def compare_wrong(client, eip, wrong):
    """Exit codes, and messages where they are the AWS CLI's own. Version 1 has
    other exit codes."""
    for line in WRONG + USAGE:
        theirs = client.call(0, line)
        ours = subprocess.run([eip, *line, "--in-memory"], text=True, check=False,
                              capture_output=True)
        code = 254 if "An error occurred" in theirs["err"] else 252
        good = ours.returncode == code and not ours.stdout and ours.stderr
        if client.version.startswith("2"):
            good = good and theirs["code"] in (code, 255)
        if line in WRONG:  # which parameters there are, versions differ in
            good = good and KNOWN.sub("", ours.stderr) == KNOWN.sub(
                "", plain(theirs["err"]))
        if not good:
            wrong.append(f"{client.version} {shlex.join(line)}\nexpected "
                         f"{theirs}\ngot {ours}")


if __name__ == "__main__":
    sys.exit(main())
