"""Numbers for `KIND:new`: asked for in a request, given once, and kept beside what was asked for.

A request that asks is read with specimens first, for what its form refuses shall use up no number. The numbers are
given when it is known which facts were recorded before: those keep what they got, and so does whoever asks under
the same key in the same words.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, get_args, get_origin

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem
from msgspec import Struct

from ledger import wire
from ledger.catalogue import CATALOGUE, kinds_named, read_leaf, tags_of
from ledger.clock import EARLIEST, instant
from ledger.correction import effective
from ledger.errors import BihuanError, ConflictError
from ledger.fact import AnyFact, Recorded
from ledger.judging import CORRECTIONS
from ledger.parties.establishment import Establishment
from ledger.posting import Draft, Poster, Posting, draft
from ledger.store.reading import SubjectItem
from ledger.store.recorder import Recorder
from ledger.store.serial import take_serials
from ledger.subjects import NUMBERED, Names, Series, is_placeholder, kind_of, problem_with, without_prefix

Drafts = Sequence[Draft | BihuanError]
Numbers = Mapping[str, str]
"""Placeholder → the subject that stands in its place."""

Named = Callable[[str], str]
"""What a subject is to be called instead."""
Rename = Callable[[Any, Named], Any]

PLACED: tuple[type[AnyFact], ...] = (Establishment.Registered, Establishment.Changed)


@dataclass(frozen=True, slots=True)
class Asking:
    """A well-formed request that asks for numbers, drafted with specimens."""

    postings: Sequence[Posting]
    poster: Poster
    now: datetime
    drafts: Sequence[Draft]
    stems: Mapping[str, str]
    """Placeholder → what its number will begin with."""

    def keys(self, placeholder: str) -> list[bytes]:
        """The keys of the facts that are about what is asked for."""
        return [d.key for p, d in zip(self.postings, self.drafts, strict=True) if p.subject == placeholder]

    def numbered(self, numbers: Numbers) -> list[Draft]:
        """The same request with numbers in the place of specimens."""
        return [
            d if (named := _renamed(p, _put(numbers))) == p else draft(named, self.poster, self.now, asked=_asked(p))
            for p, d in zip(self.postings, self.drafts, strict=True)
        ]


def stems_in(postings: Sequence[Posting], poster: Poster, recorder: Recorder) -> dict[str, str]:
    """The numbers that a request asks for, by what each will begin with.

    The place is that of the establishment in the series' field (移出地 of a manifest); where no establishment is
    named, that in the code of the one whose duty it is. A placeholder of which no place is known gets no number.
    """
    asked: dict[str, list[Posting]] = defaultdict(list)
    for posting in postings:
        if ":new" in posting.subject and is_placeholder(posting.subject):
            asked[posting.subject].append(posting)
    stems: dict[str, str] = {}
    for placeholder, about in asked.items():
        series = NUMBERED[kind_of(placeholder)]
        begins = next((p for p in about if series.place in p.data), about[0])
        named = begins.data.get(series.place)
        whose = begins.on_behalf_of or poster.organisation
        places = (*_places(named, postings, recorder), whose[2:8])
        place = next(filter(series.has_province, places), None)
        if place is not None:
            stems[placeholder] = series.stem(_instant(begins.time), place)
    return stems


def _places(named: Any, postings: Sequence[Posting], recorder: Recorder) -> Iterator[str]:
    """Where an establishment lies: as recorded, as this very request says, by its owner's code; or what is one."""
    if isinstance(named, str) and re.fullmatch("[1-9][0-9]{5}", named):
        yield named
    if not isinstance(named, str) or kind_of(named) != "establishment" or problem_with(named):
        return
    query = DCBQuery([SubjectItem([t.TOPIC for t in (*PLACED, *CORRECTIONS)], [named])])
    facts = [read_leaf(*leaf) for leaf in recorder.leaves(query)[0]]
    yield from (each.statement.data.division for each in reversed(effective(facts)))
    for posting in postings:
        said = posting.data.get("division")
        if posting.subject == named and isinstance(said, str):
            yield said
    yield named.partition(":")[2][2:8]


def with_specimens(posting: Posting, stems: Mapping[str, str]) -> Posting:
    """The posting with well-formed numbers, never given to anybody, in the place of what it asks for."""
    specimens = {asked: NUMBERED[kind_of(asked)].subject(stem, 0) for asked, stem in stems.items()}
    return _renamed(posting, _put(specimens))


