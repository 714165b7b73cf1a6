"""The demo as a person starts it: a terminal, files that arrive, alerts that appear; nothing is left running."""

import fcntl
import sys
from pathlib import Path
from threading import Event
from time import monotonic

sys.path.append(str(Path(__file__).parents[1] / "console"))

from terminal import Terminal

from reform_tui.cli.main import main
from reform_tui.errors import Exit

ENGINE_ENDS_WITHIN = 25.0


def waits_for(condition, seconds):
    """Whether it comes true in time."""
    end, pause = monotonic() + seconds, Event()
    while not condition():
        if monotonic() > end:
            return False
        pause.wait(0.1)
    return True


def is_free(lock):
    """Whether nobody holds a lock file any more."""
    with lock.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_a_demo_shows_alerts_as_files_arrive_and_ends_with_its_engine(tmp_path):
    into = tmp_path / "demo"
    demo = [sys.executable, "-m", "reform_tui.cli.main", "demo", "--language", "en", "--into", str(into)]
    with Terminal(tmp_path, words=demo) as terminal:
        terminal.until("engine running", seconds=30)
        terminal.until("▲ critical", seconds=30)
        terminal.until("● warning", seconds=30)
        terminal.press(":units\r").until("Late records by f")
        terminal.press("q")
        assert terminal.ended() == 0
    assert len(list((into / "inbox/one-stop").iterdir())) >= 2
    assert waits_for(lambda: is_free(into / "state/engine.lock"), ENGINE_ENDS_WITHIN)


def test_a_demo_that_only_makes_a_project_must_know_where(tmp_path, capsys):
    assert main(["demo", "--no-console"]) == Exit.CONFIGURATION
    assert "say with --into where it should stay" in capsys.readouterr().err
    assert main(["demo", "--no-console", "--into", str(tmp_path / "demo")]) == Exit.CLEAN
    assert f"the project is in {tmp_path / 'demo'};" in capsys.readouterr().err
    assert (tmp_path / "demo/reform.toml").is_file()


def test_a_scenario_says_as_of_when_it_is_judged(tmp_path, capsys):
    into = tmp_path / "august"
    assert main(["demo", "--scenario", "cao-bang-2025-08", "--no-console", "--into", str(into)]) == Exit.CLEAN
    assert f"reform-tui check {into} --as-of 2025-08-26T17:00 judges it" in capsys.readouterr().err
