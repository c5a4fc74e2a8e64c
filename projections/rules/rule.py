"""What a rule is: why it exists, by which articles, held to which numbers, and the pure function that judges."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, NamedTuple, Protocol

from ledger.fact import Title
from ledger.regulation.law_of_the_day import article
from ledger.regulation.penalties import PENALTIES
from projections.rules.case import Case, Known, Step
from projections.rules.conventions import SHARED
from projections.rules.finding import Entry, Finding
from projections.rules.limits import Limits, Parameter
from projections.rules.words import WORDS

Competence = Literal["ecology", "greening", "urban_management", "police", "transport", "maritime", "health", "any"]
ANY: Final = "*"
"""In place of a kind: every subject is judged."""


class Law(NamedTuple):
    """An article of the law of 2020, and the one that took its place in the code; either may be missing."""

    law: str | None
    code: str | None

    def on(self, day: str) -> str | None:
        """As it is cited for a day; None where there was none then."""
        cited = article(day, self.law or "", self.code or "")
        return cited if (self.law if cited.startswith("固体废物") else self.code) else None


class Text(NamedTuple):
    """Any other text, by the name under which it is cited, and the days on which it holds."""

    name: str
    since: str = ""
    until: str = "9"

    def on(self, day: str) -> str | None:
        """As it is cited for a day."""
        return self.name if self.since <= day <= self.until else None


class Series(Protocol):
    """What many subjects added to one series, as it is known at one moment."""

    @property
    def name(self) -> str:
        """As the entries name it."""

    @property
    def known(self) -> Known:
        """Whatever else was known."""

    def days(self) -> Mapping[str, tuple[int, int]]:
        """Day → how many entries it has, and the sum of their grams; days without any are left out."""

    def on(self, day: str) -> list[Entry]:
        """The entries of a day, in the order in which they happened."""

    def entries(self) -> list[Entry]:
        """All of them in that order; for series that stay small."""


Judge = Callable[[Case, Limits], Iterable[Finding]]
Count = Callable[[Case, Limits], Iterable[Entry]]
CountEach = Callable[[Step, Case], Iterable[Entry]]
JudgeSeries = Callable[[Series, Limits], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule of the register. What it is about is said here; the functions below it in its file judge."""

    module: str
    """`__name__` of its file, which names it."""
    duty: tuple[Law | Text, ...]
    fine: str | None = None
    """The row of `ledger/regulation/penalties.py`; None where no penalty attaches (policy)."""
    parameters: tuple[Parameter, ...] = ()
    duties: Mapping[str, tuple[Law | Text, ...]] = field(default_factory=dict)
    """Other articles, by the name of the variant that a finding gives."""
    fines: Mapping[str, str] = field(default_factory=dict)
    """Other rows of the fines, by the same name."""
    version: int = 1
    """Raised when it would find something else of the same facts."""
    competent: Competence = "ecology"
    """Who confirms or dismisses a flag."""
    cases: dict[str, Judge] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)
    sums: dict[str, Count] = field(default_factory=dict)
    singles: dict[str, CountEach] = field(default_factory=dict)
    series: list[JudgeSeries] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The name of its file."""
        return self.module.rpartition(".")[2]

    @property
    def title(self) -> Title:
        """What people call it."""
        return WORDS[self.id].title

    @property
    def why(self) -> Title:
        """Why somebody should look, in a sentence."""
        return WORDS[self.id].why

    @property
    def exempt(self) -> Title | None:
        """What is never flagged by it, beside what no rule flags."""
        return WORDS[self.id].exempt

    def judges(self, *kinds: str) -> Callable[[Judge], Judge]:
        """The function below judges the cases of these kinds."""

        def known(judge: Judge) -> Judge:
            self.cases.update(dict.fromkeys(kinds, judge))
            return judge

        return known

    def adds(self, *kinds: str) -> Callable[[Count], Count]:
        """The function below tells what cases of these kinds add to the rule's series."""

        def known(count: Count) -> Count:
            self.counts.update(dict.fromkeys(kinds, count))
            return count

        return known

    def adds_sums(self, *kinds: str) -> Callable[[Count], Count]:
        """The same of what is many and never looked at singly: only its number and mass are kept, day by day."""

        def known(count: Count) -> Count:
            self.sums.update(dict.fromkeys(kinds, count))
            return count

        return known

    def adds_each(self, *kinds: str) -> Callable[[CountEach], CountEach]:
        """The same of subjects of which much is said: what one fact adds, at most one entry to a series.

        It may look at what else was said of that fact by its `position`, and at nothing else: it is asked again only
        about facts that changed, and those that such a one names.
        """

        def known(count: CountEach) -> CountEach:
            self.singles.update(dict.fromkeys(kinds, count))
            return count

        return known

    def judges_series(self, judge: JudgeSeries) -> JudgeSeries:
        """The function below judges a series, whenever something was added to it or taken from it."""
        self.series.append(judge)
        return judge

    @cached_property
    def numbers(self) -> Mapping[str, Parameter]:
        """Its parameters by name, with those that all rules share."""
        return {each.name: each for each in (*self.parameters, *SHARED)}

    @property
    def about(self) -> frozenset[str]:
        """The kinds of subject that it looks at."""
        return frozenset({*self.cases, *self.counts, *self.sums, *self.singles})

    def duty_on(self, day: str, variant: str = "") -> list[str]:
        """The articles that held on a day."""
        return [cited for each in self.duties.get(variant, self.duty) if (cited := each.on(day)) is not None]

    def has_fine(self, variant: str) -> bool:
        """Whether any penalty attaches to it."""
        return self.fine is not None or variant in self.fines

    def fine_on(self, day: str, variant: str = "") -> str | None:
        """The fine that the law of a day has for it; None where it has none."""
        row = self.fines.get(variant, self.fine)
        return None if row is None else PENALTIES[row].on(day)

    def any_duty_on(self, day: str) -> list[str]:
        """The articles of whatever variant."""
        return list(dict.fromkeys(cited for each in ("", *self.duties) for cited in self.duty_on(day, each)))

    def any_fine_on(self, day: str) -> list[str]:
        """The fines of whatever variant."""
        return list(
            dict.fromkeys(fine for each in ("", *self.fines) if (fine := self.fine_on(day, each)) is not None)
        )

    def words(self, variant: str) -> Title:
        """The sentence of a flag."""
        return WORDS[self.id].variants.get(variant, WORDS[self.id].says)
