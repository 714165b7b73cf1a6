"""What a change of a rule would do: the sentence, units, the alerts of one, and the records behind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reform_tui.board.board import Board
from reform_tui.board.details import EvidenceRow, read_evidence
from reform_tui.board.what_if import Answered, read_what_if
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import wrapped
from reform_tui.console.screens.evidence import columns_of, evidence_line
from reform_tui.console.screens.record import RecordPage
from reform_tui.console.table import Column, Row
from reform_tui.language import mark
from reform_tui.what_if_words import CHANGES, SIGNS, Words, headline, notes
from reform_tui.wording.faults import refusal_in_language

WIDTHS = {"gained": 9, "lost": 7, "worse": 9, "milder": 8, "other": 13}
KEEP = mark("Nothing is saved. To keep it, write into {file} under [{table}]: {lines}")
KEEP_SHIPPED = mark(
    "Nothing is saved. To keep it, copy the shipped rules that should still hold into rules/, and write into {file} "
    "under [{table}]: {lines}"
)
KEEP_DRAFT = mark("Nothing is saved. To keep it, copy {draft} to {file}")


class WhatIfPage(Page):
    """The answer to one question, once it is there."""

    replayed = False

    def __init__(self, act: str, asked: str) -> None:
        super().__init__()
        self.act, self.asked = act, asked
        self.answer: Answered | None = None

    def heading(self, board: Board, look: Look) -> str:
        """What was asked."""
        del board
        return look.say("What if {asked}", asked=self.asked)

    def columns(self, look: Look) -> tuple[Column, ...]:
        """How many alerts change in which way, the unit last."""
        return (
            *(Column(look.say(CHANGES[kind]), width, right=True) for kind, width in WIDTHS.items()),
            Column(look.say("Unit")),
        )

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """The sentences, then a line a unit."""
        said = [line for text in self._said(board, look) for line in wrapped(text, self.app.size.width)]
        told = [Row(f"said{n}", (line,), still=self.answer is None or n > 0) for n, line in enumerate(said)]
        return [*told, *(unit_line(unit, board, look) for unit in (self.answer.data["units"] if self.answer else ()))]

    def renew(self) -> None:
        """Ask for the answer until it has come."""
        if self.answer is None:
            self.console.ask(lambda connection: read_what_if(connection, self.act), self._got)
        super().renew()

    def opened(self, key: str) -> Page | None:
        """The alerts of a unit that would change; of all, from the sentence that counts them."""
        unit = "" if key == "said0" else key
        return WhatIfUnitPage(self.answer, unit) if self.answer and self.answer.of_unit(unit) else None

    def _got(self, answer: Answered | None) -> None:
        if answer is not None:
            self.answer = answer
            self.renew()

    def _said(self, board: Board, look: Look) -> Iterator[str]:
        if self.answer is None:
            why = board.refused.get(self.act)
            said = look.say("refused: {reason}", reason=refusal_in_language(why or "", look.language))
            yield said if why else look.say("the engine is asked …")
            return
        yield headline(self.answer.data, look.language)
        yield from notes(self.answer.data, look.language)
        yield kept(self.answer.keep, look)


class WhatIfUnitPage(Page):
    """The alerts of one unit that would come, go or differ."""

    replayed = False

    def __init__(self, answer: Answered, unit: str) -> None:
        super().__init__()
        self.answer, self.unit = answer, unit
        self.alerts = {f"{alert['change']} {alert['id']}": alert for alert in answer.of_unit(unit)}

    def heading(self, board: Board, look: Look) -> str:
        """The unit, under the question."""
        unit = board.units.get(self.unit)
        named = unit.shown if unit else self.unit
        return " › ".join(filter(None, (look.say("What if {asked}", asked=self.answer.asked), named)))

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Change, severity and numbers; the sentence last."""
        return (
            Column(look.say("Change"), 11), Column(look.say("Severity"), 10),
            Column(look.say("Count/of"), 15, right=True), Column(look.say("Alert")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """One line an alert."""
        said = words(self.answer, board, look)
        lines = [alert_line(key, alert, said, look) for key, alert in self.alerts.items()]
        return lines if self.unit else [self._named(line, board) for line in lines]

    def _named(self, line: Row, board: Board) -> Row:
        """A line among those of other units: its unit before the sentence."""
        code = self.alerts[line.key]["unit"]
        unit = board.units.get(code)
        return replace(line, cells=(*line.cells[:-1], f"{unit.shown if unit else code} · {line.cells[-1]}"))

    def opened(self, key: str) -> Page | None:
        """The records behind one."""
        return WhatIfAlertPage(self.answer, self.alerts[key]) if key in self.alerts else None


class WhatIfAlertPage(Page):
    """One alert that would change: what it says, and the records behind it."""

    replayed = False

    def __init__(self, answer: Answered, alert: Mapping[str, Any]) -> None:
        super().__init__()
        self.answer, self.told = answer, alert
        self.found: tuple[EvidenceRow, ...] | None = None

    def heading(self, board: Board, look: Look) -> str:
        """The unit and the subject."""
        del look
        unit = board.units.get(self.told["unit"])
        return " › ".join(filter(None, (unit.shown if unit else self.told["unit"], self.told["subject"])))

    def columns(self, look: Look) -> tuple[Column, ...]:
        """One column of reading."""
        return (Column(f"{look.say(CHANGES[self.told['change']])} · {self.told['rule']}"),)

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """The sentence, then the records."""
        message = words(self.answer, board, look).message(self.told)
        said = [message, f"{look.say('Threshold')}: {look.bounds(self.told['threshold'])}"]
        lines = [line for text in said for line in wrapped(text, self.app.size.width)]
        return [*(Row(f"said{n}", (line,), still=True) for n, line in enumerate(lines)), *self._records(look)]

    def on_mount(self) -> None:
        """Read the records once."""
        root, keys = self.console.root, self.told["evidence"]
        self.console.ask(lambda connection: read_evidence(connection, root, keys), self._got)

    def opened(self, key: str) -> Page | None:
        """A record, whole."""
        return next((RecordPage(row) for row in self.found or () if row.key == key), None)

    def _got(self, rows: tuple[EvidenceRow, ...]) -> None:
        self.found = rows
        self.renew()

    def _records(self, look: Look) -> Iterator[Row]:
        count = look.language.whole(len(self.told["evidence"]))
        heading = look.say("── {count} rows behind it: code, due, finished, row [sheet] file ──", count=count)
        yield Row("evidence", (heading,), still=True)
        names = columns_of(self.found or ())
        yield from (evidence_line(row, look, names) for row in self.found or ())
        if self.found is not None and (left := len(self.told["evidence"]) - len(self.found)) > 0:
            yield Row("more", (look.say("and {count} more rows", count=left),), still=True)


def kept(keep: Mapping[str, Any], look: Look) -> str:
    """What a person would write to keep it."""
    if "draft" in keep:
        return look.say(KEEP_DRAFT, **keep)
    said = {"file": keep["file"], "table": keep["table"], "lines": "; ".join(keep["lines"])}
    return look.say(KEEP if keep["own"] else KEEP_SHIPPED, **said)


def words(answer: Answered, board: Board, look: Look) -> Words:
    """The words for an answer's alerts, in this inspector's language."""
    units = {unit.unit: unit.name for unit in board.units.values()}
    called = {name: look.language.chosen(names, name) for name, names in board.indicators.items()}
    return Words(look.language, units, answer.data["sentences"], called)


def unit_line(unit: Mapping[str, Any], board: Board, look: Look) -> Row:
    """One unit in one line."""
    known = board.units.get(unit["unit"])
    counts = [look.language.whole(unit[kind]) if unit[kind] else "·" for kind in CHANGES]
    return Row(unit["unit"], (*counts, known.shown if known else unit["unit"]), search=unit["unit"])


def alert_line(key: str, alert: Mapping[str, Any], said: Words, look: Look) -> Row:
    """One alert in one line, what it was before what it would be."""
    count, before = alert["count"], alert["count_before"]
    was = f"{look.language.whole(before)}→" if before is not None and before != count else ""
    cells = (
        f"{SIGNS[alert['change']]} {look.say(CHANGES[alert['change']])}",
        look.badge(alert["severity"]),
        f"{was}{look.language.whole(count)}/{look.language.whole(alert['of'])}",
        said.message(alert),
    )
    return Row(key, cells, alert["severity"], search=f"{alert['rule']} {alert['subject']}")
