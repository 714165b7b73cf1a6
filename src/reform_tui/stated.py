"""What a stated figure stands for: the range of true values that its digits and its words leave open.

A number that was printed is never rounded again: what is computed is held, unrounded, against the range.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from reform_tui.language import LANGUAGES, Language
from reform_tui.model.period import Period, listed_period, period_named

if TYPE_CHECKING:  # the sdk names this module, and whoever reads the sdk need not pay for pandas
    import numpy as np
    import pandas as pd

WORDINGS: Mapping[str, tuple[str, str]] = {
    "exact": ("", ""),
    "nearly": ("gần ", "nearly "),
    "about": ("khoảng ", "about "),
    "over": ("trên ", "more than "),
    "under": ("dưới ", "less than "),
    "at_least": ("ít nhất ", "at least "),
    "at_most": ("nhiều nhất ", "at most "),
}
"""How a figure is worded, to the words before it in Vietnamese and in English."""
WHOLE = ("", "whole")
"""Levels that mean all units of a claim's own."""
HAIR = 1e-9
"""Binary fractions are not decimal ones: what differs by less is the same."""
CLAIMS = (
    "claim_id", "source", "published_at?", "value", "kind?", "topic?", "indicator?", "level?", "period?", "numerator?",
    "denominator?", "measure?", "wording?", "share_of?", "says?",
)  # fmt: skip
"""The columns of ``claims`` that ``claims_of`` looks at, for ``reads``."""
_ZEROS, _PLACES = 12, 4
"""Zeros that a whole number may end in, and decimals that are looked for."""


