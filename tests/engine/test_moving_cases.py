"""A case whose clock moves: alerts live as the engine's do, rows arrive, files are read; and proofs in one view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import xlsxwriter

from reform_tui.config.rule_types import Case, Indicator, Moment, Rule, Threshold
from reform_tui.engine.cases import clock
from reform_tui.engine.cases.run import run_cases
from reform_tui.model.silence import Silence
from reform_tui.sdk import judge, never

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2025, 3, 12, 8, tzinfo=ZONE)
DUE = START + timedelta(hours=10)
DAY = timedelta(days=1)
OPEN = {"record_id": "H14.36-250301-0001", "field": "Đất đai", "due_at": DUE}
DONE = {"record_id": "H14.36-250301-0001", "finished_at": START + 4 * DAY}


@dataclass(frozen=True)
class Due:
    """Open records past their due date, by field."""

    reads: ClassVar = {"records": ("field", "due_at", "finished_at")}
    sentences: ClassVar = {"found": {"vi": "{count} trễ", "en": "{count} late in {unit}"}}

    def find(self, view):
        rows = view.records
        late = rows["finished_at"].isna() & (rows["due_at"] < view.now)
        return judge(rows, by=["unit", "field"], where=late)

    def next_change(self, view):
        rows = view.records
        return view.next_after(rows["due_at"] + pd.Timedelta(1, "us"), rows["unit"])


@pytest.fixture
def run(plugins, calendar, schemas):
    def run(*cases, check=Due, settings=None, **changed):
        using = replace(plugins, checks={"due": check})
        rule = Rule("late", Path("rules/late.toml"), "due", settings or {}, "all", cases=cases, **changed)
        return [result.faults for result in run_cases([rule], [], using, calendar, ZONE, schemas)]

    return run


def moving(*moments, rows=(OPEN,), name="moves"):
    return Case(name, rows={"records": tuple(rows)}, at=moments)


def at(days, *alerts, rows=(), **more):
    return Moment(START + days * DAY, {"records": tuple(rows)} if rows else {}, alerts=alerts, **more)


def test_an_alert_lives_as_the_engine_would_let_it(run):
    since = DUE + timedelta(microseconds=1)
    case = moving(
        at(0),
        at(1, {"subject": "Đất đai", "state": "pending", "since": since}),
        at(3, {"state": "firing", "since": since, "severity": "warning", "count": 1}),
        at(4, {"state": "resolved"}, rows=[DONE]),
        at(5),
    )
    assert run(case, hold=timedelta(days=2)) == [()]


def test_an_export_that_lies_ahead_is_seen_when_the_clock_reaches_it(run):
    @dataclass(frozen=True)
    class Moved(Due):
        """Records whose due date was another one in an earlier export."""

        def find(self, view):
            said = view.revisions
            moved = said["due_at"] != said["due_at"].groupby(said["line"]).shift(fill_value=DUE)
            return judge(view.records, by=["unit", "field"], where=view.records["key"].isin(said.loc[moved, "key"]))

        def next_change(self, view):
            return never()

    said = [{**OPEN, "exported_at": START - DAY}, {**OPEN, "exported_at": START + 2 * DAY, "due_at": DUE + DAY}]
    told = [{name: row[name] for name in ("record_id", "exported_at", "due_at")} for row in said]
    case = moving(at(0), at(1), at(3, {"state": "firing", "since": START + 2 * DAY}), name="later")
    assert run(replace(case, rows={"records": (OPEN,), "revisions": tuple(told)}), check=Moved) == [()]


def test_one_that_began_and_ended_between_two_moments_is_seen_as_ended(run):
    case = moving(at(0), at(4, {"state": "resolved"}), rows=[OPEN, {**OPEN, **DONE, "finished_at": START + 3 * DAY}])
    rows = {"record_id": "7", "field": "Hộ tịch", "due_at": DUE, "finished_at": START + DAY}
    assert run(replace(case, rows={"records": (rows,)})) == [()]


def test_an_end_need_not_be_told_but_what_stands_must_be(run):
    [faults] = run(moving(at(1), at(4, rows=[DONE])))
    assert faults == (
        "at 1: now = 2025-03-13T08:00:00+07:00, period all",
        "alerts (- expected, + found)",
        '+ { unit = "X1", subject = "Đất đai", state = "firing", severity = "warning", count = 1, of = 1 }',
    )
    assert run(moving(at(1, {"state": "firing"}), at(4, rows=[DONE]))) == [()]


def test_what_somebody_acknowledged_fires_again_when_it_gets_worse(run):
    more = {**OPEN, "record_id": "H14.36-250301-0002"}
    case = moving(
        at(1, {"state": "firing"}, acknowledge=({"subject": "Đất đai"},)),
        at(2, {"state": "acknowledged", "severity": "warning"}),
        at(3, {"state": "firing", "severity": "critical"}, rows=[more]),
    )
    assert run(case, warning=Threshold(1), critical=Threshold(2)) == [()]
    [[fault]] = run(replace(case, at=(at(0, acknowledge=({"subject": "Đất đai"},)), *case.at)))
    assert fault == 'acknowledge: no alert stands that agrees with { subject = "Đất đai" }'


def test_an_alert_says_its_message_and_whether_it_is_silenced(run):
    message = {"vi": "Đất đai: 1 trễ", "en": "Đất đai: one in X1"}
    silence = Silence("late", "An", "flood", START + 2 * DAY)
    case = moving(
        at(1, {"message": message, "silenced": True}), at(3, {"message": {"vi": message["vi"]}, "silenced": False})
    )
    assert run(case, message={"en": "one in {unit}"}, silences=(silence,)) == [()]
    [faults] = run(moving(at(1, {"message": {"en": "x"}})))
    assert faults[2:] == (
        '- {                                   message = { en = "x" } }',
        '+ { unit = "X1", subject = "Đất đai", message = { en = "Đất đai: 1 late in X1" } }',
    )


def test_a_period_that_is_over_ends_its_alerts(plugins, calendar, schemas, run):
    april = Moment(datetime(2025, 4, 2, tzinfo=ZONE), alerts=({"state": "firing", "period": "2025-Q2"},))
    resolved = replace(april, alerts=(*april.alerts, {"state": "resolved", "period": "2025-Q1"}))
    case = moving(at(1, {"state": "firing", "period": "2025-Q1"}), resolved)
    assert run(replace(case, period="quarter")) == [()]


def test_a_check_that_promises_without_end_is_told(run, monkeypatch):
    class Restless(Due):
        def next_change(self, view):
            return pd.Series([pd.Timestamp(view.now) + pd.Timedelta(1, "s")], index=["X1"])

    monkeypatch.setattr(clock, "WAKES", 20)
    [[fault]] = run(moving(at(0), at(1)), check=dataclass(frozen=True)(Restless))
    assert fault.startswith("next_change promises more than 20 changes before 2025-03-13 08:00:00+07:00")


def test_an_arriving_row_speaks_for_its_columns_alone_or_is_new(run):
    rows = [{"field": "Đất đai", "due_at": DUE}]  # without a key: another record than those that stand
    case = moving(
        Moment(START + DAY, expect=({"subject": "Đất đai", "count": 1, "of": 1},)),
        Moment(START + 2 * DAY, {"records": tuple(rows)}, expect=({"count": 2, "of": 2},)),
        Moment(START + 5 * DAY, {"records": (DONE,)}, expect=({"count": 1, "of": 2, "evidence": ["X1|2"]},)),
    )
    assert run(case) == [()]


def test_an_indicator_moves_too_and_has_no_alerts(plugins, calendar, schemas):
    rows = {"records": ({"record_id": "1"},)}
    first = Moment(START, expect=({"numerator": 0, "denominator": 1},))
    later = Moment(START + DAY, {"records": ({"record_id": "1", "finished_at": START},)}, expect=({"numerator": 1},))
    case = Case("moves", rows=rows, at=(first, later))
    wrong = replace(case, at=(replace(first, alerts=()), replace(later, expect=({"numerator": 2},))))
    indicator = Indicator("done", Path("rules/x.toml"), "finished", cases=(case, wrong))
    good, bad = run_cases([], [indicator], plugins, calendar, ZONE, schemas)
    assert good.faults == ()
    assert bad.faults == (
        "at 1: now = 2025-03-12T08:00:00+07:00, period 2025-Q1",
        "alerts: an indicator has none; the rule that compares it with its target has",
        "at 2: now = 2025-03-13T08:00:00+07:00, period 2025-Q1",
        "expect (- expected, + found)",
        "- {              numerator = 2 }",
        '+ { unit = "X1", numerator = 1 }',
    )


CSV = "record_id,field,due_at\nH14.36-250301-0001,Đất đai,12/03/2025 18:00\n"


def in_file(path, name="late.csv"):
    return Case("in a file", START + DAY, {"records": path / name}, ({"subject": "Đất đai", "unit": "X1"},))


def test_rows_may_stand_in_a_file_of_any_kind_that_feeds_read(run, tmp_path):
    (tmp_path / "late.csv").write_text(CSV, "utf-8")
    (tmp_path / "late.jsonl").write_text('{"field": "Đất đai", "due_at": "2025-03-12T18:00:00+07:00"}\n', "utf-8")
    with xlsxwriter.Workbook(tmp_path / "late.xlsx") as book:
        for number, line in enumerate(CSV.splitlines()):
            book.add_worksheet() if not number else None
            book.worksheets()[0].write_row(number, 0, line.split(","))
    assert run(*(in_file(tmp_path, f"late.{ending}") for ending in ("csv", "jsonl", "xlsx"))) == [(), (), ()]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (CSV.replace("field", "feild"), "the heading 'feild' is no column of records, did you mean 'field'?"),
        (CSV.replace("12/03", "31/02"), "row 2, due_at: a time is not a day that exists"),
        ("", "the file is empty"),
        (None, "No such file or directory; the path begins at the rules file"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_its_name_and_row(run, tmp_path, content, sentence):
    if content is not None:
        (tmp_path / "late.csv").write_text(content, "utf-8")
    [[fault]] = run(in_file(tmp_path))
    assert fault.startswith(f"records: late.csv: {sentence}")
    [[later]] = run(moving(at(0), Moment(START + DAY, {"records": tmp_path / "late.csv"}, alerts=())))
    assert later == f"at 2: {fault}"


def test_a_row_of_a_moment_is_told_where_it_is_written(run):
    [[fault]] = run(moving(at(0), at(1, rows=[{"field": "x"}, {"due_at": "soon"}])))
    assert fault == "at 2: records: row 2: 'due_at' is no time"


def test_a_broken_promise_is_found_among_many_cases_and_told_of_its_own(run):
    class Blind(Due):
        """Forgets what becomes late in the field Hộ tịch."""

        def next_change(self, view):
            rows = view.records[view.records["field"] != "Hộ tịch"]
            return view.next_after(rows["due_at"] + pd.Timedelta(1, "us"), rows["unit"])

    bad = moving(at(0), rows=[{**OPEN, "field": "Hộ tịch"}], name="bad")
    good, [fault] = run(moving(at(0)), bad, check=dataclass(frozen=True)(Blind))
    assert good == ()
    assert fault.startswith("next_change says that X1 changes never, but at 2025-03-12T18:00:01+07:00 find gives")


def test_a_rule_that_names_its_units_is_proved_under_their_own_names(run):
    @dataclass(frozen=True)
    class Named(Due):
        """Only one unit, which its rule names; it never says when that changes."""

        unit: str = "X1"

        def find(self, view):
            found = super().find(view)
            return replace(found, findings=tuple(f for f in found.findings if f.unit == self.unit))

        def next_change(self, view):
            return super().next_change(view)[:0]

    quiet = moving(at(0))
    [fault], _ = run(quiet, replace(quiet, name="other"), check=Named, settings={"unit": "X1"})
    assert fault.startswith("next_change says that X1 changes never")


def test_an_answer_that_never_looks_at_the_clock_is_asked_only_when_rows_change(run):
    asked = []

    @dataclass(frozen=True)
    class Timeless(Due):
        def find(self, view):
            asked.append(view.period)
            return judge(view.records, by=["unit", "field"], where=view.records["finished_at"].notna())

        def next_change(self, view):
            return super().next_change(view)[:0]

    assert run(moving(at(0)), check=Timeless) == [()]
    assert len(asked) < 10
    later = {**OPEN, "received_at": START + DAY, "finished_at": START + 2 * DAY}
    assert run(moving(at(0), rows=[later]), check=Timeless) == [()]  # rows that become known are no broken promise
