"""What a check is and what it sees, as types: the view, rows that were joined, checks, counting functions, readers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from reform_tui.calendars import Calendar
from reform_tui.model.finding import Judgement
from reform_tui.model.period import Period

if TYPE_CHECKING:  # the engine reads hookspecs, and so this module, without paying for pandas
    import pandas as pd
    import pyarrow as pa

Reads = Mapping[str, tuple[str, ...]]
"""Schema name to the columns used.  A name that ends in ``?`` may be missing from a feed; without any of the others
the check is blind."""
Sentences = Mapping[str, Mapping[str, str]]
"""Template name to language (``vi``, ``en``) to a sentence with the finding's facts in braces."""


@dataclass(frozen=True)
class Joined:
    """Rows of one schema with those of another beside them, matched by record; what ``View.join`` gives.

    ``rows`` has every row of the left schema once, under the labels that ``View.rows`` gives it, with the right one's
    columns as ``RIGHT_COLUMN`` (``RIGHT_unit`` and ``RIGHT_key`` too), missing where nothing matched.  ``judge`` takes
    it in place of rows, judges what matched and skips the rest by reason.
    """

    left: str
    right: str
    rows: pd.DataFrame
    matched: pd.Series
    """Which of ``rows`` have a row beside them (``bool``)."""
    strays: pd.DataFrame
    """The right schema's rows of these units and this period that name no row of the left one at all."""

    def only(self, kept: pd.Series) -> Joined:
        """Return the same with these of ``rows`` alone (``bool``, a value per row); an unknown one is left out."""
        truth = kept.fillna(value=False).astype(bool)
        return replace(self, rows=self.rows[truth], matched=self.matched[truth])


Profile = Literal["province_06a", "report_06", "to_the_second", "national_766"]
"""A named way of telling late from on time; docs/rules.md has what each counts, and who counts so."""


@dataclass(frozen=True)
class Lateness:
    """Which records are late under a profile, and why some of them cannot be judged; what ``lateness`` gives.

    ``rows`` are the view's records with ``due`` and ``finish`` as the profile takes them, and these (``bool``):
    ``apart`` (not counted at all), ``assumed`` (on time for want of a due date), ``open``, ``again`` (supplements asked
    for more than once), ``late``, of which ``finished_late`` and ``pending_late``.  ``late_from`` is when an open
    record that is not late will be.
    """

    rows: pd.DataFrame
    unreadable: Mapping[str, pd.Series]
    """Reason to the rows that cannot be judged for it (``bool``), as ``judge`` and ``tally`` take it."""


