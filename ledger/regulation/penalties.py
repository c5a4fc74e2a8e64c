"""Fines 罚则: what the code of 2026 has for an act, and what the law of 2020 had for it.

Sources: 生态环境法典 1169–1178; 固体废物污染环境防治法（2020） 102, 111, 112, 114. Amounts in yuan. Since
2026-08-15 the code fines 未设置, 未申报, 未填写、运行 and no more 未按照规定: what is merely late has no fine.
"""

from typing import Final, NamedTuple

from ledger.regulation.law_of_the_day import article


class Penalty(NamedTuple):
    """One act, and its fine by the code (from, to, what else) and by the law before it, in its own words."""

    act: str
    code: str
    least: int
    most: int
    note: str
    law: str
    before: str

    def on(self, day: str) -> str:
        """The article and the amount that hold on a day (YYYY-MM-DD)."""
        cited = article(day, self.law, self.code)
        if cited.startswith("固体废物"):
            return f"{cited}：{self.before}"
        amount = f"{_yuan(self.least)}至{_yuan(self.most)}"
        return f"{cited}：{amount}{f'；{self.note}' if self.note else ''}"


def _yuan(amount: int) -> str:
    return f"{amount // 10_000}万元" if amount >= 10_000 else f"{amount}元"


PENALTIES: Final = {
    "dump_solid_waste": Penalty(
        "擅自倾倒堆放丢弃抛撒遗撒焚烧固体废物（单位）",
        "1169(1)",
        100_000,
        1_000_000,
        "",
        "102(1)7",
        "处置费1-3倍,不足10万按10万",
    ),
    "dump_hazardous": Penalty(
        "擅自倾倒等,属危险废物/污水污泥",
        "1169(2)",
        200_000,
        2_000_000,
        "直接责任人2万-10万；严重后果200万-500万",
        "112(1)3",
        "处置费3-5倍,不足20万按20万",
    ),
    "dump_individual_cdw": Penalty(
        "个人擅自倾倒等自产生活垃圾/建筑垃圾",
        "1169(3)",
        100,
        1_000,
        "",
        "111",
        "个人100-500",
    ),
    "scatter_industrial": Penalty(
        "未防范致工业固废扬散流失渗漏",
        "1170",
        100_000,
        1_000_000,
        "危废20万-200万",
        "102(1)7 / 112(1)10",
        "102(1)10为10万-100万；112(1)10同危废各项",
    ),
    "xprov_store_dispose_unapproved": Penalty(
        "出省贮存/处置未经批准",
        "1171(1)2",
        100_000,
        1_000_000,
        "",
        "102(1)5",
        "10万-100万",
    ),
    "xprov_use_not_reported": Penalty(
        "出省利用未提前报送信息",
        "1171(1)3",
        50_000,
        500_000,
        "",
        "102(1)6",
        "10万-100万",
    ),
    "bad_entrust_industrial": Penalty(
        "违法委托运输、利用、处置工业固废（未核实主体、无合同）",
        "1171(1)4",
        100_000,
        1_000_000,
        "连带责任1068",
        "102(1)9",
        "10万-100万",
    ),
    "industrial_storage_substandard": Penalty(
        "贮存工业固废未采取合标防护",
        "1171(1)5",
        100_000,
        1_000_000,
        "",
        "102(1)10",
        "10万-100万",
    ),
    "industrial_ledger": Penalty(
        "未建工业固废台账并如实记录",
        "1171(3)",
        50_000,
        200_000,
        "先责令改正,拒不改正才罚",
        "102(1)8",
        "5万-20万(直接罚)",
    ),
    "cdw_plan_or_haul": Penalty(
        "工程施工单位未编处理方案备案/未及时清运/未按规定利用处置",
        "1174(1)3-4",
        100_000,
        1_000_000,
        "环卫主管部门",
        "111(1)3-4",
        "10万-100万",
    ),
    "hw_label": Penalty(
        "未设置危废识别标志",
        "1175(1)1",
        50_000,
        200_000,
        "拒不改正20万-100万",
        "112(1)1",
        "10万-100万",
    ),
    "hw_plan_declare": Penalty(
        "未制定管理计划/未申报",
        "1175(1)2",
        50_000,
        200_000,
        "拒不改正20万-100万",
        "112(1)2",
        "10万-100万",
    ),
    "hw_ledger": Penalty(
        "未建危废台账并如实记录",
        "1175(1)3",
        50_000,
        200_000,
        "拒不改正20万-100万",
        "112(1)13",
        "10万-100万",
    ),
    "hw_storage": Penalty(
        "未按标准贮存利用处置/混入非危废贮存",
        "1175(1)4",
        50_000,
        200_000,
        "拒不改正20万-100万",
        "112(1)6",
        "10万-100万",
    ),
    "hw_to_unlicensed": Penalty(
        "提供/委托给无证单位",
        "1175(1)5",
        200_000,
        2_000_000,
        "可拘留1179(6)",
        "112(1)4",
        "处置费3-5倍,不足20万按20万",
    ),
    "hw_incompatible": Penalty(
        "未经安全处置混合不相容危废",
        "1175(1)6",
        50_000,
        200_000,
        "拒不改正20万-100万",
        "112(1)7",
        "10万-100万",
    ),
    "hw_manifest": Penalty(
        "未填写/运行转移联单",
        "1175(1)7",
        50_000,
        200_000,
        "拒不改正20万-100万；未规范填写且及时改正无后果不罚(转移办法29(3))",
        "112(1)5",
        "10万-100万",
    ),
    "hw_transfer_unapproved": Penalty(
        "未经批准擅自(跨省)转移危废",
        "1175(1)8",
        200_000,
        2_000_000,
        "可拘留1179(3)",
        "112(1)5",
        "10万-100万",
    ),
    "hw_passenger": Penalty(
        "与旅客同车载运",
        "1175(1)9",
        50_000,
        200_000,
        "拒不改正20万-100万",
        "112(1)8",
        "10万-100万",
    ),
    "hw_emergency_plan": Penalty(
        "未制定防范措施和应急预案",
        "1175(1)11",
        50_000,
        200_000,
        "拒不改正20万-100万",
        "112(1)12",
        "10万-100万",
    ),
    "hw_no_licence_store": Penalty(
        "无证收集/贮存经营",
        "1178(1)",
        200_000,
        1_000_000,
        "个人10万-100万；停业关闭",
        "114(1)",
        "100万-500万",
    ),
    "hw_no_licence_dispose": Penalty(
        "无证利用/处置经营",
        "1178(1)",
        1_000_000,
        5_000_000,
        "个人10万-100万；停业关闭",
        "114(1)",
        "100万-500万",
    ),
    "hw_beyond_licence_store": Penalty(
        "超许可证收集/贮存",
        "1178(2)",
        100_000,
        500_000,
        "个人5万-50万；吊销",
        "114(2)",
        "50万-200万",
    ),
    "hw_beyond_licence_dispose": Penalty(
        "超许可证利用/处置",
        "1178(2)",
        500_000,
        2_000_000,
        "个人5万-50万；吊销",
        "114(2)",
        "50万-200万",
    ),
}
"""Act → fine."""
