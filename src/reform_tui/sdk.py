"""All that a plugin's author imports.

A check is a frozen dataclass: its fields are the keys of its TOML table, its docstring is its help, its name is the
class name in snake_case.  It groups by ``unit`` and never loops over units: a view holds one or many.

Find by what you have to do: count what is wrong by unit and subject ``judge``; say how many rows could be judged and
why not the others ``judged``; count for an indicator ``tally``, ``within``; put two schemas beside each other
``View.join``; past figures ``View.indicators``; what is late ``lateness``; working time ``View.calendar`` (``elapsed``,
``add``); the next moment that matters ``View.next_after``, ``never``; many owners in a short time ``most_within``;
people ``identity``, ``comparable``, ``listed``, ``family``, ``linked``, ``masked``.  docs/sdk.md shows each at work.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pluggy

from reform_tui import filing, scoring, stated
from reform_tui.bounds import bounded
from reform_tui.calendars import Calendar, WorkingTime
from reform_tui.errors import FeedError, FileIncompleteError, RenamedWarning
from reform_tui.model.finding import Fact, Finding, Judgement
from reform_tui.model.period import Period, period_named
from reform_tui.model.procedure_code import procedure_base
from reform_tui.model.schema import PAUSED, Column, Kind, Schema
from reform_tui.protocols import Check, Counting, Joined, Lateness, Profile, Reader, Reads, Sentences, View

if TYPE_CHECKING:  # the engine reads hookspecs, and so this module, without paying for pandas
    import pandas as pd

__all__ = [
    "LATENESS", "PAUSED", "SDK_VERSION", "Calendar", "Check", "Column", "Counting", "Fact", "FeedError",
    "FileIncompleteError", "Finding", "Joined", "Judgement", "Kind", "Lateness", "Period", "Profile", "Reader", "Reads",
    "Schema", "Sentences", "View", "WorkingTime", "bounded", "comparable", "counting", "family", "filing", "hookimpl",
    "identity", "judge", "judged", "lateness", "linked", "listed", "masked", "most_within", "never", "period_named",
    "procedure_base", "scoring", "stated", "tally", "within",
]  # fmt: skip

SDK_VERSION = "1.0"
"""Major and minor version of this kit, which a plugin may ask for as ``requires_sdk = ">=1.0,<2"``."""

_DEPRECATED: Mapping[str, tuple[str, str, str]] = {}
"""A name's old form to (its new name, the sdk that renamed it, the sdk in which the old one is gone)."""

if not TYPE_CHECKING:  # a type checker that saw it would take any name for one of ours

    def __getattr__(name: str) -> object:
        """Return what an old name means now, with a ``RenamedWarning``."""
        if name not in _DEPRECATED:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        new, since, gone_in = _DEPRECATED[name]
        warnings.warn(RenamedWarning(f"sdk.{name}", f"sdk.{new}", since, gone_in), stacklevel=2)
        return globals()[new]


hookimpl = pluggy.HookimplMarker("reform_tui")
"""Marks a function of a plugin as one of the hooks."""


def counting(
    grain: Literal["unit", "province"] = "unit", /, **reads: tuple[str, ...]
) -> Callable[[Callable[[View], pd.DataFrame]], Counting]:
    """Make a function of a view a counting function; its docstring is its definition, its name what indicators call.

    ``reads`` are the columns used, a tuple for each schema: ``@counting(records=("channel", "received_at"))``.  With
    ``"province"`` before them it sees all units at once, to count once what is in many, as a check of that grain does.
    """

    def declare(function: Callable[[View], pd.DataFrame]) -> Counting:
        return Counting(function.__name__, reads, function, (function.__doc__ or "").strip(), grain)

    return declare


def judge(
    rows: pd.DataFrame | Joined,
    *,
    by: Sequence[str],
    where: pd.Series,
    template: str = "found",
    unreadable: Mapping[str, pd.Series] | None = None,
    facts: Mapping[str, tuple[str, pd.Series]] | None = None,
) -> Judgement:
    """Count the rows ``where`` something is wrong (``bool``, a value per row), by unit and subject.

    ``by`` begins with ``unit``; the other columns make the subject, and a person among them stands masked there.
    ``template`` names one of the check's sentences.  ``unreadable`` maps a reason to the rows that could not be judged
    for it; a row is skipped for its first reason and not counted in ``of``.  ``facts`` maps a name to (``sum``,
    ``max``, ``min`` or ``nunique``, a value per row), taken over the rows found.  ``value`` is the share, 0 to 1.  Of
    joined rows those that matched are judged; the others, and those of the right schema that name no row of the left
    one, are skipped with a reason.  ``PluginError`` for a mask of other rows, an unknown measure, a person as a fact.
    """
    from reform_tui.judging import judge_rows  # noqa: PLC0415 - pandas loads only where checks run

    return judge_rows(rows, by, where, template, unreadable or {}, facts or {})


def judged(rows: pd.DataFrame | Joined, *, unreadable: Mapping[str, pd.Series] | None = None) -> Judgement:
    """Count only which rows could be judged, and why not the others: to be added to findings made by hand.

    ``Judgement(findings) + judged(rows, unreadable={"due date missing": rows["due_at"].isna()})``.  ``unreadable`` and
    joined rows are as in ``judge``.
    """
    from reform_tui.judging import judged_rows  # noqa: PLC0415 - as above

    return judged_rows(rows, unreadable or {})


