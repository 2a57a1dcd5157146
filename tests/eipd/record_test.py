# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""record_test.py EIPD EIP: what a server records of its clients, `eip replay`
replays: as many calls of each kind, each answered as it was. What a server that
is killed has left can be replayed too, and a file that takes no more is no
client's business."""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import server

ACCOUNTS = ("111111111111", "222222222222", "333333333333")
ERRORS = {None: "done", "AddressLimitExceeded": "over_quota",
          "InsufficientAddressCapacity": "no_capacity",
          "InvalidAllocationID.NotFound": "not_found",
          "InvalidAddress.NotFound": "not_found"}


class Client:
    """Asks as an account, and counts what came of it as a replay does."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.counts = {}

    def ask(self, account, action, kind=None, **parameters):
        query = urllib.parse.urlencode({
            "Action": action, "Version": "2016-11-15",
            "AWSAccessKeyId": account, **parameters}).encode()
        try:
            with urllib.request.urlopen(self.endpoint + "/", query,
                                        timeout=30) as answer:
                text = answer.read().decode()
            code = None
        except urllib.error.HTTPError as error:
            code = re.search("<Code>(.*?)<", error.read().decode())[1]
            text = ""
        if kind:
            key = kind, ERRORS[code]
            self.counts[key] = self.counts.get(key, 0) + 1
        return text, code


def allocate(client, account, have, **more):
    kind = "recover" if "Address" in more else "allocate"
    text, code = client.ask(account, "AllocateAddress", kind, **more)
    if code is None:
        have[re.search("eipalloc-[0-9a-f]+", text)[0]] = re.search(
            "<publicIp>(.*?)<", text)[1]
    return code


def work(client, draw, steps, advance=None):
    """What customers do, and what they should not."""
    have = {account: {} for account in ACCOUNTS}
    gone = {account: [] for account in ACCOUNTS}
    for step in range(steps):
        account = draw.choice(ACCOUNTS)
        mine = have[account]
        others = [i for a in ACCOUNTS if a != account for i in have[a]]
        deed = draw.randrange(20)
        if deed < 8:
            allocate(client, account, mine)
        elif deed < 11 and mine:
            name = draw.choice(list(mine))
            client.ask(account, "ReleaseAddress", "release", AllocationId=name)
            gone[account].append(mine.pop(name))
        elif deed < 13 and gone[account]:
            # Somebody else may have it now, or have had it since.
            address = gone[account].pop(draw.randrange(len(gone[account])))
            allocate(client, account, mine, Address=address)
        elif deed < 14 and gone[account]:
            other = ACCOUNTS[(ACCOUNTS.index(account) + 1) % 3]
            allocate(client, other, have[other], Address=gone[account][-1])
        elif deed < 16 and others:
            client.ask(account, "ReleaseAddress", "steal",
                       AllocationId=draw.choice(others))
        elif deed < 17:
            client.ask(account, "ReleaseAddress", "steal",
                       AllocationId="eipalloc-0123456789abcdef0")
        elif deed < 19 and mine:
            client.ask(account, "DescribeAddresses", "describe",
                       **{"AllocationId.1": draw.choice(list(mine))})
        else:
            client.ask(account, "DescribeAddresses", "list")
        if advance and step % 50 == 49:
            advance(20_000)
    return sum(len(mine) for mine in have.values())


def replay(program, path, *options, code=0):
    process = subprocess.run(
        [program, "replay", "--trace", str(path), "--json", "--threads", "1",
         *options], capture_output=True, text=True, timeout=120, check=False)
    assert process.returncode == code, (process.returncode, process.stderr)
    return json.loads(process.stdout), process.stderr


def counts(data):
    return {(row["call"], name): row[name] for row in data["kinds"]
            for name in {*ERRORS.values()} if row[name]}


def metric(daemon, name):
    return int(re.search(rf"\n{name} (\d+)\n", daemon.get("/metrics"))[1])


def ranges(folder, *cidrs):
    path = pathlib.Path(folder) / "ranges.json"
    path.write_text(json.dumps({"prefixes": [
        {"ip_prefix": cidr, "region": "us-east-1", "service": "EC2",
         "network_border_group": group} for cidr, group in cidrs]}),
        encoding="utf-8")
    return str(path)


def check_same(eipd, eip, folder, seed):
    """All answers occur. What is named has not been another's meanwhile, since
    there are fresh ones: which address comes is not the trace's."""
    path = pathlib.Path(folder) / "trace"
    draw = random.Random(seed)
    with server.Server(eipd, folder, None, None, "--record", str(path),
                       "--quota", "12", "--cooldown-ms", "60000", "--ranges",
                       ranges(folder, ("198.18.0.0/20", "us-east-1"),
                              ("192.0.2.16/29", "us-east-1"),
                              ("198.51.100.0/28", "us-east-1-bos-1"))) as daemon:
        client = Client(daemon.endpoint)
        daemon.set_account(ACCOUNTS[0], 7, 0)
        there = work(client, draw, 2000, daemon.advance)
        far = {}
        daemon.set_account(ACCOUNTS[2], 1000, 0)
        while allocate(client, ACCOUNTS[2], far,
                       NetworkBorderGroup="us-east-1-bos-1") is None:
            pass
        assert len(far) == 16
        allocate(client, ACCOUNTS[2], far, NetworkBorderGroup="us-east-1")
        for name in list(far)[3:5]:
            client.ask(ACCOUNTS[2], "ReleaseAddress", "release",
                       AllocationId=name, NetworkBorderGroup="us-east-1-bos-1")
            del far[name]
        daemon.set_account(ACCOUNTS[1], 0, 0)
        allocate(client, ACCOUNTS[1], {})
        before = metric(daemon, 'eipd_recorded_total{in_trace="no"}')
        # What a trace has no line for.
        for action, more in (
                ("DescribeAddresses", {"Filter.1.Name": "domain",
                                       "Filter.1.Value.1": "vpc"}),
                ("DescribeTags", {}), ("AllocateAddress", {"DryRun": "true"}),
                ("AllocateAddress", {"PublicIpv4Pool": "no-such-pool"}),
                ("ReleaseAddress", {"PublicIp": "203.0.113.1"})):
            client.ask(ACCOUNTS[0], action, **more)
        left_out = metric(daemon, 'eipd_recorded_total{in_trace="no"}')
        assert (before, left_out) == (0, 5), (before, left_out)
        written = metric(daemon, 'eipd_recorded_total{in_trace="yes"}')
        assert metric(daemon, "eipd_record_failed") == 0
    assert written == sum(client.counts.values()), (written, client.counts)
    data, said = replay(eip, path, "--as-recorded")
    assert said == "", said
    assert counts(data) == client.counts, (counts(data), client.counts)
    assert {name for _, name in client.counts} == {*ERRORS.values()}
    assert data["held"] == there + len(far)
    assert data["calls"] == written and data["audit_is_clean"]
    # Each thread has accounts of its own; who comes first is not as it was.
    replay(eip, path, "--threads", "3")
    # What was another answer is noticed.
    text = path.read_text(encoding="ascii")
    path.write_text(re.sub("(\nx .*)=none", r"\1=ok", text, count=1),
                    encoding="ascii")
    data, said = replay(eip, path, "--as-recorded", code=1)
    assert "1 answers are not as recorded" in said, said
    assert sum(row["otherwise"] for row in data["kinds"]) == 1
    data, _ = replay(eip, path, "--quota", "1000")
    assert sum(row["over_quota"] for row in data["kinds"]) > 0  # of 7, and of 0
    print(f"{written} calls, seed {seed}: {client.counts}")


