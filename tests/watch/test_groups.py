"""Who may read what: inspectors look, a group of few reads people's data, and nobody else reads anything of people."""

from __future__ import annotations

import grp
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from other_user import UID, holds_for
from small import FEED, HEADINGS, SETTINGS, Small, late_rows
from waiting import until

from reform_tui import times
from reform_tui.board.details import read_alert
from reform_tui.board.reading import read_board
from reform_tui.doctor import examine
from reform_tui.errors import Exit, StoreError
from reform_tui.store.layout import Layout
from reform_tui.store.people_group import close, group_of
from reform_tui.store.reading import Watched, open_store
from reform_tui.watch.service import rebuild

sys.path.append(str(Path(__file__).parents[1] / "console"))
from terminal import Terminal

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two other users")
NAMED = f"{HEADINGS};Tên chủ hồ sơ\n{late_rows(1)[0]};Nông Văn Mẫu\n".encode()
INSPECTORS, PEOPLE = [group for group in grp.getgrall() if group.gr_gid][:2]
# Imported first: the interpreter's own files may lie where only root can read them.
CONSOLE = f"""
import os, sys, pkgutil, importlib, encodings.utf_8_sig, textual.drivers.linux_driver
import reform_tui.console, reform_tui.cli.console, reform_tui.store.places, reform_tui.store.rows
from reform_tui.cli.main import main, parser
parser()
for found in pkgutil.iter_modules(reform_tui.console.__path__, "reform_tui.console."):
    importlib.import_module(found.name)
os.setgroups([{INSPECTORS.gr_gid}]); os.setgid({INSPECTORS.gr_gid}); os.setuid({UID})
sys.exit(main())
"""


@pytest.fixture
def small():
    """A project where other users can come to, below folders that they may pass."""
    folder = Path(tempfile.mkdtemp(prefix="reform-groups-"))
    folder.chmod(0o755)
    small = Small(folder / "project").make()
    small.root.joinpath("reform.toml").write_text(f'{SETTINGS}scan = "0.5s"\n[groups]\npeople = "{PEOPLE.gr_name}"\n')
    small.root.joinpath("feeds/one-stop.toml").write_text(FEED, "utf-8")
    state = small.root / "state"
    state.mkdir()
    os.chown(state, -1, INSPECTORS.gr_gid)
    state.chmod(0o2750)
    small.drop_bytes("a.csv", NAMED, old=True)
    yield small
    shutil.rmtree(folder)


