"""The columns of one kind of row, and the built-in schemas: records, staff, allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property


class Kind(Enum):
    """What a column holds, and so how it looks in a view."""

    CODE = "code"
    """Few distinct values: ``category``."""
    TEXT = "text"
    """Anything: ``str``."""
    TIME = "time"
    """A moment: ``datetime64[us, zone]``."""
    FLAG = "flag"
    """Yes, no or unknown: ``boolean``."""
    COUNT = "count"
    """A whole number: ``Int32``."""
    AMOUNT = "amount"
    """Đồng: ``Int64``."""
    NUMBER = "number"
    """A measure: ``Float64``."""


@dataclass(frozen=True)
class Column:
    """One column: ``people`` data is kept apart and masked, a ``revised`` one remembers what it was."""

    name: str
    kind: Kind = Kind.TEXT
    people: bool = False
    revised: bool = False
    promise: bool = False
    """A moment that may lie ahead of the clock (a due date); other times ahead of it are not known yet."""
    values: tuple[str, ...] = ()
    """The closed list of codes, if there is one."""
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Language to what people call it, where it is no built-in column."""
    headings: tuple[str, ...] = ()
    """The usual headings in files, the best first, so that a feed need not map them; those of records if left out."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    """Code of ``values`` to the words that files use for it."""
    least: float | None = None
    """No number of the column is below it, no count below 0 anyway: a row that has one is set aside."""
    most: float | None = None
    """Nor above it."""
    form: str = ""
    """A regular expression that the whole of a code matches; a row with any other is set aside."""


@dataclass(frozen=True)
class Schema:
    """The columns of one kind of row.  ``key`` names a row within its unit."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    reference: bool = False
    """A province-wide table in ``reference/`` that an inspector edits, not a feed."""
    optional: tuple[str, ...] = ()
    """Parts of the key that a file may lack, since its rows differ in the other parts all the same."""

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    def names(self, *, people: bool | None = None) -> tuple[str, ...]:
        """Column names: all, only those of people, or only the others."""
        return tuple(c.name for c in self.columns if people is None or c.people is people)

    def with_extra(self, extra: Iterable[Column]) -> Schema:
        """Return the same schema with an installation's own columns behind."""
        return replace(self, columns=(*self.columns, *extra))


CHANNELS = ("online", "counter", "post", "phone", "other")
STATUSES = (
    "new", "accepted", "refused", "processing", "supplement",
    "payment", "withdrawn", "stopped", "done", "returned",
)  # fmt: skip
PAUSED = ("supplement", "payment", "stopped")
"""The statuses in which a record waits for its owner, so that its time stands still."""
LEVELS = ("province", "district", "commune")
STAFF_CLASSES = ("officer", "helper", "postal agent", "digital team", "agent")


def _many(kind: Kind, *names: str, people: bool = False, revised: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, kind, people=people, revised=revised) for name in names)


RECORDS = Schema(
    "records",
    (
        Column("record_id"),
        Column("unit", Kind.CODE, revised=True),
        *_many(Kind.CODE, "unit_name", "receiving_unit", "handling_unit"),
        Column("level", Kind.CODE, values=LEVELS),
        *_many(Kind.CODE, "field", "procedure", "procedure_name"),
        Column("channel", Kind.CODE, revised=True, values=CHANNELS),
        Column("status", Kind.CODE, revised=True, values=STATUSES),
        *_many(Kind.TIME, "submitted_at", "received_at"),
        Column("due_at", Kind.TIME, revised=True, promise=True),
        Column("finished_at", Kind.TIME, revised=True),
        *_many(Kind.TIME, "returned_at", "supplement_requested_at", "supplemented_at"),
        Column("supplements", Kind.COUNT),
        *_many(Kind.TEXT, "applicant_id", "applicant_name", "applicant_phone", "applicant_address", people=True),
        Column("account", people=True),
        Column("authorised", Kind.FLAG),
        *_many(Kind.CODE, "receiver", "officer", people=True),
        *_many(Kind.TEXT, "device", "ip", people=True),
        Column("fee", Kind.AMOUNT),
        Column("paid_online", Kind.FLAG),
        Column("paid_at", Kind.TIME),
        Column("payer", people=True),
        *_many(Kind.COUNT, "components", "components_digitised", "components_reused", "components_from_store"),
        Column("result_digital", Kind.FLAG),
        Column("apology_at", Kind.TIME),
        Column("new_due_at", Kind.TIME, promise=True),
        Column("synced_at", Kind.TIME),
        Column("identity_verified", Kind.FLAG),
    ),
    key=("record_id",),
)

_VALID = (Column("from", Kind.TIME, promise=True), Column("to", Kind.TIME, promise=True))
"""The first and the last day on which an entry of a reference table counts."""
_WHY = (Column("reason"), Column("source"))
"""Why an entry stands there, and who says so."""

STAFF = Schema(
    "staff",
    (
        Column("person_id", people=True),
        Column("name", people=True),
        Column("class", Kind.CODE, values=STAFF_CLASSES),
        Column("employer", Kind.CODE),
        Column("unit", Kind.CODE),
        *_many(Kind.TEXT, "account", "phone", "device", "certificate", people=True),
        *_VALID,
        *_WHY,
    ),
    key=("person_id",),
    reference=True,
)

ALLOW = Schema(
    "allow",
    (
        *_many(Kind.TEXT, "account", "phone", "device", people=True),
        Column("class", Kind.CODE),
        *_WHY,
        Column("from", Kind.TIME, promise=True),
        Column("until", Kind.TIME, promise=True),
    ),
    key=("account", "phone", "device"),
    reference=True,
)

PERIODS = Schema(
    "periods",
    (
        Column("name", Kind.CODE),
        Column("start", Kind.TIME, promise=True),
        Column("end", Kind.TIME, promise=True),
        Column("cut_off", Kind.TIME, promise=True),
        *_WHY,
        *_VALID,
    ),
    key=("name",),
    reference=True,
)

UNITS = Schema(
    "units",
    (
        Column("unit", Kind.CODE),
        Column("name"),
        Column("level", Kind.CODE, values=LEVELS),
        Column("parent", Kind.CODE),
        *_many(Kind.TEXT, "predecessors", "successors", "offices"),
        Column("contact"),
        *_WHY,
        *_VALID,
    ),
    key=("unit",),
    reference=True,
)

TARGETS = Schema(
    "targets",
    (
        Column("indicator", Kind.CODE),
        Column("unit", Kind.CODE),
        Column("period", Kind.CODE),
        Column("target", Kind.NUMBER, least=0, most=1),
        *_WHY,
        *_VALID,
    ),
    key=("indicator", "unit", "period"),
    reference=True,
)

PROCEDURES = Schema(
    "procedures",
    (
        Column("procedure", Kind.CODE),
        Column("name"),
        Column("level", Kind.CODE),  # full, partial or information; as delivered: 4, 3, 2 or in words
        Column("limit", Kind.NUMBER, least=0),
        Column("limit_online", Kind.NUMBER, least=0),
        Column("counted", Kind.CODE),  # what a limit counts: hours, working days or days, or in Vietnamese
        *_many(Kind.FLAG, "one_stop", "non_boundary", "internal"),
        Column("audience"),  # who may apply, in words as the national database has them: Công dân Việt Nam; …
        Column("published_at", Kind.TIME),
        Column("decision"),
        Column("decision_date", Kind.TIME),
        *_WHY,
        *_VALID,
    ),
    key=("procedure",),
    reference=True,
)

BUILT_IN = {schema.name: schema for schema in (RECORDS, STAFF, ALLOW, PERIODS, UNITS, TARGETS, PROCEDURES)}