class Numbering:
    """The numbers given while one gather is decided, however often it has to be decided again."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._given: dict[tuple[bytes, str], str | BihuanError] = {}

    def put_into(self, requests: Sequence[Drafts | Asking], recorded: Mapping[bytes, Recorded[Any]]) -> list[Drafts]:
        """All requests ready to be decided; numbers are drawn for what was not recorded before."""
        if any(isinstance(each, Asking) for each in requests):
            self._draw([each for each in requests if isinstance(each, Asking)], recorded)
        return [self._numbered(each, recorded) if isinstance(each, Asking) else each for each in requests]

    def _numbered(self, asking: Asking, recorded: Mapping[bytes, Recorded[Any]]) -> Drafts:
        numbers: dict[str, str] = {}
        for placeholder in asking.stems:
            keys = asking.keys(placeholder)
            before = [recorded[key].fact for key in keys if key in recorded]
            if before:
                # where something else was said under this key the specimen stays: it is refused for that
                numbers.update((placeholder, fact.subject) for fact in before if fact.asked == placeholder)
                continue
            given = self._given[keys[0], placeholder]
            if isinstance(given, BihuanError):
                return [given]
            numbers[placeholder] = given
        return asking.numbered(numbers)

    def _draw(self, askings: Sequence[Asking], recorded: Mapping[bytes, Recorded[Any]]) -> None:
        wanted: dict[tuple[Series, str], list[tuple[list[bytes], str]]] = defaultdict(list)
        alike: dict[tuple[bytes, str], list[bytes]] = {}
        for asking in askings:
            for placeholder, stem in asking.stems.items():
                keys = asking.keys(placeholder)
                if any(key in recorded or (key, placeholder) in self._given for key in keys):
                    self._share(keys, placeholder)
                    continue
                known = next((alike[k, placeholder] for k in keys if (k, placeholder) in alike), None)
                if known is None:
                    known = []
                    wanted[NUMBERED[kind_of(placeholder)], stem].append((known, placeholder))
                known.extend(keys)
                alike.update(((key, placeholder), known) for key in keys)
        for (series, stem), asked in wanted.items():
            for (keys, placeholder), given in zip(asked, self._free(series, stem, len(asked)), strict=False):
                self._given.update(((key, placeholder), given) for key in keys)

    def _share(self, keys: list[bytes], placeholder: str) -> None:
        given = next((self._given[k, placeholder] for k in keys if (k, placeholder) in self._given), None)
        if given is not None:
            self._given.update(((key, placeholder), given) for key in keys)

    def _free(self, series: Series, stem: str, count: int) -> Iterator[str | BihuanError]:
        """Subjects that no fact has named; official numbers of the same form may stand among them."""
        while count:
            serials = take_serials(self._recorder.engine, f"{series.kind}:{stem[:4]}:{stem[4:]}", count)
            try:
                subjects = [series.subject(stem, serial) for serial in serials]
            except ConflictError as exhausted:
                yield from [exhausted] * count
                return
            named = self._named(subjects)
            free = [subject for subject in subjects if subject not in named]
            yield from free
            count -= len(free)

    def _named(self, subjects: Sequence[str]) -> set[str]:
        leaves, _ = self._recorder.leaves(DCBQuery([DCBQueryItem([], [subject]) for subject in subjects]))
        return {tag for leaf in leaves for tag in tags_of(read_leaf(*leaf).fact)}


def _asked(posting: Posting) -> str | None:
    return posting.subject if is_placeholder(posting.subject) else None


def without_prefixes(posting: Posting) -> Posting:
    """The posting with the numbers of manifests as they are, where it writes a prefix before them."""
    known = CATALOGUE.get(posting.type)
    named = known is not None and "manifest" in kinds_named(known.today)
    return _renamed(posting, without_prefix) if named or posting.subject.startswith("manifest:") else posting


def _instant(time: str) -> str:
    try:
        return instant(time)
    except ValueError:
        return EARLIEST  # refused for its time when it is drafted


def _put(numbers: Numbers) -> Named:
    """Numbers in the place of what was asked for; anything else as it is."""
    return lambda subject: numbers.get(subject, subject)


def _renamed(posting: Posting, named: Named) -> Posting:
    known = CATALOGUE.get(posting.type)
    data = posting.data if known is None else _members(known.today)(posting.data, named)
    return replace(posting, subject=named(posting.subject), data=data)


@cache
def _members(struct: type[Struct]) -> Rename:
    plan = {f.wire_name: inner for f in wire.fields(struct) if (inner := _rename(f.type)) is not None}

    def rename(data: Any, named: Named) -> Any:
        if type(data) is not dict:
            return data
        return {name: plan[name](value, named) if name in plan else value for name, value in data.items()}

    return rename


def _rename(hint: Any) -> Rename | None:
    """What puts numbers into a field that names subjects; nothing for any other field."""
    if any(isinstance(mark, Names) for mark in wire.marks(hint)):
        return lambda value, named: named(value) if type(value) is str else value
    core = wire.bare(hint)
    if get_origin(core) is list:
        inner = _rename(get_args(core)[0])
        return None if inner is None else _each(inner)
    return _members(core) if isinstance(core, type) and issubclass(core, Struct) else None


def _each(inner: Rename) -> Rename:
    return lambda values, named: [inner(v, named) for v in values] if type(values) is list else values
