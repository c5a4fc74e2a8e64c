"""What pages call the things of the ledger, in Chinese and English; the names of fields are in `ledger.titles`."""

from ledger.fact import Relation
from ledger.regulation.deadlines import DEADLINES

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

OTHER_STEPS: dict[str, Words] = {
    "repacked": ("倒装", "repacked"),
    "loaded": ("装车", "loaded"),
    "in_transit": ("起运", "in transit"),
    "arrived": ("运抵", "arrived"),
    "received": ("被接受", "received"),
    "refused": ("被拒收", "refused"),
    "return_dispatched": ("退运", "on its way back"),
    "sent_on": ("转送", "sent on"),
    "returned": ("退回", "returned"),
    "emptied": ("倒空", "emptied"),
    "treated": ("利用处置", "treated"),
    "lost": ("损耗", "lost"),
}
"""What else may be the last that happened to a container."""

AS_FAR_AS = dict.fromkeys(OTHER_STEPS, "withdrawn") | {"repacked": "generated"}
"""Another step → the usual one that it counts for."""

EFFECT_ROLES: dict[str, Words] = {
    "from": ("倒出", "poured out"),
    "into": ("倒入", "poured in"),
    "input": ("投入利用处置", "treated"),
    "output": ("利用处置残余物", "residue of a treatment"),
    "listed": ("列入联单", "listed on the manifest"),
    "loaded": ("装车", "loaded"),
    "in_transit": ("在途", "in transit"),
    "arrived": ("运抵", "arrived"),
    "accepted": ("接受", "accepted"),
    "refused": ("拒收", "refused"),
    "return_dispatched": ("退运", "on its way back"),
    "sent_on": ("转送", "sent on"),
    "returned": ("退回", "returned"),
    "planned": ("列入处理方案", "planned"),
    "released": ("联单作废", "released"),
}
"""What a fact about another subject did to a container."""

KINDS: dict[str, Words] = {
    "anomaly": ("异常", "anomaly"),
    "batch": ("批次", "batch"),
    "calendar": ("日历", "calendar"),
    "catalogue": ("名录", "catalogue"),
    "consignment": ("运单", "consignment"),
    "container": ("容器", "container"),
    "contract": ("合同", "contract"),
    "credential": ("密钥", "credential"),
    "declaration": ("申报", "declaration"),
    "delegation": ("委托", "delegation"),
    "device": ("设备", "device"),
    "disposal_plan": ("处理方案", "disposal plan"),
    "establishment": ("生产经营场所", "establishment"),
    "exemption": ("豁免", "exemption"),
    "facility": ("设施", "facility"),
    "gate": ("卡口", "gate"),
    "licence": ("许可证", "licence"),
    "log": ("账本", "log"),
    "management_plan": ("管理计划", "management plan"),
    "manifest": ("联单", "manifest"),
    "organisation": ("单位", "organisation"),
    "permit": ("处置证", "disposal permit"),
    "profile": ("废物档案", "waste profile"),
    "project": ("工程项目", "project"),
    "rule": ("规则", "rule"),
    "scale": ("计量器具", "scale"),
    "site": ("消纳场所", "site"),
    "transfer": ("跨省转移", "cross-province transfer"),
    "treatment": ("利用处置", "treatment"),
    "trip": ("趟次", "trip"),
    "vehicle": ("车辆", "vehicle"),
    "vessel": ("船舶", "vessel"),
}

LOOPS: dict[str, Words] = {
    "custody": ("责任环", "custody"),
    "chain": ("全链环", "chain"),
    "manifest": ("联单环", "loop of the manifest"),
    "transfer": ("跨省转移环", "loop of the transfer"),
    "batch": ("批次环", "loop of the batch"),
    "consignment": ("运单环", "loop of the consignment"),
    "trip": ("趟次环", "loop of the trip"),
}
"""Custody is the producer's duty, to a licensed receiver's hands; the chain goes on to the last treatment."""

