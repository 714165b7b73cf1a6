"""Which alerts plain lines tell: of some units and rules, so bad, or those that ``/`` finds on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from reform_tui.board.board import AlertRow, Board
from reform_tui.board.spoken import rule_name
from reform_tui.console.alert_lines import KeptWords
from reform_tui.console.look import Look
from reform_tui.console.naming import meant
from reform_tui.console.table import searched
from reform_tui.errors import ConfigError

Lets = Callable[[AlertRow], bool]


@dataclass(frozen=True)
class Wanted:
    """What was asked for; nothing asked lets everything through."""

    units: tuple[str, ...] = ()
    """Codes or names, or parts of them,"""
    rules: tuple[str, ...] = ()
    """and so of rules."""
    severities: tuple[str, ...] = ()
    words: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()

    def on(self, board: Board, look: Look) -> Lets:
        """What lets an alert of this board through."""
        units, rules = self.units_of(board), _meant(self.rules, _rules(board, look))
        sought, kept = searched(self.words).split(), KeptWords()
        kept.fit(board, look)

        def lets(alert: AlertRow) -> bool:
            if (self.units and alert.unit not in units) or (self.rules and alert.rule not in rules):
                return False
            if self.severities and alert.severity not in self.severities:
                return False
            return not sought or all(word in kept.of(alert, board, look) for word in sought)

        return lets

    def units_of(self, board: Board) -> frozenset[str]:
        """The units that are meant."""
        return _meant(self.units, _units(board))

    def require(self, board: Board, look: Look) -> None:
        """``ConfigError`` for a unit or a rule that nothing on a board with some is called."""
        if faults := list(self._faults(board, look)):
            raise ConfigError(faults)

    def _faults(self, board: Board, look: Look) -> Iterator[str]:
        for option, typed, named in (
            ("--unit", self.units, _units(board)),
            ("--rule", self.rules, _rules(board, look)),
        ):
            for one in typed:
                if named and not meant(one, named):
                    yield f"{option}: nothing here is called '{one}'; console --once lists what there is"


EVERYTHING = Wanted()


def _units(board: Board) -> Mapping[str, str]:
    return {unit.unit: unit.name for unit in board.units.values()}


def _rules(board: Board, look: Look) -> Mapping[str, str]:
    return {name: rule_name(row, name, look.language) for name, row in board.rules.items()}


def _meant(typed: tuple[str, ...], named: Mapping[str, str]) -> frozenset[str]:
    return frozenset(key for one in typed for key in meant(one, named))
