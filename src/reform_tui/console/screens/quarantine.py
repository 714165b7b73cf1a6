"""What one feed did not take in, and why, down to file, sheet and row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reform_tui.board.board import Board
from reform_tui.board.details import QuarantineRow, read_quarantine
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.screens.record import PairsPage
from reform_tui.console.table import Column, Row
from reform_tui.feeds.reasons import REASONS
from reform_tui.feeds.remarks import spoken
from reform_tui.wording.faults import filled_in, in_language


class QuarantinePage(Page):
    """Waiting files, unreadable files, rejected rows; then what is told of rows that were taken in."""

    replayed = False

    def __init__(self, feed: str) -> None:
        super().__init__()
        self.feed = feed
        self.found: dict[str, QuarantineRow] | None = None
        self.read_at = -1

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"feed {self.feed}"

    def heading(self, board: Board, look: Look) -> str:
        """The feed's name."""
        del board
        return look.say("Feed {feed}: not taken in, and remarks", feed=self.feed)

    def columns(self, look: Look) -> tuple[Column, ...]:
        """When, where, why."""
        return (
            Column(look.say("When"), 11), Column(look.say("Row"), 7, right=True), Column(look.say("File"), 20),
            Column(look.say("Reason")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """One row a rejected row or file."""
        del board
        if self.found is None:
            return [Row("reading", (look.say("reading …"),), still=True)]
        none = [Row("none", (look.say("everything was taken in"),), still=True)]
        return [quarantine_line(key, row, look) for key, row in self.found.items()] or none

    def renew(self) -> None:
        """Read again when another file has come."""
        if self.read_at != (arrival := self.console.board.arrival):
            self.read_at = arrival
            self.console.ask(lambda connection: read_quarantine(connection, self.feed), self._got)
        super().renew()

    def opened(self, key: str) -> Page | None:
        """The row or file with its whole reason."""
        row = (self.found or {}).get(key)
        return RejectedPage(row) if row else None

    def _got(self, rows: tuple[QuarantineRow, ...]) -> None:
        self.found = {f"{row.kind} {row.path} {row.row} {_about(row)}": row for row in rows}
        super().renew()


class RejectedPage(PairsPage):
    """One rejected row or file, with its whole reason."""

    def __init__(self, row: QuarantineRow) -> None:
        super().__init__()
        self.row = row

    def heading(self, board: Board, look: Look) -> str:
        """What it is."""
        del board
        return look.word(self.row.kind)

    def pairs(self, look: Look) -> Iterable[tuple[str, str]]:
        """Where it lies, and why it was not taken in."""
        yield look.word("remark" if self.row.remark else "reason"), told(self.row, look)
        yield look.say("file"), self.row.path
        if self.row.kind in {"row", "remark"}:
            yield look.say("sheet"), self.row.sheet or "–"
            yield look.say("row"), look.language.whole(self.row.row)
        yield look.say("When"), look.minute(self.row.at)


def _name(row: QuarantineRow) -> str:
    return row.path.rpartition("/")[2]


def _about(row: QuarantineRow) -> str:
    return f"{row.remark.kind} {row.remark.subject}" if row.remark else ""


def quarantine_line(key: str, row: QuarantineRow, look: Look) -> Row:
    """One rejected row, or a file that was not taken in."""
    place = f"{_name(row)}{f' [{row.sheet}]' if row.sheet else ''}"
    cells = (look.short(row.at), look.language.whole(row.row) if row.row else "–", place, told(row, look))
    return Row(key, cells, search=row.path)


def told(row: QuarantineRow, look: Look) -> str:
    """Which column, and why; for a file, whether it waits or is set aside; of rows taken in, what is remarkable."""
    if row.remark is not None:
        return spoken(row.remark, look.language, [look.column(name) for name in row.remark.columns])
    if row.kind != "row":
        one = row.said
        said = filled_in(one["say"], one["facts"], look.language) if one else in_language(row.reason, look.language)
        return f"{look.word(row.kind)}: {said.removeprefix(f'{_name(row)}: ')}"
    reason = look.language.chosen(REASONS.get(row.reason, {}), look.word(row.reason))
    return f"{look.column(row.column)}: {reason}" if row.column else reason
