"""What each profile counts: the same records four ways, and what a profile cannot tell."""

from __future__ import annotations

from datetime import datetime

import pytest

from reform_tui.config.project import load_project
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.frames import Frames
from reform_tui.engine.view import Asker, RuleView
from reform_tui.model.period import period_named
from reform_tui.model.schema import BUILT_IN
from reform_tui.sdk import LATENESS, lateness

PROFILES = ("province_06a", "report_06", "to_the_second", "national_766")
NOW = "2025-03-20T08:00:00+07:00"
DUE, LATER, NEXT_DAY = "2025-03-11T10:00:00+07:00", "2025-03-11T16:00:00+07:00", "2025-03-12T08:00:00+07:00"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "reform.toml").write_text('name = "Cao Bằng"\nprovince = "H14"\n', "utf-8")
    return load_project(root, BUILT_IN)


@pytest.fixture(scope="module")
def told(project):
    """Tell one record, or several, under a profile, with limits of procedures."""

    def told(profile, *rows, now=NOW, period="all", procedures=()):
        tables = {"records": [times(row) for row in rows], "reference.procedures": [times(row) for row in procedures]}
        zone = project.calendar.zone
        frames = Frames(case_source(tables, project.schemas, zone), zone)
        asker = Asker("test", {"records": LATENESS}, ("procedures",))
        known = period_named(period, zone)
        return lateness(RuleView(frames, asker, datetime.fromisoformat(now), known, project.calendar), profile)

    return told


def times(row):
    named = ("_at", "from", "to")
    return {name: datetime.fromisoformat(v) if name.endswith(named) else v for name, v in row.items()}


def word(told, profile, row, **given):
    """Say in one word what became of the record."""
    late = told(profile, row, **given)
    [one] = late.rows.to_dict("records")
    skipped = [reason for reason, rows in late.unreadable.items() if rows.all()]
    if skipped:
        return skipped[0]
    if one["apart"]:
        return "apart"
    if one["late"]:
        return "finished late" if one["finished_late"] else "pending late"
    return "assumed" if one["assumed"] else "open" if one["open"] else "on time"


def record(**columns):
    return {"received_at": "2025-03-03T08:00:00+07:00", "due_at": DUE, **columns}


TABLE = [
    # name, record, A, B, C, D: docs/rules.md, "Late, by which count"
    ("finished later on the due day", record(finished_at=LATER, returned_at=LATER),
     "on time", "finished late", "finished late", "finished late"),
    ("finished at the due moment, returned later", record(finished_at=DUE, returned_at=LATER),
     "on time", "finished late", "on time", "on time"),
    ("finished the day after", record(finished_at=NEXT_DAY, returned_at=NEXT_DAY),
     "finished late", "finished late", "finished late", "finished late"),
    ("finished, the return is missing", record(finished_at=DUE),
     "on time", "finished, but the day of return is missing", "on time", "on time"),
    ("returned, the finish is missing", record(returned_at=DUE, status="returned"),
     "pending late", "on time", "pending late", "on time"),
    ("open after the due day", record(status="processing"),
     "pending late", "pending late", "pending late", "pending late"),
    ("no due date, finished", record(due_at=None, finished_at=DUE, returned_at=DUE),
     "assumed", "assumed", "assumed", "due date missing, and no limit of its procedure known"),
    ("waits for supplements, asked in time", record(status="supplement", supplement_requested_at="2025-03-05T08:00:00+07:00"),
     "on time", "apart", "apart", "on time"),
    ("waits for supplements, asked too late", record(status="supplement", supplement_requested_at=NEXT_DAY),
     "on time", "apart", "apart", "finished late"),
    ("waits for supplements, since when is missing", record(status="supplement"),
     "on time", "apart", "apart", "late unless a supplement whose dates are missing excuses it"),
    ("waits for payment", record(status="payment"), "on time", "apart", "apart", "pending late"),
    ("stopped, the day is missing", record(status="stopped"),
     "on time", "apart", "apart", "finished, on a day that is missing"),
    ("stopped in time", record(status="stopped", finished_at=DUE), "on time", "apart", "apart", "on time"),
    ("withdrawn late", record(status="withdrawn", finished_at=NEXT_DAY), "on time", "apart", "apart", "finished late"),
    ("refused late", record(status="refused", finished_at=NEXT_DAY), "on time", "apart", "apart", "finished late"),
    ("never received, refused", record(received_at=None, submitted_at=DUE, status="refused", finished_at=NEXT_DAY),
     "on time", "apart", "apart", "apart"),
    ("supplements asked for twice, and finished in time", record(supplements=2, finished_at=DUE, returned_at=DUE),
     "on time", "on time", "on time", "finished late"),
    ("supplements asked for twice, due later", record(supplements=2, due_at="2025-03-28T10:00:00+07:00"),
     "open", "open", "open", "pending late"),
    ("the time of a supplement is subtracted",
     record(supplements=1, supplement_requested_at="2025-03-05T08:00:00+07:00",
            supplemented_at="2025-03-07T08:00:00+07:00", finished_at="2025-03-13T10:00:00+07:00", returned_at=DUE),
     "finished late", "on time", "finished late", "on time"),
    ("late by a second beyond its supplement",
     record(supplements=1, supplement_requested_at="2025-03-05T08:00:00+07:00",
            supplemented_at="2025-03-07T08:00:00+07:00", finished_at="2025-03-13T10:00:01+07:00", returned_at=DUE),
     "finished late", "on time", "finished late", "finished late"),
    ("late, and when the supplement came is missing",
     record(status="done", supplement_requested_at="2025-03-05T08:00:00+07:00", finished_at=NEXT_DAY, returned_at=NEXT_DAY),
     "finished late", "finished late", "finished late", "late unless a supplement whose dates are missing excuses it"),
    ("on time whenever the supplement came",
     record(status="done", supplement_requested_at="2025-03-05T08:00:00+07:00", finished_at=DUE, returned_at=DUE),
     "on time", "on time", "on time", "on time"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "words"), [(row[1], row[2:]) for row in TABLE], ids=[row[0] for row in TABLE])
