# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""A server for a test: on a port of its own, ended at the end."""
import json
import pathlib
import signal
import socket
import subprocess
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, program, folder, keys, accounts, *options):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        credentials = pathlib.Path(folder) / "credentials"
        if keys:
            credentials.write_text("".join(
                f"{key} {secret} {account}\n"
                for (key, secret), account in zip(keys, accounts)),
                encoding="utf-8")
        who = ["--credentials", str(credentials)] if keys else ["--no-verify"]
        self.process = subprocess.Popen(
            [program, "--listen", f"127.0.0.1:{self.port}", *who, "--seed", "7", "--quota", "100", "--cooldown-ms",
             "0", "--allow-reset", *options],
            stdout=subprocess.DEVNULL)

    def get(self, path, data=None):
        with urllib.request.urlopen(self.endpoint + path, data,
                                    timeout=30) as answer:
            return answer.read().decode()

    def reset(self):
        self.get("/_eip/reset", b"")

    def advance(self, ms):
        self.get(f"/_eip/clock?advance-ms={ms}", b"")

    def set_account(self, account, quota, classic):
        self.get(f"/_eip/account/{account}?quota={quota}&classic={classic}",
                 b"")

    def scope(self, account):
        return json.loads(self.get(f"/_eip/account/{account}"))[
            "ipamDefaultPublicScopeId"]

    def memory(self):
        """Bytes that are resident."""
        status = pathlib.Path(f"/proc/{self.process.pid}/statm").read_text(
            encoding="ascii")
        return int(status.split()[1]) * 4096

    def keeps_freed(self):
        """Whether it is built with AddressSanitizer."""
        return "libasan" in pathlib.Path(
            f"/proc/{self.process.pid}/maps").read_text(encoding="ascii")

    def __enter__(self):
        for _ in range(100):
            try:
                if self.get("/health") == "ok\n":
                    return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server is not ready")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        assert code == 0, f"the server ended with {code}"
