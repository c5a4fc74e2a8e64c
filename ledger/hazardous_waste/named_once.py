"""That a list names each thing once: what stands twice would be counted twice."""

from collections.abc import Iterable, Iterator

from ledger.errors import Finding


def named_twice(named: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """What is named again, by pointer and subject."""
    first: dict[str, str] = {}
    for pointer, subject in named:
        before = first.setdefault(subject, pointer)
        if before != pointer:
            told = {"subject": subject, "first": before}
            yield Finding("named_twice", f"{subject} stands at {before} already", pointer, values=told)
