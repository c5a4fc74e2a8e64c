"""Scales 计量器具: what a mass was weighed on, how finely it reads, and since when that was verified."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title
from ledger.quantity import MassKg, SignedMassKg
from ledger.text import Day, Name, Reason

ScaleKind = Literal["platform", "floor", "crane", "truck", "onboard", "flow_meter"]
Verdict = Literal["passed", "failed"]


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of a scale when it is registered, and whole again at every change."""

    kind: ScaleKind
    max_g: MassKg
    division_g: MassKg
    name: Name | None = None


class Scale:
    """A weighing instrument of an organisation."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """A scale enters the ledger; `division_kg` is its 分度值 e."""

        TOPIC = "scale.registered"
        TITLE = Title("计量器具登记", "Scale registered")
        BASIS = ("GB 18597-2023 4.7", "沪府办发〔2024〕30号 三（二）")
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of a scale, valid from its time."""

        TOPIC = "scale.changed"
        TITLE = Title("计量器具变更", "Scale changed")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)

    class Closed(Fact, frozen=True, kw_only=True):
        """A scale is taken out of use."""

        TOPIC = "scale.closed"
        TITLE = Title("计量器具停用", "Scale closed")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)

        reason: Reason | None = None

    class Verified(Fact, frozen=True, kw_only=True):
        """检定. The scale was verified, with the certificate given; until when it counts is said where it passed."""

        TOPIC = "scale.verified"
        TITLE = Title("计量检定", "Scale verified")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)

        certificate: Name
        result: Verdict
        valid_until: Day | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002  (whichever scale it is)
            """A verification that was passed, and does not say until when."""
            if self.result == "passed" and self.valid_until is None:
                yield Finding("missing_field", "what passed says until when", "/valid_until")

    class Checked(Fact, frozen=True, kw_only=True):
        """The daily check: what it showed unloaded and under a reference mass, and whether that will do."""

        TOPIC = "scale.checked"
        TITLE = Title("计量日常核查", "Scale checked")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)

        indicated_g: SignedMassKg
        passed: bool
        reference_g: MassKg
        zero_g: SignedMassKg


class ScaleState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a scale is, as stated last, and how it was found when it was verified and checked last."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    kind: str | None = None
    name: str | None = None
    max_g: MassKg | None = None
    division_g: MassKg | None = None
    certificate: str | None = None
    result: str | None = None
    valid_until: str | None = None
    passed: bool | None = None
    checked_at: str | None = None


def evolve(state: ScaleState, statement: Statement[Fact]) -> ScaleState:
    """The state after one more fact; a failed verification takes away what an earlier one gave."""
    change = msgspec.structs.replace
    match statement.data:
        case Scale.Registered() | Scale.Changed() as now:
            return change(
                state, stage="registered", kind=now.kind, name=now.name, max_g=now.max_g, division_g=now.division_g
            )
        case Scale.Verified() as now:
            until = now.valid_until if now.result == "passed" else None
            return change(state, certificate=now.certificate, result=now.result, valid_until=until)
        case Scale.Checked() as now:
            return change(state, passed=now.passed, checked_at=statement.occurred_at)
        case Scale.Closed():
            return change(state, stage="closed")
    return state