class View(Protocol):
    """What a check may see: rows as known at ``now``, one frame a schema, for one or more units.

    In every frame codes are ``category``, flags ``boolean``, counts ``Int32``, amounts ``Int64``, times
    ``datetime64[us, zone]`` and text ``str``; ``unit`` is the unit that answers for the row; ``key`` names the row
    across units and is what a finding gives as evidence.  A column that no feed delivered is present and empty.
    Every access is a fresh shallow copy: a check may add columns to it.  What a check asks for without declaring it in
    ``reads`` is a ``KeyError`` that says what to add.
    """

    @property
    def now(self) -> datetime:
        """The moment that is judged: the clock, or the end of a period that is over."""

    @property
    def period(self) -> Period:
        """The rule's period."""

    @property
    def calendar(self) -> Calendar:
        """The project's working days and hours."""

    @property
    def records(self) -> pd.DataFrame:
        """Records of the period: received in it or carried into it; times ahead of ``now`` are not known yet."""

    @property
    def delivered(self) -> pd.DataFrame:
        """Records of these units as the feeds delivered them, whatever the period and the clock."""

    @property
    def units(self) -> frozenset[str]:
        """The units asked about: those with rows of what is declared, and those that a reference table keeps rows of.

        A counting function over a reference table keeps to them, since a view may hold one unit of many.
        """

    def rows(self, schema: str) -> pd.DataFrame:
        """Rows of any ``schema`` as known at ``now``; ``KeyError`` for one that is not declared in ``reads``."""

    def join(self, left: str, right: str, latest: str = "") -> Joined:
        """Rows of ``left``, each with the row of ``right`` about the same record beside it.

        Records are the same by national code, else by home unit and code, whichever unit answers for either row.
        Of several rows of ``right`` the one with the newest time ``latest`` is taken, without it the first by key: no
        row comes twice.  Rows of ``right`` are those known at ``now``, of whatever period.  Both schemas must stand in
        ``reads`` and have a column ``record_id``, else ``PluginError``.
        """

    def shared(self, make: Callable[..., pd.DataFrame], *settings: Hashable) -> pd.DataFrame:
        """What ``make(view, *settings)`` gives, made once for all rules of the job that see the same.

        For rows that several checks of a page prepare alike.  ``make`` is a function of the module and looks at nothing
        but its arguments, ``settings`` among them; the same columns stand in the ``reads`` of all that share.
        """

    def reference(self, name: str) -> pd.DataFrame:
        """The table ``name`` that an inspector keeps for the province, such as ``staff``; empty where there is no file.

        ``KeyError`` for one that the check does not declare in ``references``.
        """

    @property
    def revisions(self) -> pd.DataFrame:
        """What a record was and when, one row a delivery, of the files exported by ``now``.

        ``key``, ``exported_at`` and ``feed`` (of the file that said it), then ``unit``, ``channel``, ``status``,
        ``due_at`` and ``finished_at``, each missing where that file did not speak of it, and ``line``, which numbers
        the pairs of record and feed: compare within a line, since another feed may lag behind.  Rows stand line by
        line, in the order of their exports, late, older files among them.  A file that is dated ahead of the clock
        wakes the rule when its moment comes.
        """

    @property
    def before(self) -> Period | None:
        """The period just before this view's, of the same kind, which ``previous`` means; ``None`` if there is none."""

    def indicators(self, name: str, period: str = "", *, lacking: bool = False) -> pd.DataFrame:
        """Figures of the indicator ``name``: ``numerator``, ``denominator``, ``target`` (share or NaN), by unit.

        ``period`` is a name such as ``2024-Q4``, one in ``reference/periods``, ``previous`` (the one just before this
        view's, of the same kind), ``year-ago``, or nothing for this view's own.  A period that is over is counted from
        the rows as known at its end.  ``KeyError`` for an unknown indicator, ``PluginError`` for an unknown period.

        Where a feed lacks a column that the indicator needs, a check that asks for it is blind.  One that can do
        without asks with ``lacking``: it is not blind, and ``lacks`` (``str``) names such columns in each unit.
        """

    def breaks(self, name: str) -> tuple[date, ...]:
        """The days from which the indicator ``name`` counts otherwise, as its key ``breaks`` says.

        What lies before such a day and after it is not one series.  ``KeyError`` for an unknown indicator.
        """

    def indicator(self, name: str) -> pd.DataFrame:
        """Deprecated: ``indicators``."""

    def next_after(self, times: pd.Series | pd.DataFrame, by: pd.Series) -> pd.Series:
        """Return the earliest of ``times`` after ``now`` for each value of ``by``, which is ``rows["unit"]`` mostly.

        A group with none is left out.  A frame of several columns of times is taken together: the earliest of any.
        """


class Check(Protocol):
    """What finds something wrong, unit by unit, at one moment.

    A frozen dataclass: its fields are its rule's keys, its docstring their help.  Also understood where a class has
    them: ``grain`` (``unit``, or ``province``: sees all units at once, coalesced, within seconds) and ``references``,
    a tuple of the reference tables used.
    """

    reads: ClassVar[Reads]
    sentences: ClassVar[Sentences]
    """``{count}``, ``{of}``, ``{share}``, ``{value}``, ``{unit}`` and ``{subject}`` are always there."""

    def find(self, view: View) -> Judgement:
        """Say what is wrong in the ``view`` and how many rows could be judged."""

    def next_change(self, view: View) -> pd.Series:
        """Return the next moment each unit of the ``view`` could get another answer with no new data, indexed by unit.

        Times with a zone, each after ``view.now``; a unit that is left out changes only with new data.
        """


@dataclass(frozen=True)
class Counting:
    """A counting function: numerator and denominator per unit in the view's period; made by ``counting``."""

    name: str
    reads: Reads
    count: Callable[[View], pd.DataFrame]
    """Gives columns ``numerator`` and ``denominator`` (whole numbers), indexed by unit; and ``next_change`` where time
    alone can change them: the next moment at which it might."""
    help: str
    grain: str = "unit"
    """``province`` for one that must see all units at once; its figures may stand under ``""``, the province."""


@dataclass(frozen=True)
class Reader:
    """A file format: how to recognise it from its first bytes and name, and how to make it a table of text."""

    name: str
    recognise: Callable[[bytes, str], bool]
    """(first 4,096 bytes, file name) to whether this reader takes it."""
    read: Callable[[bytes, str], Mapping[str, pa.Table]]
    """(whole file, file name) to sheet name to a table of text: columns ``0``, ``1``, … and ``row`` (int32, from 1).

    What is merged stands in every place.  A text column ``fault`` says of rows that could not be taken apart why:
    ``wrong-field-count``, ``unclosed-quote`` or ``not-json``; they are rejected for it.
    """
