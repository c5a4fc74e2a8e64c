"""超期跨省转移: a load left after the last day of the transfer that it went under; to arrive later is lawful."""

from collections.abc import Iterator

from ledger.fact import Title
from projections.rules.across import APPROVED, DUTIES, sending_of, under, variant_of
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Finding
from projections.rules.limits import Limits
from projections.rules.rule import Rule, Text

RULE = Rule(
    __name__,
    title=Title("超过有效期跨省转移", "Moved after the transfer expired"),
    why=Title(
        "批准或备案只在有效期内有效，之后起运等于没有手续。",
        "A transfer holds until its last day: what leaves later leaves without one.",
    ),
    says=Title("跨省转移有效期至 {valid_until}，此后仍起运", "Valid until {valid_until}, and loads left after that"),
    duty=(Text("危险废物转移管理办法 27(2)", "2022-01-01"), APPROVED),
    duties=DUTIES,
)


@RULE.judges("manifest", "consignment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """The loads that left too late are one flag of the transfer."""
    sending = sending_of(case)
    found = under(sending, case.known) if sending else None
    if sending is None or found is None or found.transfer is None or found.why != "expired":
        return
    yield Finding(
        subject=found.transfer.subject,
        since=sending.at,
        severity="serious" if sending.purpose == "hazardous" else "warning",
        evidence=(sending.position,),
        against=sending.load.sender,
        place=sending.load.from_establishment,
        day=day_of(sending.at),
        inputs={"valid_until": found.transfer.state.valid_until, "left_at": sending.at},
        variant=variant_of(sending.purpose),
    )
