"""The page where people sign in, and what keeps others from signing in for them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.people import OWN, Browser, People, answer_of, people_doors, text_of

SECURE = "https://ledger.example.org"


@pytest.fixture
def secure(people: People, ledger: Ledger, tmp_path: Path) -> People:
    """The same people at an installation that is reached over https."""
    app = create_app(ledger, Settings(files=str(tmp_path / "more"), address=SECURE))
    return People(app, people.passwords)


def later(people: People, **span: float) -> None:
    clock = people.app.state.ledger.recorder.clock
    assert isinstance(clock, SimulatedClock)
    clock.set(clock.now() + timedelta(**span))


class TestTheWayIn:
    def test_with_name_and_password_to_ones_own_page(self, people: People) -> None:
        account = people.add(shown_name="王工")
        browser = people.browser()
        answer = browser.enter("Boss ", people.passwords["boss"])
        assert (answer.status_code, answer.headers["location"]) == (303, "/work")
        html = browser.get("/me").text
        assert answer_of(html) == "王工，您代表示范电子厂，角色是组织管理员。"
        assert account.id in html
        assert "退出" in html

    def test_in_english_too_and_it_stays_english(self, people: People) -> None:
        people.add()
        browser = people.browser()
        assert "用户名" not in browser.get("/sign-in?lang=en").text
        answer = browser.fill("/sign-in?lang=en", "/sign-in?lang=en", name="boss", password=people.passwords["boss"])
        assert answer.headers["location"] == "/work?lang=en"
        assert answer_of(browser.get("/me?lang=en").text) == "boss, you are here for 示范电子厂 as administrator."

    def test_a_wrong_password_and_an_unknown_name_get_the_same_page(self, people: People) -> None:
        people.add()
        answers = [people.browser().enter(name, "wrong wrong wrong") for name in ("boss", "ssob")]
        assert {a.status_code for a in answers} == {401}
        assert all("set-cookie" not in a.headers for a in answers)
        assert answers[0].text.replace('value="boss"', "") == answers[1].text.replace('value="ssob"', "")
        assert "用户名或密码不对" in answers[0].text
        assert "wrong wrong wrong" not in answers[0].text

    def test_after_five_failures_one_waits_whoever_it_is(self, people: People) -> None:
        people.add()
        for name in ("boss", "ssob"):
            browser = people.browser()
            codes = [browser.enter(name, "wrong wrong wrong").status_code for _ in range(6)]
            assert codes == [401] * 5 + [429]
            answer = browser.enter(name, people.passwords["boss"])
            assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
            assert "请在 30 秒后再试" in text_of(answer.text)
        later(people, seconds=31)
        assert people.browser().enter("boss", people.passwords["boss"]).status_code == 303

    def test_who_was_on_the_way_somewhere_goes_there(self, people: People) -> None:
        people.add()
        browser = people.browser()
        first = browser.get("/users")
        assert (first.status_code, first.headers["location"]) == (303, "/sign-in?next=%2Fusers")
        answer = browser.fill("/sign-in?next=%2Fusers", "/sign-in", name="boss", password=people.passwords["boss"])
        assert answer.headers["location"] == "/users"
        assert browser.get("/sign-in?next=/keys").headers["location"] == "/keys"

    def test_nobody_is_sent_to_another_site(self, people: People) -> None:
        people.add()
        form = {"name": "boss", "password": people.passwords["boss"]}
        for elsewhere in (
            "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\n/x", "sign-in"
        ):  # fmt: skip
            answer = people.browser().send("/sign-in", {**form, "next": elsewhere})
            assert answer.headers["location"] == "/work", elsewhere

    def test_signing_in_again_ends_the_session_before(self, people: People) -> None:
        people.add()
        browser = people.browser("boss")
        before = browser.cookie
        assert browser.send("/sign-in", {"name": "boss", "password": people.passwords["boss"]}).status_code == 303
        stolen = people.browser()
        stolen.client.cookies.set("bihuan", before or "")
        assert stolen.get("/me").status_code == 303


class TestTheWayOut:
    def test_the_session_is_gone_for_whoever_kept_the_cookie(self, people: People) -> None:
        people.add()
        browser = people.browser("boss")
        kept = browser.cookie
        answer = browser.fill("/me", "/sign-out")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert browser.cookie is None
        browser.client.cookies.set("bihuan", kept or "")
        assert browser.get("/me").headers["location"] == "/sign-in?ended=1"
        assert "登录已结束" in browser.get("/sign-in?ended=1").text

    def test_unused_for_half_an_hour_it_is_over(self, people: People) -> None:
        people.add()
        browser = people.browser("boss")
        later(people, minutes=29)
        assert browser.get("/me").status_code == 200
        later(people, minutes=30)
        assert browser.get("/me").status_code == 303
        assert browser.get("/").status_code == 200
        assert "退出" not in browser.get("/").text

    def test_nothing_of_a_page_is_left_in_the_browser(self, people: People) -> None:
        people.add()
        browser = people.browser("boss")
        for path in ("/me", "/users", "/keys", "/", "/docs", "/nowhere"):
            assert browser.get(path).headers["cache-control"] == "no-store", path
        assert people.browser().get("/").headers["cache-control"] == "no-cache"


class TestTheCookie:
    def test_on_this_machine_it_is_out_of_reach_of_scripts_and_other_sites(self, people: People) -> None:
        people.add()
        said = people.browser().enter("boss", people.passwords["boss"]).headers["set-cookie"]
        name, _, rest = said.partition("=")
        assert name == "bihuan"
        assert {part.strip().lower() for part in rest.split(";")[1:]} == {"httponly", "samesite=strict", "path=/"}

    def test_over_https_it_is_bound_to_the_host_and_never_sent_in_the_clear(self, secure: People) -> None:
        secure.add()
        answer = secure.browser(address=SECURE).enter("boss", secure.passwords["boss"])
        name, _, rest = answer.headers["set-cookie"].partition("=")
        assert name == "__Host-bihuan"
        parts = {part.strip().lower() for part in rest.split(";")[1:]}
        assert parts == {"httponly", "samesite=strict", "path=/", "secure"}
        assert answer.headers["strict-transport-security"] == "max-age=31536000"

    def test_a_token_is_256_bits_and_another_each_time(self, people: People) -> None:
        people.add()
        tokens = {people.browser("boss").cookie for _ in range(3)}
        assert len(tokens) == 3
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token or "") for token in tokens)

    def test_where_a_password_would_travel_in_the_clear_nobody_signs_in(self, people: People) -> None:
        people.add()
        browser = people.browser(address="http://192.0.2.1:8000")
        page = browser.get("/sign-in").text
        assert "此地址未加密，不能登录" in page
        assert 'type="password"' not in page
        answer = browser.send("/sign-in", {"name": "boss", "password": people.passwords["boss"]})
        assert answer.status_code == 403
        assert "BIHUAN_ADDRESS" in answer.text


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "null"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"X-Nothing": "said"},
]


class TestFormsOfOthers:
    def test_a_form_that_no_page_of_ours_sent_is_refused(self, people: People) -> None:
        people.add()
        browser = people.browser("boss")
        form = {"form_token": browser.token(), "name": "x", "once": "0" * 32}
        signing_in = {"name": "boss", "password": people.passwords["boss"]}
        for headers in FOREIGN:
            for path, data in (("/sign-in", signing_in), ("/sign-out", form), ("/keys", form)):
                answer = browser.send(path, data, **headers)
                assert answer.status_code == 403, (path, headers)
                assert "这份表单不是从本网站当前会话发出的" in answer.text
        assert browser.get("/me").status_code == 200

    def test_one_whose_origin_is_ours_is_taken(self, people: People, secure: People) -> None:
        people.add()
        data = {"name": "boss", "password": people.passwords["boss"]}
        assert people.browser().send("/sign-in", data, Origin="http://127.0.0.1:8000").status_code == 303
        assert people.browser().send("/sign-in", data, Origin="http://127.0.0.1:9000").status_code == 403
        secure.passwords = people.passwords
        assert secure.browser(address=SECURE).send("/sign-in", data, Origin=SECURE).status_code == 303
        behind_a_proxy = Browser(secure.app, "http://127.0.0.1:8000")
        assert behind_a_proxy.send("/sign-in", data, Origin=SECURE).status_code == 303
        assert behind_a_proxy.send("/sign-in", data, Origin="http://127.0.0.1:8000").status_code == 403

    def test_a_form_of_another_session_is_refused(self, people: People) -> None:
        people.add()
        browser = people.browser("boss")
        forms = [{"form_token": token} for token in ("", "x", "é", people.browser("boss").token())]
        posted = people_doors("POST")
        assert len(posted) >= 10
        for path in posted:
            for data in (*forms, {"a": "b"}):
                answer = browser.send(path, data)
                assert answer.status_code == 403, (path, data)
        assert browser.get("/me").status_code == 200

    def test_what_is_no_form_is_refused_and_breaks_nothing(self, people: People) -> None:
        form = "application/x-www-form-urlencoded"
        browser = people.browser()
        for body, content_type, status in (
            (b"name=a&name=b", form, 400),
            (b"name=%ff", form, 400),
            (b"name=\xff", form, 400),
            (b"name", form, 400),
            (b"&".join(b"a%d=b" % number for number in range(21)), form, 400),
            (b"a=" + b"b" * 20_000, form, 413),
            (b"{}", "application/json", 415),
            (b"a=b", "multipart/form-data", 415),
            (b"", form, 401),
            (b"name=%00&password=%00", form, 401),
        ):
            headers = {**OWN, "Content-Type": content_type}
            assert browser.client.post("/sign-in", content=body, headers=headers).status_code == status, body[:30]


class TestThePassword:
    def test_a_first_one_has_to_be_changed_before_anything_else(self, people: People) -> None:
        people.add(keeps=False)
        browser = people.browser("boss")
        for path in ("/me", "/users", "/keys"):
            assert browser.get(path).headers["location"] == "/me/password"
        page = browser.get("/me/password").text
        assert "请先换成自己的密码" in page
        assert 'href="/users"' not in page
        before = browser.cookie
        answer = browser.fill(
            "/me/password",
            "/me/password",
            present=people.passwords["boss"],
            chosen="four words of my own",
            repeated="four words of my own",
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/me?done=password")
        assert browser.cookie != before
        assert "密码已更改" in browser.get("/me?done=password").text
        assert people.browser().enter("boss", people.passwords["boss"]).status_code == 401
        assert people.browser().enter("boss", "four words of my own").status_code == 303

    @pytest.mark.parametrize(
        ("present", "chosen", "repeated", "status", "words"),
        [
            (None, "short", "short", 422, "只有 5 个字符，至少 12 个"),
            (None, "bossbossboss", "bossbossboss", 422, "新密码和用户名太像"),
            (None, "four words of my own", "four words of mine", 422, "两次输入的新密码不一致"),
            ("wrong", "four words of my own", "four words of my own", 401, "用户名或密码不对"),
        ],
    )
    def test_what_may_not_be_is_told_with_what_to_do(
        self, people: People, present: str | None, chosen: str, repeated: str, status: int, words: str
    ) -> None:
        people.add()
        browser = people.browser("boss")
        answer = browser.fill(
            "/me/password", "/me/password",
            present=present or people.passwords["boss"], chosen=chosen, repeated=repeated,
        )  # fmt: skip
        assert answer.status_code == status
        assert words in text_of(answer.text)
        assert chosen not in answer.text
        assert browser.get("/me").status_code == 200

    def test_every_other_session_ends(self, people: People) -> None:
        people.add()
        other, browser = people.browser("boss"), people.browser("boss")
        new = "four words of my own"
        browser.fill("/me/password", "/me/password", present=people.passwords["boss"], chosen=new, repeated=new)
        assert (other.get("/me").status_code, browser.get("/me").status_code) == (303, 200)

    def test_no_password_and_no_token_is_in_any_log(
        self, people: People, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people.add()
        browser = people.browser("boss")
        people.browser().enter("boss", "a wrong one that is long")
        token, form_token = browser.cookie, browser.token()
        monkeypatch.setattr(people.app.state.sign_in.sessions, "end", None)  # what nobody foresaw is logged whole
        broken = TestClient(people.app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
        broken.cookies.set("bihuan", token or "")
        secret = "another wrong one that is long"
        data = {"form_token": form_token, "name": secret, "password": secret}
        assert broken.post("/sign-out", data=data, headers=OWN).status_code == 500
        logged = "".join(capfd.readouterr())
        assert '"status":401' in logged
        assert "Traceback" in logged or "traceback" in logged
        for each in (people.passwords["boss"], "a wrong one that is long", secret, token, form_token):
            assert (each or "?") not in logged
