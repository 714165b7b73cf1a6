"""Claims held against each other by relations of numbers: sums, parts, shares and complements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View, judged, stated

Words = Mapping[str, str]
NEEDS = {"sum": ("whole", "parts"), "part": ("whole", "part")}
"""Kind of relation to the keys that it must have; the others need whole, rate and part."""
GROUP = ["unit", "level", "period"]
FIELDS = ["low", "high", "value", "percent", "places", "wording", "told", "key", "claim_id"]


@dataclass(frozen=True, kw_only=True)
class Relation:
    """What topics must be to each other in one unit, level and period."""

    code: str
    kind: Literal["sum", "part", "share", "complement"]
    reading: Words
    whole: tuple[str, ...]
    parts: tuple[str, ...] = ()
    part: str = ""
    rate: str = ""

    def __post_init__(self) -> None:
        """Refuse one that lacks what its kind needs."""
        lacking = [name for name in NEEDS.get(self.kind, ("whole", "rate", "part")) if not getattr(self, name)]
        if lacking:
            raise ValueError(f"{self.code}: a relation of kind '{self.kind}' needs {' and '.join(lacking)}")

    @property
    def said(self) -> str:
        """The topic whose figure the others allow or not."""
        return self.whole[0] if self.kind == "sum" else self.part

    @property
    def given(self) -> tuple[str, ...]:
        """The topics that say what the other may be."""
        return self.parts if self.kind == "sum" else tuple(filter(None, (*self.whole, self.rate)))


@dataclass(frozen=True, kw_only=True)
class ClaimsAgree:
    """Claims of one unit, level and period that cannot all hold, by relations that an inspector states in the rule.

    Each ``[[NAME.relation]]`` has a ``code``, a ``kind`` and topics.  ``sum``: the ``parts`` add up to the ``whole``.
    ``part``: the ``part`` is no more than it.  ``share``: the ``rate`` of the ``whole`` is the ``part``;
    ``complement``: the rest of it is.  Several topics as ``whole`` are multiplied, such as records received and the
    share resolved.  ``reading`` says, in both languages, when all of it holds after all; ``topics`` what topics are
    called.

    A claim answers to its topic, or to its indicator where it has none; of several claims of a topic the newest speaks.
    Each stands for a range by its words and digits; they disagree where nothing in these ranges fits.  ``value`` is how
    far they lie apart, ``count`` the claims.  Facts: ``said_vi``, ``given_vi``, ``reading_vi`` and the same in English,
    ``fit`` (what the given come to), ``fit_low``, ``fit_high``, ``excess``, ``sources``.
    """

    relation: tuple[Relation, ...]
    topics: Mapping[str, Words] = field(default_factory=dict)

    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS}
    sentences: ClassVar[sdk.Sentences] = {
        "exact": {
            "vi": "{given_vi} phải cho {fit}, không thể là {said_vi} ({sources}); chỉ khớp nếu {reading_vi}",
            "en": "{given_en} come to {fit}, which cannot be {said_en} ({sources}); both hold only if {reading_en}",
        },
        "about": {
            "vi": "{given_vi} chỉ cho khoảng {fit} (từ {fit_low} đến {fit_high}), không thể là {said_vi}, lệch "
            "{excess} ({sources}); chỉ khớp nếu {reading_vi}",
            "en": "{given_en} allow about {fit} ({fit_low} to {fit_high}), not {said_en}, off by {excess} "
            "({sources}); both hold only if {reading_en}",
        },
        "most": {
            "vi": "{said_vi} không thể nhiều hơn {given_vi} ({sources}): nhiều nhất là {fit_high}; chỉ khớp nếu "
            "{reading_vi}",
            "en": "{said_en} cannot be more than {given_en} ({sources}): {fit_high} at most; both hold only if "
            "{reading_en}",
        },
    }

    def __post_init__(self) -> None:
        """Refuse two relations of one code: their alerts could not be told apart."""
        codes = [one.code for one in self.relation]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"two relations are called '{twice[0]}'")

    def find(self, view: View) -> Judgement:
        """Hold the claims of each group against each relation."""
        rows = stated.claims_of(view.rows("claims"), "figure")
        newest = rows[rows["topic"].notna() & rows["value"].notna()].sort_values(
            ["published_at", "claim_id"], ascending=[False, True]
        )
        newest = newest.drop_duplicates([*GROUP, "topic"])
        found = (each for one in self.relation for each in _disagreeing(newest, one, self.topics))
        return Judgement(tuple(found)) + judged(rows, unreadable={"value is no number": rows["unread"]})

    def next_change(self, view: View) -> pd.Series:
        """Time changes no claim."""
        del view
        return sdk.never()


def _disagreeing(rows: pd.DataFrame, one: Relation, topics: Mapping[str, Words]) -> Iterator[Finding]:
    """Yield where a figure lies outside of what the others make of it."""
    wide = _beside(rows, dict.fromkeys((one.said, *one.given)))
    fits = pd.DataFrame({
        "low": _fit(wide, one, "low", "high") * (one.kind != "part"),
        "high": _fit(wide, one, "high", "low"),
        "fit": _fit(wide, one, "value", "value"),
    })  # fmt: skip
    apart = np.maximum(wide["low", one.said] - fits["high"], fits["low"] - wide["high", one.said])
    for group in wide.index[apart > stated.HAIR]:
        claims = {str(topic): wide.loc[group].xs(topic, level=1).to_dict() for topic in (one.said, *one.given)}
        yield _finding(str(group[0]), one, claims, fits.loc[group], topics, float(apart[group]))


def _beside(rows: pd.DataFrame, topics: Sequence[str] | Mapping[str, None]) -> pd.DataFrame:
    """Return the figures of some topics side by side, as (field, topic), for each group that states them all."""
    chosen = rows[rows["topic"].isin([*topics])].set_index([*GROUP, "topic"])[FIELDS]
    wide = chosen.unstack("topic").reindex(columns=pd.MultiIndex.from_product([FIELDS, [*topics]]))  # noqa: PD010 - no pivot
    whole = wide[wide["key"].notna().all(axis=1)]
    return whole.astype({(name, topic): float for name in ("low", "high", "value", "percent") for topic in topics})


def _fit(wide: pd.DataFrame, one: Relation, end: str, other: str) -> pd.Series:
    """Return one end of what the given topics come to; where one is taken away, its ``other`` end counts."""
    if one.kind == "sum":
        return wide[end][list(one.parts)].sum(axis=1)
    if one.kind == "part":
        return wide[end, one.whole[0]]
    scale = 1 - 0.99 * wide["percent"]
    whole = (wide[end] * scale)[list(one.whole)].prod(axis=1)
    rate = wide[end, one.rate] if one.kind == "share" else 100 - wide[other, one.rate]
    return whole * rate / 100


def _finding(
    unit: str,
    one: Relation,
    claims: Mapping[str, Mapping[str, Any]],
    fits: pd.Series,
    topics: Mapping[str, Words],
    apart: float,
) -> Finding:
    said = claims[one.said]
    spoken = {name: stated.spoken(claim, topics.get(name, {"vi": name, "en": name})) for name, claim in claims.items()}
    numbers = {"fit": fits["fit"], "fit_low": fits["low"], "fit_high": fits["high"]}
    numbers["excess"] = abs(said["value"] - fits["fit"])
    facts: dict[str, Fact] = {
        name: None if not isfinite(number) else round(number, 2) if said["percent"] else round(number)
        for name, number in numbers.items()
    }
    for language in ("vi", "en"):
        facts[f"said_{language}"] = spoken[one.said][language]
        facts[f"given_{language}"] = ", ".join(spoken[name][language] for name in one.given)
        facts[f"reading_{language}"] = one.reading.get(language)
    keys = tuple(sorted(str(claim["key"]) for claim in claims.values()))
    subject = f"{one.code}: {' · '.join(sorted(str(claim['claim_id']) for claim in claims.values()))}"
    facts["sources"] = "; ".join(dict.fromkeys(str(claim["told"]) for claim in claims.values()))
    template = "most" if one.kind == "part" else "exact" if facts["fit_low"] == facts["fit_high"] else "about"
    return Finding(unit, subject, template, len(keys), len(keys), round(apart, 6), facts, keys)


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the check of this page."""
    return [ClaimsAgree]
