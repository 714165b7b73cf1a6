"""Index sets such as 766: every unit's score, place and move; those that are low enough to telephone stand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reform_tui.board.board import Board
from reform_tui.board.scores import Score, read_scores
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.page import Page
from reform_tui.console.paint import Line
from reform_tui.console.screens.alerts import AlertsPage
from reform_tui.console.screens.indicators import LEVELS
from reform_tui.console.table import Column, Row
from reform_tui.language import mark

CHECK = "index_score"
NONE = mark("no score yet: no rule of the check index_score has anything to score")


class IndexPage(Page):
    """The province and its levels, then who is to telephone, then units by level and place."""

    replayed = False

    def __init__(self) -> None:
        super().__init__()
        self.scores: tuple[Score, ...] | None = None
        self.arrival = -1

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return "index"

    def heading(self, board: Board, look: Look) -> str:
        """Say that these are scores, and of which period."""
        del board
        periods = dict.fromkeys(one.period for one in self.scores or ())
        return " ".join((look.say("Index scores"), *periods))

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Figures first, whose they are last."""
        if not self.scores:
            return (Column(look.say("Index scores")),)
        return (
            Column(look.say("Telephone"), 10), Column(look.say("Place"), 8, right=True),
            Column(look.say("Move"), 6, right=True), Column(look.say("At most"), 8, right=True),
            Column(look.say("Points"), 8, right=True), Column(look.say("Computed"), 9, right=True),
            Column(look.say("Unit")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """A line a score."""
        if not self.scores:
            said = look.say("counting the scores …") if self.scores is None else look.say(NONE)
            return [Row("none", (said,), still=True)]
        low = _low(board)
        return [score_line(one, low.get((one.rule, one.unit), ""), board, look) for one in _ordered(self.scores, low)]

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """How many are to telephone, and what a score can be at most."""
        known = _low(board)
        low = [known.get((one.rule, one.unit), "") for one in self.scores or ()]
        many = look.say(
            "{critical} units to telephone at once, {warning} soon",
            critical=low.count("critical"), warning=low.count("warning"),
        )  # fmt: skip
        told = look.say(
            "At most: points if it had all that could not be computed; move: places since the period before"
        )
        return [((many, ""),), ((told, "dim"),)]

    def about(self) -> str:
        """The unit under the cursor."""
        return self._unit(self.table.key)

    def opened(self, key: str) -> Page | None:
        """The unit's alerts."""
        return AlertsPage(unit) if (unit := self._unit(key)) else None

    def renew(self) -> None:
        """Count again when a file came; as of the engine's last beat where there is none."""
        board, look = self.console.board, self.console.look()
        if not self.lost and self.arrival != board.arrival:
            self.arrival = board.arrival
            root, stopped = self.console.root, board.engine != "running"
            moment = board.heartbeat if stopped and board.heartbeat else look.now
            self.console.ask(lambda connection: read_scores(connection, root, moment), self._got)
        super().renew()

    def _got(self, scores: tuple[Score, ...]) -> None:
        self.scores = scores
        super().renew()

    def _unit(self, key: str) -> str:
        unit = key.rpartition("|")[2]
        return unit if unit in self.console.board.units else ""


def score_line(one: Score, severity: str, board: Board, look: Look) -> Row:
    """One score in one line; a low one has the symbol of its alert and the bound that it is below."""
    rule, language = board.rules.get(one.rule), look.language
    bound = (rule.critical if severity == "critical" else rule.warning).get("below", 0) if rule and severity else 0
    cells = (
        look.ink.clean(f"{SYMBOLS[severity]} < {language.fact(int(bound))}" if severity else SYMBOLS[""]),
        f"{one.rank}/{one.ranked}" if one.rank else "–",
        f"{one.move:+d}" if one.move is not None else "–",
        language.decimal(one.at_most), language.decimal(one.points), language.decimal(one.possible),
        _whose(one, board, look),
    )  # fmt: skip
    return Row(f"{one.rule}|{one.level}|{one.unit}", cells, severity, search=one.unit)


def _low(board: Board) -> dict[tuple[str, str], str]:
    """(Rule, unit) to how urgent its alert is."""
    return {(alert.rule, alert.unit): alert.severity for alert in board.alerts.values() if alert.check == CHECK}


def _ordered(scores: Sequence[Score], low: Mapping[tuple[str, str], str]) -> Sequence[Score]:
    """Sums first, then who is to telephone, the lowest first; then all others by level and place, as they came."""

    def order(one: Score) -> tuple[int, float]:
        to_telephone = (one.rule, one.unit) in low
        return (0, 0.0) if not one.unit else (1, one.at_most) if to_telephone else (2, 0.0)

    return sorted(scores, key=order)


def _whose(one: Score, board: Board, look: Look) -> str:
    if not one.unit:
        return look.say(LEVELS.get(one.level, one.level))
    unit = board.units.get(one.unit)
    return f"  {unit.shown if unit else one.unit}"
