"""Every stable code in words: the one table, and what a finding says in either language."""

from typing import NamedTuple

from api.refusals.of_bodies import BODIES
from api.refusals.of_construction_waste import AMOUNTS_AND_PLACES, CONSTRUCTION_WASTE
from api.refusals.of_content import EVENTS, FIELDS, FILES, KEPT_FILES, QUERIES, SUBJECTS
from api.refusals.of_decisions import DECISIONS
from api.refusals.of_lawfulness import MANIFESTS
from api.refusals.of_papers import PAPERS
from api.refusals.of_people import OF_PEOPLE
from api.refusals.of_service import NOT_NOW, OUR_FAULT
from api.refusals.of_standing import IDENTITIES, KEYS, NOT_YOURS
from api.refusals.of_transfers import TRANSFERS
from api.refusals.of_waste import PLANNING, WASTE
from api.refusals.text import Text, Words
from ledger.errors import Finding


class Section(NamedTuple):
    """Codes that belong together, under one heading of docs/errors.md."""

    heading: Words
    texts: dict[str, Text]


SECTIONS = (
    Section(("请求与内容的读取", "The request, and reading its body"), BODIES),
    Section(("密钥", "The key"), KEYS),
    Section(("登录与用户", "Signing in, and who may"), OF_PEOPLE),
    Section(("无权陈述或查看", "Not yours to state, or not yours to see"), NOT_YOURS),
    Section(("身份已被占用", "The identity is taken"), IDENTITIES),
    Section(("不合法的行政行为", "Unlawful acts"), DECISIONS),
    Section(
        ("联单的行为不合法或与已记录的不符", "Acts of a manifest that are unlawful, or not what is recorded"),
        MANIFESTS,
    ),
    Section(("跨省转移的步骤", "Steps of a cross-province transfer"), TRANSFERS),
    Section(("建筑垃圾的备案与核准", "Filing and permitting of construction waste"), CONSTRUCTION_WASTE),
    Section(("事件", "The event"), EVENTS),
    Section(("对象", "The subject"), SUBJECTS),
    Section(("字段", "The fields of data"), FIELDS),
    Section(("数量与边界", "Amounts and boundaries"), AMOUNTS_AND_PLACES),
    Section(("废物的去向", "Where waste goes"), WASTE),
    Section(("管理计划与申报", "Plans and declarations"), PLANNING),
    Section(("文件", "Files"), KEPT_FILES),
    Section(("打印件", "What is printed"), PAPERS),
    Section(("废物名录文件", "The file of a waste catalogue"), FILES),
    Section(("地址中的参数", "Parameters of the address"), QUERIES),
    Section(("暂时不能", "Not now"), NOT_NOW),
    Section(("系统的错误", "Our fault"), OUR_FAULT),
)

TEXTS: dict[str, Text] = {code: text for section in SECTIONS for code, text in section.texts.items()}

TITLES: dict[int, Words] = {
    401: ("需要有效的密钥", "A valid key is needed"),
    403: ("无权陈述此事实", "This may not be stated by this key"),
    409: ("与已有的记录冲突", "It conflicts with what is recorded"),
    429: ("请求过于频繁", "Too many requests"),
    404: ("没有找到", "Not found"),
    405: ("不支持的方法", "Method not allowed"),
    422: ("内容不符合要求", "The content is not valid"),
    500: ("系统内部错误", "Something went wrong here"),
    503: ("暂时无法写入", "Cannot write at present"),
}
"""What a page for people is headed with; a problem has the title of its own code."""

UNKNOWN = Text((), ("请求未被接受", "The request was not accepted"), ("见 docs/errors.md", "see docs/errors.md"))
"""Of a code that the table does not have; a test says that there is none."""


class Why(NamedTuple):
    """A refusal as a page tells it: what is wrong, exactly where there is more to say, and what to do."""

    title: Words
    detail: Words | None
    then: Words


def why(finding: Finding) -> Why:
    """What a page says of a finding."""
    text = text_of(finding)
    return Why(text.title, text.detail(finding.values), text.then)


def text_of(finding: Finding) -> Text:
    """What is said of a finding's code."""
    return TEXTS.get(finding.code, UNKNOWN)


def detail_of(finding: Finding) -> Words:
    """What exactly is wrong; where the values say too little, the Chinese is that of the code alone."""
    text = text_of(finding)
    return text.detail(finding.values) or (text.title[0], finding.detail or text.title[1])
