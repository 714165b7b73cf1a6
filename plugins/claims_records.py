"""Claims held against records: what is computed for the same indicator, unit, level and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View, bounded, judged, stated

NO_INDICATOR, NO_PERIOD = "its indicator is none of this project", "its period is none that is known"
RUNNING, NO_RECORDS = "its period is not over", "no records of its unit and period"
UNREAD = "value is no number"


@dataclass(frozen=True, kw_only=True)
class ClaimDiffers:
    """Figures that records do not give: another one is computed for the same indicator, unit, level and period.

    A claim names its ``indicator``; its period must be over.  It speaks of its unit and of all below it (``H14`` of
    ``H14.21``), of one level where it says so.  A percentage is held against numerator by denominator, a number against
    the numerator, both unrounded against the range of the printed one, widened by ``tolerance`` (in points or records).
    ``value`` is how far they lie apart.  Facts: ``said_vi``, ``said_en``, ``computed``, ``numerator``, ``denominator``,
    ``fit_low``, ``fit_high``, ``indicator``, ``form`` (the period), ``source``.
    """

    tolerance: float = bounded(0.0, least=0)

    grain: ClassVar[str] = "province"
    references: ClassVar[tuple[str, ...]] = ("units", "periods")
    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS, "records": ("level?",)}
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{said_vi} ({source}) và {computed} tính từ hồ sơ ({numerator}/{denominator}, {indicator}, {form}) "
            "không thể cùng đúng: số công bố chỉ ứng với từ {fit_low} đến {fit_high}",
            "en": "{said_en} ({source}) and {computed} from records ({numerator} of {denominator}, {indicator}, "
            "{form}) cannot both hold: what is stated means {fit_low} to {fit_high}",
        }
    }  # fmt: skip

    def find(self, view: View) -> Judgement:
        """Compute each stated figure anew."""
        rows = stated.claims_of(view.rows("claims"), "figure")
        rows = rows[rows["indicator"].notna() & (rows["value"].notna() | rows["unread"])]
        periods = stated.periods_of(rows, view.reference("periods"), view.calendar.zone)
        over = [name for name, one in periods.items() if one.end is not None and one.end <= view.now]
        rows = rows.assign(numerator=np.nan, denominator=np.nan, why="")
        levels, by = _levels(view), ["indicator", "period"]
        for (indicator, period), claims in rows[rows["period"].isin(over)].groupby(by, observed=True):
            rows.update(_counted(claims, str(indicator), str(period), levels, view))
        computed = rows["numerator"] / rows["denominator"] * 100
        computed = computed.where(rows["percent"], rows["numerator"]).where(rows["denominator"] > 0)
        rows = rows.assign(computed=computed)
        rows["apart"] = np.maximum(rows["low"] - computed, computed - rows["high"]) - self.tolerance
        found = tuple(map(_differs, rows[rows["apart"] > stated.HAIR].to_dict("records")))
        unreadable = {
            UNREAD: rows["unread"],
            NO_PERIOD: ~rows["period"].isin(periods),
            RUNNING: ~rows["period"].isin(over),
            NO_INDICATOR: rows["why"] == NO_INDICATOR,
            NO_RECORDS: computed.isna(),
        }
        return Judgement(found) + _told(judged(rows, unreadable=unreadable))

    def next_change(self, view: View) -> pd.Series:
        """Return when the period of a claim is over."""
        rows = stated.claims_of(view.rows("claims"), "figure")
        periods = stated.periods_of(rows, view.reference("periods"), view.calendar.zone)
        ends = pd.Series(pd.to_datetime([one.end for one in periods.values()], utc=True), index=[*periods])
        return view.next_after(ends.reindex(rows["period"]).set_axis(rows.index), by=rows["unit"])


def _told(judgement: Judgement) -> Judgement:
    """Return why claims could not be compared, of units where some could: the others have no records to be blind to."""
    skipped = {unit: why for unit, why in judgement.skipped.items() if judgement.judged.get(unit)}
    return Judgement(judged=judgement.judged, skipped=skipped)


def _counted(claims: pd.DataFrame, indicator: str, period: str, levels: Mapping[str, str], view: View) -> pd.DataFrame:
    """Return ``numerator``, ``denominator`` and ``why`` of claims on one indicator in one period."""
    try:
        figures = view.indicators(indicator, period, lacking=True)
    except KeyError:  # the kit has no list of indicators: an unknown one is told
        return pd.DataFrame({"why": NO_INDICATOR}, index=claims.index)
    figures = figures[figures["lacks"] == ""].rename_axis("member").reset_index()
    figures["at"] = figures["member"].map(levels).astype("str").fillna("")
    pairs = claims[["unit", "level"]].reset_index(names="claim").merge(figures, how="cross")
    whose = stated.below(pairs["member"], pairs["unit"]) & (
        pairs["level"].isin(stated.WHOLE) | (pairs["level"] == pairs["at"])
    )
    sums = pairs[whose].groupby("claim")[["numerator", "denominator"]].sum().astype(float)
    return sums.reindex(claims.index)


def _levels(view: View) -> dict[str, str]:
    """Return the level of each unit: as an inspector keeps it, else as most of its records say."""
    rows = view.rows("records").dropna(subset=["level"])
    said = rows.groupby("unit", observed=True)["level"].agg(lambda each: str(each.mode().iloc[0]))
    kept = view.reference("units").dropna(subset=["unit", "level"])
    return {str(unit): str(level) for unit, level in [*said.items(), *zip(kept["unit"], kept["level"], strict=True)]}


def _differs(claim: Mapping[Any, Any]) -> Finding:
    said = stated.spoken(claim)
    facts: dict[str, Fact] = {name: int(claim[name]) for name in ("numerator", "denominator")}
    facts |= {f"said_{language}": text for language, text in said.items()}
    facts |= {"computed": float(claim["computed"]), "fit_low": float(claim["low"])}
    facts |= {"fit_high": float(claim["high"]) if np.isfinite(claim["high"]) else None}
    facts |= {"indicator": str(claim["indicator"]), "form": str(claim["period"]), "source": str(claim["told"])}
    apart = round(float(claim["apart"]), 6)
    return Finding(str(claim["unit"]), str(claim["claim_id"]), "found", 1, 1, apart, facts, (str(claim["key"]),))


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the check of this page."""
    return [ClaimDiffers]
