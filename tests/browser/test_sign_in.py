"""Signing in, adding a user who signs in too, a key, and out again: in a real browser, at a desk and on a phone."""

import os
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Watched
from tests.people import People

Watch = Callable[[], Watched]
SHOTS = os.environ.get("BIHUAN_SHOTS")


def sign_in(here: Watched, name: str, password: str) -> None:
    here.go("/sign-in")
    here.page.get_by_label("用户名").fill(name)
    here.page.get_by_label("密码").fill(password)
    here.press("登录")


def heading(here: Watched) -> str:
    return here.page.locator("h1").inner_text()


def test_in_past_a_wrong_password_and_out_again(watch: Watch, served: tuple[str, People]) -> None:
    served[1].add(shown_name="王工")
    here = watch()
    here.go("/")
    here.press("登录")
    here.page.get_by_label("用户名").fill("boss")
    here.page.get_by_label("密码").fill("not the password")
    here.press("登录")
    expect(here.page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    assert here.page.get_by_label("用户名").input_value() == "boss"
    assert here.page.get_by_label("密码").input_value() == ""
    here.page.get_by_label("密码").fill(served[1].passwords["boss"])
    here.page.keyboard.press("Enter")
    here.page.wait_for_url("**/work")
    here.check()
    assert heading(here) == "今天没有待办。"
    here.press("我的账户")
    assert heading(here) == "王工，您代表上海示范电子有限公司，角色是组织管理员。"
    here.press("English")
    assert "as administrator" in heading(here)
    here.press("中文")
    (cookie,) = here.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
    here.press("退出")
    assert here.page.context.cookies() == []
    here.go("/me")
    assert here.page.url.endswith("/sign-in")


def test_a_new_user_is_added_chooses_a_password_and_is_locked(watch: Watch, served: tuple[str, People]) -> None:
    served[1].add(shown_name="王工")
    boss, new = watch(), watch()
    sign_in(boss, "boss", served[1].passwords["boss"])
    boss.press("用户")
    boss.press("添加用户")
    boss.page.get_by_label("用户名").fill("e1028")
    boss.page.get_by_label("称呼").fill("李四")
    boss.page.get_by_label("经办").check()
    boss.press("添加")
    first = boss.page.locator("#secret").inner_text()
    sign_in(new, "e1028", first)
    assert heading(new) == "请先换成自己的密码。"
    new.page.get_by_label("初始密码").fill(first)
    new.page.get_by_label("新密码", exact=True).fill("四个词 连着写 好记 难猜")
    new.page.get_by_label("再输入一次新密码").fill("四个词 连着写 好记 难猜")
    new.press("保存新密码")
    assert heading(new) == "李四，您代表上海示范电子有限公司，角色是经办。"
    assert new.page.get_by_role("link", name="用户", exact=True).count() == 0
    boss.go("/users")
    assert heading(boss) == "本单位有 2 个用户：1 名组织管理员、1 名经办。"
    boss.press("e1028")
    boss.press("停用")
    assert "已停用，不能登录" in heading(boss)
    new.go("/me")
    expect(new.page.get_by_role("status")).to_contain_text("登录已结束")


def test_a_key_is_issued_and_revoked(watch: Watch, served: tuple[str, People]) -> None:
    served[1].add()
    boss = watch()
    sign_in(boss, "boss", served[1].passwords["boss"])
    boss.press("密钥")
    boss.page.get_by_label("用途").fill("三号地磅")
    boss.press("签发密钥")
    key = boss.page.locator("#secret").inner_text()
    boss.press("已存好，回到密钥列表")
    boss.press(key.partition(".")[0])
    boss.press("吊销此密钥")
    expect(boss.page.get_by_role("status")).to_contain_text("已吊销，立即失效")
    assert heading(boss) == "本单位有 0 个密钥在用。"
