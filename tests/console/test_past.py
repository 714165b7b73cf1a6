"""``:at``: screens as they stood at a moment, marked as the past, without acting keys; and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.console.past import moment_in
from reform_tui.model.alert import Alert, Severity, State
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.ledger import Line, write_alert, write_line
from reform_tui.store.store import open_store

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2025, 3, 31)
HOUR = timedelta(hours=1)
FIRST = synthetic.NOW - timedelta(hours=60)
TOLD = {"check": "overdue_by_field", "subject": "Xây dựng", "period": "2025-Q1", "template": "late"}
TOLD |= {"facts": {"oldest_due": "2025-03-03"}, "threshold": {"count": 1}}


@pytest.fixture
def replayed(project):
    """An alert of three days ago, taken an hour later, worse since yesterday."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        for hours, kind, severity, count, state in (
            (0, "firing", Severity.WARNING, 7, State.FIRING),
            (1, "taken", Severity.WARNING, 7, State.ACKNOWLEDGED),
            (36, "worsened", Severity.CRITICAL, 31, State.FIRING),
        ):
            alert = Alert("late-by-field", "overdue_by_field", "H14.60", "Xây dựng", "2025-Q1", severity, state, FIRST,
                          count, 50, None, {"count": 1}, "late", {"oldest_due": "2025-03-03"}, synthetic.KEYS[:1])  # fmt: skip
            numbers = {"severity": severity.value, "count": count, "of": 50, "value": None, "told": TOLD}
            line = Line(kind, {"note": "đã gọi"} if kind == "taken" else numbers, alert.id, alert.rule, alert.unit,
                        "lan" if kind == "taken" else None)  # fmt: skip
            write_alert(store.connection, alert, line, FIRST + hours * HOUR)
    store.close()
    return project


def test_every_screen_says_that_it_is_the_past_and_nothing_can_be_done(replayed):
    with Terminal(replayed, first="") as terminal:
        terminal.until("Today").press(":at 29/3 05:30\r").until("PAST 29/03/2025 05:30")
        assert "Xã Minh Tâm" in terminal.text
        assert terminal.text.splitlines()[0].startswith(" ▲ 0 ● 1")
        assert ":now returns" in terminal.text.splitlines()[-2]
        terminal.press("\r").until("7/50").press("a").until("this is the past").press("\r").until("keeps its numbers")
        assert "7 of 50 records late" in terminal.text
        terminal.press("G\r").until("the rows of then are not kept")
        assert "31" not in terminal.text
        terminal.press("?").until("not here: this is the past")
        terminal.press(":feeds\r").until("does not keep what stood here").press("y").until("PAST 29/03/2025 05:30\n")
        terminal.press("x").until("does not keep").press("\x1b").until("Today").press("\x1b").until("engine running")
        assert "PAST" not in terminal.text


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_the_past_as_people_see_it(replayed, language, size, prefix):
    with Terminal(replayed, language=language, **size) as terminal:
        terminal.until(STATUS[language]).press(":at 29/3 05:30\r").until("29/03/2025 05:30").press(":today\r")
        same_as_golden(f"{prefix}-past", terminal.until("Xã Minh Tâm").text)


def test_an_acknowledgement_stands_as_it_did_and_now_returns_from_any_screen(replayed):
    with Terminal(replayed, first="alerts") as terminal:
        terminal.until("31/50").press(":at 2025-03-29 17:30\r").until("PAST 29/03/2025 17:30").press("\r")
        terminal.until("lan 29/03/2025 06:00: đã gọi")
        assert "taken" in terminal.text
        terminal.press(":now\r").until("31 of 50")
        assert "PAST" not in terminal.text


@pytest.mark.parametrize("typed", ["2020-01-01", "2025-04-02", "1/4/2025 08:00"])
def test_a_moment_that_the_engine_did_not_live_gets_a_sentence(replayed, typed):
    with Terminal(replayed) as terminal:
        terminal.until("running").press(f":at {typed}\r").until(
            "the trail goes from 28/03/2025 17:00 to 31/03/2025 17:00: not to"
        )
        assert "PAST" not in terminal.text


def test_today_is_as_far_as_the_engine_has_come(replayed):
    with Terminal(replayed) as terminal:
        terminal.until("running").press(":at 31/3\r").until("PAST 31/03/2025 17:00")


@pytest.mark.parametrize("typed", ["", "gestern", "32/3", "2025-13-01"])
def test_what_is_no_moment_leaves_the_line_open(project, typed):
    with Terminal(project) as terminal:
        terminal.until("running").press(f":at {typed}\r").until("write a day or a moment after :at")


def test_a_record_has_the_verdict_of_then(replayed):
    store = open_store(Layout(replayed / "state"), BUILT_IN)
    with transaction(store.connection):
        for day, cause in ((2, "system"), (1, "unit")):
            detail = {"row": synthetic.KEYS[0], "cause": cause, "note": "x"}
            write_line(
                store.connection,
                Line("verdict", detail, unit="H14.36", author="lan"),
                synthetic.NOW - timedelta(days=day),
            )
    store.close()
    with Terminal(replayed) as terminal:
        terminal.until("running").press(":at 29/3\r").until("PAST").press(f":record {synthetic.KEYS[0]}\r")
        terminal.until("system fault: x").press("v").until("this is the past")
        assert "counts and verdict as of then" in terminal.text


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("31/3", datetime(2025, 3, 31, tzinfo=ZONE), datetime(2025, 3, 31, 23, 59, 59, 999999, ZONE)),
        ("1/4", datetime(2024, 4, 1, tzinfo=ZONE), datetime(2024, 4, 1, 23, 59, 59, 999999, ZONE)),
        ("28/2/2025 17:00", datetime(2025, 2, 28, 17, tzinfo=ZONE), datetime(2025, 2, 28, 17, tzinfo=ZONE)),
        ("2025-02-28T10:00:00+00:00", datetime(2025, 2, 28, 10, tzinfo=UTC), datetime(2025, 2, 28, 10, tzinfo=UTC)),
    ],
)
def test_days_and_moments_as_people_write_them(typed, first, last):
    assert moment_in(typed, ZONE, TODAY) == (first, last)
