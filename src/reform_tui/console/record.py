"""One row of evidence: every cell that is not empty, people masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reform_tui.board import Board
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.table import Column, Row
from reform_tui.details import EvidenceRow


class RecordPage(Page):
    """Where a row lies, and what it says."""

    def __init__(self, row: EvidenceRow) -> None:
        super().__init__()
        self.row = row

    def heading(self, board: Board, look: Look) -> str:
        """The record's code."""
        del board, look
        return str(self.row.cell("record_id") or self.row.key)

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Name and value."""
        return (Column(look.say("Column"), 22), Column(look.say("Value")))

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """File, sheet and row first, then the cells."""
        del board
        place = [
            (look.say("file"), self.row.path or "–"),
            (look.say("sheet"), self.row.sheet or "–"),
            (look.say("row"), look.language.whole(self.row.row) if self.row.row else "–"),
        ]
        cells = [(name, look.minute(v) if isinstance(v, datetime) else v) for name, v in self.row.cells]
        return [Row(name, (name, value), still=True) for name, value in (*place, *cells)]
