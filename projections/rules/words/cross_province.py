"""The words of the rules in cross_province/."""

from typing import Final

from ledger.fact import Title
from projections.rules.words.sentence import Words

WORDS: Final[dict[str, Words]] = {
    "moved_while_suspended": Words(
        title=Title("暂停期间转移", "Moved while suspended"),
        why=Title(
            "主管部门已暂停，仍有车起运，暂停就成了一纸空文。",
            "The authority suspended it and loads left nevertheless: the suspension stops nothing.",
        ),
        says=Title(
            "{suspended} 自 {since_at} 起暂停（{decision}），期间仍起运",
            "{suspended} was suspended since {since_at} ({decision}), and a load left",
        ),
    ),
    "moved_without_transfer": Words(
        title=Title("未经批准或备案跨省转移", "Moved to another province without a transfer"),
        why=Title(
            "废物出省前，移出地和接受地都应知道并同意；没有手续的车最容易变成跨省倾倒。",
            "Both provinces are to know and agree before waste leaves; a load without papers is how dumping begins.",
        ),
        says=Title(
            "自 {from_division} 运往 {to_division}，起运时无有效的跨省转移手续",
            "From {from_division} to {to_division}, and no transfer in force when it left",
        ),
        variants={
            "not_told": Title(
                "所称的 {transfer} 在本系统没有记录，请核实",
                "{transfer}, which it names, is not recorded here: look it up",
            ),
        },
        exempt=Title("已证明的运输环节豁免、有证明的副产品", "a proved exemption of transport, proved by-products"),
    ),
    "transfer_expired": Words(
        title=Title("超过有效期跨省转移", "Moved after the transfer expired"),
        why=Title(
            "批准或备案只在有效期内有效，之后起运等于没有手续。",
            "A transfer holds until its last day: what leaves later leaves without one.",
        ),
        says=Title(
            "跨省转移有效期至 {valid_until}，此后仍起运", "Valid until {valid_until}, and loads left after that"
        ),
    ),
    "transfer_overdrawn": Words(
        title=Title("超量跨省转移", "Transfer overdrawn"),
        why=Title(
            "超过批准数量的部分没有经过两地同意，须重新申请。",
            "What goes beyond the quantity was never agreed on by the two provinces: it wants a new application.",
        ),
        says=Title(
            "核准 {quantity_g}，{loads} 车共转移 {drawn_g}", "{quantity_g} granted, {drawn_g} moved in {loads} loads"
        ),
    ),
    "transfer_step_overdue": Words(
        title=Title("跨省转移审批步骤超期", "A step of a transfer is overdue"),
        why=Title(
            "企业在等，仓库在满：每一步都有法定期限。",
            "The firm waits and its store fills: each step has its days.",
        ),
        says=Title("{step}：应于 {due_at} 前完成，未完成", "{step}: due by {due_at}, and not done"),
        variants={
            "late": Title("{step}：应于 {due_at} 前完成，{done_at} 完成", "{step}: due by {due_at}, done {done_at}"),
        },
        exempt=Title("简化程序", "simplified procedures"),
    ),
    "transfer_terms_changed": Words(
        title=Title("转移事项变更未重新申请", "Terms of a transfer changed without a new application"),
        why=Title(
            "同意的是这个接受人、这种废物、这种方式；换了就要重新申请。",
            "The provinces agreed to this receiver, this waste and this method: any other wants a new application.",
        ),
        says=Title("与跨省转移决定不一致：{changed}", "Other than the transfer was granted for: {changed}"),
    ),
}
