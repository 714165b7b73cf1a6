"""Ranks in outside indexes, and how they moved since the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from reform_tui.sdk import Check, Fact, Finding, Judgement, Reads, Sentences, View, hookimpl, judged, never

OTHERS = "ranked among another number than the period before"
LATEST = ["unit", "index", "kind"]


@dataclass(frozen=True, kw_only=True)
class IndexRank:
    """Ranks of units in an outside index: where each stands, and the places that it lost since the period before.

    The newest period is held against the one before it in the feed, year against year and quarter against quarter.
    ``index`` are the names of the indexes looked at, all by default.  Thresholds are held against ``value``, the places
    lost, so that ``warning = { value = 3 }`` asks from three places on.  Where the number of those ranked is another
    than before, as after a merger of provinces, places cannot be compared: the row is skipped with that reason.  A
    first rank has lost nothing.

    Facts: ``rank`` of ``ranked``, ``rank_before``, ``move`` (places gained), ``of_period`` and ``period_before``.
    """

    index: tuple[str, ...] = ()

    reads: ClassVar[Reads] = {"indexes": ("index", "period", "rank", "ranked?")}
    sentences: ClassVar[Sentences] = {
        "fell": {
            "vi": "{subject} {of_period}: xếp {rank}, tụt {lost} bậc so với {period_before} (xếp {rank_before})",
            "en": "{subject} {of_period}: rank {rank}, {lost} places down since {period_before} (rank {rank_before})",
        },
        "fell_of": {
            "vi": "{subject} {of_period}: xếp {rank}/{ranked}, tụt {lost} bậc so với {period_before} "
            "(xếp {rank_before})",
            "en": "{subject} {of_period}: rank {rank} of {ranked}, {lost} places down since {period_before} "
            "(rank {rank_before})",
        },
    }

    def find(self, view: View) -> Judgement:
        """Hold each newest rank against the one before it."""
        rows = view.rows("indexes")
        rows = rows[rows["rank"].notna()]  # a score without a rank is whole
        rows = rows[rows["index"].isin(self.index)] if self.index else rows
        unnamed = rows["period"].isna()
        known = _moved(rows[~unnamed])
        others = (known["ranked"] != known["ranked_before"]).fillna(value=False)
        fell = known[(known["rank"] > known["rank_before"]).fillna(value=False) & ~others]
        told = Judgement(tuple(map(_finding, fell.to_dict("records"))))
        without = judged(rows[unnamed], unreadable={"period missing": unnamed[unnamed]})
        return told + judged(known, unreadable={OTHERS: others}) + without

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another report changes it."""
        return never()


def _moved(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest row of each unit, index and kind of period, with what stood a period before."""
    names = rows["period"].astype("str")
    kind = names.str.replace(r"\d", "0", regex=True)
    ordered = rows.assign(named=names, kind=kind).sort_values([*LATEST, "named"], kind="stable")
    before = ordered.groupby(LATEST, observed=True)[["rank", "ranked", "named"]].shift()
    moved = ordered.join(before.add_suffix("_before"))
    return moved.drop_duplicates(LATEST, keep="last")


def _finding(row: Mapping[str, Any]) -> Finding:
    lost = int(row["rank"]) - int(row["rank_before"])
    ranked = None if pd.isna(row["ranked"]) else int(row["ranked"])
    facts: dict[str, Fact] = {
        "rank": int(row["rank"]),
        "ranked": ranked,
        "rank_before": int(row["rank_before"]),
        "move": -lost,
        "lost": lost,
        "of_period": str(row["named"]),
        "period_before": str(row["named_before"]),
    }
    template = "fell" if ranked is None else "fell_of"
    subject = str(row["index"]) if row["kind"] == "0000" else f"{row['index']} {row['named']}"
    return Finding(str(row["unit"]), subject, template, 1, 1, float(lost), facts, (str(row["key"]),))


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [IndexRank]
