"""The rows behind an alert, of whatever kind, one line each: as many lines as the alert counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reform_tui.board.board import STARS, Board
from reform_tui.board.details import AlertDetail, Cell, EvidenceRow
from reform_tui.console.look import Look
from reform_tui.console.table import Row
from reform_tui.console.verdict import causes_in, explained
from reform_tui.model.schema import RECORDS

_FIRST = 3
_WIDTH, _CODE, _DAY = 18, 21, 11


def evidence_lines(detail: AlertDetail, board: Board, look: Look) -> Iterator[Row]:
    """A heading, then a line a row: first those that were read, then the keys of all others."""
    causes = causes_in(board, look)
    said = {key: causes.get(one.cause, one.cause) for key, one in detail.verdicts.items()}
    names = columns_of(detail.evidence)
    yield Row("evidence", (_heading(detail, board, names, look),), still=True)
    yield from (evidence_line(row, look, names, said.get(row.key, "")) for row in detail.evidence)
    for key in detail.every[len(detail.evidence) :]:
        yield Row(key, (f"{key}  {said.get(key, '')}".rstrip(),))


def columns_of(rows: Sequence[EvidenceRow]) -> tuple[str, ...]:
    """What is shown of rows that are no records: the first columns that any of them fills, people's among them.

    Empty for records.  The unit is left out: the alert says it.
    """
    others = [row for row in rows if row.path and row.schema not in {"", RECORDS.name}]
    cells = [(name, value) for row in others for name, value in row.cells if name != "unit"]
    people = {name for name, value in cells if str(value).startswith(STARS)}
    plain = [name for name in dict.fromkeys(name for name, _ in cells) if name not in people]
    person = [name for name in dict.fromkeys(name for name, _ in cells) if name in people][:1]
    return (*plain[: _FIRST - len(person)], *person)


def _heading(detail: AlertDetail, board: Board, names: Sequence[str], look: Look) -> str:
    count = len(detail.every)
    with_cause = [one.cause for one in detail.verdicts.values()]
    explain = sum(cause not in board.causes or board.causes[cause].explains for cause in with_cause)
    told = look.language.whole(count)
    if names:
        labels = {name: row.labels.get(name) for row in detail.evidence for name, _ in row.cells}
        heads = ", ".join(look.column(name, labels[name]) for name in names)
        heading = look.say("── {count} rows behind it: {columns}, row [sheet] file ──", count=told, columns=heads)
    else:
        heading = look.say("── {count} rows behind it: code, due, finished, row [sheet] file ──", count=told)
    return f"{heading} {explained(explain, look)}".rstrip()


def evidence_line(row: EvidenceRow, look: Look, names: Sequence[str] = (), said: str = "") -> Row:
    """Code, due and finish of a record, the first cells of another row; where it lies; its cause."""
    cells = [look.ink.fit(text, width) for text, width in row_cells(row, names, look)]
    verdict = [f"{said} ·"] if said else []
    return Row(row.key, (" ".join([*cells, *verdict, row_place(row)]),), search=f"{row.cell('field')} {row.key}")


def row_place(row: EvidenceRow) -> str:
    """Row, sheet and file; a dash for a row that is no longer there."""
    sheet = f" [{row.sheet}]" if row.sheet else ""
    return f"{row.row}{sheet} · {row.path.rpartition('/')[2]}" if row.path else "–"


def row_heads(rows: Sequence[EvidenceRow], look: Look) -> Iterator[tuple[str, int]]:
    """What ``row_cells`` gives of these rows is called, and how wide it is."""
    names = columns_of(rows)
    if not names:
        yield from ((look.say("Code"), _CODE), (look.say("Due"), _DAY), (look.say("Finished"), _DAY))
    labels = {name: row.labels.get(name) for row in rows for name, _ in row.cells}
    yield from ((look.column(name, labels[name]), _WIDTH) for name in names)


def row_cells(row: EvidenceRow, names: Sequence[str], look: Look) -> Iterator[tuple[str, int]]:
    """Code, due and finish of a record, or the first cells of another row, each with its width."""
    if row.schema in {"", RECORDS.name} or not names:
        yield str(row.cell("record_id") or row.key), _CODE
        yield _when(row.cell("due_at"), look), _DAY
        yield _when(row.cell("finished_at"), look), _DAY
        return
    for name in names:
        value = row.cell(name)
        yield look.cell(name, value) if value != "" else "–", _WIDTH


def _when(value: Cell, look: Look) -> str:
    return look.short(value) if isinstance(value, datetime) else "–"
