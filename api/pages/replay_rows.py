"""The events of a replay in words: what was said, by whom, how late, and what became of it."""

from typing import Any, NamedTuple

from api.pages import shanghai_time
from api.pages.facts_in_words import Detail, Piece, Wording
from api.pages.page import Page
from api.pages.quantity_words import lateness, number
from api.pages.registered_names import RegisteredNames
from api.pages.stages import stage
from api.pages.words import EFFECT_ROLES, MASKED_WORDS
from ledger.catalogue import CATALOGUE
from ledger.correction import Correction
from ledger.fact import Title
from ledger.subjects import kind_of
from projections.custody.replay import Case, Effect, Entry
from projections.custody.state import MASKED


class Row(NamedTuple):
    """One event in words."""

    entry: Entry
    occurred: str
    recorded: str
    """Both clocks as an input of this page takes them."""
    title: Title
    stated_by: str
    on_behalf_of: str | None
    details: list[Detail]
    late: str
    stage_after: tuple[str, str] | None
    replaced_by: int | None
    """The position of the correction or withdrawal after which this no longer counts."""
    withdrawn: bool


class Done(NamedTuple):
    """What a fact about another subject did to this one, in words."""

    effect: Effect
    title: Title
    role: tuple[str, str]
    subject: Piece | None
    """The other subject; None where it is not to be seen."""
    mass: str
    stated_by: str


def rows_of(page: Page, case: Case, wording: Wording, names: RegisteredNames) -> list[Row]:
    """The events of a case, in their order."""
    shown = {entry.position: entry for entry in case.entries}
    return [_row(page, entry, shown, wording, names) for entry in case.entries]


def done_by_others(page: Page, effect: Effect, wording: Wording, names: RegisteredNames) -> Done:
    """One effect in words."""
    masked = effect.party == MASKED
    return Done(
        effect,
        CATALOGUE[effect.type].today.TITLE,
        EFFECT_ROLES[effect.role],
        Piece(wording.subject(effect.subject), effect.subject) if effect.subject else None,
        f"{number(effect.mass_kg)} kg" if effect.mass_kg is not None else "",
        page.either(MASKED_WORDS) if masked else names.of_organisation(effect.party) or effect.party,
    )


def _row(page: Page, entry: Entry, shown: dict[int, Entry], wording: Wording, names: RegisteredNames) -> Row:
    replaced_by, withdrawn = _replaced(entry, shown)
    return Row(
        entry=entry,
        occurred=shanghai_time.for_input(entry.occurred_at),
        recorded=shanghai_time.for_input(entry.recorded_at),
        title=CATALOGUE[entry.type].today.TITLE,
        stated_by=names.of_organisation(entry.stated_by) or entry.stated_by,
        on_behalf_of=entry.on_behalf_of and (names.of_organisation(entry.on_behalf_of) or entry.on_behalf_of),
        details=wording.of(entry.subject).details(_data(entry)),
        late=lateness(int(entry.lateness_s), page.english),
        stage_after=stage(kind_of(entry.subject), entry.stage_after) if entry.stage_after else None,
        replaced_by=replaced_by,
        withdrawn=withdrawn,
    )


def _data(entry: Entry) -> dict[str, Any]:
    """What was said; a correction tells its corrected data as the original would, and its link says of what."""
    if entry.about is None:
        return entry.data
    about_it = {name: value for name, value in entry.data.items() if name not in {"position", "data"}}
    return {**entry.data.get("data", {}), **about_it}


def _replaced(entry: Entry, shown: dict[int, Entry]) -> tuple[int | None, bool]:
    """After which event this one no longer counts, and whether that withdrew it."""
    if entry.withdrawn_by is not None:
        return entry.withdrawn_by, True
    original = shown.get(entry.about or entry.position)
    if original is None or entry.pending or entry.type not in {original.type, Correction.Corrected.TOPIC}:
        return None, False
    if original.withdrawn_by is not None:
        return original.withdrawn_by, True
    latest = max(original.corrected_by, default=None)
    return (None, False) if latest in {None, entry.position} else (latest, False)
