"""Connections of units with other systems: tax, population, justice, business registration, the national portal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    Check,
    Column,
    Counting,
    Judgement,
    Kind,
    Reads,
    Schema,
    Sentences,
    View,
    WorkingTime,
    counting,
    hookimpl,
    judge,
    never,
    tally,
)

System = Literal["tax", "population", "justice", "business", "portal", "land", "insurance", "payment", "other"]
State = Literal["never", "up", "slow", "down", "errors"]
SYSTEMS = {
    "tax": ("Thuế", "Cơ quan thuế", "Hệ thống thuế", "CSDL thuế", "Liên thông thuế"),
    "population": ("Dân cư", "CSDL dân cư", "CSDL quốc gia về dân cư", "CSDLQG về dân cư",
                   "Cơ sở dữ liệu quốc gia về dân cư"),
    "justice": ("Tư pháp", "Hộ tịch", "Hộ tịch điện tử", "CSDL hộ tịch điện tử", "Lý lịch tư pháp", "Bộ Tư pháp"),
    "business": ("Đăng ký kinh doanh", "Đăng ký doanh nghiệp", "CSDL quốc gia về đăng ký doanh nghiệp",
                 "CSDLQG về đăng ký doanh nghiệp"),
    "portal": ("Cổng dịch vụ công quốc gia", "Cổng DVC quốc gia", "Cổng DVCQG", "DVCQG"),
    "land": ("Đất đai", "CSDL đất đai", "CSDL quốc gia về đất đai"),
    "insurance": ("Bảo hiểm xã hội", "BHXH", "CSDL bảo hiểm"),
    "payment": ("Thanh toán trực tuyến", "Nền tảng thanh toán", "Payment Platform"),
    "other": ("Khác", "Hệ thống khác"),
}  # fmt: skip
"""The first word of each is what findings call it."""
STATES = {
    "never": ("Chưa kết nối", "Chưa từng kết nối", "Chưa thực hiện kết nối"),
    "up": ("Hoạt động", "Đang hoạt động", "Bình thường", "Đã kết nối", "Hoạt động bình thường", "Thông suốt"),
    "slow": ("Chậm", "Kết nối chậm", "Hoạt động chậm", "Phản hồi chậm"),
    "down": ("Mất kết nối", "Không hoạt động", "Ngừng hoạt động", "Gián đoạn", "Tạm ngừng"),
    "errors": ("Lỗi", "Có lỗi", "Báo lỗi", "Kết nối lỗi", "Lỗi dữ liệu"),
}
CONNECTIONS = Schema(
    "interconnection",
    (
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị", "Tên đơn vị", "Xã, phường", "Cơ quan, đơn vị")),
        Column("system", Kind.CODE, values=tuple(SYSTEMS), words=SYSTEMS, labels={"vi": "Hệ thống", "en": "System"},
               headings=("Hệ thống", "Hệ thống kết nối", "CSDL kết nối", "Hệ thống liên thông", "Tên hệ thống")),
        Column("state", Kind.CODE, values=tuple(STATES), words=STATES,
               labels={"vi": "Tình trạng kết nối", "en": "State"},
               headings=("Tình trạng kết nối", "Trạng thái kết nối", "Tình trạng", "Trạng thái")),
        Column("since", Kind.TIME, labels={"vi": "Từ khi", "en": "Since"},
               headings=("Từ khi", "Từ thời điểm", "Thời điểm thay đổi", "Thời điểm bắt đầu", "Từ ngày")),
        Column("required", Kind.FLAG, labels={"vi": "Phải kết nối", "en": "Has to be"},
               headings=("Phải kết nối", "Bắt buộc", "Bắt buộc kết nối", "Thuộc diện phải kết nối")),
        Column("checked_at", Kind.TIME, labels={"vi": "Kiểm tra lúc", "en": "Checked"},
               headings=("Thời điểm kiểm tra", "Ngày kiểm tra", "Kiểm tra lúc", "Thời điểm ghi nhận")),
    ),
    key=("system",),
)  # fmt: skip
"""One row a unit and system, as it stands; a later file replaces an earlier one."""

SAID: dict[str, tuple[str, str]] = {
    "never": ("chưa kết nối", "was never connected"),
    "up": ("hoạt động", "is up"),
    "slow": ("chậm", "is slow"),
    "down": ("mất kết nối", "is down"),
    "errors": ("báo lỗi", "gives errors"),
}
READS: Reads = {"interconnection": ("system", "state", "since?", "required?", "checked_at?")}
NO_STATE, NO_SINCE = "state of the connection missing", "nobody said since when, nor when it was looked at"


def _connections(view: View) -> pd.DataFrame:
    """Return connections with ``name`` of the system, and ``begun``: since when, or when somebody saw it so."""
    rows = view.rows("interconnection")
    rows["name"] = rows["system"].astype("str").map({code: words[0] for code, words in SYSTEMS.items()})
    rows["begun"] = rows["since"].fillna(rows["checked_at"])
    return rows


def _words(rows: pd.DataFrame) -> dict[str, tuple[str, pd.Series]]:
    """Return facts on the rows found: what their state is called, and since when the first of them is so."""
    codes = rows["state"].astype("str")
    said = {f"state_{language}": codes.map({code: words[n] for code, words in SAID.items()})
            for n, language in enumerate(("vi", "en"))}  # fmt: skip
    return {name: ("min", values) for name, values in said.items()} | {
        "since": ("min", rows["begun"].dt.strftime("%Y-%m-%d %H:%M"))
    }


@dataclass(frozen=True, kw_only=True)
class ConnectionDown:
    """Connections of a unit that have been in one of ``states`` for ``after`` of working time or longer, by system.

    Since when is as the feed says, else since it was looked at.  Facts: ``state_vi`` and ``state_en``, ``since``.
    """

    after: WorkingTime
    states: tuple[State, ...] = ("down", "errors")

    reads: ClassVar[Reads] = READS
    sentences: ClassVar[Sentences] = {
        "found": {"vi": "{subject}: {state_vi} từ {since}", "en": "{subject} {state_en} since {since}"}
    }

    def find(self, view: View) -> Judgement:
        """Tell connections that have been down so long, by unit and system."""
        rows = self._troubled(view)
        return judge(
            rows,
            by=["unit", "name"],
            where=rows["troubled"] & (rows["too_long"] <= view.now),
            unreadable={NO_STATE: rows["state"].isna(), NO_SINCE: rows["troubled"] & rows["begun"].isna()},
            facts=_words(rows),
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next connection of each unit has been down so long."""
        rows = self._troubled(view)
        return view.next_after(rows["too_long"].where(rows["troubled"]), by=rows["unit"])

    def _troubled(self, view: View) -> pd.DataFrame:
        rows = _connections(view)
        rows["troubled"] = rows["state"].isin(self.states)
        rows["too_long"] = view.calendar.add(rows["begun"], self.after)
        return rows


