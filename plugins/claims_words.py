"""Claims held against words and against earlier claims: a statement beside a figure, what is no one series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View, bounded, judged, stated

Words = Mapping[str, str]
SAYS = {
    "low": {"vi": "còn thấp", "en": "still low"},
    "high": {"vi": "cao", "en": "high"},
    "none": {"vi": "không có", "en": "none"},
}
GROUP = ["unit", "level", "period", "topic"]
FIELDS = ["low", "high", "value", "percent", "places", "wording", "told", "key", "claim_id"]


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What somebody means who says so of a topic: a figure from ``at_least`` to ``at_most``."""

    topic: str
    says: Literal["low", "high", "none"]
    reading: Words
    at_least: float = bounded(0.0, least=0)
    at_most: float = bounded(100.0, least=0)

    def __post_init__(self) -> None:
        """Refuse a meaning that no figure can have."""
        if self.at_least > self.at_most:
            raise ValueError(f"at_least: {self.at_least:g} is above at_most ({self.at_most:g})")


@dataclass(frozen=True, kw_only=True)
class ClaimStatement:
    """Figures that do not fit what somebody says in words of the same thing, unit, level and period.

    Each ``[[NAME.meaning]]`` has a ``topic``, what a statement ``says`` of it (``low``, ``high``, ``none``), from
    ``at_least`` to ``at_most`` what this may mean, and the ``reading`` under which both hold.  ``value`` is how far
    they lie apart.  Facts: ``said_vi``, ``says_vi``, ``reading_vi`` and the same in English, ``fit_low``, ``fit_high``,
    ``sources``.
    """

    meaning: tuple[Meaning, ...]
    topics: Mapping[str, Words] = field(default_factory=dict)

    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS}
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{said_vi} và nhận định “{says_vi}” không thể cùng đúng ({sources}): nhận định ấy ứng với từ "
            "{fit_low} đến {fit_high}; chỉ khớp nếu {reading_vi}",
            "en": "{said_en} and the statement “{says_en}” cannot both hold ({sources}): it means {fit_low} to "
            "{fit_high}; both hold only if {reading_en}",
        }
    }

    def find(self, view: View) -> Judgement:
        """Put each statement beside the figures of its topic."""
        rows = stated.claims_of(view.rows("claims"), "figure", "statement")
        rows = rows.sort_values(["published_at", "claim_id"], ascending=[False, True])
        return Judgement(tuple(each for one in self.meaning for each in self._opposed(rows, one))) + judged(
            rows, unreadable={"value is no number": rows["unread"]}
        )

    def next_change(self, view: View) -> pd.Series:
        """Time changes no claim."""
        del view
        return sdk.never()

    def _opposed(self, rows: pd.DataFrame, one: Meaning) -> Iterator[Finding]:
        rows = rows[rows["topic"] == one.topic]
        spoken = rows[(rows["kind"] == "statement") & (rows["says"] == one.says)].drop_duplicates(GROUP)
        figures = rows[(rows["kind"] == "figure") & rows["value"].notna()].drop_duplicates(GROUP)
        both = spoken.merge(figures, on=GROUP, suffixes=("_says", ""))
        both["apart"] = np.maximum(both["low"] - one.at_most, one.at_least - both["high"])
        for claim in both[both["apart"] > stated.HAIR].to_dict("records"):
            called = self.topics.get(one.topic, {"vi": one.topic, "en": one.topic})
            said = stated.spoken(claim, called)
            facts: dict[str, Fact] = {"fit_low": one.at_least, "fit_high": one.at_most}
            facts |= {**_named("said", said), **_named("says", SAYS[one.says]), **_named("reading", one.reading)}
            statement = {name: claim[f"{name}_says"] for name in ("told", "key", "claim_id")}
            yield _finding(claim["unit"], stated.title(called), [claim, statement], claim["apart"], facts)


@dataclass(frozen=True, kw_only=True)
class Series:
    """A part of a whole that should not fall by ``fall`` of itself while the whole does not."""

    code: str
    whole: str
    part: str
    reading: Words
    fall: float = bounded(0.2, least=0, most=1)


