"""Figures of indicators, and the gap to a target, where the rules' cases do not reach."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reform_tui.engine.ask import count_indicator
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.job import IndicatorTask
from reform_tui.model.period import period_named
from reform_tui.model.schema import BUILT_IN

MARCH = datetime.fromisoformat("2025-03-03T08:00:00+07:00")
NOW = "2025-03-20T08:00:00+07:00"


def rows(online, count, **more):
    return [{"channel": "online" if n < online else "counter", "received_at": MARCH} | more for n in range(count)]


def gap(asked, given, now=NOW, check="target_gap", period="2025-Q1", **settings):
    return asked(check, given, now, period=period, **{"indicator": "online", **settings})


def test_cao_bang_in_the_first_quarter_of_2025(counted):
    """24,558 of 34,530 records: 71.12 %."""
    [count] = counted("online_submission", rows(24558, 34530), NOW).counts
    assert (count.numerator, count.denominator) == (24558, 34530)
    assert round(100 * count.numerator / count.denominator, 2) == 71.12


@pytest.mark.parametrize(
    ("online", "count", "to_close"), [(20, 30, 1), (21, 30, None), (0, 30, 21), (69, 100, 1), (6, 10, None)]
)
def test_how_many_records_would_close_the_gap(asked, online, count, to_close):
    findings = gap(asked, rows(online, count)).judgement.findings
    assert [found.facts["to_close"] for found in findings] == ([to_close] if to_close else [])


def test_better_lower_tells_what_is_over(asked):
    [found] = gap(asked, rows(24, 30), better="lower").judgement.findings
    assert (found.template, found.count, found.value) == ("over", 3, pytest.approx(0.1))


def test_a_small_sample_is_judged_and_says_nothing(asked):
    answer = gap(asked, rows(0, 29))
    assert (answer.judgement.findings, answer.judgement.judged, answer.blind) == ((), {"X1": 29}, {})


def test_the_least_sample_is_a_setting(asked):
    assert len(gap(asked, rows(0, 5), least=5).judgement.findings) == 1


def test_a_unit_has_the_target_that_the_reference_table_gives_it(asked):
    targets = {"targets": [{"indicator": "online", "unit": "X1", "target": 0.5}]}
    given = rows(15, 30, unit="X1") + rows(15, 30, unit="X2")
    answer = asked("target_gap", given, NOW, period="2025-Q1", references=targets, indicator="online")
    assert [found.unit for found in answer.judgement.findings] == ["X2"]


def test_without_a_target_there_is_nothing_to_compare(asked, project):
    targets = {
        "targets": [{"indicator": "online", "target": 0.9}, {"indicator": "online", "unit": "X1", "target": 0.2}]
    }
    given = rows(30, 100, unit="X1") + rows(95, 100, unit="X2")
    answer = asked("target_gap_province", given, NOW, period="2025-Q1", references=targets, indicator="online")
    assert answer.judgement.findings == ()  # 125 of 200, the targets' mean 0.55


def test_the_promise_is_the_next_midnight_until_the_period_is_over(asked):
    assert gap(asked, rows(0, 30)).next_change == {"X1": datetime(2025, 3, 20, 17, tzinfo=UTC)}
    assert gap(asked, rows(0, 30), "2025-03-31T23:00:00+07:00").next_change == {
        "X1": datetime(2025, 3, 31, 17, tzinfo=UTC)
    }
    assert gap(asked, rows(0, 30), "2025-04-01T00:00:00+07:00").next_change == {}


def test_days_off_are_no_days_left(asked):
    """From Friday 25 April 2025: Saturday 26 is made up, 28 and 29 are worked, 30 is a holiday."""
    given = rows(0, 30, received_at=datetime.fromisoformat("2025-04-03T08:00:00+07:00"))
    [found] = gap(asked, given, "2025-04-25T08:00:00+07:00", period="2025-04").judgement.findings
    assert (found.facts["days_left"], found.facts["pace"]) == (3, 7.0)


def test_an_unbounded_period_has_no_pace(asked):
    [found] = gap(asked, rows(0, 30), period="all").judgement.findings
    assert (found.template, found.facts["pace"], found.facts["days_left"]) == ("short", None, None)


def test_the_province_is_its_units_together(asked):
    given = rows(5, 20, unit="H14.1") + rows(10, 20, unit="H14.2")
    answer = gap(asked, given, check="target_gap_province")
    [found] = answer.judgement.findings
    assert (found.unit, found.facts["numerator"], found.facts["denominator"], found.count) == ("", 15, 40, 13)
    assert list(answer.next_change) == [""]


def test_open_records_make_the_count_promise_a_midnight(counted):
    due = datetime.fromisoformat("2025-03-20T17:00:00+07:00")
    answer = counted("on_time_of_received", [{"received_at": MARCH, "due_at": due}], NOW)
    assert answer.next_change == {"X1": datetime(2025, 3, 20, 17, tzinfo=UTC)}
    assert counted("online_submission", rows(1, 1), NOW).next_change == {}


@pytest.mark.parametrize("given", [[], [{}]])
def test_nothing_to_count(counted, plugins, given):
    for name in plugins.counts:
        assert sum(count.denominator for count in counted(name, given, NOW).counts) == 0


def test_full_process_services_are_those_of_the_catalogue_in_force(plugins, project):
    """A code counts by its national part, an entry through its last day, and what is not listed is skipped."""
    codes = ["2.000815.000.00.00.H14", "2.000815", "1.004873.H14", "1.000894", "1.001193", None]
    catalogue = [
        {"procedure": "2.000815", "level": "Toàn trình"},
        {"procedure": "1.004873", "level": "3"},
        {"procedure": "1.000894", "level": "full", "to": datetime(2025, 2, 28, tzinfo=UTC)},
    ]
    listed = [{"channel": "counter" if n == 1 else "online", "received_at": MARCH} for n in range(len(codes))]
    given = [{**row, "procedure": code} for row, code in zip(listed, codes, strict=True)]
    tables = {"records": given, "reference.procedures": catalogue}
    zone = project.calendar.zone
    answer = count_indicator(
        IndicatorTask("online-full", "online_full_process", period_named("2025-Q1", zone)),
        plugins.counts["online_full_process"],
        case_source(tables, {**BUILT_IN, **plugins.schemas}, zone),
        now=datetime.fromisoformat(NOW), zone=zone, calendar=project.calendar, indicators={},
    )  # fmt: skip
    assert [(count.numerator, count.denominator) for count in answer.counts] == [(1, 2)]
    assert answer.judgement.skipped == {"X1": {"procedure without a level in reference/procedures": 3}}


def test_without_a_catalogue_every_record_is_skipped_with_the_reason(counted):
    answer = counted("online_full_process", rows(1, 2), NOW)
    assert answer.judgement.skipped == {"X1": {"procedure without a level in reference/procedures": 2}}
    assert [count.denominator for count in answer.counts] == [0]


def test_ca_mau_received_at_communes_in_three_months(counted):
    """80,848 of 88,429 at the commune level: 91.43 %, and 7,581 at the province's."""
    given = rows(0, 80848, unit="H12.101") + rows(0, 7581, unit="H12.1")
    counts = {count.unit: count for count in counted("received", given, NOW).counts}
    assert sum(count.numerator for count in counts.values()) == 88429
    assert round(100 * counts["H12.101"].numerator / 88429, 2) == 91.43


def test_paid_online_by_record_and_by_procedure_are_two_figures(counted):
    """Nine procedures of ten have a payment though one record in two was paid online."""
    given = [
        {"procedure": f"1.{n % 10:06}", "fee": 1000, "paid_online": n < 50 and n % 10 != 9, "received_at": MARCH}
        for n in range(100)
    ]
    [by_record] = counted("online_payment", given, NOW).counts
    [by_procedure] = counted("procedures_paid_online", given, NOW).counts
    assert (by_record.numerator, by_record.denominator) == (45, 100)
    assert (by_procedure.numerator, by_procedure.denominator) == (9, 10)


def test_every_indicator_says_what_it_counts_who_says_so_and_since_when(project):
    for one in project.indicators:
        assert set(one.definition) == set(one.source) == {"vi", "en"}, one.name
        assert one.dated is not None, one.name
