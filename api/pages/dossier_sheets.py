"""A dossier 一企一档 as tables to work with, a sheet for each section that holds anything."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from api.pages.facts_in_words import Detail
from api.pages.page import Page, Sheet
from api.spreadsheet import Value, local, tonnes

OF_ORGANISATION: Final = (("项目", "what"), ("内容", "says"))
OF_FACILITIES: Final = (
    ("设施", "facility"),
    ("状态", "standing"),
    ("容器", "containers"),
    ("未称", "unweighed"),
    ("在库重量（吨）", "mass (t)"),
    ("最近盘点", "last count"),
    ("说明", "told of it"),
    ("编号", "number"),
)
OF_LICENCES: Final = (
    ("许可证", "licence"),
    ("状态", "standing"),
    ("自", "from"),
    ("至", "until"),
    ("许可内容", "for what"),
)
OF_THINGS: Final = (("名称", "name"), ("状态", "standing"), ("说明", "told of it"), ("编号", "number"))
OF_DECLARATIONS: Final = (("场所", "establishment"), ("期间", "period"), ("期限", "due"), ("状态", "standing"))
OF_MANIFESTS: Final = (("联单", "manifest"), ("签发", "issued"), ("状态", "standing"), ("重量（吨）", "mass (t)"))
OF_ACCOUNTS: Final = (
    ("月份", "month"),
    ("场所", "establishment"),
    ("废物代码", "waste code"),
    ("收入（吨）", "came (t)"),
    ("支出（吨）", "went (t)"),
)
OF_FACTS: Final = (
    ("位置", "position"),
    ("事实", "fact"),
    ("对象", "subject"),
    ("发生", "happened"),
    ("陈述单位", "stated by"),
)


def sheets_of(page: Page, shown: dict[str, Any]) -> Iterator[Sheet]:
    """What the page shows, from the same words; the organisation itself stands first, whatever else is empty."""
    told = shown["told"]
    sections: list[Sheet] = [
        (page.say("设施与库存", "facilities and stock"), OF_FACILITIES, _facilities(page, shown)),
        (page.say("许可证", "licences"), OF_LICENCES, _licences(page, shown)),
        *((words, OF_THINGS, _things(page, things)) for _, words, things in shown["sections"]),
        (page.say("申报", "declarations"), OF_DECLARATIONS, _declarations(page, shown)),
        (page.say("在途联单", "manifests under way"), OF_MANIFESTS, _manifests(shown)),
        (page.say("物料平衡", "mass balance"), OF_ACCOUNTS, _accounts(shown)),
        (page.say("最近的事实", "latest facts"), OF_FACTS, _facts(page, shown, told["latest"])),
    ]
    yield page.say("单位", "organisation"), OF_ORGANISATION, _organisation(page, shown)
    for title, headings, rows in sections:
        if held := list(rows):
            yield title, headings, held


def _said(page: Page, details: Iterable[Detail]) -> str:
    return page.say("；", "; ").join(f"{each.title} {each.text}" for each in details)


def _organisation(page: Page, shown: dict[str, Any]) -> Iterator[tuple[Value, ...]]:
    yield page.say("名称", "name"), shown["name"]
    yield page.say("统一社会信用代码", "number"), shown["uscc"]
    for detail in shown["registered"]:
        yield detail.title, detail.text
    yield page.say("反映账本至位置", "reflects the log up to position"), shown["told"]["position"]


def _facilities(page: Page, shown: dict[str, Any]) -> Iterator[tuple[Value, ...]]:
    for each in shown["told"]["facilities"]["things"]:
        stock = each["stock"]
        yield (
            shown["called"](each["subject"]),
            shown["stage_of"]("facility", each["stage"]),
            stock["containers"],
            stock["unweighed"],
            stock["mass_kg"] / 1000,
            local(stock["last_counted_at"]) if stock["last_counted_at"] else None,
            _said(page, shown["facility_words"](each)),
            each["subject"],
        )


def _licences(page: Page, shown: dict[str, Any]) -> Iterator[tuple[Value, ...]]:
    for each in shown["told"]["licences"] or ():
        stage = shown["stage_of"]("licence", each["stage"])
        standing = stage if each["in_force"] else stage + page.say("，不在有效期", ", not in force")
        number = each["subject"].partition(":")[2]
        yield number, standing, each["valid_from"], each["valid_until"], _said(page, shown["licence_words"](each))


def _things(page: Page, things: list[dict[str, Any]]) -> Iterator[tuple[Value, ...]]:
    for each in things:
        yield each["name"], page.either(each["stage"]), _said(page, each["details"]), each["subject"]


def _declarations(page: Page, shown: dict[str, Any]) -> Iterator[tuple[Value, ...]]:
    for each, late in shown["declarations"]:
        missing = page.say("逾期未申报", "overdue") if late else page.say("待申报", "not declared so far")
        standing = shown["stage_of"]("declaration", each["stage"]) if each["stage"] else missing
        yield shown["called"](each["establishment"]), each["period"], each["due"], standing


def _manifests(shown: dict[str, Any]) -> Iterator[tuple[Value, ...]]:
    for each in (shown["told"]["manifests"] or {"things": ()})["things"]:
        yield (
            each["subject"].partition(":")[2],
            local(each["issued_at"]) if each["issued_at"] else None,
            shown["stage_of"]("manifest", each["stage"]),
            None if each["mass_kg"] is None else each["mass_kg"] / 1000,
        )


def _accounts(shown: dict[str, Any]) -> Iterator[tuple[Value, ...]]:
    for month, accounts in shown["months"]:
        for each in accounts:
            place = shown["called"](each.establishment)
            yield month, place, each.waste_code, tonnes(each.in_g), tonnes(each.out_g)


def _facts(page: Page, shown: dict[str, Any], facts: list[dict[str, Any]]) -> Iterator[tuple[Value, ...]]:
    for each in facts:
        title, happened = page.either(shown["titles"][each["type"]]), local(each["occurred_at"])
        yield each["position"], title, each["subject"], happened, shown["by"](each["stated_by"])
