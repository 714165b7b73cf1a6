"""Every place that a command opens, and the names that may follow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reform_tui.board.board import Board
from reform_tui.board.details import EvidenceRow
from reform_tui.board.spoken import rule_name
from reform_tui.console.page import Page
from reform_tui.console.screens.about import AboutPage
from reform_tui.console.screens.alert import AlertPage
from reform_tui.console.screens.alerts import AlertsPage
from reform_tui.console.screens.changes import ChangesPage
from reform_tui.console.screens.feeds import FeedsPage
from reform_tui.console.screens.figure import FigurePage
from reform_tui.console.screens.index import IndexPage
from reform_tui.console.screens.indicators import IndicatorsPage
from reform_tui.console.screens.quarantine import QuarantinePage
from reform_tui.console.screens.record import RecordPage
from reform_tui.console.screens.rules import HealthPage, RulesPage
from reform_tui.console.screens.taken import TakenPage
from reform_tui.console.screens.today import TodayPage
from reform_tui.console.screens.units import UnitsPage
from reform_tui.language import Language

Names = Callable[[Board, Language], Mapping[str, str]]
"""Keys that may follow a command, and what people call them."""


@dataclass(frozen=True)
class Place:
    """A screen of its own, or one for each of some names."""

    page: Callable[[str], Page]
    names: Names | None = None
    words: bool = False
    """Whether any word may follow: the screen itself says where nothing is called so."""


def _units(board: Board, language: Language) -> Mapping[str, str]:
    del language
    return {unit.unit: unit.name for unit in board.units.values()}


def _rules(board: Board, language: Language) -> Mapping[str, str]:
    return {rule: rule_name(row, rule, language) for rule, row in board.rules.items()}


def _feeds(board: Board, language: Language) -> Mapping[str, str]:
    del language
    return {feed: row.folder for feed, row in board.feeds.items()}


def _indicators(board: Board, language: Language) -> Mapping[str, str]:
    return {name: language.chosen(names, name) for name, names in board.indicators.items()}


def _alerts(board: Board, language: Language) -> Mapping[str, str]:
    del language
    return dict.fromkeys(board.alerts, "")


PLACES: Mapping[str, Place] = {
    "today": Place(lambda _: TodayPage()),
    "units": Place(lambda _: UnitsPage()),
    "unit": Place(AlertsPage, _units),
    "about": Place(AboutPage, _units),
    "alerts": Place(lambda _: AlertsPage()),
    "alert": Place(AlertPage, _alerts),
    "record": Place(lambda code: RecordPage(EvidenceRow(code)), words=True),
    "changes": Place(lambda _: ChangesPage()),
    "taken": Place(lambda _: TakenPage()),
    "feeds": Place(lambda _: FeedsPage()),
    "feed": Place(QuarantinePage, _feeds),
    "rules": Place(lambda _: RulesPage()),
    "rule": Place(HealthPage, _rules),
    "indicators": Place(lambda _: IndicatorsPage()),
    "indicator": Place(IndicatorsPage, _indicators),
    "index": Place(lambda _: IndexPage()),
    "figure": Place(FigurePage, words=True),
}
