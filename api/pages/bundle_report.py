"""`report.html` of an evidence bundle: what the facts say, what is proven and what is withheld, on paper too.

It needs nothing from anywhere: no script, no picture, no font, no other file. All that facts say is escaped.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from api.pages.facts_in_words import Detail, Wording, own_number
from api.pages.page import TEMPLATES, Page
from api.pages.quantity_words import lateness
from api.pages.registered_names import RegisteredNames, SeenNames
from api.pages.replay_sentence import sentence
from api.pages.words import KINDS, Words
from ledger.catalogue import CATALOGUE
from ledger.clock import read_instant
from ledger.correction import said_about
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.schema import in_wire_form
from ledger.subjects import kind_of
from ledger.transparency.bundle_form import attachments_of
from ledger.transparency.bundle_making import Leaf
from ledger.transparency.key import Verifier
from ledger.transparency.sequencer import Published
from projections.custody.replay import Case
from projections.custody.visibility import Visibility
from projections.custody.whole_load import Beside


class OfTheLoad(NamedTuple):
    """A fact that acted on the subject without naming it, and the proof of it; its bytes where they may be seen."""

    beside: Beside
    stored: str | None
    proof: str

    @property
    def title(self) -> Words:
        """What happened."""
        title = CATALOGUE[self.beside.fact.fact.type].today.TITLE
        return title.zh, title.en


class Told(NamedTuple):
    """What a bundle is about, as its report tells it."""

    subject: str
    made_at: str
    made_for: str
    facts: list[Recorded[Any]]
    """Those that the asker may see."""
    leaves: list[Leaf]
    """All that carry the tag."""
    case: Case | None
    """How the subject stands; None where facts are withheld that might say otherwise."""
    load: list[OfTheLoad]
    size: int
    snapshot: int
    published: Published
    key: Verifier


class Row(NamedTuple):
    """One fact in words; nothing but its place and its hash where it is withheld."""

    leaf: Leaf
    fact: Recorded[Any] | None = None
    title: Words = ("", "")
    owner: Words | None = None
    """What it is about, where it merely names the subject of the bundle."""
    details: tuple[list[Detail], list[Detail]] = ([], [])
    late: Words = ("", "")
    stated_by: str | None = None
    replaced_by: int | None = None
    """The position of the correction or withdrawal after which it no longer counts."""
    withdrawn: bool = False


class Sheet(Page):
    """The words of one language, for a page that answers no request."""

    def __init__(self, english: bool) -> None:
        self.english = english


ZH, EN = Sheet(english=False), Sheet(english=True)


def report(ledger: Ledger, seen: Visibility, told: Told) -> bytes:
    """The page, in UTF-8."""
    names = SeenNames(ledger, seen)
    html = TEMPLATES.get_template("bundle_report.html").render(
        told=told,
        zh=ZH,
        en=EN,
        who=_who(told.subject, names),
        standing=_standing(told, names),
        rows=list(_rows(told, names)),
        withheld=[leaf.position for leaf in told.leaves if leaf.stored is None],
        opened=ledger.opened,
        asker=names.of_organisation(told.made_for),
        attachments=msgspec.json.decode(attachments_of((e.position, e.stored) for e in told.leaves if e.stored)),
    )
    return html.encode()


def _who(subject: str, names: RegisteredNames) -> Words:
    """A subject as a sentence names it."""
    zh, en = KINDS.get(kind_of(subject), (kind_of(subject),) * 2)
    name = names.of(subject) or own_number(subject)
    return f"{zh} {name}", f"{en} {name}"


def _standing(told: Told, names: RegisteredNames) -> Words | None:
    """How the subject stands after these facts; nothing where some are withheld, for they might say otherwise."""
    if told.case is None:
        return None
    who = _who(told.subject, names)
    return sentence(ZH, told.case, who[0]), sentence(EN, told.case, who[1])


def _rows(told: Told, names: RegisteredNames) -> Iterator[Row]:
    shown = {fact.position: fact for fact in told.facts}
    replaced = _replaced(told.facts, told.subject)
    wording = Wording(ZH, names), Wording(EN, names)
    for leaf in told.leaves:
        fact = shown.get(leaf.position)
        if fact is None:
            yield Row(leaf)
            continue
        said = fact.fact
        late = int((read_instant(fact.recorded_at) - read_instant(said.occurred_at)).total_seconds())
        data = _data(fact)
        by, withdrawn = replaced.get(leaf.position, (None, False))
        yield Row(
            leaf=leaf,
            fact=fact,
            title=CATALOGUE[said.type].today.TITLE,
            owner=_who(said.subject, names) if said.subject != told.subject else None,
            details=(wording[0].of(said.subject).details(data), wording[1].of(said.subject).details(data)),
            late=(lateness(late, english=False), lateness(late, english=True)),
            stated_by=names.of_organisation(said.stated_by),
            replaced_by=by,
            withdrawn=withdrawn,
        )


def _replaced(facts: list[Recorded[Any]], told_of: str) -> dict[int, tuple[int, bool]]:
    """Position → after which other one it no longer counts, and whether that withdrew it."""
    replaced: dict[int, tuple[int, bool]] = {}
    for subject in {fact.fact.subject for fact in facts}:
        beside = [fact for fact in facts if subject == told_of and fact.fact.subject != subject]
        said = said_about([fact for fact in facts if fact.fact.subject == subject], beside)
        corrections = {at: [at, *(f.position for f in corrected)] for at, corrected in said.corrected.items()}
        replaced |= {earlier: (each[-1], False) for each in corrections.values() for earlier in each[:-1]}
        for original, withdrawal in said.withdrawn.items():
            replaced |= dict.fromkeys(corrections.get(original, [original]), (withdrawal.position, True))
    return replaced


def _data(fact: Recorded[Any]) -> dict[str, Any]:
    """What was said, in wire form; a correction tells the corrected data as the original would."""
    data: dict[str, Any] = in_wire_form(fact.fact)["data"]
    if fact.fact.about is None:
        return data
    return {
        **data.get("data", {}),
        **{name: value for name, value in data.items() if name not in {"position", "data"}},
    }
