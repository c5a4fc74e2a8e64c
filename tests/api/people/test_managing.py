"""Administrators look after the users and the keys of their own organisation; what they hand out is in the log."""

import json
import re

import pytest
from fastapi.testclient import TestClient

from api.people.signed_in import wants_an_administrator
from ledger.accounts.account import ROLES
from tests.doors import Caller
from tests.people import People, answer_of, people_doors, text_of
from tests.specification import BUREAU, OPERATOR, OTHER_PLANT, PLANT, drum, generated

NEW = {"name": "E1028", "shown_name": "李四", "role": "staff"}


def leaf(people: People, position: int) -> dict[str, object]:
    stored = people.app.state.ledger.stored(position)
    assert stored is not None
    told: dict[str, object] = json.loads(stored[1])["fact"]
    return told


def issued(people: People) -> list[dict[str, object]]:
    """The facts about credentials, as they are stored."""
    ledger = people.app.state.ledger
    facts = ledger.recorded(types=["credential.issued", "credential.revoked"])
    return [leaf(people, fact.position) for fact in facts]


OF_SCRIPTS = {"/me/session", "/me/events", "/me/loads/x-NOBODY22"}
"""Doors that say 401 instead of leading elsewhere: tests/api/people/test_stating.py."""


class TestWhoMay:
    def test_every_page_that_is_for_people_wants_one(self, people: People) -> None:
        browser = people.browser()
        doors = people_doors("GET")
        assert {"/me", "/me/password", "/users", "/users/new", "/users/x-NOBODY22", "/keys"} < doors
        for path in doors - OF_SCRIPTS:
            answer = browser.get(path)
            assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in"), path
        for path in people_doors("POST") - OF_SCRIPTS:
            assert browser.send(path).status_code == 303, path

    @pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
    def test_users_and_keys_are_for_administrators_alone(self, people: People, role: str) -> None:
        people.add("other", role, BUREAU)
        browser = people.browser("other")
        assert 'href="/users"' not in browser.get("/me").text
        head = people.app.state.ledger.head()
        for method in ("GET", "POST"):
            for path in people_doors(method, wants_an_administrator):
                data = {"form_token": browser.token(), **NEW}
                answer = browser.get(path) if method == "GET" else browser.send(path, data)
                assert answer.status_code == 403, path
                assert "只有本单位的组织管理员可以办理" in answer.text
        assert people.app.state.ledger.head() == head

    def test_another_organisations_users_and_keys_do_not_exist(self, people: People, client: TestClient) -> None:
        people.add()
        stranger = people.add("stranger", "staff", OTHER_PLANT)
        key = Caller.of(client, OTHER_PLANT).key.partition(".")[0]
        browser = people.browser("boss")
        form = {"form_token": browser.token(), "role": "viewer"}
        for path in ("/users/{}", "/users/{}/role", "/users/{}/lock", "/users/{}/reset", "/users/{}/end-sessions"):
            there, nowhere = (path.format(each) for each in (stranger.id, "p-NOBODY22"))
            ask = browser.get if path == "/users/{}" else lambda at: browser.send(at, form)
            answers = [ask(at) for at in (there, nowhere)]
            assert [a.status_code for a in answers] == [404, 404], path
            assert answers[0].text.replace(stranger.id, "") == answers[1].text.replace("p-NOBODY22", "")
        assert people.app.state.sign_in.accounts.one(stranger.id) == stranger
        assert browser.get(f"/keys/{key}").status_code == 404
        assert browser.send(f"/keys/{key}/revoke", form).status_code == 404
        assert key not in browser.get("/keys").text
        assert "stranger" not in browser.get("/users").text


