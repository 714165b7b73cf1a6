"""Scores of an index set: items worth points for an indicator, added to groups and a total, ranked, with moves.

What the items are, their points and formulas, stands in the rule, version by version with the days on which each holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import Check, Fact, Finding, Judgement, Reads, Sentences, View, hookimpl, never, scoring

WHOLE = ""
"""The unit of the province, and of the sum of a level."""
Who = tuple[str, str]
"""A unit with its level; of a sum the level alone, of the province neither."""
Scores = Mapping[Who, scoring.Score]

NO_ROWS: scoring.Words = {"vi": "không nguồn nào có gì để đếm", "en": "no feed has anything to count"}
NO_FEED: scoring.Words = {"vi": "không nguồn nào có {lacks}", "en": "no feed has {lacks}"}
_SCORES = {
    "all": ("{points} điểm ({band_vi})", "{points} points ({band_en})"),
    "part": (
        "nhiều nhất {at_most} điểm ({band_vi}): mất {lost} trong {possible} điểm tính được",
        "at most {at_most} points ({band_en}): {lost} of the {possible} that could be computed are lost",
    ),
}
_RANKS = {
    "alone": ("", ""),
    "ranked": (", xếp {rank}/{ranked}", ", rank {rank} of {ranked}"),
    "moved": (
        ", xếp {rank}/{ranked}, kỳ trước {rank_before} ({at_most_before} điểm)",
        ", rank {rank} of {ranked}, before {rank_before} ({at_most_before} points)",
    ),
}


@dataclass(frozen=True, kw_only=True)
class IndexScore:
    """Units that score low in an index set, such as that of Decision 766: those to telephone.

    Units, levels and the province are scored.  Thresholds, mostly ``below``, are held against units of ``levels`` (all
    by default, and always those whose level nobody said), with ``whole`` against the sums too.  ``groups`` and
    ``bands`` name groups and grades.  Each ``version`` has its items, days and source; the one of the last day that
    counts is taken, or the one named as ``variant``.

    ``value`` is the score; where an item could not be computed, the most that it can be.  ``count`` of ``of`` computed
    items are not full.  Facts: each group and computed item by its code, ``points``, ``possible`` (what the computed
    items give at most), ``at_most``, ``lost``, ``band``, ``rank`` of ``ranked`` in its level, ``rank_before``,
    ``at_most_before``, ``move`` (places gained), ``scored`` (unit, level or province), ``left_out`` and
    ``not_computed``, which says why.
    """

    version: tuple[scoring.Version, ...]
    groups: Mapping[str, scoring.Words]
    bands: tuple[scoring.Band, ...] = ()
    variant: str = ""
    called: str = "766"
    levels: tuple[Literal["province", "district", "commune"], ...] = ()
    whole: bool = False

    grain: ClassVar[str] = "province"
    references: ClassVar[tuple[str, ...]] = ("units",)
    reads: ClassVar[Reads] = {"records": ("level?",)}
    sentences: ClassVar[Sentences] = {
        f"{known}_{rank}": {"vi": f"{vi}{place_vi}", "en": f"{en}{place_en}"}
        for known, (vi, en) in _SCORES.items()
        for rank, (place_vi, place_en) in _RANKS.items()
    }

    def __post_init__(self) -> None:
        """Refuse versions that cannot be told apart, and items of no group."""
        faults = [*scoring.faults_in(self.version, self.groups, self.variant)]
        if faults:
            raise ValueError("; ".join(faults))

    def find(self, view: View) -> Judgement:
        """Score everything, rank units within their level, and say how they moved."""
        levels = _levels(view)
        version = scoring.in_force(self.version, _last_day(view.now, view), self.variant)
        if version is None:
            return Judgement(skipped={unit: {"no version of the index in force": 1} for unit in _units(view)})
        scores = _scores(view, "", scoring.items_of(version, self.version), levels)
        ranks, earlier = _ranks(scores), self._earlier(view, levels)
        findings = (self._finding(who, one, {**ranks.get(who, {}), **_moved(who, ranks, earlier)}, version)
                    for who, one in scores.items())  # fmt: skip
        units = {who[0]: one for who, one in scores.items() if who[0]}
        judged = {unit: len(one.points) for unit, one in units.items()}
        return Judgement(tuple(findings), judged, {unit: _skipped(one) for unit, one in units.items()})

    def next_change(self, view: View) -> pd.Series:
        """Return the midnight on which another version begins or ends; indicators wake the rule themselves."""
        days = {one.since for one in self.version} | {
            one.until + timedelta(days=1) for one in self.version if one.until
        }
        moments = (datetime.combine(day, time(), view.calendar.zone) for day in days if day and not self.variant)
        ahead = [moment for moment in moments if moment > view.now]
        return pd.Series([pd.Timestamp(min(ahead))], index=[WHOLE]) if ahead else never()

    def _earlier(self, view: View, levels: Mapping[str, str]) -> Scores:
        """Return the scores of the period before, by the version of then; none where there was none."""
        if view.before is None or view.before.end is None:
            return {}
        version = scoring.in_force(self.version, _last_day(view.before.end, view), self.variant)
        return _scores(view, "previous", scoring.items_of(version, self.version), levels) if version else {}

    def _finding(self, who: Who, score: scoring.Score, place: Mapping[str, Fact], version: scoring.Version) -> Finding:
        unit, level = who
        held = (not self.levels or level in {*self.levels, ""}) if unit else self.whole
        held = held and bool(score.points)
        rank = "moved" if place.get("rank_before") else "ranked" if "rank" in place else "alone"
        facts: dict[str, Fact] = {
            **_totals(score), **self._band(score.most), **place, "level": level or None,
            "scored": "unit" if unit else "level" if level else "province",
            **{name: None if (points := score.group(name)) is None else float(points) for name in self.groups},
            **{code: float(points) for code, points in score.points.items()},
            **_left_out(score), "version": version.name, **_spoken("source", version.source),
        }  # fmt: skip
        return Finding(
            unit,
            self.called if unit or not level else f"{self.called} {level}",
            f"{'part' if score.why else 'all'}_{rank}",
            score.short if held else 0,
            len(score.points),
            float(score.most) if held else None,
            facts,
        )

    def _band(self, points: Decimal) -> dict[str, Fact]:
        reached = [band for band in self.bands if points >= Decimal(str(band.since))]
        name = max(reached, key=lambda band: band.since).name if reached else {}
        return _spoken("band", {"vi": "–", "en": "–", **name})


def _scores(view: View, period: str, items: Mapping[str, scoring.Item], levels: Mapping[str, str]) -> Scores:
    """Return the score of every unit, of each level and of the province, in a period."""
    names = dict.fromkeys(item.indicator for item in items.values() if item.indicator)
    figures = {name: _by_unit(view.indicators(name, period, lacking=True)) for name in names}
    theirs = {item.indicator for item in items.values() if item.province_only or item.by_publisher}
    own = set(names) - theirs
    units = sorted({unit for name in own for unit in figures[name]} | _units(view))
    every = sorted({unit for known in figures.values() for unit in known}.union(units))
    members: dict[Who, list[str]] = {(WHOLE, WHOLE): every} if every else {}
    for unit in units:
        if levels.get(unit):
            members.setdefault((WHOLE, levels[unit]), []).append(unit)
    members |= {(unit, levels.get(unit, "")): [unit] for unit in units}
    return {
        who: scoring.score_of(
            items, {name: _sum(known, of) for name, known in figures.items()}, province=who == (WHOLE, WHOLE)
        )
        for who, of in members.items()
    }


def _by_unit(table: pd.DataFrame) -> dict[str, tuple[int, int, str]]:
    """Return numerator, denominator and the columns that no feed has, by unit."""
    columns = (table[name].tolist() for name in ("numerator", "denominator", "lacks"))
    return dict(zip(map(str, table.index), zip(*columns, strict=True), strict=True))


def _sum(known: Mapping[str, tuple[int, int, str]], units: Iterable[str]) -> scoring.Figure:
    """Return the figure of some units: the sum over those whose feeds have what it needs."""
    if not known:
        return scoring.Figure(0, 0, NO_ROWS)  # nobody's: not even an item that is full where nothing happened
    named = [known[unit] for unit in units if unit in known]
    counted = [(numerator, denominator) for numerator, denominator, lacks in named if not lacks]
    if counted or not named:
        return scoring.Figure(sum(n for n, _ in counted), sum(d for _, d in counted))
    return scoring.Figure(0, 0, {language: text.format(lacks=named[0][2]) for language, text in NO_FEED.items()})


def _ranks(scores: Scores) -> dict[Who, dict[str, Fact]]:
    """Return the place of each unit of which anything is known, among those of its level."""
    peers: dict[str, dict[str, Decimal]] = {}
    for (unit, level), score in scores.items():
        if unit and score.points:
            peers.setdefault(level, {})[unit] = score.most
    return {
        (unit, level): {"rank": rank, "ranked": len(named)}
        for level, named in peers.items()
        for unit, rank in scoring.ranks_of(named).items()
    }


def _moved(who: Who, ranks: Mapping[Who, Mapping[str, Fact]], earlier: Scores) -> dict[str, Fact]:
    """Return where a unit stood in the period before, and how many places it gained since."""
    past, before = earlier.get(who), _ranks(earlier).get(who)
    facts: dict[str, Fact] = {"at_most_before": float(past.most)} if past and past.points else {}
    if who in ranks and before:
        rank, was = ranks[who]["rank"], before["rank"]
        facts |= {"rank_before": was, "move": int(was or 0) - int(rank or 0)}
    return facts


def _levels(view: View) -> dict[str, str]:
    """Return the level of each unit: as an inspector keeps it, else as most of its records say, else nothing."""
    rows = view.records
    said = rows.dropna(subset=["level"]).groupby("unit", observed=True)["level"].agg(lambda each: each.mode().iloc[0])
    kept = view.reference("units").dropna(subset=["unit", "level"])
    return _plain(said.items()) | _plain(zip(kept["unit"], kept["level"], strict=True))


def _units(view: View) -> set[str]:
    return set(map(str, view.records["unit"].unique()))


def _plain(pairs: Iterable[tuple[object, object]]) -> dict[str, str]:
    return {str(name): str(value) for name, value in pairs}


def _last_day(moment: datetime, view: View) -> date:
    """Return the last day that counts at a moment: at the end of a period, which is midnight, the day before."""
    return (moment - timedelta(microseconds=1)).astimezone(view.calendar.zone).date()


def _totals(score: scoring.Score) -> dict[str, Fact]:
    lost = score.possible - score.total
    sums = {"points": score.total, "possible": score.possible, "at_most": score.most, "lost": lost}
    return {name: float(number) for name, number in sums.items()}


def _left_out(score: scoring.Score) -> dict[str, Fact]:
    """Return how many items could not be computed, and which, each with its reason."""
    told = {language: "; ".join(_reasons(score, language)) for language in ("vi", "en")}
    return {"left_out": len(score.why), **_spoken("not_computed", told)}


def _reasons(score: scoring.Score, language: str) -> Iterator[str]:
    return (f"{code}: {words.get(language, '')}" for code, words in score.why.items())


def _skipped(score: scoring.Score) -> dict[str, int]:
    """Return how many items could not be computed for each reason."""
    reasons = [words.get("en", "") for words in score.why.values()]
    return {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}


def _spoken(name: str, words: scoring.Words) -> dict[str, Fact]:
    return {f"{name}_{language}": text for language, text in words.items()}


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [IndexScore]
