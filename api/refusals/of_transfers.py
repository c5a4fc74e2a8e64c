"""Of steps of a cross-province transfer that the law of the day, or what is recorded of it, does not allow."""

from api.refusals.text import Text

TRANSFERS: dict[str, Text] = {
    "one_province": Text(
        (422,),
        ("移出地与接受地在同一省", "Both places lie in one province"),
        ("省内转移无需跨省手续；核对行政区划", "within a province no transfer is wanted; check the divisions"),
        (("{sent_from} 与 {sent_to} 在同一省", "{sent_from} and {sent_to} lie in one province"),),
    ),
    "regime_of_another_day": Text(
        (409,),
        ("当日的法律没有这种办理方式", "The law of that day does not have this regime"),
        (
            "2026-08-14 前（含当日）备案，2026-08-15 起提前报送",
            "filing to 2026-08-14, notice in advance from 2026-08-15",
        ),
        (("{day} 应为 {lawful}，不是 {regime}", "on {day} it goes by {lawful}, not by {regime}"),),
    ),
    "approval_wanted": Text(
        (409,),
        ("此类转移须经批准", "Such a transfer wants approval"),
        ("以 regime: approval 申请", "apply with `regime: approval`"),
        (
            (
                "危险废物，以及贮存、处置的其他固体废物，不适用 {regime}",
                "hazardous waste, and other waste to be stored or disposed of, does not go by {regime}",
            ),
        ),
    ),
    "not_of_this_regime": Text(
        (409,),
        ("该步骤不属于这种办理方式", "That is no step of this regime"),
        ("核对申请的 regime", "look at the `regime` that was applied for"),
        (("{type} 不是 {regime} 的步骤", "{type} is no step of {regime}"),),
    ),
    "not_of_the_province": Text(
        (409,),
        ("审批由省级生态环境主管部门办理", "An approval is for an authority of the province"),
        (
            "由省级主管部门陈述；登记时写明 level: province",
            "have the authority of the province state it, registered with `level: province`",
        ),
        (("{type} 不由 {division} 的主管部门办理", "{type} is not for the authority of {division}"),),
    ),
    "step_missing": Text(
        (409,),
        ("前一步骤尚未记录", "The step before it is not recorded"),
        ("先陈述缺少的步骤", "state the missing step first"),
        (("{type} 之前应有 {missing}", "{type} follows {missing}"),),
    ),
    "accepted_already": Text(
        (409,),
        ("该申请已视为受理或已受理", "The application counts as accepted already"),
        (
            "进入初审；逾期未通知补正的，自收到之日起即为受理",
            "go on to the review; without a notice in time it is accepted since its receipt",
        ),
        (("{subject} 自 {since} 起已受理", "{subject} is accepted since {since}"),),
    ),
    "decided_already": Text(
        (409,),
        ("该申请已有决定", "It was decided already"),
        ("以新的编号重新申请", "apply anew under another number"),
        (("{subject} 已决定：{decided}", "{subject} was decided: {decided}"),),
    ),
    "no_consent": Text(
        (409,),
        ("接受地尚未同意", "The receiving province has not consented"),
        ("待接受地陈述 transfer.consented", "wait for the `transfer.consented` of the receiving province"),
    ),
    "beyond_the_application": Text(
        (409,),
        ("决定超出申请的范围", "The decision goes beyond the application"),
        ("在申请的范围内决定，或另行申请", "decide within what was applied for, or have it applied for"),
        (("{field} 超出申请", "{field} goes beyond what was applied for"),),
    ),
    "transfer_too_long": Text(
        (409,),
        ("有效期过长", "It is valid for too long"),
        (
            "不超过十二个月、申请的期限和接受人许可证的剩余期限",
            "at most twelve months, the period applied for, and what is left of the receiver's licence",
        ),
        (("自 {from} 起至迟到 {latest}", "from {from} it is valid until {latest} at the latest"),),
    ),
    "transfer_not_granted": Text(
        (409,),
        ("该跨省转移没有获准，或已撤销", "The transfer is not granted, or was revoked"),
        ("核对编号", "check its number"),
        (("{subject} 没有获准或已撤销", "{subject} is not granted, or was revoked"),),
    ),
    "transfer_not_in_force": Text(
        (409,),
        ("所写的跨省转移未生效", "The transfer that is named is not in force"),
        ("写明有效的跨省转移编号", "name one that is in force"),
        (("{transfer} 未生效：{why_not}", "{transfer} is not in force: {why_not}"),),
    ),
    "beyond_the_transfer": Text(
        (409,),
        ("与批准的跨省转移不符", "That is not what the transfer was granted for"),
        ("核对编号；变更须重新申请", "check its number; a change wants an application of its own"),
        (("{field} 与 {transfer} 不符", "{field} is not what {transfer} was granted for"),),
    ),
    "not_served_yet": Text(
        (409,),
        ("决定尚未送达", "The decision is not served yet"),
        ("送达后再陈述", "state it when it was served"),
        (("送达时间 {served_at} 在陈述时间之后", "served at {served_at}, after the time of the statement"),),
    ),
}
