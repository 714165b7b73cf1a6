"""Figures of an indicator in another period: which one is meant, and that it is counted as known at its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from reform_tui.engine.cases.rows import CaseSource, case_source
from reform_tui.engine.frames import Frames
from reform_tui.engine.job import IndicatorTask
from reform_tui.engine.view import Asker, RuleView
from reform_tui.errors import PluginError, RenamedWarning
from reform_tui.model.period import Period, a_year_before, before, period_named
from reform_tui.sdk import counting, tally, within

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 2, 20, 9, tzinfo=ZONE)
DAY = timedelta(days=1)


def day(year, month, number):
    return datetime(year, month, number, tzinfo=ZONE)


HALVES = [
    {"name": "H1-2024", "start": day(2024, 1, 1), "end": day(2024, 7, 1)},
    {"name": "H2-2024", "start": day(2024, 7, 1), "end": day(2025, 1, 1), "cut_off": day(2025, 1, 15)},
    {"name": "H1-2025", "start": day(2025, 1, 1), "end": day(2025, 7, 1), "source": "Decision 1"},
]


@counting(records=("received_at", "finished_at"))
def finished(view):
    """Finished among received in the period."""
    rows = view.records
    received = within(rows["received_at"], view.period)
    figures = tally(rows, where=rows["finished_at"].notna() & received, of=received)
    return figures.assign(next_change=pd.Timestamp(view.now) + DAY)


def a_record(number, received, done=None):
    return {"record_id": str(number), "received_at": received, "finished_at": done}


RECORDS = [
    a_record(1, day(2024, 2, 1), day(2024, 3, 1)),
    a_record(2, day(2024, 11, 1), day(2024, 11, 5)),
    a_record(3, day(2024, 12, 1), day(2025, 1, 2)),
    a_record(4, day(2025, 1, 20), day(2025, 2, 1)),
    a_record(5, day(2025, 2, 10)),
    a_record(6, day(2025, 2, 25)),
]


@pytest.fixture
def look(schemas, calendar):
    def look(period="2025-Q1", now=NOW, tables=None):
        rows = {"records": RECORDS, "reference.periods": HALVES, **(tables or {})}
        known = {"finished": (IndicatorTask("finished", "finished", Period("unused"), 0.5), finished)}
        own = period_named(period, ZONE) or Period(period, datetime(2025, 1, 1, tzinfo=ZONE))
        frames = Frames(case_source(rows, schemas, ZONE), ZONE)
        return RuleView(frames, Asker("check probe", {}), now, own, calendar, indicators_known=known)

    return look


def said(view, *period):
    figures = view.indicators("finished", *period)
    return [tuple(row) for row in figures[["numerator", "denominator"]].to_numpy()]


@pytest.mark.parametrize(
    ("period", "figures"),
    [
        ("", [(1, 2)]),
        ("previous", [(1, 2)]),
        ("2024-Q4", [(1, 2)]),
        ("year-ago", [(1, 1)]),
        ("2024", [(2, 3)]),
        ("2024-12", [(0, 1)]),
        ("H2-2024", [(1, 2)]),
        ("month", [(0, 1)]),
        ("2023", []),
    ],
)
def test_a_past_period_is_counted_as_known_at_its_end(look, period, figures):
    assert [row for row in said(look(), period) if row != (0, 0)] == figures


def test_the_same_figures_at_any_later_clock(look):
    for days in (0, 5, 400):
        assert said(look(now=NOW + days * DAY), "2024-Q4") == [(1, 2)]


def test_targets_are_those_of_the_period(look):
    targets = [{"indicator": "finished", "period": "2024-Q4", "target": 0.9}]
    view = look(tables={"reference.targets": targets})
    assert view.indicators("finished")["target"].to_list() == [0.5]
    assert view.indicators("finished", "previous")["target"].to_list() == [0.9]


def test_only_a_period_that_still_runs_wakes(look):
    view = look()
    view.indicators("finished", "previous")
    assert view.awaited == []
    view.indicators("finished")
    assert view.next_known().to_dict() == {"X1": NOW + DAY}


def test_what_was_counted_once_is_not_counted_again_and_a_copy_is_given(look):
    view = look()
    figures = view.indicators("finished")
    figures["numerator"] = 99
    assert view.indicators("finished")["numerator"].to_list() == [1]
    assert len(view.awaited) == 1


def test_periods_of_an_inspector_have_neighbours_too(look):
    view = replace(look(), period=Period("H1-2025", day(2025, 1, 1), day(2025, 7, 1)))
    assert said(view, "previous") == said(view, "H2-2024") == [(1, 2)]
    assert said(view, "year-ago") == said(view, "H1-2024") == [(1, 1)]


@pytest.mark.parametrize(
    ("own", "period", "why"),
    [
        ("2025-Q1", "2024-Q5", "'2024-Q5' is no period such as 2024-Q4, nor one of reference/periods"),
        ("2025-Q1", "H2-2042", "did you mean 'H2-2024'"),
        ("all", "previous", "period 'all' has none before it, of its kind; name one"),
        ("H3", "year-ago", "period 'H3' has none a year before it; name one"),
    ],
)
def test_a_period_that_is_none_is_told(look, own, period, why):
    with pytest.raises(PluginError, match=why):
        look(own).indicators("finished", period)


def test_the_former_name_still_counts_and_warns(look):
    with pytest.warns(RenamedWarning, match=r"view.indicator is called view.indicators"):
        figures = look().indicator("finished")
    assert figures["denominator"].to_list() == [2]


@pytest.mark.parametrize(
    ("name", "one_before", "year_before"),
    [
        ("2025-Q1", "2024-Q4", "2024-Q1"),
        ("2025-Q3", "2025-Q2", "2024-Q3"),
        ("2025-01", "2024-12", "2024-01"),
        ("2025-10", "2025-09", "2024-10"),
        ("2025", "2024", "2024"),
        ("all", "", ""),
    ],
)
def test_calendar_periods_by_name(name, one_before, year_before):
    assert (before(name), a_year_before(name)) == (one_before, year_before)


def test_a_period_has_one_before_it_or_none(look):
    assert look().before == period_named("2024-Q4", ZONE)
    assert look(period="all").before is None


class Lacking(CaseSource):
    """Rows of a feed that never said what was finished in one unit."""

    def missing(self, schema):
        return {"X2": ("finished_at", "fee")} if schema == "records" else {}


def test_who_asks_with_lacking_is_told_what_no_feed_has_and_is_not_blind(look):
    view = look()
    plain = view.frames.source
    frames = Frames(Lacking(plain.schemas, plain.tables), ZONE)
    blind, seeing = (replace(view, frames=frames, used=[], awaited=[], remembered={}) for _ in range(2))
    assert "lacks" not in blind.indicators("finished")
    assert blind.used[-1] == {"records": ("received_at", "finished_at")}
    assert seeing.indicators("finished", lacking=True)["lacks"].to_dict() == {"X1": ""}
    assert seeing.used[-1] == {"records": ("received_at?", "finished_at?")}


def test_a_unit_without_a_figure_says_what_it_lacks(look):
    view = look()
    rows = {
        "records": [
            *RECORDS,
            {"unit": "X2", "record_id": "9", "received_at": day(2024, 1, 1), "finished_at": day(2024, 1, 2)},
        ]
    }
    source = case_source(rows, view.frames.source.schemas, ZONE)
    frames = Frames(Lacking(source.schemas, source.tables), ZONE)
    figures = replace(view, frames=frames, used=[], awaited=[], remembered={}).indicators("finished", lacking=True)
    assert figures["lacks"].to_dict() == {"X1": "", "X2": "records.finished_at"}
    assert figures.loc["X2", "denominator"] == 0
