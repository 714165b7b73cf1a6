"""All that a plugin's author imports.

A check is a frozen dataclass: its fields are the keys of its TOML table, its docstring is its help, its name is the
class name in snake_case.  It groups by ``unit`` and never loops over units: a view holds one or many.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Protocol

import pluggy

from reform_tui.calendars import Calendar, WorkingTime
from reform_tui.model.finding import Fact, Finding, Judgement
from reform_tui.model.period import Period
from reform_tui.model.schema import PAUSED, Column, Kind, Schema

if TYPE_CHECKING:  # the engine reads hookspecs, and so this module, without paying for pandas
    import pandas as pd
    import pyarrow as pa

__all__ = [
    "PAUSED", "Calendar", "Check", "Column", "Counting", "Fact", "Finding", "Judgement", "Kind", "Period", "Reader",
    "Reads", "Schema", "Sentences", "View", "WorkingTime", "comparable", "counting", "family", "hookimpl", "identity",
    "judge", "listed", "masked", "most_within", "tally", "within",
]  # fmt: skip

hookimpl = pluggy.HookimplMarker("reform_tui")

Reads = Mapping[str, tuple[str, ...]]
"""Schema name to the columns used.  A name that ends in ``?`` may be missing from a feed; without any of the others
the check is blind."""
Sentences = Mapping[str, Mapping[str, str]]
"""Template name to language (``vi``, ``en``) to a sentence with the finding's facts in braces."""


class View(Protocol):
    """What a check may see: rows as known at ``now``, one frame a schema, for one or more units.

    In every frame codes are ``category``, flags ``boolean``, counts ``Int32``, amounts ``Int64``, times
    ``datetime64[us, zone]`` and text ``str``; ``unit`` is the unit that answers for the row; ``key`` names the row
    across units and is what a finding gives as evidence.  A column that no feed delivered is present and empty.
    Every access is a fresh shallow copy: a check may add columns to it.
    """

    now: datetime
    """The moment that is judged: the clock, or the end of a period that is over."""
    period: Period
    calendar: Calendar

    @property
    def records(self) -> pd.DataFrame:
        """Records of the period: received in it or carried into it; times ahead of ``now`` are not known yet."""

    @property
    def delivered(self) -> pd.DataFrame:
        """Records of these units as the feeds delivered them, whatever the period and the clock."""

    def rows(self, schema: str) -> pd.DataFrame:
        """Rows of any schema as known at ``now``; ``KeyError`` for one that the check does not declare in ``reads``."""

    def reference(self, name: str) -> pd.DataFrame:
        """A province-wide table that an inspector keeps, such as ``staff``; empty where there is no file."""

    @property
    def revisions(self) -> pd.DataFrame:
        """What a record was and when: ``key``, ``exported_at`` and each revised column, one row a delivery."""

    def indicator(self, name: str) -> pd.DataFrame:
        """Figures of an indicator in this period by unit: ``numerator``, ``denominator``, ``target`` (share or NaN)."""

    def next_after(self, times: pd.Series, by: pd.Series) -> pd.Series:
        """Return the earliest of ``times`` after ``now`` for each value of ``by``; groups with none are left out."""


class Check(Protocol):
    """What finds something wrong, unit by unit, at one moment."""

    reads: ClassVar[Reads]
    sentences: ClassVar[Sentences]
    """``{count}``, ``{of}``, ``{share}``, ``{value}``, ``{unit}`` and ``{subject}`` are always there."""

    # Also understood where a class has them:
    #   grain: ClassVar[str] = "unit"      "province": sees all units at once, coalesced, within seconds
    #   references: ClassVar[tuple[str, ...]] = ()   reference tables used

    def find(self, view: View) -> Judgement:
        """Say what is wrong and how many rows could be judged."""

    def next_change(self, view: View) -> pd.Series:
        """Return the next moment each unit's answer could differ with no new data, indexed by unit."""


@dataclass(frozen=True)
class Counting:
    """A counting function: numerator and denominator per unit in the view's period."""

    name: str
    reads: Reads
    count: Callable[[View], pd.DataFrame]
    """Gives columns ``numerator`` and ``denominator`` (whole numbers), indexed by unit; and ``next_change`` where time
    alone can change them: the next moment at which it might."""
    help: str


def counting(**reads: tuple[str, ...]) -> Callable[[Callable[[View], pd.DataFrame]], Counting]:
    """Make a function of a view a counting function that reads these columns; its docstring is its definition."""

    def declare(function: Callable[[View], pd.DataFrame]) -> Counting:
        return Counting(function.__name__, reads, function, (function.__doc__ or "").strip())

    return declare


