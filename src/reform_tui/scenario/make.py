"""A project folder made from a scenario: settings, one feed, reference tables, and a file for each week of receipt."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from reform_tui.config.scenario import Scenario
from reform_tui.scenario.draft import Draft, draft
from reform_tui.scenario.people import People
from reform_tui.scenario.senders import OFFICERS, officer, senders
from reform_tui.scenario.tables import records_table

FOLDER = "inbox/one-stop"
BOM = b"\xef\xbb\xbf"
_FIRST_OFFICER = 100_000
_EXPORTED = "%Y_%m_%d_%H_%M"


def make_scenario(spec: Scenario, into: Path) -> None:
    """Write a whole project folder at ``into``, the same bytes for the same scenario; ``OSError`` when it cannot."""
    rng = np.random.default_rng(spec.seed)
    drafted = draft(spec, rng)
    table = records_table(spec, drafted, senders(spec, drafted, rng), rng)
    for folder in ("feeds", "reference", FOLDER):
        (into / folder).mkdir(parents=True, exist_ok=True)
    (into / "reform.toml").write_text(_settings(spec), encoding="utf-8")
    (into / "feeds" / "one-stop.toml").write_text(_FEED, encoding="utf-8")
    _write_reference(spec, into / "reference")
    _write_weeks(spec, drafted, table, into / FOLDER)


_FEED = f"""\
# The headings are the usual Vietnamese ones, so none is mapped.
schema = "records"
folder = "{FOLDER}"
files  = ["*.csv"]

[time]
formats  = ["%d/%m/%Y %H:%M:%S"]
zone     = "Asia/Ho_Chi_Minh"
exported = "{_EXPORTED}"

[[sample]]
row    = {{ "Số hồ sơ" = "H14.17-250213-0001", "Cấp thực hiện" = "Cấp tỉnh", "Ngày hẹn trả" = "27/02/2025 17:00:00" }}
expect = {{ unit = "H14.17", level = "province", due_at = 2025-02-27T17:00:00+07:00 }}
"""


def _settings(spec: Scenario) -> str:
    return (
        "# Made from a scenario: every record is invented.\n"
        f'name     = "{spec.name}"\nprovince = "{spec.province}"\nzone     = "{spec.zone}"\n'
        f'language = "vi"\nperiod   = "{spec.period}"\nsettle   = "1s"\n'
    )


def _write_weeks(spec: Scenario, drafted: Draft, table: pa.Table, folder: Path) -> None:
    days = drafted.days.days[drafted.received_day]
    monday = np.datetime64(spec.first_day - timedelta(days=spec.first_day.weekday()))
    week = (days - monday).astype(np.int64) // 7
    for number in np.unique(week):
        path = folder / f"ho-so tuan {number + 1:02} xuat {spec.as_of:{_EXPORTED}}.csv"
        with path.open("wb") as file:
            file.write(BOM)  # as spreadsheets in Vietnam expect
            pacsv.write_csv(table.filter(pa.array(week == number)), file)


def _write_reference(spec: Scenario, folder: Path) -> None:
    units = [(unit.code, unit.name, unit.level, "") for unit in spec.units]
    _write(folder / "units.csv", ("unit", "name", "level", "contact"), units)
    _write(folder / "staff.csv", ("person_id", "name", "class", "unit", "account", "phone", "from"), _staff(spec))
    until = spec.as_of.replace(month=12, day=31).date().isoformat()
    allowed = [(agent.account, agent.kind, agent.reason, "Kịch bản", until) for agent in spec.agent]
    _write(folder / "allow.csv", ("account", "class", "reason", "source", "until"), allowed)


def _staff(spec: Scenario) -> Iterable[tuple[str, ...]]:
    count = len(spec.units) * OFFICERS
    people, who = People(spec.seed), _FIRST_OFFICER + np.arange(count)
    named = zip(people.names(who).to_pylist(), people.phones(who).to_pylist(), strict=True)
    since = spec.first_day.replace(year=spec.first_day.year - 1).isoformat()
    for n, (name, phone) in enumerate(named):
        unit = spec.units[n // OFFICERS].code
        account = officer(unit, n % OFFICERS)
        yield account, name, "officer", unit, account, phone, since


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")
