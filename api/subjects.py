"""`/v1/subjects/{subject}`: what a thing is now, and its case replayed."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, SubjectAsked, TheCatalogues, TheLedger, TheSettings, TheViews, not_found
from api.events import LEAVES, Form, leaves
from api.flag_words import flags_about
from ledger.clock import instant, shanghai_day
from ledger.errors import InvalidError
from ledger.identifiers import label_parts
from ledger.log import Ledger
from ledger.subjects import kind_of, problem_with
from projections.construction_waste.shared_receipts import is_receipt_used_twice
from projections.custody.acting import CORRECTIONS, Acting, acting_on
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.beside import facts_beside
from projections.custody.declared import Corrected, corrected_after_declaration
from projections.custody.replay import Case, replay
from projections.custody.seen_log import Wanted, page_of
from projections.custody.visibility import Visibility
from projections.hazardous_waste.manifest_numbers import is_number_used_twice, official_numbers
from projections.loops.lists import keepers_for, with_chain
from projections.loops.status import judged
from projections.parties.keepers import NOBODY, Keepers
from projections.settled.waste_catalogues import WasteCatalogues

router = APIRouter(tags=["subjects"])

MENTIONS_MAX = 500
Cut = Annotated[str | None, Query(max_length=40)]


@router.get(
    "/v1/subjects/{subject:path}/history",
    summary="The case, replayed by either clock; `?form=leaf` gives the stored bytes",
    responses={200: {"content": {LEAVES: {}}}},
)
def read_history(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    subject: SubjectAsked,
    happened_by: Cut = None,
    known_by: Cut = None,
    linked: bool = False,
    form: Form = "wire",
) -> Response:
    """Events in occurred order with both clocks and the state after each; `linked` adds those that name it.

    `form=leaf` gives the stored bytes of the same events, one a line, in the order of the log.
    """
    happened, known = cut(happened_by, "happened_by"), cut(known_by, "known_by")
    at = asked_at(ledger, settings, known)
    case = case_of(ledger, seen, subject, happened, known, linked)
    if form == "leaf":
        return leaves(ledger, [entry.position for entry in case.entries], case.position)
    keepers = NOBODY
    if happened is None:  # chains and licences are known as of an instant of the log, not of the ground
        case, keepers = with_chain(views, at, case), keepers_for(views, at, case)
    flags = flags_about(views, seen.viewer, at, subject, happened)
    cuts = {"happened_by": happened, "known_by": known}
    return answer({**summary(case, at, keepers), **cuts, "anomalies": flags, "events": case.entries})


@router.get("/v1/subjects/{subject:path}", summary="State, stage, loops and open deadlines of a subject")
def read_subject(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    catalogues: TheCatalogues,
    subject: SubjectAsked,
    as_of: Cut = None,
) -> Response:
    """What a thing is at an instant (default now), from all facts recorded by then that the asker may see."""
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    case = case_of(ledger, seen, subject, upto=at.position)
    known = _code_known(case, catalogues, at.as_of)
    about_it = summary(with_chain(views, at, case), at, keepers_for(views, at, case))
    marks = list(_marks(ledger, case, known))
    if kind_of(subject) == "trip" and is_receipt_used_twice(views, at, subject):
        marks.append("receipt_used_twice")
    return answer({**about_it, "state": _marked(case, known), "marks": marks})


def case_of(
    ledger: Ledger,
    seen: Visibility,
    subject: str,
    happened_by: str | None = None,
    known_by: str | None = None,
    linked: bool = False,
    *,
    upto: int | None = None,
) -> Case:
    """The case of a subject, `upto` a position; raises NotFoundError when there is nothing that the asker may see."""
    if problem_with(subject):
        raise not_found(subject)
    head = ledger.head()[0] if upto is None else upto
    facts = seen.seen(ledger.recorded(subject=subject, upto=head))
    acting = acting_as_seen(ledger, seen, subject, head)
    if not facts and not acting:
        raise not_found(subject)
    mentions = []
    if linked:
        about_it = {f.position for f in facts}
        naming_it = page_of(ledger, seen, Wanted(tag=subject), 0, head, MENTIONS_MAX).facts
        mentions = [f for f in naming_it if f.position not in about_it]
    cuts, beside = (happened_by, known_by), facts_beside(ledger, subject, facts, head)
    return replay(subject, facts, *cuts, head=head, mentions=mentions, beside=beside, acting=acting)


def acting_as_seen(ledger: Ledger, seen: Visibility, subject: str, head: int) -> list[Acting]:
    """What facts about others do to a subject, for whoever may see it; each marked whether it is seen itself."""
    acting = acting_on(ledger, subject, head) if seen.sees(subject) else []
    in_full = {fact.position for fact in seen.seen(each.fact for each in acting)}
    return [each._replace(seen=each.fact.position in in_full) for each in acting]


def _marks(ledger: Ledger, case: Case, code_known: bool | None) -> Iterator[str]:
    """What somebody should look at, though nothing is refused for it: `docs/reading.md` says what each means."""
    if code_known is False:
        yield "waste_code_not_in_catalogue"
    label = case.state.get("label_code")
    if label is not None and label_parts(label) is None:
        yield "label_code_unreadable"
    if kind_of(case.subject) == "manifest":
        if len(official_numbers(ledger, case.subject, case.position)) > 1:
            yield "several_official_numbers"
        if is_number_used_twice(ledger, case.subject, case.position):
            yield "number_used_twice"
    place, corrected = case.state.get("establishment"), _corrected_in(case)
    if place is not None and corrected_after_declaration(ledger, place, corrected, case.position):
        yield "corrected_after_declaration"


def _corrected_in(case: Case) -> list[Corrected]:
    """What was corrected or withdrawn of the case, whether that counts yet or not."""
    occurred = {entry.position: entry.occurred_at for entry in case.entries}
    return [
        Corrected(occurred[entry.about], entry.position)
        for entry in case.entries
        if entry.type in CORRECTIONS and entry.about in occurred
    ]


def _code_known(case: Case, catalogues: WasteCatalogues, as_of: str) -> bool | None:
    """Whether the catalogue of the day on which the case began knows its waste code; None where none was loaded."""
    code = case.state.get("waste_code")
    began = min([*(e.occurred_at for e in case.entries), *(e.occurred_at for e in case.effects)], default=None)
    return None if code is None or began is None else catalogues.known(code, shanghai_day(began), as_of)


def _marked(case: Case, code_known: bool | None) -> dict[str, Any]:
    """The state, and of a waste code whether the catalogue of the day on which the case began knows it."""
    if "waste_code" not in case.state:
        return case.state
    return {**case.state, "waste_code_known": code_known}


def cut(text: str | None, name: str) -> str | None:
    """A cut of a replay as a canonical instant; raises InvalidError for anything else."""
    if text is None:
        return None
    try:
        # a plus sign in a query string arrives as a blank
        return instant(text.replace(" ", "+"))
    except ValueError as error:
        raise InvalidError.because("wrong_query", str(error), f"?{name}") from None


def summary(case: Case, at: AskedAt, keepers: Keepers = NOBODY) -> dict[str, Any]:
    """What a subject is at an instant, without its events: a loop may be overdue by then, or broken."""
    loops, told = judged(case.loops, case.waits, at.clocks, keepers)
    return {
        "subject": case.subject,
        "provisional": case.provisional,
        "stage": case.stage,
        "loop": next(iter(loops.values()), None),
        "loops": loops,
        "deadlines": told,
        "state": case.state,
        "linked": case.linked,
        "custody": case.custody,
        "effects": case.effects,
        "pending": case.pending,
        "disputed": case.disputed,
        **at.told(),
        "position": case.position,
    }
