# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""The client that others are compared with: it writes requests and reads answers
as wire.txt says, and knows nothing else. It signs by itself."""
import datetime
import hashlib
import hmac
import pathlib
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

NAMESPACE = "{http://ec2.amazonaws.com/doc/2016-11-15/}"
WIRE = {}
for line in (pathlib.Path(__file__).resolve().parent / "wire.txt").read_text(
        encoding="utf-8").splitlines():
    if not line.startswith("#"):
        operation_, side_, path_, wire_, kind_ = line.split("\t")
        WIRE.setdefault((operation_, side_), {})[path_] = (
            wire_.rpartition(".")[2], kind_.split(" required")[0])


def flatten(operation, parameters):
    members = WIRE[operation, "request"]
    pairs = []

    def add(prefix, path, value):
        if isinstance(value, list):
            for number, item in enumerate(value, 1):
                add(f"{prefix}.{number}", path, item)
        elif isinstance(value, dict):
            for name, item in value.items():
                below = f"{path}.{name}" if path else name
                add(".".join(filter(None, (prefix, members[below][0]))), below,
                    item)
        else:
            pairs.append((prefix, str(value).lower()
                          if isinstance(value, bool) else str(value)))

    add("", "", parameters)
    return pairs


def read(operation, element, path=""):
    """The members of an element, under the client's names."""
    members = WIRE.get((operation, "response"), {})
    here = {path_[len(path):].lstrip("."): said
            for path_, said in members.items()
            if path_.rpartition(".")[0] == path}
    result = {}
    for name, (wire, kind) in here.items():
        found = element.find(NAMESPACE + wire)
        below = f"{path}.{name}" if path else name
        if found is None:
            continue
        if kind == "list of structure":
            result[name] = [read(operation, item, below) for item in found]
        elif kind == "list of text":
            result[name] = [item.text or "" for item in found]
        elif kind == "structure":
            result[name] = read(operation, found, below)
        elif kind == "number":
            result[name] = int(found.text)
        elif kind == "boolean":
            result[name] = {"true": True, "false": False}[found.text]
        else:
            result[name] = found.text or ""
    return result


def sign(host, body, key, secret, now):
    """The headers of Signature Version 4, as AWS documents it."""
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/us-east-1/ec2/aws4_request"
    canonical = (f"POST\n/\n\nhost:{host}\nx-amz-date:{stamp}\n\n"
                 f"host;x-amz-date\n{hashlib.sha256(body).hexdigest()}")
    signing = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        signing = hmac.digest(signing, part.encode(), "sha256")
    text = (f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n"
            f"{hashlib.sha256(canonical.encode()).hexdigest()}")
    signature = hmac.digest(signing, text.encode(), "sha256").hex()
    return {"X-Amz-Date": stamp, "Authorization":
            f"AWS4-HMAC-SHA256 Credential={key}/{scope}, "
            f"SignedHeaders=host;x-amz-date, Signature={signature}"}


def send(endpoint, body, headers):
    """(HTTP status, body)"""
    request = urllib.request.Request(endpoint + "/", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Client:
    def __init__(self, endpoint, keys):
        self.endpoint = endpoint
        self.keys = keys

    def post(self, pairs, account=0, headers=None, now=None, secret=None):
        body = urllib.parse.urlencode(pairs).encode()
        key, known = self.keys[account]
        host = urllib.parse.urlparse(self.endpoint).netloc
        now = now or datetime.datetime.now(datetime.timezone.utc)
        return send(self.endpoint, body, {
            **sign(host, body, key, secret or known, now), **(headers or {})})

    def call(self, operation, parameters, account=0, headers=None):
        """The answer as a client would give it, or {"error": [code, text]}."""
        status, body = self.post(
            [("Action", operation), ("Version", "2016-11-15"),
             *flatten(operation, parameters)], account, headers)
        root = xml.etree.ElementTree.fromstring(body)
        if status != 200:
            error = root.find("Errors/Error")
            return {"error": [error.find("Code").text,
                              error.find("Message").text]}
        assert root.tag == f"{NAMESPACE}{operation}Response", root.tag
        assert root.find(f"{NAMESPACE}requestId").text
        return read(operation, root)
