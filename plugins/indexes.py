"""Outside scores of provinces and units, such as SIPAS, PAR INDEX and PAPI, held against their targets."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Column, Fact, Finding, Judgement, Kind, View, bounded, judged, listed

GROUPS = ("low", "lower middle", "upper middle", "high")
"""The four groups of PAPI, the worst first."""
GROUPS_VI = ("thấp", "trung bình thấp", "trung bình cao", "cao")

INDEXES = sdk.Schema(
    "indexes",
    (
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị", "Tên đơn vị", "Tỉnh, thành phố", "Địa phương")),
        Column(
            "index",
            Kind.CODE,
            labels={"vi": "Chỉ số", "en": "Index"},
            headings=("Chỉ số", "Tên chỉ số", "Bộ chỉ số", "Tên bộ chỉ số"),
        ),
        Column("period", Kind.CODE, form=sdk.Period.FORM, labels={"vi": "Kỳ", "en": "Period"},
               headings=("Kỳ", "Kỳ đánh giá", "Năm")),
        Column(
            "score",
            Kind.NUMBER,
            least=0,
            most=100,
            labels={"vi": "Điểm", "en": "Score"},
            headings=("Điểm số", "Điểm", "Kết quả", "Giá trị", "Tỷ lệ", "Tỷ lệ hài lòng"),
        ),
        Column(
            "group",
            Kind.CODE,
            values=GROUPS,
            labels={"vi": "Nhóm", "en": "Group"},
            headings=("Nhóm", "Nhóm điểm", "Xếp nhóm", "Xếp loại"),
            words={
                code: (f"Nhóm {word}", f"Nhóm điểm {word}", f"Điểm {word}", word, word.replace("trung bình", "TB"))
                for code, word in zip(GROUPS, GROUPS_VI, strict=True)
            },
        ),
        Column("rank", Kind.COUNT, least=1, labels={"vi": "Thứ hạng", "en": "Rank"},
               headings=("Thứ hạng", "Xếp hạng", "Hạng", "Vị thứ")),
        Column("ranked", Kind.COUNT, least=1, labels={"vi": "Số đơn vị xếp hạng", "en": "Units ranked"},
               headings=("Số đơn vị xếp hạng", "Tổng số xếp hạng", "Trên tổng số", "Tổng số đơn vị")),
        Column("source", labels={"vi": "Nguồn", "en": "Source"}, headings=("Nguồn", "Nguồn số liệu", "Văn bản")),
    ),
    key=("index", "period"),
)  # fmt: skip
"""One row a unit, index and period; a period is named as rules name it: ``2024``, ``2025-Q3``, ``2025-07``."""

PERCENT = 1.5
"""From here a score is out of a hundred; below it is a share, as ``82,95 %`` is read."""
HAIR = 1e-9  # binary fractions are not decimal ones: a target that is reached exactly is reached
NO_PERIOD, NO_SCORE, NO_GROUP = "period missing", "score missing", "group missing"


@dataclass(frozen=True, kw_only=True)
class IndexBelow:
    """Units whose newest score of an outside index, a share or out of a hundred, is below its target.

    ``index`` are the names that it goes by; of each unit the newest period counts.  ``target`` is a share.  An entry of
    ``reference/targets`` whose ``indicator`` is the first name goes before it, one for the unit or the period of the
    score before one for all.  Without any target there is no gap: the score is told and nothing is asked.

    ``value`` is the gap, a share.  Facts: ``score`` and ``target`` in percent, ``gap`` in percentage points,
    ``of_period`` and ``source``, who set the target.
    """

    index: tuple[str, ...]
    target: float | None = bounded(None, least=0, most=1)
    source: str = ""

    reads: ClassVar[sdk.Reads] = {"indexes": ("index", "period", "score")}
    references: ClassVar[tuple[str, ...]] = ("targets",)
    sentences: ClassVar[sdk.Sentences] = {
        "below": {
            "vi": "{subject} {of_period}: {score} %, mục tiêu {target} % ({source}), còn thiếu {gap} điểm phần trăm",
            "en": "{subject} {of_period}: {score}%, target {target}% ({source}), {gap} percentage points short",
        },
        "reached": {
            "vi": "{subject} {of_period}: {score} %, đạt mục tiêu {target} % ({source})",
            "en": "{subject} {of_period}: {score}%, the target of {target}% is reached ({source})",
        },
        "no_target": {
            "vi": "{subject} {of_period}: {score} %, chưa nêu chỉ tiêu",
            "en": "{subject} {of_period}: {score}%, no target stated",
        },
    }

    def find(self, view: View) -> Judgement:
        """Hold each unit's newest score against its target."""
        rows = named(view.rows("indexes"), self.index)
        lacking = {NO_PERIOD: rows["period"].isna(), NO_SCORE: rows["score"].isna()}
        known = newest(rows[~lacking[NO_PERIOD] & ~lacking[NO_SCORE]], view)
        told = self._with_targets(known, view)
        return Judgement(tuple(map(self._finding, told.to_dict("records")))) + judged(rows, unreadable=lacking)

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another score changes it, or an edit of the targets, which asks everything anew."""
        return sdk.never()

    def _with_targets(self, rows: pd.DataFrame, view: View) -> pd.DataFrame:
        """Return the rows with ``score`` as a share, ``target`` (NaN for none) and ``source``."""
        score = rows["score"].where(rows["score"] < PERCENT, rows["score"] / 100).astype(float)
        rows = rows.assign(score=score, indicator=self.index[0], at=pd.Timestamp(view.now))
        said = listed(rows, view.reference("targets"), on=["indicator"], at="at", since="from", until="to")
        said = said.join(rows[["unit", "period"]].astype("str"), on="row")
        for name in ("unit", "period"):
            general = said[f"listed_{name}"].isna()
            said = said[general | (said[f"listed_{name}"].astype("str") == said[name])]
        nearest = said.assign(near=2 * said["listed_unit"].notna() + said["listed_period"].notna())
        nearest = nearest.dropna(subset=["listed_target"]).sort_values("near", kind="stable")
        best = nearest.drop_duplicates("row", keep="last").set_index("row")
        target = best["listed_target"].astype(float).reindex(rows.index)
        own = target.isna()
        source = best["listed_source"].astype("str").reindex(rows.index).fillna("reference/targets")
        default = float("nan") if self.target is None else self.target
        return rows.assign(target=target.mask(own, default), source=source.mask(own, self.source))

    def _finding(self, row: Mapping[str, Any]) -> Finding:
        gap = row["target"] - row["score"]
        short = bool(gap > HAIR)
        facts: dict[str, Fact] = {"score": percent(row["score"]), "of_period": str(row["period"])}
        if stated := not math.isnan(gap):
            facts |= {"target": percent(row["target"]), "gap": percent(max(gap, 0.0)), "source": str(row["source"])}
        return Finding(
            str(row["unit"]),
            str(row["index"]),
            "no_target" if not stated else "below" if short else "reached",
            int(short),
            1,
            round(float(gap), 9) if short else None,
            facts,
            (str(row["key"]),) if short else (),
        )


@dataclass(frozen=True, kw_only=True)
class IndexGroup:
    """Units whose newest group in an outside index, such as PAPI, is under the one that was set as target.

    ``index`` are the names that it goes by, ``group`` the target: that group or a higher one.  ``value`` is how many
    groups are missing; a target that is reached is told with a ``count`` of 0.

    Facts: ``group_vi``, ``group_en``, ``target_vi``, ``target_en``, ``of_period``, ``source``.
    """

    index: tuple[str, ...]
    group: str
    source: str = ""

    reads: ClassVar[sdk.Reads] = {"indexes": ("index", "period", "group")}
    sentences: ClassVar[sdk.Sentences] = {
        "under": {
            "vi": "{subject} {of_period}: nhóm {group_vi}, mục tiêu nhóm {target_vi} trở lên ({source})",
            "en": "{subject} {of_period}: group {group_en}, target {target_en} or higher ({source})",
        },
        "reached": {
            "vi": "{subject} {of_period}: nhóm {group_vi}, đạt mục tiêu nhóm {target_vi} trở lên ({source})",
            "en": "{subject} {of_period}: group {group_en}, the target {target_en} or higher is reached ({source})",
        },
    }

    def __post_init__(self) -> None:
        """Refuse a group that is none of the four."""
        if self.group not in GROUPS:
            raise ValueError(f"group '{self.group}' is none of {', '.join(GROUPS)}")

    def find(self, view: View) -> Judgement:
        """Hold each unit's newest group against the target."""
        rows = named(view.rows("indexes"), self.index)
        lacking = {NO_PERIOD: rows["period"].isna(), NO_GROUP: rows["group"].isna()}
        known = newest(rows[~lacking[NO_PERIOD] & ~lacking[NO_GROUP]], view)
        return Judgement(tuple(map(self._finding, known.to_dict("records")))) + judged(rows, unreadable=lacking)

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another report changes it."""
        return sdk.never()

    def _finding(self, row: Mapping[str, Any]) -> Finding:
        reached, wanted = GROUPS.index(row["group"]), GROUPS.index(self.group)
        facts: dict[str, Fact] = {
            "group_vi": GROUPS_VI[reached],
            "group_en": GROUPS[reached],
            "target_vi": GROUPS_VI[wanted],
            "target_en": GROUPS[wanted],
            "of_period": str(row["period"]),
            "source": self.source,
        }
        if reached >= wanted:
            return Finding(str(row["unit"]), str(row["index"]), "reached", 0, 1, None, facts)
        missing, key = float(wanted - reached), (str(row["key"]),)
        return Finding(str(row["unit"]), str(row["index"]), "under", 1, 1, missing, facts, key)


def named(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return the rows of an index by the ``names`` that it goes by, under the first of them."""
    known = {_plain(name) for name in names}
    called = [name for name in rows["index"].cat.categories if _plain(str(name)) in known]
    return rows[rows["index"].isin(called)].assign(index=names[0])


def newest(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return of each unit the row of the period that ends last; a name that is no period's stands before all."""
    names = rows["period"].astype("str")
    known = {name: sdk.period_named(name, view.calendar.zone) for name in names.unique()}
    ends = names.map({name: pd.Timestamp(one.end) for name, one in known.items() if one and one.end})
    ordered = rows.assign(end=ends, named=names).sort_values(["end", "named", "key"], na_position="first")
    return ordered.drop_duplicates("unit", keep="last").drop(columns=["end", "named"])


def percent(share: float) -> float:
    """Return a share in percent, without the dust of binary fractions."""
    return round(100 * float(share), 6)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


@sdk.hookimpl
def reform_schemas() -> Sequence[sdk.Schema]:
    """Offer tables of outside indexes as a kind of feed."""
    return [INDEXES]


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the checks of this page."""
    return [IndexBelow, IndexGroup]
