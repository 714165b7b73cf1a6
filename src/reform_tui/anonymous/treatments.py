"""What is done to each column of a file: kept, kept but searched, replaced or blanked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reform_tui.anonymous.looks import is_known_word, is_quantity, is_record_code, is_somebody, is_time
from reform_tui.anonymous.replacing import ADDRESS, NAME, NUMBERED, PHONE_NUMBER, WHO
from reform_tui.feeds.headings import Header, loose
from reform_tui.model.schema import BUILT_IN, Column, Kind, Schema

TYPED, TEXT, CODE, PEOPLE, BLANK = "typed", "text", "code", "people", "blank"
"""Kept where it is a time, a number or a flag; kept but searched for people; a record's code; replaced; blanked."""
_HINTS: Mapping[str, str] = {
    "applicant_name": NAME, "name": NAME, "applicant_phone": PHONE_NUMBER, "phone": PHONE_NUMBER,
    "applicant_address": ADDRESS, "applicant_id": NUMBERED, "person_id": NUMBERED, "certificate": NUMBERED,
}  # fmt: skip
"""Our people columns to what they hold; all others hold whoever it was."""
_PEOPLE_WORDS: tuple[tuple[str, str], ...] = (
    ("diachi", ADDRESS), ("noio", ADDRESS), ("thuongtru", ADDRESS), ("quequan", ADDRESS), ("address", ADDRESS),
    ("dienthoai", PHONE_NUMBER), ("didong", PHONE_NUMBER), ("sdt", PHONE_NUMBER), ("phone", PHONE_NUMBER),
    ("hoten", NAME), ("hovaten", NAME), ("tennguoi", NAME), ("chuhoso", NAME), ("nguoidungten", NAME),
    ("cccd", NUMBERED), ("cmnd", NUMBERED), ("dinhdanh", NUMBERED), ("sogiayto", NUMBERED), ("hochieu", NUMBERED),
    ("masothue", NUMBERED), ("email", WHO), ("thudientu", WHO), ("nguoi", WHO), ("canbo", WHO), ("congchuc", WHO),
    ("chuyenvien", WHO), ("taikhoan", WHO), ("account", WHO), ("dangnhap", WHO), ("thietbi", WHO),
)  # fmt: skip
"""Parts of headings, spelt loosely, that no mapping knows and that speak of people; the first that fits counts."""
_BIRTH = ("ngaysinh", "namsinh", "birth")
_TYPED_KINDS = {Kind.TIME, Kind.FLAG, Kind.COUNT, Kind.AMOUNT, Kind.NUMBER}
_BUILT_IN = frozenset(name for schema in BUILT_IN.values() for name in schema.by_name)
_MOST = 0.5
"""A column of which more than this share looks like somebody's numbers is somebody's."""


@dataclass
class Treatment:
    """One column: what is done to it, and how many of its values met with what."""

    heading: str
    column: str
    """Ours, or empty."""
    kind: str
    hint: str = WHO
    done: dict[str, int] = field(default_factory=lambda: {"kept": 0, "replaced": 0, "blanked": 0})

    def count(self, before: str, after: str, rows: int) -> None:
        """Note that ``rows`` cells said ``before`` and say ``after``."""
        if before.strip():
            self.done["kept" if before == after else "blanked" if after.strip() == "…" else "replaced"] += rows


def treatments_of(
    header: Header, schema: Schema, values: Mapping[int, Sequence[str]], keep: Collection[str]
) -> dict[int, Treatment]:
    """Return what to do with each column by its position; ``values`` are its different values."""
    ours = {at: name for name, at in header.mapped.items()}
    kept = {loose(name) for name in keep}
    return {
        at: _treatment(header.cells[at] if at < len(header.cells) else "", ours.get(at, ""), schema, values[at], kept)
        for at in values
    }


def treatment_of(heading: str, values: Iterable[str]) -> Treatment:
    """Return what to do with a column that no mapping knows, by its heading and its values."""
    spelt, given = loose(heading), [value.strip() for value in values if value.strip()]
    if any(word in spelt for word in _BIRTH):
        return Treatment(heading, "", BLANK)
    hint = next((hint for word, hint in _PEOPLE_WORDS if word in spelt), "")
    if hint and not all(map(is_time, given)):
        return Treatment(heading, "", PEOPLE, hint)
    if sum(map(is_record_code, given)) > _MOST * len(given):
        return Treatment(heading, "", CODE)
    if sum(map(is_somebody, given)) > _MOST * len(given):
        return Treatment(heading, "", PEOPLE, WHO)
    if all(is_time(value) or is_quantity(value) or is_known_word(value) for value in given):
        return Treatment(heading, "", TYPED)
    return Treatment(heading, "", BLANK)


def treatment_for(column: Column) -> Treatment:
    """Return what to do with one of our columns of words: people are replaced, a record's code keeps unit and day."""
    if column.people or column.name == "contact":
        return Treatment(column.name, column.name, PEOPLE, _HINTS.get(column.name, WHO))
    return Treatment(column.name, column.name, CODE if column.name == "record_id" else TEXT)


def _treatment(heading: str, column: str, schema: Schema, values: Sequence[str], keep: set[str]) -> Treatment:
    known = schema.by_name.get(column)
    if known is not None and (known.people or column == "contact"):
        return Treatment(heading, column, PEOPLE, _HINTS.get(column, WHO))
    if loose(heading) in keep or (column and loose(column) in keep):
        return Treatment(heading, column, TEXT)
    if known is None or (known.kind is Kind.TEXT and column not in _BUILT_IN):
        found = treatment_of(heading, values)
        return Treatment(heading, column, found.kind, found.hint)
    if column == "record_id":
        return Treatment(heading, column, CODE)
    return Treatment(heading, column, TYPED if known.kind in _TYPED_KINDS else TEXT)
