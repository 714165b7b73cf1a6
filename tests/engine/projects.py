"""Small projects with real engines: a folder, its files, and one pool of workers for all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from reform_tui.assemble import Assembled, assemble_with, running, take_files
from reform_tui.engine.intake.inbox import look
from reform_tui.engine.intake.recognising import Intake
from reform_tui.engine.step import Engine
from reform_tui.engine.workers.pool import Pool

HEADINGS = ("Số hồ sơ", "Lĩnh vực", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái")
NOW = datetime(2025, 3, 11, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SETTINGS = 'name = "Tests"\nprovince = "H14"\nlanguage = "en"\nperiod = "all"\n'
FEED = 'schema = "records"\nfolder = "inbox/one-stop"\nfiles = ["*.csv", "*.xlsx", "*.jsonl"]\n'
LATE = '[late]\ncheck = "overdue_by_field"\nwarning = { count = 1 }\ncritical = { count = 3 }\n'


def csv_of(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> str:
    """A csv file as the one-stop system writes it; short rows are filled up."""
    filled = [(*row, *[""] * (len(headings) - len(row))) for row in rows]
    return "".join(";".join(row) + "\n" for row in (headings, *filled))


def record(number: int, due: str = "11/03/2025 17:00:00", unit: str = "H14.1", finished: str = "") -> tuple[str, ...]:
    """One open record of a unit."""
    return (f"{unit}-250301-{number:04}", "Đất đai", "01/03/2025 08:00:00", due, finished, "Đang xử lý")


@dataclass
class Bench:
    """A project's folder and the workers that serve it."""

    root: Path
    pool: Pool

    def write(self, path: str, text: str) -> Path:
        """Write one file of the project."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return target

    def drop(self, name: str, *rows: tuple[str, ...], at: datetime = NOW - DAY, **more: Any) -> Path:
        """Drop a csv file, last changed ``at``."""
        return self.drop_text(name, csv_of(*rows, **more), at)

    def drop_text(self, name: str, text: str | bytes, at: datetime = NOW - DAY) -> Path:
        """Drop any file."""
        target = self.root / "inbox" / "one-stop" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(target, (at.timestamp(), at.timestamp()))
        return target

    def parts(self) -> Assembled:
        """The project put together."""
        return assemble_with(self.root, self.pool)

    @contextmanager
    def running(self, now: datetime = NOW) -> Iterator[Engine]:
        """The engine on the project's own state."""
        with running(self.parts(), self.root / "state", now) as engine:
            yield engine


def made(root: Path, pool: Pool) -> Bench:
    """A project with one feed and one rule."""
    bench = Bench(root, pool)
    bench.write("reform.toml", SETTINGS)
    bench.write("feeds/one-stop.toml", FEED)
    bench.write("rules/late.toml", LATE)
    return bench


def take(engine: Engine, now: datetime = NOW) -> Intake:
    """Take in whatever lies in the folders and evaluate what changed."""
    done = take_files(engine, look(engine.project.root, engine.project.feeds).files, now)
    engine.step(done.units, now)
    return done


def alerts(engine: Engine, rule: str = "late") -> list[dict[str, Any]]:
    """Alerts of a rule that are not resolved."""
    query = "SELECT * FROM alerts WHERE rule = ? AND state != 'resolved' ORDER BY unit, subject"
    return [dict(row) for row in engine.store.connection.execute(query, (rule,))]


def changes(engine: Engine) -> list[tuple[str, str | None]]:
    """(kind, rule) of every line of the trail, the configuration's left out."""
    rows = engine.store.connection.execute("SELECT kind, rule FROM changes WHERE kind != 'configuration' ORDER BY seq")
    return [tuple(row) for row in rows]


def files(engine: Engine) -> list[tuple[str, str, int, int, int]]:
    """(file, status, rows, accepted, rejected) of every file that was read."""
    rows = engine.store.connection.execute("SELECT path, status, rows, accepted, rejected FROM arrivals ORDER BY id")
    return [(Path(row[0]).name, *row[1:]) for row in rows]
