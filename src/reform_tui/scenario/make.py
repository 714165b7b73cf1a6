"""A project folder made from a scenario: settings, feeds, reference tables, and a file for each week of receipt."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from reform_tui.config.scenario import Scenario
from reform_tui.scenario.beside import beside_records
from reform_tui.scenario.draft import Draft, draft
from reform_tui.scenario.lists import list_table
from reform_tui.scenario.reference_tables import write_reference
from reform_tui.scenario.senders import senders
from reform_tui.scenario.tables import records_table

FOLDER = "inbox/one-stop"
BOM = b"\xef\xbb\xbf"
_EXPORTED = "%Y_%m_%d_%H_%M"


def make_scenario(spec: Scenario, into: Path) -> None:
    """Write a whole project folder at ``into``, the same bytes for the same scenario; ``OSError`` when it cannot."""
    rng = np.random.default_rng(spec.seed)
    drafted = draft(spec, rng)
    table = records_table(spec, drafted, senders(spec, drafted, rng), rng)
    for folder in ("feeds", "reference", FOLDER):
        (into / folder).mkdir(parents=True, exist_ok=True)
    (into / "reform.toml").write_text(_settings(spec), encoding="utf-8")
    (into / "feeds" / "one-stop.toml").write_text(_one_stop(spec), encoding="utf-8")
    write_reference(spec, into / "reference")
    _write_weeks(spec, drafted, table, into / FOLDER)
    for schema, rows in beside_records(spec, drafted, table, rng).items():
        _write_feed(spec, schema, schema, rows, into)
    for listing in spec.feed:
        _write_feed(spec, listing.name, listing.schema, list_table(spec, listing, rng), into)


def _one_stop(spec: Scenario) -> str:
    unit = next(unit for unit in spec.units if unit.level == "province").code
    return _feed(spec, "records", FOLDER) + (
        "\n[[sample]]\n"
        f'row    = {{ "Số hồ sơ" = "{unit}-250213-0001", "Cấp thực hiện" = "Cấp tỉnh", '
        '"Ngày hẹn trả" = "27/02/2025 17:00:00" }\n'
        f'expect = {{ unit = "{unit}", level = "province", due_at = 2025-02-27T17:00:00+07:00 }}\n'
    )


def _feed(spec: Scenario, schema: str, folder: str) -> str:
    return (
        "# The headings are the usual Vietnamese ones, so none is mapped.\n"
        f'schema = "{schema}"\nfolder = "{folder}"\nfiles  = ["*.csv"]\n\n'
        '[time]\nformats  = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y"]\n'
        f'zone     = "{spec.zone}"\nexported = "{_EXPORTED}"\n'
    )


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
        rows = table.filter(pa.array(week == number))
        _write_csv(rows, folder / f"ho-so tuan {number + 1:02} xuat {spec.as_of:{_EXPORTED}}.csv")


def _write_feed(spec: Scenario, name: str, schema: str, rows: pa.Table, into: Path) -> None:
    """Write a feed and its one file."""
    folder = into / "inbox" / name
    folder.mkdir(parents=True, exist_ok=True)
    (into / "feeds" / f"{name}.toml").write_text(_feed(spec, schema, f"inbox/{name}"), encoding="utf-8")
    _write_csv(rows, folder / f"{name} xuat {spec.as_of:{_EXPORTED}}.csv")


def _write_csv(rows: pa.Table, path: Path) -> None:
    with path.open("wb") as file:
        file.write(BOM)  # as spreadsheets in Vietnam expect
        pacsv.write_csv(rows, file)