STREAM_WORDS: dict[str, Words] = {
    "hazardous_waste": ("危险废物", "hazardous waste"),
    "construction_waste": ("建筑垃圾", "construction waste"),
    "industrial_waste": ("工业固体废物", "industrial waste"),
    "cross_province": ("跨省转移", "cross-province transfer"),
}

CAUSES: dict[str, Words] = {
    "lost": ("声明损耗，未交付", "declared lost"),
    "residual_mass": ("部分重量去向不明", "part of its mass is unaccounted for"),
    **{kind: (f"{deadline.title[0]}逾期", f"overdue: {deadline.title[1]}") for kind, deadline in DEADLINES.items()},
}
"""Why a loop is overdue or broken: by what the facts say, or by the deadline that has passed."""

WHY_NOT: dict[str, Words] = {
    "not_granted": ("尚未批准", "not granted"),
    "revoked": ("已撤销", "revoked"),
    "suspended": ("暂停中", "suspended"),
    "not_yet_valid": ("尚未生效", "not yet valid"),
    "expired": ("已过期", "expired"),
}
"""Why no load may leave under a transfer."""

CREDIT_REASONS: dict[str, Words] = {
    "unaccepted": ("逾期未接收", "not accepted in time"),
    "refused": ("被拒收", "refused"),
    "lighter": ("到场变轻", "lighter on arrival"),
    "receipt_used_twice": ("凭证重复使用", "receipt on two trips"),
    "without_permit": ("无处置证", "without a permit"),
}
"""What speaks against a carrier."""

FIGURES: dict[str, Words] = {
    "generated": ("产生", "generated"),
    "received": ("接收", "received"),
    "repacked": ("倒装净额", "repacked, net"),
    "treated": ("利用处置", "treated"),
    "dispatched": ("转出", "dispatched"),
    "lost": ("声明损耗", "declared lost"),
}
"""What a mass balance adds up, in its order."""

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
    Relation.SENDING: ("移出地生态环境部门", "the ecology authority of the place of dispatch"),
    Relation.RECEIVING: ("接受地生态环境部门", "the ecology authority of the place of receipt"),
    Relation.TRANSFEROR: ("联单或跨省转移的移出人", "the transferor of the manifest or transfer"),
    Relation.CARRIER: ("联单承运人或趟次的运输单位", "a carrier of the manifest or trip"),
    Relation.RECEIVER: ("联单、运单或跨省转移的接受人", "the receiver of the manifest, consignment or transfer"),
    Relation.HOLDER: ("已接受该容器的接受人", "a receiver that accepted the container"),
    Relation.KEEPER: ("运输工具所属单位", "the carrier of the conveyance"),
    Relation.OVERSEER: ("对象或相关方所在辖区的主管部门", "the competent authority of a place or party"),
    Relation.CONTRACTOR: ("工程的施工单位", "the contractor of the project"),
    Relation.SITE_OPERATOR: ("场所运营单位", "who operates the site"),
    Relation.GREENING: ("辖区绿化市容部门", "the greening authority of the division"),
    Relation.URBAN_MANAGEMENT: ("辖区城管执法部门", "the urban management authority of the division"),
    Relation.AUTHOR: ("原陈述单位", "whoever stated the original"),
    Relation.COUNTERPARTY: ("已据原事实行事的单位", "who relied on the original"),
    Relation.DELEGATE: ("受托单位", "the organisation that was delegated to"),
    Relation.FLAGGED: ("被标记的单位", "the organisation that is flagged"),
    Relation.COMPETENT: ("对该规则有职权的辖区主管部门", "the authority competent for the rule"),
    Relation.LOG: ("账本自身", "the log itself"),
}

