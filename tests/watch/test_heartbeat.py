"""The loop says that it lives while it waits for workers, however long that takes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from small import RULE, Small, late_rows

from reform_tui import times
from reform_tui.assemble import assembled, running
from reform_tui.watch.folders import Hints
from reform_tui.watch.locks import engine_lock
from reform_tui.watch.loop import Loop, folders_of

ENOUGH = 3
LONG = '''
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import ClassVar
import pandas as pd
from reform_tui.sdk import hookimpl, judge

@dataclass(frozen=True, kw_only=True)
class Long:
    """Waits until a file is there."""

    folder: str
    reads: ClassVar = {"records": ("record_id",)}
    sentences: ClassVar = {"found": {"vi": "x", "en": "x"}}

    def find(self, view):
        folder = Path(self.folder)
        (folder / "asked").touch()
        while not (folder / "go on").exists():
            Event().wait(0.02)
        return judge(view.records, by=["unit"], where=view.records["record_id"].isna())

    def next_change(self, view):
        return pd.Series([], dtype="datetime64[us, Asia/Ho_Chi_Minh]")

@hookimpl
def reform_checks():
    return [Long]
'''


def test_the_heart_beats_during_a_long_first_evaluation(tmp_path, monkeypatch):
    small = Small(tmp_path / "project").make()
    (small.root / "plugins").mkdir()
    (small.root / "plugins/long.py").write_text(LONG, "utf-8")
    (small.root / "rules/long.toml").write_text(f'[long]\ncheck = "long"\nfolder = "{tmp_path}"\n{RULE}', "utf-8")
    (small.root / "rules/late.toml").unlink()
    small.drop("a.csv", *late_rows(1), old=True)
    beats = Beats(tmp_path, small.root / "state/engine.lock")
    with assembled(small.root) as parts, running(parts, small.root / "state", times.now()) as engine:
        hints = Hints(folders_of(engine))
        with engine_lock(engine.store.layout.lock) as lock:
            loop = Loop(engine, lock, hints, lambda: False)
            monkeypatch.setattr(type(lock), "beat", beats.beat)
            loop.begin()
        hints.close()
        [alert] = engine.store.connection.execute("SELECT rule FROM alerts WHERE state != 'resolved'")
    assert alert["rule"] == "late"
    assert beats.while_asked > ENOUGH


@dataclass
class Beats:
    """Counts beats while the check waits, and lets the check go on after four of them."""

    folder: Path
    lock: Path
    while_asked: int = 0

    def beat(self) -> None:
        os.utime(self.lock)
        self.while_asked += (self.folder / "asked").exists()
        if self.while_asked > ENOUGH:
            (self.folder / "go on").touch()