def tally(
    rows: pd.DataFrame,
    *,
    where: pd.Series,
    of: pd.Series | None = None,
    unreadable: Mapping[str, pd.Series] | None = None,
) -> pd.DataFrame:
    """Count ``where`` among ``of`` (``bool``, a value per row; all rows by default): what a counting function returns.

    The answer has ``numerator`` and ``denominator`` (``int64``), indexed by each unit that has a row.  ``unreadable``
    maps a reason to the rows that could not be counted for it: they are in neither number, and ``skipped`` counts them.
    """
    from reform_tui.judging import tally_rows  # noqa: PLC0415 - as above

    return tally_rows(rows, where, of, unreadable or {})


def most_within(
    rows: pd.DataFrame, *, by: Sequence[str], distinct: str, at: str, lengths: Mapping[str, timedelta]
) -> pd.DataFrame:
    """Return the most different values of ``distinct`` inside any window, a column for each of ``lengths`` by name.

    A window slides with the rows of each group of ``by``: it holds what lies less than its length apart.  Rows without
    a group, a value or a moment ``at`` are left out; the answer (``int64``) is indexed by ``by``.
    """
    from reform_tui.sliding import most_within as slide  # noqa: PLC0415 - as above

    return slide(rows, by, distinct, at, lengths)


LATENESS = (
    "due_at", "finished_at", "status?", "received_at?", "returned_at?", "procedure?", "channel?",
    "supplements?", "supplement_requested_at?", "supplemented_at?",
)  # fmt: skip
"""The columns of ``records`` that ``lateness`` looks at, for ``reads``."""


def lateness(view: View, profile: Profile) -> Lateness:
    """Return which records of the ``view`` are late as a ``profile`` counts, so that all that counts late counts alike.

    Declare ``LATENESS`` for ``records`` in ``reads``, and ``procedures`` in ``references``: where a profile goes by
    the longest time of a procedure, its limit stands there.
    """
    from reform_tui.lateness import lateness as tell  # noqa: PLC0415 - as above

    return tell(view, profile)


def never() -> pd.Series:
    """Return no moment for any unit: what ``next_change`` gives where time alone changes nothing.

    A row that was ahead of the clock, and an indicator that moves, wake a rule without being named here.
    """
    import pandas as pd  # noqa: PLC0415 - as above

    return pd.Series(dtype="datetime64[us, UTC]", index=pd.Index([], dtype="str"))


def identity(values: pd.Series, placeholders: Collection[str] = ()) -> pd.Series:
    """Return ``values``, accounts or identity numbers, so that they compare: trimmed, in lower case (``str``).

    They are missing where they name nobody: empty text, one digit repeated and the ``placeholders`` link no records.
    """
    from reform_tui.identities import identity as compare  # noqa: PLC0415 - as above

    return compare(values, placeholders)


def comparable(rows: pd.DataFrame, placeholders: Collection[str] = ()) -> pd.DataFrame:
    """Return rows whose ``account``, ``device``, ``payer``, ``phone`` compare with any other table; see ``identity``.

    A phone becomes digits, written from home, with the 0 that a spreadsheet drops.  ``placeholders`` name nobody.
    """
    from reform_tui.identities import comparable as compare  # noqa: PLC0415 - as above

    return compare(rows, placeholders)


def family(names: pd.Series, addresses: pd.Series, most: int = 8) -> pd.Series:
    """Return one value (``str``) for one surname among ``names`` at one of ``addresses``, missing where either is.

    A household shares a telephone: count households, not people.  More than ``most`` names are a village, no home.
    """
    from reform_tui.identities import family as fold  # noqa: PLC0415 - as above

    return fold(names, addresses, most)


def linked(rows: pd.DataFrame, who: str, through: Sequence[str], *, most: int) -> pd.Series:
    """Return with whom each value of ``who`` hangs together through shared values of the columns ``through``.

    The answer (``str``), indexed by ``who``, is the one of the group that stands first in ``rows``.  A value that more
    than ``most`` share is a hotline or a gateway: it links nobody.
    """
    from reform_tui.linking import linked as link  # noqa: PLC0415 - as above

    return link(rows, who, through, most)


def within(times: pd.Series, period: Period) -> pd.Series:
    """Return which ``times`` lie in the ``period`` (``bool``, a value per row); a missing one does not."""
    inside = times.notna()
    if period.start is not None:
        inside &= times >= period.start
    if period.end is not None:
        inside &= times < period.end
    return inside


def listed(
    rows: pd.DataFrame,
    table: pd.DataFrame,
    *,
    on: Sequence[str] | Mapping[str, str],
    at: str,
    since: str = "",
    until: str = "",
) -> pd.DataFrame:
    """Return which ``rows`` a list names at their moment ``at``: ``row`` (the label) and the entry, as ``listed_NAME``.

    ``table`` is the list, from ``View.reference``.  Any of the columns ``on`` may match; where names differ, give the
    table's and the rows'.  ``since`` and ``until`` name the entry's days: it holds through the whole day of ``until``,
    and without a bound where that is missing.  A row named twice comes twice.
    """
    from reform_tui.identities import listed as look_up  # noqa: PLC0415 - as above

    return look_up(rows, table, on, at, since, until)


def masked(kind: str, value: str) -> str:
    """Return a person as a subject, such as ``tk…17#3f0a91c2``: the same for one ``kind`` and ``value`` in one project.

    For findings made by hand; ``judge`` masks the columns of people itself.  The digits are a hash under the project's
    own key, so that nobody without the key can try values out.
    """
    from reform_tui.identities import masked as mask  # noqa: PLC0415 - as above

    return mask(kind, value)
