"""What pages call the things of the ledger, in Chinese and English; the names of fields are in `ledger.titles`."""

from ledger.fact import Relation

Words = tuple[str, str]

STEPS: dict[str, Words] = {
    "generated": ("产生", "generated"),
    "closed": ("封口", "closed"),
    "packaged": ("包装", "packaged"),
    "weighed": ("称重", "weighed"),
    "labelled": ("打码", "labelled"),
    "stored": ("入库", "stored"),
    "withdrawn": ("出库", "withdrawn"),
}
"""The steps of a container in their usual order, from the first to the last."""

STANDINGS: dict[str, Words] = {
    "provisional": ("暂定", "provisional"),
    "registered": ("已登记", "registered"),
    "closed": ("已关闭", "closed"),
    "granted": ("已授予", "granted"),
    "accepted": ("已接受", "accepted"),
    "ended": ("已终止", "ended"),
    "issued": ("已签发", "issued"),
    "revoked": ("已吊销", "revoked"),
    "published": ("已发布", "published"),
    "loaded": ("已载入", "loaded"),
}
"""The stages of everything that is not a container."""

KINDS: dict[str, Words] = {
    "calendar": ("日历", "calendar"),
    "catalogue": ("名录", "catalogue"),
    "container": ("容器", "container"),
    "credential": ("密钥", "credential"),
    "delegation": ("委托", "delegation"),
    "device": ("设备", "device"),
    "establishment": ("生产经营场所", "establishment"),
    "facility": ("设施", "facility"),
    "log": ("账本", "log"),
    "manifest": ("联单", "manifest"),
    "organisation": ("单位", "organisation"),
    "profile": ("废物档案", "waste profile"),
    "rule": ("规则", "rule"),
    "scale": ("计量器具", "scale"),
}

LOOPS: dict[str, Words] = {
    "custody": ("责任环", "custody"),
    "chain": ("全链环", "chain"),
}
"""Custody is the producer's duty, to a licensed receiver's hands; the chain goes on to the last treatment."""

LOOP_STATUS: dict[str, Words] = {
    "open": ("在进行中", "open"),
    "overdue": ("已逾期", "overdue"),
    "closed": ("为闭环", "closed"),
    "broken": ("已断裂", "broken"),
    "cancelled": ("已取消", "cancelled"),
}
"""What is said of a loop after its name."""

SPEAKERS: dict[Relation, Words] = {
    Relation.OWNER: ("编号所属单位", "the organisation whose code begins the number"),
    Relation.OPERATOR: ("账本运营单位", "the operator of the log"),
    Relation.ECOLOGY: ("辖区生态环境部门", "the ecology authority of the division"),
    Relation.OVERSEER: ("对象或相关方所在辖区的生态环境部门", "the ecology authority of a place or party"),
    Relation.AUTHOR: ("原陈述单位", "whoever stated the original"),
    Relation.COUNTERPARTY: ("已据原事实行事的单位", "who relied on the original"),
    Relation.DELEGATE: ("受托单位", "the organisation that was delegated to"),
    Relation.LOG: ("账本自身", "the log itself"),
}

ROUTES: dict[tuple[str, str], str] = {
    ("POST", "/v1/events"): "陈述事实：一条或一批，要么全部记录，要么全部不记录",
    ("GET", "/v1/events"): "账本中本单位可见的事实，按记录顺序",
    ("GET", "/v1/events/{position}"): "一条事实；?form=leaf 给出所存的原始字节",
    ("GET", "/v1/subjects/{subject}"): "一个对象的状态、阶段与环",
    ("GET", "/v1/subjects/{subject}/history"): "案卷回放，可按发生时间或记录时间截止",
    ("GET", "/v1/subjects/{subject}/bundle"): "证据包：涉及一个对象的全部事实及其证明，可离线核验",
    ("GET", "/verify_bundle.py"): "证据包的独立核验程序，一个文件",
    ("GET", "/v1/settings"): "某一时刻生效的阈值、日历与名录版本，及其所据的事实",
    ("GET", "/v1/event-types"): "全部事实类型",
    ("GET", "/v1/event-types/{name}"): "一个事实类型及其 JSON Schema",
    ("GET", "/health/live"): "进程在运行",
    ("GET", "/health/ready"): "账本已开启且可读",
}
"""Method and path → its summary in Chinese; the English one is the route's own."""

STATE_TITLES: dict[str, Words] = {
    "accepted_at": ("接受时间", "accepted at"),
    "declared_mass_kg": ("申报重量", "declared mass"),
    "ended_at": ("终止时间", "ended at"),
    "granted_at": ("授予时间", "granted at"),
    "net_kg": ("净重", "net mass"),
    "supervision_class": ("监管类别", "supervision class"),
    "supervision_year": ("监管年度", "supervision year"),
}
"""What a state holds beyond the fields of its facts."""

OPERATOR: Words = ("经办人", "staff")
OPERATOR_OF_LOG: Words = ("运营单位", "operator")
"""One field name, two things: one of the staff by pseudonym, or the organisation that runs the log."""


def stage(kind: str, name: str) -> Words:
    """What a stage of a kind of subject is called: a container that took a step has done it."""
    if kind == "container" and name in STEPS:
        zh, en = STEPS[name]
        return f"已{zh}", en
    return STANDINGS.get(name, (name, name))
