"""The words of the rules in hazardous_waste/."""

from itertools import combinations
from typing import Final

from ledger.fact import Title
from projections.rules.words.sentence import Words

STEPS: Final = {"packaged": "包装", "weighed": "称重", "labelled": "打码"}
"""The steps that may be left out, in their order."""

WORDS: Final[dict[str, Words]] = {
    "collector_source_missing": Words(
        title=Title("收集合并来源不明", "Source of collected waste missing"),
        why=Title(
            "合并后的废物无法追溯到产生单位，链条在收集环节断开。",
            "What was poured together cannot be traced to who generated it: the chain breaks with the collector.",
        ),
        says=Title(
            "{poured_at} 倒装，{sources} 的产生单位或重量不明",
            "Of {sources}, poured {poured_at}, source or mass is unknown",
        ),
    ),
    "container_lost": Words(
        title=Title("容器去向不明", "Container lost"),
        why=Title(
            "一桶危险废物不知去向，可能已被倾倒。",
            "Nobody knows where a drum of hazardous waste is: it may be dumped.",
        ),
        says=Title(
            "{left_at} 出库，至 {due_at} 未入库、未处理、未转移",
            "Taken out {left_at}, and by {due_at} neither stored, nor treated, nor handed over",
        ),
        variants={
            "receipt": Title(
                "{manifest} 于 {received_at} 接受确认，至 {due_at} 既未列入接受也未列入拒收",
                "{manifest} was received {received_at}, and by {due_at} this container is in neither list",
            ),
            "count": Title(
                "{counted_at} 盘点 {facility} 时未见", "Not found when {facility} was counted {counted_at}"
            ),
        },
    ),
    "declaration_mismatch": Words(
        title=Title("申报与台账不符", "Declaration and ledger differ"),
        why=Title("申报数与逐桶台账对不上，必有一处不实。", "The figures do not agree: one of the two is not true."),
        says=Title(
            "{period} {waste_code} 申报产生 {declared_g}，台账 {ledger_g}",
            "{waste_code} in {period}: {declared_g} declared, {ledger_g} in the ledger",
        ),
    ),
    "dispatched_without_manifest": Words(
        title=Title("无联单转移", "Dispatched without a manifest"),
        why=Title(
            "没有联单，这批废物由谁运往何处就无从知晓。",
            "Without a manifest nobody knows who carries the waste where.",
        ),
        says=Title("{left_at} 出库转移，没有任何联单列明", "Taken out for a transfer {left_at}, and on no manifest"),
        variants={
            "late": Title("{left_at} 已起运，{issued_at} 才签发联单", "Left {left_at}, and issued only {issued_at}"),
            "never": Title("{left_at} 已起运，没有签发联单", "Left {left_at}, and never issued"),
        },
        exempt=Title(
            "纸质联单；已证明的收集或全部环节豁免；出口或豁免去向",
            "paper manifests; proved exemptions of collection or of all stages; exports and exempt recipients",
        ),
    ),
    "five_immediates_late": Words(
        title=Title("五即超时", "A step of 五即 too late"),
        why=Title(
            "间隔过长，称重、打码就不是“即”时完成。", "With long gaps the steps were not done at once, as 五即 wants."
        ),
        says=Title("{from_at} 之后，{done_at} 才完成下一步", "After {from_at} the next step was done only {done_at}"),
        variants={
            "weighed": Title(
                "{from_at} 封口（产生），{done_at} 才称重", "Closed {from_at}, and weighed only {done_at}"
            ),
            "labelled": Title("{from_at} 称重，{done_at} 才打码", "Weighed {from_at}, and labelled only {done_at}"),
            "stored": Title("{from_at} 打码，{done_at} 才入库", "Labelled {from_at}, and stored only {done_at}"),
        },
        exempt=Title("储罐、管道、散装废物和医疗废物", "tanks, pipelines, waste in bulk and medical waste"),
    ),
    "five_immediates_skipped": Words(
        title=Title("五即缺项", "A step of 五即 left out"),
        why=Title(
            "未包装、未称重或未打码就入库的容器，以后无法与重量和标签对应。",
            "A drum stored unpacked, unweighed or unlabelled cannot be matched with a mass or a label any more.",
        ),
        says=Title("{kept_at} 入库或出库前五即缺项", "Stored or taken out {kept_at} with a step of 五即 left out"),
        variants={
            "+".join(some): Title(
                f"{{kept_at}} 入库或出库前未{'、未'.join(STEPS[each] for each in some)}",
                f"Stored or taken out {{kept_at}} without having been {' or '.join(some)}",
            )
            for number in (1, 2, 3)
            for some in combinations(STEPS, number)
        },
        exempt=Title("储罐、管道、散装废物和医疗废物", "tanks, pipelines, waste in bulk and medical waste"),
    ),
    "manifest_not_arrived": Words(
        title=Title("起运后未运抵", "Dispatched and not arrived"),
        why=Title(
            "起运的危险废物没有到达联单指定的接受人，可能在途中被倾倒。",
            "Hazardous waste that left and did not come to its receiver may have been dumped on the way.",
        ),
        says=Title(
            "{dispatched_at} 起运，至 {due_at} 未运抵接受人",
            "Dispatched {dispatched_at}, and not arrived by {due_at}",
        ),
    ),
    "manifest_not_dispatched": Words(
        title=Title("签发后未起运", "Issued and not dispatched"),
        why=Title(
            "联单签发后长期不起运，所列废物被占用，去向不明。",
            "A manifest open without a departure binds the waste that it lists and does not tell where it is.",
        ),
        says=Title(
            "{issued_at} 签发，至 {due_at} 未起运也未作废",
            "Issued {issued_at}, and by {due_at} neither dispatched nor cancelled",
        ),
    ),
    "manifest_reused": Words(
        title=Title("联单重复使用", "Manifest used twice"),
        why=Title(
            "一份联单只对应一车（船）次，重复使用可掩盖未申报的转移。",
            "A manifest is for one trip: whoever uses it twice can hide a transfer that was never declared.",
        ),
        says=Title("同一联单号起运 {times} 次：{departures}", "{times} departures under one number: {departures}"),
    ),
    "manifest_unconfirmed": Words(
        title=Title("接受后未确认联单", "Receipt not confirmed"),
        why=Title(
            "废物已到接受人处而无人确认，转移的闭环断在最后一步。",
            "The waste is with the receiver and nobody confirms it: the loop breaks at its last step.",
        ),
        says=Title(
            "废物自 {since_at} 起已在接受人处，至 {due_at} 未确认接受",
            "With the receiver since {since_at}, and not confirmed by {due_at}",
        ),
        variants={
            "late": Title(
                "应于 {due_at} 前确认，{confirmed_at} 才确认接受",
                "Due by {due_at}, and confirmed only at {confirmed_at}",
            ),
        },
        exempt=Title("纸质联单补录（另见 paper_entry_late）", "manifests run on paper (see paper_entry_late)"),
    ),
    "manifest_weight_discrepancy": Words(
        title=Title("联单重量不符", "Manifest weight discrepancy"),
        why=Title(
            "途中少了或多了废物，或一方的称重不实。", "Waste was lost or added on the way, or a weighing is not true."
        ),
        says=Title(
            "发出 {sent_g}，接受和拒收共 {told_g}", "{sent_g} dispatched, {told_g} accepted and refused together"
        ),
    ),
    "outside_plan": Words(
        title=Title("超出管理计划", "Outside the management plan"),
        why=Title(
            "联单应与备案的管理计划一致；去向变了应先变更计划。",
            "A manifest follows the plan: where the waste goes elsewhere the plan is changed first.",
        ),
        says=Title("管理计划中没有：{outside}", "Not in the plan: {outside}"),
        variants={
            "sum": Title(
                "{waste_code} 计划 {planned_g}，已开联单 {drawn_g}",
                "{waste_code}: {planned_g} planned, {drawn_g} on manifests",
            )
        },
    ),
    "paper_entry_late": Words(
        title=Title("纸质联单补录超期", "Paper manifest entered late"),
        why=Title(
            "纸质联单补录之前，这车废物不在电子台账里，无法核对。",
            "Until a paper manifest is entered, nobody can check the load against anything.",
        ),
        says=Title(
            "转移于 {completed_at} 完成，应于 {due_at} 前补录，{entered_at} 才补录",
            "Completed {completed_at}, to be entered by {due_at}, and entered only {entered_at}",
        ),
    ),
    "receiver_unlicensed": Words(
        title=Title("接受人无相应许可", "Receiver not licensed"),
        why=Title(
            "无相应许可的单位没有能力合法处置这批废物。", "Who has no licence for it cannot lawfully treat the waste."
        ),
        says=Title(
            "{dispatched_at} 起运时，{to} 没有覆盖 {waste_code}（{method}）的有效许可证",
            "When it left {dispatched_at}, {to} held no licence in force for {waste_code} by {method}",
        ),
        variants={
            "capacity": Title(
                "{year} 年接受 {received_g}，超过核准的 {capacity_g}",
                "{received_g} received in {year}, {capacity_g} approved",
            ),
        },
        exempt=Title(
            "已证明的利用、处置环节豁免；同一单位的场所", "proved exemptions of treatment; own establishments"
        ),
    ),
    "refused_not_returned": Words(
        title=Title("拒收后未退回", "Refused and not returned"),
        why=Title(
            "被拒收的废物既未退回也未另行转移，脱离了贮存和联单的管理。",
            "Refused waste that is neither back nor sent on is in nobody's storage and on nobody's manifest.",
        ),
        says=Title(
            "{refused_at} 拒收 {refused_g}，至 {due_at} 未退回也未另行转移",
            "{refused_g} refused {refused_at}, and by {due_at} neither returned nor sent on",
        ),
    ),
}
