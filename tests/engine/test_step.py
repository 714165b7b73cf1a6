"""One step of the engine with real workers: files and time in, changes of alerts out."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from projects import DAY, FEED, HEADINGS, LATE, NOW, SETTINGS, alerts, changes, csv_of, record, take

from reform_tui.engine.settling import RETRY
from reform_tui.errors import ConfigError
from reform_tui.store.ledger import broken_at

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MIDNIGHT = datetime(2025, 3, 12, tzinfo=ZONE)
CHECK = '''
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd
from reform_tui.sdk import counting, hookimpl, judge, tally


@dataclass(frozen=True, kw_only=True)
class Fragile:
    """Everything, unless told to fail."""

    fail: bool = False
    grain: ClassVar[str] = "{grain}"
    reads: ClassVar = {{"records": ("due_at",)}}
    sentences: ClassVar = {{"found": {{"en": "{{count}} found"}}}}

    def find(self, view):
        if self.fail or {fails}:
            raise ValueError("Nguyễn Văn A 0912345678")
        rows = view.records
        return judge(rows, by=["unit"], where=rows["due_at"].notna(), unreadable={{"no due": rows["due_at"].isna()}})

    def next_change(self, view):
        return pd.Series(dtype="datetime64[us, UTC]")


@hookimpl
def reform_checks():
    return [Fragile]
'''
COUNT = '''
import pandas as pd
from reform_tui.sdk import counting, hookimpl


@counting(records=("due_at",))
def overdue_now(view):
    """Records past their due moment, counted again when the next one falls due."""
    {body}
    rows = view.records
    table = pd.DataFrame({{"numerator": rows["due_at"] < view.now, "denominator": 1, "unit": rows["unit"]}})
    sums = table.groupby("unit", observed=True).sum().astype(int)
    later = view.next_after(rows["due_at"] + pd.Timedelta(seconds=1), by=rows["unit"])
    return sums.assign(next_change=later.reindex(sums.index))


@hookimpl
def reform_counts():
    return [overdue_now]
'''


def numbers(engine):
    query = "SELECT unit, numerator, denominator, target FROM indicators ORDER BY unit"
    return [tuple(row) for row in engine.store.connection.execute(query)]


def health(engine, rule):
    rows = engine.store.connection.execute("SELECT unit, health, judged FROM health WHERE rule = ?", (rule,))
    return {row["unit"]: (row["health"], row["judged"]) for row in rows}


def agenda(engine):
    return {(row[0], row[1]): row[2] for row in engine.store.connection.execute("SELECT * FROM agenda")}


def test_a_record_becomes_late_by_itself(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        assert alerts(engine) == []
        assert engine.next_appointment() == MIDNIGHT
        assert engine.step(dirty=(), now=NOW) == 0
        assert engine.step(dirty=(), now=MIDNIGHT - timedelta(seconds=1)) == 0
        assert engine.step(dirty=(), now=MIDNIGHT) == 1  # nothing arrived; time did
        [alert] = alerts(engine)
        assert (alert["unit"], alert["subject"], alert["state"], alert["count"]) == ("H14.1", "Đất đai", "firing", 1)
        assert engine.step(dirty=(), now=MIDNIGHT + DAY / 2) == 0
        assert engine.step(dirty=(), now=MIDNIGHT + DAY) == 1  # late by a working day now
        assert engine.step(dirty=(), now=MIDNIGHT + 2 * DAY) == 0
        assert changes(engine) == [("firing", "late"), ("changed", "late")]


def test_what_was_put_right_is_resolved(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        assert len(alerts(engine)) == 1
        bench.drop("b.csv", record(1, finished="11/03/2025 09:00:00"), at=NOW)
        take(engine, NOW + DAY)
        assert alerts(engine) == []
        assert changes(engine) == [("firing", "late"), ("resolved", "late")]


def test_a_new_life_begins_untaken(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        engine.store.connection.execute(
            "UPDATE alerts SET state = 'acknowledged', taken_by = 'lan', taken_at = updated"
        )
        bench.drop("b.csv", record(1, finished="11/03/2025 09:00:00"), at=NOW)
        take(engine, NOW + DAY)
        bench.drop("c.csv", record(1, due="10/03/2025 17:00:00"), at=NOW + timedelta(hours=1))
        take(engine, NOW + DAY)
        [alert] = alerts(engine)
        assert (alert["state"], alert["taken_by"], alert["taken_at"]) == ("firing", None, None)


def test_a_restart_doubles_nothing(bench):
    bench.drop("a.csv", record(1), record(2, unit="H14.2"))
    with bench.running(NOW + DAY) as engine:
        take(engine, NOW + DAY)
        before = engine.store.connection.execute("SELECT count(*) FROM changes").fetchone()[0]
    with bench.running(NOW + DAY) as engine:
        assert engine.step(engine.units(), NOW + DAY) == 0
        assert engine.store.connection.execute("SELECT count(*) FROM changes").fetchone()[0] == before
        assert broken_at(engine.store.connection) is None


def test_a_hold_is_an_appointment(bench):
    bench.write("rules/late.toml", LATE + 'hold = "2h"\n')
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, MIDNIGHT)
        assert [alert["state"] for alert in alerts(engine)] == ["pending"]
        assert engine.next_appointment() == MIDNIGHT + timedelta(hours=2)
        assert engine.step((), MIDNIGHT + timedelta(hours=2)) == 1
        assert [alert["state"] for alert in alerts(engine)] == ["firing"]


def test_check_counts_every_hold_as_met(bench):
    bench.write("rules/late.toml", LATE + 'hold = "2h"\n')
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW)
        engine.step(engine.units(), MIDNIGHT, held=True)
        assert [alert["state"] for alert in alerts(engine)] == ["firing"]


def test_a_period_that_ends_is_an_appointment_and_ends_its_alerts(bench):
    bench.write("reform.toml", SETTINGS.replace('"all"', '"quarter"'))
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        assert [alert["period"] for alert in alerts(engine)] == ["2025-Q1"]
        assert engine.next_appointment() == datetime(2025, 4, 1, tzinfo=ZONE)
        engine.step((), datetime(2025, 4, 1, tzinfo=ZONE))
        assert [alert["period"] for alert in alerts(engine)] == ["2025-Q2"]
        whys = engine.store.connection.execute("SELECT detail FROM changes WHERE kind = 'resolved'").fetchall()
        assert "period over" in whys[0][0]


def test_a_rule_speaks_only_of_the_units_in_its_scope(bench):
    bench.write("reform.toml", SETTINGS + "workers = 1\n")  # both units in one job
    bench.write("rules/late.toml", LATE + 'scope = { units = ["H14.2"] }\n')
    bench.drop("a.csv", record(1), record(2, unit="H14.2"))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        assert [alert["unit"] for alert in alerts(engine)] == ["H14.2"]
        assert health(engine, "late") == {"H14.2": ("ok", 1)}
        assert {unit for _rule, unit in agenda(engine)} <= {"H14.2"}


def test_a_province_grain_rule_that_sees_nothing_anywhere_says_so_once(bench):
    check = "[short]\ncheck = 'target_gap_province'\nindicator = 'paid'\n"
    bench.write("rules/short.toml", check + "[indicator.paid]\ncount = 'online_payment'\ntarget = 0.5\n")
    bench.drop("a.csv", record(1), record(2, unit="H14.2"))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        [blind] = alerts(engine, "rule.blind")
        assert (blind["unit"], blind["subject"], blind["count"], blind["template"]) == ("H14", "short", 2, "blind_in")
        assert "has ever had the heading “Số tiền” (fee), " in blind["facts"]
        assert json.loads(blind["facts"])["units"] == "H14.1, H14.2"


def test_a_unit_that_leaves_the_scope_loses_its_alerts(bench):
    bench.drop("a.csv", record(1), record(2, unit="H14.2"))
    with bench.running() as engine:
        take(engine, NOW + DAY)
    bench.write("rules/late.toml", LATE + 'scope = { units = ["H14.2"] }\n')
    with bench.running(NOW + DAY) as engine:
        assert [alert["unit"] for alert in alerts(engine)] == ["H14.2"]
        assert agenda(engine) == {}


def test_a_renamed_heading_turns_the_rule_blind_loudly_and_resolves_nothing_else(bench):
    bench.drop("a.csv", record(1), record(2, unit="H14.2"))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        code, field, received, due, *_ = record(1)
        text = csv_of((code, field, received, due), headings=("Số hồ sơ", "Lĩnh vực", "Ngày tiếp nhận", "Hạn mới"))
        bench.drop_text("b.csv", text, NOW)
        take(engine, NOW + DAY)
        assert health(engine, "late")["H14.1"][0] == "blind"
        [blind] = alerts(engine, "rule.blind")
        assert (blind["unit"], blind["subject"]) == ("H14.1", "late")
        assert [alert["unit"] for alert in alerts(engine)] == ["H14.1", "H14.2"]
        bench.drop("c.csv", record(1), at=NOW + timedelta(hours=1))
        take(engine, NOW + DAY)
        assert alerts(engine, "rule.blind") == []


@pytest.mark.parametrize("grain", ["unit", "province"])
def test_an_ill_rule_keeps_its_alerts_and_is_asked_again(bench, grain):
    bench.write("plugins/fragile.py", CHECK.format(grain=grain, fails=False))
    bench.write("rules/late.toml", '[fragile]\ncheck = "fragile"\n')
    bench.drop("a.csv", record(1), record(2, unit="H14.2"))
    with bench.running() as engine:
        take(engine, NOW)
        stands = alerts(engine, "fragile")
        assert [alert["unit"] for alert in stands] == ["H14.1", "H14.2"]
    bench.write("plugins/fragile.py", CHECK.format(grain=grain, fails=True))
    with bench.running() as engine:
        engine.step(engine.units(), NOW + DAY)
        assert alerts(engine, "fragile") == stands
        [ill] = alerts(engine, "rule.ill")
        assert ill["subject"] == "fragile"
        assert "raised ValueError at plugins/fragile.py line" in ill["facts"]
        assert "0912345678" not in ill["facts"]
        assert engine.next_appointment() == NOW + DAY + RETRY
        times = {row[0] for row in engine.store.connection.execute("SELECT at FROM health WHERE rule = 'fragile'")}
        assert min(times).startswith("2025-03-11T12")
    bench.write("plugins/fragile.py", CHECK.format(grain=grain, fails=False))
    with bench.running() as engine:
        engine.step(engine.units(), NOW + DAY + RETRY)
        assert alerts(engine, "rule.ill") == []
        assert {one for one, _judged in health(engine, "fragile").values()} == {"ok"}


def test_a_rule_of_the_province_keeps_one_appointment_and_the_health_of_every_unit(bench):
    bench.write("plugins/fragile.py", CHECK.format(grain="province", fails=False))
    bench.write("rules/late.toml", '[fragile]\ncheck = "fragile"\nperiod = "month"\n')
    bench.drop("a.csv", record(1), record(2, unit="H14.2"))
    with bench.running() as engine:
        take(engine, NOW)
        assert health(engine, "fragile") == {"H14.1": ("ok", 1), "H14.2": ("ok", 1)}
        assert set(agenda(engine)) == {("fragile", "")}
        bench.drop("b.csv", record(1), at=NOW)
        engine.step((), datetime(2025, 4, 1, tzinfo=ZONE))
        assert {alert["period"] for alert in alerts(engine, "fragile")} == {"2025-04"}


INDICATOR = LATE + '[indicator.over]\ncount = "overdue_now"\ntarget = 0.5\n'


@pytest.fixture
def counting(bench):
    bench.write("plugins/own.py", COUNT.format(body=""))
    bench.write("rules/late.toml", INDICATOR)
    bench.drop("a.csv", record(1), record(2, due="20/03/2025 17:00:00"), record(3, unit="H14.2"))
    return bench


def test_indicators_are_written_and_change_with_time_alone(counting):
    with counting.running() as engine:
        take(engine, NOW - DAY)
        assert numbers(engine) == [("H14.1", 0, 2, 0.5), ("H14.2", 0, 1, 0.5)]
        engine.step((), NOW + DAY)
        assert numbers(engine) == [("H14.1", 1, 2, 0.5), ("H14.2", 1, 1, 0.5)]


def test_a_unit_that_lost_all_its_rows_loses_its_figures(counting):
    with counting.running() as engine:
        take(engine, NOW)
        moved = csv_of((*record(3, unit="H14.2"), "H14.1"), headings=(*HEADINGS, "Đơn vị xử lý"))
        counting.drop_text("b.csv", moved, NOW)
        take(engine, NOW)
        assert [unit for unit, *_ in numbers(engine)] == ["H14.1"]
        kinds = [kind for kind, _rule in changes(engine)]
        assert "moved" in kinds


def test_targets_of_the_reference_table_stand_before_the_indicators_own(counting):
    counting.write("reference/targets.csv", "indicator,unit,period,target\nover,H14.2,,0.9\nover,,all,0.7\n")
    with counting.running() as engine:
        take(engine, NOW)
        assert numbers(engine) == [("H14.1", 1, 2, 0.7), ("H14.2", 1, 1, 0.9)]
        assert engine.target("over", "H14", "all") == 0.7


def test_an_indicator_that_fails_keeps_its_figures_and_is_told(counting):
    with counting.running() as engine:
        take(engine, NOW - DAY)
        before = numbers(engine)
    counting.write("plugins/own.py", COUNT.format(body='raise ValueError("0912345678")'))
    with counting.running() as engine:
        engine.step(engine.units(), NOW + DAY)
        assert numbers(engine) == before
        [ill] = alerts(engine, "rule.ill")
        assert ill["subject"] == "indicator.over"
        assert ("indicator.over", "H14.1") in agenda(engine)
    counting.write("plugins/own.py", COUNT.format(body=""))
    with counting.running() as engine:
        engine.step(engine.units(), NOW + DAY)
        assert alerts(engine, "rule.ill") == []
        assert numbers(engine) != before


def test_an_indicator_that_is_removed_leaves_no_figures(counting):
    with counting.running() as engine:
        take(engine, NOW)
    counting.write("rules/late.toml", LATE)
    with counting.running() as engine:
        assert numbers(engine) == []


def test_a_project_without_feeds_or_rows_has_nothing_to_say(bench):
    (bench.root / "feeds/one-stop.toml").unlink()
    with bench.running() as engine:
        assert engine.step(engine.units(), NOW) == 0
        assert engine.next_appointment() is None
        assert engine.store.connection.execute("SELECT count(*) FROM feeds").fetchone()[0] == 0


def test_an_unknown_period_is_a_sentence(bench):
    bench.write("rules/late.toml", LATE + 'period = "spring"\n')
    bench.drop("a.csv", record(1))
    with pytest.raises(ConfigError, match="'spring'"), bench.running():
        pass


def test_a_period_that_an_inspector_named_is_known(bench):
    bench.write("rules/late.toml", LATE + 'period = "spring"\n')
    bench.write("reference/periods.csv", "name,start,end\nspring,2025-02-01,2025-05-01\n")
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        assert [alert["period"] for alert in alerts(engine)] == ["spring"]


def test_every_unit_is_judged_though_one_feed_lists_everything(bench):
    bench.write("feeds/one-stop.toml", FEED + 'mode = "snapshot"\nshrink = 0.1\n')
    bench.drop("a.csv", record(1), record(2), record(3))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        assert [alert["count"] for alert in alerts(engine)] == [3]
        bench.drop("b.csv", record(1), record(2), at=NOW)
        take(engine, NOW + DAY)
        assert [alert["count"] for alert in alerts(engine)] == [2]
