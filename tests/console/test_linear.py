"""Changes as plain lines."""

from datetime import timedelta
from threading import Event

import pytest
import synthetic

from reform_tui import times
from reform_tui.console.linear import run_linear
from reform_tui.console.paint import Ink
from reform_tui.language import Language
from reform_tui.model.schema import BUILT_IN
from reform_tui.model.silence import ACT, Silence
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.silences import write_by_act
from reform_tui.store.store import open_store


@pytest.fixture
def store(project):
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


def test_live_alerts_then_each_change(project, store, monkeypatch):
    monkeypatch.setattr(times, "now", lambda: synthetic.NOW)
    lines, stop = [], Event()

    def write(line):
        lines.append(line)
        if len(lines) == 6:
            with transaction(store.connection):
                synthetic.alert(store, "late-by-field", "H14.36", "Đất đai", "critical", 42, 132)
                synthetic.alert(store, "late-by-field", "H14.40", "Đất đai", "warning", 2, 40, state="resolved")
        if len(lines) == 8:
            stop.set()

    run_linear(project, Language("en"), Ink(), write, stop)
    assert lines[0] == "17:00 · engine running"
    assert [line.split(" · ")[1:3] for line in lines[1:6]] == [["new", "warning"]] * 3 + [["new", "critical"]] * 2
    assert lines[6].startswith("17:00 · cleared · warning · Xã Nguyễn Huệ")
    assert lines[7].startswith("17:00 · changed · critical · Phường Thục Phán · Đất đai: 42 of 132")


def test_lines_hold_only_text(project, store, monkeypatch):
    monkeypatch.setattr(times, "now", lambda: synthetic.NOW)
    with transaction(store.connection):
        synthetic.alert(store, "late-by-field", "H14.60", "\x1b[2J\u202e\nx", "critical", 1, 2)
    lines, stop = [], Event()
    run_linear(project, Language("vi"), Ink(ascii=True), lambda line: (lines.append(line), stop.set()), stop)
    assert lines
    assert all(line.isprintable() and line.isascii() for line in lines)


def test_what_is_silenced_comes_first_and_says_until_when(project, store, monkeypatch):
    monkeypatch.setattr(times, "now", lambda: synthetic.NOW)
    end = synthetic.NOW + timedelta(days=1)
    about = (("H14.36",), ("Đất đai",))
    with transaction(store.connection):
        write_by_act(
            store.connection, Silence("late-by-field", "lan", "x", end, synthetic.NOW, *about, ACT, "critical")
        )
    lines, stop = [], Event()

    def write(line):
        lines.append(line)
        if len(lines) == 6:
            monkeypatch.setattr(times, "now", lambda: end)
        if "đổi" in line:
            stop.set()

    run_linear(project, Language("vi"), Ink(), write, stop)
    assert lines[1].endswith("· đang báo · tạm lặng đến 01/04 17:00")
    assert "Phường Thục Phán · Đất đai" in lines[-1]
    assert "tạm lặng" not in lines[-1]
