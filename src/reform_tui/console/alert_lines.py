"""Lines of alerts, of which there may be thousands: cells are made when they are shown, words to seek in are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reform_tui import times
from reform_tui.board.board import SEVERITIES, AlertRow, Board
from reform_tui.board.spoken import rule_name, sentence
from reform_tui.console.look import Look
from reform_tui.console.table import Value, searched
from reform_tui.console.verdict import explained


@dataclass
class KeptWords:
    """What a filter and an order see of each alert, made once and kept while the alert stands as it was."""

    names: object = None
    """What everything was called when the words were made."""
    words: dict[str, tuple[AlertRow, str]] = field(default_factory=dict)

    def fit(self, board: Board, look: Look) -> None:
        """Forget what was made of other names, and of alerts that are gone."""
        names = _names(board, look)
        known = self.words if names == self.names else {}
        self.names, self.words = names, {key: known[key] for key in board.alerts if key in known}

    def of(self, alert: AlertRow, board: Board, look: Look) -> str:
        """The words of one alert."""
        kept = self.words.get(alert.id)
        if kept is None or kept[0] is not alert:
            kept = self.words[alert.id] = (alert, searched("\n".join(_words(alert, board, look))))
        return kept[1]

    def make(self, alerts: Iterator[AlertRow], board: Board, look: Look, seconds: float) -> bool:
        """Make words for as long as ``seconds``; whether there are any left to make."""
        end = times.monotonic() + seconds
        for alert in alerts:
            self.of(alert, board, look)
            if times.monotonic() > end:
                return True
        return False


@dataclass(frozen=True)
class AlertsTold:
    """How alerts are told in a list: of all units, or of one, where its name stands above."""

    board: Board
    look: Look
    kept: KeptWords
    of_unit: bool

    def words(self, alert: AlertRow) -> str:
        """What a filter looks through: what it says and what all about it is called; no figure and no age."""
        return self.kept.of(alert, self.board, self.look)

    def cells(self, alert: AlertRow) -> tuple[str, ...]:
        """Severity, count, share, age, state, rule, period, level, contact; then what it says."""
        board, look = self.board, self.look
        where = "" if self.of_unit else _shown(alert, board)
        said = sentence(alert, board, look.language)
        silenced = look.silenced(alert.silence, coarse=True) if alert.silence else ""
        return (
            look.badge(alert.severity),
            f"{look.language.whole(alert.count)}/{look.language.whole(alert.of)}",
            look.language.rate(alert.count, alert.of),
            look.age(alert.since),
            look.word(alert.state),
            *(called(alert, board, look) for called in _CALLED),
            " · ".join(filter(None, (explained(alert.explained, look), silenced, where, said))),
        )

    def value(self, alert: AlertRow, at: int) -> Value:
        """What its cell ``at`` is ordered by."""
        return _VALUES[at](alert) if at < len(_VALUES) else self._text(alert, at - len(_VALUES)) or None

    def _text(self, alert: AlertRow, at: int) -> str:
        if at == 0:
            return self.look.word(alert.state)
        return _CALLED[at - 1](alert, self.board, self.look) if at <= len(_CALLED) else self.words(alert)


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert in a list."""

    alert: AlertRow
    told: AlertsTold

    @property
    def key(self) -> str:
        """The alert."""
        return self.alert.id

    @property
    def tone(self) -> str:
        """How bad it is, unless it is silenced."""
        return "dim" if self.alert.silence else self.alert.severity

    @property
    def still(self) -> bool:
        """Enter opens it."""
        return False

    @property
    def wide(self) -> int:
        """As many cells as all of them."""
        return CELLS

    @property
    def text(self) -> str:
        """What a filter looks through."""
        return self.told.words(self.alert)

    @property
    def cells(self) -> tuple[str, ...]:
        """What is shown."""
        return self.told.cells(self.alert)

    def value(self, at: int) -> Value:
        """What its cell ``at`` is ordered by."""
        return self.told.value(self.alert, at)


_VALUES: tuple[Callable[[AlertRow], Value], ...] = (
    lambda alert: SEVERITIES.index(alert.severity),
    lambda alert: alert.count,
    lambda alert: alert.count / alert.of if alert.of else None,
    lambda alert: -alert.since.timestamp(),
)
"""What severity, count, share and age are ordered by."""
_CALLED: tuple[Callable[[AlertRow, Board, Look], str], ...] = (
    lambda alert, board, look: rule_name(board.rules.get(alert.rule), alert.rule, look.language),
    lambda alert, _, look: look.told(alert.period),
    lambda alert, board, look: look.cell("level", board.units[alert.unit].level) if alert.unit in board.units else "",
    lambda alert, board, _: board.contacts.get(alert.unit, ""),
)
"""What its rule, its period and the level of its unit are called, and whom to ask there."""
CELLS = len(_VALUES) + 1 + len(_CALLED) + 1


def _words(alert: AlertRow, board: Board, look: Look) -> Iterator[str]:
    """What an alert is sought by; it begins with what the last cell says, by which alerts are ordered."""
    yield _shown(alert, board)
    yield sentence(alert, board, look.language)
    yield look.word(alert.severity)
    yield look.word(alert.state)
    yield look.word("silenced") if alert.silence else ""
    yield explained(alert.explained, look)
    yield from (called(alert, board, look) for called in _CALLED)
    yield from (alert.unit, alert.subject, alert.rule, alert.note)


def _shown(alert: AlertRow, board: Board) -> str:
    unit = board.units.get(alert.unit)
    return unit.shown if unit else alert.unit


def _names(board: Board, look: Look) -> object:
    """All that words of an alert are made of beside the alert itself."""
    rules = {name: (rule.names, rule.sentences) for name, rule in board.rules.items()}
    units = {name: (unit.shown, unit.level) for name, unit in board.units.items()}
    return look.language, rules, units, board.contacts, board.indicators
