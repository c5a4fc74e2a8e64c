"""PUT and GET /v1/files/{sha256}: kept by hash, whole or not at all, and seen like the facts that name them."""

import hashlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.settings import Settings
from ledger.errors import InvalidError
from ledger.log import Ledger
from ledger.store.files import PutFile
from tests.doors import Caller, codes
from tests.event_stream import PATIENCE_S, served
from tests.specification import BUREAU, OTHER_PLANT, PLANT, Scenario, drum, organisation, said, weighed

PHOTO = b"\xff\xd8\xff\xe0 a photo of a scale \x00" * 1000
MOST = 100_000
QUOTA = 250_000


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


SHA256 = hash_of(PHOTO)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are kept."""
    return tmp_path / "kept"


@pytest.fixture
def app(ledger: Ledger, folder: Path) -> FastAPI:
    """An application that keeps small files, and few of them."""
    return create_app(ledger, Settings(files=str(folder), max_file_bytes=MOST, file_quota_bytes=QUOTA))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as opened:
        yield opened


def put(caller: Caller, data: Any = PHOTO, sha256: str = SHA256, media_type: str | None = "image/jpeg") -> Response:
    headers = {"Authorization": f"Bearer {caller.key}"} | ({"Content-Type": media_type} if media_type else {})
    return caller.client.put(f"/v1/files/{sha256}", content=data, headers=headers)


def naming(sha256: str = SHA256, number: int = 1, **evidence: str) -> Any:
    """A weighing with a photo of it."""
    posting = weighed(drum(number))
    return said(posting.type, posting.subject, {**posting.data, "evidence": [{"sha256": sha256, **evidence}]})


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_once_and_read_again_as_it_was(plant: Caller, folder: Path) -> None:
    first, second = put(plant), put(plant)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == {"sha256": SHA256, "size": len(PHOTO), "media_type": "image/jpeg"}
    answer = plant.get(f"/v1/files/{SHA256}")
    assert (answer.status_code, answer.content) == (200, PHOTO)
    assert files_in(folder) == [folder / SHA256[:2] / SHA256]


def test_a_file_is_saved_never_shown_and_never_taken_for_another_kind(plant: Caller) -> None:
    page = b"<script>alert(1)</script>"
    put(plant, page, hash_of(page), "text/html")
    headers = plant.get(f"/v1/files/{hash_of(page)}").headers
    assert headers["content-type"] == "text/html"
    assert headers["content-disposition"] == f'attachment; filename="{hash_of(page)}"'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox")
    assert headers["etag"] == f'"{hash_of(page)}"'
    assert "private" in headers["cache-control"]
    assert "immutable" in headers["cache-control"]


def test_who_has_a_file_already_is_not_sent_it_again(plant: Caller) -> None:
    put(plant)
    asked = {"Authorization": f"Bearer {plant.key}", "If-None-Match": f'"{SHA256}"'}
    answer = plant.client.get(f"/v1/files/{SHA256}", headers=asked)
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_part_of_a_file_is_read(plant: Caller) -> None:
    put(plant)
    asked = {"Authorization": f"Bearer {plant.key}", "Range": "bytes=10-19"}
    answer = plant.client.get(f"/v1/files/{SHA256}", headers=asked)
    assert (answer.status_code, answer.content) == (206, PHOTO[10:20])


@pytest.mark.parametrize("body", [PHOTO[:-1], PHOTO + b"x", b""])
def test_another_file_is_not_kept_under_this_hash(plant: Caller, folder: Path, body: bytes) -> None:
    answer = put(plant, body)
    assert (answer.status_code, codes(answer)) == (422, ["wrong_hash"])
    assert hash_of(body) in answer.text
    assert files_in(folder) == []
    assert plant.get(f"/v1/files/{SHA256}").status_code == 404


@pytest.mark.parametrize("sha256", ["x", SHA256.upper(), SHA256[:-1], SHA256 + "0", "%2e%2e%2fetc", "0" * 64 + "%0a"])
def test_an_address_that_is_no_hash_keeps_nothing_and_shows_nothing(plant: Caller, folder: Path, sha256: str) -> None:
    assert put(plant, sha256=sha256).status_code in {404, 422}
    assert plant.get(f"/v1/files/{sha256}").status_code == 404
    assert files_in(folder) == []


def test_a_file_is_at_most_so_large_whether_its_size_is_announced_or_not(plant: Caller, folder: Path) -> None:
    large = os.urandom(MOST + 1)
    assert put(plant, large, hash_of(large)).status_code == 413
    assert put(plant, iter([large[:-1], large[-1:]]), hash_of(large)).status_code == 413
    assert files_in(folder) == []
    largest = large[:-1]
    assert put(plant, largest, hash_of(largest)).status_code == 201


def test_an_organisation_fills_its_quota_and_no_more(plant: Caller, client: TestClient, folder: Path) -> None:
    files = [os.urandom(MOST) for _ in range(3)]
    answers = [put(plant, data, hash_of(data)) for data in files]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    unannounced = put(plant, iter([files[2]]), hash_of(files[2]))
    assert codes(answers[2]) == codes(unannounced) == ["file_quota"]
    assert len(files_in(folder)) == 2
    # what it put it may put again, and what it filled is not another's
    assert put(plant, files[0], hash_of(files[0])).status_code == 200
    assert put(Caller.of(client, OTHER_PLANT), files[2], hash_of(files[2])).status_code == 201


def test_who_puts_many_files_at_once_does_not_fill_more_either(app: FastAPI, ledger: Ledger) -> None:
    def record(n: int) -> bool:
        try:
            app.state.file_records.record(f"{n:064x}", PutFile(PLANT, "image/jpeg", MOST), ledger.recorder.now())
        except InvalidError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(record, range(16))) == QUOTA // MOST


def test_many_who_put_it_at_once_put_it_once(plant: Caller, folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: put(plant), range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [201]
    assert [path.read_bytes() for path in files_in(folder)] == [PHOTO]


def test_files_are_for_the_server_alone(plant: Caller, folder: Path) -> None:
    put(plant)
    modes = {path: path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


@pytest.mark.parametrize("media_type", ["image", "image/", "image/jpeg/x", "image/jp eg", "/", "图/片"])
def test_what_is_no_media_type_is_refused(plant: Caller, media_type: str) -> None:
    headers = {"Authorization": f"Bearer {plant.key}", "Content-Type": media_type.encode()}
    assert plant.client.put(f"/v1/files/{SHA256}", content=PHOTO, headers=headers).status_code == 415


def test_the_fact_says_what_kind_of_file_it_is_before_who_put_it_does(plant: Caller) -> None:
    put(plant, media_type=None)
    assert plant.get(f"/v1/files/{SHA256}").headers["content-type"] == "application/octet-stream"
    plant.post(naming(media_type="image/png"))
    assert plant.get(f"/v1/files/{SHA256}").headers["content-type"] == "image/png"


def test_a_file_is_seen_by_whoever_sees_a_fact_that_names_it(plant: Caller, scenario: Scenario) -> None:
    scenario.given(
        organisation(BUREAU, "authority", competence=["ecology"], level="district"),
        organisation(PLANT, "generator"),
    )
    bureau, stranger = Caller.of(plant.client, BUREAU), Caller.of(plant.client, OTHER_PLANT)
    put(plant)
    missing = stranger.get(f"/v1/files/{'0' * 64}").text.replace("0" * 64, SHA256)

    def seen() -> list[int]:
        answers = [caller.get(f"/v1/files/{SHA256}") for caller in (plant, bureau, stranger)]
        assert answers[2].text == missing  # whether it exists is not told
        return [answer.status_code for answer in answers]

    assert seen() == [200, 404, 404]
    plant.post(naming())
    assert seen() == [200, 200, 404]


def test_a_correction_names_a_file_too(plant: Caller, scenario: Scenario) -> None:
    scenario.given(organisation(BUREAU, "authority", competence=["ecology"], level="district"))
    scenario.given(organisation(PLANT, "generator"), weighed(drum()))
    put(plant)
    bureau = Caller.of(plant.client, BUREAU)
    assert bureau.get(f"/v1/files/{SHA256}").status_code == 404
    plant.post(said("fact.corrected", drum(), {"position": 4, "data": naming().data, "reason": "补照片"}))
    assert bureau.get(f"/v1/files/{SHA256}").status_code == 200


def test_what_another_put_is_ones_own_only_once_one_has_put_it_too(plant: Caller, client: TestClient) -> None:
    put(plant)
    other = Caller.of(client, OTHER_PLANT)
    assert other.get(f"/v1/files/{SHA256}").status_code == 404
    assert put(other, b"", SHA256).status_code == 422  # to know its hash is not to have it
    assert other.get(f"/v1/files/{SHA256}").status_code == 404
    assert put(other, media_type="image/png").status_code == 201
    assert other.get(f"/v1/files/{SHA256}").headers["content-type"] == "image/png"
    assert plant.get(f"/v1/files/{SHA256}").headers["content-type"] == "image/jpeg"


def test_a_fact_may_name_a_file_before_it_comes(plant: Caller) -> None:
    plant.post(naming())
    assert plant.get(f"/v1/files/{SHA256}").status_code == 404
    put(plant)
    assert plant.get(f"/v1/files/{SHA256}").status_code == 200


def test_a_file_is_on_disk_while_it_comes_and_gone_when_its_sender_is(app: FastAPI, folder: Path) -> None:
    key = Caller.of(TestClient(app), PLANT).key
    head = f"PUT /v1/files/{SHA256} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
    head += f"Content-Length: {MOST}\r\n\r\n"
    with served(app) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as sender:
            sender.sendall(head.encode() + bytes(MOST // 2))
            await_that(lambda: [path.stat().st_size > MOST // 4 for path in files_in(folder)] == [True])
        await_that(lambda: files_in(folder) == [])


def await_that(condition: Callable[[], bool]) -> None:
    """Until it is so; fails when it takes too long."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it never came about"


def test_without_a_key_a_file_is_neither_kept_nor_shown(client: TestClient, folder: Path) -> None:
    assert client.put(f"/v1/files/{SHA256}", content=PHOTO).status_code == 401
    assert client.get(f"/v1/files/{SHA256}").status_code == 401
    assert not folder.exists()


def test_a_file_whose_bytes_were_lost_is_not_found_until_it_is_put_again(plant: Caller, folder: Path) -> None:
    put(plant)
    (folder / SHA256[:2] / SHA256).unlink()
    assert plant.get(f"/v1/files/{SHA256}").status_code == 404
    assert put(plant).status_code == 200
    assert plant.get(f"/v1/files/{SHA256}").content == PHOTO
