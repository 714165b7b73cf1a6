"""Ranks in outside indexes, and how they moved since the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from reform_tui.sdk import (
    Check,
    Counting,
    Fact,
    Finding,
    Judgement,
    Reads,
    Sentences,
    View,
    counting,
    hookimpl,
    judged,
    never,
)

OTHERS = "ranked among another number than the period before"
LATEST = ["unit", "index", "kind"]
RANKED = ("index", "period", "rank", "ranked")


@counting(indexes=RANKED)
def rank_online(view: View) -> pd.DataFrame:
    """Place in the newest ranking by records filed online among those ranked; of several units their mean place."""
    return _places(view, "Hồ sơ trực tuyến", "Nộp hồ sơ trực tuyến", "Tỷ lệ hồ sơ trực tuyến")


@counting(indexes=RANKED)
def rank_paid(view: View) -> pd.DataFrame:
    """Place in the newest ranking by payment online among those ranked; of several units their mean place."""
    return _places(view, "Thanh toán trực tuyến", "Hồ sơ thanh toán trực tuyến", "Tỷ lệ thanh toán trực tuyến")


@counting(indexes=RANKED)
def rank_procedures_paid(view: View) -> pd.DataFrame:
    """Place in the newest ranking by procedures with a payment online among those ranked; of several units the mean."""
    return _places(view, "TTHC có giao dịch thanh toán trực tuyến", "TTHC có giao dịch TTTT")


@counting(indexes=RANKED)
def rank_service(view: View) -> pd.DataFrame:
    """Place in the newest ranking by quality of service, as by 766, among those ranked; of several units the mean."""
    return _places(view, "Chất lượng phục vụ", "766", "Chỉ số 766", "Chỉ số phục vụ người dân, doanh nghiệp")


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


def _places(view: View, *names: str) -> pd.DataFrame:
    """Return the newest rank of each unit, where it is said among how many, under any of some names of an index."""
    rows = view.rows("indexes")
    rows = rows[rows["index"].isin(names) & rows["period"].notna() & rows["rank"].notna() & rows["ranked"].notna()]
    newest = rows.assign(named=rows["period"].astype("str")).sort_values(["named", "key"])
    newest = newest.drop_duplicates("unit", keep="last")
    units = newest["unit"].astype("str").to_numpy()
    places = {"numerator": newest["rank"], "denominator": newest["ranked"]}
    return pd.DataFrame({name: value.astype("int64").to_numpy() for name, value in places.items()}, index=units)


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


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [rank_online, rank_paid, rank_procedures_paid, rank_service]
