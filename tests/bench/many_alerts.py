"""A project as the engine would leave it with thousands of live alerts: invented units, fields and rules."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "console"))
import synthetic

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import Store, open_store

UNITS = 80
RULES = 12
FIELDS = ("Đất đai", "Hộ tịch", "Chứng thực", "Xây dựng", "Bảo trợ xã hội", "Đầu tư", "Giáo dục", "Y tế")


def make_project(root: Path, alerts: int) -> Path:
    """Write ``root`` with this many alerts, unless it is there; the share of critical ones is a tenth."""
    if not (root / "state").exists():
        synthetic.make(root)
        with_alerts(root, alerts)
    synthetic.beat(root)
    return root


def with_alerts(root: Path, alerts: int) -> None:
    """Add units, rules and alerts to a synthetic store."""
    store = open_store(Layout(root / "state"), BUILT_IN)
    with transaction(store.connection):
        units, rules = _units(store), _rules(store)
        for number in range(alerts):
            write(store, rules, units, number, 1 + number * 7 % 400)
    store.close()


def write(store: Store, rules: list[str], units: list[str], number: int, count: int) -> None:
    """One alert; the same number again is the same alert with another count."""
    synthetic.alert(
        store,
        rules[number % len(rules)],
        units[number // len(rules) % len(units)],
        f"{FIELDS[number % len(FIELDS)]} {number // (len(rules) * len(units))}",
        "warning" if number % 10 else "critical",
        count,
        1_000,
        since=synthetic.NOW - timedelta(hours=number % 900),
        facts={"oldest_due": f"2025-03-{1 + number % 28:02}", "profile": "province_06a"},
    )


def _units(store: Store) -> list[str]:
    units = [(f"H14.{100 + n}", f"Xã Thứ {n}", "commune") for n in range(UNITS)]
    store.connection.executemany("INSERT INTO units (unit, name, level) VALUES (?, ?, ?)", units)
    return [unit for unit, _, _ in units]


def _rules(store: Store) -> list[str]:
    check, *told = synthetic.RULES["late-by-field"]
    rules = [f"late-{n}" for n in range(RULES)]
    store.connection.executemany(
        'INSERT INTO rules (rule, "check", file, names, sentences, warning, critical, period, settings)'
        " VALUES (?, ?, 'rules.toml', ?, ?, ?, ?, 'quarter', ?)",
        [(rule, check, *map(json.dumps, told)) for rule in rules],
    )
    return rules
