"""One thing read whole: names and values, as many lines as they need."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from reform_tui.board.board import Board, masked
from reform_tui.board.details import Cell, EvidenceRow
from reform_tui.board.past import verdicts_at
from reform_tui.board.record import RecordDetail, read_people, read_record
from reform_tui.console import unmasking
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import wrapped
from reform_tui.console.past import RECORD_NOW
from reform_tui.console.screens.timeline import timeline
from reform_tui.console.table import Column, Row

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
    """A name and its text on as many lines as they need; one without a text is a heading over the whole width."""
    if not text:
        return [(name,)]
    return list(zip_longest(wrapped(name, _NAMES), wrapped(text, width), fillvalue=""))


class RecordPage(PairsPage):
    """One record: its timeline, how each profile counts it, what people said, then its cells as delivered."""

    def __init__(self, row: EvidenceRow) -> None:
        super().__init__()
        self.row = row
        self.detail: RecordDetail | None = None
        self.read_at: object = None
        self.bare: Mapping[str, str] = {}
        """What stands in the columns of people, while it is shown."""

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

    def off(self, act: str) -> str:
        """One record can be unmasked, and then nothing of it leaves this screen."""
        if act == "unmask":
            return unmasking.ALREADY if self.bare else unmasking.why_not(self.row, self.console)
        return unmasking.STAYS if self.bare and act in unmasking.LEAVING else super().off(act)

    def do_unmask(self, typed: str = "") -> str:
        """Ask for the reason, unless it was typed after the command."""
        if typed:
            return self._unmask(typed)
        self.ask(unmasking.prompt(self.console, self._unmask))
        return ""

    def on_screen_suspend(self) -> None:
        """Left, or behind another screen: masked again."""
        self.bare = {}

    def do_suspend(self) -> None:
        """Whoever comes back may be another: masked again."""
        self.bare = {}
        super().renew()
        super().do_suspend()

    def renew(self) -> None:
        """Read again when a file or a verdict came."""
        board, look = self.console.board, self.console.look()
        if self.read_at != (now := (board.arrival, board.verdicts, board.past)):
            self.read_at = now
            root, key = self.console.root, self.row.key
            self.console.ask(lambda connection: _read(connection, root, key, look.now, board), self._got)
        super().renew()

    def pairs(self, look: Look) -> Iterable[tuple[str, str]]:
        """The timeline once it is read; file, sheet and row; then the cells."""
        if self.console.past:
            yield look.say(RECORD_NOW), ""
        if self.detail is not None and self.row.path:
            yield from timeline(self.detail, self.console.board, look)
        yield from self.delivered(look)

    def _got(self, detail: RecordDetail) -> None:
        self.detail, self.row = detail, detail.row
        super().renew()

    def _unmask(self, why: str) -> str:
        """Read what is masked, if the reason will do."""
        if fault := unmasking.fault_in(why):
            return self.console.look().say(fault)
        root, row = self.console.root, self.row
        self.console.ask(lambda connection: read_people(connection, root, row), lambda bare: self._shown(why, bare))
        return ""

    def _shown(self, why: str, bare: Mapping[str, str]) -> None:
        """Tell the trail, then show; what cannot be told is not shown, nor where the reader has left."""
        if not self.is_current:
            return
        if why_not := unmasking.why_not(self.row, self.console):  # who might when asked may be barred by now
            self.say(why_not)
            return
        if fault := unmasking.fault_in(why, bare.values()) if bare else unmasking.NOBODY:
            self.say(fault)
            return
        before = self.console.acts.newest
        self.console.act("unmask", row=unmasking.told_key(self.row.key, bare.values()), why=why.strip())
        if self.console.acts.newest != before:
            self.bare = bare
            super().renew()
            [label, *_] = wrapped(self.console.look().column(next(iter(bare))), _NAMES)
            self.table, _ = self.table.seeking(next((row.key for row in self.every if row.cells[0] == label), ""))
            self.say(unmasking.SHOWN)

    def _cell(self, name: str, value: Cell) -> Cell:
        """The cell bare where it is unmasked and still the one that was read."""
        bare = self.bare.get(name, "")
        return bare if bare and masked(bare) == value else value

    def delivered(self, look: Look) -> Iterable[tuple[str, str]]:
        """File, sheet and row, then each cell under its label."""
        if not self.row.path:
            yield look.say("row"), look.say("this row is no longer among the current ones")
            return
        yield look.say("file"), self.row.path
        yield look.say("sheet"), self.row.sheet or "–"
        yield look.say("row"), look.language.whole(self.row.row)
        for name, value in self.row.cells:
            yield look.column(name, self.row.labels.get(name)), look.cell(name, self._cell(name, value))


def _read(connection: sqlite3.Connection, root: Path, key: str, now: datetime, board: Board) -> RecordDetail:
    """The record now; as of a moment that is past, counted and judged as of then."""
    detail = read_record(connection, root, key, now)
    if board.past is None:
        return detail
    return replace(detail, verdict=verdicts_at(connection, board.seq).get(detail.row.key))
