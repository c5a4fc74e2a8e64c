"""The words of those rules in hazardous_waste/ that are about what lies somewhere, and what was counted."""

from typing import Final

from ledger.fact import Title
from projections.rules.words.sentence import Words

WORDS: Final[dict[str, Words]] = {
    "container_weight_drift": Words(
        title=Title("容器重量漂移", "Container weight drift"),
        why=Title(
            "同一容器两次称重不符，说明有废物被取走、混入，或记录不实。",
            "Two weighings that differ say that waste was taken or added, or that the records are not true.",
        ),
        says=Title(
            "{first_at} 称得 {first_g}，{second_at} 称得 {second_g}，其间没有说明原因的记录",
            "{first_g} weighed {first_at}, {second_g} weighed {second_at}, and nothing told that explains it",
        ),
    ),
    "generation_below_norm": Words(
        title=Title("产废量异常偏低", "Less waste than ever"),
        why=Title(
            "产量没变，废物却少了一半，少的部分可能没有入账。",
            "As much was made and half the waste arose: the rest may not be in the ledger.",
        ),
        says=Title(
            "{month} 单位产品产废 {per_unit_g}，此前中位数 {norm_g}",
            "{per_unit_g} for each unit in {month}, {norm_g} before",
        ),
        variants={
            "silent": Title(
                "重点单位自 {last_day} 以后没有任何记录",
                "Under key supervision, and nothing was told after {last_day}",
            ),
        },
    ),
    "incompatible_storage": Words(
        title=Title("不相容废物同区存放", "Incompatible wastes in one zone"),
        why=Title(
            "会相互反应的废物放在一起，泄漏时可能起火或产生毒气。",
            "Wastes that react with each other may burn or give off poison where they leak together.",
        ),
        says=Title(
            "{zone} 自 {together_at} 起同区存放 {categories}",
            "{categories} lie together in {zone} since {together_at}",
        ),
    ),
    "mass_balance_leak": Words(
        title=Title("物料平衡异常", "Mass balance does not close"),
        why=Title(
            "账面与盘点对不上：废物可能渗漏、倒卖或未入账。",
            "Books and count do not agree: waste may have leaked, been sold, or never been entered.",
        ),
        says=Title(
            "{waste_code} 于 {month} 盘点比账面少 {differs_g}，允许相差 {tolerance_g}；异常月份：{months}",
            "{month}: {differs_g} less of {waste_code} was counted than the books say, {tolerance_g} may be; "
            "all months: {months}",
        ),
        variants={
            "more": Title(
                "{waste_code} 于 {month} 盘点比账面多 {differs_g}，允许相差 {tolerance_g}；异常月份：{months}",
                "{month}: {differs_g} more of {waste_code} was counted than the books say, {tolerance_g} may be; "
                "all months: {months}",
            ),
            "seeps": Title(
                "{waste_code} 至 {month} 底各周差额偏向一侧，累积和超限；当月差额 {differs_g}；异常月份：{months}",
                "{month}: the weeks of {waste_code} up to its end differ to one side (CUSUM), "
                "{differs_g} in the month; all months: {months}",
            ),
        },
    ),
    "medical_waste_over_two_days": Words(
        title=Title("医疗废物暂存超过两天", "Medical waste stored over two days"),
        why=Title("医疗废物久存会腐败并传播感染。", "Medical waste that is kept rots and spreads infection."),
        says=Title("{stored_at} 入库，至 {due_at} 未转出", "Stored {stored_at}, and not handed over by {due_at}"),
        exempt=Title("已证明的收集环节豁免（19张床位以下）", "proved exemptions of collection (up to 19 beds)"),
    ),
    "storage_over_capacity": Words(
        title=Title("超贮存能力", "Storage over its capacity"),
        why=Title(
            "超出设计能力堆放，防渗、间距和应急都失去保障。",
            "Beyond what it was built for neither lining nor aisles nor emergency measures hold.",
        ),
        says=Title(
            "{over_at} 起贮存量达 {mass_g}，贮存能力 {capacity_g}",
            "{mass_g} there since {over_at}, {capacity_g} may be",
        ),
    ),
    "storage_overdue": Words(
        title=Title("贮存超期", "Stored too long"),
        why=Title(
            "经营单位长期囤积危险废物而不处置，风险随时间增加。",
            "A licence holder that keeps waste and does not treat it adds to the risk with every month.",
        ),
        says=Title(
            "{stored_at} 起贮存于本场所，{due_at} 期满未处置，没有延期批准",
            "Kept here since {stored_at}, to be gone by {due_at}, and no extension granted",
        ),
        exempt=Title(
            "未持许可证的产生单位；已证明的贮存环节豁免", "producers without a licence; proved exemptions of storage"
        ),
    ),
    "storage_point_over_limit": Words(
        title=Title("贮存点超量", "Storage point over its limit"),
        why=Title(
            "贮存点没有贮存库的防护，只能少量暂存。",
            "A storage point is not built like a storage house: only a little may lie there.",
        ),
        says=Title("{over_at} 起贮存量达 {mass_g}，超过 {limit_g}", "{mass_g} there since {over_at}, over {limit_g}"),
    ),
}
