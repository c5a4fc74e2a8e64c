"""The words of the rules in industrial_waste/."""

from typing import Final

from ledger.fact import Title
from projections.rules.words.sentence import Words

WORDS: Final[dict[str, Words]] = {
    "consignment_unreceived": Words(
        title=Title("一般工业固废运单未接收", "Consignment not received"),
        why=Title(
            "出厂后无人确认接收，产生单位不知道废物去了哪里。",
            "It left and nobody says that it came: the generator does not know where its waste is.",
        ),
        says=Title(
            "{left_at} 出厂，至 {due_at} 接受人未确认接收", "Left {left_at}; no word of the receiver by {due_at}"
        ),
    ),
    "intensity_over_plan": Words(
        title=Title("产废强度超方案", "More waste than planned"),
        why=Title(
            "超出自己的控制方案，说明工艺或台账有变。",
            "Beyond its own plan: the process has changed, or the ledger.",
        ),
        says=Title(
            "{month} 累计单位产品产废 {per_unit_g}，方案 {planned_g}",
            "{per_unit_g} for each unit up to {month}, {planned_g} planned",
        ),
        variants={
            "total": Title(
                "{month} 累计产废 {drawn_g}，全年方案 {planned_g}",
                "{drawn_g} up to {month}, {planned_g} planned for the year",
            ),
        },
    ),
    "no_contract": Words(
        title=Title("无书面合同委托", "Entrusted without a written contract"),
        why=Title(
            "没有合同，受托方的资格和污染防治责任都无从核实；出事须连带负责。",
            "Without a contract nobody has looked at who takes the waste; whoever entrusts it is liable with them.",
        ),
        says=Title(
            "起运时与 {contractor} 没有覆盖 {waste_codes} 的有效书面合同",
            "No written contract in force with {contractor} that covers {waste_codes} when it left",
        ),
        exempt=Title("自行运输", "one's own transport"),
    ),
}