@dataclass(frozen=True, kw_only=True)
class SystemDown(ConnectionDown):
    """Systems with which units have lost the connection for ``after`` of working time or longer, over the province.

    One finding a system: ``count`` units of ``of`` whose state is known.  ``states`` as of ``connection_down``.  Fact
    ``since``: when the first of them lost it.
    """

    grain: ClassVar[str] = "province"
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{subject}: {count}/{of} đơn vị mất kết nối hoặc báo lỗi, sớm nhất từ {since}",
            "en": "{subject}: {count} of {of} units are down or give errors, the first since {since}",
        }
    }

    def _troubled(self, view: View) -> pd.DataFrame:
        return super()._troubled(view).assign(unit="")


@dataclass(frozen=True, kw_only=True)
class ConnectionNever:
    """Systems with which a unit was never connected although it has to be, one finding a system.

    A unit has to be where its row says so, and with each of ``systems`` whatever its row says.  A row that says nothing
    of it, on a system that is not listed, cannot be judged.
    """

    systems: tuple[System, ...] = ()

    reads: ClassVar[Reads] = READS
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{subject}: phải kết nối nhưng chưa kết nối",
            "en": "{subject}: has to be connected and never was",
        }
    }

    def find(self, view: View) -> Judgement:
        """Tell connections that are owed, by unit and system."""
        rows = _connections(view)
        owed = (rows["required"] == True) | rows["system"].isin(self.systems)  # noqa: E712 - unknown is not True
        unsaid = rows["required"].isna() & ~rows["system"].isin(self.systems)
        where = (rows["state"] == "never") & owed.fillna(value=False)
        unreadable = {NO_STATE: rows["state"].isna(), "nobody said whether it has to be connected": unsaid}
        return judge(rows, by=["unit", "name"], where=where, unreadable=unreadable)

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another report changes it."""
        return never()


@counting(interconnection=("system", "state", "required?"))
def connected(view: View) -> pd.DataFrame:
    """Connections that are up, or slow, among all that are not said to be needless.

    A connection whose state nobody said is in neither number.
    """
    rows = view.rows("interconnection")
    of = (rows["required"] != False).fillna(value=True)  # noqa: E712 - unknown is not False
    return tally(rows, where=rows["state"].isin(["up", "slow"]), of=of, unreadable={NO_STATE: rows["state"].isna()})


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer connections as a kind of feed."""
    return [CONNECTIONS]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [ConnectionDown, SystemDown, ConnectionNever]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting function of this page."""
    return [connected]
