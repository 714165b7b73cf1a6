"""A record from its receipt to its end: each moment, what was taken off, who held it, how each profile counts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from reform_tui.board.board import Board
from reform_tui.board.record import RecordDetail, Said
from reform_tui.console.look import Look
from reform_tui.console.verdict import told as told_verdict
from reform_tui.language import mark
from reform_tui.model.schema import PAUSED
from reform_tui.record_lateness import (
    APART,
    ASSUMED,
    EXCUSED,
    FINISHED_LATE,
    NO_FINISH,
    NO_LIMIT,
    NO_PAUSE,
    NO_RETURN,
    ON_TIME,
    OPEN,
    PENDING_LATE,
    Counted,
)

Pair = tuple[str, str]
MOMENTS = {
    "submitted_at": mark("submitted"),
    "received_at": mark("received"),
    "supplement_requested_at": mark("supplement asked for: its time stands still"),
    "supplemented_at": mark("supplement came"),
    "due_at": mark("DUE"),
    "apology_at": mark("apology"),
    "new_due_at": mark("due anew, after an apology"),
    "finished_at": mark("finished"),
    "returned_at": mark("returned"),
}
COUNTED = {
    ON_TIME: mark("on time"),
    OPEN: mark("open, not late yet"),
    FINISHED_LATE: mark("LATE, finished late"),
    PENDING_LATE: mark("LATE, still open"),
    ASSUMED: mark("not late: it has no due date"),
    EXCUSED: mark("counted, never late: it waits, was withdrawn or refused"),
    APART: mark("left out: it waits, was withdrawn, refused or never received"),
    NO_LIMIT: mark("cannot be said: no due date, and no limit of its procedure known"),
    NO_FINISH: mark("cannot be said: finished on a day that is missing"),
    NO_RETURN: mark("cannot be said: finished, and the day of return is missing"),
    NO_PAUSE: mark("cannot be said: late unless a supplement whose dates are missing excuses it"),
}


def timeline(detail: RecordDetail, board: Board, look: Look) -> Iterator[Pair]:
    """Everything that speaks for or against the record, a name and a text each."""
    if detail.counted:
        yield look.say("── How it went ──"), ""
        yield from _moments(detail, look)
        yield from _held(detail, board, look)
        yield look.say("── Late, by each count ──"), ""
        yield from ((name, counted_line(one, look)) for name, one in detail.counted.items())
    yield look.say("Verdict"), told_verdict(detail.verdict, board, look) if detail.verdict else look.say("none yet")
    if detail.said:
        yield look.say("── Each export said ──"), ""
        yield from _said(detail.said, look)
    yield look.say("── As delivered ──"), ""


def counted_line(one: Counted, look: Look) -> str:
    """What one profile says, and the moments that it compares."""
    again = look.say("supplements were asked for again") if one.again and one.late else ""
    late = one.due is not None and one.late and (one.finish or look.now) > one.due
    by = look.say("by {age}", age=look.language.age((one.finish or look.now) - one.due)) if late and one.due else ""
    due = look.say("due {moment}", moment=look.minute(one.due)) if one.due else ""
    finish = look.say("finished {moment}", moment=look.minute(one.finish)) if one.finish else ""
    return " · ".join(filter(None, (look.say(COUNTED[one.word]), by, again, due, finish)))


def _moments(detail: RecordDetail, look: Look) -> Iterator[Pair]:
    """Moments in their order, what was taken off among them."""
    cells = detail.cells
    told = [(cells[name], look.say(words)) for name, words in MOMENTS.items() if isinstance(cells.get(name), datetime)]
    if detail.limit:
        told.append((detail.limit, look.say("the limit of its procedure ends")))
    told += [(_midnight(day, look), text) for day, text in _days_off(detail, look)]
    told += list(_waits(detail.said, look))
    for moment, text in sorted(told, key=lambda one: one[0]):
        yield look.minute(moment), text
    if detail.waited_hours:
        hours = look.language.decimal(detail.waited_hours, 1)
        yield "", look.say("taken off for the supplement: {hours} working hours", hours=hours)


def _midnight(day: date, look: Look) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=look.zone)


def _days_off(detail: RecordDetail, look: Look) -> Iterator[tuple[date, str]]:
    """Days off that follow each other in one line."""
    numbered = enumerate(detail.days_off)
    for _, run in groupby(numbered, key=lambda one: one[1].toordinal() - one[0]):
        days = [day for _, day in run]
        last = f"–{days[-1]:%d/%m}" if len(days) > 1 else ""
        yield days[0], look.say("day off, not counted: {days}", days=f"{days[0]:%d/%m}{last}")


def _waits(said: Iterable[Said], look: Look) -> Iterator[tuple[datetime, str]]:
    """From which export on it waited, and from which no longer."""
    statuses = [(one.exported_at, str(one.cells.get("status") or "")) for one in said]
    before = ""
    for moment, status in statuses:
        if status in PAUSED and status != before:
            yield (
                moment,
                look.say("an export says: {status}; its time stands still", status=look.cell("status", status)),
            )
        elif before in PAUSED and status and status not in PAUSED:
            yield moment, look.say("an export says that it goes on: {status}", status=look.cell("status", status))
        before = status or before


def _held(detail: RecordDetail, board: Board, look: Look) -> Iterator[Pair]:
    """Who held it when it was due, or holds it until then; the step and its officer where a feed tells steps."""
    due = detail.cells.get("due_at") or detail.limit
    moment = min(due, look.now) if isinstance(due, datetime) else look.now
    label = look.say("held when due") if moment == due else look.say("holds it now")
    unit = board.units.get(detail.unit_at(moment))
    name = unit.shown if unit else detail.unit_at(moment)
    for step in detail.held_at(moment):
        yield label, " · ".join(filter(None, (step.holder or name, step.step, step.officer)))
    if not detail.held_at(moment):
        yield label, look.say("{unit} (no feed tells its steps then)", unit=name)


def _said(said: Iterable[Said], look: Look) -> Iterator[Pair]:
    """Export time, what differs from the export before, and where it stands."""
    before: dict[str, object] = {}
    for one in said:
        cells = {name: value for name, value in one.cells.items() if value is not None}
        changed = {name: value for name, value in cells.items() if before.get(name) != value}
        words = [f"{look.column(name)} {look.cell(name, value)}" for name, value in changed.items()]
        row = look.say("row {row}", row=look.language.whole(one.row)) if one.row else ""
        place = " ".join(
            filter(None, (one.path.rpartition("/")[2] or one.feed, f"[{one.sheet}]" if one.sheet else "", row))
        )
        yield look.minute(one.exported_at), f"{', '.join(words) or look.say('the same')} · {place}"
        before |= cells
