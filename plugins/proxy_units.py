"""What filing on behalf does to a unit: its online share jumps though no more people file, and who files by right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Finding, Judgement, View, bounded, filing

SPREAD = 0.02
"""The least spread of a month's share that is believed, so that quiet months do not make a small step a jump."""
FIRST = 3
"""Months that must have gone before."""
NORMAL = 1.4826
"""From the median distance to a standard deviation, where values are spread normally."""


@dataclass(frozen=True, kw_only=True)
class OnlineShift:
    """Months in which a unit's online share jumped while its accounts did not.

    Of each month from the fourth with ``least`` records: the share of records filed online is compared with the median
    of the unit's months before.  Told when it is ``rise`` above it, ``robust`` times as far as those months are spread
    (median distance, and never less than chance alone), or when steps above half of ``rise`` add up to twice ``rise``
    (CUSUM); and accounts for each owner, or for each online record, fell by ``fall`` against those months.

    ``value`` is the rise; the subject is the month.  A rise in which as many more people file is no finding, nor is
    one that cannot be told apart for want of accounts.
    """

    rise: float = bounded(0.15, least=0, most=1)
    robust: float = bounded(3.0, least=0)
    fall: float = bounded(0.15, least=0, most=1)
    least: int = bounded(30, least=0)
    placeholders: tuple[str, ...] = ("000000001", "0123456789", "123456789")

    reads: ClassVar[sdk.Reads] = {
        "records": ("channel", "submitted_at?", "received_at?", "account", "applicant_id?", "applicant_name?")
    }
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "cần kiểm chứng: tỷ lệ trực tuyến từ {before} % lên {now} %, số tài khoản trên 100 chủ hồ sơ từ"
            " {ratio_before} còn {ratio}; {in_hours} % nộp trong giờ làm việc",
            "en": "to be verified: online from {before}% to {now}%, accounts per 100 owners {ratio_before} to {ratio};"
            " {in_hours}% submitted in working hours",
        }
    }

    def find(self, view: View) -> Judgement:
        """Compare each month with those before it, unit by unit."""
        rows = _with_months(view, self.placeholders)
        months = _months(rows, view)
        told = _jumps(months, self)
        online = rows[(rows["channel"] == "online")]
        keys = online.groupby(["unit", "month"])["key"].agg(lambda keys: tuple(sorted(keys)))
        findings = tuple(_shift(each, keys[each["unit"], each["month"]]) for each in told.to_dict("records"))
        unreadable = {"account missing": (rows["channel"] == "online") & rows["account"].isna()}
        return Judgement(findings) + sdk.judged(rows, unreadable=unreadable)

    def next_change(self, view: View) -> pd.Series:
        """Return when the month is over."""
        rows = view.records
        at = rows["received_at"].fillna(rows["submitted_at"])
        return view.next_after(at.dt.normalize() + pd.offsets.MonthBegin(1), by=rows["unit"])


def _with_months(view: View, placeholders: tuple[str, ...]) -> pd.DataFrame:
    """Return the records received in the period with ``month``, ``owner``, ``account`` and ``hours``."""
    rows = filing.received(view)
    owner = sdk.identity(rows["applicant_id"], placeholders).fillna(sdk.identity(rows["applicant_name"]))
    hours = view.calendar.counts_from(rows["at"]) == rows["at"]
    account, month = sdk.identity(rows["account"], placeholders), rows["came"].dt.strftime("%Y-%m")
    return rows.assign(owner=owner, account=account, hours=hours, month=month)


