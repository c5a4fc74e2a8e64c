"""What a body may be called, how it may be packed, how large it may be and how long it may take."""

import gzip
import zlib
from collections.abc import Iterator
from socket import create_connection
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.answers import encode
from api.app import create_app
from api.server import address_of, listen, serving
from api.settings import Settings
from ledger.log import Ledger
from tests.doors import Caller, cloud_event, codes
from tests.specification import PLANT, drum, generated

ONE = encode(cloud_event(generated(drum(), id="one")))
MANY = b"[" + ONE + b"]"


@pytest.fixture
def small_door(ledger: Ledger) -> Iterator[Caller]:
    """A door that takes a thousand bytes."""
    with TestClient(create_app(ledger, Settings(max_body_bytes=1000))) as client:
        yield Caller.of(client, PLANT)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", ONE),
        ("application/json", MANY),
        ("application/json; charset=utf-8", MANY),
        ('application/json; charset="UTF8"; x=y', ONE),
        ("application/cloudevents+json", ONE),
        ("application/cloudevents+json;charset=UTF-8", b" \r\n" + ONE),
        ("Application/CloudEvents-Batch+JSON", MANY),
    ],
)
def test_json_is_taken_under_each_of_its_names(plant: Caller, content_type: str, body: bytes) -> None:
    assert plant.send(body, content_type).status_code == 201


@pytest.mark.parametrize(
    ("content_type", "body", "said"),
    [
        ("application/cloudevents+json", MANY, "one event, a JSON object"),
        ("application/cloudevents+json", b"\n[" + ONE, "one event, a JSON object"),
        ("application/cloudevents-batch+json", ONE, "a JSON array"),
    ],
)
def test_a_body_is_what_its_type_says(
    plant: Caller, ledger: Ledger, content_type: str, body: bytes, said: str
) -> None:
    answer = plant.send(body, content_type, Accept_Language="en")
    assert (answer.status_code, codes(answer)) == (400, ["not_as_declared"])
    assert answer.json()["detail"] == f"{content_type} is {said}"
    assert ledger.head()[0] == 1


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content_type": "text/plain"}, "media_type"),
        ({"content_type": "application/xml"}, "media_type"),
        ({"content_type": "application/x-ndjson"}, "media_type"),
        ({"content_type": "json"}, "media_type"),
        ({"content_type": "/;,"}, "media_type"),
        ({"content_type": "application/json; charset=gbk"}, "charset"),
        ({"content_type": "application/cloudevents+json;charset=UTF-16"}, "charset"),
        ({"content_type": "application/json;charset="}, "charset"),
        ({"content_type": "application/json", "ce_specversion": "1.0", "ce_id": "1"}, "binary_mode"),
        ({"content_type": "application/xml", "ce_type": "container.closed"}, "binary_mode"),
        ({"content_type": "application/json", "content_encoding": "br"}, "content_encoding"),
        ({"content_type": "application/json", "content_encoding": "gzip, gzip"}, "content_encoding"),
    ],
)
def test_anything_else_is_415_and_says_what_to_send(
    plant: Caller, ledger: Ledger, headers: dict[str, str], code: str
) -> None:
    answer = plant.send(ONE, **headers)
    assert (answer.status_code, codes(answer)) == (415, [code])
    assert answer.headers["accept-encoding"] == "gzip, identity"
    assert ledger.head()[0] == 1


def test_the_headers_of_binary_mode_do_no_harm_to_a_structured_event(plant: Caller) -> None:
    answer = plant.send(ONE, "application/cloudevents+json", ce_specversion="1.0", ce_id="other")
    assert answer.status_code == 201
    assert answer.json()["receipts"][0]["id"] == "one"


