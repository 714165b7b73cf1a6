"""The end of the process: a thread that reads is neither cut off inside a library nor waited for without end."""

import subprocess
import sys
from pathlib import Path

import pytest
from terminal import SOURCE, Terminal

READER = """
import sys
from threading import Event, Thread
from reform_tui.console.leaving import Leaving
leaving = Leaving()
leaving.read(Thread(target=Event().wait, args=({},), daemon=True))
leaving.finish(7)
print("finished", flush=True)
sys.exit(3)
"""


@pytest.mark.parametrize(("waits", "code", "told"), [("0.05", 3, "finished\n"), ("None", 7, "")])
def test_a_reader_is_waited_for_but_for_a_moment_at_most(waits, code, told):
    told_by = [sys.executable, "-c", READER.format(waits)]
    ended = subprocess.run(told_by, check=False, capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)})
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, told, "")


def test_quitting_while_the_libraries_of_a_detail_load(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("j\r").until("H14.36").press("\r:quit\r")
        assert terminal.ended() == 0
        while terminal.read(0.1):
            pass
        assert b"Fatal" not in terminal.log


def test_details_are_read_without_pandas(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("j\r").until("H14.36").press("\r").until("[Sheet1]")
        loaded = Path(f"/proc/{terminal.pid}/maps").read_text("utf-8")
    assert "pyarrow" in loaded
    assert "pandas" not in loaded


def test_what_is_typed_while_it_starts_is_done(project):
    with Terminal(project) as terminal:
        terminal.press(":quit\r")  # the terminal still makes a line feed of Enter
        assert terminal.ended() == 0
