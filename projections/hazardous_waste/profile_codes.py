"""The waste codes of profiles 废物档案: what a container is that names none itself."""

from collections.abc import Iterable

from ledger.log import Ledger
from projections.custody.state import fold
from projections.reading import Reading


def codes_of(ledger: Ledger, profiles: Iterable[str], position: int, instant: str) -> dict[str, str | None]:
    """Profile → the waste code that it gave by an instant, by what was recorded up to a position."""
    reading = Reading(ledger, position)
    lives = reading.lives(profiles)
    standing = {profile: reading.standing(profile, life) for profile, life in lives.items()}
    return {
        profile: fold(profile, [e for e in facts if e.statement.occurred_at <= instant]).waste_code
        for profile, facts in standing.items()
    }
