"""What is told of rows that were taken in all the same.  Free of Arrow: the console reads it too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reform_tui.language import Language, mark

REPEATED = "repeated"
DIFFERING = "differing"
ODD_CODE = "odd-code"
ODD_PROCEDURE = "odd-procedure"
BROKEN_TEXT = "broken-text"
DAY_AND_MONTH = "day-and-month"
ERROR_CELL = "error-cell"
ROUNDED = "rounded"
UNKNOWN_UNIT = "unknown-unit"
AMBIGUOUS_UNIT = "ambiguous-unit"

REMARKS: Mapping[str, str] = {
    REPEATED: mark("code {subject} stands in rows {rows}, the same each time; it counts once"),
    DIFFERING: mark(
        "code {subject} stands in rows {rows} and differs in {columns}; row {last}, the last, holds: rows of one file"
        " have one export time, so only their order tells them apart"
    ),
    ODD_CODE: mark("record codes of no known form, taken in all the same, in rows {rows} ({count} in all)"),
    ODD_PROCEDURE: mark("procedure codes of no known form, taken in all the same, in rows {rows} ({count} in all)"),
    BROKEN_TEXT: mark("bytes that are no character, shown as �, in rows {rows} ({count} in all)"),
    ERROR_CELL: mark(
        "errors of formulas or of columns too narrow, such as #N/A, count as blank in {columns}: rows {rows}"
        " ({count} in all)"
    ),
    ROUNDED: mark(
        "numbers that a spreadsheet rounded, such as 9.12E+08, are missing in {columns}: rows {rows} ({count} in all)"
    ),
    DAY_AND_MONTH: mark(
        "received dates that fit their code only with day and month exchanged, too few to refuse the file, in rows"
        " {rows} ({count} in all)"
    ),
    UNKNOWN_UNIT: mark("{subject} in {count} rows is no unit of reference/units: rows {rows}; it stands by that name"),
    AMBIGUOUS_UNIT: mark(
        "{subject} in {count} rows may be several units of reference/units: rows {rows}; it stands by that name"
    ),
}
"""Kind to its sentence."""
NAMED_ROWS = 20
NAMED_CODES = 200
"""How many rows a remark names, and how many codes of one file are named."""


@dataclass(frozen=True)
class Remark:
    """One thing to tell of a file: of a code, or of the whole file where there is no ``subject``."""

    kind: str
    count: int
    """Rows."""
    rows: tuple[int, ...]
    """The first of them and the last, as a spreadsheet counts."""
    subject: str = ""
    columns: tuple[str, ...] = ()
    """In which they differ."""

    @classmethod
    def of(cls, kind: str, rows: Iterable[int], subject: str = "", columns: Iterable[str] = ()) -> Remark:
        """Name as many of the rows as are named; the last of them always."""
        every = tuple(rows)
        named = every if len(every) <= NAMED_ROWS else (*every[: NAMED_ROWS - 1], every[-1])
        return cls(kind, len(every), named, subject, tuple(columns))

    def moved_down(self, by: int) -> Remark:
        """The same of a file that has ``by`` rows more above."""
        return replace(self, rows=tuple(row + by for row in self.rows))


def together(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Remarks of the parts of one file, those of one kind as one."""
    merged: dict[tuple[str, str], Remark] = {}
    for one in remarks:
        before = merged.get((one.kind, one.subject))
        if before is not None:
            rows = Remark.of(one.kind, sorted({*before.rows, *one.rows})).rows
            one = replace(before, count=before.count + one.count, rows=rows)  # noqa: PLW2901 - the two as one
        merged[one.kind, one.subject] = one
    return tuple(merged.values())


def spoken(remark: Remark, language: Language, columns: Iterable[str] = ()) -> str:
    """Say a remark; ``columns`` is what people call those in which the rows differ."""
    listed = [str(row) for row in remark.rows]
    if remark.count > len(listed):
        listed.insert(-1, "…")
    facts = {
        "subject": remark.subject or "–",
        "rows": ", ".join(listed),
        "last": listed[-1] if listed else "–",
        "columns": ", ".join(columns or remark.columns),
    }
    return language.say(REMARKS.get(remark.kind, remark.kind), count=remark.count, **facts)
