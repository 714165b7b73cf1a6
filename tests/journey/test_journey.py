"""A real folder, the real engine process, a real terminal: a file is dropped and its alert stands on the screen."""

import os
import signal
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from reform_tui import times

sys.path.append(str(Path(__file__).parents[1] / "console"))
from terminal import Terminal

SETTINGS = 'name = "journey"\nprovince = "H14"\nperiod = "all"\nlanguage = "en"\nsettle = "0.2s"\nscan = "1s"\n'
RULE = '[late]\ncheck = "overdue_by_field"\nprofile = "to_the_second"\nwarning = { count = 1 }\n'
HEADINGS = "Số hồ sơ,Tên lĩnh vực,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý"
PATIENCE = 20.0
PAUSE = Event()
"""Never set: between two looks at another process."""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "reform.toml").write_text(SETTINGS)
    for folder in ("feeds", "rules", "inbox"):
        (tmp_path / folder).mkdir()
    (tmp_path / "feeds/one-stop.toml").write_text('schema = "records"\nfolder = "inbox"\n')
    (tmp_path / "rules/late.toml").write_text(RULE)
    yield tmp_path
    pid = engine_of(tmp_path)
    if pid:
        os.kill(pid, signal.SIGKILL)


def engine_of(project):
    """The process that holds the engine's lock, if one does."""
    inode = str((project / "state/engine.lock").stat().st_ino) if (project / "state/engine.lock").exists() else "?"
    lines = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return next((int(words[4]) for words in lines if words[5].endswith(f":{inode}")), 0)


def drop(project, name, rows):
    part = project / "inbox" / f".{name}"
    part.write_text("\n".join([HEADINGS, *rows]) + "\n", "utf-8")
    part.rename(project / "inbox" / name)


def row(number, due, finished=""):
    received = due - timedelta(days=5)
    said = [f"{moment:%d/%m/%Y %H:%M:%S}" for moment in (received, due)]
    return f"H14.17-250301-{number:04},Đất đai,{said[0]},{said[1]},{finished}"


def asked(project, query):
    connection = sqlite3.connect(f"file:{project}/state/store.sqlite?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def wait_until(holds):
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end
        PAUSE.wait(0.02)


def console(project):
    words = [sys.executable, "-m", "reform_tui.cli.main", "console", str(project)]
    return Terminal(project, words=words, first="")


@pytest.mark.timeout(120)
def test_from_a_dropped_file_to_the_screen_and_through_a_kill(project):
    soon = times.now().astimezone().replace(microsecond=0) + timedelta(seconds=6)  # a file says whole seconds
    with console(project) as screen:
        screen.until("feeds/one-stop.toml", PATIENCE)  # an empty project says how to begin
        local = soon.astimezone(times.zone_of("Asia/Ho_Chi_Minh"))
        drop(project, "one.csv", [row(1, local - timedelta(days=3)), row(2, local), row(3, local + timedelta(days=3))])
        screen.until("H14.17", PATIENCE)
        screen.press("\r").until("Đất đai", PATIENCE)
        assert "1/3" in screen.text, screen.text
        screen.until("2/3", PATIENCE)  # no second file: time alone made a record late
        assert times.now() >= soon
        before = asked(project, "SELECT id, count, since FROM alerts")
        lines = asked(project, "SELECT count(*) FROM changes WHERE kind = 'firing'")
        os.kill(engine_of(project), signal.SIGKILL)
        wait_until(lambda: not engine_of(project))
        screen.press("q")
        assert screen.ended() == 0
    with console(project) as screen:
        wait_until(lambda: engine_of(project))
        screen.until("H14.17", PATIENCE)
        drop(project, "two.csv", [row(1, local - timedelta(days=3), f"{local:%d/%m/%Y %H:%M:%S}")])
        wait_until(lambda: asked(project, "SELECT count(*) FROM arrivals WHERE status = 'taken'") == [(2,)])
        screen.press("\r").until("2/3", PATIENCE)
        assert asked(project, "SELECT id, count, since FROM alerts") == before
        assert asked(project, "SELECT count(*) FROM changes WHERE kind = 'firing'") == lines
        screen.press("q")
        assert screen.ended() == 0
