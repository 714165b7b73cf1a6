"""A project's state as the engine would leave it: invented units, feeds, rules and alerts, and two real rows."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.calendars import Calendar
from reform_tui.feeds.batch import Batch, ExportTime, Origin
from reform_tui.model.alert import alert_id
from reform_tui.model.schema import BUILT_IN
from reform_tui.model.verdict import CAUSES
from reform_tui.store import taking
from reform_tui.store.counting import write_calendar
from reform_tui.store.database import as_json, stamp, transaction
from reform_tui.store.layout import Layout
from reform_tui.store.ledger import Line, packed, write_line
from reform_tui.store.store import Store, open_store
from reform_tui.store.verdicts import replace_causes

NOW = datetime(2025, 3, 31, 10, 0, tzinfo=UTC)
"""17:00 in the province."""
UNITS = {
    "H14.36": ("Phường Thục Phán", "commune"), "H14.40": ("Xã Nguyễn Huệ", "commune"), "H14.52": ("Xã Quang Long", "commune"),
    "H14.11": ("Sở Nông nghiệp và Môi trường", "province"), "H14.12": ("Sở Xây dựng", "province"),
    "H14.60": ("Xã Minh Tâm", "commune"), "H14.61": ("Xã Đàm Thủy", "commune"), "H14.62": ("", "commune"),
}  # fmt: skip
RULES = {
    "late-by-field": (
        "overdue_by_field", {"vi": "Quá hạn theo lĩnh vực", "en": "Late by field"},
        {"late": {
            "vi": "{count}/{of} hồ sơ quá hạn ({share}), hạn trả cũ nhất {oldest_due}",
            "en": "{count} of {of} records late ({share}), the oldest due {oldest_due}",
        }},
        {"count": 1}, {"share": 0.05, "of_at_least": 20}, {"profile": "province_06a"},
    ),
    "proxy-online": (
        "proxy_submission", {"vi": "Nghi nộp thay", "en": "Perhaps filed on behalf"},
        {"rate": {
            "vi": "Tỷ lệ trực tuyến cần kiểm chứng: {low}–{high} %",
            "en": "Online rate to be verified: {low}–{high}%",
        }},
        {"count": 1}, {}, {},
    ),
}  # fmt: skip
KEYS = ("H14.36-250301-0001", "H14.36-250301-0002", "H14.36-250301-0009")


def make(root: Path) -> None:
    """Write ``root/state`` with an engine that has just beaten."""
    layout = Layout(root / "state")
    store = open_store(layout, BUILT_IN)
    with transaction(store.connection):
        _meta(store)
        _counting(store)
        _take_a_file(store)
        _feeds(store)
        _alerts(store)
        _health(store)
    store.close()
    beat(root)


def make_empty(root: Path) -> None:
    """A store in which nothing has happened."""
    store = open_store(Layout(root / "state"), BUILT_IN)
    with transaction(store.connection):
        store.connection.execute("INSERT INTO meta VALUES ('project', 'Cao Bằng')")
    store.close()
    beat(root)


def beat(root: Path, moment: datetime = NOW) -> None:
    """Turn the engine's loop once."""
    lock = Layout(root / "state").lock
    lock.touch()
    os.utime(lock, (moment.timestamp(), moment.timestamp()))


def alert(store: Store, rule: str, unit: str, subject: str, severity: str, count: int, of: int, **more) -> str:
    """Write one alert as the ledger would; returns its id."""
    told = {
        "state": "firing",
        "template": "late",
        "facts": {"oldest_due": "2025-03-11"},
        "since": NOW - timedelta(days=3),
        "evidence": (),
    }
    told |= more
    key = alert_id(rule, unit, subject, "2025-Q1")
    seq = write_line(store.connection, Line("found", {"count": count}, key, rule, unit), told["since"])
    check, _, _, warning, critical, _ = RULES.get(rule, ("own", {}, {}, {}, {}, {}))
    store.connection.execute(
        'INSERT OR REPLACE INTO alerts (id, rule, "check", unit, subject, period, severity, state, since, updated, count, of,'
        " value, threshold, template, facts, evidence, taken_by, taken_at, note, seq)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key, rule, check, unit, subject, "2025-Q1", severity, told["state"], stamp(told["since"]), stamp(NOW), count, of,
            count / of, as_json(critical if severity == "critical" else warning), told["template"], as_json(told["facts"]),
            packed(told["evidence"]), told.get("taken_by"), told.get("taken_at"), told.get("note", ""), seq,
        ),
    )  # fmt: skip
    return key


def _meta(store: Store) -> None:
    meta = {"project": "Cao Bằng", "province": "H14", "language": "vi", "zone": "Asia/Ho_Chi_Minh", "version": "0.1.0"}
    store.connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    store.connection.executemany(
        "INSERT INTO units (unit, name, level) VALUES (?, ?, ?)", [(u, *n) for u, n in UNITS.items()]
    )
    store.connection.executemany(
        'INSERT INTO rules (rule, "check", file, names, sentences, warning, critical, period, settings)'
        " VALUES (?, ?, 'rules.toml', ?, ?, ?, ?, 'quarter', ?)",
        [(rule, check, *map(json.dumps, told)) for rule, (check, *told) in RULES.items()],
    )


