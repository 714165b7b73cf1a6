"""What one feed did not take in, and why, down to file, sheet and row."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.board import Board
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.table import Column, Row
from reform_tui.details import QuarantineRow, read_quarantine
from reform_tui.feeds.reasons import REASONS


class QuarantinePage(Page):
    """Waiting files, unreadable files, rejected rows."""

    def __init__(self, feed: str) -> None:
        super().__init__()
        self.feed = feed
        self.found: tuple[QuarantineRow, ...] | None = None
        self.read_at = -1

    def heading(self, board: Board, look: Look) -> str:
        """The feed's name."""
        del board
        return look.say("Feed {feed}: not taken in", feed=self.feed)

    def columns(self, look: Look) -> tuple[Column, ...]:
        """When, where, why."""
        return (
            Column(look.say("When"), 11), Column(look.say("Row"), 6, right=True), Column(look.say("Reason"), 28),
            Column(look.say("File")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """One row a rejected row or file."""
        del board
        if self.found is None:
            return [Row("reading", (look.say("reading …"),), still=True)]
        none = [Row("none", (look.say("everything was taken in"),), still=True)]
        return [quarantine_line(row, look) for row in self.found] or none

    def renew(self) -> None:
        """Read again when another file has come."""
        if self.read_at != (arrival := self.console.board.arrival):
            self.read_at = arrival
            self.console.ask(lambda connection: read_quarantine(connection, self.feed), self._got)
        super().renew()

    def _got(self, rows: tuple[QuarantineRow, ...]) -> None:
        self.found = rows
        super().renew()


def quarantine_line(row: QuarantineRow, look: Look) -> Row:
    """One rejected row, or a file that was not taken in."""
    reason = look.language.chosen(REASONS.get(row.reason, {}), look.word(row.reason))
    why = (
        f"{row.column}: {reason}" if row.column else reason if row.kind == "row" else f"{look.word(row.kind)}: {reason}"
    )
    place = f"{row.path}{f' [{row.sheet}]' if row.sheet else ''}"
    cells = (look.short(row.at), look.language.whole(row.row) if row.row else "–", why, place)
    return Row(f"{row.path}|{row.row}|{row.kind}", cells, still=True)
