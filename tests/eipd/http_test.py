# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""http_test.py EIPD [WIRE [FOLDER]]: the server as HTTP shows it: errors of EC2's
front end, repeated requests, recorded requests, limits, and clients that mean
harm. FOLDER may have a promtool."""
import asyncio
import datetime
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import xml.etree.ElementTree

import raw
import scenario
import server

KEYS = [(f"AKIA{account}TEST", f"secret/of+{account}")
        for account in scenario.ACCOUNTS]
VERSION = ("Version", "2016-11-15")


def code_of(answer):
    status, body = answer
    root = xml.etree.ElementTree.fromstring(body)
    return status, root.findtext("Errors/Error/Code"), \
        root.findtext("Errors/Error/Message")


def check_errors(daemon, client):
    def ask(*pairs, **more):
        return code_of(client.post([*pairs, VERSION], **more))

    now = datetime.datetime.now(datetime.timezone.utc)
    bad = "AWS was not able to validate the provided access credentials"
    assert ask(("Action", "Nonsense")) == (
        400, "InvalidAction",
        "The action Nonsense is not valid for this web service.")
    assert ask()[:2] == (400, "MissingAction")
    assert ask(("Action", "AllocateAddress"), ("Foo", "1")) == (
        400, "UnknownParameter", "The parameter Foo is not recognized")
    assert ask(("Action", "AllocateAddress"), ("DryRun", "maybe"))[:2] == (
        400, "InvalidParameterValue")
    assert ask(("Action", "ReleaseAddress"))[:2] == (400, "MissingParameter")
    assert ask(("Action", "AllocateAddress"), ("DryRun", "true"))[:2] == (
        412, "DryRunOperation")
    assert ask(("Action", "DescribeAddresses"), secret="wrong") == (
        401, "AuthFailure", bad)
    other = raw.Client(daemon.endpoint, [("AKIAUNKNOWN", "secret")])
    assert code_of(other.post([("Action", "DescribeAddresses")])) == (
        401, "AuthFailure", bad)
    for hours in (-1, 1):
        assert ask(("Action", "DescribeAddresses"),
                   now=now + datetime.timedelta(hours=hours)) == (
            400, "RequestExpired", "Request has expired.")
    unsigned = raw.send(daemon.endpoint, b"Action=DescribeAddresses", {})
    assert code_of(unsigned)[:2] == (400, "MissingParameter")
    # A body that is not the one that was signed.
    host = f"127.0.0.1:{daemon.port}"
    headers = raw.sign(host, b"Action=AllocateAddress", *KEYS[0], now)
    assert code_of(raw.send(daemon.endpoint, b"Action=DescribeAddresses",
                            headers))[1] == "AuthFailure"


def check_repeats(daemon, client):
    def allocate(invocation, account=0, **parameters):
        return client.call("AllocateAddress", parameters, account,
                           {"amz-sdk-invocation-id": invocation})

    def held(account=0):
        return len(client.call("DescribeAddresses", {}, account)["Addresses"])

    daemon.reset()
    first = allocate("a")
    assert allocate("a") == first and held() == 1
    assert allocate("b") != first and held() == 2
    assert "error" not in allocate("a", account=1) and held(1) == 1
    assert allocate("a", Domain="vpc") != first and held() == 3
    # Many attempts at once are one.
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(allocate("c")))
               for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 16 and all(a == answers[0] for a in answers)
    assert held() == 4
    # A failure is repeated too; a read is not.
    release = {"AllocationId": first["AllocationId"]}
    for _ in range(2):
        assert client.call("ReleaseAddress", release, 0,
                           {"amz-sdk-invocation-id": "d"}) == {}
    assert client.call("ReleaseAddress", release)["error"][0] == \
        "InvalidAllocationID.NotFound"
    assert held() == 3
    # A new engine is not answered for by the old one.
    daemon.reset()
    assert "error" not in allocate("a") and held() == 1


def talk(port, data, wait=10):
    """What the server says to some bytes, until it closes."""
    with socket.create_connection(("127.0.0.1", port), wait) as connection:
        connection.settimeout(wait)
        said = b""
        try:  # it may close before it has been told all
            connection.sendall(data)
        except ConnectionError:
            pass
        try:
            while more := connection.recv(65536):
                said += more
        except (TimeoutError, ConnectionError):
            pass
        return said


def check_recorded(daemon, folder):
    """Every recorded request is read: what it says is understood, whatever the
    engine says to ids that it never gave."""
    understood = {name for name, _ in raw.WIRE} | {"DescribeInstances"}
    count = 0
    for path in sorted(folder.glob("*/*.http")):
        request = path.read_bytes()
        request = re.sub(rb"(?im)^connection:[^\r\n]*\r?\n", b"", request)
        head, _, body = request.partition(b"\r\n\r\n")
        said = talk(daemon.port,
                    head + b"\r\nConnection: close\r\n\r\n" + body)
        status = int(said.split()[1])
        action = path.stem.partition("-")[2]
        root = xml.etree.ElementTree.fromstring(
            said.partition(b"\r\n\r\n")[2])
        code = root.findtext("Errors/Error/Code")
        if action not in understood:
            assert code == "InvalidAction", (path, code)
        elif code is None:
            assert status == 200 and root.tag.endswith(f"}}{action}Response")
        else:
            # These three ask for paging that DescribeAddresses never had, or
            # for a parameter that EC2 does not know.
            assert code not in ("InvalidAction", "MalformedQueryString",
                                "InternalError"), (path, code)
            if code == "UnknownParameter":
                print("unknown parameter in", path.parent.name, path.name,
                      root.findtext("Errors/Error/Message"))
        count += 1
    print(count, "recorded requests read")
    assert count > 200


def check_limits(port):
    """Each limit, and one beyond it."""
    def post(body, header=b""):
        return talk(port, b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + header + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    start = b"Action=DescribeAddresses&Action="
    assert b" 200 " not in post(b"A=" + b"a" * 65536).split(b"\r\n")[0]
    assert b"RequestEntityTooLarge" in post(start + b"a" * 65536)
    assert b"RequestEntityTooLarge" not in post(
        start + b"a" * (65536 - len(start)))
    pairs = b"&".join(b"PublicIp.%d=1" % i for i in range(1, 1000))
    assert b"InvalidAddress.Malformed" in post(
        b"Action=DescribeAddresses&" + pairs)
    assert b"more than 1000 parameters" in post(
        b"Action=DescribeAddresses&Version=1&" + pairs)
    # A header that is too large is refused, a chunked body that does not end
    # is not waited for.
    assert talk(port, b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40000 +
                b"\r\n\r\n").split(b" ")[1][:1] in (b"4", b"5")
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    talk(port, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
         b"\r\n\r\n" + chunk * 40)
    assert b"InvalidHttpMethod" in talk(
        port, b"PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert b"NotFound" in talk(
        port, b"GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")


def check_hostile(daemon):
    """Idle, slow, half and senseless connections; others are served."""
    daemon.get("/health")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(10000, hard - 100)
    resource.setrlimit(resource.RLIMIT_NOFILE,
                       (max(soft, wanted + 100), hard))
    idle = []
    for number in range(wanted):
        connection = socket.create_connection(("127.0.0.1", daemon.port), 10)
        if number % 3 == 1:
            connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nA")
        elif number % 3 == 2:
            connection.sendall(b"GET /?Action=Des")
        idle.append(connection)
    began = time.monotonic()
    assert daemon.get("/health") == "ok\n"
    print(f"{len(idle)} idle connections: served in "
          f"{time.monotonic() - began:.3f} s, "
          f"{daemon.memory() >> 20} MiB resident")
    for connection in idle:
        connection.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    garbage = bytes((i * 7919 + (i >> 3)) & 255 for i in range(4096))
    for start in range(0, 256, 8):
        with socket.create_connection(("127.0.0.1", daemon.port), 10) as sock:
            try:
                sock.sendall(garbage[start:] + b"\r\n\r\n")
            except ConnectionError:
                pass
    one = b"GET /?Action=DescribeAddresses HTTP/1.1\r\nHost: a\r\n"
    said = talk(daemon.port, (one + b"\r\n") * 99 + one +
                b"Connection: close\r\n\r\n")
    assert said.count(b"HTTP/1.1 200") == 100, said[:300]
    assert daemon.get("/health") == "ok\n"


def check_soak(daemon, rounds):
    """Allocations and releases, answers read or not: memory stays flat."""
    def work():
        for _ in range(rounds):
            body = daemon.get("/?Action=AllocateAddress")
            allocation = re.search("<allocationId>(.*)</allocationId>",
                                   body)[1]
            daemon.get("/?Action=ReleaseAddress&AllocationId=" + allocation)
            with socket.create_connection(("127.0.0.1", daemon.port),
                                          10) as sock:
                sock.sendall(b"GET /?Action=DescribeAddresses HTTP/1.1\r\n"
                             b"Host: a\r\n\r\n")

    work()
    before = daemon.memory()
    work()
    work()
    after = daemon.memory()
    print(f"soak: {before >> 10} KiB before, {after >> 10} KiB after")
    # With AddressSanitizer, which keeps what is freed, leaks are looked for as
    # the server ends.
    assert after - before < 1 << 20 or daemon.keeps_freed()


def check_suite(daemon):
    """What is below /_eip/, and what it refuses."""
    account = scenario.ACCOUNTS[0]
    for path, data, status in (
            (f"account/{account}?quota=3&classic=1", b"", 200),
            (f"account/{account}?quota=x", b"", 400),
            (f"account/{account}?quota=268435456", b"", 400),
            (f"account/{account}?classic=2", b"", 400),
            ("account/x?quota=3", b"", 404), ("account/x", None, 404),
            (f"account/{account}", None, 200),
            ("clock?advance-ms=1000", b"", 200),
            ("clock?advance-ms=-1", b"", 400),
            ("clock?advance-ms=9999999999999", b"", 400),
            ("clock?advance-ms=99999999999999999999", b"", 400),
            ("snapshot", b"", 400), ("snapshot?name=", b"", 400),
            ("snapshot?name=" + "x" * 64, b"", 400),
            ("restore?name=none", b"", 404), ("restore", b"", 404),
            ("clock", None, 404), ("nothing", b"", 404),
            ("reset", None, 404), ("reset", b"", 200)):
        try:
            daemon.get("/_eip/" + path, data)
            got = 200
        except urllib.error.HTTPError as error:
            got = error.code
        assert got == status, (path, data, got)


def check_snapshots(daemon, client):
    """A suite goes back to where it was, as often as it likes."""
    client.call("AllocateAddress", {})
    daemon.get("/_eip/snapshot?name=a", b"")
    before = client.call("DescribeAddresses", {})
    assert len(before["Addresses"]) == 1, before
    for _ in range(3):
        client.call("ReleaseAddress", {
            "AllocationId": before["Addresses"][0]["AllocationId"]})
        client.call("AllocateAddress", {})
        client.call("AllocateAddress", {})
        daemon.get("/_eip/snapshot?name=b", b"")
        daemon.get("/_eip/restore?name=a", b"")
        assert client.call("DescribeAddresses", {}) == before
    daemon.get("/_eip/restore?name=b", b"")
    assert len(client.call("DescribeAddresses", {})["Addresses"]) == 2
    for number in range(14):
        daemon.get(f"/_eip/snapshot?name={number}", b"")
    try:
        daemon.get("/_eip/snapshot?name=more", b"")
        raise SystemExit("more snapshots than there is room for")
    except urllib.error.HTTPError as error:
        assert error.code == 500
    daemon.get("/_eip/snapshot?name=a", b"")
    daemon.reset()


def allocate_many(daemon, count):
    """`count` addresses, by hundreds of requests at once."""
    ask = b"GET /?Action=AllocateAddress HTTP/1.1\r\nHost: a\r\n\r\n"
    with socket.create_connection(("127.0.0.1", daemon.port), 30) as sock:
        for _ in range(count // 100):
            sock.sendall(ask * 100)
            said = b""
            while said.count(b"</AllocateAddressResponse>") < 100:
                said += sock.recv(1 << 20)
            assert said.count(b"HTTP/1.1 200") == 100


async def converse(port, requests):
    """One connection's requests, one after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(requests):
        writer.write(b"GET /?Action=DescribeTags HTTP/1.1\r\nHost: a\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(re.search(rb"Content-Length: (\d+)",
                                               head)[1]))
    writer.close()