@dataclass(frozen=True)
class Reader:
    """A file format: how to recognise it from its first bytes and name, and how to make it a table of text."""

    name: str
    recognise: Callable[[bytes, str], bool]
    """(first 4,096 bytes, file name) to whether this reader takes it."""
    read: Callable[[bytes, str], Mapping[str, pa.Table]]
    """(whole file, file name) to sheet name to a table of text: columns ``0``, ``1``, … and ``row`` (int32, from 1)."""


def judge(
    rows: pd.DataFrame,
    *,
    by: Sequence[str],
    where: pd.Series,
    template: str = "found",
    unreadable: Mapping[str, pd.Series] | None = None,
    facts: Mapping[str, tuple[str, pd.Series]] | None = None,
) -> Judgement:
    """Count the rows ``where`` something is wrong, by unit and subject.

    ``by`` begins with ``unit``; the other columns make the subject.  ``unreadable`` maps a reason to the rows that
    could not be judged for it; a row is skipped for its first reason and not counted in ``of``.  ``facts`` maps a
    name to (``sum``, ``max``, ``min`` or ``nunique``, a value per row), taken over the rows found.  ``value`` is the
    share.
    """
    from reform_tui.judging import judge_rows  # noqa: PLC0415 - pandas loads only where checks run

    return judge_rows(rows, by, where, template, unreadable or {}, facts or {})


def tally(rows: pd.DataFrame, *, where: pd.Series, of: pd.Series | None = None) -> pd.DataFrame:
    """Count ``where`` among ``of`` (all rows by default) for each unit: what a counting function returns."""
    from reform_tui.judging import tally_rows  # noqa: PLC0415 - as above

    return tally_rows(rows, where, of)


def most_within(
    rows: pd.DataFrame, *, by: Sequence[str], distinct: str, at: str, lengths: Mapping[str, timedelta]
) -> pd.DataFrame:
    """Return the most different values of ``distinct`` inside any window, a column for each of ``lengths`` by name.

    A window slides with the rows of each group of ``by``: it holds what lies less than its length apart.  Rows without
    a group, a value or a moment ``at`` are left out; the answer (``int64``) is indexed by ``by``.
    """
    from reform_tui.sliding import most_within as slide  # noqa: PLC0415 - as above

    return slide(rows, by, distinct, at, lengths)


def identity(values: pd.Series, placeholders: Collection[str] = ()) -> pd.Series:
    """Return accounts or identity numbers that compare: trimmed, in lower case, missing where they name nobody.

    Empty text, one digit repeated and the ``placeholders`` name nobody, so they must link no records.
    """
    from reform_tui.identities import identity as compare  # noqa: PLC0415 - as above

    return compare(values, placeholders)


def comparable(rows: pd.DataFrame, placeholders: Collection[str] = ()) -> pd.DataFrame:
    """Return rows whose ``account``, ``device`` and ``phone`` compare with those of any other table; see ``identity``.

    A phone becomes digits, written from home, with the 0 that a spreadsheet drops.
    """
    from reform_tui.identities import comparable as compare  # noqa: PLC0415 - as above

    return compare(rows, placeholders)


def family(names: pd.Series, addresses: pd.Series) -> pd.Series:
    """Return one value for one surname at one address, missing where either is: a household shares a telephone."""
    from reform_tui.identities import family as fold  # noqa: PLC0415 - as above

    return fold(names, addresses)


def within(times: pd.Series, period: Period) -> pd.Series:
    """Return which times lie in the period; a missing one does not."""
    inside = times.notna()
    if period.start is not None:
        inside &= times >= period.start
    if period.end is not None:
        inside &= times < period.end
    return inside


def listed(
    rows: pd.DataFrame, table: pd.DataFrame, *, on: Sequence[str], at: str, since: str = "", until: str = ""
) -> pd.DataFrame:
    """Return which rows a list names at their moment ``at``: ``row`` (the label) and the entry, as ``listed_NAME``.

    Any of the columns ``on`` may match.  ``since`` and ``until`` name the entry's days: it holds through the whole day
    of ``until``, and without a bound where that is missing.  A row named twice comes twice.
    """
    from reform_tui.identities import listed as look_up  # noqa: PLC0415 - as above

    return look_up(rows, table, on, at, since, until)


def masked(kind: str, value: str) -> str:
    """Return a person as a subject, such as ``tk…17#3f0a91c2``: the same for the same value in one project.

    The digits are a hash under the project's own key, so that nobody without the key can try values out.
    """
    from reform_tui.identities import masked as mask  # noqa: PLC0415 - as above

    return mask(kind, value)
