# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""protocol_test.py EIPD: HTTP as RFC 9110 and 9112 have it, in the forms in which
clients and proxies send it; signatures in those in which AWS's clients make them."""
import datetime
import hashlib
import hmac
import re
import sys
import tempfile
import urllib.parse

import raw
import server
from http_test import KEYS, code_of, talk

ASK = b"Action=AllocateAddress"
DONE = b"</AllocateAddressResponse>"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def request(line, *headers, body=b"", close=True):
    return b"\r\n".join((line, *headers, *([b"Connection: close"] * close),
                         b"", body))


def length(body):
    return b"Content-Length: %d" % len(body)


def check_taken(port):
    """What is the same request in another form is answered alike."""
    post = b"POST / HTTP/1.1"
    for name, sent in {
            "no header but the length": request(post, length(ASK), body=ASK),
            "no type": request(post, b"Host: a", length(ASK), body=ASK),
            "a charset": request(post, b"Host: a", FORM.strip() +
                                 b"; charset=utf-8", length(ASK), body=ASK),
            "another type": request(post, b"Content-Type: application/json",
                                    length(ASK), body=ASK),
            "small letters": request(post, b"host: a", length(ASK).lower(),
                                     body=ASK),
            "the same length twice": request(post, length(ASK), length(ASK),
                                             body=ASK),
            "chunks": request(post, b"Host: a", b"Transfer-Encoding: chunked",
                              body=b"6\r\nAction\r\n10;x=y\r\n=AllocateAddress"
                              b"\r\n0\r\nTrailer: x\r\n\r\n"),
            "Expect": request(post, b"Host: a", b"Expect: 100-continue",
                              length(ASK), body=ASK),
            "HTTP/1.0": request(b"POST / HTTP/1.0", length(ASK), body=ASK,
                                close=False),
            "a URL": request(b"GET /?" + ASK + b" HTTP/1.1", b"Host: a"),
            "a URL and a body": request(
                b"POST /?Version=2016-11-15 HTTP/1.1", b"Host: a", length(ASK),
                body=ASK),
            "escapes": request(b"GET /?%41ction=Allocate%41ddress&&& HTTP/1.1",
                               b"Host: a"),
            "a whole URL": request(
                b"GET http://a.example:80/?" + ASK + b" HTTP/1.1", b"Host: a"),
            "a whole URL without path": request(
                b"GET HTTP://a.example?" + ASK + b" HTTP/1.1", b"Host: a"),
            "a folded header": request(post, b"Host: a", b"X-A: b,\r\n c",
                                       length(ASK), body=ASK)}.items():
        said = talk(port, sent)
        assert said.count(DONE) == 1 and b" 200 OK\r\n" in said, (name, said)
        assert (b"100 Continue" in said) == (name == "Expect"), said
    # One after the other on a connection, of both versions.
    for version, header in ((b"1.1", b"Host: a"),
                            (b"1.0", b"Connection: keep-alive")):
        said = talk(port, request(b"POST / HTTP/" + version, header, length(ASK),
                                  body=ASK, close=False) * 3 +
                    request(post, length(ASK), body=ASK))
        assert said.count(DONE) == 4, said


def check_refused(port):
    """What has two meanings has none; what is another method says which are."""
    two = ((length(ASK), b"Content-Length: 3"),
           (b"Content-Length: 3", length(ASK)),
           (length(ASK), b"Transfer-Encoding: chunked"),
           (b"Transfer-Encoding: chunked", length(ASK)))
    for headers in two:
        said = talk(port, request(b"POST / HTTP/1.1", b"Host: a", *headers,
                                  body=ASK, close=False))
        assert b"more than one length" in said and b" 400 " in said, said
        assert said.count(b"HTTP/1.1") == 1, said
    for sent in (b"Content-Length: -1", b"Content-Length: 9x",
                 b"Content-Length: 99999999999999999999999"):
        said = talk(port, request(b"POST / HTTP/1.1", sent, body=ASK))
        assert said.split(b" ")[1] in (b"400", b"413"), said
    for method in (b"PUT", b"DELETE", b"OPTIONS", b"HEAD", b"PATCH", b"get"):
        said = talk(port, request(method + b" /?" + ASK + b" HTTP/1.1",
                                  b"Host: a"))
        head, _, body = said.partition(b"\r\n\r\n")
        assert b" 405 " in head and b"\r\nAllow: GET, POST" in head, said
        assert (body == b"") == (method == b"HEAD"), said
    for path in (b"*", b"//", b"/x/", b"http://a/x", b"/%2f"):
        said = talk(port, request(b"GET " + path + b" HTTP/1.1", b"Host: a"))
        assert b" 404 " in said, (path, said)
    for path in (b"/health", b"/metrics"):
        said = talk(port, request(b"HEAD " + path + b" HTTP/1.1", b"Host: a"))
        assert b" 200 " in said and said.endswith(b"\r\n\r\n"), said


def check_again(port):
    """Of a request that comes again what its URL asks for is a part; when it was
    signed is not."""
    def get(query):
        said = talk(port, request(b"GET /?%s HTTP/1.1" % query, b"Host: a",
                                  b"amz-sdk-invocation-id: a"))
        return said.partition(b"\r\n\r\n")[2]

    rest = b"&ResourceId.1=a&Tag.1.Key=b"
    asked = get(b"Action=CreateTags" + rest + b"&Timestamp=1")
    assert b"<Code>" in asked and b"InvalidAction" not in asked, asked
    assert get(b"Timestamp=2&Action=CreateTags" + rest) == asked
    for other in (b"Action=DeleteTags" + rest, b"Action=CreateTags" + rest + b"b",
                  b"Action=CreateTags&ResourceId.1=aTag.1&Key=b"):
        assert get(other) != asked, other