ROUTES: dict[tuple[str, str], str] = {
    ("POST", "/v1/events"): "陈述事实：一条或一批，要么全部记录，要么全部不记录",
    ("GET", "/v1/events"): "账本中本单位可见的事实，按记录顺序",
    ("GET", "/v1/events/{position}"): "一条事实；?form=leaf 给出所存的原始字节",
    ("GET", "/v1/subjects/{subject}"): "一个对象的状态、阶段与环",
    ("GET", "/v1/subjects/{subject}/history"): "案卷回放，可按发生时间或记录时间截止",
    ("GET", "/v1/subjects/{subject}/bundle"): "证据包：涉及一个对象的全部事实及其证明，可离线核验",
    ("GET", "/v1/organisations/{uscc}/dossier"): "一企一档：单位、场所、许可、库存、联单、申报等，可问任一时刻",
    ("GET", "/v1/site-occupancy"): "消纳场所收、出与堆存量，并与最近一次盘点对照",
    ("GET", "/v1/permit-use"): "处置证用量：各趟次已起运净重",
    ("GET", "/v1/spoil-balance"): "各区当年渣土去向：工地、本区、他区、市级、市外",
    ("GET", "/v1/carrier-credit"): "运输单位信用：有利与不利的趟次及理由",
    ("GET", "/v1/storage"): "设施库存，逐个容器，并与最近一次盘点对照",
    ("GET", "/v1/mass-balance"): "物料平衡：产生、接收、处置、转出、损耗，与盘点对照，逐项可查事实",
    ("GET", "/verify_bundle.py"): "证据包的独立核验程序，一个文件",
    ("GET", "/v1/loops"): "各环的状态、原因与期限，可问任一时刻",
    ("GET", "/v1/anomalies"): "异常标记：规则、理由、义务与罚则、依据的事实、说明与认定",
    ("GET", "/v1/statistics/anomalies"): "各规则的标记数、处置结果与误报率",
    ("GET", "/v1/rules"): "全部规则：理由、条文、参数及其来源",
    ("GET", "/v1/rules/{rule}"): "一条规则",
    ("GET", "/v1/statistics/closed-loop"): "闭环率：按区、单位、类别或月份，计数与重量",
    ("GET", "/v1/transfer-use"): "跨省转移用量：已接受与在途，逐车，是否有效",
    ("GET", "/v1/transfer-hubs"): "跨省转移集散地：谁经谁向何处转移多少",
    ("GET", "/v1/settings"): "某一时刻生效的阈值、日历与名录版本，及其所据的事实",
    ("GET", "/v1/event-types"): "全部事实类型",
    ("GET", "/v1/event-types/{name}"): "一个事实类型及其 JSON Schema",
    ("GET", "/health/live"): "进程在运行",
    ("GET", "/health/ready"): "账本已开启且可读",
}
"""Method and path → its summary in Chinese; the English one is the route's own."""

