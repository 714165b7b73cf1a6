"""Indicators: the province's figures and those of each level, each beside what it counts and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reform_tui.board.board import Board
from reform_tui.board.figures import ALL, UNKNOWN, Definition, Figure, Figures, read_figures
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import Line, wrapped
from reform_tui.console.screens.defined import definition_told, moment_of_day, told
from reform_tui.console.screens.figure import FigurePage
from reform_tui.console.table import Column, Row
from reform_tui.language import mark

LEVELS = {
    "province": mark("whole province"),
    "all province": mark("provincial level"),
    "all district": mark("district level"),
    "all commune": mark("commune level"),
    "all unknown": mark("level unknown"),
}
_NOTES = 4
"""Lines under the table: the definition may be long."""


class IndicatorsPage(Page):
    """One line a figure; ``indicator`` and ``period`` narrow it to the units of one, ``level`` to those of a sum."""

    replayed = False

    def __init__(self, indicator: str = "", period: str = "", level: str = "") -> None:
        super().__init__()
        self.indicator, self.period, self.level = indicator, period, level
        self.found = Figures()
        self.read_at = (-1, -1)

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"indicator {self.indicator}" if self.indicator else "indicators"

    def heading(self, board: Board, look: Look) -> str:
        """Say that these are indicators, or which one."""
        del board
        if not self.indicator:
            return look.say("Indicators")
        level = look.say(LEVELS.get(self.level, self.level.removeprefix(ALL)))
        return " › ".join(filter(None, (_name(self.found, self.indicator, look), level)))

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Figures first, whose they are last."""
        return (
            Column(look.say("Rate"), 8, right=True), Column(look.say("Target"), 8, right=True),
            Column(look.say("Counted"), 8, right=True), Column(look.say("Of"), 8, right=True),
            Column(look.say("Period"), 14), Column(look.say("Unit") if self.indicator else look.say("Indicator")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """The province and its levels by indicator, or the units of one indicator."""
        if not self.indicator:
            sums = sorted((one for one in self.found.rows if one.of_many), key=_order)
            return list(self._lines(sums, look)) or [Row("none", (look.say("no figure yet"),), still=True)]
        units = [one for one in self.found.rows if not one.of_many and self._shows(one)]
        return [figure_line(one, _unit(one, board), look) for one in sorted(units, key=_worst)]

    def _lines(self, sums: Sequence[Figure], look: Look) -> Iterator[Row]:
        """Each figure, and between two of one indicator that are no one series a line that says so."""
        last: Figure | None = None
        for one in sums:
            if last and last.indicator == one.indicator and last.breaks != one.breaks:
                yield break_line(last, one, look)
            yield figure_line(one, _whose(one, self.found, look), look)
            last = one

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """What the figure under the cursor counts, who says so, and what it could not know."""
        del board
        one = next((one for one in self.found.rows if _key(one) == self.table.key), None)
        if one is None:
            return [()] * _NOTES
        known = self.found.definitions.get(one.indicator, Definition())
        lines = [line for text in told(one, known, look) for line in wrapped(text, self.app.size.width)]
        return [((line, "dim"),) for line in lines[:_NOTES]] + [()] * (_NOTES - len(lines))

    def counted(self, board: Board, look: Look) -> Sequence[str]:
        """What each figure of the list counts, and who says so."""
        del board
        known = self.found.definitions.items()
        shown = (one for name, one in known if self.indicator in {"", name})
        return [": ".join((look.language.chosen(one.names), " · ".join(definition_told(one, look)))) for one in shown]

    def opened(self, key: str) -> Page | None:
        """The units of the indicator; of a unit's figure, the rows behind it."""
        one = next((one for one in self.found.rows if _key(one) == key), None)
        if one is None:
            return None
        return (
            FigurePage(f"{one.indicator} {one.unit} {one.period}")
            if self.indicator
            else IndicatorsPage(one.indicator, one.period, one.level if one.is_sum else "")
        )

    def renew(self) -> None:
        """Read again when something changed."""
        board = self.console.board
        if self.read_at != (board.seq, board.arrival):
            self.read_at = (board.seq, board.arrival)
            self.console.ask(read_figures, self._got)
        super().renew()

    def _got(self, found: Figures) -> None:
        self.found = found
        super().renew()

    def _shows(self, one: Figure) -> bool:
        newest = max((known.period for known in self.found.rows if known.indicator == self.indicator), default="")
        asked = (one.indicator, one.period) == (self.indicator, self.period or newest)
        return asked and self.level in {"", ALL + (one.level or UNKNOWN)}


def figure_line(one: Figure, whose: str, look: Look) -> Row:
    """One figure in one line; a target that is missed gives it a tone."""
    language = look.language
    cells = (
        language.rate(one.numerator, one.denominator) if one.denominator else "–",
        "–" if one.target is None else language.percent(one.target),
        language.whole(one.numerator), language.whole(one.denominator), look.told(one.period), whose,
    )  # fmt: skip
    short = one.gap is not None and one.gap < 0
    return Row(_key(one), cells, "warning" if short else "", search=f"{one.indicator} {one.unit}")


def break_line(last: Figure, one: Figure, look: Look) -> Row:
    """What stands between two figures of one indicator that are not to be compared."""
    newest = max({each.since for each in one.breaks} ^ {each.since for each in last.breaks})
    cells = ("", "", "", "", f"═ {look.language.day(moment_of_day(newest))}", look.say("another series from here"))
    return Row(f"break|{_key(one)}", cells, "warning", still=True)


def _name(found: Figures, indicator: str, look: Look) -> str:
    known = found.definitions.get(indicator, Definition())
    return look.language.chosen(known.names, indicator)


def _whose(one: Figure, found: Figures, look: Look) -> str:
    """The indicator's name for the whole, its level for a part of it."""
    if not one.is_sum:
        return _name(found, one.indicator, look)
    return f"  {look.say(LEVELS.get(one.level, one.level.removeprefix(ALL)))}"


def _unit(one: Figure, board: Board) -> str:
    unit = board.units.get(one.unit)
    return unit.shown if unit else one.unit


def _order(one: Figure) -> tuple[str, str, bool, int]:
    return one.indicator, one.period, one.is_sum, list(LEVELS).index(one.level) if one.level in LEVELS else len(LEVELS)


def _worst(one: Figure) -> tuple[bool, float, str]:
    """The lowest rate first; what could not be counted last."""
    return one.value is None, one.value or 0.0, one.unit


def _key(one: Figure) -> str:
    return f"{one.indicator}|{one.period}|{one.level if one.of_many else one.unit}"