def test_one_record_four_ways(told, row, words):
    given = {name: value for name, value in row.items() if value is not None}
    assert tuple(word(told, profile, given) for profile in PROFILES) == words


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("now", "late"), [("2025-03-11T23:59:59+07:00", False), ("2025-03-12T00:00:00+07:00", True)], ids=["before", "at"]
)
def test_an_open_record_is_late_from_the_moment_that_was_promised(told, profile, now, late):
    at = told(profile, record(), now="2025-03-11T09:00:00+07:00").rows["late_from"].iloc[0]
    expected = "2025-03-11T10:00:00.000001+07:00" if profile == "to_the_second" else "2025-03-12T00:00:00+07:00"
    assert at == datetime.fromisoformat(expected)
    assert told(profile, record(), now=at.isoformat()).rows["late"].all()
    assert told(profile, record(), now=now).rows["late"].all() == (late or profile == "to_the_second")


@pytest.mark.parametrize(
    ("profile", "late"), [("province_06a", 1), ("report_06", 1), ("to_the_second", 2), ("national_766", 1)]
)
def test_a_period_that_is_over_is_measured_at_its_last_day(told, profile, late):
    """What was due on the last day and is open counts as late by days only in the period after it."""
    rows = [record(due_at=f"2025-03-{day}T10:00:00+07:00") for day in (30, 31)]
    over = told(profile, *rows, now="2025-05-01T08:00:00+07:00", period="2025-Q1").rows
    assert over["pending_late"].sum() == late
    assert told(profile, *rows, now="2025-05-01T08:00:00+07:00", period="2025-Q2").rows["late"].sum() == 2


LIMITS = [
    {"procedure": "1.000001", "limit": 16, "counted": "hours", "limit_online": 8},
    {"procedure": "1.000002", "limit": 3, "counted": "Ngày làm việc"},
    {"procedure": "1.000003", "limit": 5, "counted": "Ngày"},
    {"procedure": "1.000004", "limit": 5, "counted": "working days", "to": "2025-03-05T00:00:00+07:00"},
    {"procedure": "1.000004", "limit": 1, "counted": "working days", "from": "2025-03-06T00:00:00+07:00"},
    {"procedure": "1.000005", "counted": "hours"},
    {"procedure": "1.000006", "limit": 5, "counted": "weeks"},
]


@pytest.mark.parametrize(
    ("columns", "due"),
    [
        ({"procedure": "1.000001"}, "2025-03-05T08:00:00+07:00"),
        ({"procedure": "1.000001", "channel": "online"}, "2025-03-04T08:00:00+07:00"),
        ({"procedure": "1.000001.000.00.00.H14"}, "2025-03-05T08:00:00+07:00"),
        ({"procedure": "1.000002"}, "2025-03-06T08:00:00+07:00"),
        ({"procedure": "1.000002", "received_at": "2025-03-03T18:00:00+07:00"}, "2025-03-06T17:00:00+07:00"),
        ({"procedure": "1.000003"}, "2025-03-10T08:00:00+07:00"),  # the 8th is a Saturday
        ({"procedure": "1.000003", "received_at": "2025-01-23T08:00:00+07:00"}, "2025-02-03T08:00:00+07:00"),  # Tết
        ({"procedure": "1.000004"}, "2025-03-10T08:00:00+07:00"),
        ({"procedure": "1.000004", "received_at": "2025-03-06T08:00:00+07:00"}, "2025-03-07T08:00:00+07:00"),
        (
            {"procedure": "1.000001", "supplement_requested_at": "2025-03-03T10:00:00+07:00",
             "supplemented_at": "2025-03-03T14:30:00+07:00"},
            "2025-03-05T10:30:00+07:00",
        ),
        ({"procedure": "1.000005"}, None),
        ({"procedure": "1.000006"}, None),
        ({"procedure": "9.999999"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_without_a_due_date_the_limit_of_the_procedure_counts(told, columns, due):
    row = {"received_at": "2025-03-03T08:00:00+07:00", **columns}
    late = told("national_766", row, procedures=LIMITS)
    [at] = late.rows["due"]
    assert (
        at == datetime.fromisoformat(due)
        if due
        else late.unreadable["due date missing, and no limit of its procedure known"].all()
    )
    for other in PROFILES[:3]:
        assert told(other, row, procedures=LIMITS).rows["assumed"].all()


def test_a_limit_is_never_put_before_a_due_date(told):
    [due] = told("national_766", record(procedure="1.000002"), procedures=LIMITS).rows["due"]
    assert due == datetime.fromisoformat(DUE)


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_said_of_nothing(told, profile):
    assert told(profile).rows.empty
    bare = told(profile, {"unit": "X1"})
    assert not bare.rows["late"].any()