def check_crowd(daemon):
    """As many connections that speak at once as libmicrohttpd looks at in one
    go, and more: nobody waits until there is one more."""
    async def crowd(count):
        await asyncio.wait_for(asyncio.gather(*[
            converse(daemon.port, 20) for _ in range(count)]), 60)

    for count in (128, 256, 512):
        began = time.monotonic()
        asyncio.run(crowd(count))
        print(f"{count} connections at once: {20 * count} answers in "
              f"{time.monotonic() - began:.1f} s")


def check_large(daemon):
    """An answer of 20,000 addresses to a client that reads it slowly; others
    are served meanwhile."""
    allocate_many(daemon, 20000)
    with socket.create_connection(("127.0.0.1", daemon.port), 30) as sock:
        sock.sendall(b"GET /?Action=DescribeAddresses HTTP/1.1\r\nHost: a\r\n"
                     b"Connection: close\r\n\r\n")
        said = sock.recv(1000)
        time.sleep(0.2)
        assert daemon.get("/health") == "ok\n"
        # What is under way is finished before the server ends.
        daemon.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        try:
            daemon.get("/health")
            raise SystemExit("connections are taken after SIGTERM")
        except OSError:
            pass
        while more := sock.recv(1 << 20):
            said += more
    assert b"Transfer-Encoding: chunked" in said
    ids = set(re.findall(rb"eipalloc-0[0-9a-f]{16}", said))
    # A chunk's end may go through an id.
    assert 19800 <= len(ids) <= 20000, len(ids)
    assert said.endswith(b"</addressesSet></DescribeAddressesResponse>"
                         b"\r\n0\r\n\r\n"), said[-100:]
    print(f"20,000 addresses in {len(said):,} bytes")