@contextmanager
def watching(root):
    words = [sys.executable, "-m", "reform_tui.cli.main", "watch", str(root)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as engine:
        try:
            assert until(lambda: evaluated(root), 20)
            yield engine
        finally:
            engine.kill()


def evaluated(root):
    try:
        with closing(open_store(root / "state/store.sqlite")) as store:
            return bool(store.execute("SELECT 1 FROM alerts").fetchone())
    except StoreError:  # not there yet
        return False


def sees_the_alert(root):
    with Watched(root / "state/store.sqlite") as watched:
        [alert] = read_board(watched.changed(), times.now()).alerts.values()
    assert (alert.unit, alert.count) == ("H14.1", 1)


def sees_no_people(root):
    people = [*root.rglob("*.people.arrow"), root / "state/people.key"]
    assert len(people) > 1
    for path in people:
        with pytest.raises((PermissionError, FileNotFoundError)):  # some may be folded meanwhile
            path.read_bytes()
    for folder in ("archive", "work"):
        with pytest.raises(PermissionError):
            list((root / "state" / folder).iterdir())


def opens_the_evidence(root, *, names):
    with closing(open_store(root / "state/store.sqlite")) as store:
        [row] = store.execute("SELECT id FROM alerts")
        [evidence] = read_alert(store, root, row["id"]).evidence
    assert evidence.cell("field") == "Đất đai"
    assert bool(evidence.cell("applicant_name")) is names


def an_inspector_sees(root):
    sees_the_alert(root)
    sees_no_people(root)
    opens_the_evidence(root, names=False)


LEFT = {signal.SIGTERM: ["store.sqlite"], signal.SIGKILL: ["store.sqlite", "store.sqlite-shm", "store.sqlite-wal"]}


@pytest.mark.parametrize("end", LEFT)
def test_an_inspector_looks_while_the_engine_runs_and_after_it_ended(small, end):
    with watching(small.root) as engine:
        assert holds_for([INSPECTORS.gr_gid], lambda: an_inspector_sees(small.root))
        engine.send_signal(end)
        assert engine.wait(20) == (Exit.CLEAN if end is signal.SIGTERM else -end)
    assert sorted(path.name for path in small.root.glob("state/store.sqlite*")) == LEFT[end]
    assert holds_for([INSPECTORS.gr_gid], lambda: an_inspector_sees(small.root))


def test_whoever_is_in_no_group_is_told_that_the_store_is_closed(small):
    def told():
        for look in (lambda: open_store(path), lambda: Watched(path).changed()):
            with pytest.raises(StoreError, match=r"cannot be read \(Permission denied\); ask who keeps this project"):
                look()

    path = small.root / "state/store.sqlite"
    with watching(small.root):
        assert holds_for([PEOPLE.gr_gid], told)


def test_the_group_of_people_reads_people(small):
    (small.root / "state/archive").mkdir(parents=True)
    rebuild(small.root)
    with watching(small.root):
        pass
    both = [INSPECTORS.gr_gid, PEOPLE.gr_gid]
    assert holds_for(both, lambda: opens_the_evidence(small.root, names=True))
    archive = small.root / "state/archive"
    assert holds_for(both, lambda: [path.read_bytes() for path in archive.rglob("*.*")])
    assert not holds_for(both, lambda: (archive / "x").write_text("x"))


def test_what_was_kept_before_the_group_was_named_is_given_to_it(small):
    settings = small.root / "reform.toml"
    named = settings.read_text("utf-8")
    settings.write_text(SETTINGS + 'scan = "0.5s"\n', "utf-8")
    with watching(small.root):
        pass
    assert holds_for([INSPECTORS.gr_gid], lambda: opens_the_evidence(small.root, names=True))
    settings.write_text(named, "utf-8")
    [before] = [found for found in examine(small.root) if found.what == "people's data"]
    assert before.state == "bad"
    with watching(small.root):
        assert until(lambda: (small.root / "state/archive").stat().st_gid == PEOPLE.gr_gid)
    assert holds_for([INSPECTORS.gr_gid], lambda: an_inspector_sees(small.root))
    [found] = [found for found in examine(small.root) if found.what == "people's data"]
    assert (found.state, found.found) == ("ok", f"readable for the group {PEOPLE.gr_name}")


def test_a_group_that_is_none_leaves_people_to_the_engine_alone(small):
    settings = small.root / "reform.toml"
    settings.write_text(settings.read_text("utf-8").replace(PEOPLE.gr_name, "no-such-group"), "utf-8")
    with watching(small.root):
        pass
    assert holds_for([INSPECTORS.gr_gid, PEOPLE.gr_gid], lambda: an_inspector_sees(small.root))
    [found] = [found for found in examine(small.root) if found.what == "people's data"]
    assert (found.state, "no group no-such-group" in found.found) == ("bad", True)


def test_an_engine_outside_the_group_keeps_people_to_itself(small):
    def kept():
        layout = Layout(Path(tempfile.mkdtemp()), group_of(PEOPLE.gr_name))
        layout.prepare()
        close(layout)
        assert stat.S_IMODE(layout.archive.stat().st_mode) & 0o077 == 0
        shutil.rmtree(layout.state)

    assert holds_for([INSPECTORS.gr_gid], kept)


@contextmanager
def looking(root):
    words = [sys.executable, "-c", CONSOLE, "console", str(root), "--language", "en"]
    with Terminal(root, words=words) as terminal:
        yield terminal
        terminal.press("q")
        assert terminal.ended() == 0


def test_the_console_of_somebody_who_may_only_look_says_so(small):
    with watching(small.root), looking(small.root) as terminal:
        terminal.until("you may only look here").press("j").until("engine running")
        terminal.press(":alerts\r").until("1 of 1 reco").press("a").until("you may only look here")
    assert list((small.root / "state/acts").iterdir()) == []


@pytest.mark.parametrize("end", LEFT)
def test_the_console_of_somebody_who_may_only_look_outlives_the_engine(small, end):
    with watching(small.root) as engine, looking(small.root) as terminal:
        terminal.until("you may only look here")
        engine.send_signal(end)
        engine.wait(20)
        terminal.press(":alerts\r").until("1 of 1 reco")
    with looking(small.root) as terminal:
        terminal.until("you may only look here").press(":alerts\r").until("1 of 1 reco").press("\r").until(
            "Threshold"
        ).press("G").until("a.csv")


def test_a_console_outside_of_the_engines_group_starts_none_and_says_so(small):
    settings = small.root / "reform.toml"
    settings.write_text(settings.read_text("utf-8") + f'engine = "{PEOPLE.gr_name}"\n', "utf-8")
    with watching(small.root):
        pass
    small.root.joinpath("state/acts").chmod(0o2777)
    os.utime(small.root / "state/engine.lock", (1, 1))
    with looking(small.root) as terminal:
        terminal.until(f"{UID} is not in the group {PEOPLE.gr_name}, whose members run the engine")
    assert not (small.root / "state/log/start.log").exists()
