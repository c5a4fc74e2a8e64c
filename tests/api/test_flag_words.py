"""The sentence of a flag: inputs as people say them, one language at a time."""

from typing import Any

import pytest

from api.flag_words import in_words
from tests.specification import drum


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("container", drum(1), "容器 D-1", "container D-1"),
        (
            "by",
            ["vehicle:沪AD1201", "vehicle:沪AD1202"],
            "车辆 沪AD1201、车辆 沪AD1202",
            "vehicle 沪AD1201, vehicle 沪AD1202",
        ),
        ("type", "container.weighed", "即称重", "Weighed"),
        ("source", "urn:uscc:91310115MA1K3ABC4X:printer-01", "printer-01", "printer-01"),
        ("from_division", "310115", "浦东新区", "浦东新区"),
        ("to_division", "320500", "320500", "320500"),
        ("permille", 985, "98.5%", "98.5%"),
        ("changed", ["capacity_withdrawn 接收能力已撤回"], "接收能力已撤回", "capacity withdrawn"),
        ("wrong", "超过最大称量 above its maximum", "超过最大称量", "above its maximum"),
        (
            "wrong",
            "检定已过期或不合格 out of verification (2026-01-01)",
            "检定已过期或不合格（2026-01-01）",
            "out of verification (2026-01-01)",
        ),
        ("zone", "混放区 A", "混放区 A", "混放区 A"),
        ("least_g", -1_500_000, "−1.5 t", "−1.5 t"),
        ("due_at", "2026-11-23T16:00:00.000000Z", "2026-11-24 00:00:00", "2026-11-24 00:00:00"),
        ("sure", True, "是", "yes"),
        ("none", None, "—", "—"),
    ],
)
def test_an_input_is_said_as_people_say_it(name: str, value: Any, zh: str, en: str) -> None:
    assert (in_words(name, value, english=False), in_words(name, value, english=True)) == (zh, en)
