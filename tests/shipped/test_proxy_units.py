"""What the cases of unit-level checks do not reach: campaigns, slow climbs, quiet units, and units apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

NOW = "2025-09-15T08:00:00+07:00"


def month(number, online, accounts, counter=20, unit="X1"):
    """Records of one month, of which so many were filed online by so many accounts."""
    start = datetime.fromisoformat(f"2025-{number:02}-01T09:00:00+07:00")
    return [
        {
            "unit": unit,
            "record_id": f"{number}-{n}",
            "channel": "online" if n < online else "counter",
            "received_at": start + timedelta(hours=n),
            "applicant_id": f"00408{number}{n:05}",
            "account": f"tk{number}.{n % accounts}" if n < online else None,
        }
        for n in range(online + counter)
    ]


def told(asked, rows, **settings):
    return [found.subject for found in asked("online_shift", rows, NOW, period="2025", **settings).judgement.findings]


def quiet(months=(1, 2, 3), **more):
    return [row for number in months for row in month(number, 12, 12, **more)]


def test_a_jump_with_few_accounts_is_told_and_a_campaign_is_not(asked):
    assert told(asked, quiet() + month(4, 40, 5, counter=4)) == ["2025-04"]
    assert told(asked, quiet() + month(4, 40, 40, counter=4)) == []


def test_a_jump_within_what_the_unit_always_did_is_none(asked):
    swings = month(1, 4, 4, 40) + month(2, 30, 30, 10) + month(3, 6, 6, 40)
    assert told(asked, swings + month(4, 24, 3, 20)) == []


def test_steps_too_small_to_be_told_alone_add_up(asked):
    climb = [
        row for number, online in ((4, 19), (5, 20), (6, 21), (7, 22), (8, 23)) for row in month(number, online, 4)
    ]
    assert "2025-08" in told(asked, quiet() + climb)


def test_a_month_with_too_few_records_is_no_month(asked):
    assert told(asked, quiet() + month(4, 25, 2, counter=1)) == []
    assert told(asked, quiet() + month(4, 25, 2, counter=1), least=20) == ["2025-04"]


def test_three_months_must_have_gone_before(asked):
    assert told(asked, quiet((1, 2)) + month(3, 40, 5, counter=4)) == []


@pytest.mark.parametrize("unit", ["X1", "X2"])
def test_no_unit_answers_for_another(asked, unit):
    jumped = quiet() + month(4, 40, 5, counter=4)
    rows = jumped + [row | {"unit": "X2", "account": None} for row in jumped] + month(5, 9, 9, unit="X3")
    together = asked("online_shift", rows, NOW, period="2025")
    alone = asked("online_shift", [row for row in rows if row["unit"] == unit], NOW, period="2025")
    assert [found for found in together.judgement.findings if found.unit == unit] == list(alone.judgement.findings)
    assert together.judgement.judged[unit] == alone.judgement.judged[unit]


def test_the_evidence_is_the_month_s_online_records(asked):
    [found] = asked("online_shift", quiet() + month(4, 40, 5, counter=4), NOW, period="2025").judgement.findings
    assert (found.count, found.of, len(found.evidence)) == (40, 44, 40)
    assert (found.facts["accounts"], found.facts["owners"]) == (5, 40)


def test_the_next_change_is_the_end_of_the_month(asked):
    now = "2025-04-10T08:00:00+07:00"
    answer = asked("online_shift", quiet() + month(4, 5, 5), now, period="2025")
    assert answer.next_change["X1"] == datetime.fromisoformat("2025-05-01T00:00:00+07:00")


def test_what_is_filed_by_right_is_shown_by_what_gives_the_right(asked):
    rows = [row | {"authorised": n == 0} for n, row in enumerate(month(4, 4, 4))]
    listed = {"allow": [{"account": "tk4.1"}], "staff": [{"person_id": "1", "account": "tk4.2", "class": "agent"}]}
    found = asked("proxy_by_right", rows, NOW, references=listed).judgement.findings
    assert {each.subject: (each.count, each.of) for each in found} == {
        "authorised": (1, 4), "allow": (1, 4), "agent": (1, 4),
    }  # fmt: skip
