"""Whatever a table holds, it is read or told: never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.config.calendar import calendar_of
from reform_tui.config.feed import feed_of
from reform_tui.config.rule import CORE, Known, rules_of
from reform_tui.config.rule_files import tables_of
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import Document
from reform_tui.errors import ConfigError
from reform_tui.model.schema import BUILT_IN

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KEYS = sorted({
    *CORE, "a", "b", "indicator", "count", "target", "units", "levels", "share", "now", "expect", "records", "reference",
    "staff", "unit", "vi", "schema", "folder", "columns", "extra", "from", "type", "values", "constants", "channel",
    "sample", "row", "rejected", "time", "formats", "zone", "exported", "every", "encoding", "delimiter", "header",
    "hours", "weekend", "2026", "source", "days_off", "made_up", "limits", "seconds", "scan", "workers", "",
})  # fmt: skip
TEXTS = ["", "a", "b", "records", "online", "3d", "8wh", "%d/%m/%Y", "%", "07:00", "sunday", "flag", "\x00", "Ộ"]
plain = st.one_of(
    st.sampled_from(TEXTS), st.booleans(), st.integers(-3, 3), st.floats(),
    st.just(date(2026, 1, 10)), st.just(time(7)), st.just(datetime(2026, 1, 10)), st.just(datetime(2026, 1, 10, tzinfo=UTC)),  # noqa: DTZ001 - TOML has moments without a zone
)  # fmt: skip
keys = st.sampled_from(KEYS)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5), max_leaves=12
)
tables = st.dictionaries(keys, values, max_size=8)


def read_or_told(read: Callable[[Document], object], table: dict[str, Any]) -> None:
    try:
        read(Document("x.toml", Path("x.toml"), table, ""))
    except ConfigError as error:
        faults = error.faults
    else:
        return
    assert faults
    assert all(fault.startswith("x.toml") for fault in faults)


@given(table=tables)
@settings(max_examples=150, deadline=None)
def test_settings(table):
    read_or_told(settings_of, table)


@given(table=tables)
@settings(max_examples=150, deadline=None)
def test_calendar(table):
    read_or_told(lambda document: calendar_of(document, ZONE), table)


@given(table=tables)
@settings(max_examples=150, deadline=None)
def test_feed(table):
    read_or_told(lambda document: feed_of(document, BUILT_IN), {"schema": "records", "folder": "inbox", **table})


@given(table=st.dictionaries(keys, tables | values, max_size=4))
@settings(max_examples=200, deadline=None)
def test_rules(table):
    document = Document("x.toml", Path("x.toml"), table, "")
    _, _, faults = rules_of(tables_of([document]), tables_of([]), Known(BUILT_IN, ZONE))
    assert all(fault.startswith("x.toml") for fault in faults)
