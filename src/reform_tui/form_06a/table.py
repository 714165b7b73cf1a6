"""The lines of form II.06a: units by level or fields, with sums, each column with the codes of its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from reform_tui.model.finding import Finding

GROUPS = {
    "Số hồ sơ nhận giải quyết": {
        "received": "Tổng số",
        "online": "Trực tuyến",
        "directly": "Trực tiếp, dịch vụ bưu chính",
        "carried_over": "Từ kỳ trước",
    },
    "Số hồ sơ đã giải quyết": {
        "finished": "Tổng số",
        "early": "Trước hạn",
        "on_time": "Đúng hạn",
        "late": "Quá hạn",
    },
    "Số hồ sơ đang giải quyết": {"pending": "Tổng số", "in_time": "Trong hạn", "overdue": "Quá hạn"},
}
"""Group to its columns and what stands above them, from column 3 on."""
COLUMNS = tuple(chain.from_iterable(GROUPS.values()))
IDENTITIES = {
    "3 = 4 + 5 + 6": ("received", ("online", "directly", "carried_over")),
    "7 = 8 + 9 + 10": ("finished", ("early", "on_time", "late")),
    "11 = 12 + 13": ("pending", ("in_time", "overdue")),
    "3 = 7 + 11": ("received", ("finished", "pending")),
}
LEVELS = {"province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã", "": "Chưa rõ cấp"}
ROMAN = ("I", "II", "III", "IV")
TOTAL = "Tổng cộng"


@dataclass(frozen=True)
class Line:
    """One line of the form: its number, who or what it is about, and the records' codes in each column."""

    number: str
    title: str
    codes: Mapping[str, tuple[str, ...]]
    sums: bool = False
    """Whether it adds up others."""

    def count(self, column: str) -> int:
        """How many records stand in a column."""
        return len(self.codes[column])

    def broken(self) -> tuple[str, ...]:
        """The identities of the form that do not hold in this line."""
        return tuple(
            name for name, (whole, parts) in IDENTITIES.items() if self.count(whole) != sum(map(self.count, parts))
        )


@dataclass(frozen=True)
class Form:
    """The form of one period, and what must stand with its figures."""

    period: str
    profile: str
    as_of: str
    """Of when the newest export is; nothing where there is none."""
    by: str
    lines: tuple[Line, ...] = ()
    unreadable: int = 0
    """Records that the profile cannot judge: they stand in no column."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what stands above the table."""
        exported = f"Số liệu theo bản xuất {self.as_of}" if self.as_of else "Chưa có bản xuất nào"
        left = f"; {self.unreadable} hồ sơ không đủ dữ liệu để tính, không có trong biểu" if self.unreadable else ""
        return (
            "BIỂU SỐ II.06a: TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH (Thông tư 01/2020/TT-VPCP)",
            f"Kỳ báo cáo: {self.period}. Cách tính: {self.profile}. {exported}{left}.",
        )


def lines_of(
    found: Iterable[Finding], by: str, names: Mapping[str, str], levels: Mapping[str, str]
) -> tuple[Line, ...]:
    """Return the lines of what the check told of every unit, the sum of all last."""
    codes: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: {name: [] for name in COLUMNS})
    for one in found:
        level = levels.get(one.unit) or ""
        place = ("", str(one.facts["field"])) if by == "field" else (level if level in LEVELS else "", one.unit)
        codes[place][str(one.facts["column"])] += (key.rpartition("|")[2] for key in one.evidence)
    frozen = {place: {name: tuple(each) for name, each in told.items()} for place, told in codes.items()}
    below = _fields(frozen) if by == "field" else _units(frozen, names)
    return (*below, _sum("", TOTAL, frozen.values()))


def _fields(codes: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]) -> Iterator[Line]:
    for number, ((_, name), told) in enumerate(sorted(codes.items()), 1):
        yield Line(str(number), name, told)


def _units(codes: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]], names: Mapping[str, str]) -> Iterator[Line]:
    held = [level for level in LEVELS if any(level == each for each, _ in codes)]
    for roman, level in zip(ROMAN, held, strict=False):
        units = sorted(unit for each, unit in codes if each == level)
        yield _sum(roman, LEVELS[level], [codes[level, unit] for unit in units])
        for number, unit in enumerate(units, 1):
            yield Line(str(number), names.get(unit) or unit, codes[level, unit])


def _sum(number: str, title: str, parts: Iterable[Mapping[str, tuple[str, ...]]]) -> Line:
    told = list(parts)
    return Line(
        number, title, {name: tuple(chain.from_iterable(one[name] for one in told)) for name in COLUMNS}, sums=True
    )