# -- signatures -----------------------------------------------------------------


def mac(secret, scope, text):
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def signature(method, query, headers, body, scope, stamp, secret):
    canonical = (f"{method}\n/\n{query}\n" + "".join(
        f"{name}:{value}\n" for name, value in headers) + "\n" + ";".join(
            name for name, _ in headers) + f"\n{body}")
    return mac(secret, scope, f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n"
               f"{hashlib.sha256(canonical.encode()).hexdigest()}")


def presigned(daemon, query=(), seconds=60, past=0):
    """The URL that who has the key gives to who has none."""
    stamp = (datetime.datetime.now(datetime.timezone.utc) -
             datetime.timedelta(seconds=past)).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/us-east-1/ec2/aws4_request"
    pairs = sorted({"Action": "DescribeAddresses", "Version": "2016-11-15",
                    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
                    "X-Amz-Credential": f"{KEYS[0][0]}/{scope}",
                    "X-Amz-Date": stamp, "X-Amz-Expires": str(seconds),
                    "X-Amz-SignedHeaders": "host", **dict(query)}.items())
    text = urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote, safe="~")
    empty = hashlib.sha256(b"").hexdigest()
    return f"/?{text}&X-Amz-Signature=" + signature(
        "GET", text, [("host", f"127.0.0.1:{daemon.port}")], empty, scope, stamp,
        KEYS[0][1])


def signed(daemon, more=(), body=ASK, said=None, end="aws4_request"):
    """(status, code) of a request with these headers, signed too; `said` is what
    stands for the body's hash."""
    stamp = datetime.datetime.now(datetime.timezone.utc).strftime(
        "%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/us-east-1/ec2/{end}"
    headers = {"host": f"127.0.0.1:{daemon.port}", "x-amz-date": stamp,
               **dict(more)}
    if said:
        headers["x-amz-content-sha256"] = said
    seen = sorted((name, re.sub(" +", " ", value.strip()))
                  for name, value in headers.items())
    sign = signature("POST", "", seen, said or hashlib.sha256(body).hexdigest(),
                     scope, stamp, KEYS[0][1])
    status, text = raw.send(daemon.endpoint, body, {
        **headers, "Authorization": f"AWS4-HMAC-SHA256 Credential={KEYS[0][0]}/"
        f"{scope},SignedHeaders={';'.join(name for name, _ in seen)},"
        f"Signature={sign}"})
    return status, code_of((status, text))[1]


def check_signed(daemon):
    """In a header."""
    fine, refused = (200, None), (401, "AuthFailure")
    assert signed(daemon) == fine
    # As AWS SDK for Java 2 does; with a session's token; with blanks within.
    assert signed(daemon, {
        "amz-sdk-invocation-id": "67a1cbb8-6d4a-4a06-9b0c-5f5f8f4a7f1b",
        "amz-sdk-request": "attempt=1; max=4",
        "content-type":
            "application/x-www-form-urlencoded; charset=UTF-8"}) == fine
    assert signed(daemon, {"x-amz-security-token": "IQoJ/b3+JpZ2=="}) == fine
    assert signed(daemon, {"x-amz-meta": "  a   b  c "}) == fine
    assert signed(daemon, {"host": "ec2.us-east-1.amazonaws.com"}) == fine
    assert signed(daemon, said=hashlib.sha256(ASK).hexdigest()) == fine
    # A body that anybody on the way could have changed.
    assert signed(daemon, said="UNSIGNED-PAYLOAD") == refused
    assert signed(daemon, said=hashlib.sha256(b"").hexdigest()) == refused
    assert signed(daemon, end="aws5_request") == refused
    for header in ("", "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 x=y",
                   "AWS4-HMAC-SHA256 Credential=a/b, Signature=" + "0" * 64):
        assert code_of(raw.send(daemon.endpoint, ASK, {
            "Authorization": header}))[:2] == refused, header


def check_presigned(daemon):
    """In a URL."""
    def get(path):
        said = talk(daemon.port, request(
            b"GET %s HTTP/1.1" % path.encode(),
            b"Host: 127.0.0.1:%d" % daemon.port))
        return code_of((int(said.split()[1]), said.partition(b"\r\n\r\n")[2]))

    assert get(presigned(daemon))[0] == 200
    assert get(presigned(daemon, {"X-Amz-Security-Token": "IQo/b3+J=="}))[0] \
        == 200
    assert get(presigned(daemon, {"Filter.1.Name": "tag:a b",
                                  "Filter.1.Value.1": "+/=&~*"}))[0] == 200
    assert get(presigned(daemon, past=400, seconds=500))[0] == 200
    assert get(presigned(daemon, past=70))[1] == "RequestExpired"
    assert get(presigned(daemon, past=-400))[1] == "RequestExpired"
    assert get(presigned(daemon, seconds=604801))[1] == "AuthFailure"
    assert get(presigned(daemon) + "&DryRun=true")[1] == "AuthFailure"


def main():
    with tempfile.TemporaryDirectory() as folder:
        with server.Server(sys.argv[1], folder, None, ()) as daemon:
            check_taken(daemon.port)
            check_refused(daemon.port)
            check_again(daemon.port)
        with server.Server(sys.argv[1], folder, KEYS,
                           [key[4:16] for key, _ in KEYS]) as daemon:
            check_signed(daemon)
            check_presigned(daemon)


if __name__ == "__main__":
    sys.exit(main())
