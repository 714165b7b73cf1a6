"""Form II.06a as units report it: whether its sums are right, and whether records say the same.

The form is annexed to Circular 01/2020/TT-VPCP of 21/10/2020; its columns 3 to 13 bear these numbers here too.
"""

from __future__ import annotations  # noqa: I001 - a line a name would hide the page behind its imports

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    LATENESS, Check, Column, Finding, Judgement, Kind, Period, Profile, Reads, Schema, Sentences, View,
    hookimpl, judge, judged, lateness, never, period_named, bounded,
)  # fmt: skip

IN, OUT, LEFT = "Số hồ sơ nhận giải quyết", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
BY_HAND = "Trực tiếp, dịch vụ bưu chính"
COLUMNS: Mapping[str, tuple[int, str, tuple[str, ...]]] = {
    "received": (3, IN, ("Tổng số",)),
    "online": (4, IN, ("Trực tuyến", "Trong kỳ / Trực tuyến")),
    "directly": (5, IN, (BY_HAND, f"Trong kỳ / {BY_HAND}", "Trực tiếp, bưu chính", "Trong kỳ / Trực tiếp, bưu chính")),
    "carried_over": (6, IN, ("Từ kỳ trước",)),
    "finished": (7, OUT, ("Tổng số",)),
    "early": (8, OUT, ("Trước hạn",)),
    "on_time": (9, OUT, ("Đúng hạn",)),
    "late": (10, OUT, ("Quá hạn",)),
    "pending": (11, LEFT, ("Tổng số",)),
    "in_time": (12, LEFT, ("Trong hạn",)),
    "overdue": (13, LEFT, ("Quá hạn",)),
}
"""Column to its number in the form, its group, and what stands under the group."""
SHARED = ("Tổng số", "Quá hạn")
"""What stands under several groups, and so is no heading by itself."""
IDENTITIES = {
    "3 = 4 + 5 + 6": ("received", ("online", "directly", "carried_over")),
    "7 = 8 + 9 + 10": ("finished", ("early", "on_time", "late")),
    "11 = 12 + 13": ("pending", ("in_time", "overdue")),
    "3 = 7 + 11": ("received", ("finished", "pending")),
}
UNKNOWN, RUNNING = "its period is none that is known", "its period is not over"


def _column(name: str) -> Column:
    number, group, parts = COLUMNS[name]
    return Column(
        name,
        Kind.COUNT,
        labels={"vi": f"({number}) {group}: {parts[0].lower()}", "en": f"({number}) {name.replace('_', ' ')}"},
        headings=(*(f"{group} / {part}" for part in parts), *(() if parts[0] in SHARED else parts)),
    )


FORM = Schema(
    "form_06a",
    (
        Column("unit", Kind.CODE, headings=("Đơn vị", "Tên đơn vị", "Mã đơn vị", "Cơ quan, đơn vị")),
        Column("period", Kind.CODE, labels={"vi": "Kỳ báo cáo", "en": "Period"}, headings=("Kỳ báo cáo", "Kỳ")),
        *map(_column, COLUMNS),
    ),
    key=("unit", "period"),
)
"""``period`` is named as rules name it, such as ``2025-Q1-report``: what a feed sets under ``[constants]``."""
FORM_READS = ("period", *(f"{name}?" for name in COLUMNS))


def counted(rows: pd.DataFrame, period: Period, view: View) -> pd.DataFrame:
    """Return which records, as ``lateness`` tells them, stand in which column of a period's form (``bool``)."""
    due, finish, start = rows["due"], rows["finish"], period.start
    end = pd.Timestamp(period.moment(view.now))
    over = end == period.end  # then the last day is the one before
    last_day = (end - pd.Timedelta(microseconds=int(over))).tz_convert(view.calendar.zone).normalize()
    before = rows["received_at"] < start if start else pd.Series(False, rows.index)
    gone = finish < start if start else pd.Series(False, rows.index)
    form = pd.DataFrame({"received": (rows["received_at"] < end) & ~gone & ~rows["apart"]})
    online = rows["channel"].eq("online").fillna(value=False).astype(bool)
    form["online"], form["directly"] = form["received"] & ~before & online, form["received"] & ~before & ~online
    form["carried_over"] = form["received"] & before
    form["finished"] = form["received"] & (finish < end)
    form["late"] = form["finished"] & rows["finished_late"]
    form["early"] = form["finished"] & ~form["late"] & rows["ahead"]
    form["on_time"] = form["finished"] & ~form["late"] & ~form["early"]
    form["pending"] = form["received"] & ~form["finished"]
    # What was finished since was open then; what is open no more without a finish is excused.
    form["overdue"] = form["pending"] & (due < last_day) & (rows["open"] | finish.notna())
    form["in_time"] = form["pending"] & ~form["overdue"]
    return form[list(COLUMNS)]


