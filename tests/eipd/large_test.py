# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""large_test.py EIPD: 100,000 addresses in one answer, which boto3 reads. While
it is sent the server keeps a piece of it, not the whole, and others are
served."""
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import server
from http_test import allocate_many

COUNT = 100000
READER = """
import sys, boto3
client = boto3.client("ec2", region_name="us-east-1", endpoint_url=sys.argv[1],
                      aws_access_key_id="a", aws_secret_access_key="b")
found = client.describe_addresses()["Addresses"]
print(len(found), len({item["AllocationId"] for item in found}),
      len({item["PublicIp"] for item in found}))
"""


def read_raw(daemon, seen):
    """The answer's size, and the most that the server took meanwhile."""
    with urllib.request.urlopen(
            daemon.endpoint + "/?Action=DescribeAddresses") as answer:
        while piece := answer.read(1 << 16):
            seen["bytes"] += len(piece)
            seen["most"] = max(seen["most"], daemon.memory())


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder, server.Server(
            program, folder, None, (), "--quota", str(COUNT)) as daemon:
        allocate_many(daemon, COUNT)
        before = daemon.memory()
        seen = {"bytes": 0, "most": 0}
        reader = threading.Thread(target=read_raw, args=(daemon, seen))
        reader.start()
        longest = 0
        while reader.is_alive():
            began = time.monotonic()
            assert daemon.get("/health") == "ok\n"
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.01)
        grown = seen["most"] - before
        print(f"{seen['bytes']:,} bytes; the server grew by {grown:,}; others "
              f"waited {longest * 1000:.0f} ms at the most")
        # The list itself is there, 16 bytes an address and less; the text of
        # it, twenty times as much, is not.
        assert seen["bytes"] > 200 * COUNT, seen
        assert daemon.keeps_freed() or grown < seen["bytes"] // 2, seen
        for python in ("/usr/bin/python3", sys.executable):
            done = subprocess.run([python, "-c", READER, daemon.endpoint],
                                  text=True, capture_output=True, check=False)
            if "No module named" in done.stderr:
                continue
            assert done.stdout.split() == [str(COUNT)] * 3, done
            print("boto3 read them")
            break


if __name__ == "__main__":
    sys.exit(main())