def check_metrics(daemon, folder):
    text = daemon.get("/metrics")
    promtool = shutil.which("promtool", path=f"{folder}:{os.environ['PATH']}")
    if promtool:
        done = subprocess.run([promtool, "check", "metrics"], input=text,
                              text=True, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done
    line = re.compile(r"(# (HELP|TYPE) \w+ .+)|"
                      r"([a-z_]+(\{(\w+=\"[^\"]*\",?)+\})? [0-9.e+-]+)")
    assert text.endswith("\n")
    for number, row in enumerate(text.splitlines()):
        assert line.fullmatch(row), (number, row)
    assert re.search(r'eipd_requests_total\{operation="AllocateAddress",'
                     r'code="OK"\} [1-9]', text)
    assert re.search(r'eipd_pool_addresses\{pool="amazon",border_group='
                     r'"us-east-1",state="free"\} [1-9]', text)


def main():
    program = sys.argv[1]
    wire = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as folder:
        with server.Server(program, folder, KEYS, scenario.ACCOUNTS) as daemon:
            client = raw.Client(daemon.endpoint, KEYS)
            check_errors(daemon, client)
            check_repeats(daemon, client)
            check_suite(daemon)
            check_snapshots(daemon, client)
            client.call("AllocateAddress", {}, 0)
            check_metrics(daemon, sys.argv[3] if len(sys.argv) > 3 else "")
        with server.Server(program, folder, None, (), "--timeout",
                           "3") as daemon:
            if wire and wire.is_dir():
                check_recorded(daemon, wire)
            check_limits(daemon.port)
            check_hostile(daemon)
            check_crowd(daemon)
            check_soak(daemon, 300)
        with server.Server(program, folder, None, (), "--quota",
                           "20000") as daemon:
            check_large(daemon)


if __name__ == "__main__":
    sys.exit(main())
