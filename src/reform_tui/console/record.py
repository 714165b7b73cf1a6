"""One thing read whole: names and values, as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reform_tui.board import Board
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import wrapped
from reform_tui.console.table import Column, Row
from reform_tui.details import EvidenceRow

_NAMES = 22


class PairsPage(Page):
    """Names and values."""

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Name and value."""
        return (Column(look.say("Column"), _NAMES), Column(look.say("Value")))

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """Each value on as many lines as it needs."""
        del board
        width = self.app.size.width - _NAMES - 1
        lines = [(i, name, line) for name, text in self.pairs(look) for i, line in enumerate(wrapped(text, width))]
        return [Row(f"{n}", ("" if i else name, line), still=True) for n, (i, name, line) in enumerate(lines)]

    def pairs(self, look: Look) -> Iterable[tuple[str, str]]:
        """What there is to read."""
        del look
        return ()


class RecordPage(PairsPage):
    """One row of evidence: where it lies, then every cell that is not empty, people masked."""

    def __init__(self, row: EvidenceRow) -> None:
        super().__init__()
        self.row = row

    def heading(self, board: Board, look: Look) -> str:
        """The record's code."""
        del board, look
        return str(self.row.cell("record_id") or self.row.key)

    def pairs(self, look: Look) -> Iterable[tuple[str, str]]:
        """File, sheet and row first, then the cells."""
        if not self.row.path:
            yield look.say("row"), look.say("this row is no longer among the current ones")
            return
        yield look.say("file"), self.row.path
        yield look.say("sheet"), self.row.sheet or "–"
        yield look.say("row"), look.language.whole(self.row.row)
        for name, value in self.row.cells:
            yield look.column(name, self.row.labels.get(name)), look.cell(name, value)
