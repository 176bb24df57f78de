"""Requests that no well-meaning client sends, made up from a seed: the same every time."""

import base64
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from functions.job_types import all_job_types
from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token

_OWNER = "hostile-1"
_JOB = f"{_OWNER}:test-word:1790000000000:abcdefgh"
_NOISE = "aZ0 é\u202e🙂\x01\x7f'\"<>&;%\\/{}[]|`$\u0000"


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A request, as bytes go over the line."""

    kind: str
    method: str = "POST"
    target: str = "/api/jobs"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    #: The Content-Length; None for none.
    length: str | None = "true"

    def to_bytes(self) -> bytes:
        """Return the request as it is sent."""
        lines = [f"{self.method} {self.target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.length is not None:
            length = str(len(self.body)) if self.length == "true" else self.length
            lines.append(f"Content-Length: {length}")
        head = "\r\n".join([*lines, "", ""])
        return head.encode("utf-8", "surrogatepass") + self.body


@dataclass(kw_only=True)
class Maker:
    """Makes hostile requests."""

    chance: random.Random
    token: str = field(
        default_factory=lambda: unsigned_id_token(_OWNER, stack.PROJECT, datetime.now(UTC))
    )

    def make(self) -> Hostile:
        """Return the next one."""
        return self.chance.choice(_KINDS)(self)

    def headers(self, **more: str) -> tuple[tuple[str, str], ...]:
        """Return the headers of a user who has signed in."""
        usual = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return tuple(
            {**usual, **{name.replace("_", "-"): text for name, text in more.items()}}.items()
        )

    def noise(self, longest: int = 60) -> str:
        """Return a text of odd characters."""
        return "".join(self.chance.choices(_NOISE, k=self.chance.randint(0, longest)))

    def value(self, depth: int = 0) -> object:
        """Return a value of JSON that fits nowhere."""
        scalars = (None, True, -1, 2**70, 1e308, self.noise(), "x" * 3000, "../..", "__x__")
        kind = self.chance.randrange(8)
        if depth > 3 or kind < 5:
            return self.chance.choice(scalars)
        if kind == 5:
            return [self.value(depth + 1) for _ in range(self.chance.randrange(5))]
        return {self.noise(12): self.value(depth + 1) for _ in range(self.chance.randrange(5))}


def _bad_json(maker: Maker) -> Hostile:
    good = json.dumps({"type": "test-word", "word": "x"}).encode()
    cut = maker.chance.randrange(len(good))
    body = maker.chance.choice(
        [
            good[:cut],
            good[cut:],
            good + good,
            b"\xff\xfe" + good,
            b"\xef\xbb\xbf" + good,
            good.decode().encode("utf-16"),
            maker.chance.randbytes(300),
            b'{"type": NaN, "word": Infinity}',
            b'{"word": "\\ud800", "type": "test-word"}',
            b'{"a":1,"a":2}',
            b'{"type": "test-word", "word": "x", "options": {"tags": 1e999}}',
            b"",
            b"null",
            b"-0",
        ]
    )
    return Hostile(kind="bad JSON", headers=maker.headers(), body=body)


def _deep_json(maker: Maker) -> Hostile:
    depth = maker.chance.choice([12, 13, 100, 5_000, 60_000])
    opening, closing = maker.chance.choice([("[", "]"), ('{"a":', "}")])
    middle = "1" if maker.chance.random() < 0.5 else ""
    body = f'{{"type": "test-word", "word": {opening * depth}{middle}{closing * depth}}}'
    return Hostile(kind="deep JSON", headers=maker.headers(), body=body.encode()[:250_000])


def _misfit(maker: Maker) -> Hostile:
    names = ("type", "word", "options", "userId", "jobs", "__proto__", "input", "keepSteps")
    body: dict[str, object] = {
        name: maker.value() for name in maker.chance.sample(names, maker.chance.randint(1, 5))
    }
    if maker.chance.random() < 0.6:
        body["type"] = maker.chance.choice([*all_job_types(), "test-word"])
    if maker.chance.random() < 0.4:
        times = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 0, "now", -1e300)
        body["options"] = {
            "runAt": maker.chance.choice(times),
            "startBefore": maker.chance.choice(times),
            "tags": maker.value(),
        }
    target = maker.chance.choice(["/api/jobs", "/api/jobs:batch", f"/api/jobs/{_JOB}/retry"])
    return Hostile(
        kind="misfit",
        target=target,
        headers=maker.headers(),
        body=json.dumps(body).encode(),
    )


def _bad_token(maker: Maker) -> Hostile:
    good = maker.token.split(".")
    forged = base64.urlsafe_b64encode(json.dumps(maker.value()).encode()).decode().rstrip("=")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    token = maker.chance.choice(
        [
            "",
            "garbage",
            "a.b.c",
            "...",
            f"{good[0]}.{forged}.",
            f"{forged}.{good[1]}.",
            f"{good[0]}.{good[1]}.{forged}",
            unsigned_id_token(_OWNER, "demo-other", datetime.now(UTC)),
            unsigned_id_token(_OWNER, stack.PROJECT, yesterday),
            unsigned_id_token("../admin", stack.PROJECT, datetime.now(UTC)),
            unsigned_id_token("__x__", stack.PROJECT, datetime.now(UTC)),
            unsigned_id_token(maker.noise(), stack.PROJECT, datetime.now(UTC)),
            unsigned_id_token(_OWNER, stack.PROJECT, datetime.now(UTC), exp=maker.value()),
            unsigned_id_token(_OWNER, stack.PROJECT, datetime.now(UTC), sub=maker.value()),
            "x" * 20_000,
        ]
    )
    scheme = maker.chance.choice(["Bearer", "bearer", "Basic", "Bearer Bearer", ""])
    return Hostile(
        kind="bad token",
        method=maker.chance.choice(["GET", "POST", "DELETE"]),
        target=maker.chance.choice(["/api/jobs", f"/api/jobs/{_JOB}", "/api/me/jobs"]),
        headers=(("Authorization", f"{scheme} {token}"),),
    )


def _huge_header(maker: Maker) -> Hostile:
    size = maker.chance.choice([1_000, 7_000, 9_000, 70_000])
    name = maker.chance.choice(["X-Large", "Idempotency-Key", "If-None-Match", "Origin", "Cookie"])
    many = [(f"X-{number}", "v") for number in range(maker.chance.choice([0, 50, 200]))]
    return Hostile(
        kind="huge header",
        method="GET",
        target=maker.chance.choice(["/api/jobs", f"/api/jobs/{_JOB}/status"]),
        headers=(*maker.headers(), (name, "x" * size), *many),
    )


_TRICKS = (
    *("..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%00", "%", "%zz", "%ff%fe", "%F0%9F%99%82"),
    *(".", "./", "//", "///x", "a/b/c/d", "%2F", "%5c..%5c", ";x=1", "x%0d%0aSet-Cookie:a=b"),
    *("hostile-1:test-word:1790000000000:%2e%2e", "hostile-1:x", "__x__", "x" * 3_000, "@", "~"),
    *("favicon.ico", "robots.txt", "%0a", "x%0ay", "index.html", "page.js%0a", "../page.js"),
    *("hostile-1%2Fx:test-word:1790000000000:abcdefgh", "owner-1:test-word:1:a", "é", "\u202e"),
)


#: What functions-framework would answer by itself, and what comes near it.
TARGETS_OF_THE_FRAMEWORK = (
    *("/favicon.ico", "/robots.txt", "/robots.txt?x=1", "/", "//", "//x", "/%0a", "/x%0ay"),
    *("/api/jobs%0a", "/api/jobs%0d%0aSet-Cookie:a=b", "/x%0d%0a%0d%0ax", "http://evil.example"),
    *("http://evil.example/favicon.ico", "//evil.example/%2e%2e", "/%2ffavicon.ico", "/x%00"),
)
WEBSOCKET = (("Connection", "Upgrade"), ("Upgrade", "websocket"))


def _frameworks_own(maker: Maker) -> Hostile:
    target = maker.chance.choice((*TARGETS_OF_THE_FRAMEWORK, "/api/jobs", "/api/health"))
    return Hostile(
        kind="the framework's own",
        method=maker.chance.choice(("GET", "POST", "HEAD", "OPTIONS", "TRACE", "PROPFIND")),
        target=target,
        headers=maker.headers() + maker.chance.choice(((), WEBSOCKET)),
    )


def _path_trick(maker: Maker) -> Hostile:
    trick = maker.chance.choice(_TRICKS)
    before = maker.chance.choice(["/api/jobs/", "/api/", "/api/docs/", "/", "/api/jobs/../"])
    after = maker.chance.choice(["", "/status", "/cancel", "/retry", "?x=1", "#x"])
    return Hostile(
        kind="path trick",
        method=maker.chance.choice(["GET", "POST", "DELETE"]),
        target=f"{before}{trick}{after}",
        headers=maker.headers(),
    )


def _odd_query(maker: Maker) -> Hostile:
    name = maker.chance.choice(
        ["limit", "cursor", "status", "tag", "createdAfter", "createdBefore", "type", "x"]
    )
    text = maker.chance.choice(
        [
            *("", "-1", "1e999", "%00", "%ff", "0001-01-01T00:00:00%2B14:00", "x" * 5_000),
            *("9999-12-31T23:59:59-14:00", "%F0%9F%99%82", "&&&=", "null", "../.."),
            base64.urlsafe_b64encode(maker.noise().encode()).decode(),
            base64.urlsafe_b64encode(f"0001-01-01T00:00:00+14:00|{_JOB}".encode()).decode(),
        ]
    )
    return Hostile(
        kind="odd query",
        method="GET",
        target=f"/api/jobs?{name}={text}",
        headers=maker.headers(),
    )


def _wrong_method(maker: Maker) -> Hostile:
    methods = ("PUT", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 30, "HEAD", "DELETE")
    target = maker.chance.choice(["/api/jobs", "/api/health", f"/api/jobs/{_JOB}/cancel", "/"])
    return Hostile(
        kind="wrong method",
        method=maker.chance.choice(methods),
        target=target,
        headers=maker.headers(),
    )


def _wrong_length(maker: Maker) -> Hostile:
    length = maker.chance.choice(
        ["0", "-1", "abc", "1", "262145", "99999999999999999999", "1, 1", "+5", " ", None]
    )
    return Hostile(kind="wrong length", headers=maker.headers(), body=b'{"type":1}', length=length)


def _wrong_transfer(maker: Maker) -> Hostile:
    coding = maker.chance.choice(["chunked", "gzip", "chunked, chunked", "identity", "xchunked"])
    body = maker.chance.choice(
        [
            b"5\r\nhello\r\n0\r\n\r\n",
            b"zz\r\n",
            b"0\r\n\r\n",
            b"ffffffffff\r\nx",
            b"2\r\n{}\r\n0\r\n\r\n",
        ]
    )
    length = maker.chance.choice([None, "true"])
    return Hostile(
        kind="wrong transfer",
        headers=maker.headers(Transfer_Encoding=coding),
        body=body,
        length=length,
    )


def _odd_type(maker: Maker) -> Hostile:
    media_type = maker.chance.choice(
        [
            *("", "text/plain", "application/xml", "application/json; charset=utf-16", "*/*"),
            *("multipart/form-data; boundary=x", "application/x-www-form-urlencoded", ";;;"),
            *("application/json, text/html", "APPLICATION/JSON", "x" * 5_000, "application/é"),
        ]
    )
    return Hostile(
        kind="odd media type",
        headers=maker.headers(Content_Type=media_type),
        body=maker.chance.choice([b"a=b", b"<x/>", b"--x\r\n\r\n--x--", b'{"type": "nope"}']),
    )


def _bad_form(maker: Maker) -> Hostile:
    boundary = maker.chance.choice(["b", "b" * 70, "b" * 71, "", "(", "é"])
    names = ("type", "word", "file", "request", "", maker.noise(12).replace('"', ""))
    parts = b"".join(
        _form_part(maker, boundary, maker.chance.choice(names))
        for _ in range(maker.chance.choice([0, 1, 3, 5, 60, 3_000]))
    )
    whole = parts + f"--{boundary}--\r\n".encode()
    cut = maker.chance.choice([len(whole), len(whole), maker.chance.randrange(len(whole))])
    return Hostile(
        kind="bad form",
        headers=maker.headers(Content_Type=f"multipart/form-data; boundary={boundary}"),
        body=whole[:cut],
    )


def _form_part(maker: Maker, boundary: str, name: str) -> bytes:
    disposition = maker.chance.choice(
        [
            f'form-data; name="{name}"',
            f'form-data; name="{name}"; filename="../../etc/passwd"',
            f'form-data; name="{name}"; filename="{maker.noise(9)}.pdf"',
            f"form-data; name*=utf-8''%ff%00; filename*=x''%zz; name={name}",
            "form-data",
            "attachment; x" + "=" * 200,
        ]
    )
    kind = maker.chance.choice(["application/pdf", "text/plain", "application/json", "", "x" * 900])
    content = maker.chance.choice(
        [b"test-word", b"%PDF-1.7", b"{}", b"", maker.chance.randbytes(40), b"--" + b"-" * 50]
    )
    head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + content + b"\r\n"


def _large_form(maker: Maker) -> Hostile:
    size = maker.chance.choice([700 * 1024, 700 * 1024 + 1, 801 * 1024, 1_200_000])
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n'
    kind = b"Content-Type: application/pdf\r\n\r\n"
    return Hostile(
        kind="large form",
        headers=maker.headers(Content_Type="multipart/form-data; boundary=b"),
        body=head + kind + b"x" * size + b"\r\n--b--\r\n",
    )


def _injection(maker: Maker) -> Hostile:
    payload = maker.chance.choice(
        [
            "x\r\nX-Evil: 1",
            "x\nX-Evil: 1",
            "x\rX-Evil: 1",
            "x\x00y",
            "x\r\n\r\nGET / HTTP/1.1",
            "é🙂",
        ]
    )
    name = maker.chance.choice(["Idempotency-Key", "Origin", "If-None-Match", "X-Request-Id"])
    return Hostile(
        kind="header injection",
        headers=(*maker.headers(), (name, payload)),
        body=b'{"type": "nope"}',
    )


def _too_large(maker: Maker) -> Hostile:
    size = maker.chance.choice([256 * 1024, 256 * 1024 + 1, 600_000])
    body = b'{"word": "' + b"x" * size + b'"}'
    if maker.chance.random() < 0.5:
        return Hostile(kind="too large", headers=maker.headers(), body=body)
    return Hostile(
        kind="too large, in chunks",
        headers=maker.headers(Transfer_Encoding="chunked"),
        body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
        length=None,
    )


_KINDS: tuple[Callable[[Maker], Hostile], ...] = (
    *(_bad_json, _deep_json, _misfit, _misfit, _bad_token, _bad_token, _huge_header, _path_trick),
    *(_path_trick, _odd_query, _odd_query, _wrong_method, _wrong_length, _wrong_transfer),
    *(_odd_type, _injection, _too_large, _frameworks_own, _bad_form, _bad_form, _large_form),
)
