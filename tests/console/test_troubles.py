"""What goes wrong around an open console: each time the last board stays, under a sentence, and the way back works."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import synthetic
from synthetic import NOW
from terminal import PATIENCE, Terminal

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import FORMAT, Layout
from reform_tui.store.store import open_store


@pytest.fixture
def terminal(project):
    with Terminal(project) as terminal:
        yield terminal.until("17:00 engine running")


def database(project):
    return Layout(project / "state").database


def renumber(project, number):
    """What another version of the product does to the store."""
    with closing(sqlite3.connect(database(project))) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", (str(number),))


@pytest.fixture
def login(project):
    """A console that a shell started, and its process."""
    with Terminal(project, watched=True) as terminal:
        terminal.until("17:00 engine running")
        yield terminal, int((project / "job").read_text("ascii"))


def stopped(terminal, job):
    """Wait until the process stands still."""
    while Path(f"/proc/{job}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "T":
        terminal.read(0.02)


@pytest.mark.parametrize("by", ["key", "signal", "while typing"])
def test_to_the_shell_and_back(login, by):
    terminal, job = login
    terminal.press(":unit H14.36\r").until("Count/of")
    if by == "while typing":
        terminal.press("/đất")
    os.kill(job, signal.SIGTSTP) if by == "signal" else terminal.press("\x1a")
    stopped(terminal, job)
    assert b"\x1b[?1049l" in terminal.log
    terminal.screen.reset()
    os.kill(job, signal.SIGCONT)
    terminal.until("H14.36 Phường Thục Phán").until("/đất" if by == "while typing" else "engine running")
    if by == "while typing":
        terminal.press("\r").until("1–1/1")
    terminal.press("q")
    assert terminal.ended() == 0


def test_nobody_is_left_with_a_console_that_no_shell_brings_back(terminal):
    terminal.press("\x1a").until("no shell with job control").press("j").until("Enter open")


def test_what_is_unmasked_is_masked_after_the_shell(login):
    terminal, job = login
    terminal.press(f":record {synthetic.KEYS[0]}\r").until("inbox/").press("u").until("name nobody")
    terminal.press("đối chiếu\r").until("Nguyễn Văn Mẫu").press("\x1a")
    stopped(terminal, job)
    terminal.screen.reset()
    os.kill(job, signal.SIGCONT)
    assert "Nguyễn Văn Mẫu" not in terminal.until("******ẫu").text


def test_an_engine_that_hangs_or_dies_is_told_with_since_when_and_its_return_too(project, terminal):
    terminal.set_clock(NOW + timedelta(minutes=3))
    terminal.until("ENGINE SILENT SINCE 31/03 17:00").until("Phường Thục Phán")
    terminal.press(":unit H14.36\r").until("Count/of").press("a").until("may follow").press("đã gọi\r")
    terminal.until("no engine runs now, the next one applies it")
    synthetic.beat(project, NOW + timedelta(minutes=3))
    terminal.until("17:03 engine running")
    assert len(list((project / "state/acts").iterdir())) == 1


def test_an_engine_that_was_upgraded_under_a_console_is_told_and_the_last_board_stays(project, terminal):
    shutil.copy(database(project), project / "newer")
    with closing(sqlite3.connect(project / "newer")) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", (str(FORMAT + 1),))
        connection.execute("DROP TABLE alerts")
    (project / "newer").replace(database(project))
    terminal.until("store.sqlite: written by a newer version").until("Phường Thục Phán")
    terminal.press("\r").until("Sở Nông nghiệp").press("\r").until("978").press("q")
    assert terminal.ended() == 0
    with Terminal(project) as second:
        second.ended()
        assert "use the newer reform-tui" in " ".join(second.text.split())


def test_a_store_of_another_form_in_the_same_file_is_told(project, terminal):
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        store.connection.execute("ALTER TABLE units RENAME TO offices")
    terminal.until("store.sqlite: no such table")
    with transaction(store.connection):
        store.connection.execute("ALTER TABLE offices RENAME TO units")
    terminal.until("17:00 engine running · data")
    store.close()


@pytest.mark.parametrize(
    "damage",
    ["UPDATE meta SET value = '{' WHERE name = 'groups'", "UPDATE meta SET value = 'Mars/Olympus' WHERE name = 'zone'",
     "UPDATE rules SET names = '['", "UPDATE alerts SET since = 'soon', seq = 1000000"],
    ids=["no JSON", "no zone", "half a list", "no moment"],
)  # fmt: skip
def test_a_cell_that_cannot_be_understood_is_told_and_its_mending_too(project, terminal, damage):
    shutil.copy(database(project), project / "whole")
    shutil.copy(database(project), project / "damaged")
    with closing(sqlite3.connect(project / "damaged")) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('groups', '{}'), ('zone', 'UTC')")
        connection.execute(damage)
    (project / "damaged").replace(database(project))
    terminal.until("store.sqlite: is damaged (a cell").press("j").until("Phường Thục Phán")
    (project / "whole").replace(database(project))
    terminal.until("17:00 engine running · data")
    terminal.press("q")
    assert terminal.ended() == 0


def test_a_store_that_is_gone_or_closed_and_comes_back(project, terminal):
    away = project / "away"
    database(project).rename(away)
    terminal.until("store.sqlite: there is no store yet").press("j").until("Phường Thục Phán")
    away.rename(database(project))
    terminal.until("17:00 engine running · data")


def test_a_store_that_nothing_may_be_written_to_is_read(project):
    for path in (project / "state").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with Terminal(project) as terminal:
        terminal.until("engine running").press(f":record {synthetic.KEYS[0]}\r").until("inbox/one-stop").press("q")
        assert terminal.ended() == 0


def test_a_window_that_changes_its_size_while_somebody_types_keeps_the_line(terminal):
    terminal.press(":unit H14").until(": unit H14").resize(120, 40).until(": unit H14")
    terminal.resize(60, 12).until(": unit H14").press(".36\r").until("Count/of")


def test_a_store_of_a_newer_version_ends_a_console_with_a_sentence(project):
    renumber(project, FORMAT + 1)
    with Terminal(project) as terminal:
        assert terminal.ended(PATIENCE) != 0
        assert "written by a newer version" in " ".join(terminal.text.split())
