"""One unit as the reference table has it: name, level, validity, parent, what it was and became, offices, contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from reform_tui.board.board import Board
from reform_tui.board.unit_details import UnitDetail, UnitEntry, offices, read_unit
from reform_tui.console.look import Look
from reform_tui.console.screens.record import PairsPage


class AboutPage(PairsPage):
    """What an inspector keeps of a unit, and whom to telephone."""

    replayed = False

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.unit = unit
        self.detail: UnitDetail | None = None
        self.read_of: Board | None = None

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"about {self.unit}"

    def about(self) -> str:
        """The unit that is shown."""
        return self.unit

    def heading(self, board: Board, look: Look) -> str:
        """The unit's code and name."""
        unit = board.units.get(self.unit)
        called = dict.fromkeys(filter(None, (self.unit, unit.name if unit else "")))
        return look.say("About {unit}", unit=" ".join(called))

    def renew(self) -> None:
        """Read again when the board moved on: the table may have been edited."""
        if self.read_of is not self.console.board:
            self.read_of = self.console.board
            self.console.ask(lambda connection: read_unit(connection, self.unit), self._got)
        super().renew()

    def pairs(self, look: Look) -> Iterable[tuple[str, str]]:
        """What is known, names of what is not there left out."""
        if self.detail is None:
            return [(look.say("reading …"), "")]
        return [(name, text) for name, text in told(self.unit, self.detail, self.console.board, look) if text]

    def _got(self, detail: UnitDetail) -> None:
        self.detail = detail
        self.renew()


def told(unit: str, detail: UnitDetail, board: Board, look: Look) -> Iterator[tuple[str, str]]:
    """Name and text, a line each, of all that is known of a unit."""
    newest = detail.entries[0] if detail.entries else None
    on_board = board.units.get(unit)
    level = newest.level if newest and newest.level else on_board.level if on_board else ""
    yield look.say("Unit"), unit
    yield look.say("Name"), newest.name if newest and newest.name else on_board.name if on_board else ""
    yield look.say("Level"), look.cell("level", level) if level else look.say("not known")
    yield look.say("Valid"), "; ".join(dict.fromkeys(validity(one, look) for one in detail.entries))
    yield look.say("Contact"), "; ".join(_each("contact", detail.entries)) or board.contacts.get(unit, "")
    yield look.say("Offices"), "; ".join(offices(detail.entries))
    yield look.say("Belongs to"), "; ".join(detail.above)
    yield look.say("Predecessors"), "; ".join(detail.before)
    yield look.say("Successors"), "; ".join(detail.after)
    yield look.say("Units below"), "; ".join(detail.below)
    yield look.say("Reason"), "; ".join(_each("reason", detail.entries))
    yield look.say("Source"), "; ".join(_each("source", detail.entries))
    if not detail.entries:
        yield "", look.say("reference/units says nothing of it; what stands here is what feeds say")


def validity(entry: UnitEntry, look: Look) -> str:
    """From which day to which; the last day is the one before the first moment at which it counts no longer."""
    since = _day(entry.since, look)
    until = _day(entry.until - timedelta(minutes=1), look) if entry.until else ""
    if since and until:
        return look.say("from {since} to {until}", since=since, until=until)
    if since:
        return look.say("from {since}", since=since)
    return look.say("to {until}", until=until) if until else look.say("without end")


def _day(moment: datetime | None, look: Look) -> str:
    return f"{moment.astimezone(look.zone):%d/%m/%Y}" if moment else ""


def _each(name: str, entries: Iterable[UnitEntry]) -> list[str]:
    return [text for text in dict.fromkeys(getattr(one, name) for one in entries) if text]
