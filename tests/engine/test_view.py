"""What a rule sees: rows as known at a moment, of a period and a scope, in the types that the kit promises."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from reform_tui.config.rule_types import Scope
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.declaring import fault_in_names
from reform_tui.engine.frames import Frames
from reform_tui.engine.job import IndicatorTask
from reform_tui.engine.view import Asker, RuleView, Source
from reform_tui.errors import PluginError
from reform_tui.model.period import Period, period_named
from reform_tui.sdk import counting, tally

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ALL = Period("all")
Q1 = period_named("2025-Q1", ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


NOW = at("2025-03-31T17:00")


@counting(records=("channel",))
def online(view):
    """Online among all."""
    return tally(view.records, where=view.records["channel"] == "online")


@pytest.fixture
def look(schemas, calendar):
    def look(records, reads, *, now=NOW, period=ALL, scope=None, tables=None, references=(), indicators=None):
        rows = {"records": [{"record_id": str(n), **row} for n, row in enumerate(records)], **(tables or {})}
        source: Source = case_source(rows, schemas, ZONE)
        asker = Asker("check probe", {"records": reads}, references)
        return RuleView(Frames(source, ZONE), asker, now, period, calendar, scope or Scope(), indicators or {})

    return look


def ids(frame: pd.DataFrame) -> list[str]:
    return [key.partition("|")[2] for key in frame["key"]]


def test_columns_have_the_types_that_the_kit_promises(look):
    row = {
        "field": "Đất đai",
        "record_id": "H14.36-250301-0001",
        "due_at": at("2025-03-11T17:00"),
        "paid_online": True,
        "supplements": 2,
        "fee": 10**10,
        "account": "tk1",
    }
    wanted = ("field", "due_at?", "paid_online", "supplements", "fee", "account", "officer")
    for records in ([row, {}], []):
        frame = look(records, wanted).records
        assert frame.dtypes.astype(str).to_dict() == {
            "unit": "category",
            "key": "str",
            "field": "category",
            "due_at": "datetime64[us, Asia/Ho_Chi_Minh]",
            "paid_online": "boolean",
            "supplements": "Int32",
            "fee": "Int64",
            "account": "str",
            "officer": "category",
        }
    frame = look([row, {}], wanted).records
    assert frame["key"].to_list() == ["H14.36-250301-0001", "X1|1"]
    assert frame["due_at"].iloc[0] == at("2025-03-11T17:00")
    assert frame["due_at"].iloc[0].hour == 17
    assert frame.iloc[1].drop(["unit", "key"]).isna().all()
    assert not (frame["officer"] == "somebody").any()


def test_rows_and_times_ahead_of_the_clock_are_not_known_yet(look):
    later = NOW + timedelta(microseconds=1)
    view = look(
        [
            {"received_at": NOW, "finished_at": later, "due_at": later},
            {"received_at": later},
            {"submitted_at": later},
            {"received_at": NOW, "submitted_at": later},
            {},
        ],
        ("finished_at", "due_at", "submitted_at"),
    )
    assert ids(view.records) == ["0", "3", "4"]
    assert view.records["finished_at"].isna().all()
    assert view.records["submitted_at"].isna().all()
    assert view.records["due_at"].iloc[0] == later
    assert ids(view.delivered) == ["0", "1", "2", "3", "4"]
    assert view.delivered["finished_at"].iloc[0] == later


def test_a_period_holds_what_was_received_in_it_or_carried_into_it(look):
    start, end = Q1.start, Q1.end
    second = timedelta(seconds=1)
    view = look(
        [
            {"received_at": start - second, "finished_at": start - second},
            {"received_at": start - second, "finished_at": start},
            {"received_at": start - second},
            {"submitted_at": end - second},
            {"received_at": end},
            {"finished_at": start + second},
        ],
        (),
        period=Q1,
        now=end + timedelta(days=9),
    )
    assert ids(view.records) == ["1", "2", "3", "5"]
    assert view.now == end
    assert len(view.delivered) == 6


def test_at_the_end_of_a_period_what_finished_later_is_still_open(look):
    after = at("2025-04-02T08:00")
    view = look([{"received_at": at("2025-03-02"), "finished_at": after}], ("finished_at",), period=Q1, now=after)
    assert view.records["finished_at"].isna().all()


def test_a_scope_keeps_its_rows_only(look):
    rows = [
        {"field": "Đất đai", "level": "commune", "procedure": "1.1", "unit": "X1"},
        {"field": "Đất đai", "level": "province", "procedure": "1.1", "unit": "X2"},
        {"field": "Hộ tịch", "level": "commune", "procedure": "1.2", "unit": "X2"},
        {},
    ]
    kept = {
        "fields": ids(look(rows, (), scope=Scope(fields=("Đất đai",))).records),
        "levels": ids(look(rows, (), scope=Scope(levels=("commune",))).records),
        "procedures": ids(look(rows, (), scope=Scope(procedures=("1.2", "9"))).delivered),
        "units": ids(look(rows, (), scope=Scope(units=("X2",))).records),
        "both": ids(look(rows, (), scope=Scope(fields=("Đất đai",), levels=("commune",))).records),
    }
    assert kept == {"fields": ["0", "1"], "levels": ["0", "2"], "procedures": ["2"], "units": ["1", "2"], "both": ["0"]}


def test_only_what_is_declared_is_shown(look):
    view = look([{"received_at": NOW, "field": "x"}], ("field",))
    assert list(view.records) == list(view.delivered) == ["unit", "key", "field"]
    with pytest.raises(KeyError, match=r'^check probe does not declare staff; add "staff": \(…\) to reads$'):
        view.rows("staff")
    with pytest.raises(KeyError, match="does not declare the reference table; add 'staff' to references"):
        view.reference("staff")


def test_every_access_is_a_fresh_copy(look):
    view = look([{"field": "x", "due_at": NOW}], ("field", "due_at"))
    first = view.records
    first["late"] = True
    first.loc[:, "due_at"] = pd.NaT
    assert list(view.records) == ["unit", "key", "field", "due_at"]
    assert view.records["due_at"].notna().all()
    assert view.delivered["due_at"].notna().all()


def test_each_column_is_read_once_however_many_rules_ask(schemas, calendar):
    class Counted:
        def __init__(self, source) -> None:
            self.source, self.schemas, self.asked = source, source.schemas, []

        def table(self, schema, columns):
            self.asked += columns
            return self.source.table(schema, columns)

    source = Counted(case_source({"records": [{"field": "x"}]}, schemas, ZONE))
    frames = Frames(source, ZONE)
    frames.load({"records": ["field"]})
    for reads in (("field",), ("field", "due_at"), ("due_at",)):
        view = RuleView(frames, Asker("check probe", {"records": reads}), NOW, ALL, calendar)
        assert len(view.records) == 1
    assert sorted(source.asked) == ["due_at", "field", "finished_at", "received_at", "submitted_at"]


def test_the_next_moment_of_each_group(look):
    view = look([{}], ())
    hour = timedelta(hours=1)
    times = pd.Series([NOW, NOW + 2 * hour, NOW + hour, NOW - hour, None]).astype("datetime64[us, Asia/Ho_Chi_Minh]")
    units = pd.Series(pd.Categorical(["A", "A", "A", "B", "B"]))
    assert view.next_after(times, units).to_dict() == {"A": NOW + hour}
    assert view.next_after(times[:0], units[:0]).empty
    assert str(view.next_after(times[:0], units[:0]).dtype).startswith("datetime64[us")


def test_when_rows_and_times_become_known(look):
    day = timedelta(days=1)
    view = look(
        [
            {"unit": "A", "received_at": NOW + 3 * day},
            {"unit": "A", "received_at": NOW - day, "finished_at": NOW + 2 * day, "due_at": NOW + day},
            {"unit": "B", "submitted_at": NOW + day},
            {"unit": "C", "received_at": NOW, "due_at": NOW + day},
            {"unit": "D", "returned_at": NOW + day},
        ],
        ("due_at",),
    )
    assert view.next_known().to_dict() == {"A": NOW + 2 * day, "B": NOW + day}


def test_reference_tables_have_every_column(look):
    staff = [{"person_id": "p1", "class": "officer", "from": at("2025-01-01"), "to": at("2026-01-01")}]
    view = look([], (), tables={"reference.staff": staff}, references=("staff", "allow"))
    frame = view.reference("staff")
    assert frame["class"].to_list() == ["officer"]
    assert frame["to"].iloc[0] == at("2026-01-01")
    assert str(frame["employer"].dtype) == "category"
    allow = ["account", "phone", "device", "class", "reason", "source", "from", "until"]
    assert list(view.reference("allow")) == allow


def test_revisions_say_what_a_record_was(look):
    revisions = [
        {"record_id": "H14.36-250301-0001", "exported_at": at("2025-03-02"), "due_at": at("2025-03-11")},
        {"record_id": "H14.36-250301-0001", "exported_at": at("2025-03-09"), "due_at": at("2025-03-20")},
    ]
    frame = look([], (), tables={"revisions": revisions}).revisions
    assert list(frame) == ["key", "exported_at", "feed", "unit", "channel", "status", "due_at", "finished_at", "line"]
    assert frame["key"].unique().tolist() == ["H14.36-250301-0001"]
    assert frame["due_at"].to_list() == [at("2025-03-11"), at("2025-03-20")]
    assert look([], ()).revisions.empty


def test_revisions_stand_line_by_line_in_the_order_of_their_exports(look):
    said = [("2", "a", 9), ("1", "b", 3), ("1", "a", 8), ("2", "a", 1), ("1", None, 5), ("1", "a", 2)]
    rows = [{"record_id": key, "feed": feed, "exported_at": at(f"2025-03-0{day}")} for key, feed, day in said]
    frame = look([{}, {}], (), tables={"revisions": rows}).revisions
    by_line = frame.groupby("line", sort=False)
    told = {(ids(part)[0], str(part["feed"].iloc[0])): list(part["exported_at"].dt.day) for _, part in by_line}
    assert told == {("2", "a"): [1, 9], ("1", "b"): [3], ("1", "nan"): [5], ("1", "a"): [2, 8]}
    assert frame["line"].is_monotonic_increasing


def test_an_export_ahead_of_the_clock_is_not_known_yet_and_wakes_its_unit(look):
    def said(record, unit, *days):
        return [{"record_id": record, "unit": unit, "exported_at": at(f"2025-04-0{day}")} for day in days]

    tables = {"revisions": [*said("0", "X1", 3, 2), *said("1", "X2", 5), *said("9", "X1", 1)]}
    view = look([{"unit": "X1"}, {"unit": "X2"}], (), tables=tables)
    assert view.next_known().empty, "a rule that never looks at revisions is not woken by them"
    assert view.revisions.empty
    assert view.revisions.empty
    assert view.next_known().to_dict() == {"X1": at("2025-04-02"), "X2": at("2025-04-05")}
    later = look([{"unit": "X1"}, {"unit": "X2"}], (), tables=tables, now=at("2025-04-02"))
    assert sorted(ids(later.revisions)) == ["0", "9"]
    assert later.next_known().to_dict() == {"X1": at("2025-04-03"), "X2": at("2025-04-05")}


def test_a_period_that_is_over_knows_what_was_exported_by_its_end(look):
    rows = [{"record_id": "0", "exported_at": at(f"2025-0{month}-01")} for month in (2, 3, 5)]
    view = look([{}], (), tables={"revisions": rows}, now=at("2025-06-01"), period=Q1)
    assert view.revisions["exported_at"].dt.month.to_list() == [2, 3]


def test_an_indicator_counts_what_its_function_reads_in_the_same_period(look):
    known = {"online": (IndicatorTask("online", "online", ALL, 0.7), online)}
    rows = [
        {"channel": "online", "received_at": at("2025-02-01")},
        {"channel": "post", "received_at": at("2025-02-01")},
        {"channel": "online", "received_at": at("2024-02-01"), "finished_at": at("2024-03-01")},
        {"channel": "online", "received_at": NOW + timedelta(days=1), "unit": "X2"},
        {"channel": "online", "unit": "X3"},
    ]
    targets = [
        {"indicator": "online", "unit": "X3", "target": 0.9},
        {"indicator": "online", "unit": "X3", "period": "2025-Q1", "target": 0.8},
        {"indicator": "online", "unit": "X3", "period": "2025-Q2", "target": 0.1},
        {"indicator": "other", "unit": "X1", "target": 0.2},
    ]
    view = look(rows, (), period=Q1, indicators=known, tables={"reference.targets": targets})
    assert view.indicators("online").to_dict("index") == {
        "X1": {"numerator": 1, "denominator": 2, "target": 0.7},
        "X3": {"numerator": 1, "denominator": 1, "target": 0.8},
    }
    assert view.used == [{"records": ()}, {"records": ("channel",)}]
    assert view.next_known().to_dict() == {"X2": NOW + timedelta(days=1)}
    with pytest.raises(KeyError, match="there is no indicator 'onlin', did you mean 'online'"):
        view.indicators("onlin")


def test_the_days_from_which_an_indicator_counts_otherwise_are_known(look):
    days = (date(2025, 7, 1),)
    view = look([{}], (), indicators={"online": (IndicatorTask("online", "online", ALL, breaks=days), online)})
    assert view.breaks("online") == days
    with pytest.raises(KeyError, match="there is no indicator 'onlin', did you mean 'online'"):
        view.breaks("onlin")


@pytest.mark.parametrize("lacking", [False, True])
def test_an_indicator_that_nothing_delivers_is_known_and_never_counted(look, lacking):
    known = {"online": (IndicatorTask("online", "online", ALL, 0.7, idle=True), online)}
    view = look([{"channel": "online", "received_at": at("2025-02-01")}], (), indicators=known)
    figures = view.indicators("online", lacking=lacking)
    assert figures.empty
    assert list(figures) == ["numerator", "denominator", "target", *(["lacks"] if lacking else [])]
    assert view.used == [{"records": ()}]


def test_a_rule_is_woken_when_the_indicator_it_uses_changes(look):
    @counting(records=())
    def aging(view):
        """Count nothing until tomorrow."""
        return pd.DataFrame({"numerator": 0, "denominator": 1, "next_change": NOW + timedelta(days=1)}, index=["X1"])

    view = look([{}], (), indicators={"aging": (IndicatorTask("aging", "aging", ALL), aging)})
    assert list(view.indicators("aging")) == ["numerator", "denominator", "target"]
    assert view.next_known().to_dict() == {"X1": NOW + timedelta(days=1)}


def test_an_indicator_that_counts_nonsense_is_refused(look):
    @counting(records=())
    def broken(view):
        """Give a share instead of counts."""
        return pd.DataFrame({"numerator": [0.5], "denominator": [1]}, index=["X1"])

    view = look([{}], (), indicators={"broken": (IndicatorTask("broken", "broken", ALL), broken)})
    with pytest.raises(PluginError, match=r"indicator broken .count broken.: gave figures that are not whole numbers"):
        view.indicators("broken")


def test_a_name_that_exists_nowhere_is_told_with_the_nearest(schemas):
    assert fault_in_names({"records": ("field", "touched_at?")}, schemas) == ""
    assert fault_in_names({"record": ()}, schemas).endswith("did you mean 'records'?")
    assert (
        fault_in_names({"records": ("feild",)}, schemas)
        == "reads records.feild, which nothing names, did you mean 'field'?"
    )


def test_now_is_told_in_the_zone_of_the_project(look):
    assert look([], (), now=datetime(2025, 3, 31, 20, tzinfo=UTC)).now.day == 1


def test_a_plugin_cannot_turn_the_clock_that_the_engine_reads_after_it(look):
    view = look([{}], ("field",))
    with pytest.raises(FrozenInstanceError):
        view.now = at("2025-01-01T00:00")
    assert view.now == NOW