def _counting(store: Store) -> None:
    replace_causes(store.connection, CAUSES)
    write_calendar(store.connection, Calendar(ZoneInfo("Asia/Ho_Chi_Minh")))


def _take_a_file(store: Store) -> None:
    """One real file, so that evidence leads to its rows."""
    due = datetime(2025, 3, 11, 10, tzinfo=UTC)
    moments = pa.timestamp("us", "UTC")
    rows = pa.table({
        "record_id": pa.array(KEYS[:2]),
        "unit": pa.array(["H14.36"] * 2).dictionary_encode(),
        "field": pa.array(["Đất đai"] * 2).dictionary_encode(),
        "due_at": pa.array([due, due], moments),
        "finished_at": pa.array([None, datetime(2025, 3, 20, 3, tzinfo=UTC)], moments),
        "applicant_name": pa.array(["Nguyễn Văn Mẫu", "Trần Thị Thử"]),
        "applicant_id": pa.array(["012345678901", "012345678902"]),
        "_key": pa.array(KEYS[:2]),
        "_home": pa.array(["H14.36"] * 2),
        "_row": pa.array([5, 6], pa.int32()),
    })  # fmt: skip
    none = pa.table(
        {"row": pa.array([], pa.int32()), "column": pa.array([], pa.string()), "reason": pa.array([], pa.string())}
    )
    columns = ("record_id", "unit", "field", "due_at", "finished_at", "applicant_name", "applicant_id")
    batch = Batch("records", "Sheet1", rows, none, columns, ExportTime(NOW - timedelta(hours=5), Origin.NAME))
    origin = taking.Origin(
        "one-stop", "inbox/one-stop/ho-so_2025_03_31.xlsx", "0" * 64, "m1", 10, False, NOW - timedelta(hours=4)
    )
    taking.take(store, origin, batch)


def _feeds(store: Store) -> None:
    add = store.connection.execute
    at = stamp(NOW - timedelta(hours=4))
    add(
        "INSERT INTO feeds VALUES ('one-stop', 'records', 'inbox/one-stop', ?, ?, 'm1')",
        (at, stamp(NOW + timedelta(days=1))),
    )
    add(
        "INSERT INTO feeds VALUES ('national', 'records', 'inbox/national', NULL, ?, 'm1')",
        (stamp(NOW - timedelta(days=2)),),
    )
    place = "(feed, schema, path, sha256, mapping, status, reason, sheet, exported_at, exported_from, rows, accepted, rejected, taken_at)"
    arrivals = [
        ("one-stop", "records", "inbox/one-stop/a.csv", "a", "m1", "taken", None, "", at, "mtime", 34_530, 34_528, 2, at),
        ("one-stop", "records", "inbox/one-stop/a (1).csv", "a", "m1", "duplicate", None, "", at, "mtime", 0, 0, 0, at),
        ("one-stop", "records", "inbox/one-stop/broken.xlsx", "b", "m1", "quarantined", "no header row was found", "", at, "mtime", 0, 0, 0, at),
    ]  # fmt: skip
    for arrival in arrivals:
        add(f"INSERT INTO arrivals {place} VALUES ({', '.join('?' * len(arrival))})", arrival)
    add("INSERT INTO quarantine VALUES (2, 17, 'due_at', 'no-such-date')")
    add("INSERT INTO quarantine VALUES (2, 4021, '', 'no-identity')")
    add("INSERT INTO waiting VALUES ('inbox/one-stop/growing.xlsx', 'one-stop', 'still growing', ?)", (at,))
    for unit, online, of in (
        ("H14.36", 24_558, 34_530),
        ("H14.40", 38, 124),
        ("H14.12", 0, 0),
        ("H14.11", 2_081, 2_112),
    ):
        add("INSERT INTO indicators VALUES ('online', ?, 'commune', '2025-Q1', ?, ?, 0.7)", (unit, online, of))


def _alerts(store: Store) -> None:
    alert(store, "late-by-field", "H14.36", "Đất đai", "critical", 41, 132, evidence=KEYS)
    alert(store, "late-by-field", "H14.36", "Hộ tịch", "warning", 3, 210)
    taken = {
        "state": "acknowledged",
        "taken_by": "lan",
        "taken_at": stamp(NOW - timedelta(hours=1)),
        "note": "đã gọi đơn vị",
    }
    alert(store, "late-by-field", "H14.40", "Đất đai", "warning", 2, 40, **taken)
    rate = {"template": "rate", "facts": {"low": 58.117, "high": 64.005, "reported": 71.12}}
    alert(store, "proxy-online", "H14.36", "online", "warning", 2_457, 24_558, **rate)
    alert(store, "late-by-field", "H14.11", "Đất đai", "critical", 978, 1_559, state="pending")


def _health(store: Store) -> None:
    rows = [
        ("late-by-field", "H14.36", "ok", 12_431, {"due date missing": 210}, ""),
        ("late-by-field", "H14.12", "blind", 0, {}, "the feed has no column due_at"),
        ("proxy-online", "H14.36", "ill", 0, {}, "took longer than 20 seconds"),
    ]
    for rule, unit, health, judged, skipped, reason in rows:
        store.connection.execute(
            "INSERT INTO health (rule, unit, health, judged, skipped, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (rule, unit, health, judged, as_json(skipped), reason, stamp(NOW)),
        )
