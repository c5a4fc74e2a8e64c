"""What subjects are called, as registered: people know a plant by its name, the ledger by its number."""

from collections.abc import Iterable

from ledger.correction import effective
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.state import fold
from projections.custody.visibility import Visibility
from projections.reading import Reading

NAMED = frozenset({"organisation", "establishment", "facility", "scale", "profile"})


class RegisteredNames:
    """Names looked up for one page, each once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._found: dict[str, str | None] = {}

    def of(self, subject: str) -> str | None:
        """The name as stated last; None for what has none or is not registered."""
        if kind_of(subject) not in NAMED:
            return None
        if subject not in self._found:
            self.look_up([subject])
        return self._found[subject]

    def look_up(self, subjects: Iterable[str]) -> None:
        """Have the names of many at hand by one query; what has no name is passed over."""
        new = {each for each in subjects if kind_of(each) in NAMED} - self._found.keys()
        lives = Reading(self._ledger, self._ledger.head()[0]).lives(new)
        self._found |= {each: fold(each, effective(life)).name for each, life in lives.items()}

    def of_organisation(self, uscc: str) -> str | None:
        """The name of an organisation by its code."""
        return self.of(f"organisation:{uscc}")


class SeenNames(RegisteredNames):
    """What subjects are called, as far as the asker may see them: a fact names others by their numbers alone."""

    def __init__(self, ledger: Ledger, seen: Visibility) -> None:
        super().__init__(ledger)
        self._seen = seen

    def of(self, subject: str) -> str | None:
        """The name of a subject that may be seen."""
        return super().of(subject) if self._seen.sees(subject) else None