def check_began_later(eipd, eip, folder):
    """What there was before the recording, and a reset in it."""
    path = pathlib.Path(folder) / "trace"
    data = str(pathlib.Path(folder) / "data")
    have = {}
    with server.Server(eipd, folder, None, None, "--data", data) as daemon:
        client = Client(daemon.endpoint)
        for _ in range(4):
            allocate(client, ACCOUNTS[0], have)
    with server.Server(eipd, folder, None, None, "--data", data, "--record",
                       str(path)) as daemon:
        client = Client(daemon.endpoint)
        names = list(have)
        client.ask(ACCOUNTS[0], "DescribeAddresses", "describe",
                   **{"AllocationId.1": names[0]})
        client.ask(ACCOUNTS[1], "ReleaseAddress", "steal",
                   AllocationId=names[1])
        for name in names[:2]:
            client.ask(ACCOUNTS[0], "ReleaseAddress", "release",
                       AllocationId=name)
        # Not known to have been its own, so an allocation.
        text, _ = client.ask(ACCOUNTS[0], "AllocateAddress", "allocate",
                             Address=have[names[1]])
        assert have[names[1]] in text
    result, _ = replay(eip, path, "--as-recorded")
    assert counts(result) == client.counts, (counts(result), client.counts)
    assert (result["before"], result["held"]) == (2, 1)

    path = pathlib.Path(folder) / "again"
    with server.Server(eipd, folder, None, None, "--record", str(path),
                       "--cooldown-ms", "60000") as daemon:
        client = Client(daemon.endpoint)
        work(client, random.Random(3), 300)
        daemon.get("/_eip/snapshot?name=a", b"")
        time.sleep(0.5)  # the first are in the file
        daemon.reset()
        client = Client(daemon.endpoint)
        there = work(client, random.Random(4), 200)
        result = None
        for _ in range(100):  # it comes into the file by itself
            result, _ = replay(eip, path, "--as-recorded")
            if counts(result) == client.counts:
                break
            time.sleep(0.1)
        assert counts(result) == client.counts, (counts(result), client.counts)
        assert result["held"] == there
        daemon.get("/_eip/restore?name=a", b"")
    assert replay(eip, path)[0]["calls"] == 0
    print("a recording that begins later, and one that begins anew")