STATE_TITLES: dict[str, Words] = {
    "admitted_at": ("受理时间", "admitted at"),
    "answer": ("接受地答复", "answer of the receiving province"),
    "answered_at": ("答复时间", "answered at"),
    "away_kg": ("已运出", "away"),
    "capacity": ("接收能力", "capacity of the receiver"),
    "capacity_since": ("接收能力自", "capacity since"),
    "consulted_at": ("商请时间", "consulted at"),
    "decided": ("决定", "decided"),
    "decided_at": ("决定时间", "decided at"),
    "dispatched_at": ("出厂时间", "dispatched at"),
    "dispatched_kg": ("出厂重量", "mass as dispatched"),
    "disposed_kg": ("自行处置", "disposed of"),
    "generated_kg": ("产生重量", "mass generated"),
    "received_at": ("收到时间", "received at"),
    "recovered_kg": ("自行利用", "recovered"),
    "requested_at": ("补正通知时间", "supplements requested at"),
    "revoked_at": ("撤销时间", "revoked at"),
    "since": ("自", "since"),
    "submissions": ("申请材料", "what was handed in"),
    "suspensions": ("暂停", "suspensions"),
    "accepted_kg": ("接受重量", "accepted mass"),
    "accepted_at": ("接受时间", "accepted at"),
    "accepted_by": ("接受单位", "accepted by"),
    "arisen_kg": ("产生", "arisen"),
    "arrived_kg": ("运抵重量", "mass on arrival"),
    "at_home_t": ("自行利用处置", "treated at home"),
    "began_unknown": ("原有不详", "began unknown"),
    "checked_at": ("最近核查时间", "checked at"),
    "clock_checked_at": ("最近校时时间", "clock checked at"),
    "complete": ("已齐", "complete"),
    "declared_mass_kg": ("申报重量", "declared mass"),
    "ended_at": ("终止时间", "ended at"),
    "confirmed_by": ("接受确认单位", "accepted by"),
    "confirmed_kg": ("接受确认重量", "mass as accepted"),
    "estimate_kg": ("估计剩余", "estimate left"),
    "exempt_stage": ("豁免环节", "exempt stage"),
    "extended_codes": ("延期贮存的废物", "waste codes of the extension"),
    "extended_until": ("贮存延期至", "storage extended until"),
    "failed_at": ("故障时间", "failed at"),
    "fate": ("结果", "fate"),
    "fates": ("各容器结果", "fates of the containers"),
    "given_kg": ("倒出", "given"),
    "granted_at": ("授予时间", "granted at"),
    "held_by": ("现持有单位", "held by"),
    "holders": ("各部分持有单位", "holders of its parts"),
    "input_kg": ("投入合计", "input"),
    "issued_kg": ("签发重量", "mass as issued"),
    "last_passed_at": ("最近通行时间", "last passed at"),
    "line_fates": ("各行结果", "fates of the lines"),
    "lists": ("所在名单", "lists"),
    "loaded": ("已装载容器", "loaded containers"),
    "loaded_kg": ("装载重量", "mass as loaded"),
    "lost_kg": ("损耗", "lost"),
    "masses": ("重量账", "mass account"),
    "method_name": ("方式名称", "name of the method"),
    "net_kg": ("净重", "net mass"),
    "output_kg": ("残余合计", "output"),
    "overdrawn_kg": ("超出已知", "overdrawn"),
    "pending": ("尚无结果的容器", "containers without a fate"),
    "planned_t": ("计划合计", "planned"),
    "received_kg": ("倒入", "received"),
    "refused_kg": ("拒收重量", "refused mass"),
    "remaining_kg": ("现存", "remaining"),
    "residue_kg": ("其中残余", "of it residue"),
    "returned_kg": ("退回重量", "returned mass"),
    "row_count": ("条目数", "number of rows"),
    "sent_out_t": ("委外利用处置", "sent out"),
    "set_apart_kg": ("已取出", "set apart"),
    "supervision_class": ("监管类别", "supervision class"),
    "supervision_year": ("监管年度", "supervision year"),
    "told": ("已报", "told"),
    "treated_kg": ("已利用处置", "treated"),
    "unaccounted_kg": ("去向不明", "unaccounted for"),
    "unlisted": ("联单外容器", "containers not on the manifest"),
    "closed_until": ("关闭至", "closed until"),
    "closed_at": ("关闭时间", "closed at"),
    "backfilled_kg": ("已回填", "backfilled"),
    "total_t": ("产生总量", "total"),
    "backfill_t": ("回填量", "backfill"),
    "haul_out_t": ("外运量", "haul-out"),
    "departed_kg": ("出场净重", "net mass at departure"),
    "transloaded_kg": ("转驳重量", "mass transloaded"),
    "in_hand_kg": ("在手重量", "mass in hand"),
    "difference_kg": ("两次计量之差", "difference of two scales"),
    "receipts": ("接收凭证", "receipts"),
    "refused_by": ("拒收场所", "refused by"),
    "diversions": ("改道次数", "diversions"),
    "unloadings": ("识别到的卸载次数", "unloadings observed"),
}
"""What a state holds beyond the fields of its facts."""

OPERATOR: Words = ("经办人", "staff")
OPERATOR_OF_LOG: Words = ("运营单位", "operator")
"""One field name, two things: one of the staff by pseudonym, or the organisation that runs the log."""
