"""What several askers would make alike: once for the same rows, anew for others, and never in each other's way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reform_tui.config.rule_types import Scope
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.frames import Frames
from reform_tui.engine.job import IndicatorTask
from reform_tui.engine.view import Asker, RuleView
from reform_tui.errors import PluginError
from reform_tui.model.period import Period, period_named
from reform_tui.sdk import Counting, tally

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 3, 31, 17, tzinfo=ZONE)
READS = {"records": ("channel", "received_at?")}


@pytest.fixture
def view(schemas, calendar):
    rows = [
        {"record_id": "1", "unit": "H14.36", "channel": "online", "received_at": datetime(2025, 3, 3, 9, tzinfo=ZONE)},
        {"record_id": "2", "unit": "H14.37", "channel": "paper", "received_at": datetime(2025, 3, 3, 9, tzinfo=ZONE)},
    ]
    frames = Frames(case_source({"records": rows}, schemas, ZONE), ZONE)
    return RuleView(frames, Asker("check one", READS), NOW, Period("all"), calendar)


def asked_by(view, name, reads, **changes):
    return replace(view, asker=Asker(name, reads), used=[], awaited=[], remembered={}, **changes)


@pytest.fixture
def calls():
    return []


@pytest.fixture
def online(calls):
    def online(view, channel="online"):
        calls.append(channel)
        rows = view.records
        return rows[rows["channel"] == channel].astype({"unit": "str"})

    return online


def test_two_askers_of_the_same_columns_share_what_one_of_them_made(view, calls, online):
    other = asked_by(view, "check two", {"records": ("received_at", "channel?")})
    first, second = view.shared(online), other.shared(online)
    assert calls == ["online"]
    assert first.equals(second)
    assert len(first) == 1


def test_settings_rows_and_moments_that_differ_are_not_shared(view, calls, online):
    view.shared(online, "paper")
    view.shared(online)
    asked_by(view, "check two", READS, scope=Scope(units=("H14.36",))).shared(online)
    asked_by(view, "check two", READS, period=period_named("2024", ZONE)).shared(online)
    asked_by(view, "check two", {"records": ("channel",)}).shared(online)
    assert calls == ["paper", "online", "online", "online", "online"]


def test_nobody_can_change_what_another_gets(view, online):
    first = view.shared(online)
    first["channel"] = "changed"
    with pytest.raises(ValueError, match="read-only"):
        first["received_at"].array._ndarray[:] = 0
    assert list(view.shared(online)["channel"]) == ["online"]


def test_who_shares_stays_blind_for_its_own_columns_alone(view, online):
    view.shared(online)
    other = asked_by(view, "check two", {"records": ("channel?", "received_at?")})
    other.shared(online)
    assert other.used == [{"records": ("channel?", "received_at?")}]


def test_an_indicator_is_counted_once_whoever_asks_for_it(view, calls):
    def share(inner):
        calls.append("counted")
        return tally(inner.records, where=inner.records["channel"] == "online")

    counting = Counting("share", READS, share, "Online records.")
    known = {"share": (IndicatorTask("share", "share", Period("all"), 0.5), counting)}
    figures = [asked_by(view, who, READS, indicators_known=known).indicators("share") for who in ("one", "two")]
    assert calls == ["counted"]
    assert figures[0].equals(figures[1])
    assert figures[0]["numerator"].tolist() == [1, 0]


def test_figures_that_make_no_sense_are_a_fault_each_time(view, calls):
    def negative(inner):
        calls.append("counted")
        return tally(inner.records, where=inner.records["channel"] == "online").assign(numerator=-1)

    known = {"share": (IndicatorTask("share", "share", Period("all"), 0.5), Counting("share", READS, negative, "No."))}
    for who in ("one", "two"):
        with pytest.raises(PluginError, match=r"indicator share .*whole numbers"):
            asked_by(view, who, READS, indicators_known=known).indicators("share")
    assert len(calls) == 2
