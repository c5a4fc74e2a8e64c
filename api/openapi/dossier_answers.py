"""The shape of an organisation's dossier, for its description alone."""

from typing import Any

from msgspec import Struct


class Things(Struct, forbid_unknown_fields=True):
    """Things with their states, each with a `link`; `more` where there are others."""

    things: list[dict[str, Any]]
    more: bool


class DeclaredPeriod(Struct, forbid_unknown_fields=True):
    """A period that has ended; `stage` is null where nothing was declared for it."""

    establishment: str
    period: str
    due: str
    basis: str
    stage: str | None
    complete: bool
    link: str


class ContainersByStage(Struct, forbid_unknown_fields=True):
    """Its containers, counted by stage."""

    containers: int
    by_stage: dict[str, int]
    provisional: int
    link: str


class Dossier(Struct, forbid_unknown_fields=True):
    """One organisation; what `now_only` names is null for an instant before the last fact.

    Not `whole` for an authority over some of its establishments: only what may be seen for itself is told then.
    """

    organisation: str
    whole: bool
    as_of: str
    position: int
    forecast: bool
    ruleset: str
    link: str | None
    registered: dict[str, Any] | None
    establishments: Things
    facilities: Things
    not_stored_yet: dict[str, Any] | None
    licences: list[dict[str, Any]]
    contracts: Things
    delegations: Things
    exemptions: Things
    management_plans: Things
    declarations: list[DeclaredPeriod]
    scales: Things
    conveyances: Things
    containers: ContainersByStage | None
    manifests: Things | None
    now_only: list[str]
    latest: list[dict[str, Any]]