@dataclass(frozen=True, kw_only=True)
class FormIdentities:
    """Forms II.06a whose columns do not add up: 3 = 4 + 5 + 6, 7 = 8 + 9 + 10, 11 = 12 + 13 and 3 = 7 + 11.

    Each period that a unit reported is judged, and each identity apart.  One of which a column is missing is skipped.
    Facts: ``stated``, the sum that the form states, and ``summed``, what its parts come to.
    """

    reads: ClassVar[Reads] = {"form_06a": FORM_READS}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "biểu 06a không khớp: ghi {stated}, cộng các cột được {summed}",
            "en": "form 06a does not add up: it states {stated}, its columns come to {summed}",
        }
    }

    def find(self, view: View) -> Judgement:
        """Hold each stated sum against its parts."""
        forms = view.rows("form_06a")
        rows = pd.concat([_identity(forms, name) for name in IDENTITIES], ignore_index=True)
        lacking = rows["stated"].isna() | rows["summed"].isna()
        wrong = (rows["stated"] != rows["summed"]).fillna(value=False).astype(bool)
        facts = {name: ("max", rows[name]) for name in ("stated", "summed")}
        return judge(
            rows, by=["unit", "identity"], where=wrong, unreadable={"a column is missing": lacking}, facts=facts
        )

    def next_change(self, view: View) -> pd.Series:
        """Time changes no form."""
        del view
        return never()


def _identity(forms: pd.DataFrame, name: str) -> pd.DataFrame:
    whole, parts = IDENTITIES[name]
    called = forms["period"].astype("str") + ": " + name
    summed = forms[list(parts)].sum(axis=1, min_count=len(parts)).astype("Int64")
    return forms[["unit", "key"]].assign(identity=called, stated=forms[whole].astype("Int64"), summed=summed)