def check_killed(eipd, eip, folder):
    """Whatever a killed server has written; and whatever is left of it."""
    path = pathlib.Path(folder) / "trace"
    daemon = server.Server(eipd, folder, None, None, "--record", str(path))
    daemon.__enter__()
    clients = [Client(daemon.endpoint) for _ in range(3)]

    def ask(client, account):
        mine = {}
        try:
            while True:
                allocate(client, account, mine)
                if len(mine) > 20:
                    client.ask(account, "ReleaseAddress", "release",
                               AllocationId=mine.popitem()[0])
        except OSError:
            pass

    threads = [threading.Thread(target=ask, args=pair)
               for pair in zip(clients, ACCOUNTS)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    daemon.process.send_signal(signal.SIGKILL)
    for thread in threads:
        thread.join()
    daemon.process.wait(30)
    whole, said = replay(eip, path)
    asked = sum(sum(client.counts.values()) for client in clients)
    assert said == "" and 0 < whole["calls"] <= asked, (said, whole["calls"],
                                                        asked)
    assert whole["audit_is_clean"]
    # A flush is a fifth of a second; three have one call each under way.
    assert whole["calls"] > asked / 3, (whole["calls"], asked)
    text = path.read_bytes()
    lines = text.split(b"\n")
    for cut in (1, 2, 7, len(lines[-2]) + 1):
        path.write_bytes(text[:-cut])
        part, said = replay(eip, path, "--as-recorded")
        assert part["calls"] == whole["calls"] - 1, cut
        assert ("the last line is not whole" in said) == (
            cut <= len(lines[-2])), (cut, said)
    print(f"{whole['calls']} of {asked} calls outlive SIGKILL")


def check_no_room(eipd, eip, folder):
    """A device that is full, a file that may not grow, one that is not there."""
    for what in ("full", "limit"):
        path = pathlib.Path("/dev/full" if what == "full"
                            else folder) / ("" if what == "full" else "trace")
        errors = pathlib.Path(folder) / "stderr"
        program = eipd
        if what == "limit":
            program = str(pathlib.Path(folder) / "limited")
            pathlib.Path(program).write_text(
                "#!/bin/sh\ntrap '' XFSZ\nexec prlimit --fsize=20000 "
                f"'{eipd}' \"$@\"\n", encoding="ascii")
            os.chmod(program, 0o755)
        with open(errors, "w", encoding="utf-8") as stderr:
            old = os.dup(2)
            os.dup2(stderr.fileno(), 2)
            try:
                daemon = server.Server(program, folder, None, None, "--record",
                                       str(path), "--cooldown-ms", "60000")
            finally:
                os.dup2(old, 2)
                os.close(old)
        with daemon:
            client = Client(daemon.endpoint)
            work(client, random.Random(5), 1500)
            for _ in range(100):
                if metric(daemon, "eipd_record_failed"):
                    break
                time.sleep(0.1)
            assert metric(daemon, "eipd_record_failed") == 1
            assert allocate(client, "444444444444", {}) is None
        said = errors.read_text(encoding="utf-8")
        assert said.count("the recording ends here") == 1, said
        assert str(path) in said, said
        if what == "limit":
            size = path.stat().st_size
            data, noted = replay(eip, path, "--as-recorded")
            assert 0 < data["calls"] < sum(client.counts.values()), size
            assert noted == "", noted
    process = subprocess.run(
        [eipd, "--no-verify", "--listen", "127.0.0.1:0", "--record",
         "/no/such/folder/trace"], capture_output=True, text=True, timeout=30,
        check=False)
    assert process.returncode == 1
    assert "/no/such/folder/trace: cannot open: No such file" \
        in process.stderr, process.stderr
    print("files that take no more, and clients that do not notice")


def main():
    seed = int(os.environ.get("EIP_TEST_SEED", time.time_ns() % 10 ** 9))
    for check, more in ((check_same, (seed,)), (check_began_later, ()),
                        (check_killed, ()), (check_no_room, ())):
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            check(sys.argv[1], sys.argv[2], folder, *more)
        print(f"    {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
