"""The reader of QR codes that is not ours: served with its licence, for who scans alone."""

from api.pages.page import STATIC
from api.qr_reader import NAMES, for_pages
from tests.people import People


def test_each_module_is_served_with_its_licence_and_finds_the_other(people: People) -> None:
    assert set(for_pages()) == set(NAMES.values()) == {"qr.js", "qr_decode.js"}
    for name, script in for_pages().items():
        answer = people.browser().get(f"/static/any/{name}")
        assert (answer.status_code, answer.content) == (200, script)
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.text.startswith("/*!\nThe MIT License (MIT)\n\nCopyright (c) 2023 Paul Miller")
    assert "from './qr.js'" in for_pages()["qr_decode.js"].decode()


def test_no_page_brings_it_before_a_camera_is_used(people: People) -> None:
    asking = {name for name, script in STATIC.items() if name.endswith(".js") and b"qr_decode.js" in script}
    assert asking == {"reader.js"}
    assert b'await import("./qr_decode.js")' in STATIC["reader.js"]
    for path in ("/", "/check", "/road/collect", "/road/receive"):
        html = people.browser().get(path).text
        assert not any(name in html for name in NAMES.values()), path
