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
    "issued": ("已签发", "issued"),
    "revoked": ("已吊销", "revoked"),
    "published": ("已发布", "published"),
    "loaded": ("已载入", "loaded"),
}
"""The stages of everything that is not a container."""

MANIFEST_STAGES: dict[str, Words] = {
    "issued": ("已签发", "issued"),
    "loaded": ("已装载", "loaded"),
    "collected": ("已起运", "collected"),
    "handed_over": ("已交接", "handed over"),
    "arrived": ("已运抵", "arrived"),
    "received": ("已接受", "received"),
    "partly_refused": ("部分拒收", "partly refused"),
    "refused": ("拒收", "refused"),
    "return_dispatched": ("已退运", "return dispatched"),
    "returned": ("已退回", "returned"),
    "cancelled": ("已作废", "cancelled"),
}
"""The stages of a manifest, from its issue on."""

KINDS: dict[str, Words] = {
    "calendar": ("日历", "calendar"),
    "catalogue": ("名录", "catalogue"),
    "container": ("容器", "container"),
    "contract": ("合同", "contract"),
    "credential": ("密钥", "credential"),
    "device": ("设备", "device"),
    "establishment": ("生产经营场所", "establishment"),
    "exemption": ("豁免", "exemption"),
    "facility": ("设施", "facility"),
    "log": ("账本", "log"),
    "management_plan": ("管理计划", "management plan"),
    "manifest": ("联单", "manifest"),
    "organisation": ("单位", "organisation"),
    "profile": ("废物档案", "waste profile"),
    "rule": ("规则", "rule"),
    "scale": ("计量器具", "scale"),
    "transfer": ("跨省转移", "cross-province transfer"),
    "vehicle": ("车辆", "vehicle"),
    "vessel": ("船舶", "vessel"),
}

LOOPS: dict[str, Words] = {
    "custody": ("责任环", "custody"),
    "chain": ("全链环", "chain"),
    "manifest": ("联单环", "loop of the manifest"),
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
    Relation.TRANSFEROR: ("联单移出人", "the transferor of the manifest"),
    Relation.CARRIER: ("联单承运人", "a carrier of the manifest"),
    Relation.RECEIVER: ("联单接受人", "the receiver of the manifest"),
    Relation.AUTHOR: ("原陈述单位", "whoever stated the original"),
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
    "accepted_kg": ("接受重量", "accepted mass"),
    "arrived_kg": ("运抵重量", "mass on arrival"),
    "declared_mass_kg": ("申报重量", "declared mass"),
    "fate": ("结果", "fate"),
    "fates": ("各容器结果", "fates of the containers"),
    "held_by": ("现持有单位", "held by"),
    "issued_kg": ("签发重量", "mass as issued"),
    "line_fates": ("各行结果", "fates of the lines"),
    "loaded": ("已装载容器", "loaded containers"),
    "loaded_kg": ("装载重量", "mass as loaded"),
    "net_kg": ("净重", "net mass"),
    "pending": ("尚无结果的容器", "containers without a fate"),
    "refused_kg": ("拒收重量", "refused mass"),
    "returned_kg": ("退回重量", "returned mass"),
    "supervision_class": ("监管类别", "supervision class"),
    "supervision_year": ("监管年度", "supervision year"),
    "unlisted": ("联单外容器", "containers not on the manifest"),
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
    if kind == "manifest" and name in MANIFEST_STAGES:
        return MANIFEST_STAGES[name]
    return STANDINGS.get(name, (name, name))
