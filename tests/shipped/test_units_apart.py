"""No answer of a unit depends on which other units share the view: three hundred random records, alone and together."""

from __future__ import annotations

from datetime import datetime, timedelta
from string import Formatter

import numpy as np
import pytest

START = datetime.fromisoformat("2025-03-03T08:00:00+07:00")
CHECKS = {
    "overdue_by_field": {"profile": "to_the_second"},
    "due_soon": {"profile": "national_766", "within": "9wd"},
    "data_error": {"error": "finished_before_received"},
    "accepted_late": {"within": "2wh"},
    "proxy_submission": {"owners_day": 2, "staff_owners": 2, "phone_month": 2},
    "proxy_by_right": {"classes": ["officer"]},
    "officer_day": {"least": 1, "by": "receiver"},
    "target_gap": {"indicator": "on-time-received", "least": 5},
}
STAFF = {"staff": [{"person_id": "1", "account": "tk1", "name": "a", "class": "officer"}], "allow": [{"device": "tb0"}]}


def records(count=300, seed=7):
    random = np.random.default_rng(seed)

    def some(names, share=0.8):
        return [str(random.choice(names)) if random.random() < share else None for _ in range(count)]

    def times(share):
        hours = random.integers(0, 24 * 20, count)
        return [START + timedelta(hours=int(hour)) if random.random() < share else None for hour in hours]

    columns = {
        "unit": [f"H14.{random.integers(1, 7)}" for _ in range(count)],
        "channel": some(["online", "online", "counter", "post"]),
        "field": some(["Đất đai", "Hộ tịch"]),
        "status": some(["processing", "done", "supplement", "withdrawn"]),
        "submitted_at": times(0.8),
        "received_at": times(0.9),
        "due_at": times(0.8),
        "finished_at": times(0.5),
        "account": some([f"tk{n}" for n in range(6)]),
        "device": some([f"tb{n}" for n in range(4)], 0.5),
        "applicant_phone": some([f"091234567{n}" for n in range(6)]),
        "applicant_id": some([f"00408500000{n}" for n in range(9)], 0.9),
        "applicant_name": some(["Nông Văn A", "Lý Thị B"], 0.5),
        "receiver": some(["a", "b", "tk2"]),
    }
    return [
        dict(zip(columns, row, strict=True)) | {"record_id": str(n)}
        for n, row in enumerate(zip(*columns.values(), strict=True))
    ]


@pytest.mark.parametrize("check", [name for name in CHECKS if name != "proxy_submission"])  # that is of province grain
@pytest.mark.parametrize("period", ["all", "2025-Q1"])
def test_alone_and_together(asked, check, period):
    rows, now = records(), "2025-03-15T08:00:00+07:00"

    def said(of):
        return asked(check, of, now, period=period, references=STAFF, **CHECKS[check])

    together = said(rows)
    assert together.judgement.findings
    for unit in {row["unit"] for row in rows}:
        alone = said([row for row in rows if row["unit"] == unit])
        assert [each for each in together.judgement.findings if each.unit == unit] == list(alone.judgement.findings)
        assert together.judgement.judged[unit] == alone.judgement.judged[unit]
        assert together.judgement.skipped.get(unit) == alone.judgement.skipped.get(unit)
        assert together.next_change.get(unit) == alone.next_change.get(unit)


@pytest.mark.parametrize("check", [*CHECKS, "proxy_across_units"])
def test_the_order_of_the_rows_does_not_matter(asked, check):
    rows, settings = records(120), CHECKS.get(check, CHECKS["proxy_submission"])
    said = [
        asked(check, order, "2025-03-15T08:00:00+07:00", references=STAFF, **settings) for order in (rows, rows[::-1])
    ]
    findings = [sorted(answer.judgement.findings, key=lambda found: (found.unit, found.subject)) for answer in said]
    assert findings[0] == findings[1]


@pytest.mark.parametrize("check", [*CHECKS, "proxy_across_units"])
@pytest.mark.parametrize(
    "rows", [[], [{}], [{"unit": "X1", "channel": "online"}, {"unit": "X2", "received_at": START}]]
)
def test_empty_frames_and_empty_columns_do_no_harm(asked, check, rows):
    settings = CHECKS.get(check, CHECKS["proxy_submission"])
    answer = asked(check, rows, "2025-03-15T08:00:00+07:00", period="2025-Q1", references=STAFF, **settings)
    assert answer.judgement.findings == ()


@pytest.mark.parametrize("check", [*CHECKS, "proxy_across_units"])
def test_every_brace_of_a_sentence_is_a_fact(asked, plugins, check):
    settings = CHECKS.get(check, CHECKS["proxy_submission"])
    answer = asked(check, records(), "2025-03-15T08:00:00+07:00", period="2025-Q1", references=STAFF, **settings)
    assert answer.judgement.findings
    always = {"count", "of", "share", "value", "unit", "subject"}
    for found in answer.judgement.findings:
        for language, sentence in plugins.checks[check].sentences[found.template].items():
            lacking = {name for _, name, _, _ in Formatter().parse(sentence) if name} - always - set(found.facts)
            assert lacking == set(), f"{found.template} {language}"
