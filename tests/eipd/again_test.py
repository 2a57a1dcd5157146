# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""again_test.py EIPD: who lost an answer gets it again, over SIGKILL too. What a
request did that nobody was answered is either undone or answered to the next
attempt: an address that nobody knows of is never left."""
import http.client
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

import clients
import raw
import scenario
from kept_test import Kept, held

BOTO = """
import sys, json, boto3
from botocore.config import Config
client = boto3.client("ec2", region_name="us-east-1", endpoint_url=sys.argv[1],
                      aws_access_key_id=sys.argv[2],
                      aws_secret_access_key=sys.argv[3],
                      config=Config(retries={"mode": "standard",
                                             "total_max_attempts": 9}))
ids = []
client.meta.events.register("before-send.ec2.AllocateAddress", lambda request,
    **_: ids.append(request.headers["amz-sdk-invocation-id"].decode()))
answer = client.allocate_address()
print(json.dumps([answer["AllocationId"], answer["PublicIp"],
                  answer["ResponseMetadata"]["RequestId"], ids]))
"""


def again(invocation):
    return {"amz-sdk-invocation-id": invocation}


def check_restarted(program, folder):
    """Answers and errors, one after the other."""
    with Kept(program, folder, "--quota", "2") as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        first = reader.call("AllocateAddress", {}, 0, again("a"))
        reader.call("ReleaseAddress", {"AllocationId": reader.call(
            "AllocateAddress", {}, 0, again("b"))["AllocationId"]}, 0, again("c"))
        second = reader.call("AllocateAddress", {}, 0, again("d"))
        refused = reader.call("AllocateAddress", {}, 0, again("e"))
        assert refused["error"][0] == "AddressLimitExceeded", refused
        # An error changes nothing, and waits for nothing: this does.
        reader.call("CreateTags", {"Resources": [first["AllocationId"]], "Tags": [
            {"Key": "k", "Value": "v"}]})
        daemon.kill()
    with Kept(program, folder, "--quota", "2") as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        ids = {first["AllocationId"], second["AllocationId"]}
        assert held(reader) == ids
        assert reader.call("AllocateAddress", {}, 0, again("d")) == second
        assert reader.call("AllocateAddress", {}, 0, again("a")) == first
        assert reader.call("AllocateAddress", {}, 0, again("e")) == refused
        assert held(reader) == ids
        # Another account, another body, another id: another request.
        other = reader.call("AllocateAddress", {}, 1, again("a"))
        assert other["AllocationId"] not in ids
        assert reader.call("AllocateAddress", {"Domain": "vpc"}, 0,
                           again("a"))["error"][0] == "AddressLimitExceeded"
        reader.call("ReleaseAddress", {"AllocationId": first["AllocationId"]})
        # After an hour it is a new one.
        daemon.advance(3590_000)
        assert reader.call("AllocateAddress", {}, 0, again("a")) == first
        daemon.advance(20_000)
        new = reader.call("AllocateAddress", {}, 0, again("a"))
        assert new["AllocationId"] not in ids, new
    print("answers and an error after SIGKILL; for an hour")


def check_large(program, folder):
    """The largest answer of what changes something is kept whole."""
    def tags(kind):
        return [{"Key": f"{kind}{number:02}" + "<" * 124,
                 "Value": "<" * 256} for number in range(50)]

    def create(daemon, name):
        """With as few bytes as possible."""
        pairs = [("Action", "CreateIpamPool"),
                 ("AWSAccessKeyId", f"AKIA{scenario.ACCOUNTS[0]}"),
                 *raw.flatten("CreateIpamPool", {
                     "IpamScopeId": daemon.scope(scenario.ACCOUNTS[0]),
                     "AddressFamily": "ipv4", "AllocationResourceTags": tags("a"),
                     "TagSpecifications": [{"ResourceType": "ipam-pool",
                                            "Tags": tags("b")}]})]
        status, body = raw.send(
            daemon.endpoint, "&".join(map("=".join, pairs)).encode(),
            again(name))
        assert status == 200 and len(body) > 150000, (status, body[:999])
        return body

    with Kept(program, folder, verify=False) as daemon:
        first = create(daemon, "big")
        assert create(daemon, "big") == first
        daemon.kill()
    with Kept(program, folder) as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        pools = reader.call("DescribeIpamPools", {})["IpamPools"]
        assert len(pools) == 1 and len(pools[0]["Tags"]) == 50, pools
    with Kept(program, folder, verify=False) as daemon:
        assert create(daemon, "big") == first
        # More beside it, over another end.
        more = [create(daemon, f"n{number}") for number in range(5)]
        daemon.kill()
    with Kept(program, folder, verify=False) as daemon:
        assert create(daemon, "big") == first
        for number, one in enumerate(more):
            assert create(daemon, f"n{number}") == one
        print(f"answers of {len(first):,} bytes, over SIGKILL")


def ask(endpoint, account, prefix, answers):
    """Allocate until there is no server; what was asked last has no answer."""
    reader = raw.Client(endpoint, clients.KEYS)
    number = 0
    while True:
        name = f"{prefix}-{number}"
        answers[name] = None
        try:
            answer = reader.call("AllocateAddress", {}, account, again(name))
        except (OSError, http.client.HTTPException):
            return
        assert "error" not in answer, answer
        answers[name] = answer
        number += 1


def check_killed(program, folder, turns):
    """Each of many who lost their answers asks again."""
    options = ("--quota", "100000")
    answered, lost, found = set(), 0, 0
    for turn in range(turns):
        answers = [{} for _ in range(8)]
        with Kept(program, folder, *options) as daemon:
            daemon.kill_under(0.05 + turn * 0.013, ask, [
                (daemon.endpoint, number % 2, f"{turn}-{number}",
                 answers[number]) for number in range(8)])
        with Kept(program, folder, *options) as daemon:
            reader = raw.Client(daemon.endpoint, clients.KEYS)
            there = held(reader, 0, 1)
            for number, mine in enumerate(answers):
                for name, before in list(mine.items())[-9:]:
                    answer = reader.call("AllocateAddress", {}, number % 2,
                                         again(name))
                    assert before in (None, answer), (before, answer)
                    lost += before is None
                    found += before is None and answer["AllocationId"] in there
                    mine[name] = answer
                answered |= {one["AllocationId"] for one in mine.values()}
            left = held(reader, 0, 1) ^ answered
            assert not left, left
    assert lost == 8 * turns
    print(f"{len(answered)} addresses over {turns} kills; {lost} answers lost, "
          f"of which {found} were of what had been done")


class Losing:
    """Between client and server: the first answer comes back, and is dropped;
    then the server is killed and another one started."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.daemon = Kept(program, folder).__enter__()
        self.lost = b""
        threading.Thread(target=self.run, daemon=True).start()

    @staticmethod
    def message(source):
        said = b""
        while b"\r\n\r\n" not in said:
            said += source.recv(65536)
        head, _, body = said.partition(b"\r\n\r\n")
        size = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:"))
        while len(body) < size:
            body += source.recv(65536)
        return head + b"\r\n\r\n" + body

    def run(self):
        while True:
            client, _ = self.listener.accept()
            with client, socket.create_connection(
                    ("127.0.0.1", self.daemon.port)) as there:
                there.sendall(self.message(client))
                answer = self.message(there)
                if self.lost:
                    client.sendall(answer)
                    continue
                self.lost = answer
                self.daemon.kill()
                self.daemon = Kept(self.program, self.folder).__enter__()


def check_boto(program, folder):
    """boto3 asks again by itself."""
    for python in ("/usr/bin/python3", sys.executable):
        if subprocess.run([python, "-c", "import boto3"], check=False,
                          stderr=subprocess.DEVNULL).returncode:
            continue
        between = Losing(program, folder)
        with between.listener:
            done = subprocess.run(
                [python, "-c", BOTO, between.endpoint, *clients.KEYS[0]],
                text=True, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        allocation, address, request, ids = json.loads(done.stdout)
        with between.daemon as daemon:
            assert held(raw.Client(daemon.endpoint, clients.KEYS)) == {
                allocation}
            assert len(ids) == 2 and len(set(ids)) == 1, ids
            for value in (allocation, address, request):
                assert value.encode() in between.lost, (value, between.lost)
            assert "\neipd_repeated_total 1\n" in daemon.get("/metrics")
        print("boto3 loses an answer, and has it from the next server")
        return
    print("boto3 is not installed")


def main():
    for check, more in ((check_restarted, ()), (check_large, ()),
                        (check_killed, (8,)),
                        (check_boto, ())):
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            check(sys.argv[1], folder, *more)
        print(f"    {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