@dataclass(frozen=True, kw_only=True)
class ClaimSeries:
    """Figures that are not one series with those before them: what is counted changed.

    Each ``[[NAME.series]]`` has a ``code``, a ``whole`` and a ``part`` (topics that one source states together) and a
    ``fall``: the part of a later source is less by that much of itself, and the whole is not.  ``reading`` says what
    may have changed.  ``value`` is what is missing.  Facts: ``said_vi`` (the part, before and after), ``given_vi`` (the
    whole), ``reading_vi`` and the same in English, ``fit_low``, ``fit_high``, ``sources``.
    """

    series: tuple[Series, ...]
    topics: Mapping[str, Words] = field(default_factory=dict)

    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS}
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{said_vi} và {given_vi} không phải một dãy số ({sources}): cùng cách đếm thì phải từ {fit_low} đến "
            "{fit_high}; chỉ khớp nếu {reading_vi}",
            "en": "{said_en} and {given_en} are not one series ({sources}): counted alike it would be {fit_low} to "
            "{fit_high}; both hold only if {reading_en}",
        }
    }

    def find(self, view: View) -> Judgement:
        """Follow each part from one source to the next."""
        rows = stated.claims_of(view.rows("claims"), "figure")
        known = rows[rows["topic"].notna() & rows["value"].notna()]
        return Judgement(tuple(each for one in self.series for each in self._broken(known, one))) + judged(
            rows, unreadable={"value is no number": rows["unread"]}
        )

    def next_change(self, view: View) -> pd.Series:
        """Time changes no claim."""
        del view
        return sdk.never()

    def _broken(self, rows: pd.DataFrame, one: Series) -> Iterator[Finding]:
        parts, wholes = (
            rows[rows["topic"] == name].drop_duplicates([*GROUP, "told"]) for name in (one.part, one.whole)
        )
        both = parts.merge(wholes, on=["unit", "level", "period", "told"], suffixes=("_part", "_whole"))
        both = both.sort_values(["unit", "level", "published_at_part", "period"]).reset_index(drop=True)
        past = both.groupby(["unit", "level"]).shift()
        least = past["low_part"] * (1 - one.fall)
        fell = (both["high_part"] < least) & (both["value_whole"] >= past["value_whole"])
        for now in both.index[fell]:
            before = both.loc[now - 1]  # the row above is of the same unit and level, else nothing fell
            yield self._change(one, both.loc[now], before, float(least[now]))

    def _change(self, one: Series, now: pd.Series, before: pd.Series, least: float) -> Finding:
        claims = [_of(row, side) for side in ("part", "whole") for row in (before, now)]
        said, given = (
            _arrow(self.topics.get(name, {"vi": name, "en": name}), pair)
            for name, pair in ((one.part, claims[:2]), (one.whole, claims[2:]))
        )
        facts: dict[str, Fact] = {"fit_low": round(least), "fit_high": round(float(claims[3]["high"]))}
        facts |= {**_named("said", said), **_named("given", given), **_named("reading", one.reading)}
        return _finding(now["unit"], one.code, claims, least - claims[1]["value"], facts)


def _of(row: pd.Series, side: str) -> dict[str, Any]:
    """Return one of two claims that were put beside each other."""
    return {name: row[name if name == "told" else f"{name}_{side}"] for name in FIELDS}


def _arrow(called: Words, claims: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    before, now = (stated.spoken(claim) for claim in claims)
    return {language: f"{before[language]} → {now[language]} {called[language]}" for language in ("vi", "en")}


def _named(name: str, words: Words) -> dict[str, Fact]:
    return {f"{name}_{language}": words.get(language) for language in ("vi", "en")}


def _finding(
    unit: object, code: str, claims: Sequence[Mapping[Any, Any]], apart: float, facts: Mapping[str, Fact]
) -> Finding:
    keys = tuple(sorted({str(claim["key"]) for claim in claims}))
    subject = f"{code}: {' · '.join(sorted({str(claim['claim_id']) for claim in claims}))}"
    sources = "; ".join(dict.fromkeys(str(claim["told"]) for claim in claims))
    return Finding(
        str(unit), subject, "found", len(keys), len(keys), round(float(apart), 6), {**facts, "sources": sources}, keys
    )


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the checks of this page."""
    return [ClaimStatement, ClaimSeries]
