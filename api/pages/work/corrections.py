"""更正: what waits for an organisation's word, in words: what counts now beside what it is to be."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from uuid import uuid4

from api.pages.facts_in_words import Wording
from api.pages.page import Page
from api.pages.registered_names import RegisteredNames
from ledger.catalogue import CATALOGUE
from ledger.correction import Correction, says
from ledger.fact import Recorded, Title, speaker_of
from ledger.log import Ledger
from ledger.originals import facts_at
from ledger.schema import data_in_wire_form
from projections.custody.confirmations import Awaited, awaited_of
from projections.custody.visibility import Visibility
from projections.runner import Runner

TIME: Final = "发生时间", "happened at"


class Change(NamedTuple):
    """One field that is to be another: its title, what counts, what it is to be; a dash where there was nothing."""

    title: str
    old: str
    new: str


class Waiting(NamedTuple):
    """A correction that waits for an organisation's word."""

    position: int
    about: int
    """The position of the fact that it corrects."""
    subject: str
    name: str
    fact: Title
    """What kind of fact is corrected."""
    occurred_at: str
    """When that happened, as it counts now."""
    changes: list[Change]
    withdrawn: bool
    """Whether the fact as a whole is taken back."""
    by: str
    since: str
    """When it was corrected."""
    reason: str
    once: str
    """The number of the form by which it may be disputed."""


def corrections_for(
    page: Page, ledger: Ledger, views: Runner, seen: Visibility, organisation: str, limit: int
) -> list[Waiting]:
    """What waits for the word of an organisation (its USCC) and may be seen by it, the oldest first."""
    awaited = awaited_of(views, organisation, ledger.head()[0], limit)
    those_seen = seen.seen_among({each.subject for each in awaited})
    shown = [each for each in awaited if each.subject in those_seen]
    facts = facts_at(
        ledger.recorder, {position for each in shown for position in (each.correction, each.about, each.counts)}
    )
    names = RegisteredNames(ledger)
    names.look_up(f"organisation:{speaker_of(facts[each.correction].fact)}" for each in shown)
    wording = Wording(page, names)
    return [_in_words(page, wording, names, each, facts) for each in shown]


def _in_words(
    page: Page, wording: Wording, names: RegisteredNames, each: Awaited, facts: dict[int, Recorded[Any]]
) -> Waiting:
    original, counts, correction = facts[each.about], facts[each.counts], facts[each.correction]
    speaker = speaker_of(correction.fact)
    occurred_at = getattr(counts.fact.data, "time", None) if each.counts != each.about else None
    occurred_at = occurred_at or original.fact.occurred_at
    corrects = isinstance(correction.fact.data, Correction.Corrected)
    return Waiting(
        each.correction,
        each.about,
        each.subject,
        wording.subject(each.subject),
        CATALOGUE[original.fact.type].today.TITLE,
        occurred_at,
        list(_changes(page, wording, counts, correction, occurred_at)) if corrects else [],
        not corrects,
        names.of_organisation(speaker) or speaker,
        correction.fact.occurred_at,
        correction.fact.data.reason,
        uuid4().hex,
    )


def _changes(
    page: Page, wording: Wording, counts: Recorded[Any], correction: Recorded[Any], occurred_at: str
) -> Iterator[Change]:
    """The fields in which what is said differs from what counts, and the time where that is corrected."""
    old, new = (data_in_wire_form(says(fact.fact)) for fact in (counts, correction))
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            was, is_to_be = (_said(wording, name, data.get(name)) for data in (old, new))
            yield Change(was[0] or is_to_be[0], was[1], is_to_be[1])
    time = correction.fact.data.time
    if time is not None and time != occurred_at:
        yield Change(page.either(TIME), page.when(occurred_at), page.when(time))


def _said(wording: Wording, name: str, value: Any) -> tuple[str, str]:
    """The title of a field, and its value as one text."""
    if value is None:
        return "", "—"
    (told,) = wording.details({name: value})
    return told.title, told.text
