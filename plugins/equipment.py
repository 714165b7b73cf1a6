"""What units have: machines, screens, meeting points, staff placed, and what of it is broken, unused or lacking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    Check,
    Column,
    Counting,
    Finding,
    Judgement,
    Kind,
    Reads,
    Schema,
    Sentences,
    View,
    counting,
    hookimpl,
    judge,
    never,
    tally,
)

EQUIPMENT = Schema(
    "equipment",
    (
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị", "Tên đơn vị", "Xã, phường", "Tên xã, phường")),
        Column(
            "item",
            Kind.CODE,
            labels={"vi": "Trang thiết bị", "en": "Item"},
            headings=("Tên thiết bị", "Thiết bị", "Trang thiết bị", "Tên trang thiết bị", "Hạng mục", "Tên tài sản"),
        ),
        Column(
            "present",
            Kind.COUNT,
            labels={"vi": "Hiện có", "en": "Present"},
            headings=("Hiện có", "Số lượng hiện có", "Số lượng", "Đã trang bị", "Đã bố trí"),
        ),
        Column(
            "broken",
            Kind.COUNT,
            labels={"vi": "Hỏng", "en": "Broken"},
            headings=("Hỏng", "Bị hỏng", "Số lượng hỏng", "Hư hỏng", "Không hoạt động"),
        ),
        Column(
            "unused",
            Kind.COUNT,
            labels={"vi": "Chưa sử dụng", "en": "Unused"},
            headings=("Chưa sử dụng", "Không sử dụng", "Chưa đưa vào sử dụng", "Số lượng chưa sử dụng"),
        ),
        Column(
            "planned",
            Kind.COUNT,
            labels={"vi": "Nhu cầu", "en": "Planned"},
            headings=("Nhu cầu", "Kế hoạch", "Định mức", "Theo kế hoạch", "Theo định mức"),
        ),
        Column(
            "reported_at",
            Kind.TIME,
            labels={"vi": "Ngày báo cáo", "en": "Reported"},
            headings=("Ngày báo cáo", "Thời điểm báo cáo", "Thời điểm thống kê", "Ngày thống kê"),
        ),
    ),
    key=("item",),
)
"""One row a unit and item; ``present`` counts what is broken or unused too.  A later file replaces an earlier one."""

QUEUE_MACHINES = ("máy lấy số tự động", "máy lấy số", "máy lấy số xếp hàng", "máy xếp hàng tự động", "queue machine")
SCREENS = ("màn hình", "màn hình hiển thị", "màn hình treo trần", "màn hình hiển thị treo trần", "screen")
COPIERS = ("máy photo", "máy photocopy", "máy phô tô", "máy in, photo", "máy photocopy, máy in", "copier")
MEETING_POINTS = ("điểm cầu", "điểm cầu trực tuyến", "điểm cầu họp trực tuyến", "phòng họp trực tuyến", "meeting point")
CERTIFIED_COPIES = (
    "chứng thực bản sao điện tử", "chứng thực bản sao điện tử từ bản chính", "chứng thực điện tử",
    "bản sao điện tử từ bản chính", "certified electronic copy",
)  # fmt: skip
IDENTITY_ACCOUNTS = (
    "tài khoản định danh điện tử", "tài khoản định danh", "định danh điện tử", "electronic identity account",
)  # fmt: skip
SUPPORT_STAFF = ("nhân sự hỗ trợ", "cán bộ hỗ trợ", "người hỗ trợ", "nhân lực hỗ trợ", "support staff")


@counting(equipment=("item", "present"))
def with_queue_machine(view: View) -> pd.DataFrame:
    """Units with at least one automatic queue machine among units that reported any item."""
    return _units_with(view.rows("equipment"), QUEUE_MACHINES)


@counting(equipment=("item", "present"))
def with_screen(view: View) -> pd.DataFrame:
    """Units with at least one screen for citizens among units that reported any item."""
    return _units_with(view.rows("equipment"), SCREENS)


@counting(equipment=("item", "present"))
def with_copier(view: View) -> pd.DataFrame:
    """Units with at least one copier among units that reported any item."""
    return _units_with(view.rows("equipment"), COPIERS)


@counting(equipment=("item", "present"))
def with_meeting_point(view: View) -> pd.DataFrame:
    """Units with at least one point for online meetings among units that reported any item."""
    return _units_with(view.rows("equipment"), MEETING_POINTS)


@counting(equipment=("item", "present"))
def with_certified_copy(view: View) -> pd.DataFrame:
    """Communes that certify electronic copies from originals among those that said whether they do.

    ``present`` 0 says that one does not; a unit that ``reference/units`` knows to be no commune is left out.  Decision
    766, certified electronic copies.
    """
    rows = view.rows("equipment")
    units = view.reference("units")
    other = units.loc[units["level"].notna() & (units["level"] != "commune"), "unit"]
    rows = rows[_called(rows["item"], CERTIFIED_COPIES) & ~rows["unit"].isin(other)].copy()
    return _units_with(rows, CERTIFIED_COPIES)


@counting(equipment=("item", "present", "planned"))
def staff_placed(view: View) -> pd.DataFrame:
    """Support staff placed among those planned, in the units that reported both numbers."""
    return _pieces(view, SUPPORT_STAFF)


@counting(equipment=("item", "present", "planned"))
def identity_accounts(view: View) -> pd.DataFrame:
    """Electronic identity accounts (present) among people who may have one (planned), in units that reported both.

    The police count them; no record tells them.
    """
    return _pieces(view, IDENTITY_ACCOUNTS)


def _pieces(view: View, names: Sequence[str]) -> pd.DataFrame:
    """Count pieces present among those planned of what goes by these ``names``."""
    rows = view.rows("equipment")
    rows = rows[_called(rows["item"], names)]
    lacking = rows["present"].isna() | rows["planned"].isna()
    figures = tally(rows, where=~lacking, unreadable={"number present or planned missing": lacking})
    sums = rows[~lacking].groupby("unit", observed=True)[["present", "planned"]].sum()
    sums.index = sums.index.astype("str")
    sums = sums.reindex(figures.index, fill_value=0).astype("int64")
    return figures.assign(numerator=sums["present"], denominator=sums["planned"])


def _units_with(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Count each unit once: whether it has any of what goes by these ``names``."""
    asked = _called(rows["item"], names)
    has, unsaid = asked & (rows["present"] > 0).fillna(value=False), asked & rows["present"].isna()
    said = rows[["unit", "key"]].assign(has=has.astype(bool), unsaid=unsaid.astype(bool))
    first = said.sort_values("has", ascending=False, kind="stable")  # a row with the item stands for its unit
    units = first.groupby("unit", observed=True).agg({"key": "first", "has": "any", "unsaid": "any"}).reset_index()
    return tally(units, where=units["has"], unreadable={"number present missing": units["unsaid"] & ~units["has"]})


