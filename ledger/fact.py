"""A fact, and the statement of it: who said what about which subject, as of when.

A fact type is a Struct nested in its noun (`Container.Weighed`). It declares its name in the log, its titles, the
law it rests on and who may state it. A version in use never changes; a new version is a new class with an upcast.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

import msgspec

from ledger.errors import Finding
from ledger.identifiers import Pseudonym, Sha256
from ledger.limits import Limits
from ledger.subjects import DeviceID
from ledger.text import Instant, exactly

if TYPE_CHECKING:
    from eventsourcing.dcb.domain import Decision
else:

    class Decision:
        """The library's Decision without its __dict__, which costs a fact a third of its reading (docs/decisions)."""

        __slots__ = ()

        def mutate(self, obj: Any) -> Any:
            """Apply this to a perspective."""
            self.apply(obj)
            return obj

        def apply(self, obj: Any) -> None:
            """Facts change nothing by themselves."""


class Title(NamedTuple):
    """What people call a thing, in Chinese and in English."""

    zh: str
    en: str


class Relation(StrEnum):
    """By which relation to the subject an organisation may state a type."""

    OWNER = "owner"
    """Its USCC begins the subject's number."""
    OPERATOR = "operator"
    """It runs this log (`log.opened`)."""
    GREENING = "greening"
    """It is an authority for greening whose division covers the site or the project."""
    URBAN_MANAGEMENT = "urban_management"
    """It is an authority for urban management whose division covers the site or the project."""
    CONTRACTOR = "contractor"
    """It filed the plan of the project; of a project without one here, it is registered as contractor."""
    SITE_OPERATOR = "site_operator"
    """The filing of the site names it as operator; of a site not filed here, it is registered to operate sites."""
    ECOLOGY = "ecology"
    """It is an authority for ecology whose division covers the subject's establishment."""
    SENDING = "sending"
    """It is an authority for ecology over the place that a cross-province transfer leaves."""
    RECEIVING = "receiving"
    """It is an authority for ecology over the place that a cross-province transfer goes to."""
    TRANSFEROR = "transferor"
    """It issued the manifest that this is about; of one not issued here yet, it is registered to hand over waste.
    Of a cross-province transfer: it applied for it."""
    CARRIER = "carrier"
    """The manifest or departure names it, or a carrier handed over to it; of one not told yet, it is a carrier."""
    RECEIVER = "receiver"
    """The manifest, consignment or transfer names it as receiver; of a load not told here yet, it is registered to
    take waste."""
    HOLDER = "holder"
    """It accepted the container on a manifest that carried it."""
    KEEPER = "keeper"
    """It is the carrier of the conveyance: the recorded one, else the one that the fact names."""
    OVERSEER = "overseer"
    """It is an authority competent for the waste whose division covers a place of the subject, or a party to it."""
    AUTHOR = "author"
    """It stated the fact that this fact is about, or had it stated."""
    COUNTERPARTY = "counterparty"
    """It relied on the fact before that was corrected."""
    DELEGATE = "delegate"
    """The delegation was granted to it."""
    FLAGGED = "flagged"
    """The register of flags names it; the door asks."""
    COMPETENT = "competent"
    """It is an authority competent for the rule, whose division covers the flag's place; the door asks."""
    LOG = "log"
    """The ledger itself; nobody can post it."""


OnManifest = Literal[
    "listed",
    "loaded",
    "in_transit",
    "arrived",
    "accepted",
    "refused",
    "return_dispatched",
    "sent_on",
    "returned",
    "released",
]
"""Where a container is by a manifest."""


class Part(NamedTuple):
    """What a fact about one thing does to another that it names."""

    role: Literal["from", "into", "input", "output", "planned"] | OnManifest
    mass_g: int | None = None
    """None where the fact tells no mass of this one."""
    emptied: bool = False
    holder: str | None = None
    """Who has it then, where that is not whoever says so."""


