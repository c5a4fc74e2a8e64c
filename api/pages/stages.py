"""What pages call the stages of the things of the ledger, in Chinese and English."""

from api.pages.words import OTHER_STEPS, STEPS, Words

STANDINGS: dict[str, Words] = {
    "provisional": ("暂定", "provisional"),
    "registered": ("已登记", "registered"),
    "closed": ("已关闭", "closed"),
    "accepted": ("已接受", "accepted"),
    "amended": ("已更正", "amended"),
    "changed": ("已变更", "changed"),
    "completed": ("已完成", "completed"),
    "ended": ("已终止", "ended"),
    "filed": ("已备案", "filed"),
    "granted": ("已授予", "granted"),
    "submitted": ("已提交", "submitted"),
    "issued": ("已签发", "issued"),
    "revoked": ("已吊销", "revoked"),
    "published": ("已发布", "published"),
    "loaded": ("已载入", "loaded"),
    "claimed": ("已主张", "claimed"),
    "failed": ("有故障", "failed"),
    "signed": ("已签订", "signed"),
    "suspended": ("已暂扣", "suspended"),
}
"""The stages of everything that is not a container."""

MANIFEST_STAGES: dict[str, Words] = {
    "issued": ("已签发", "issued"),
    "loaded": ("已装载", "loaded"),
    "collected": ("已起运", "collected"),
    "handed_over": ("已交接", "handed over"),
    "arrived": ("已运抵", "arrived"),
    "received": ("已确认接受", "received"),
    "partly_refused": ("部分拒收", "partly refused"),
    "refused": ("拒收", "refused"),
    "return_dispatched": ("已退运", "return dispatched"),
    "returned": ("已退回", "returned"),
    "cancelled": ("已作废", "cancelled"),
}
"""The stages of a manifest, from its issue on."""

TRIP_STAGES: dict[str, Words] = {
    "departed": ("已出场", "departed"),
    "diverted": ("已改道", "diverted"),
    "transloaded": ("已转驳", "transloaded"),
    "arrived": ("已到场", "arrived"),
    "accepted": ("已接收", "accepted"),
    "refused": ("已拒收", "refused"),
    "returned": ("已退回", "returned"),
}
"""The stages of a trip of construction waste."""

TRANSFER_STAGES: dict[str, Words] = {
    "applied": ("已申请", "applied for"),
    "supplement_requested": ("待补正", "supplement requested"),
    "supplemented": ("已补正", "supplemented"),
    "admitted": ("已受理", "admitted"),
    "reviewed": ("已初审", "reviewed"),
    "consulted": ("已商请", "consulted"),
    "consented": ("接受地已同意", "consented"),
    "objected": ("接受地已反对", "objected"),
    "approved": ("已批准", "approved"),
    "refused": ("不予批准", "refused"),
    "noticed": ("已提前报送", "noticed"),
    "suspended": ("已暂停", "suspended"),
    "revoked": ("已撤销", "revoked"),
}
"""The stages of a cross-province transfer, from its application on."""

LOAD_STAGES: dict[str, Words] = MANIFEST_STAGES | {
    "generated": ("已产生", "generated"),
    "stored": ("已入库", "stored"),
    "recovered": ("已利用", "recovered"),
    "disposed": ("已处置", "disposed"),
    "lost": ("已损耗", "lost"),
    "dispatched": ("已出厂", "dispatched"),
}
"""The stages of a batch and of a consignment."""

STAGES: dict[str, dict[str, Words]] = {
    "manifest": MANIFEST_STAGES,
    "transfer": TRANSFER_STAGES,
    "trip": TRIP_STAGES,
    "batch": LOAD_STAGES,
    "consignment": LOAD_STAGES,
}
"""Kinds whose stages have words of their own."""


def stage(kind: str, name: str) -> Words:
    """What a stage of a kind of subject is called: a container that took a step has done it."""
    if kind == "container" and name in STEPS | OTHER_STEPS:
        zh, en = (STEPS | OTHER_STEPS)[name]
        return f"已{zh}", en
    return STAGES.get(kind, {}).get(name) or STANDINGS.get(name, (name, name))
