"""One alert: what it says, its numbers, its rule, its trail, and the rows behind it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len

from reform_tui.board.board import AlertRow, Board
from reform_tui.board.details import AlertDetail, EvidenceRow, TrailRow, read_alert
from reform_tui.board.figures import Definition
from reform_tui.board.past import read_past_alert
from reform_tui.board.spoken import rule_name, sentence, subject
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import wrapped
from reform_tui.console.past import NOT_THEN, ROWS_NOT_KEPT, ROWS_OF_THEN, still
from reform_tui.console.screens.defined import definition_told
from reform_tui.console.screens.evidence import evidence_lines
from reform_tui.console.screens.record import RecordPage
from reform_tui.console.screens.silences import acknowledged
from reform_tui.console.screens.silences import told as told_silence
from reform_tui.console.table import Column, Row
from reform_tui.console.verdict import explained

_LONG = 40
"""Letters from which a fact is not told again that the sentence tells whole."""


class AlertPage(Page):
    """Every number of an alert, down to file, sheet and row."""

    def __init__(self, alert: str) -> None:
        super().__init__()
        self.alert_id = alert
        self.last: AlertRow | None = None
        self.detail: AlertDetail | None = None

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"alert {self.alert_id}"

    def heading(self, board: Board, look: Look) -> str:
        """The unit and the subject."""
        alert = self._known(board)
        unit = board.units.get(alert.unit) if alert else None
        return " › ".join(
            filter(None, (unit.shown if unit else "", subject(alert, board, look.language) if alert else ""))
        )

    def columns(self, look: Look) -> tuple[Column, ...]:
        """One column of reading."""
        return (Column(look.say("Alert {id}", id=self.alert_id)),)

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """The alert as text, then trail and evidence once they are read."""
        alert = self._known(board)
        if alert is None:
            gone = look.say(NOT_THEN) if board.past else look.say("this alert is resolved; Esc goes back")
            return [Row("gone", (gone,), still=True)]
        facts = [
            Row(f"fact{i}", (text,), still=True) for i, text in enumerate(said(alert, board, look, self.app.size.width))
        ]
        return [*facts, *self._found(look)]

    def renew(self) -> None:
        """Ask for trail and evidence again when the alert has moved on."""
        alert = self.console.board.alerts.get(self.alert_id)
        if alert is not None and alert is not self.last:
            self.last = alert
            root, seq = self.console.root, self.console.past.seq if self.console.past else None
            self.console.ask(lambda connection: _read(connection, root, self.alert_id, seq), self._got)
        super().renew()

    def off(self, act: str) -> str:
        """Of the past, no row opens where the trail kept none."""
        kept = self.detail is None or self.detail.kept
        return super().off(act) if kept or act != "open" else ROWS_OF_THEN

    def opened(self, key: str) -> Page | None:
        """A row of evidence, whole."""
        if self.detail is None or key not in self.detail.keys:
            return None
        return RecordPage(next((row for row in self.detail.evidence if row.key == key), EvidenceRow(key)))

    def record(self) -> str:
        """The row of evidence under the cursor."""
        keys = self.detail.keys if self.detail else frozenset()
        return self.table.key if self.table.key in keys else ""

    def alert(self) -> AlertRow | None:
        """The one that is shown."""
        return self.console.board.alerts.get(self.alert_id)

    def _known(self, board: Board) -> AlertRow | None:
        return board.alerts.get(self.alert_id)

    def _got(self, detail: AlertDetail) -> None:
        self.detail = detail
        self.renew()

    def _found(self, look: Look) -> Iterator[Row]:
        if self.detail is None:
            yield Row("reading", (look.say("reading the rows behind it …"),), still=True)
            return
        yield Row("trail", (look.say("── Trail ──"),), still=True)
        yield from (Row(f"step{step.seq}", (step_line(step, look),), still=True) for step in self.detail.trail)
        if not self.detail.kept:
            yield from still(ROWS_NOT_KEPT, look, self.app.size.width)
            return
        yield from evidence_lines(self.detail, self.console.board, look)


def _read(connection: sqlite3.Connection, root: Path, alert: str, seq: int | None) -> AlertDetail:
    """Its trail and rows now, or after a line of the trail."""
    return read_alert(connection, root, alert) if seq is None else read_past_alert(connection, root, alert, seq)


def said(alert: AlertRow, board: Board, look: Look, width: int) -> Iterator[str]:
    """The sentence, and each number with its name."""
    rule, language = board.rules.get(alert.rule), look.language
    whole = sentence(alert, board, language)
    yield from wrapped(f"{look.badge(alert.severity)} · {whole}", width)
    share = language.rate(alert.count, alert.of)
    count = f"{language.whole(alert.count)}/{language.whole(alert.of)} = {share}"
    told = [
        (look.say("Count"), count),
        (look.say("Explained"), explained(alert.explained, look)),
        (look.say("Threshold"), look.bounds(alert.threshold)),
        (
            look.say("Rule"),
            " · ".join(
                dict.fromkeys(
                    (rule_name(rule, alert.rule, language), alert.rule, alert.check, rule.file if rule else "")
                )
            ),
        ),
        (look.say("Counts"), " · ".join(definition_told(board.definitions.get(alert.subject, Definition()), look))),
        (look.say("Warning from"), look.bounds(rule.warning) if rule else ""),
        (look.say("Critical from"), look.bounds(rule.critical) if rule else ""),
        (look.say("Period"), look.told(alert.period)),
        (look.say("State"), f"{look.word(alert.state)} · {look.minute(alert.since)} ({look.age(alert.since)})"),
        (
            look.say("Taken by"),
            acknowledged(alert, look),
        ),
        (
            look.say("Silenced"),
            told_silence(alert.silence, look, file=rule.file if rule else "") if alert.silence else "",
        ),
        *((name, text) for name, text in look.facts(alert.facts).items() if len(text) < _LONG or text not in whole),
    ]
    label = max(cell_len(name) for name, _ in told)
    for name, text in told:
        for i, line in enumerate(wrapped(text, width - label - 2) if text else ()):
            yield f"{look.ink.fit('' if i else name, label)}  {line}"


def step_line(step: TrailRow, look: Look) -> str:
    """When, what, who, and what changed."""
    was = {name: f"{look.told(value)} → " for name, value in step.before.items()}
    detail = ", ".join(
        f"{look.word(name)} {was.get(name, '')}{look.told(value)}".strip() for name, value in step.detail
    )
    return "  ".join(filter(None, (look.minute(step.at), look.word(step.kind), step.author, detail)))
