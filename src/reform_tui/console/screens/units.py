"""All units: one line each, the worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_lowercase

from reform_tui.board.board import SEVERITIES, Board, UnitRow
from reform_tui.board.spoken import rule_name
from reform_tui.board.standing import Standing
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.page import Page
from reform_tui.console.paint import Line, wrapped
from reform_tui.console.screens import totals
from reform_tui.console.screens.alerts import AlertsPage
from reform_tui.console.screens.spark import WIDTH, spark
from reform_tui.console.table import Column, Row
from reform_tui.language import mark

LEVELS_FROM = 30
"""Lines of a screen from which on the levels have sums of their own."""
_LEGEND, _NAME = 3, 26
"""Lines at most that say which letter stands for which rule, and the cells that the name of one should have."""
STEPS = (
    mark("Nothing has come yet. Three steps to a first feed:"),
    mark("1. Describe the export in feeds/one-stop.toml: its folder and, where unusual, its headings"),
    mark("2. Start the engine: reform-tui watch"),
    mark("3. Drop one export (xlsx, xls, csv, jsonl) into that folder; its units appear here soon"),
)


class UnitsPage(Page):
    """Worst severity, overdue, alerts by rule, online rate reported and adjusted, last arrival, name."""

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return "units"

    def heading(self, board: Board, look: Look) -> str:
        """Say that these are units."""
        del board
        return look.say("Units")

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Figures first, the name last: the name never changes."""
        return (
            Column(look.say("Worst"), 10), Column(look.say("Overdue"), 7, right=True), Column(look.say("By rule"), 11),
            Column(look.say("Online"), 8, right=True), Column(look.say("Adjusted %"), 11, right=True),
            Column(look.say("File"), 7, right=True), Column(look.say("Due"), 6, least=96),
            Column(look.say("Trend"), WIDTH, least=106), Column(look.say("Rank"), 9, least=116),
            Column(look.say("Level"), 9, least=126), Column(look.say("Contact"), 26, least=154),
            Column(look.say("Unit")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """All units, or the three steps of an empty project."""
        if board.is_empty:
            return steps(look, self.app.size.width)
        letters = rule_letters(board)
        return [unit_line(unit, letters, board, look) for unit in sorted(board.units.values(), key=order)]

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """The sums of the province, on a high screen of its levels too; then which letter stands for which rule."""
        wide, high = self.app.size
        sums = totals.lines(board, look, self.columns(look), wide, levels=high >= LEVELS_FROM)
        return [*sums, *letters_told(rule_letters(board), board, look, wide)]

    def about(self) -> str:
        """The unit under the cursor."""
        return self.table.key if self.table.key in self.console.board.units else ""

    def opened(self, key: str) -> Page | None:
        """The unit's alerts."""
        return AlertsPage(key) if key in self.console.board.units else None


def steps(look: Look, width: int) -> list[Row]:
    """What to do in a project where nothing has come yet."""
    lines = [line for step in STEPS for line in wrapped(look.say(step), width)]
    return [Row(f"step{i}", (line,), still=True) for i, line in enumerate(lines)]


def order(unit: UnitRow) -> tuple[int, int, str]:
    """The worst first, then the most overdue, then by code."""
    return -SEVERITIES.index(unit.severity), -unit.overdue, unit.unit


def rule_letters(board: Board) -> dict[str, str]:
    """A letter for each rule with live alerts that are not silenced, by name; past z they go without one."""
    live = sorted({rule for unit in board.units.values() for rule, _ in unit.by_rule})
    return dict(zip(live, ascii_lowercase, strict=False))


def letters_told(letters: Mapping[str, str], board: Board, look: Look, wide: int) -> list[Line]:
    """Which letter stands for which rule, in as many lines as their names need, and no more than there is room for."""
    if not letters:
        return []
    lines = min(_LEGEND, -(-len(letters) * _NAME // wide))
    beside = -(-len(letters) // lines)
    width = max(wide // beside - 2, 6)
    names = [
        look.ink.fit(f"{letter} {rule_name(board.rules.get(rule), rule, look.language)}", width)
        for rule, letter in letters.items()
    ]
    return [((" ".join(names[at : at + beside]), "dim"),) for at in range(0, len(names), beside)]


def unit_line(unit: UnitRow, letters: dict[str, str], board: Board, look: Look) -> Row:
    """One unit in one line."""
    by_rule = [f"{letters.get(rule, '+')}{look.language.whole(count)}" for rule, count in unit.by_rule]
    silent = [f"?{unit.blind + unit.ill}"] if unit.blind + unit.ill else []
    silenced = [f"{SYMBOLS['silenced']}{unit.silenced}"] if unit.silenced else []
    low_high = dict.fromkeys(look.language.decimal(bound) for bound in unit.adjusted or ())  # one figure, or a range
    cells = (
        look.badge(unit.severity),
        look.language.whole(unit.overdue) if unit.overdue else "·",
        " ".join([*silent, *by_rule, *silenced]),
        look.language.rate(*unit.online) if unit.online else "–",
        "–".join(low_high) or "–",
        look.age(unit.last_arrival),
        look.language.fact(unit.first_due)[:5],
        *standing_cells(board.standings.get(unit.unit, Standing()), look),
        look.cell("level", unit.level) if unit.level else "",
        board.contacts.get(unit.unit, ""),
        unit.shown,
    )
    return Row(unit.unit, tuple(map(str, cells)), unit.severity, search=unit.unit, values=unit_values(unit, board))


def standing_cells(standing: Standing, look: Look) -> tuple[str, str]:
    """The trend as bars, and the rank with the places gained or lost."""
    gained = standing.gained
    move = f" {'↑' if gained > 0 else '↓'}{abs(gained)}" if gained else ""
    rank = f"{standing.rank}/{standing.ranked}{move}" if standing.rank else ""
    return spark(standing.trend, ascii=look.ink.ascii), rank


def unit_values(unit: UnitRow, board: Board) -> tuple[float | str | None, ...]:
    """What the cells of a unit are ordered by where they do not say it."""
    standing = board.standings.get(unit.unit, Standing())
    return (
        SEVERITIES.index(unit.severity), unit.overdue or None, sum(count for _, count in unit.by_rule), "",
        unit.adjusted[0] if unit.adjusted else None,
        -unit.last_arrival.timestamp() if unit.last_arrival else None,
        unit.first_due or None, standing.trend[-1] if standing.trend else None, standing.rank or None,
    )  # fmt: skip
