"""Questions of integrity where the rules' cases do not reach: what blinds them, what they say, the clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from string import Formatter

import pytest

from reform_tui.engine.cases.rows import case_source

NOW = "2025-03-20T08:00:00+07:00"
MARCH = datetime.fromisoformat("2025-03-03T08:00:00+07:00")
DUE = datetime.fromisoformat("2025-03-11T16:12:33+07:00")


def at(text):
    return datetime.fromisoformat(f"2025-{text}+07:00")


def said(exported, **columns):
    return {"record_id": "1", "exported_at": at(exported), **columns}


FOUND = {
    "data_error": ({"error": "no_receipt"}, {"submitted_at": MARCH}, []),
    "accepted_late": ({}, {"channel": "online", "submitted_at": MARCH, "received_at": DUE}, []),
    "finished_at_due": ({}, {"received_at": MARCH, "due_at": DUE, "finished_at": DUE}, []),
    "date_moved": (
        {"date": "due_at"},
        {"received_at": MARCH, "due_at": DUE},
        [said("03-04T18:00:00", due_at=at("03-07T17:00:00")), said("03-05T18:00:00", due_at=DUE)],
    ),
    "open_after_finish": (
        {},
        {"received_at": MARCH, "finished_at": DUE},
        [said("03-13T18:00:00", status="processing"), said("03-14T18:00:00", status="done", finished_at=DUE)],
    ),
    "paused_near_due": (
        {},
        {"received_at": MARCH, "due_at": DUE, "status": "payment"},
        [said("03-11T07:30:00", status="processing"), said("03-12T18:00:00", status="payment")],
    ),
    "paused_again": ({}, {"received_at": MARCH, "supplements": 2}, []),
}


@pytest.fixture
def found(asked, project):
    """Ask a check about one record and what it was."""

    def found(check, row, deliveries, now=NOW, **settings):
        tables = {"records": [{"record_id": "1", **row}], "revisions": deliveries}
        return asked(check, case_source(tables, project.schemas, project.calendar.zone), now, **settings)

    return found


@pytest.mark.parametrize("check", FOUND)
def test_each_says_what_it_found_in_neutral_words(found, plugins, check):
    settings, row, deliveries = FOUND[check]
    [finding] = found(check, row, deliveries, **settings).judgement.findings
    assert (finding.count, finding.of, finding.unit) == (1, 1, "X1")
    always = {"count", "of", "share", "value", "unit", "subject"}
    for language, sentence in plugins.checks[check].sentences[finding.template].items():
        assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= always | set(finding.facts)
        assert re.search({"vi": "cần kiểm tra$", "en": "to verify$"}[language], sentence), sentence


@pytest.mark.parametrize("check", FOUND)
def test_every_rule_says_where_it_comes_from(plugins, check):
    assert re.search(r"source of 2025|source of one|system|Nghị định|Decision", plugins.checks[check].__doc__)


@pytest.mark.parametrize("check", FOUND)
def test_one_export_without_the_columns_makes_no_rule_blind(found, check):
    """A province that delivers less is not told so by every rule."""
    answer = found(check, {"received_at": MARCH}, [said("03-04T18:00:00")], **FOUND[check][0])
    assert (answer.judgement.findings, answer.blind) == ((), {})


def test_a_delivery_ahead_of_the_clock_is_known_when_it_comes(found):
    settings, row, deliveries = FOUND["date_moved"]
    early = found("date_moved", row, deliveries, now="2025-03-05T08:00:00+07:00", **settings)
    assert early.judgement.findings == ()
    assert early.next_change == {"X1": datetime(2025, 3, 5, 11, tzinfo=UTC)}


def test_exports_that_never_tell_a_status_are_told(found):
    deliveries = [said("03-13T18:00:00"), said("03-14T18:00:00", finished_at=DUE)]
    answer = found("open_after_finish", {"received_at": MARCH, "finished_at": DUE}, deliveries)
    assert answer.judgement.skipped == {"X1": {"exports without a status": 1}}


@pytest.mark.parametrize("status", ["new", "accepted", "processing", "supplement", "payment", "stopped"])
def test_any_open_status_after_the_finish_is_shown(found, status):
    deliveries = [said("03-13T18:00:00", status=status), said("03-14T18:00:00", status="done", finished_at=DUE)]
    assert found("open_after_finish", {"received_at": MARCH, "finished_at": DUE}, deliveries).judgement.findings


def test_a_record_first_seen_paused_says_nothing_of_its_pause(found):
    row = {"received_at": MARCH, "due_at": DUE, "status": "payment"}
    answer = found("paused_near_due", row, [said("03-12T18:00:00", status="payment")])
    assert (answer.judgement.findings, answer.judgement.judged) == ((), {})


def test_an_online_record_without_a_moment_of_submission_is_skipped(found):
    answer = found("accepted_late", {"channel": "online", "received_at": MARCH}, [])
    assert answer.judgement.skipped == {"X1": {"submission missing": 1}}


def test_working_time_in_a_year_that_the_calendar_lacks_is_a_fact(found):
    row = {"channel": "online", "submitted_at": datetime(2031, 3, 3, 1, tzinfo=UTC), "status": "new"}
    [finding] = found("accepted_late", row, [], now="2031-04-03T08:00:00+07:00").judgement.findings
    assert finding.facts["uncertain"] == 1
