"""What people read of one rule."""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.fact import Title


class Words(NamedTuple):
    """Its name, why somebody should look, and the sentence of a flag with `{names}` of its inputs."""

    title: Title
    why: Title
    says: Title
    variants: Mapping[str, Title] = {}
    """Other sentences, by the name that a finding gives."""
    exempt: Title | None = None
    """What is never flagged by it, beside what no rule flags."""
