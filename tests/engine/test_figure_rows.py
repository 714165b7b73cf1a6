"""Figures of indicators by unit, level and province: levels add up, and each says what it could not know."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from projects import HEADINGS, NOW, take

from reform_tui.board.figures import breaks_until, read_figures, unknown_before
from reform_tui.config.rule_types import Break

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WITH_LEVEL = (*HEADINGS, "Mã đơn vị", "Tên đơn vị", "Cấp")
INDICATORS = """
[indicator.received]
count      = "received"
name       = "Received"
definition = { vi = "Tiếp nhận", en = "Received in the period" }
source     = "Biểu II.06a"
dated      = 2020-10-21
period     = "2025-Q1"

[indicator.resolved]
count  = "resolved"
period = "2025-Q1"

[indicator.pending]
count  = "pending"
period = "2025-Q1"

[indicator.on-time]
count  = "on_time_of_resolved"
period = "2025-Q1"
target = 0.98

[indicator.paid]
count  = "online_payment"
period = "2025-Q1"
"""


def rows_of(unit, level, count, late, pending=0):
    """So many records of one unit received in the quarter: some finished late, the last of them still open."""
    for number in range(count):
        finished = "" if number >= count - pending else f"{'12' if number < late else '10'}/03/2025 08:00:00"
        yield (
            f"{unit}-250301-{number:04}", "Đất đai", "01/03/2025 08:00:00", "11/03/2025 17:00:00", finished, "",
            unit, f"Đơn vị {unit}", level,
        )  # fmt: skip


def drop(bench, *units):
    bench.write("rules/late.toml", INDICATORS)
    lines = [line for unit in units for line in rows_of(*unit)]
    bench.drop("a.csv", *lines, headings=WITH_LEVEL, at=NOW + timedelta(days=5))


def figures(bench, now=NOW + timedelta(days=6)):
    with bench.running(now) as engine:
        take(engine, now)
        found = read_figures(engine.store.connection)
    return found, {(one.indicator, one.level, one.unit): one for one in found.rows}


def counts(one):
    return one.numerator, one.denominator


def test_communes_nearly_all_on_time_beside_departments_that_are_not(bench):
    """99.5 % on time at communes and 8 % late at the province's own units: two figures, and their sum a third."""
    drop(bench, ("H14.1", "Cấp tỉnh", 50, 4), ("H14.21", "Cấp xã", 120, 1), ("H14.22", "Cấp xã", 80, 0))
    _, found = figures(bench)
    assert counts(found["on-time", "all commune", "H14"]) == (199, 200)
    assert counts(found["on-time", "all province", "H14"]) == (46, 50)
    assert counts(found["on-time", "province", "H14"]) == (245, 250)
    assert found["on-time", "all commune", "H14"].value == 0.995
    assert found["on-time", "all province", "H14"].gap < 0 < found["on-time", "all commune", "H14"].gap


def test_levels_and_units_without_one_add_to_the_province(bench):
    """946 of 1,000 resolved: what was received and what was resolved are told apart at every level."""
    drop(
        bench,
        ("H14.1", "Cấp tỉnh", 100, 0, 20), ("H14.21", "Cấp xã", 700, 0, 30), ("H14.9", "Cấp huyện", 150, 0, 4),
        ("H14.99", "", 50, 0),
    )  # fmt: skip
    _, found = figures(bench)
    levels = ("all province", "all district", "all commune", "all unknown")
    for indicator, whole in {"received": (1000, 1000), "resolved": (946, 1000), "pending": (54, 1000)}.items():
        sums = [counts(found[indicator, level, "H14"]) for level in levels]
        assert tuple(map(sum, zip(*sums, strict=True))) == counts(found[indicator, "province", "H14"]) == whole
    assert counts(found["resolved", "all commune", "H14"]) == (670, 700)
    assert counts(found["pending", "all unknown", "H14"]) == (0, 50)


def test_a_figure_comes_with_what_it_counts_who_says_so_and_since_when(bench):
    drop(bench, ("H14.1", "Cấp tỉnh", 1, 0))
    known = figures(bench)[0].definitions["received"]
    assert known.sentence["en"] == "Received in the period"
    assert (known.source["vi"], known.dated, known.schemas) == ("Biểu II.06a", date(2020, 10, 21), ("records",))


def test_what_a_feed_never_said_is_no_figure_but_a_reason(bench):
    drop(bench, ("H14.1", "Cấp tỉnh", 3, 0))
    _, found = figures(bench)
    unit = found["paid", "province", "H14.1"]
    assert (unit.value, unit.numerator) == (None, 0)
    assert set(unit.skipped) == {"no feed has records.fee", "no feed has records.paid_online"}
    assert found["paid", "province", "H14"].value is None


def test_a_period_begun_before_the_first_export_says_since_when_it_is_known(bench):
    drop(bench, ("H14.1", "Cấp tỉnh", 1, 0))
    _, found = figures(bench)
    exported = (NOW + timedelta(days=5)).astimezone(ZONE)
    assert {one.unknown_before for one in found.values()} == {exported}


def test_nothing_but_records_is_carried_over(bench):
    drop(bench, ("H14.1", "Cấp tỉnh", 1, 0))
    with bench.running(NOW + timedelta(days=6)) as engine:
        take(engine, NOW + timedelta(days=6))
        engine.store.connection.execute("UPDATE definitions SET schemas = '[\"catalogue\"]'")
        assert {one.unknown_before for one in read_figures(engine.store.connection).rows} == {None}


def test_only_files_from_before_a_period_know_what_was_carried_into_it():
    start, day = datetime(2025, 1, 1, tzinfo=ZONE), timedelta(days=1)
    assert unknown_before(start, ["records"], {"records": start - day}) is None
    assert unknown_before(start, ["records"], {"records": start}) is None
    assert unknown_before(start, ["records"], {"records": start + day}) == start + day
    assert unknown_before(start, ["records", "payments"], {"records": start - day, "payments": start + day}) == (
        start + day
    )
    assert unknown_before(start, ["records"], {}) is None


def test_a_period_that_ends_after_a_break_is_another_series(bench):
    breaks = 'breaks = [{ from = 2025-04-01, why = { vi = "cách tính mới", en = "counted anew" } }]\n'
    bench.write("rules/late.toml", '[indicator.received]\ncount = "received"\nperiod = "quarter"\n' + breaks)
    bench.drop("a.csv", *rows_of("H14.21", "Cấp xã", 3, 0, pending=1), headings=WITH_LEVEL, at=NOW + timedelta(days=5))
    figures(bench)
    late = NOW + timedelta(days=60)
    bench.drop("b.csv", *rows_of("H14.21", "Cấp xã", 4, 0, pending=1), headings=WITH_LEVEL, at=late)
    rows = figures(bench, late + timedelta(hours=1))[0].rows
    series = {one.period: [each.why["en"] for each in one.breaks] for one in rows}
    assert series == {"2025-Q1": [], "2025-Q2": ["counted anew"]}


def test_a_break_lies_before_a_period_that_ends_after_its_first_moment():
    [known] = breaks = (Break(date(2025, 7, 1), {"en": "counted anew"}),)
    midnight = datetime(2025, 7, 1, tzinfo=ZONE)
    assert breaks_until(midnight, breaks, ZONE) == ()
    assert breaks_until(midnight + timedelta(minutes=1), breaks, ZONE) == (known,)
    assert breaks_until(None, breaks, ZONE) == (known,)
