"""The words of the rules in parties/."""

from typing import Final

from ledger.fact import Title
from projections.rules.words.sentence import Words

WORDS: Final[dict[str, Words]] = {
    "declaration_overdue": Words(
        title=Title("危险废物申报逾期", "Declaration overdue"),
        why=Title(
            "不申报，主管部门就看不到产生、贮存和去向。",
            "What is not declared nobody sees: what arose, what is kept and where it went.",
        ),
        says=Title("{period} 应于 {due_at} 前申报，未申报", "{period} was to be declared by {due_at}"),
        variants={
            "late": Title(
                "{period} 应于 {due_at} 前申报，{declared_at} 才申报",
                "{period} was to be declared by {due_at}, and was {declared_at}",
            ),
        },
    ),
    "delegation_lapsed": Words(
        title=Title("委托终止后仍代为填报", "Stated under a delegation that had ended"),
        why=Title(
            "委托已终止，谁对这些记录负责就说不清了。",
            "The delegation had ended: whose word these facts are is not clear any more.",
        ),
        says=Title(
            "委托于 {ended_at} 终止，此后仍代为填报", "Ended {ended_at}, and facts were stated under it after that"
        ),
    ),
    "exemption_unproven": Words(
        title=Title("豁免条件未证明", "Exemption not proved"),
        why=Title(
            "豁免只在满足清单条件时成立，检测或去向证明应当留存。",
            "An exemption holds only where its condition is met: the test or the destination is to be shown.",
        ),
        says=Title(
            "按豁免清单第 {item} 项转移，至今无证明材料", "Moved under item {item}, and no evidence of its condition"
        ),
    ),
    "licence_expiring": Words(
        title=Title("许可证即将到期", "Licence about to expire"),
        why=Title(
            "到期不续，接收的每一车都成了无证经营。",
            "Once it has expired every load taken in is taken without a licence.",
        ),
        says=Title("许可证有效期至 {valid_until}，尚无换证", "Valid until {valid_until}, and not renewed"),
    ),
    "plan_missing": Words(
        title=Title("管理计划未备案", "Management plan not filed"),
        why=Title(
            "没有当年的管理计划，转移联单就没有可对照的依据。",
            "Without the plan of the year there is nothing to hold a manifest against.",
        ),
        says=Title("{year} 年危险废物管理计划应于 {due_at} 前备案，未备案", "The plan of {year} was due by {due_at}"),
        variants={
            "late": Title(
                "{year} 年管理计划应于 {due_at} 前备案，{filed_at} 才备案",
                "The plan of {year} was due by {due_at}, and filed {filed_at}",
            ),
        },
    ),
    "scale_out_of_verification": Words(
        title=Title("计量器具不合规称量", "Weighed on a scale out of verification"),
        why=Title(
            "检定过期或超量程的读数不能作为依据。",
            "A reading of a scale that is out of verification or out of its range proves nothing.",
        ),
        says=Title("称量时{wrong}", "When it was weighed: {wrong}"),
    ),
}
