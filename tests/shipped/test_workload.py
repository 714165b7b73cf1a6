"""What one officer received in a day: whose day it is, which day it is, and what is never shown."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

NOW = "2025-07-29T08:00:00+07:00"
TUESDAY = datetime.fromisoformat("2025-07-15T08:00:00+07:00")
ROSTER = {"staff": [{"person_id": "002085009999", "name": "Lò Văn Mẫu", "class": "helper", "account": "cb.hotro"}]}


def records(count, **columns):
    usual = {"unit": "H60.27", "receiver": "cb.motcua01", "channel": "online", "account": "cb.hotro"}
    return [
        {"record_id": f"{n}", "received_at": TUESDAY + timedelta(minutes=20 * n), "applicant_id": f"0020850{n:05}"}
        | usual
        | columns
        for n in range(count)
    ]


def told(asked, rows, **settings):
    return asked("officer_day", rows, NOW, period="2025-Q3", references=ROSTER, **settings).judgement.findings


@pytest.mark.parametrize(("count", "found"), [(14, 0), (15, 1), (16, 1)])
def test_a_day_is_told_from_fifteen_records_on(asked, count, found):
    assert len(told(asked, records(count))) == found


def test_the_officer_stands_masked_beside_the_day(asked):
    [found] = told(asked, records(15))
    officer, day = found.subject.split(" · ")
    assert officer.startswith("cb…")
    assert "motcua01" not in found.subject
    assert day == "2025-07-15"
    assert not any("motcua" in str(fact) for fact in found.facts.values())


def test_each_officer_and_each_unit_has_a_day_of_its_own(asked):
    rows = [*records(15), *records(14, receiver="cb.motcua02"), *records(14, unit="H60.28")]
    rows = [{**row, "record_id": f"{n}"} for n, row in enumerate(rows)]
    assert [(one.unit, one.count) for one in told(asked, rows)] == [("H60.27", 15)]


@pytest.mark.parametrize(
    ("columns", "assisted"),
    [
        ({}, True),
        ({"channel": "counter"}, False),
        ({"account": "cd.1"}, False),
        ({"account": "cd.1", "authorised": True}, True),
        ({"account": "cb.motcua01"}, True),  # who submitted received it too
        ({"applicant_id": "002085009999"}, False),  # somebody of the roster for himself
        ({"applicant_id": None, "applicant_name": "Lò Văn Mẫu"}, False),
    ],
)
def test_what_counts_as_assisted(asked, columns, assisted):
    rows = records(3, **columns)
    assert [one.count for one in told(asked, rows, least=3)] == [3] * assisted
    assert [one.count for one in told(asked, rows, least=3, which="others")] == [3] * (not assisted)


def test_overtime_stays_with_its_day_and_a_holiday_goes_to_the_next_working_one(asked):
    evening = records(2, received_at=TUESDAY.replace(hour=21))
    independence = records(2, received_at=datetime.fromisoformat("2025-09-02T09:00:00+07:00"))
    rows = [{**row, "record_id": f"{n}"} for n, row in enumerate([*evening, *independence])]
    found = asked("officer_day", rows, "2025-09-20T08:00:00+07:00", period="2025-Q3", references=ROSTER, least=2)
    assert [one.subject.split(" · ")[1] for one in found.judgement.findings] == ["2025-07-15", "2025-09-03"]


def test_a_handling_officer_may_be_counted_instead(asked):
    rows = records(2, officer="cb.thamdinh")
    [found] = told(asked, rows, least=2, by="officer")
    assert "thamdinh" not in found.subject
    assert found.subject.startswith("cb…")


def test_without_a_receiver_a_unit_is_blind_and_says_why(asked):
    answer = asked("officer_day", records(2, receiver=None), NOW, period="2025-Q3", references=ROSTER, least=1)
    assert answer.judgement.skipped == {"H60.27": {"receiver missing": 2}}
    assert list(answer.blind) == ["H60.27"]