MassMethod = Literal["scale", "weighbridge", "onboard", "flow_meter", "draft_survey", "volume", "count"]
"""How a mass came to be known."""


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A picture, ticket or recording, by its hash; the file itself is stored elsewhere."""

    sha256: Sha256
    media_type: Annotated[str, Limits(pattern=exactly("[a-z]+/[A-Za-z0-9.+-]{1,60}"))] | None = None
    from_: Instant | None = msgspec.field(default=None, name="from")
    until: Instant | None = None
    retained_until: Instant | None = None


class AnyFact(msgspec.Struct, Decision, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What every fact type declares; `data` in the stored bytes is one of these."""

    TOPIC: ClassVar[str]
    V: ClassVar[int] = 1
    TITLE: ClassVar[Title]
    BASIS: ClassVar[tuple[str, ...]]
    SUBJECT: ClassVar[str | tuple[str, ...]]
    """The kind of its subject, or the kinds; `*` for a `fact.*`, which has the subject of its original."""
    STATED_BY: ClassVar[tuple[Relation, ...]]
    CREATES: ClassVar[bool] = False
    """Whether this is the fact that creates its subject."""
    RELIES: ClassVar[bool] = True
    """Whether who states it may rely on what was said of the subject; a reading of the ground relies on nothing."""
    AT_LEAST_ONE: ClassVar[tuple[str, ...]] = ()
    """Leaf names of which one must be there."""
    ACTS_ON: ClassVar[tuple[str, ...]] = ()
    """Kinds of subject that it changes where its data names them, whatever it is about itself (`part_of`)."""

    @classmethod
    def kinds(cls) -> tuple[str, ...]:
        """The kinds of subject it can be about; none where the original decides."""
        if isinstance(cls.SUBJECT, tuple):
            return cls.SUBJECT
        return () if cls.SUBJECT == "*" else (cls.SUBJECT,)

    def misfits(self, subject: str) -> Iterable[Finding]:  # noqa: ARG002  (for types that have something to say)
        """What is wrong that no field shows by itself, with pointers from the data; asked when it is stated."""
        return ()

    def part_of(self, subject: str) -> Part | None:  # noqa: ARG002  (for types that act on what they name)
        """What it does to a subject of a kind in `ACTS_ON`; None where it does not name it."""
        return None

    def repeats(self, earlier: "AnyFact") -> bool:  # noqa: ARG002  (for what is stated in parts)
        """Of a fact that creates: whether an earlier creation of the same subject leaves no room for this one."""
        return True

    @classmethod
    def upcast(cls, older: "AnyFact") -> "AnyFact":
        """The same fact, said in this version's words; called with the version just before."""
        raise TypeError(f"{cls.TOPIC} v{cls.V} does not say how v{older.V} reads today")


class Fact(AnyFact, frozen=True, kw_only=True):
    """A fact that somebody posts; these fields may stand in each of them."""

    device: DeviceID | None = None
    evidence: Annotated[list[Evidence], Limits(min_length=1, max_length=20)] | None = None
    mass_method: MassMethod | None = None
    operator: Pseudonym | None = None
    recorded_offline: bool | None = None


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The original that a `fact.*` event is about, copied from its immutable leaf.

    `v` is the version of the original type's schema in which this event's own `data.data` is written.
    """

    position: int
    subject: str
    tags: list[str]
    type: str
    v: int


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Room for a poster's own signature over {data, id, occurred_at, on_behalf_of, source, subject, type}."""

    key: str
    value: str


F = TypeVar("F", bound=AnyFact)


class Statement(
    msgspec.Struct, Decision, Generic[F], frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """F of the stored bytes: a fact, stated by an organisation about a subject."""

    credential: str
    data: F
    id: str
    occurred_at: str
    salt: str
    source: str
    stated_by: str
    subject: str
    type: str
    v: int
    about: About | None = None
    asked: str | None = None
    on_behalf_of: str | None = None
    signature: Signature | None = None


def speaker_of(statement: Statement[Any]) -> str:
    """The organisation whose duty it is to say this: the one on whose behalf it is stated, else whoever states it."""
    return statement.on_behalf_of or statement.stated_by


class Recorded(msgspec.Struct, Decision, Generic[F], frozen=True, forbid_unknown_fields=True, gc=False):
    """A stored leaf, read: the statement, its place in the log and the instant at which the ledger took it."""

    fact: Statement[F]
    position: int
    recorded_at: str
    seq: int

    def apply(self, obj: Any) -> None:
        """Tell a batch that this was recorded before it."""
        obj.observe(self)