class TestUsers:
    def test_one_is_added_with_a_first_password_that_is_shown_once(self, people: People) -> None:
        boss = people.add()
        browser = people.browser("boss")
        page = browser.fill("/users/new", "/users/new", **NEW)
        assert page.status_code == 200
        assert answer_of(page.text) == "李四的初始密码，只显示这一次。"
        (password,) = re.findall(r'id="secret">([^<]+)<', page.text)
        assert re.fullmatch(r"([2-9a-z]{4}-){3}[2-9a-z]{4}", password)
        html = browser.get("/users").text
        assert answer_of(html) == "本单位有 2 个用户：1 名组织管理员、1 名经办。"
        assert password not in html
        people.passwords["e1028"] = password
        assert people.browser("e1028").get("/me").headers["location"] == "/me/password"
        (of_boss, of_new) = issued(people)
        account = people.app.state.sign_in.accounts.named("e1028")
        assert of_new["subject"] == f"credential:{PLANT}.{account.id}"
        assert (of_new["stated_by"], of_new["credential"]) == (OPERATOR, boss.id)
        assert of_new["source"] == f"urn:uscc:{OPERATOR}:office"
        for fact in (of_boss, of_new):
            assert "李四" not in json.dumps(fact, ensure_ascii=False)
            assert "e1028" not in json.dumps(fact)

    @pytest.mark.parametrize(
        ("given", "status", "words"),
        [
            ({"name": "boss"}, 409, "用户名 boss 已被使用"),
            ({"name": "张三"}, 422, "用户名的写法不对"),
            ({"role": "root"}, 422, "没有这个角色"),
            ({"role": "inspector"}, 422, "只有主管部门有执法人员"),
            ({"shown_name": "a\nb"}, 422, "名称的写法不对"),
            ({"shown_name": "x" * 41}, 422, "名称的写法不对"),
        ],
    )
    def test_what_may_not_be_is_told_in_the_form_that_keeps_the_rest(
        self, people: People, given: dict[str, str], status: int, words: str
    ) -> None:
        people.add()
        browser = people.browser("boss")
        head = people.app.state.ledger.head()
        answer = browser.fill("/users/new", "/users/new", **{**NEW, **given})
        assert answer.status_code == status
        assert words in text_of(answer.text)
        assert f'value="{(NEW | given)["name"]}"' in answer.text
        assert people.app.state.ledger.head() == head

    def test_what_is_typed_is_text(self, people: People) -> None:
        people.add(shown_name="<b>&\"'")
        html = people.browser("boss").get("/users").text
        assert "&lt;b&gt;&amp;" in html
        assert "<b>" not in html

    def test_an_authority_has_inspectors(self, people: People) -> None:
        people.add("chief", "administrator", BUREAU)
        browser = people.browser("chief")
        assert browser.fill("/users/new", "/users/new", **{**NEW, "role": "inspector"}).status_code == 200
        assert "1 名执法人员" in answer_of(browser.get("/users").text)

    def test_a_role_is_changed_with_effect_at_once(self, people: People) -> None:
        people.add()
        other = people.add("other", "administrator")
        browser, theirs = people.browser("boss"), people.browser("other")
        assert theirs.get("/users").status_code == 200
        page = f"/users/{other.id}"
        answer = browser.fill(page, f"{page}/role", role="viewer")
        assert answer.headers["location"] == f"{page}?done=role"
        assert "角色已更改" in browser.get(f"{page}?done=role").text
        assert (theirs.get("/users").status_code, theirs.get("/me").status_code) == (403, 200)
        assert "角色是只读" in answer_of(theirs.get("/me").text)

    def test_a_person_is_kept_out_and_let_in_again(self, people: People) -> None:
        people.add()
        other = people.add("other", "staff")
        browser, theirs = people.browser("boss"), people.browser("other")
        page = f"/users/{other.id}"
        browser.fill(page, f"{page}/lock")
        assert theirs.get("/me").status_code == 303
        refused = theirs.enter("other", people.passwords["other"])
        assert refused.status_code == 403
        assert "此账户已停用" in refused.text
        assert theirs.enter("other", "not the password").status_code == 401
        assert "其中 1 名已停用" in answer_of(browser.get("/users").text)
        browser.fill(page, f"{page}/unlock")
        assert theirs.enter("other", people.passwords["other"]).status_code == 303

    def test_a_person_is_signed_out_everywhere(self, people: People) -> None:
        people.add()
        other = people.add("other", "staff")
        browser, theirs = people.browser("boss"), [people.browser("other") for _ in range(2)]
        page = f"/users/{other.id}"
        assert "此刻在 2 处登录" in answer_of(browser.get(page).text)
        browser.fill(page, f"{page}/end-sessions")
        assert [each.get("/me").status_code for each in theirs] == [303, 303]
        assert theirs[0].enter("other", people.passwords["other"]).status_code == 303

    def test_a_forgotten_password_is_replaced_also_while_one_has_to_wait(self, people: People) -> None:
        people.add()
        other = people.add("other", "staff")
        browser, theirs = people.browser("boss"), people.browser("other")
        for _ in range(6):
            people.browser().enter("other", "forgotten forgotten")
        page = f"/users/{other.id}"
        shown = browser.fill(page, f"{page}/reset").text
        (people.passwords["other"],) = re.findall(r'id="secret">([^<]+)<', shown)
        assert theirs.get("/me").status_code == 303
        assert people.browser("other").get("/me").headers["location"] == "/me/password"

    def test_nobody_changes_oneself(self, people: People) -> None:
        boss = people.add()
        browser = people.browser("boss")
        page = f"/users/{boss.id}"
        assert "由另一位组织管理员更改" in browser.get(page).text
        assert "/lock" not in browser.get(page).text
        form = {"form_token": browser.token(), "role": "viewer"}
        for act in ("role", "lock", "reset", "end-sessions"):
            assert browser.send(f"{page}/{act}", form).status_code == 409
        assert browser.get("/users").status_code == 200


