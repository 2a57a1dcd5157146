# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""start_test.py EIPD UNIT: how the server is started: command line, configuration
and credentials, where it listens, and each mistake with its message; systemd, if it
is there, takes the unit."""
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

MISTAKES = (  # arguments, exit code, what is said
    ((), 2, "give either --credentials FILE or --no-verify"),
    (("--no-verify", "--credentials", "x"), 2, "give either"),
    (("--no-verify", "--connections", "0"), 2, "at least one connection"),
    (("--nonsense",), 2, "unrecognized option '--nonsense'"),
    (("--listen",), 2, "requires an argument"),
    (("--no-verify", "more"), 2, "more: not an option"),
    (("--no-verify", "--quota", "-1"), 2, "--quota: bad value '-1'"),
    (("--no-verify", "--quota", "4294967296"), 2,
     "--quota: bad value '4294967296'"),
    (("--no-verify", "--seed", "7x"), 2, "--seed: bad value '7x'"),
    (("--no-verify", "--threads", "1025"), 2,
     "--threads: 1025 is more than 1024"),
    (("--no-verify", "--region", "x" * 256), 2, "--region: bad value 'xxx"),
    (("--no-verify", "--region", "a b"), 1, "'a b' is not 1 to 63 letters"),
    (("--no-verify", "--ranges", "/nowhere"), 1, "/nowhere: cannot open"),
    (("--no-verify", "--data", "/proc/x"), 1, "cannot open the store"),
    (("--credentials", "/nowhere"), 1, "/nowhere: No such file"),
    (("--config", "/nowhere"), 2, "/nowhere: No such file"),
    *((("--no-verify", "--listen", place), 1, f"{place}: not ADDRESS:PORT")
      for place in ("x", "127.0.0.1", "4566", "127.0.0.1:", "127.0.0.1:65536",
                    "127.0.0.1:+5", "127.0.0.1:99999999999", "here:4566")))

CONFIGURATIONS = (  # a file, what is said
    ("no-verify = true\nbad = 1\n", ":2: bad: no such option"),
    ("# first\n\nno-verify\nquota = x\n", ":4: quota: bad value 'x'"),
    ("no-verify = yes\n", ":1: no-verify: bad value 'yes'"),
    ("config = x\n", ":1: config: no such option"),
    ("region = " + "x" * 100000 + "\n", ":1: region: bad value 'xxx"))

CREDENTIALS = (
    ("key secret\n", ":1: not an access key id, a secret and an account"),
    ("\n# key\nkey secret 1234\n", ":3: not an access key id"),
    ("key secret 111122223333 more\n", ":1: not an access key id"),
    ("key a 111122223333\nother b 111122223333\nkey c 111122223333\n",
     "the access key id key is there twice"))


class Started:
    """A server that says where it listens."""

    def __init__(self, program, *options, stderr=None):
        self.process = subprocess.Popen([program, *options], text=True,
                                        stdout=subprocess.PIPE, stderr=stderr)
        self.said = self.process.stdout.readline()
        self.place = re.fullmatch(r"eipd: serving on (.*:\d+)\n", self.said)[1]

    def get(self, path):
        with urllib.request.urlopen(f"http://{self.place}{path}",
                                    timeout=30) as answer:
            return answer.read().decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(30) == 0
        self.process.stdout.close()


def fails(program, arguments, code, said):
    done = subprocess.run([program, *arguments], capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == code and said in done.stderr, (arguments, done)
    assert not done.stdout, done


def check_mistakes(program, folder):
    for arguments, code, said in MISTAKES:
        fails(program, arguments, code, said)
    path = pathlib.Path(folder) / "file"
    for text, said in CONFIGURATIONS:
        path.write_text(text, encoding="utf-8")
        fails(program, ("--config", str(path)), 2, said)
    for text, said in CREDENTIALS:
        path.write_text(text, encoding="utf-8")
        fails(program, ("--credentials", str(path)), 1, said)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        fails(program, ("--no-verify", "--listen", f"127.0.0.1:{port}"), 1,
              f"cannot listen on 127.0.0.1:{port}: Address already in use")


def check_places(program):
    for place, found in (("127.0.0.1:0", "127.0.0.1"), ("[::1]:0", r"\[::1\]"),
                         ("0.0.0.0:0", "0.0.0.0")):
        if ":1" in place and not has_ipv6():
            continue
        with Started(program, "--no-verify", "--listen", place) as one:
            assert re.fullmatch(found + r":[1-9]\d*", one.place), one.said
            assert one.get("/health") == "ok\n"


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def check_configuration(program, folder):
    """What a file says, with its blanks; the command line wins."""
    path = pathlib.Path(folder) / "eipd.conf"
    path.write_text("# all\r\n\tno-verify = true \r\nlisten=127.0.0.1:0\n"
                    "quota = 1\nregion = eu-west-1", encoding="utf-8")
    for more, addresses in (((), 1), (("--quota", "2"), 2)):
        with Started(program, *more, "--config", str(path)) as one:
            got = [one.get("/?Action=AllocateAddress")
                   for _ in range(addresses)]
            assert all("<networkBorderGroup>eu-west-1<" in it for it in got)
            try:
                one.get("/?Action=AllocateAddress")
                raise SystemExit("more addresses than the quota")
            except urllib.error.HTTPError as error:
                assert b"AddressLimitExceeded" in error.read()


def check_log(program):
    """A line for each request, whatever is in it."""
    path = r"level=info method=(\S{1,15}) path=(\S{1,127}) status=(\d{3}) us=\d+"
    action = (r"level=info request=[0-9a-f-]{36} account=(\d{12}) action=(\S+) "
              r"status=(\d{3}) code=(\S+) us=\d+")
    with tempfile.TemporaryFile("w+") as log:
        with Started(program, "--no-verify", "--listen", "127.0.0.1:0", "--log",
                     stderr=log) as one:
            for target in ("/?Action=AllocateAddress&AWSAccessKeyId=111122223333",
                           "/?Action=a%0alevel=info", "/health",
                           "/a%20b%0alevel=info", "/" + "x" * 200):
                try:
                    one.get(target)
                except urllib.error.HTTPError:
                    pass
        log.seek(0)
        lines = log.read().splitlines()
    assert [re.fullmatch(action, line).groups() for line in lines[:2]] == [
        ("111122223333", "AllocateAddress", "200", "OK"),
        ("000000000000", "-", "400", "InvalidAction")], lines
    assert [re.fullmatch(path, line).groups() for line in lines[2:]] == [
        ("GET", "/health", "200"), ("GET", "/a?b?level=info", "404"),
        ("GET", "/" + "x" * 126, "404")], lines


def check_shown(program):
    helped = subprocess.run([program, "--help"], check=True, text=True,
                            capture_output=True).stdout
    for option in ("listen ADDRESS:PORT", "region NAME", "data DIR", "help",
                   "ranges FILE", "credentials FILE", "no-verify", "config FILE"):
        assert f"  --{option}" in helped, helped
    assert max(map(len, helped.splitlines())) <= 80
    assert re.fullmatch(r"eipd \d+\.\d+\.\d+\n", subprocess.run(
        [program, "--version"], check=True, text=True,
        capture_output=True).stdout)


def check_unit(unit, program, folder):
    if not shutil.which("systemd-analyze"):
        print("there is no systemd-analyze")
        return
    text = pathlib.Path(unit).read_text(encoding="utf-8")
    text = re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={pathlib.Path(program).resolve()}", text)
    path = pathlib.Path(folder) / "eipd.service"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(path)],
                          capture_output=True, text=True, check=False)
    # What else it says is of units of the machine.
    assert "eipd.service" not in done.stderr, done.stderr
    print("systemd takes the unit")


def main():
    program, unit = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        check_shown(program)
        check_mistakes(program, folder)
        check_places(program)
        check_configuration(program, folder)
        check_log(program)
        check_unit(unit, program, folder)


if __name__ == "__main__":
    sys.exit(main())
