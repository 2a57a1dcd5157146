# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""kept_test.py EIPD [SLOW]: a server with --data. It answers what one in memory does;
what it answered is there after SIGKILL, whenever that comes; boto3 finds it. SLOW
is what slow.c becomes."""
import http.client
import json
import os
import pathlib
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error

import clients
import raw
import scenario
import server

BOTO = """
import sys, json, boto3
client = boto3.client("ec2", region_name="us-east-1", endpoint_url=sys.argv[1],
                      aws_access_key_id=sys.argv[2],
                      aws_secret_access_key=sys.argv[3])
print(json.dumps([item["AllocationId"]
                  for item in client.describe_addresses()["Addresses"]]))
"""
READS = ("DescribeAddresses", "DescribeTags", "DescribePublicIpv4Pools",
         "DescribeIpamPools", "DescribeCoipPools", "DescribeAddressTransfers",
         "DescribeIpamPoolAllocations")


class Kept(server.Server):
    """A server that keeps what it does; it may be killed."""

    def __init__(self, program, folder, *options, verify=True):
        super().__init__(program, folder, clients.KEYS if verify else None,
                         scenario.ACCOUNTS,
                         "--data", str(pathlib.Path(folder) / "data"),
                         *options)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def kill_under(self, seconds, work, arguments):
        """Kill it so long after threads began to work, one for each tuple of
        arguments; all end by that."""
        threads = [threading.Thread(target=work, args=own)
                   for own in arguments]
        for thread in threads:
            thread.start()
        threads[0].join(seconds)
        self.kill()
        for thread in threads:
            thread.join()

    def __exit__(self, *stops):
        if self.process.poll() is None:
            super().__exit__(*stops)


def held(reader, *accounts):
    """Allocation ids of the accounts; without any, of the first."""
    return {item["AllocationId"] for account in accounts or (0,) for item in
            reader.call("DescribeAddresses", {}, account)["Addresses"]}


def numbered(answers):
    """Which addresses and ids there are depends on the thread that asks; each
    stands for the place where it comes first."""
    places = {}
    return [re.sub(r"198\.1[89]\.\d+\.\d+|\b[0-9a-f]{17}\b|eip\w+-[0-9a-f]{17}",
                   lambda found: f"#{places.setdefault(found[0], len(places))}",
                   json.dumps(answer)) for answer in answers]


def all_of(reader):
    """What every account reads."""
    return [clients.plain(reader.call(operation, {}, account))
            for operation in READS for account in range(len(clients.KEYS))] + [
        clients.plain(reader.call("DescribeByoipCidrs", {"MaxResults": 10}))]


def check_story(program, folder):
    with server.Server(program, folder, clients.KEYS, scenario.ACCOUNTS,
                       "--threads", "1") as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        expected = list(clients.story(daemon, reader.call))
    with Kept(program, folder, "--threads", "1") as daemon:
        # It is new, and can be neither reset nor set back.
        daemon.get("/_eip/snapshot?name=a", b"")
        for path, code in (("reset", 500), ("restore?name=a", 404)):
            try:
                daemon.get("/_eip/" + path, b"")
                raise AssertionError("a kept engine was replaced")
            except urllib.error.HTTPError as error:
                assert error.code == code, error
        daemon.reset = lambda: None
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        got = list(clients.story(daemon, reader.call))
        assert len(got) == len(expected)
        got, wanted = numbered(got), numbered(expected)
        for one, other in zip(got, wanted):
            assert one == other, (one, other)
        reader.call("AllocateAddress", {"TagSpecifications": [
            {"ResourceType": "elastic-ip",
             "Tags": [{"Key": "k", "Value": "\u00e4<"}]}]})
        before = all_of(reader)
        daemon.kill()
    with Kept(program, folder) as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        assert all_of(reader) == before
    with Kept(program, folder) as daemon:  # after an orderly end, too
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        assert all_of(reader) == before
    print(f"a story of {len(expected)} steps, and {len(before)} answers after "
          "SIGKILL")


def load(daemon, account, known, gone):
    """Allocate and release until there is no server."""
    reader = raw.Client(daemon.endpoint, clients.KEYS)
    draw = random.Random(account)
    mine = []
    try:
        while True:
            if mine and draw.random() < 0.4:
                one = mine.pop(draw.randrange(len(mine)))
                gone.add(one)  # perhaps, from now on
                reader.call("ReleaseAddress", {"AllocationId": one}, account)
            else:
                answer = reader.call("AllocateAddress", {}, account)
                if "error" in answer:
                    assert answer["error"][0] == "AddressLimitExceeded", answer
                    continue
                mine.append(answer["AllocationId"])
                known.add(answer["AllocationId"])
    except (OSError, http.client.HTTPException):
        pass


def check_killed(program, folder, turns):
    """A server under load is killed again and again."""
    known, gone = set(), set()
    options = ("--quota", "100000")
    for turn in range(turns):
        with Kept(program, folder, *options) as daemon:
            daemon.kill_under(0.05 + turn * 0.02, load, [
                (daemon, number % 2, known, gone) for number in range(8)])
        with Kept(program, folder, *options) as daemon:
            reader = raw.Client(daemon.endpoint, clients.KEYS)
            there = held(reader, 0, 1)
            lost = known - gone - there
            assert not lost, lost
            assert len(there - known) <= 8 * (turn + 1), len(there - known)
            if turn == turns - 1:
                check_boto(daemon, there)
    print(f"{len(known)} addresses answered over {turns} kills, none lost")


def check_stopped(program, folder):
    """An orderly end while there is work."""
    known, gone = set(), set()
    with Kept(program, folder, "--quota", "100000") as daemon:
        threads = [threading.Thread(target=load, args=(
            daemon, number % 2, known, gone)) for number in range(8)]
        for thread in threads:
            thread.start()
        threads[0].join(0.5)
        daemon.process.send_signal(signal.SIGTERM)
        assert daemon.process.wait(60) == 0, daemon.process.returncode
        for thread in threads:
            thread.join()
    with Kept(program, folder, "--quota", "100000") as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        assert known - gone <= held(reader, 0, 1)
    print(f"stopped in the middle: {len(known)} addresses answered")


def check_impatient(program, folder):
    """Who goes away while its answer waits disturbs nobody; who asks for many
    things at once gets all answers, in order."""
    ask = (b"GET /?Action=AllocateAddress&AWSAccessKeyId=AKIA%s HTTP/1.1\r\n"
           b"Host: a\r\n\r\n" % scenario.ACCOUNTS[0].encode())
    reset = struct.pack("ii", 1, 0)
    with Kept(program, folder, "--quota", "100000", verify=False) as daemon:
        for turn in range(300):
            with socket.create_connection(("127.0.0.1", daemon.port)) as sock:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                sock.sendall(ask * (1 + turn % 3))
                time.sleep(turn % 7 * 0.0003)
        with socket.create_connection(("127.0.0.1", daemon.port), 30) as sock:
            sock.sendall(ask * 100)
            said = b""
            while said.count(b"</AllocateAddressResponse>") < 100:
                more = sock.recv(1 << 20)
                assert more, said[-300:]
                said += more
        asked = re.findall(rb"<allocationId>(.*?)</allocationId>", said)
        assert len(set(asked)) == 100
        daemon.kill()
    with Kept(program, folder, "--quota", "100000") as daemon:
        there = held(raw.Client(daemon.endpoint, clients.KEYS))
        assert {one.decode() for one in asked} <= there
        print(f"{len(there) - 100} addresses of who went away; 100 at once")


def check_slow(program, folder):
    """Who waits for a slow device is answered, however short silence may be, and
    others meanwhile; a connection is as it was afterwards."""
    if len(sys.argv) < 3:
        return
    slow = pathlib.Path(folder) / "slow"
    wrapper = pathlib.Path(folder) / "slowly"
    wrapper.write_text(f"#!/bin/sh\nexport EIPD_SLOW={slow}\n"
                       f"export LD_PRELOAD={os.path.abspath(sys.argv[2])}\n"
                       f'exec {os.path.abspath(program)} "$@"\n',
                       encoding="utf-8")
    wrapper.chmod(0o755)
    ask = b"GET /?Action=%s HTTP/1.1\r\nHost: a\r\n\r\n"
    with Kept(str(wrapper), folder, "--timeout", "1", verify=False) as daemon:
        slow.touch()
        with socket.create_connection(("127.0.0.1", daemon.port), 30) as sock:
            sock.sendall(ask % b"AllocateAddress")
            began = time.monotonic()
            time.sleep(0.1)
            assert "addressesSet" in daemon.get("/?Action=DescribeAddresses")
            assert time.monotonic() - began < 2
            assert b"<allocationId>" in sock.recv(65536)
            waited = time.monotonic() - began
            assert waited > 2, waited
            slow.unlink()
            sock.sendall(ask % b"DescribeTags")
            assert b"<tagSet>" in sock.recv(65536)
            assert sock.recv(65536) == b"", "silence is not noticed any more"
    print(f"a device of {waited:.1f} s is waited for")


def check_boto(daemon, held):
    for python in ("/usr/bin/python3", sys.executable):
        done = [subprocess.run([python, "-c", BOTO, daemon.endpoint, *key],
                               text=True, capture_output=True, check=False)
                for key in clients.KEYS[:2]]
        if "No module named" in done[0].stderr:
            continue
        found = [json.loads(one.stdout) for one in done]
        assert set(found[0] + found[1]) == held
        print("boto3 finds them")
        return


def check_full(program, folder):
    """A device without room: errors, not answers that do not last."""
    path = pathlib.Path(folder) / "data"
    path.mkdir()
    limit = ["prlimit", "--fsize=262144"]
    if subprocess.run([*limit, "true"], check=False).returncode:
        return
    wrapper = pathlib.Path(folder) / "limited"
    wrapper.write_text("#!/bin/sh\ntrap '' XFSZ\nexec " + " ".join(limit) +
                       f' {os.path.abspath(program)} --log "$@"'
                       f' 2>{folder}/log\n', encoding="utf-8")
    wrapper.chmod(0o755)
    options = ("--quota", "1000000")
    known, refused = set(), 0
    with Kept(str(wrapper), folder, *options) as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        for _ in range(20000):
            answer = reader.call("AllocateAddress", {})
            if "error" in answer:
                assert answer["error"][0] == "InternalError", answer
                refused += 1
                if refused == 3:
                    break
            else:
                assert not refused, "an answer after the store failed"
                known.add(answer["AllocationId"])
        assert refused == 3, len(known)
        assert re.search(r'operation="AllocateAddress",code="InternalError"} 3',
                         daemon.get("/metrics"))
        daemon.kill()
    # What was logged is what was answered.
    logged = re.findall(r"action=AllocateAddress status=(\d+) code=(\w+)",
                        (pathlib.Path(folder) / "log").read_text(
                            encoding="utf-8"))
    assert logged == [("200", "OK")] * len(known) + [
        ("500", "InternalError")] * 3, logged[-5:]
    with Kept(program, folder, *options) as daemon:
        reader = raw.Client(daemon.endpoint, clients.KEYS)
        held = {item["AllocationId"] for item in
                reader.call("DescribeAddresses", {})["Addresses"]}
        assert known <= held, len(known - held)
    print(f"{len(known)} addresses before the device was full, none lost")


def many_groups(path, count):
    """Ranges whose blocks come by so many calls."""
    names = ["us-east-1"] + [f"us-east-1-x{i}-1" for i in range(1, count)]
    path.write_text(json.dumps({
        "syncToken": "1", "createDate": "2026-01-01-00-00-00",
        "prefixes": [
            {"ip_prefix": f"20.{i // 256}.{i % 256}.0/24", "service": "EC2",
             "region": "us-east-1", "network_border_group": name}
            for i, name in enumerate(names)]}), encoding="utf-8")
    return names


def check_begun(program, folder):
    """A server whose memory ends while it begins has all of its blocks the next
    time, not some."""
    folder = pathlib.Path(folder)
    names = many_groups(folder / "ranges.json", 1000)
    options = ("--ranges", str(folder / "ranges.json"), "--quota", "1000")
    for mib in (80, 90, 100, 120, 160):
        place = folder / str(mib)
        place.mkdir()
        subprocess.run(
            ["timeout", "-s", "KILL", "2", "prlimit", f"--as={mib << 20}",
             program, "--listen", f"127.0.0.1:{server.free_port()}",
             "--no-verify", "--seed", "7", "--cooldown-ms", "0", *options,
             "--data", str(place / "data")],
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with Kept(program, place, *options) as daemon:
            reader = raw.Client(daemon.endpoint, clients.KEYS)
            for name in (names[0], names[-1]):
                answer = reader.call("AllocateAddress",
                                     {"NetworkBorderGroup": name})
                assert "error" not in answer, (mib, name, answer)
    print(f"ended while it began: all of {len(names)} border groups")


def main():
    for check, more in ((check_story, ()), (check_killed, (12,)),
                        (check_stopped, ()), (check_impatient, ()),
                        (check_slow, ()),
                        (check_full, ()),
                        (check_begun, ())):
        with tempfile.TemporaryDirectory() as folder:
            check(sys.argv[1], folder, *more)


if __name__ == "__main__":
    sys.exit(main())
