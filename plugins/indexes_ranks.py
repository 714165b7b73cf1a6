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
    period_named,
)

OTHERS = "ranked among another number than the period before"
LATEST = ["unit", "index", "kind"]
MOVES = {
    "fell": (
        ", tụt {lost} bậc so với {period_before} (xếp {rank_before})",
        ", {lost} places down since {period_before} (rank {rank_before})",
    ),
    "rose": (
        ", tăng {move} bậc so với {period_before} (xếp {rank_before})",
        ", {move} places up since {period_before} (rank {rank_before})",
    ),
    "held": (", giữ nguyên so với {period_before}", ", as in {period_before}"),
    "first": (", chưa có kỳ trước để so", ", with none before it"),
}
"""How a rank moved, to what is said of it in Vietnamese and in English."""
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

    What held, rose or was ranked for the first time is told too, with a ``count`` of 0 and no ``value``, so that it
    never alerts: ``index --outside`` lists it.

    Facts: ``rank`` of ``ranked``, ``rank_before``, ``move`` (places gained), ``of_period`` and ``period_before``.
    """

    index: tuple[str, ...] = ()

    reads: ClassVar[Reads] = {"indexes": ("index", "period", "rank", "ranked?")}
    sentences: ClassVar[Sentences] = {
        f"{move}{of}": {
            "vi": f"{{subject}} {{of_period}}: xếp {{rank}}{'/{ranked}' if of else ''}{vi}",
            "en": f"{{subject}} {{of_period}}: rank {{rank}}{' of {ranked}' if of else ''}{en}",
        }
        for move, (vi, en) in MOVES.items()
        for of in ("", "_of")
    }

    def find(self, view: View) -> Judgement:
        """Hold each newest rank against the one before it."""
        rows = view.rows("indexes")
        rows = rows[rows["rank"].notna()]  # a score without a rank is whole
        rows = rows[rows["index"].isin(self.index)] if self.index else rows
        unnamed = rows["period"].isna()
        known = _moved(rows[~unnamed], view)
        others = (known["ranked"] != known["ranked_before"]).fillna(value=False)
        told = Judgement(tuple(map(_finding, known[~others].to_dict("records"))))
        without = judged(rows[unnamed], unreadable={"period missing": unnamed[unnamed]})
        return told + judged(known, unreadable={OTHERS: others}) + without

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another report changes it."""
        return never()


def _places(view: View, *names: str) -> pd.DataFrame:
    """Return the newest rank of each unit, where it is said among how many, under any of some names of an index."""
    rows = view.rows("indexes")
    rows = rows[rows["index"].isin(names) & rows["period"].notna() & rows["rank"].notna() & rows["ranked"].notna()]
    newest = _ordered(rows, view).drop_duplicates("unit", keep="last")
    units = newest["unit"].astype("str").to_numpy()
    places = {"numerator": newest["rank"], "denominator": newest["ranked"]}
    return pd.DataFrame({name: value.astype("int64").to_numpy() for name, value in places.items()}, index=units)


def _ordered(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return the rows as their periods end, with ``named``; a name that is no period's stands before all."""
    names = rows["period"].astype("str")
    known = {name: period_named(name, view.calendar.zone) for name in names.unique()}
    ends = names.map({name: pd.Timestamp(one.end) for name, one in known.items() if one and one.end})
    return rows.assign(end=ends, named=names).sort_values(["end", "named", "key"], na_position="first", kind="stable")


def _moved(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return the newest row of each unit, index and kind of period, with what stood a period before."""
    ordered = _ordered(rows, view)
    ordered = ordered.assign(kind=ordered["named"].str.replace(r"\d", "0", regex=True))
    before = ordered.groupby(LATEST, observed=True)[["rank", "ranked", "named"]].shift()
    moved = ordered.join(before.add_suffix("_before"))
    return moved.drop_duplicates(LATEST, keep="last")


def _finding(row: Mapping[str, Any]) -> Finding:
    known = not pd.isna(row["rank_before"])
    lost = int(row["rank"]) - int(row["rank_before"]) if known else 0
    facts: dict[str, Fact] = {
        "rank": int(row["rank"]),
        "ranked": None if pd.isna(row["ranked"]) else int(row["ranked"]),
        "of_period": str(row["named"]),
    }
    if known:
        facts |= {"rank_before": int(row["rank_before"]), "period_before": str(row["named_before"])}
        facts |= {"move": -lost, "lost": max(lost, 0)}
    move = ("fell" if lost > 0 else "rose" if lost < 0 else "held") if known else "first"
    template = move if facts["ranked"] is None else f"{move}_of"
    subject = str(row["index"]) if row["kind"] == "0000" else f"{row['index']} {row['named']}"
    value, evidence = (float(lost), (str(row["key"]),)) if lost > 0 else (None, ())
    return Finding(str(row["unit"]), subject, template, int(lost > 0), 1, value, facts, evidence)


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [IndexRank]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [rank_online, rank_paid, rank_procedures_paid, rank_service]
