"""超期跨省转移: a load left after the last day of the transfer that it went under; to arrive later is lawful."""

from projections.rules.across import APPROVED, DUTIES, sending_of, under, variant_of
from projections.rules.language import Case, Finding, Iterator, Limits, Rule, Text, day_of

RULE = Rule(__name__, duty=(Text("危险废物转移管理办法 27(2)", "2022-01-01"), APPROVED), duties=DUTIES)


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
