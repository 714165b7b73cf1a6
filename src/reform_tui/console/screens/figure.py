"""The rows behind a unit's figure: those that are missing from it, then those that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reform_tui.board.behind import Behind, Wanted, read_behind
from reform_tui.board.board import Board
from reform_tui.board.details import EvidenceRow
from reform_tui.board.figures import Definition
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import Line, wrapped
from reform_tui.console.screens.defined import definition_told
from reform_tui.console.screens.evidence import columns_of, row_cells, row_heads, row_place
from reform_tui.console.screens.record import RecordPage
from reform_tui.console.table import Column, Row
from reform_tui.language import mark

STATED = mark("no list: it adds up numbers that rows state (points, ranks, hours, plans)")
LISTED = mark("no list: it counts entries of a reference table, see reference/")
NOTHING = mark("no list: nothing was counted here")
_COUNTED = 9
_NOTES = 2


class FigurePage(Page):
    """As many lines as the figure counts, masked as evidence is; it closes itself where no rows carry the figure."""

    replayed = False

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        indicator, unit, period = [*words.split(maxsplit=2), "", "", ""][:3]
        self.wanted = Wanted(indicator, period, unit)
        self.behind: Behind | None = None
        self.read_at = (-1, -1)

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"figure {self.words}"

    def heading(self, board: Board, look: Look) -> str:
        """The figure that the list is as long as, the unit, the indicator and its period."""
        unit = board.units.get(self.wanted.unit)
        name = look.language.chosen(board.indicators.get(self.wanted.indicator, {}), self.wanted.indicator)
        return " › ".join(
            filter(None, (self._figure(look), unit.shown if unit else self.wanted.unit, name, self.wanted.period))
        )

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Whether it is counted, what the row says, where it lies."""
        if self.behind is None:
            return (Column(look.say("Counted")),)
        cells = (Column(head, width) for head, width in row_heads(self.behind.rows, look))
        return (Column(look.say("Counted"), _COUNTED), *cells, Column(look.say("row [sheet] file")))

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """Those that are missing first: they are what there is to do."""
        del board
        if self.behind is None:
            return [Row("reading", (look.say("reading the rows behind it …"),), still=True)]
        return list(_lines(self.behind, look))

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """What the figure counts."""
        lines = [line for text in self.counted(board, look) for line in wrapped(text, self.app.size.width)]
        return [((line, "dim"),) for line in lines[:_NOTES]] + [()] * (_NOTES - len(lines))

    def counted(self, board: Board, look: Look) -> Sequence[str]:
        """What the figure counts, and who says so."""
        return list(definition_told(board.definitions.get(self.wanted.indicator, Definition()), look))

    def opened(self, key: str) -> Page | None:
        """A row, whole."""
        if self.behind is None or key not in self.behind.keys:
            return None
        return RecordPage(next((row for row in self.behind.rows if row.key == key), EvidenceRow(key)))

    def record(self) -> str:
        """The row under the cursor."""
        return self.table.key if self.behind and self.table.key in self.behind.keys else ""

    def renew(self) -> None:
        """Count again when a file came; as of the engine's last beat where there is none, since figures are."""
        board, look = self.console.board, self.console.look()
        if not self.lost and self.read_at != (now := (board.seq, board.arrival)):
            self.read_at = now
            root, stopped = self.console.root, board.engine != "running"
            moment = board.heartbeat if stopped and board.heartbeat else look.now
            self.console.ask(lambda connection: read_behind(connection, root, self.wanted, moment), self._got)
        super().renew()

    def _got(self, behind: Behind) -> None:
        self.behind = behind
        if behind.every:
            super().renew()
        elif self.is_current:
            self.app.pop_screen()
            self.console.page.say(self._why_none(behind))

    def _why_none(self, behind: Behind) -> str:
        known = self.console.board.definitions.get(self.wanted.indicator, Definition())
        return NOTHING if not behind.denominator else STATED if known.schemas else LISTED

    def _figure(self, look: Look) -> str:
        if self.behind is None:
            return ""
        counted, every = len(self.behind.counted), len(self.behind.every)
        return f"{look.language.whole(counted)}/{look.language.whole(every)} = {look.language.rate(counted, every)}"


def _lines(behind: Behind, look: Look) -> Iterator[Row]:
    names, known = columns_of(behind.rows), {row.key: row for row in behind.rows}
    for keys, said in ((behind.missing, f"✗ {look.say('no')}"), (behind.counted, f"✓ {look.say('yes')}")):
        for key in keys:
            row = known.get(key, EvidenceRow(key))
            cells = (text for text, _ in row_cells(row, names, look))
            yield Row(key, (look.ink.clean(said), *cells, row_place(row)), search=f"{row.cell('field')} {key}")