def _months(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return what is counted of each unit and month that is over: ``share`` online, ``ratio`` and ``each``.

    ``ratio`` is accounts for each owner, ``each`` accounts for each online record.
    """
    by = ["unit", "month"]
    online = rows[(rows["channel"] == "online") & rows["account"].notna()]
    months = pd.DataFrame({"received": rows.groupby(by).size()})
    counted = online.groupby(by).agg(
        filed=("key", "size"), accounts=("account", "nunique"), owners=("owner", "nunique"), hours=("hours", "mean")
    )
    sent = (rows["channel"] == "online").groupby([rows["unit"], rows["month"]]).sum().rename("online")
    months = months.join(counted).join(sent)
    months = months.assign(
        share=months["online"] / months["received"],
        ratio=months["accounts"] / months["owners"],
        each=months["accounts"] / months["filed"],
    ).reset_index()
    return months[months["month"] < view.now.astimezone(view.calendar.zone).strftime("%Y-%m")]


def _jumps(months: pd.DataFrame, check: OnlineShift) -> pd.DataFrame:
    """Return the months that jumped, with what was before them."""
    months = months[months["received"] >= check.least].sort_values(["unit", "month"])
    if months.empty:  # too few records in every month, or none
        return months.assign(rise=months["share"], before=months["share"], ratio_before=months["ratio"])
    past = _median_before(months, ["share", "ratio", "each"])
    rise = months["share"] - past["share"]
    far = _median_before(months.assign(far=rise.abs()), ["far"])["far"].fillna(0)
    chance = np.sqrt(past["share"] * (1 - past["share"]) / months["received"])
    spread = pd.concat([NORMAL * far, chance], axis=1).max(axis=1).clip(lower=SPREAD)
    begun = months.groupby("unit").cumcount() >= FIRST
    jumped = (rise >= check.rise) & (rise >= check.robust * spread)
    few = (months[["ratio", "each"]] <= (1 - check.fall) * _at_most(months, past)).any(axis=1)
    told = months.assign(rise=rise, before=past["share"], ratio_before=past["ratio"])
    return told[(jumped | _climbed(months, begun, check)) & (rise > 0) & few & begun]


def _median_before(months: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the median of each of ``names`` over the unit's months before."""
    return months.groupby("unit")[names].transform(lambda values: values.expanding().median().shift())


def _at_most(months: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts of the months before, or of the first of all: a slow fall does not become usual."""
    names = ["ratio", "each"]
    first = months.groupby("unit")[names].transform(lambda values: values.iloc[:FIRST].median())
    return past[names].where(past[names] >= first, first)


def _climbed(months: pd.DataFrame, begun: pd.Series, check: OnlineShift) -> pd.Series:
    """Return where steps above half of ``rise`` added up (CUSUM), beyond what the first months differed among them."""
    unit, early = months["unit"], months["share"].mask(begun)
    usual = early.groupby(unit).transform("median")
    differed = (early - usual).abs().groupby(unit).transform("max")
    total = (months["share"] - usual - check.rise / 2).where(begun, 0.0).groupby(unit).cumsum()
    climbed = total - total.groupby(unit).cummin().clip(upper=0)
    return climbed >= (check.robust * differed).clip(lower=2 * check.rise)


def _shift(month: Mapping[Any, Any], keys: tuple[str, ...]) -> Finding:
    percent = {"before": month["before"], "now": month["share"], "in_hours": month["hours"]}
    ratios = {"ratio": month["ratio"], "ratio_before": month["ratio_before"]}
    facts = {name: round(100 * float(share), 1) for name, share in (percent | ratios).items()}
    facts |= {"accounts": int(month["accounts"]), "owners": int(month["owners"])}
    of = int(month["received"])
    return Finding(str(month["unit"]), str(month["month"]), "found", len(keys), of, float(month["rise"]), facts, keys)


@dataclass(frozen=True, kw_only=True)
class ProxyByRight:
    """Online records that another filed by right, by unit and by what gives the right.

    ``authorised`` (an authorisation), the class of an entry of the table ``allow`` through ``until``, or one of the
    ``classes`` of ``staff``.  They are no suspicion: they show how much of an online rate rests on others.  ``value``
    is the share of the unit's online records.
    """

    classes: tuple[str, ...] = ("postal agent", "digital team", "agent")
    placeholders: tuple[str, ...] = ("000000001", "0123456789", "123456789")

    reads: ClassVar[sdk.Reads] = {
        "records": (
            "channel",
            "submitted_at?",
            "received_at?",
            "account?",
            "device?",
            "applicant_phone?",
            "authorised?",
        )
    }
    references: ClassVar[tuple[str, ...]] = ("staff", "allow")
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ trực tuyến do người khác nộp hợp lệ ({subject})",
            "en": "{count} of {of} online records filed by another by right ({subject})",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count what is authorised or listed."""
        rows = filing.received(view)
        online = rows[rows["channel"] == "online"]
        why = self._why(sdk.comparable(online.rename(columns={"applicant_phone": "phone"}), self.placeholders), view)
        known = online[why.notna()].assign(why=why)
        filed = online.groupby("unit").size()
        findings = []
        for (unit, right), keys in known.groupby(["unit", "why"])["key"]:
            evidence, of = tuple(sorted(keys)), int(filed[unit])
            findings.append(
                Finding(str(unit), str(right), "found", len(evidence), of, len(evidence) / of, {}, evidence)
            )
        return Judgement(tuple(findings)) + sdk.judged(online)

    def _why(self, rows: pd.DataFrame, view: View) -> pd.Series:
        """Return what gives the right to file each row (``str``), missing where nothing does."""
        who = ["account", "phone", "device"]
        staff, allow = (sdk.comparable(view.reference(name), self.placeholders) for name in self.references)
        staff = staff[staff["class"].isin(self.classes)]
        entries = pd.concat([
            sdk.listed(rows, staff, on=who, at="at", since="from", until="to")[["row", "listed_class"]],
            sdk.listed(rows, allow, on=who, at="at", since="from", until="until")[["row", "listed_class"]],
        ]).drop_duplicates("row")  # fmt: skip
        classes = (
            entries.set_index("row")["listed_class"].astype("str").fillna("allow").reindex(rows.index).astype("str")
        )
        return classes.mask(rows["authorised"].fillna(value=False).astype(bool), "authorised")

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - lists are held against the moment of submission
        """Return nothing: only data changes an answer."""
        return sdk.never()


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the checks of this page."""
    return [OnlineShift, ProxyByRight]
