"""Today's rows at past moments: when alerts would have been found, fired, become worse and ended."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from projects import DAY, LATE, record, take

from reform_tui.engine.asking import Asker
from reform_tui.engine.backtest import backtest
from reform_tui.model.alert import Severity

START = datetime(2025, 3, 10, 10, tzinfo=UTC)
"""17:00 in the province."""


@pytest.fixture
def followed(bench, pool):
    """Follow the one rule, changed as a test wants it, over some days in which a record a day becomes late."""

    def followed(text=LATE, days=8, rows=None):
        bench.write("rules/late.toml", text)
        bench.drop("a.csv", *(rows or [record(day, due=f"{day}/03/2025 17:00:00") for day in range(11, 14)]))
        with bench.running(START + 30 * DAY) as engine:
            take(engine, START + 30 * DAY)
            asker = Asker(pool, 2, lambda: nullcontext(engine.store))
            moments = [START + day * DAY for day in range(days)]
            return backtest(asker, engine.questions, ["late"], moments)

    return followed


def test_an_alert_is_followed_from_moment_to_moment(followed):
    found = followed()
    counts = [(clock.warning, clock.critical, clock.pending) for clock in found.clocks]
    assert counts == [(0, 0, 0), (0, 0, 0), (1, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0)]
    [life] = found.lives
    assert (life.seen, life.fired, life.worsened, life.ended) == (
        START + 2 * DAY,
        START + 2 * DAY,
        START + 4 * DAY,
        None,
    )
    assert (life.worst, life.most, life.alert.unit) == (Severity.CRITICAL, 3, "H14.1")
    assert life.alert.evidence == ()


def test_a_hold_is_honoured_between_the_moments(followed):
    found = followed(LATE + 'hold = "2d"\n')
    assert [(clock.warning, clock.pending) for clock in found.clocks[:5]] == [(0, 0), (0, 0), (0, 1), (0, 1), (0, 0)]
    [life] = found.lives
    assert (life.seen, life.fired, life.worst) == (START + 2 * DAY, START + 4 * DAY, Severity.CRITICAL)
    assert life.worsened is None


def test_an_alert_ends_when_its_period_does_and_begins_anew(followed):
    text = LATE + 'period = "month"\n'
    found = followed(text, days=30, rows=[record(1), record(2, finished="20/03/2025 08:00:00")])
    first, second = found.lives
    assert (first.alert.period, first.why, first.ended) == ("2025-03", "period over", START + 22 * DAY)
    assert (second.alert.period, second.seen, second.ended) == ("2025-04", START + 22 * DAY, None)


def test_a_time_that_lies_ahead_of_a_moment_is_not_known_then(followed):
    found = followed(rows=[record(1, finished="16/03/2025 08:00:00")], text=LATE + 'profile = "to_the_second"\n')
    [life] = found.lives
    assert life.seen == START + 2 * DAY
    assert life.alert.facts["pending_late"] == 0


def test_a_rule_that_cannot_answer_leaves_its_alerts_and_is_told(followed):
    found = followed(LATE.replace("overdue_by_field", "target_gap") + 'indicator = "none"\n', days=2)
    assert found.lives == ()
    assert all("late" in sentence for clock in found.clocks for sentence in clock.ill)
    assert len(found.clocks[0].ill) == 1


def test_units_are_asked_in_shares_and_their_progress_is_told(bench, pool):
    bench.drop("a.csv", *(record(1, unit=f"H14.{number}") for number in range(1, 6)))
    told = []
    with bench.running(START + 30 * DAY) as engine:
        take(engine, START + 30 * DAY)
        asker = Asker(pool, 2, lambda: nullcontext(engine.store), lambda done, of: told.append((done, of)))
        found = backtest(asker, engine.questions, ["late"], [START, START + timedelta(days=3)])
        again = backtest(replace(asker, workers=1), engine.questions, ["late"], [START, START + timedelta(days=3)])
    assert told[3:] == []
    assert told[-1] == (10, 10)
    assert found == again
    assert len(found.lives) == 5
