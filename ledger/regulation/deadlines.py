"""Deadlines 期限: what has to have happened how long after what, and which text says so.

What no text numbers is an 内部阈值: its default stands here, and `threshold.set` of the rule named here changes it.
"""

from typing import Final, Literal, NamedTuple

from ledger.regulation.law_of_the_day import article

Unit = Literal["hours", "working_days", "years"]


class Deadline(NamedTuple):
    """How long a loop may wait for one thing; `makes` is what its passing makes of the loop."""

    kind: str
    amount: int
    unit: Unit
    makes: Literal["overdue", "broken"]
    source: Literal["statute", "internal"]
    """A text of law, or an 内部阈值."""
    rule: str
    parameter: str
    title: tuple[str, str]

    def basis(self, day: str) -> str:
        """The article that holds on a day (YYYY-MM-DD), or that no law gives this number."""
        if self.source == "internal":
            return "内部阈值"
        return STATUTES[self.kind] if self.kind in STATUTES else article(day, "81(3)", "535(3)")


STATUTES: Final = {
    "confirmation": "危险废物转移管理办法 18",
    "transfer_review": "危险废物转移管理办法 24",
    "transfer_reply": "危险废物转移管理办法 25",
    "transfer_decision": "危险废物转移管理办法 26",
}

DEADLINES: Final = {
    deadline.kind: deadline
    for deadline in (
        Deadline(
            "dispatch",
            168,
            "hours",
            "overdue",
            "internal",
            "manifest_not_dispatched",
            "hours",
            ("签发后起运", "departure after the issue"),
        ),
        Deadline(
            "arrival_planned",
            12,
            "hours",
            "overdue",
            "internal",
            "manifest_not_arrived",
            "hours_after_plan",
            ("计划到达后运抵", "arrival after the time that was planned"),
        ),
        Deadline(
            "arrival_by_road",
            48,
            "hours",
            "overdue",
            "internal",
            "manifest_not_arrived",
            "hours_by_road",
            ("公路起运后运抵", "arrival after a departure by road"),
        ),
        Deadline(
            "arrival_by_water",
            240,
            "hours",
            "overdue",
            "internal",
            "manifest_not_arrived",
            "hours_by_water",
            ("水路起运后运抵", "arrival after a departure by water"),
        ),
        Deadline(
            "confirmation",
            5,
            "working_days",
            "overdue",
            "statute",
            "manifest_unconfirmed",
            "working_days",
            ("接受后确认", "confirmation of what arrived"),
        ),
        Deadline(
            "each_container",
            24,
            "hours",
            "broken",
            "internal",
            "container_lost",
            "hours_after_receipt",
            ("接受后逐件确认", "a word on each container after the receipt"),
        ),
        Deadline(
            "return",
            5,
            "working_days",
            "overdue",
            "internal",
            "refused_not_returned",
            "working_days",
            ("拒收后退回", "return of what was refused"),
        ),
        Deadline(
            "no_return",
            15,
            "working_days",
            "broken",
            "internal",
            "refused_not_returned",
            "working_days_until_broken",
            ("拒收后未退回", "refused and not returned"),
        ),
        Deadline(
            "move",
            24,
            "hours",
            "overdue",
            "internal",
            "container_lost",
            "hours_of_a_move",
            ("出库后到位", "arrival after leaving storage"),
        ),
        Deadline(
            "acceptance_by_truck",
            4,
            "hours",
            "overdue",
            "internal",
            "trip_unaccepted",
            "hours_by_truck",
            ("车辆起运后消纳接收", "acceptance or return of a truck's load"),
        ),
        Deadline(
            "acceptance_by_vessel",
            72,
            "hours",
            "overdue",
            "internal",
            "trip_unaccepted",
            "hours_by_vessel",
            ("船舶起运后消纳接收", "acceptance or return of a vessel's load"),
        ),
        Deadline(
            "transfer_review",
            5,
            "working_days",
            "overdue",
            "statute",
            "transfer_step_overdue",
            "review_working_days",
            ("受理后初审并商请", "review and letter after the acceptance"),
        ),
        Deadline(
            "transfer_reply",
            10,
            "working_days",
            "overdue",
            "statute",
            "transfer_step_overdue",
            "reply_working_days",
            ("商请后答复", "answer to the letter"),
        ),
        Deadline(
            "transfer_decision",
            5,
            "working_days",
            "overdue",
            "statute",
            "transfer_step_overdue",
            "decision_working_days",
            ("答复后决定", "decision after the answer"),
        ),
        Deadline(
            "transfer_other",
            20,
            "working_days",
            "overdue",
            "internal",
            "transfer_step_overdue",
            "other_working_days",
            ("其他申请的决定", "decision on any other application"),
        ),
        Deadline(
            "consignment_in_city",
            72,
            "hours",
            "overdue",
            "internal",
            "consignment_unreceived",
            "hours_in_the_city",
            ("市内运单接收", "receipt of a consignment within the city"),
        ),
        Deadline(
            "consignment_beyond",
            168,
            "hours",
            "overdue",
            "internal",
            "consignment_unreceived",
            "hours_beyond",
            ("跨省运单接收", "receipt of a consignment beyond the province"),
        ),
        Deadline(
            "storage",
            1,
            "years",
            "overdue",
            "statute",
            "storage_overdue",
            "years",
            ("经营单位贮存期限", "storage by the holder of a licence"),
        ),
    )
}
"""Kind → deadline. 危险废物转移管理办法 18: five working days; 固废法 81(3), 法典 535(3): one year."""