def test_a_body_beyond_the_limit_is_413_whether_its_length_is_declared_or_not(small_door: Caller) -> None:
    filled, too_long = ONE.ljust(1000), ONE.ljust(1001)
    assert small_door.send(filled).status_code == 201
    assert codes(small_door.send(too_long)) == ["body_too_large"]
    assert small_door.send(iter([too_long[:500], too_long[500:]])).status_code == 413
    assert small_door.send(iter([filled[:500], filled[500:]])).status_code == 200


def test_what_declares_too_much_is_not_even_read(small_door: Caller) -> None:
    def never() -> Iterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    answer = small_door.send(never(), content_length="1001")
    assert (answer.status_code, codes(answer)) == (413, ["body_too_large"])


def chunks(body: bytes, size: int = 7) -> Iterator[bytes]:
    yield from (body[n : n + size] for n in range(0, len(body), size))


def test_a_packed_body_is_unpacked(plant: Caller) -> None:
    packed = gzip.compress(MANY)
    assert plant.send(packed, content_encoding="gzip").status_code == 201
    assert plant.send(chunks(packed), content_encoding="GZIP").status_code == 200
    assert plant.send(MANY, content_encoding="identity").status_code == 200


def test_a_packed_body_is_counted_unpacked(small_door: Caller) -> None:
    assert small_door.send(gzip.compress(ONE.ljust(1000)), content_encoding="gzip").status_code == 201
    assert small_door.send(gzip.compress(ONE.ljust(1001)), content_encoding="gzip").status_code == 413
    noise = gzip.compress(ONE.ljust(1000), compresslevel=0)
    assert len(noise) > 1000
    assert small_door.send(noise, content_encoding="gzip").status_code == 413


def test_a_bomb_is_not_unpacked_further_than_the_limit(small_door: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = []

    class Counted:
        """The real thing, which also notes how much it gave."""

        def __init__(self, **options: Any) -> None:
            self.real = real(**options)

        def decompress(self, chunk: bytes, most: int) -> bytes:
            part: bytes = self.real.decompress(chunk, most)
            unpacked.append(len(part))
            return part

        def __getattr__(self, name: str) -> Any:
            return getattr(self.real, name)

    bomb, real = gzip.compress(b" " * 50_000_000), zlib.decompressobj
    monkeypatch.setattr(zlib, "decompressobj", Counted)
    small = Settings(max_body_bytes=100_000)
    small_door.client.app.state.settings = small
    assert small_door.send(bomb, content_encoding="gzip").status_code == 413
    assert unpacked == [100_001]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        ONE,
        gzip.compress(ONE)[:-1],
        gzip.compress(ONE)[:20],
        gzip.compress(ONE) + b"\0",
        gzip.compress(ONE) + gzip.compress(b" "),
        gzip.compress(ONE)[:-8] + b"\0" * 8,
        zlib.compress(ONE),
    ],
    ids=["nothing", "plain", "cut off", "a stump", "one byte more", "two of them", "a wrong checksum", "zlib"],
)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_what_is_not_one_whole_gzip_is_400(plant: Caller, ledger: Ledger, body: bytes, in_chunks: bool) -> None:
    answer = plant.send(chunks(body) if in_chunks else body, content_encoding="gzip")
    assert (answer.status_code, codes(answer)) == (400, ["not_gzip"])
    assert ledger.head()[0] == 1


def test_a_body_that_never_ends_is_cut_off_and_holds_nobody_up(ledger: Ledger) -> None:
    app = create_app(ledger, Settings(body_timeout_s=0, log_format="none"))
    key = Caller.of(TestClient(app), PLANT).key
    listener = listen("127.0.0.1", 0)
    with serving(app, listener):
        host = urlsplit(address_of(listener))
        head = f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: 500\r\n\r\n"
        with create_connection((host.hostname, host.port), timeout=30) as connection:
            connection.sendall(head.encode() + ONE[:50])
            with connection.makefile("rb") as answer:
                told = answer.read()  # to the end of the connection, which the server closes
    assert told.startswith(b"HTTP/1.1 408 ")
    assert b'"code":"body_too_slow"' in told
    assert ledger.head()[0] == 1