def _called(items: pd.Series, names: Sequence[str]) -> pd.Series:
    """Return which items (``bool``) go by one of these ``names``, whatever their case and spaces."""
    known = pd.Series(items.cat.categories.astype("str")).str.normalize("NFC").str.split().str.join(" ").str.lower()
    return items.isin(items.cat.categories[known.isin(names).to_numpy(bool)])


@dataclass(frozen=True, kw_only=True)
class EquipmentIdle:
    """Items of a unit that are there and do no work, or should be there and are not, item by item.

    ``state`` says which: ``broken`` or ``unused`` among those present, ``lacking`` among those planned.  ``count`` is
    rows; facts: ``pieces``, how many of ``whole``, and ``value`` is their share.  A row without either number is
    skipped, and so is one with more pieces broken or unused than present.
    """

    state: Literal["broken", "unused", "lacking"]

    reads: ClassVar[Reads] = {"equipment": ("item", "present", "broken?", "unused?", "planned?")}
    sentences: ClassVar[Sentences] = {
        "broken": {
            "vi": "{subject}: {pieces}/{whole} hỏng",
            "en": "{subject}: {pieces} of {whole} broken",
        },
        "unused": {
            "vi": "{subject}: {pieces}/{whole} chưa sử dụng",
            "en": "{subject}: {pieces} of {whole} unused",
        },
        "lacking": {
            "vi": "{subject}: còn thiếu {pieces}/{whole} theo nhu cầu",
            "en": "{subject}: {pieces} of {whole} planned are lacking",
        },
    }

    def find(self, view: View) -> Judgement:
        """Count pieces by unit and item."""
        rows = view.rows("equipment")
        whole = rows["planned" if self.state == "lacking" else "present"]
        part = (whole - rows["present"]).clip(lower=0) if self.state == "lacking" else rows[self.state]
        unreadable = {
            "item missing": rows["item"].isna(),
            "number missing": part.isna() | whole.isna(),
            "more than there are": (part > whole).fillna(value=False),
        }
        found = judge(
            rows,
            by=["unit", "item"],
            where=(part > 0).fillna(value=False),
            template=self.state,
            unreadable=unreadable,
            facts={"pieces": ("sum", part), "whole": ("sum", whole)},
        )
        return replace(found, findings=tuple(_by_pieces(each) for each in found.findings))

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another report changes it."""
        return never()


def _by_pieces(found: Finding) -> Finding:
    """Return the finding with the share of pieces as its value."""
    return replace(found, value=float(found.facts["pieces"]) / float(found.facts["whole"]))  # type: ignore[arg-type]


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer lists of equipment as a kind of feed."""
    return [EQUIPMENT]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [
        with_queue_machine, with_screen, with_copier, with_meeting_point, with_certified_copy, staff_placed,
        identity_accounts,
    ]  # fmt: skip


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [EquipmentIdle]
