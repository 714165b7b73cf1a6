"""What counts as late, and what a finding says of it, where the rule's cases do not reach."""

from __future__ import annotations

from datetime import UTC, datetime

from reform_tui.engine.job import Blind

DUE = datetime.fromisoformat("2025-03-11T10:00:00+07:00")
LATER = datetime.fromisoformat("2025-03-11T16:00:00+07:00")
NEXT_DAY = datetime.fromisoformat("2025-03-12T16:00:00+07:00")


def find(asked, rows, now="2025-03-20T08:00:00+07:00", **settings):
    return asked("overdue_by_field", rows, now, **settings)


def finding(answer):
    [found] = answer.judgement.findings
    return found


def test_to_the_second_an_hour_on_the_due_day_is_late(asked):
    found = finding(find(asked, [{"due_at": DUE, "finished_at": LATER}], profile="to_the_second"))
    assert (found.count, found.facts["days_late_max"], found.facts["just_late"]) == (1, 0, 1)
    assert found.facts["profile"] == "to_the_second"


def test_finished_at_the_due_moment_is_on_time_to_the_second(asked):
    assert find(asked, [{"due_at": DUE, "finished_at": DUE}], profile="to_the_second").judgement.findings == ()


def test_an_open_record_is_late_to_the_second_only_after_its_moment(asked):
    rows = [{"due_at": DUE}]
    at = find(asked, rows, DUE.isoformat(), profile="to_the_second")
    assert at.judgement.findings == ()
    assert at.next_change == {"X1": datetime(2025, 3, 11, 3, 0, 0, 1, tzinfo=UTC)}
    assert finding(find(asked, rows, "2025-03-11T10:00:00.000001+07:00", profile="to_the_second")).count == 1


def test_by_date_the_promise_is_the_midnight_of_the_project_s_zone(asked):
    assert find(asked, [{"due_at": DUE}], DUE.isoformat()).next_change == {"X1": datetime(2025, 3, 11, 17, tzinfo=UTC)}


def test_to_the_second_paused_and_withdrawn_records_are_set_apart(asked):
    rows = [{"due_at": DUE, "status": status} for status in ("supplement", "stopped", "withdrawn", "processing")]
    answer = find(asked, rows, profile="to_the_second")
    assert (finding(answer).count, finding(answer).of, answer.judgement.judged) == (1, 1, {"X1": 4})


def test_only_set_apart_records_make_no_unit_blind(asked):
    answer = find(asked, [{"due_at": DUE, "status": "supplement"}], profile="to_the_second")
    assert (answer.judgement.findings, answer.blind) == ((), {})


def test_records_without_a_due_date_are_skipped_and_still_in_the_share(asked):
    answer = find(asked, [{"due_at": DUE}, {}, {}, {}])
    assert (finding(answer).of, finding(answer).value, finding(answer).facts["assumed"]) == (4, 0.25, 3)
    assert (answer.judgement.judged, answer.judgement.skipped) == ({"X1": 1}, {"X1": {"due date missing": 3}})


def test_a_unit_where_no_record_has_a_due_date_is_blind(asked):
    answer = find(asked, [{}, {}])
    assert answer.judgement.findings == ()
    assert answer.blind == {"X1": Blind(skipped={"due date missing": 2})}


def test_days_late_are_calendar_days_of_finished_records(asked):
    finishes = [
        "2025-03-12T08:00:00+07:00",
        "2025-03-13T08:00:00+07:00",
        "2025-03-20T08:00:00+07:00",
        "2025-03-21T08:00:00+07:00",
    ]
    rows = [{"due_at": DUE, "finished_at": datetime.fromisoformat(finish)} for finish in finishes]
    facts = finding(find(asked, rows, "2025-04-20T08:00:00+07:00")).facts
    assert (facts["days_late_max"], facts["days_late_median"], facts["oldest_due"]) == (10, 5.5, None)


def test_facts_of_open_records_do_not_age(asked):
    rows = [{"due_at": DUE}, {"due_at": NEXT_DAY}]
    assert finding(find(asked, rows)) == finding(find(asked, rows, "2026-03-20T08:00:00+07:00"))
    assert finding(find(asked, rows)).facts["oldest_due"] == "2025-03-11"


def test_by_procedure_when_asked(asked):
    rows = [{"due_at": DUE, "field": "Đất đai", "procedure": "1.006714"}]
    assert finding(find(asked, rows, by="procedure")).subject == "1.006714"


def test_evidence_is_the_records_that_are_late(asked):
    rows = [{"record_id": "H14.36-250301-0002", "due_at": DUE}, {"record_id": "H14.36-250301-0001", "due_at": DUE}]
    found = finding(find(asked, [*rows, {"record_id": "3", "due_at": DUE, "finished_at": DUE}]))
    assert found.evidence == ("H14.36-250301-0001", "H14.36-250301-0002")


def test_no_records_no_answer(asked):
    answer = find(asked, [])
    assert (answer.judgement.findings, answer.judgement.judged, answer.next_change) == ((), {}, {})


def test_rows_with_nothing_but_a_unit_do_no_harm(asked):
    for profile in ("province_06a", "to_the_second"):
        assert find(asked, [{"unit": "X1"}, {"unit": "X2"}], profile=profile).judgement.findings == ()


def test_which_counts_near_misses_or_the_others_alone(asked):
    finishes = ["2025-03-12T08:00:00+07:00", "2025-03-12T09:59:00+07:00", "2025-03-12T10:00:00+07:00"]
    rows = [{"due_at": DUE, "finished_at": datetime.fromisoformat(finish)} for finish in finishes]
    counts = {which: finding(find(asked, rows, which=which)).count for which in ("all", "near", "beyond")}
    assert counts == {"all": 3, "near": 2, "beyond": 1}
    near = finding(find(asked, rows, which="near"))
    assert (near.template, near.of, near.facts["just_late"]) == ("near-finished", 3, 2)
    assert finding(find(asked, rows, which="beyond", near="1wh")).count == 3


def test_an_open_record_is_no_near_miss_any_more_after_a_working_day(asked):
    rows = [{"due_at": DUE}]
    early = find(asked, rows, "2025-03-12T09:59:59+07:00", which="near")
    assert (finding(early).facts["just_late"], early.next_change) == (1, {"X1": datetime(2025, 3, 12, 3, tzinfo=UTC)})
    assert find(asked, rows, "2025-03-12T10:00:00+07:00", which="near").judgement.findings == ()


def test_a_second_request_for_supplements_is_late_by_itself_and_no_near_miss(asked):
    rows = [{"due_at": NEXT_DAY, "received_at": DUE, "supplements": 2}]
    found = finding(find(asked, rows, "2025-03-11T11:00:00+07:00", profile="national_766"))
    assert (found.template, found.facts["again"], found.facts["just_late"]) == ("all-open-again", 1, 0)


def test_what_the_national_score_cannot_judge_is_skipped_and_not_in_the_share(asked):
    rows = [
        {"due_at": DUE, "received_at": DUE},
        {"received_at": DUE},
        {"due_at": DUE, "received_at": DUE, "status": "done"},
    ]
    answer = find(asked, rows, profile="national_766")
    assert (finding(answer).count, finding(answer).of) == (1, 1)
    assert answer.judgement.skipped == {
        "X1": {"due date missing, and no limit of its procedure known": 1, "finished, on a day that is missing": 1}
    }


def test_every_sentence_names_its_profile(plugins):
    for check in ("overdue_by_field", "due_soon"):
        for said in plugins.checks[check].sentences.values():
            assert all("{profile}" in text for text in said.values())