class TestKeys:
    def test_one_is_issued_shown_once_and_works(self, people: People, client: TestClient) -> None:
        boss = people.add()
        browser = people.browser("boss")
        assert answer_of(browser.get("/keys").text) == "本单位有 0 个密钥在用。"
        page = browser.fill("/keys", "/keys", name="三号地磅")
        (key,) = re.findall(r'id="secret">([^<]+)<', page.text)
        assert Caller(client, PLANT, key).post(generated(drum())).status_code == 201
        html = browser.get("/keys").text
        assert answer_of(html) == "本单位有 1 个密钥在用。"
        assert "三号地磅" in html
        assert key not in html
        fact = issued(people)[-1]
        credential = key.partition(".")[0]
        assert fact["subject"] == f"credential:{PLANT}.{credential}"
        assert (fact["stated_by"], fact["credential"]) == (OPERATOR, boss.id)
        assert fact["data"] == {"name": "三号地磅", "organisation": f"organisation:{PLANT}"}

    def test_the_same_form_sent_again_issues_no_second_key(self, people: People) -> None:
        people.add()
        browser = people.browser("boss")
        form = {"form_token": browser.token(), "once": "0123456789abcdef" * 2, "name": "三号地磅"}
        assert browser.send("/keys", form).status_code == 200
        assert browser.send("/keys", form).status_code == 409
        assert answer_of(browser.get("/keys").text) == "本单位有 1 个密钥在用。"

    @pytest.mark.parametrize("form", [{"name": " "}, {"name": "x", "once": ""}, {"name": "x", "once": "é" * 32}])
    def test_a_key_says_what_it_is_for(self, people: People, form: dict[str, str]) -> None:
        people.add()
        browser = people.browser("boss")
        assert browser.fill("/keys", "/keys", **form).status_code == 422

    def test_one_is_revoked_at_once_and_for_good(self, people: People, client: TestClient) -> None:
        boss = people.add()
        browser = people.browser("boss")
        (key,) = re.findall(r'id="secret">([^<]+)<', browser.fill("/keys", "/keys", name="三号地磅").text)
        credential = key.partition(".")[0]
        answer = browser.fill(f"/keys/{credential}", f"/keys/{credential}/revoke")
        assert answer.headers["location"] == f"/keys?done={credential}"
        assert f"密钥 {credential} 已吊销" in browser.get(f"/keys?done={credential}").text
        assert Caller(client, PLANT, key).post(generated(drum())).status_code == 401
        fact = issued(people)[-1]
        assert (fact["type"], fact["credential"]) == ("credential.revoked", boss.id)
        assert "吊销此密钥" not in browser.get(f"/keys/{credential}").text
        head = people.app.state.ledger.head()
        browser.send(f"/keys/{credential}/revoke", {"form_token": browser.token()})
        assert people.app.state.ledger.head() == head
