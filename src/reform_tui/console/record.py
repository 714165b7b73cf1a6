"""One thing read whole: names and values, as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reform_tui.board import Board
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import wrapped
from reform_tui.console.table import Column, Row
from reform_tui.console.timeline import timeline
from reform_tui.details import EvidenceRow
from reform_tui.record_reading import RecordDetail, read_record

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
        lines = [line for name, text in self.pairs(look) for line in _lines(name, text, width)]
        return [Row(f"{n}", line, still=True) for n, line in enumerate(lines)]

    def pairs(self, look: Look) -> Iterable[tuple[str, str]]:
        """What there is to read."""
        del look
        return ()


def _lines(name: str, text: str, width: int) -> list[tuple[str, ...]]:
    """A name and as many lines of its text as it needs; one without a text is a heading over the whole width."""
    if not text:
        return [(name,)]
    return [("" if i else name, line) for i, line in enumerate(wrapped(text, width))]


class RecordPage(PairsPage):
    """One record: its timeline, how each profile counts it, what people said, then its cells as delivered."""

    def __init__(self, row: EvidenceRow) -> None:
        super().__init__()
        self.row = row
        self.detail: RecordDetail | None = None
        self.read_at = (-1, -1)

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"record {self.row.key}"

    def heading(self, board: Board, look: Look) -> str:
        """The record's code."""
        del board, look
        return str(self.row.cell("record_id") or self.row.key)

    def record(self) -> str:
        """The one that is shown, once it was found."""
        return self.row.key if self.row.path else ""

    def renew(self) -> None:
        """Read again when a file or a verdict came."""
        board, look = self.console.board, self.console.look()
        if self.read_at != (now := (board.arrival, board.verdicts)):
            self.read_at = now
            root, key = self.console.root, self.row.key
            self.console.ask(lambda connection: read_record(connection, root, key, look.now), self._got)
        super().renew()

    def pairs(self, look: Look) -> Iterable[tuple[str, str]]:
        """The timeline once it is read; file, sheet and row; then the cells."""
        if self.detail is not None and self.row.path:
            yield from timeline(self.detail, self.console.board, look)
        yield from self._delivered(look)

    def _got(self, detail: RecordDetail) -> None:
        self.detail, self.row = detail, detail.row
        super().renew()

    def _delivered(self, look: Look) -> Iterable[tuple[str, str]]:
        if not self.row.path:
            yield look.say("row"), look.say("this row is no longer among the current ones")
            return
        yield look.say("file"), self.row.path
        yield look.say("sheet"), self.row.sheet or "–"
        yield look.say("row"), look.language.whole(self.row.row)
        for name, value in self.row.cells:
            yield look.column(name, self.row.labels.get(name)), look.cell(name, value)