def claims_of(rows: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """Return the rows of ``claims`` of some ``kinds`` (figure, target, statement), as ``ranges`` gives them.

    ``kind`` is filled (figure), ``topic`` too (by the indicator), ``unit``, ``level`` and ``period`` are plain text,
    empty where missing, ``told`` is the source with its day, ``value`` a number, and ``unread`` says where the text
    that was given is none.
    """
    text = {name: rows[name].astype("str").fillna("") for name in ("unit", "level", "period", "source")}
    day = rows["published_at"].dt.strftime(" %d/%m/%Y").fillna("")
    printed = rows["value"].astype("str")
    percent = rows["measure"].astype("str").eq("percent") | printed.str.endswith("%").fillna(value=False)
    plain = _plain(printed, percent)
    known = rows.assign(
        **text,
        kind=rows["kind"].astype("str").fillna("figure"),
        topic=rows["topic"].astype("str").fillna(rows["indicator"].astype("str")),
        percent=percent.astype(bool),
        told=text["source"] + day,
        value=plain.astype("Float64").astype("float64"),
        decimals=plain.str.extract(r"\.(\d+)$", expand=False).str.len(),
        unread=printed.notna() & plain.isna(),
    )
    return ranges(known[known["kind"].isin(kinds)])


def _plain(printed: pd.Series, percent: pd.Series) -> pd.Series:
    """Return printed numbers with a point and no groups (``str``): 98,4 % is 98.4; 34.530 is 34530, unless a share."""
    bare = printed.str.replace(r"[\s%]", "", regex=True)
    whole = bare.str.fullmatch(r"\d{1,3}(?:[.,]\d{3})+").fillna(value=False).astype(bool) & ~percent
    bare = bare.mask(whole, bare.str.replace(r"[.,]", "", regex=True))
    comma = bare.str.fullmatch(r"\d{1,3}(?:\.\d{3})*,\d+").fillna(value=False).astype(bool)
    bare = bare.mask(comma, bare.str.replace(".", "", regex=False).str.replace(",", ".", regex=False))
    bare = bare.mask(~comma, bare.str.replace(",", "", regex=False))
    return bare.where(bare.str.fullmatch(r"\d+(?:\.\d+)?").fillna(value=False).astype(bool))


def periods_of(rows: pd.DataFrame, table: pd.DataFrame, zone: ZoneInfo) -> dict[str, Period]:
    """Return the periods that claims name and that are known, by name: of a ``table`` of periods, else of the calendar.

    ``rows`` are as ``claims_of`` gives them; a cut-off that is given as a day lasts to the end of that day.
    """
    names = [str(name) for name in rows["period"].unique() if name]
    listed = table[table["name"].isin(names)]
    bounds = zip(listed["name"], listed["start"], listed["end"], listed["cut_off"], strict=True)
    found = {name: period_named(name, zone) for name in names}
    found |= {
        str(name): listed_period(str(name), _moment(start), _moment(end), _moment(cut_off), "")
        for name, start, end, cut_off in bounds
    }
    return {name: one for name, one in found.items() if one is not None}


def _moment(moment: Any) -> datetime | None:
    return None if moment != moment else moment.to_pydatetime()  # noqa: PLR0124 - a missing moment is not itself


def below(units: pd.Series, above: pd.Series) -> pd.Series:
    """Return which ``units`` are those beside them in ``above``, or lie below them by their codes (``bool``)."""
    import numpy as np  # noqa: PLC0415 - as above

    inside = np.char.startswith(units.to_numpy(str), np.char.add(above.to_numpy(str), "."))
    told: pd.Series = (units == above) | inside
    return told


def ranges(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``low`` and ``high`` (``float64``) around every value that the figure may stand for.

    ``rows`` have ``value``, ``decimals`` (as printed; missing: as many as the value has), ``wording`` (one of
    ``WORDINGS``; missing: exact) and ``percent`` (``bool``); the answer has ``places``, the decimals, too.  Exact is
    half a unit of the last printed place either way, and a count nothing; nearly is one unit of the last digit that is
    not 0 below, more than is one above, about is either: nearly 99.5 is 99.4 to 99.5, more than 70 is 70 to 80.  Less
    than, at least and at most leave one side open.  Nothing is below 0, no share above 100.
    """
    import numpy as np  # noqa: PLC0415 - as above

    value = rows["value"].astype("Float64").to_numpy(float, na_value=np.nan)
    percent, places = rows["percent"].to_numpy(bool), _places(rows)
    unit = _unit(value, places)
    half = np.where((places == 0) & ~percent, 0.0, 10.0**-places / 2)
    wording = rows["wording"].astype("str").fillna("exact").to_numpy()
    endless = np.full(len(rows), np.inf)
    down = _by_word(wording, {"exact": half, "nearly": unit, "about": unit, "under": endless, "at_most": endless})
    up = _by_word(wording, {"exact": half, "about": unit, "over": unit, "at_least": endless})
    low, high = np.maximum(value - down, 0.0), value + up
    return rows.assign(low=low, high=np.where(percent, np.minimum(high, 100.0), high), places=places)


def spoken(claim: Mapping[str, Any], called: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a figure as it was printed, by language: ``gần 99,5 %`` and ``nearly 99.5%``.

    ``claim`` has ``value``, ``places``, ``wording`` and ``percent``, as ``ranges`` gives them; what it is ``called``
    stands behind.
    """
    before = dict(zip(LANGUAGES, WORDINGS.get(str(claim["wording"]), ("", "")), strict=True))
    said = {}
    for code in LANGUAGES:
        language = Language(code)
        figure = language.decimal(float(claim["value"]), int(claim["places"]))
        figure = language.with_sign(figure) if claim["percent"] else figure
        said[code] = f"{before[code]}{figure} {(called or {}).get(code, '')}".rstrip()
    return said


def title(called: Mapping[str, str]) -> str:
    """Return what a topic is ``called``, as a subject begins: in Vietnamese, with a capital."""
    name = called.get(LANGUAGES[0], "")
    return name[:1].upper() + name[1:]


def _places(rows: pd.DataFrame) -> np.ndarray:
    """Return how many decimals each figure was printed with: those told, else those that it has."""
    import numpy as np  # noqa: PLC0415 - as above

    value = rows["value"].astype("Float64").to_numpy(float, na_value=0.0)
    few = [np.abs(value - value.round(n)) < HAIR for n in range(_PLACES)]
    has = np.select(few, [np.full(len(rows), n) for n in range(_PLACES)], default=_PLACES)
    told = rows["decimals"].astype("Float64").to_numpy(float, na_value=np.nan)
    return np.where(np.isnan(told), has, told)


def _unit(value: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the place of the last digit that is not 0: 10 of 70, 100 of 1,700, 0.1 of 99.5."""
    unit: np.ndarray = 10.0**-places
    for power in range(1, _ZEROS):
        unit[(places == 0) & (value != 0) & (value % 10**power == 0)] = 10.0**power
    return unit


def _by_word(wording: np.ndarray, reach: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return for each figure how far its word reaches."""
    import numpy as np  # noqa: PLC0415 - as above

    return np.select([wording == word for word in reach], [*reach.values()], default=0.0)