@dataclass(frozen=True, kw_only=True)
class FormDiffers:
    """Columns of form II.06a that say more or less than the unit's records, by more than ``tolerance``.

    Every period that is over and that a unit reported is computed anew from its records, as they are known today,
    under a ``profile``: ``province_06a`` compares days, ``report_06`` moments of return.  A record without a channel
    was handed in directly; one without a due date is on time.  Evidence are the records that stand in the column.
    ``value`` is the difference.

    With ``show = "all"`` every column of the rule's own period is told, whether or not anybody reported it, ``by`` unit
    or by field: it is what ``reform-tui report form-06a`` writes.

    Facts: ``reported``, ``computed``, ``difference`` (reported less computed), ``form`` (the period), ``column`` (its
    name), ``profile``; with ``show = "all"`` also ``field``, and ``unreadable``, the records that the profile cannot
    judge.
    """

    profile: Profile = "province_06a"
    tolerance: int = bounded(0, least=0)
    show: Literal["differences", "all"] = "differences"
    by: Literal["unit", "field"] = "unit"

    reads: ClassVar[Reads] = {"records": (*LATENESS, "field?"), "form_06a": FORM_READS}
    references: ClassVar[tuple[str, ...]] = ("procedures",)
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "biểu 06a ghi {reported}, tính từ hồ sơ được {computed} (cách tính {profile})",
            "en": "form 06a reports {reported}, records come to {computed} (profile {profile})",
        },
        "shown": {"vi": "{computed} hồ sơ (cách tính {profile})", "en": "{computed} records (profile {profile})"},
    }

    def find(self, view: View) -> Judgement:
        """Compute what was reported anew, or the whole form of this period."""
        rows = self._told(view)
        if self.show == "all":
            return Judgement(tuple(self._shown(rows, view))) + judged(rows)
        forms = view.rows("form_06a")
        names = forms["period"].astype("str")
        told = {name: period_named(name, view.calendar.zone) for name in names.dropna().unique()}
        known = {name: one for name, one in told.items() if one}
        over = {name: one for name, one in known.items() if one.end and one.end <= view.now}
        found = [each for name, one in over.items() for each in self._differing(forms[names == name], rows, one, view)]
        unreadable = {UNKNOWN: ~names.isin(list(known)), RUNNING: ~names.isin(list(over))}
        return Judgement(tuple(found)) + judged(forms, unreadable=unreadable)

    def next_change(self, view: View) -> pd.Series:
        """Return when the period of a form is over; of the whole form, midnight, when what is due becomes late."""
        if self.show == "all":
            rows = lateness(view, self.profile).rows
            return view.next_after(rows["late_from"], by=rows["unit"])
        forms = view.rows("form_06a")
        periods = forms["period"].astype("str").map(lambda name: period_named(str(name), view.calendar.zone))
        ends = periods.map(lambda one: one.end if one else None)
        return view.next_after(pd.to_datetime(ends, utc=True), by=forms["unit"])

    def _told(self, view: View) -> pd.DataFrame:
        """Return the records with ``ahead`` (finished before they were due) and ``unclear`` (cannot be judged)."""
        told = lateness(view, self.profile)
        rows = told.rows
        due, finish = rows["due"], rows["finish"]
        by_day = self.profile == "province_06a"
        rows["ahead"] = (finish.dt.normalize() < due.dt.normalize()) if by_day else (finish < due)
        rows["unclear"] = pd.DataFrame(told.unreadable, index=rows.index, dtype=bool).any(axis=1)
        rows["field"] = rows["field"].astype("str").fillna("—")
        return rows

    def _differing(self, forms: pd.DataFrame, rows: pd.DataFrame, period: Period, view: View) -> Iterator[Finding]:
        rows = rows[~rows["unclear"]]
        form = counted(rows, period, view)
        units = rows["unit"].astype("str")
        sums, keys = form.groupby(units).sum(), dict(list(rows["key"].groupby(units)))
        for reported in forms.to_dict("records"):
            unit = str(reported["unit"])
            ours = sums.loc[unit] if unit in sums.index else pd.Series(0, index=list(COLUMNS))
            theirs = keys.get(unit, rows["key"].head(0))
            for name in COLUMNS:
                said, computed = reported[name], int(ours[name])
                if not pd.isna(said) and abs(int(said) - computed) > self.tolerance:
                    behind = theirs[form.loc[theirs.index, name]]
                    facts = {"reported": int(said), "computed": computed, "difference": int(said) - computed}
                    yield self._finding(unit, period, name, behind, int(ours["received"]), "found", **facts)

    def _shown(self, rows: pd.DataFrame, view: View) -> Iterator[Finding]:
        form = counted(rows, view.period, view)
        by = ["unit", "field"] if self.by == "field" else ["unit"]
        kept = rows[form["received"]]
        for who, group in kept.groupby([kept[name].astype("str") for name in by]):
            unit, field = str(who[0]), str(who[1]) if len(who) > 1 else ""
            left = int(group["unclear"].sum())
            inside = form.loc[group.index].where(~group["unclear"], other=False)
            for name in COLUMNS:
                keys = group["key"][inside[name]]
                facts: dict[str, int | str] = {"computed": len(keys), "field": field, "unreadable": left}
                yield self._finding(unit, view.period, name, keys, len(group) - left, "shown", **facts)

    def _finding(
        self, unit: str, period: Period, name: str, keys: pd.Series, of: int, template: str, **facts: int | str
    ) -> Finding:
        number, group, parts = COLUMNS[name]
        field = facts.get("field")
        subject = " · ".join(filter(None, (period.name, f"({number}) {group}: {parts[0].lower()}", str(field or ""))))
        told = {**facts, "form": period.name, "column": name, "profile": self.profile}
        value = float(abs(int(facts.get("difference", 0))))
        return Finding(unit, subject, template, len(keys), of, value, told, tuple(map(str, keys)))


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer what holds a form against itself and against records."""
    return [FormIdentities, FormDiffers]


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer the form as a kind of feed."""
    return [FORM]
